"""Knows near-duplicates: the same paragraph in minutes and in their extract, but for hyphens, spaces and a few words."""

from __future__ import annotations

import functools
import itertools
import re
import zlib
from collections import Counter

from council.criteria import Key
from council.engine import Passage

SHINGLE = 4
"""Words of a shingle: a changed word changes four of them."""
SKETCH = 16
"""Smallest hashes that are kept of a text: enough to tell 0.75 from 0.5 in common."""
ALIKE = 12
"""Hashes of SKETCH that twins share at least: about three quarters of their shingles."""
SHORTEST = 5
"""Words below which a text says too little to be anyone's twin ("Paragrafen är justerad")."""

_SEPARATED = bytes(byte if byte > 127 or chr(byte).isalnum() else 32 for byte in range(256))
"""All of ASCII that is neither letter nor digit becomes a space; other signs count as letters, mostly where their twin has them, too."""
_BROKEN = re.compile(r"(?<=[^\W\d_])-\s*\n\s*(?=[^\W\d_])|\u00ad")


class Twins:
    """Remembers the passages of one way through the ranking."""

    def __init__(self) -> None:
        self._met: set[int] = set()
        self._by_hash: dict[int, list[Key]] = {}
        self._waiting: list[tuple[Key, tuple[int, ...]]] = []
        """Passages with their hashes that are not in `_by_hash` yet: only who shares enough hashes with all together asks by whom."""
        self._passages: dict[Key, Passage] = {}

    def __call__(self, passage: Passage) -> Passage | None:
        """The first passage that says the same, or None; then this one is remembered."""
        marks = sketch(passage.paragraph.text)
        if marks and len(self._met.intersection(marks)) >= min(ALIKE, len(marks)) and (first := self._first_alike(marks)) is not None:
            return first
        self._passages[passage.key] = passage
        self._waiting.append((passage.key, marks))
        self._met.update(marks)
        return None

    def _first_alike(self, marks: tuple[int, ...]) -> Passage | None:
        for key, held in self._waiting:
            for mark in held:
                self._by_hash.setdefault(mark, []).append(key)
        self._waiting.clear()
        shared = Counter(itertools.chain.from_iterable(self._by_hash.get(mark, ()) for mark in marks))
        ((key, count),) = shared.most_common(1)
        return self._passages[key] if count >= min(ALIKE, len(marks)) else None


@functools.lru_cache(maxsize=16_384)
def sketch(text: str) -> tuple[int, ...]:
    """The SKETCH smallest hashes of a text's shingles; () for a text too short to have a twin."""
    if "\u00ad" in text or ("\n" in text and "-" in text):
        text = _BROKEN.sub("", text)
    words = [*map(zlib.crc32, text.casefold().encode("utf-8", "replace").translate(_SEPARATED).split())]
    if len(words) < SHORTEST:
        return ()
    in_a_row = zip(*(words[start:] for start in range(SHINGLE)), strict=False)
    return tuple(sorted(set(map(hash, in_a_row)))[:SKETCH])  # the hash of a tuple of numbers is the same in every process


def alike(one: str, other: str) -> bool:
    """Whether two texts are near-duplicates."""
    if one == other:
        return True
    marks, others = sketch(one), sketch(other)
    return bool(marks and others) and len(set(marks) & set(others)) >= min(ALIKE, len(marks), len(others))
