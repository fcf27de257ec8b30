"""Furniture of pages: running heads and feet, page numbers, signature boxes, address lines and contents lists, set apart from text."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer import furniture_words as told
from indexer.blocks import Line

# Shares of a page's height that running heads and feet stand in; a letterhead on the first page takes more.
_HEAD, _LETTERHEAD, _FOOT = 0.80, 0.70, 0.14
# Heads and feet stand on at least this share of the pages; two pages are needed to see that something repeats.
_REPEATING_SHARE = 0.3
_FEWEST_PAGES = 2
# A head that belongs to a chapter stands on so many pages in a row, at one height (in points).
_CHAPTER_PAGES = 3
# What stands on most pages is a head wherever it stands; what stands on fewer is one only at one height, for headings wander.
_MOST_PAGES = 0.6
_SAME_HEIGHT = 4.0
# Page numbers are among the outermost lines of a page.
_OUTERMOST = 3
# Feet are set smaller than text.
_SMALL = 0.93
# A page with fewer words ("Bilaga", a form's blank back) may well stand twice.
_WORDS_OF_A_COPY = 30
# How far from a signature box or a page number other lines of a head stand, in a file without places.
_NEAR_TEMPLATE = 4


def set_apart(lines: Sequence[Line], page_sizes: Sequence[tuple[float, float]] = ()) -> tuple[list[Line], list[Line]]:
    """(lines of text, lines of furniture), each in the order printed. A line beside which a head or foot stands is parted from it."""
    if copies := _copied_pages(lines):
        kept, aside = set_apart([line for line in lines if line.page not in copies], page_sizes)
        return kept, [*aside, *(line for line in lines if line.page in copies)]
    dropped = {number for number, line in enumerate(lines) if told.is_template(line.text)} | _contents(lines)
    if not dropped and not any(line.box for line in lines):
        return [line for line in lines if line.text], []
    cells: dict[int, set[str]] = {}
    if any(line.box for line in lines):
        cells = _running(lines, page_sizes)
    else:
        dropped |= _beside_templates(lines, dropped)
    body: list[Line] = []
    furniture: list[Line] = []
    for number, line in enumerate(lines):
        if number not in dropped and not cells.get(number):
            body += [line] if line.text else []
            continue
        text, dropped_text = ("", line.text) if number in dropped else told.parted(line.text, cells[number])
        if text:
            body.append(line if not dropped_text else replace(line, text=text, cell=line.cell and told.CELL_JOINT in text))
        if dropped_text:
            furniture.append(line if not text else replace(line, text=dropped_text))
    return body, furniture


def _copied_pages(lines: Sequence[Line]) -> set[int]:
    """Pages that say line by line what an earlier page says, as when one page was scanned again and again."""
    texts: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        if line.page is not None:
            texts[line.page].append(line.text)
    seen: set[tuple[str, ...]] = set()
    copies: set[int] = set()
    for page, said in texts.items():
        if sum(len(text.split()) for text in said) >= _WORDS_OF_A_COPY and tuple(said) in seen:
            copies.add(page)
        seen.add(tuple(said))
    return copies


def _contents(lines: Sequence[Line]) -> set[int]:
    """Entries of contents lists, lines between them that belong to one, and the list's own heading."""
    entries = [number for number, line in enumerate(lines) if told.is_contents_entry(line.text)]
    found = set(entries)
    for before, after in pairwise(entries):
        if after - before <= 2 and lines[before].page == lines[after].page:
            found |= set(range(before, after))
    if len(entries) > 1 and entries[0] and told.is_contents_heading(lines[entries[0] - 1].text):
        found.add(entries[0] - 1)
    return found


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines at the edges of a page, as line numbers from the edge inwards. `letterhead` reaches further down than `head`."""

    head: list[int]
    letterhead: list[int]
    foot: list[int]


def _running(lines: Sequence[Line], page_sizes: Sequence[tuple[float, float]]) -> dict[int, set[str]]:
    """Of each line at a page's edge the cells that are furniture."""
    pages = _pages(lines, page_sizes)
    size = _usual_size(lines)
    heads, feet = _repeated(lines, [page.head for page in pages]), _repeated(lines, [page.foot for page in pages])
    found: dict[int, set[str]] = defaultdict(set)
    for index, page in enumerate(pages):
        for number in page.letterhead:
            found[number] |= {cell for cell in told.cells(lines[number].text) if _stands_in(heads, cell, _top(lines[number]))}
        for number in page.foot:
            found[number] |= {cell for cell in told.cells(lines[number].text) if _stands_in(feet, cell, _top(lines[number]))}
            found[number] |= _small_contacts(lines[number], size)
        for number in (*page.head[:_OUTERMOST], *page.foot[:_OUTERMOST]):
            found[number] |= {
                cell for cell in told.cells(lines[number].text) if told.is_page_number(cell, alone=cell == lines[number].text)
            }
        for number in _head_of_minutes(lines, page.letterhead, is_first=index == 0):
            found[number] |= set(told.cells(lines[number].text))
    for number, cell in _first_facts(lines, found):
        found[number].discard(cell)
    return found


def _pages(lines: Sequence[Line], page_sizes: Sequence[tuple[float, float]]) -> list[_Page]:
    by_page: dict[int, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line.box is not None:
            by_page[line.box.page].append(number)
    return [_page(lines, numbers, _height(lines, numbers, page_sizes, page)) for page, numbers in by_page.items()]


def _height(lines: Sequence[Line], numbers: Sequence[int], page_sizes: Sequence[tuple[float, float]], page: int) -> float:
    known = page_sizes[page - 1][1] if page <= len(page_sizes) else 0.0
    return known or max(_top(lines[number]) for number in numbers)


def _page(lines: Sequence[Line], numbers: Sequence[int], height: float) -> _Page:
    downwards = sorted(numbers, key=lambda number: -_top(lines[number]))
    foot = [number for number in reversed(downwards) if _bottom(lines[number]) < _FOOT * height]
    return _Page(
        head=[number for number in downwards if _top(lines[number]) > _HEAD * height],
        letterhead=[number for number in downwards if _top(lines[number]) > _LETTERHEAD * height],
        foot=foot,
    )


def _stands_in(running: dict[str, tuple[float, ...]], cell: str, top: float) -> bool:
    """Whether a cell is a running head: on most pages (no heights are kept then), or at one of the heights where it repeats."""
    heights = running.get(told.key(cell))
    return heights is not None and (not heights or any(abs(top - height) < _SAME_HEIGHT for height in heights))


def _repeated(lines: Sequence[Line], edges: Sequence[Sequence[int]]) -> dict[str, tuple[float, ...]]:
    """Cells that stand at the edges of enough pages, or of a chapter's pages in a row: key → heights, none where any height will do."""
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for page, numbers in enumerate(edges):
        found = {
            told.key(cell): _top(lines[number])
            for number in numbers
            for cell in told.cells(lines[number].text)
            if not told.may_repeat(cell)
        }
        for cell_key, top in found.items():
            places[cell_key].append((page, top))
    needed = max(_FEWEST_PAGES, math.ceil(_REPEATING_SHARE * len(edges)))
    running: dict[str, tuple[float, ...]] = {}
    for cell_key, where in places.items():
        tops = tuple(top for _, top in where if sum(abs(top - other) < _SAME_HEIGHT for _, other in where) >= needed)
        if len(where) >= max(needed, math.ceil(_MOST_PAGES * len(edges))) or _is_chapter(where):
            running[cell_key] = ()
        elif tops:
            running[cell_key] = tops
    return running


def _is_chapter(places: Sequence[tuple[int, float]]) -> bool:
    """Whether a line stands at one height on several pages in a row."""
    in_a_row = 1
    for (page, top), (next_page, next_top) in pairwise(places):
        in_a_row = in_a_row + 1 if next_page == page + 1 and abs(next_top - top) < _SAME_HEIGHT else 1
        if in_a_row >= _CHAPTER_PAGES:
            return True
    return False


def _head_of_minutes(lines: Sequence[Line], downwards: Sequence[int], *, is_first: bool) -> set[int]:
    """The head of a page of minutes, which stands on the single page of an extract too; on later pages any head with a page number."""
    head: list[int] = []
    for number in downwards:
        if not told.belongs_to_head(lines[number].text):
            break
        head.append(number)
    texts = [lines[number].text for number in head]
    is_head = told.is_head_of_minutes(texts) or (not is_first and told.is_numbered_head(texts))
    return set(head) if is_head else set()


def _small_contacts(line: Line, size: float) -> set[str]:
    """All of a line at a page's foot when it names several ways of contact, or one in small letters or alone."""
    found = told.contacts(line.text)
    is_small = bool(line.size) and line.size < _SMALL * size
    return set(told.cells(line.text)) if found > 1 or (found == 1 and is_small) or told.is_lone_address(line.text) else set()


def _first_facts(lines: Sequence[Line], found: dict[int, set[str]]) -> list[tuple[int, str]]:
    """Labelled facts in a repeated head, where they stand first: they are text there."""
    seen: set[str] = set()
    first: list[tuple[int, str]] = []
    for number in sorted(found):
        for cell in told.cells(lines[number].text):
            if cell in found[number] and told.carries_a_fact(cell) and told.key(cell) not in seen:
                seen.add(told.key(cell))
                first.append((number, cell))
    return first


def _beside_templates(lines: Sequence[Line], templates: set[int]) -> set[int]:
    """Lines of a text file that repeat, and stand beside a page number or a signature box each time or nearly so."""
    if not templates:
        return set()
    places: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        places[told.key(line.text)].append(number)
    found: set[int] = set()
    for numbers in places.values():
        beside = [n for n in numbers if any(n + step in templates for step in range(-_NEAR_TEMPLATE, _NEAR_TEMPLATE + 1))]
        if len(beside) >= _CHAPTER_PAGES and len(beside) >= 0.8 * len(numbers) and not told.may_repeat(lines[numbers[0]].text):
            found |= set(beside)
    head = range(min((n for n in templates if n < _NEAR_TEMPLATE), default=0))
    return found | (
        set(head)
        if told.is_head_of_minutes([lines[n].text for n in head]) and all(told.belongs_to_head(lines[n].text) for n in head)
        else set()
    )


def _usual_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _top(line: Line) -> float:
    return line.box.top if line.box else 0.0


def _bottom(line: Line) -> float:
    return line.box.bottom if line.box else 0.0
