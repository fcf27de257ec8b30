"""Reads from a document what happened in each case it tells of (first version: filled in next)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from council.model import CaseRecord, Document, Paragraph
from indexer.agenda import MinutesItem
from indexer.voices import Setting


@dataclass(frozen=True)
class CaseReader:
    """Reads the cases of one document."""

    document: Document
    paragraphs: Sequence[Paragraph]
    items: Sequence[MinutesItem]
    setting: Setting

    def records(self) -> tuple[CaseRecord, ...]:
        """One record a case."""
        return ()
