"""Joins short pieces and splits long ones into paragraphs of 40 to 250 words, never across a section, a voice or a board."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from council.model import Box, Votes
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
    """Pieces that became one paragraph: its text with a line for each piece, its boxes, and the first piece with its voice."""

    text: str
    first: Spoken
    boxes: tuple[Box, ...]
    votes: Votes | None = None


def size(spoken: Sequence[Spoken]) -> tuple[Sized, ...]:
    """Paragraphs in order. List items keep the sentence that leads into them."""
    return tuple(part for group in _groups(spoken) for part in _split(group))


# A piece is counted for each that may join it.
@functools.lru_cache(maxsize=512)
def words(text: str) -> int:
    """Words of a text, as the bounds count them."""
    return len(text.split())


def _groups(spoken: Sequence[Spoken]) -> Iterator[list[Spoken]]:
    group: list[Spoken] = []
    for said in spoken:
        if group and _joins(group, said):
            group.append(said)
            continue
        if group:
            yield group
        group = [said]
    if group:
        yield group


def _joins(group: Sequence[Spoken], said: Spoken) -> bool:
    last, first = group[-1], group[0]
    if not _alike(last, said):
        return False
    length, more = sum(words(s.piece.text) for s in group), words(said.piece.text)
    if length + more > MOST_WORDS:
        return False
    if said.piece.kind in {"attendance", "toc", "attachment_list"}:
        return length < LEAST_WORDS * 2
    leads = _leads_in(last.piece) or (said.piece.is_item and last.piece.is_item and _list_opened(group))
    if said.piece.kind in _ALONE:
        return _leads_in(last.piece) and not first.piece.is_item and not said.piece.is_item
    if leads and said.piece.is_item:
        return True
    return length < LEAST_WORDS or (more < LEAST_WORDS // 2 and not said.piece.is_item and length + more <= LEAST_WORDS * 4)


def _alike(one: Spoken, other: Spoken) -> bool:
    """Whether nothing but a paragraph's end stands between two pieces."""
    a, b = one.piece, other.piece
    return (a.section, a.kind, a.headings, a.item) == (b.section, b.kind, b.headings, b.item) and (one.voice, one.board) == (
        other.voice,
        other.board,
    )


_LEADS_IN = re.compile(r"(?i)(?::|följande|följande\.|\batt)$")
# Characters that hold the longest of these endings, and the one before it.
_LEAD = 12


def _leads_in(piece: Piece) -> bool:
    return _LEADS_IN.search(piece.text.rstrip()[-_LEAD:]) is not None


def _list_opened(group: Sequence[Spoken]) -> bool:
    """Whether the items of a group hang on a sentence that leads into them, or are a list of short points."""
    return not group[0].piece.is_item or all(words(s.piece.text) < LEAST_WORDS for s in group)


def _split(group: Sequence[Spoken]) -> Iterator[Sized]:
    text = "\n".join(s.piece.text for s in group)
    boxes = tuple(box for s in group for box in s.piece.boxes)
    if words(text) <= MOST_WORDS or len(group) > 1:
        yield Sized(text, group[0], boxes)
        return
    for part in split_long(text):
        yield Sized(part, group[0], boxes)


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
