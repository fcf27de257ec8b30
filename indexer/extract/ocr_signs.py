"""Puts back the § that tesseract reads as 8, $ or S: at the head of a matter, and where a text refers to one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.blocks import Line

# What a § looks like to tesseract; "88" and "SS" are "§§".
_TAKEN_FOR = r"(?:8|\$|S|5|&)"
_HEAD = re.compile(
    rf"^(?:{_TAKEN_FOR} |[$S&])(?P<number>\d{{1,3}}[a-z]?)(?P<rest>$|[.:]?\s+(?=[A-ZÅÄÖ]|\d{{4}}[./]\d|[Dd]nr).*$)", re.DOTALL
)
_BODY_BEFORE = re.compile(rf"^(?P<body>[A-ZÅÄÖ][A-Za-zåäö]{{1,5}}) {_TAKEN_FOR} (?P<number>\d{{1,3}}[a-z]?)(?=$| [A-ZÅÄÖ(])")
# "4 kap. 8 20", "den 24 september 2025, 8 204", "2025-05-20, $ 74", "15 8 kommunallagen".
_OF_CHAPTER = re.compile(rf"(?<=\bkap\. ){_TAKEN_FOR} (?=\d{{1,3}}\b)|(?<=\bkap ){_TAKEN_FOR} (?=\d{{1,3}}\b)")
_OF_MEETING = re.compile(r"(?:(?<=\d{4}, )|(?<=-\d\d, )|(?<=-\d\d ))(?:8|\$|S|&) (?=\d{1,3}\b)")
_OF_LAW = re.compile(rf"(?<=\d ){_TAKEN_FOR} (?=\w*(?:lagen|balken|förordningen)\b)")
# A head stands apart: so many line heights of white above.
_APART = 0.6
# Two heads whose numbers rise by no more than this speak for each other.
_MOST_SKIPPED = 12


def with_section_signs(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a recognised document with § where it was lost.

    A head counts when it stands apart from the line above, no digit alone ("8 12" in a column of figures) follows or precedes it, and its
    number fits in between those of the heads around it; one that is a line of its own needs no neighbour.
    """
    heads = [place for place in range(len(lines)) if _is_head(lines, place)]
    numbers = {place: _number(lines[place].text) for place in heads}
    fitting = {place for at, place in enumerate(heads) if _alone(lines[place].text) or _fits(numbers, heads, at)}
    return tuple(_repaired(line, place in fitting) for place, line in enumerate(lines))


def _is_head(lines: Sequence[Line], place: int) -> bool:
    line = lines[place]
    if not (_HEAD.match(line.text) or _BODY_BEFORE.match(line.text)):
        return False
    before = lines[place - 1] if place and lines[place - 1].page == line.page else None
    after = lines[place + 1].text if place + 1 < len(lines) else ""
    in_column = _is_figures(after) or (before is not None and _is_figures(before.text) and line.gap < 1)
    return (before is None or line.gap >= _APART) and not in_column


def _is_figures(text: str) -> bool:
    return bool(text) and not re.search(r"[A-Za-zÅÄÖåäö]{2}", text) and len(text.split()) > 1


def _alone(text: str) -> bool:
    match = _HEAD.match(text)
    return bool(match and not match["rest"].strip())


def _number(text: str) -> int:
    match = _HEAD.match(text) or _BODY_BEFORE.match(text)
    return int(re.sub(r"\D", "", match["number"])) if match else 0


def _fits(numbers: dict[int, int], heads: Sequence[int], at: int) -> bool:
    own = numbers[heads[at]]
    before = at > 0 and 0 <= own - numbers[heads[at - 1]] <= _MOST_SKIPPED
    after = at + 1 < len(heads) and 0 <= numbers[heads[at + 1]] - own <= _MOST_SKIPPED
    return before or after


def _repaired(line: Line, is_head: bool) -> Line:
    text = line.text
    if is_head:
        text = _HEAD.sub(r"§ \g<number>\g<rest>", text, count=1)
        text = _BODY_BEFORE.sub(r"\g<body> § \g<number>", text, count=1)
    for pattern in (_OF_CHAPTER, _OF_MEETING, _OF_LAW):
        text = pattern.sub("§ ", text)
    return line if text == line.text else replace(line, text=text)
