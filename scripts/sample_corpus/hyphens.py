"""Where a Swedish word may be broken at a line's end: before the last consonant between two vowels (enkonsonantsregeln)."""

from __future__ import annotations

import re

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LONG_WORD = re.compile(r"[a-zåäöé]{9,}")
BREAK = re.compile(r"(?<=[aeiouyåäöé])([bcdfghjklmnpqrstvxz]*?)(ng|sk|sch|[bcdfghjklmnpqrstvz])(?=[aeiouyåäöé])")


def soften(text: str) -> str:
    """The text with soft hyphens where its long words may be broken, three letters or more on each side."""
    return LONG_WORD.sub(lambda match: _break(match[0]), text)


def _break(word: str) -> str:
    places = [match.start(2) for match in BREAK.finditer(word)]
    pieces, last = [], 0
    for place in places:
        if place - last >= 3 and len(word) - place >= 3:
            pieces.append(word[last:place])
            last = place
    return SOFT_HYPHEN.join([*pieces, word[last:]])
