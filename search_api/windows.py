"""Chooses the window of a long paragraph that a page shows: where most of what matched stands, cut at word borders."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from search_api.results import Window

WINDOW = 360
"""Code points of a long paragraph that a page shows: five or six lines at 65 characters (UI.md)."""
WHOLE = 440
"""A paragraph up to this length is shown whole: a window of it would save a line."""
LEAD = 90
"""How far before the first mark a window begins where no sentence does."""
FAR_LEAD = 160
"""How far before the first mark a sentence may begin to be shown from its beginning: who did what stands there."""

_SENTENCE = re.compile(r"[.!?:]\s+(?=[\"”(–-]?[A-ZÅÄÖ0-9])|\n+")
_SPACE = re.compile(r"\s")


def window(text: str, found: Sequence[tuple[int, int, int]]) -> Window:
    """The stretch that holds most of what matched, (start, end, word) in order, cut at word borders."""
    if len(text) <= WHOLE:
        return Window(0, len(text))
    first, last = _densest(found)
    start = _sentence_start(text, first) if found else 0
    end = max(last, start + WINDOW)
    if end >= len(text):
        start = _word_start(text, max(0, min(start, len(text) - WINDOW)))
        return Window(start, len(text))
    return Window(start, _word_end(text, max(last, end)))


def _densest(found: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """First and last offset of the marks that fit one window and hold most of the query's words."""
    best, best_score = (0, 0), (0, 0)
    ends = [end for _, end, _ in found]
    for i, (start, end, _) in enumerate(found):
        stop = max(bisect_right(ends, start + WINDOW - LEAD), i + 1)
        score = (len({word for _, _, word in found[i:stop]}), stop - i)
        if score > best_score:
            best, best_score = (start, max(end, found[stop - 1][1])), score
    return best


def _sentence_start(text: str, at: int) -> int:
    far, near = max(0, at - FAR_LEAD), max(0, at - LEAD)
    starts = [0] * (far == 0) + [match.end() for match in _SENTENCE.finditer(text, far, at)]
    if close := [start for start in starts if start >= near]:
        return close[0]
    return starts[-1] if starts else _word_start(text, near)


def _word_start(text: str, at: int) -> int:
    """The next beginning of a word at or after an offset."""
    if at == 0 or _SPACE.match(text[at - 1]):
        return at
    space = _SPACE.search(text, at)
    return space.end() if space else at


def _word_end(text: str, at: int) -> int:
    """The end of the word that an offset stands in."""
    space = _SPACE.search(text, at)
    return space.start() if space else len(text)
