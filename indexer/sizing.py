"""Joins short pieces and splits long ones into paragraphs of 40 to 250 words, never across a section, a voice or a board."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from council.model import Box
from council.values import value
from indexer.sentences import sentences
from indexer.structure import Piece
from indexer.voices import Spoken

LEAST_WORDS, MOST_WORDS = 40, 250
"""Bounds of a paragraph (issue 5): shorter ones say too little to be found, longer ones blur what is found."""

_ALONE = frozenset({"decision"})
"""Sections whose pieces stay apart: each point of a decision is looked up by itself."""


@value
class Sized:
    """Pieces that became one paragraph: its text with a line for each piece, its boxes, its words, and the first piece with its voice."""

    text: str
    first: Spoken
    boxes: tuple[Box, ...]
    words: int


def size(spoken: Sequence[Spoken]) -> tuple[Sized, ...]:
    """Paragraphs in order. List items keep the sentence that leads into them."""
    return tuple([part for group, length in _groups(spoken) for part in _split(group, length)])


# The items of a list are counted again for each that may join them.
@functools.lru_cache(maxsize=512)
def words(text: str) -> int:
    """Words of a text, as the bounds count them."""
    return len(text.split())


def _groups(spoken: Sequence[Spoken]) -> Iterator[tuple[list[Spoken], int]]:
    """Pieces that go together, with the number of their words."""
    group: list[Spoken] = []
    length = 0
    for said in spoken:
        more = words(said.piece.text)
        if group and _joins(group, length, said, more):
            group.append(said)
            length += more
            continue
        if group:
            yield group, length
        group, length = [said], more
    if group:
        yield group, length


def _joins(group: Sequence[Spoken], length: int, said: Spoken, more: int) -> bool:
    """Whether a piece of `more` words goes with a group that has `length`."""
    last, first = group[-1], group[0]
    if length + more > MOST_WORDS or not _alike(last, said):
        return False
    if said.piece.kind in {"attendance", "toc", "attachment_list"}:
        return length < LEAST_WORDS * 2
    if said.piece.kind in _ALONE:
        return not (first.piece.is_item or said.piece.is_item) and _leads_in(last.piece)
    if said.piece.is_item and (_leads_in(last.piece) or (last.piece.is_item and _list_opened(group))):
        return True
    return length < LEAST_WORDS or (more < LEAST_WORDS // 2 and not said.piece.is_item and length + more <= LEAST_WORDS * 4)


def _alike(one: Spoken, other: Spoken) -> bool:
    """Whether nothing but a paragraph's end stands between two pieces."""
    a, b = one.piece, other.piece
    if a.section != b.section or a.kind != b.kind or one.board != other.board:
        return False
    return (a.headings, a.item, one.voice) == (b.headings, b.item, other.voice)


_LEADS_IN = re.compile(r"(?i)(?::|följande|följande\.|\batt)$")
# Characters that hold the longest of these endings, and the one before it.
_LEAD = 12


def _leads_in(piece: Piece) -> bool:
    return _LEADS_IN.search(piece.text.rstrip()[-_LEAD:]) is not None


def _list_opened(group: Sequence[Spoken]) -> bool:
    """Whether the items of a group hang on a sentence that leads into them, or are a list of short points."""
    return not group[0].piece.is_item or all(words(s.piece.text) < LEAST_WORDS for s in group)


def _split(group: Sequence[Spoken], length: int) -> Iterator[Sized]:
    text = "\n".join([s.piece.text for s in group])
    boxes = tuple([box for s in group for box in s.piece.boxes])
    if length <= MOST_WORDS or len(group) > 1:
        yield Sized(text, group[0], boxes, length)
        return
    for part in split_long(text):
        yield Sized(part, group[0], boxes, words(part))


def split_long(text: str) -> list[str]:
    """A text of more than 250 words in parts of about equal length, parted between sentences; one endless sentence stays whole."""
    parted = sentences(text)
    total = words(text)
    parts = -(-total // MOST_WORDS)
    target, found, current = total / parts, list[str](), list[str]()
    for sentence in parted:
        length = sum(map(words, current))
        if current and (length >= target or length + words(sentence) > MOST_WORDS):
            found.append(" ".join(current))
            current = []
        current.append(sentence)
    return [*found, " ".join(current)] if current else found
