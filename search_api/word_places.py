"""Finds where a word stands in a text, as a whole word by council.swedish.WORD, without reading the words between."""

from __future__ import annotations

from council import swedish

_JOINERS = frozenset("-\u2010\u2011:’'")
"""What joins two words into one where letters stand before and after (council.swedish.WORD)."""

_ENDS = frozenset(("", *" \n.,;!?()"))
"""What a word never goes on with: most words stand before one."""


def places(word: str, text: str) -> list[int]:
    """Where the words of a text begin that are written exactly so, in order. `word` is a whole match of WORD."""
    found: list[int] = []
    length = len(word)
    at = text.find(word)
    while at >= 0:
        begins = _begins(text, at)
        if begins is None:
            return [match.start() for match in swedish.WORD.finditer(text) if match[0] == word]
        if begins and (
            text[at + length : at + length + 1] in _ENDS or ((match := swedish.WORD.match(text, at)) and match.end() == at + length)
        ):
            found.append(at)
        at = text.find(word, at + 1)
    return found


def _begins(text: str, at: int) -> bool | None:
    """Whether a letter or digit begins a word; None where only reading from the left can tell: after an accent or a soft hyphen."""
    before = text[at - 1 : at]
    if not before or before.isspace():
        return True
    if before.isalnum():
        return False
    if before in _JOINERS:
        joined = text[at - 2 : at - 1] if at > 1 else ""
        return None if _belongs(joined) else not joined.isalnum()
    return None if _belongs(before) else True


def _belongs(sign: str) -> bool:
    """Whether a sign belongs to a word without being a letter: a combining accent or a soft hyphen."""
    return sign == "\u00ad" or "\u0300" <= sign <= "\u036f"
