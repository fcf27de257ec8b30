"""Which printed lines make one paragraph: the rules of how Swedish offices set their texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.blocks import Line
from indexer.hyphens import LINE_END_HYPHEN
from indexer.list_marks import opens_item, opens_numbered_heading, opens_paragraph_of_minutes, split_mark
from indexer.typography import Typography, is_near, starts_column
from indexer.widths import width

# More white space than this above the usual, in line heights, parts paragraphs.
_PARAGRAPH_GAP = 0.28
# A sentence that plainly goes on may do so over somewhat more: raised marks and pictures push lines apart.
_LOOSE_GAP = 0.6
# A title may be set over several lines with so much between them.
_TITLE_GAP = 0.6
_TITLE_SIZE = 1.2
# Sizes of the font that a line must start further right (or left) to count as indented.
_INDENT = 0.9

_ENDED = re.compile(r"[.!?:;…][\"”’»)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_FULL_STOP = re.compile(r"[.!?][\"”’»)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:m\.?\s?fl|bl\.?\s?a|t\.?\s?ex|dvs|d\.?v\.?s|s\.?k|f\.?d|osv|m\.?m|resp|kap|st|nr|dnr|tel|jfr|ca|cirka|prop|bet|s|kl|inkl|exkl|alt|p\.?g\.?a|fr\.?o\.?m|t\.?o\.?m|f\.?n|o\.?d)\.$",
    re.IGNORECASE,
)
_GOES_ON_WITH = re.compile(r"[\"”»'(\[]?[a-zåäöéü%]|[,;)]|/[a-zåäö]|\((?:\d|-|[A-ZÅÄÖ]{1,4}[\s)])")
# A line that ends with one of these cannot end a sentence or a title.
_HANGING = re.compile(
    r"(?:[,–/(&]|\b(?:och|eller|samt|att|för|i|på|av|med|till|om|som|den|det|de|en|ett|vid|från|mellan|under|över|inom|enligt|kring|"
    r"gällande|angående|avseende|rörande|mot|hos|per|utan|genom|efter|före|inför|bland|såväl|både|varken|antingen|dess|vars|när|där|kommunens|stadens|nämndens))$",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(?:\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})\s?(?=[^\W\d]|\")")
# Footnotes are set smaller than this share of the text's size; so many may stand at one page's foot.
_SMALL = 0.93
_MOST_FOOTNOTES = 12
# A § has a title of so many lines at most.
_LONGEST_TITLE = 5
_THAT_CLAUSE = re.compile(r"[-–•]?\s*att\b", re.IGNORECASE)


def runs(lines: Sequence[Line], typography: Typography, *, whole: bool = False) -> list[list[Line]]:
    """Lines as paragraphs, each the lines that it takes. `whole`: each line is a paragraph already, as in DOCX and HTML."""
    found: list[list[Line]] = []
    for line in lines:
        run = None if whole else _run_that_goes_on(found, line, typography)
        if run is None:
            found.append([line])
        else:
            run.append(line)
    return found


def _run_that_goes_on(found: list[list[Line]], line: Line, typography: Typography) -> list[Line] | None:
    """The paragraph that a line belongs to: the last one, or the one that a page's footnotes cut in two."""
    if not found:
        return None
    cut = _cut_by_footnotes(found, line, typography)
    note = found[-1][-1]
    if cut is not None and (line.page != note.page or typography.fits(note, line) or note.text.endswith((".", ")"))):
        return cut
    if _is_agenda_title(found, line, typography):
        return found[-1]
    return found[-1] if _goes_on(found[-1], line, typography) else cut


def _is_agenda_title(found: list[list[Line]], line: Line, typography: Typography) -> bool:
    """Whether a line goes on with the title of a § in a list of §§, where only the next § or white space ends a title."""
    if len(found) < 2 or line.cell or line.gap - typography.gap > _PARAGRAPH_GAP or opens_paragraph_of_minutes(line.text):
        return False
    before, run = found[-2], found[-1]
    follows = all(opens_paragraph_of_minutes(r[0].text) for r in (before, run)) and run[0].gap - typography.gap <= _PARAGRAPH_GAP
    return (
        follows
        and len(run) < _LONGEST_TITLE
        and not starts_column(run[-1], line)
        and line.bold == run[-1].bold
        and not _FULL_STOP.search(run[-1].text)
    )


def _cut_by_footnotes(found: list[list[Line]], line: Line, typography: Typography) -> list[Line] | None:
    """The paragraph above the last footnotes, when its sentence is not ended and the line goes on with it."""
    over = len(found) - 1
    while over >= 0 and _is_footnote(found[over], typography):
        over -= 1
    if over < 0 or over == len(found) - 1 or len(found) - over > _MOST_FOOTNOTES:
        return None
    cut, last = found[over], found[over][-1]
    if not is_near(line.size, last.size) or last.bold != line.bold or last.heading_level or line.heading_level or line.cell or last.cell:
        return None
    return cut if _sentence_goes_on(last, line) and not opens_item(line.text) else None


def _is_footnote(run: Sequence[Line], typography: Typography) -> bool:
    first = run[0]
    return bool(_FOOTNOTE.match(first.text)) and (not typography.printed or first.size < _SMALL * typography.size)


def _goes_on(run: Sequence[Line], line: Line, typography: Typography) -> bool:
    before = run[-1]
    if before.cell or line.cell or before.heading_level or line.heading_level:
        return False
    if not is_near(line.size, before.size):
        return False
    if before.text.endswith((LINE_END_HYPHEN, "\u00ad")):
        return True
    turned = starts_column(before, line)
    gap = line.gap - typography.gap
    if gap > _PARAGRAPH_GAP and not (turned or _GOES_ON_WITH.match(line.text)):
        return False
    if _opens_anew(run, line, typography, turned=turned):
        return False
    if turned:
        return _goes_on_over(run, before, line, typography)
    if before.bold != line.bold:
        return _sentence_goes_on(before, line) and not typography.fits(before, line)
    if gap > _PARAGRAPH_GAP:
        return _goes_on_after_gap(before, line, typography, gap)
    return _goes_on_below(run, line, typography)


def _goes_on_below(run: Sequence[Line], line: Line, typography: Typography) -> bool:
    """Lines that stand right below each other."""
    before = run[-1]
    if _are_title(before, line, typography):
        return True
    if typography.fits(before, line):
        if _THAT_CLAUSE.match(line.text) and _THAT_CLAUSE.match(run[0].text):
            return False
        return _sentence_goes_on(before, line) or _hangs(before, typography)
    if _ends_with_colon(before.text) and not _GOES_ON_WITH.match(line.text):
        return False
    if before.box and line.box and _ENDED.search(before.text):
        size = line.size or typography.size
        indent = line.box.left - before.box.left
        is_hanging = len(run) == 1 and bool(split_mark(run[0].text)[0] or opens_paragraph_of_minutes(run[0].text))
        is_first_line = len(run) == 1 and not is_hanging
        return abs(indent) <= _INDENT * size or (indent > 0 and is_hanging) or (indent < 0 and is_first_line)
    return True


def _goes_on_after_gap(before: Line, line: Line, typography: Typography, gap: float) -> bool:
    """White space parts paragraphs, but for a sentence that plainly goes on: over a page's end in a text file, or a picture."""
    if before.bold or not _sentence_goes_on(before, line) or _THAT_CLAUSE.match(line.text):
        return False
    if typography.printed:
        return gap < _LOOSE_GAP
    return gap <= 1 or _HANGING.search(before.text) is not None


def _goes_on_over(run: Sequence[Line], before: Line, line: Line, typography: Typography) -> bool:
    """A page or column ended between the lines."""
    if before.bold != line.bold or _has_ended(before.text):
        return False
    if _sentence_goes_on(before, line):
        return not (_THAT_CLAUSE.match(line.text) and _THAT_CLAUSE.match(run[0].text))
    return bool(_HANGING.search(before.text)) or not (typography.fits(before, line) or _ENDED.search(before.text))


def _opens_anew(run: Sequence[Line], line: Line, typography: Typography, *, turned: bool) -> bool:
    """Whether a line opens a list item, a § or a numbered heading, rather than going on with a dash or a number."""
    before = run[-1]
    is_free = turned or line.gap - typography.gap > _PARAGRAPH_GAP or typography.fits(before, line) or bool(_ENDED.search(before.text))
    if opens_paragraph_of_minutes(line.text):
        return is_free or opens_paragraph_of_minutes(run[0].text)
    if opens_numbered_heading(line.text) and (line.bold or is_free) and not opens_item(line.text):
        return line.bold or line.gap - typography.gap > _PARAGRAPH_GAP
    mark = split_mark(line.text)[0]
    if not mark:
        return False
    if mark in "-–—":
        of_run, rest = split_mark(run[0].text)[0], split_mark(line.text)[1]
        # Inside an item a dash before a capital goes on with a title: "Svar på motion – Anna Ek (S)".
        return is_free or of_run in ("-", "–", "—") or bool(of_run and rest[:1].islower()) or _ends_with_colon(before.text)
    if not mark[0].isalnum() and mark[0] not in "(-*":
        return True
    return is_free or bool(split_mark(run[0].text)[0])


def _are_title(before: Line, line: Line, typography: Typography) -> bool:
    """Lines of one large title."""
    large = typography.size and before.size > _TITLE_SIZE * typography.size
    return bool(
        large
        and abs(before.size - line.size) < 0.3
        and before.bold == line.bold
        and line.gap < _TITLE_GAP
        and not _FULL_STOP.search(before.text)
    )


def _sentence_goes_on(before: Line, line: Line) -> bool:
    """Whether no sentence ended before and none begins here."""
    return bool(_GOES_ON_WITH.match(line.text)) and not _has_ended(before.text)


def _has_ended(text: str) -> bool:
    return bool(_ENDED.search(text)) and not _ABBREVIATION.search(text)


def _hangs(before: Line, typography: Typography) -> bool:
    """Whether a line that fills half of its room or more ends with a word that wants another; "Expedieras till" is a heading."""
    reach = before.box.right - before.box.left if before.box else width(before.text)
    room = typography.edge(before) - (before.box.left if before.box else 0)
    return bool(_HANGING.search(before.text)) and reach > room / 2


def _ends_with_colon(text: str) -> bool:
    return text.endswith(":")
