"""Furniture of pages: running heads and feet, page numbers, signature boxes, address lines and contents lists, set apart from text."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
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
_SAME_HEIGHT = 4.0
# Page numbers are among the outermost lines of a page.
_OUTERMOST = 3
# Feet are set smaller than text.
_SMALL = 0.93
# How far from a signature box or a page number other lines of a head stand, in a file without places.
_NEAR_TEMPLATE = 4


def set_apart(lines: Sequence[Line], page_sizes: Sequence[tuple[float, float]] = ()) -> tuple[list[Line], list[Line]]:
    """(lines of text, lines of furniture), each in the order printed."""
    dropped = {number for number, line in enumerate(lines) if told.is_template(line.text)} | _contents(lines)
    if any(line.box for line in lines):
        dropped |= _running(lines, page_sizes)
    else:
        dropped |= _beside_templates(lines, dropped)
    body = [line for number, line in enumerate(lines) if number not in dropped]
    return body, [line for number, line in enumerate(lines) if number in dropped]


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


def _running(lines: Sequence[Line], page_sizes: Sequence[tuple[float, float]]) -> set[int]:
    pages = _pages(lines, page_sizes)
    size = _usual_size(lines)
    heads, feet = _repeated(lines, [page.head for page in pages]), _repeated(lines, [page.foot for page in pages])
    found: set[int] = set()
    for page in pages:
        found |= {number for number in page.letterhead if told.key(lines[number].text) in heads}
        found |= {number for number in page.foot if told.key(lines[number].text) in feet or _is_small_contact(lines[number], size)}
        edge = (*page.head[:_OUTERMOST], *page.foot[:_OUTERMOST])
        found |= {number for number in edge if told.is_page_number(lines[number].text)}
        found |= _head_of_minutes(lines, page.letterhead)
    return found - _first_facts(lines, sorted(found))


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


def _repeated(lines: Sequence[Line], edges: Sequence[Sequence[int]]) -> set[str]:
    """The keys of lines that stand at the edges of enough pages, or of a chapter's pages in a row."""
    pages: Counter[str] = Counter()
    chapters: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for page, numbers in enumerate(edges):
        for text_key, top in {
            told.key(lines[number].text): _top(lines[number]) for number in numbers if not told.may_repeat(lines[number].text)
        }.items():
            pages[text_key] += 1
            chapters[text_key].append((page, top))
    needed = max(_FEWEST_PAGES, math.ceil(_REPEATING_SHARE * len(edges)))
    return {text_key for text_key, count in pages.items() if count >= needed or _is_chapter(chapters[text_key])}


def _is_chapter(places: Sequence[tuple[int, float]]) -> bool:
    """Whether a line stands at one height on several pages in a row."""
    in_a_row = 1
    for (page, top), (next_page, next_top) in pairwise(places):
        in_a_row = in_a_row + 1 if next_page == page + 1 and abs(next_top - top) < _SAME_HEIGHT else 1
        if in_a_row >= _CHAPTER_PAGES:
            return True
    return False


def _head_of_minutes(lines: Sequence[Line], downwards: Sequence[int]) -> set[int]:
    """The head of a page of minutes, which stands on the single page of an extract too."""
    head: list[int] = []
    for number in downwards:
        if not told.belongs_to_head(lines[number].text):
            break
        head.append(number)
    return set(head) if told.is_head_of_minutes([lines[number].text for number in head]) else set()


def _is_small_contact(line: Line, size: float) -> bool:
    found = told.contacts(line.text)
    return found > 1 or (found == 1 and bool(line.size) and line.size < _SMALL * size)


def _first_facts(lines: Sequence[Line], numbers: Sequence[int]) -> set[int]:
    """Labelled facts in a repeated head, where they stand first: they are text there."""
    seen: set[str] = set()
    first: set[int] = set()
    for number in numbers:
        text = lines[number].text
        if told.carries_a_fact(text) and told.key(text) not in seen:
            seen.add(told.key(text))
            first.add(number)
    return first


def _beside_templates(lines: Sequence[Line], templates: set[int]) -> set[int]:
    """Lines of a text file that repeat, and stand beside a page number or a signature box each time or nearly so."""
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
