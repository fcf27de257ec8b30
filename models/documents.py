"""The public text that the shipped model is trained on: documents of the riksdag, the government and the statute book, cleaned."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCES = ("riksdag", "interpellationer", "regeringen", "forfattningar")
"""Files <name>.jsonl.xz of the corpus folder: public documents, free of copyright (URL 9 §)."""

WORD = re.compile(r"\w+")

LONGEST = 1600
"""Characters of a paragraph that are read: what comes after seldom says anything new, and costs time."""

FORMAL_TITLE = re.compile(r"^(Interpellation|Skriftlig fråga) \d{4}.*")
"""A title that names a number and a mover but no matter; the matter stands in the first paragraph."""

MATTER = re.compile(r"^(?:Interpellation|Skriftlig fråga) \d{4}/\d{2,4}:\d+ (?P<matter>.+?) av [A-ZÅÄÖ]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a source document under its nearest heading."""

    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A source document: where from, what kind, its title, and its paragraphs in order."""

    source: str
    kind: str
    title: str
    blocks: tuple[Block, ...]


def read_documents(folder: Path) -> Iterator[SourceDocument]:
    """Every document of the corpus, in the order of the files."""
    for source in SOURCES:
        with lzma.open(folder / f"{source}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                document = _parse(json.loads(line))
                if document.blocks:
                    yield document


def words_of(text: str) -> list[str]:
    """The words of a text, lowercased, as the model's tokenizer sees them."""
    return WORD.findall(text.lower())


def clean(text: str) -> str:
    """Text without soft hyphens and with single spaces, cut at LONGEST."""
    return " ".join(text.replace("\xad", "").split())[:LONGEST]


def _parse(row: dict[str, object]) -> SourceDocument:
    paragraphs: list[dict[str, str]] = row["paragraphs"]  # type: ignore[assignment]  # the corpus has one shape
    blocks = tuple(Block(clean(paragraph["text"]), clean(paragraph.get("heading") or "")) for paragraph in paragraphs)
    title = clean(str(row["title"] or ""))
    if FORMAL_TITLE.match(title) and blocks:
        found = MATTER.match(blocks[0].text)
        title = found["matter"] if found else ""
    return SourceDocument(str(row["source"]), str(row["type"]), title, blocks)
