"""How wide a text is when nothing tells: the widths of letters in the fonts that offices use."""

from __future__ import annotations

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
_WIDTH = {letter: width for width, letters in _BY_WIDTH.items() for letter in letters}
_USUAL = 556


def width(text: str) -> float:
    """The width of a text in sizes of its font."""
    return sum(_WIDTH.get(letter, _USUAL) for letter in text) / 1000
