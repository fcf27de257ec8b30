"""How wide a text is when nothing tells: the widths of letters in the fonts that offices use."""

from __future__ import annotations

from functools import lru_cache

# Widths in thousandths of the size, from the metrics that Helvetica and Arial share (Adobe's AFM files), the usual office fonts.
_BY_WIDTH = {
    222: "ijl'|ïíî",
    278: " .,:;/\\!It[]fÍÎ",
    333: '-()r`"*',
    500: "ckszvxyJ",
    556: "abdeghnopqu0123456789åäöéèüáàâêëôóòûúñL?_$€§–",
    611: "FTZ",
    667: "ABEKPSVXYÅÄÉÈÁÀ&",
    722: "CDHNRUwÜ",
    778: "GOQÖÓÔ",
    833: "mM",
    944: "W",
    1000: "—@%…•",
}
_USUAL = 556


class _Widths(dict[str, int]):
    """Widths by letter; one that is not listed is as wide as most."""

    def __missing__(self, letter: str) -> int:
        return _USUAL


_WIDTH = _Widths((letter, width) for width, letters in _BY_WIDTH.items() for letter in letters)


@lru_cache(maxsize=4_096)
def width(text: str) -> float:
    """The width of a text in sizes of its font."""
    return sum(map(_WIDTH.__getitem__, text)) / 1000
