"""What the embedded engine stores beside paragraphs: the state of a commit, and the head of each document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from council.model import CaseRecord, Document, Paragraph


@dataclass(frozen=True, slots=True)
class State:
    """One commit: its number, its time, how many rows of vectors and document numbers are taken, and what it holds."""

    serial: int = 0
    updated: dt.datetime | None = None
    rows: int = 0
    next_docno: int = 0
    documents: int = 0
    paragraphs: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """The few facts of a document that listing, sorting and pruning need. `docno` is new at every writing of a document."""

    docno: int
    document_id: str
    label: str
    root: str
    source: str
    digest: str
    paragraphs: int
    date: dt.date | None = None
    first_seen: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredParagraph:
    """A paragraph and its place in the document, counted from 0."""

    ordinal: int
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class NumberedDocument:
    """A document and its docno."""

    docno: int
    document: Document


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A case record and its place: the docno of its document, and its number there."""

    docno: int
    ordinal: int
    record: CaseRecord


def head_of(document: Document, docno: int, paragraphs: int) -> Head:
    """A document's head."""
    return Head(
        docno=docno,
        document_id=document.id,
        label=document.label,
        root=document.root,
        source=document.source,
        digest=document.digest,
        paragraphs=paragraphs,
        date=document.date,
        first_seen=document.first_seen,
    )
