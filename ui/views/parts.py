"""How what is long is cut into parts, so that every page is at most 60 kB compressed (tests/web/test_pages_weight.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from council.model import Paragraph

MOST_ITEMS = 150
"""Paragraphs or steps in a part."""
MOST_CHARACTERS = 70_000
"""Characters of text in a part: about 26 kB compressed, beside as much for what stands around 150 paragraphs."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a document: which paragraphs each holds, and the part (from 1) of each paragraph by its id."""

    ranges: tuple[range, ...]
    part_of: Mapping[str, int]

    def __len__(self) -> int:
        """How many parts there are; at least one."""
        return len(self.ranges)


def parts_of(paragraphs: Sequence[Paragraph]) -> Parts:
    """A document's paragraphs in parts."""
    ranges = cut(len(paragraph.text) for paragraph in paragraphs)
    return Parts(ranges, {paragraphs[place].id: part for part, places in enumerate(ranges, 1) for place in places})


def cut(lengths: Iterable[int], most_items: int = MOST_ITEMS, most_characters: int = MOST_CHARACTERS) -> tuple[range, ...]:
    """Places 0 … n-1 in ranges of at most so many items and so many characters, an item that is longer by itself; at least one range."""
    ranges: list[range] = []
    first, held, place = 0, 0, 0
    for place, length in enumerate(lengths, 1):
        if place - 1 > first and (place - 1 - first == most_items or held + length > most_characters):
            ranges.append(range(first, place - 1))
            first, held = place - 1, 0
        held += length
    return (*ranges, range(first, place))
