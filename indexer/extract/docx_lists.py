"""The numbers and bullets of Word's lists, which the file holds as rules and not as text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_BULLET = "•"
_PLACE = re.compile(r"%(\d)")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered: Word's name of the form, its pattern ("%1.%2."), and the first number."""

    form: str
    pattern: str
    start: int


class ListNumbers:
    """Counts along the lists of a document, paragraph by paragraph in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._abstract: dict[str, str] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for definition in root.findall(qn("w:abstractNum")):
            self._read(definition)
        for number in root.findall(qn("w:num")):
            reference = number.find(qn("w:abstractNumId"))
            if reference is not None:
                self._abstract[number.get(qn("w:numId"))] = reference.get(qn("w:val"))

    def marker(self, paragraph: Any, style: Any) -> tuple[str, int]:
        """(the mark as printed, the depth from 1) of a list item; ("", 0) for other paragraphs."""
        properties = _numbering(paragraph) if _numbering(paragraph) is not None else _numbering(getattr(style, "element", None))
        if properties is None:
            return "", 0
        identity, depth = _value(properties, "w:numId"), int(_value(properties, "w:ilvl") or 0)
        level = self._levels.get((self._abstract.get(identity, ""), depth))
        if level is None or identity == "0":
            return "", 0
        if level.form in {"bullet", "none"}:
            return _BULLET, depth + 1
        counts = self._counts[identity]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return self._printed(identity, level, counts), depth + 1

    def _read(self, definition: Any) -> None:
        for level in definition.findall(qn("w:lvl")):
            key = (definition.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl"))))
            start = _value(level, "w:start")
            self._levels[key] = _Level(
                _value(level, "w:numFmt") or "decimal", _value(level, "w:lvlText"), int(start) if start.isdigit() else 1
            )

    def _printed(self, identity: str, level: _Level, counts: dict[int, int]) -> str:
        abstract = self._abstract[identity]

        def number(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            of = self._levels.get((abstract, depth), level)
            return _written(counts.get(depth, of.start), of.form)

        return _PLACE.sub(number, level.pattern) or _BULLET


def _numbering(element: Any) -> Any:
    return element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if element is not None else None


def _value(element: Any, tag: str) -> str:
    found = element.find(qn(tag))
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _written(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= len(_ALPHABET):
        letter = _ALPHABET[number - 1]
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and number > 0:
        roman = "".join(sign * count for count, sign in _roman_parts(number))
        return roman.upper() if form == "upperRoman" else roman
    return str(number)


def _roman_parts(number: int) -> list[tuple[int, str]]:
    parts = []
    for value, sign in _ROMAN:
        parts.append((number // value, sign))
        number %= value
    return parts
