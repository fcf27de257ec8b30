"""The marks that open list items, paragraphs of law and numbered headings in Swedish council documents."""

from __future__ import annotations

import re

# Bullets, also those that symbol fonts leave in the private use area (Word's Symbol and Wingdings).
_BULLET = "•●▪■□◦○‣·∙⁃►➢✓✔❖\uf02d\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf0a8"
_MARK = re.compile(
    rf"(?P<mark>[{_BULLET}]|[-–—*o](?=\s)|-(?=[^\W\d_])|\(?\d{{1,3}}[.)](?!\d)|\(?[a-zåäö]\)|[A-ZÅÄÖ]/|[a-h]\.(?=\s)|[ivx]{{1,4}}[.)](?=\s))\s*(?=\S)"
)
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]")
_PARAGRAPH_SIGN = re.compile(r"§§?\s?\d+")
_NUMBERED_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+(?=[A-ZÅÄÖ])")


def split_mark(text: str) -> tuple[str, str]:
    """(the list mark, the rest) of a line; no mark gives ("", text). A date or a year opens no list: "12. maj", "2018." ."""
    match = _MARK.match(text)
    if match is None or _is_date(match.group("mark"), text[match.end() :]):
        return "", text
    return match.group("mark"), text[match.end() :]


def opens_item(text: str) -> bool:
    """Whether a line begins with a list mark."""
    return bool(split_mark(text)[0])


def number_of(mark: str) -> int | None:
    """The number of a numbered mark ("3." is 3), None for others."""
    match = _NUMBER.match(mark)
    return int(match.group(1)) if match else None


def opens_paragraph_of_minutes(text: str) -> bool:
    """Whether a line begins with § and a number, as an item of minutes does."""
    return bool(_PARAGRAPH_SIGN.match(text))


def opens_numbered_heading(text: str) -> bool:
    """Whether a line begins as "2.1 Kostnader" does."""
    return bool(_NUMBERED_HEADING.match(text))


_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_DATE_REST = re.compile(rf"(?:{_MONTHS})\b", re.IGNORECASE)


def _is_date(mark: str, rest: str) -> bool:
    return number_of(mark) is not None and bool(_DATE_REST.match(rest))
