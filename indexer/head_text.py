"""What the readers of a document's head share: its blocks, where the head ends, and values with their confidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from council.bodies import canonical_board, may_name_body, slug
from council.model import DocumentKind, SectionKind
from council.registers import Registers
from council.values import value
from indexer.agenda import MinutesItem
from indexer.blocks import Block
from indexer.dates import LONGEST_DATE, find_dates
from indexer.document_kind import HEAD_BLOCKS
from indexer.facts import FileFacts

Value = TypeVar("Value")
# Sections that a head may hold; a document that is a reservation begins with its heading.
_OPEN_HEADS: frozenset[SectionKind | None] = frozenset({None, "motion_text", "attendance", "other", "toc"})
_DISSENT: frozenset[SectionKind | None] = frozenset({"reservation", "special_statement", "substitute_statement"})
LEAST_SURE = 0.5
"""A value less sure than this is left out: an empty field is better than a wrong one."""


@value
class Read(Generic[Value]):
    """A value that was read: `block` is the block it stands in, or None with `where` "file name", "folder", "furniture" or "sidecar"."""

    value: Value
    confidence: float
    where: str = ""
    block: int | None = None


@value
class HeadText:
    """A document's blocks and §§, its kind and file, as the readers of its head see them.

    `first` is the block where the head ends (head_end), `whole` the text of all blocks, a line or more for each.
    """

    blocks: Sequence[Block]
    items: Sequence[MinutesItem]
    kind: DocumentKind
    facts: FileFacts
    registers: Registers
    first: int
    whole: str

    @property
    def foot(self) -> range:
        """The last blocks, where some letters print their number and date."""
        return range(max(self.first + 2, len(self.blocks) - 4), len(self.blocks))


def head_end(blocks: Sequence[Block], items: Sequence[MinutesItem], kind: DocumentKind, registers: Registers) -> int:
    """The block where a head ends: the first §, or the first section of a letter."""
    if items:
        return items[0].start
    open_heads = _OPEN_HEADS | _DISSENT if kind == "reservation" else _OPEN_HEADS
    for place, block in enumerate(blocks[:HEAD_BLOCKS]):
        if registers.section_kind(block.text) not in open_heads and not (place < 4 and names_document(block.text)):
            return place
    return HEAD_BLOCKS


@lru_cache(maxsize=256)
def slug_parts(folder: str) -> frozenset[str]:
    """The folders that a folder's path goes through, itself among them, each as a slug."""
    return frozenset(slug(part) for part in folder.split("/") if part)


def letterhead_board(text: str) -> str | None:
    """The board that makes up a line of a letterhead: "Till socialnämnden", "Socialnämnden, Alingsås kommun 2021-03-22"."""
    if not may_name_body(text):
        return None
    bare = re.sub(r"(?i)^till:? |\s*\d{4}-\d\d-\d\d\s*", "", text)
    return canonical_board(re.sub(r"(?:,| i)? [A-ZÅÄÖ][\wåäö-]+ (?:kommun|stad)$", "", bare).strip(" ,|"))


def names_document(text: str) -> bool:
    """Whether a line at the top says what the document is, by a word that may head a section further down."""
    return bool(re.fullmatch(r"(?i)\W*(?:remissvar|remissyttrande|yttrande|motionssvar|svar på remiss)\W*", text))


@lru_cache(maxsize=512)
def lone_date(text: str) -> dt.date | None:
    """The date of a line that is a date, perhaps with a place before it: "Stockholm den 17 februari 2021"."""
    if len(text) > LONGEST_DATE:
        return None
    found = find_dates(text)
    if len(found) != 1 or found[0].date is None:
        return None
    before, after = text[: found[0].start].strip(" ,|"), text[found[0].end :].strip(" .|")
    place = re.fullmatch(r"(?:[A-ZÅÄÖ][\wåäö-]+(?: [A-ZÅÄÖ]?[\wåäö-]+)?)?,? ?(?:den)?", before)
    alone = (place and (not after or canonical_board(after))) or (canonical_board(before) and not after)
    return found[0].date if alone else None


def surest(found: Iterable[Read[Value]]) -> Read[Value] | None:
    """The surest of some readings, if it is sure enough."""
    best = max(found, key=lambda r: r.confidence, default=None)
    return best if best and best.confidence >= LEAST_SURE else None
