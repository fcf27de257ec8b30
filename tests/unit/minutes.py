"""Fictional minutes and letters of several municipalities' templates (minutes_texts/), and how to have them read."""

from __future__ import annotations

from pathlib import Path

from council.model import Paragraph, ReadDocument
from council.registers import load_registers
from indexer.extract.limits import Limits
from indexer.extract.text import text_lines
from indexer.facts import FileFacts
from indexer.paragraphs import blocks
from indexer.sidecar import Sidecar
from indexer.understanding import understand

TEXTS = Path(__file__).parent / "minutes_texts"


def printed(name: str) -> str:
    """The text of a template: goteborg, malmo, uppsala, region, utlatande, small, district, letter or motion."""
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def read(text: str, source: str = "prov/dokument.txt", sidecar: Sidecar | None = None, municipality: str | None = None) -> ReadDocument:
    """A document as the indexer understands it, from its text alone."""
    layout = blocks(text_lines(text, Limits()))
    facts = FileFacts("prov-dokument", source, "prov", furniture=layout.furniture, municipality=municipality, sidecar=sidecar or Sidecar())
    return understand(layout.blocks, facts, load_registers())


def holding(document: ReadDocument, words: str) -> Paragraph:
    """The one paragraph that holds some words."""
    found = [p for p in document.paragraphs if words in " ".join(p.text.split())]
    assert len(found) == 1, f"{words!r} stands in {len(found)} paragraphs: {[p.text[:60] for p in document.paragraphs]}"
    return found[0]
