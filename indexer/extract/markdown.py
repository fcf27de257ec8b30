"""Markdown: headings, lists, tables and emphasis taken from their marks, and the marks taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from council.values import value
from indexer.blocks import Line
from indexer.extract.characters import one_space

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})\s*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"\s*\|?[ \t:-]*-{2,}[ \t:|-]*$")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$")
_LIST_ITEM = re.compile(r"(\s*)(?:[-*+•]|\d{1,3}[.)]|[a-zåäö][.)])\s+\S")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(r"</?(?:br|p|div|span|b|i|em|strong|u|sup|sub|a|table|tr|td|th|tbody|thead|hr|!--)\b[^>]*>|<!--.*?-->", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)")
_ITALIC = re.compile(r"(?<![*\w])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![*\w])|(?<![\w_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\w_])")
_STRAY_MARKS = re.compile(r"\*\*|`+|(?<!\S)\*(?=\w)|(?<=\w)\*(?!\S)")
# What no heading, table or bold text is without.
_SIGNS = ("#", "|", "**", "__")
# Protects characters that a backslash took out of the markup until the markup is gone.
_SHELTER = 0xE000
_SHELTERED = re.compile(f"[{chr(_SHELTER)}-{chr(_SHELTER + 127)}]")
# Words that stand in bold or italics through a file before it counts as Markdown without any heading.
_FEWEST_EMPHASES = 2
# Where two spaces end a line its author wanted a new line: less than a blank line, more than none.
HARD_BREAK = 0.6


@value
class _Spoken:
    """A line without its marks, and what they said."""

    text: str
    bold: bool = False
    italic: bool = False
    lead: str = ""


def is_markdown(text: str) -> bool:
    """Whether a text's own marks say that it is Markdown: a heading, a table's rule, or emphasis more than once."""
    lines = text.split("\n") if any(map(text.__contains__, _SIGNS)) else []
    if any(_HEADING.match(line) for line in lines) or any("|" in line and _TABLE_RULE.match(line) for line in lines):
        return True
    return sum(bool(_BOLD.search(line)) for line in lines) >= _FEWEST_EMPHASES


def markdown_lines(text: str) -> Iterator[Line]:
    """The lines of a Markdown text without its marks."""
    raw = text.replace("\f", "\n\n").split("\n")
    gap = 0.0
    fenced = False
    for number, source in enumerate(raw):
        if _FENCE.match(source):
            fenced = not fenced
            continue
        if not source.strip() or (not fenced and _is_mark_only(raw, number)):
            gap = max(gap, 0.0) + 1 if not source.strip() else gap
            continue
        following = raw[number + 1] if number + 1 < len(raw) else ""
        line = _line(source, following, gap) if not fenced else Line(text=one_space(source), gap=gap)
        if line.text:
            yield line
            gap = HARD_BREAK if source.endswith("  ") else 0.0


def _is_mark_only(raw: list[str], number: int) -> bool:
    """Whether a line is only a mark: a table's rule, a rule over the page, the underline of a heading."""
    source = raw[number]
    if "|" in source and _TABLE_RULE.match(source):
        return True
    return bool(_RULE.match(source) or _UNDERLINE.match(source))


def _line(source: str, following: str, gap: float) -> Line:
    if heading := _HEADING.match(source):
        spoken = _spoken(heading.group(2))
        return Line(text=spoken.text, gap=gap, bold=spoken.bold, heading_level=len(heading.group(1)))
    if _TABLE_ROW.match(source):
        return Line(text=_row(source), gap=gap, cell=True)
    source = _QUOTE.sub("", source)
    spoken = _spoken(source)
    item = _LIST_ITEM.match(source)
    underlined = bool(source.strip() and not item and _UNDERLINE.match(following) and "|" not in following)
    return Line(
        text=spoken.text,
        gap=gap,
        bold=spoken.bold,
        italic=spoken.italic,
        lead=spoken.lead,
        heading_level=(1 if "=" in following else 2) if underlined else 0,
        list_level=1 + len(item.group(1).expandtabs(4)) // 2 if item else 0,
    )


def _row(source: str) -> str:
    cells = re.split(r"(?<!\\)\|", source.strip().strip("|"))
    return " | ".join(text for cell in cells if (text := _spoken(cell).text))


def _spoken(source: str) -> _Spoken:
    text = _ESCAPE.sub(lambda match: chr(_SHELTER + ord(match.group(1))), source)
    text = _TAG.sub(" ", _LINK.sub(r"\1", text)).strip()
    bold, bold_lead = _emphasis(_BOLD, text)
    text = _BOLD.sub(lambda match: match.group(1) or match.group(2), text)
    italic, italic_lead = _emphasis(_ITALIC, text)
    text = _ITALIC.sub(lambda match: match.group(1) or match.group(2), text)
    return _Spoken(_plain(text), bold, italic, "" if bold or italic else _plain(bold_lead or italic_lead))


def _emphasis(mark: re.Pattern[str], text: str) -> tuple[bool, str]:
    """(whether all of the text is marked, the marked run that opens it)."""
    opening = mark.match(text)
    if opening is None:
        return False, ""
    rest = text[opening.end() :].strip(" .:,")
    return not rest, _ITALIC.sub(lambda match: match.group(1) or match.group(2), opening.group(1) or opening.group(2))


def _plain(text: str) -> str:
    return one_space(_SHELTERED.sub(lambda match: chr(ord(match.group()) - _SHELTER), _STRAY_MARKS.sub("", text)))
