"""Facets as a page shows them: values to tick, values to choose alone, and years as a histogram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from council.criteria import FacetName
from search_api.results import FacetValue, ResultPage, SearchRequest
from ui import links
from ui.wording import FACET_NAMES, Wording

SHOWN = 7
"""Values of a facet that show before "visa fler"; chosen values always show."""

LISTED = 100
"""Values of a facet that can be listed at all; of what is rarer a line says how many there are and how to reach them."""
ORDER: tuple[FacetName, ...] = ("municipality", "board", "party", "about_party", "topic", "kind", "voice", "language")
CLOSED_AT_FIRST = frozenset({"about_party", "voice", "language"})
CHART_WIDTH = 240
CHART_HEIGHT = 56
LEAST_BAR = 2
"""Height of the lowest bar that is not nothing, so that one paragraph can be seen and hit."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value of a facet: `only` is the search with it alone, which finds `count` paragraphs.

    `off` is set where the value stands typed in the query: the search without those words, which no box can take away.
    """

    value: str
    label: str
    count: int
    selected: bool
    only: str
    party: str = ""
    off: str = ""


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet; `rest` are the values behind "visa fler", `unlisted` the number of further ones."""

    name: str
    label: str
    shown: tuple[ValueView, ...]
    rest: tuple[ValueView, ...]
    open: bool
    unlisted: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A year of the histogram, in units of the chart."""

    year: str
    count: int
    x: float
    y: float
    width: float
    height: float
    selected: bool
    path: str
    slot_x: float
    slot_width: float


@dataclass(frozen=True, slots=True)
class YearsView:
    """The histogram of years, and how many paragraphs have none."""

    bars: tuple[Bar, ...]
    first: str
    last: str
    year_from: int | None
    year_to: int | None
    undated: ValueView | None
    all_years: str
    width: int = CHART_WIDTH
    height: int = CHART_HEIGHT


def facet_views(page: ResultPage, words: Wording) -> tuple[FacetView, ...]:
    """Every facet that has something to choose, in the order of the page. A facet of one unchosen value says nothing and is left out."""
    views = []
    for name in ORDER:
        values = page.facets.get(name, ())
        if len(values) > 1 or any(value.selected for value in values):
            views.append(_facet_view(name, values, page, words))
    return tuple(views)


def _facet_view(name: FacetName, values: tuple[FacetValue, ...], page: ResultPage, words: Wording) -> FacetView:
    typed = {chip.value: links.without_chip(page.request, chip) for chip in page.query.filters if chip.field == name and chip.typed}
    listed = [value for place, value in enumerate(values) if place < LISTED or value.selected]
    seen = [_value_view(name, value, page.request, words, typed.get(value.value, "")) for value in listed]
    shown = tuple(value for place, value in enumerate(seen) if place < SHOWN or value.selected)
    rest = tuple(value for place, value in enumerate(seen) if place >= SHOWN and not value.selected)
    is_open = name not in CLOSED_AT_FIRST or any(value.selected for value in seen)
    return FacetView(name, words.text(FACET_NAMES[name]), shown, rest, is_open, len(values) - len(listed))


def _value_view(name: FacetName, value: FacetValue, request: SearchRequest, words: Wording, off: str = "") -> ValueView:
    label = words.facet_label(name, value.value, value.label)
    party = value.value if name in ("party", "about_party") else ""
    return ValueView(value.value, label, value.count, value.selected, links.only(request, name, value.value), party, off)


def years_view(values: tuple[FacetValue, ...], request: SearchRequest, words: Wording) -> YearsView | None:
    """The histogram, with a bar for every year from the first to the last; None where no year is known."""
    undated = next((_value_view("year", value, request, words) for value in values if value.value == "none"), None)
    counts = {int(value.value): value for value in values if value.value.isdigit()}
    if not counts and undated is None:
        return None
    years = range(min(counts), max(counts) + 1) if counts else range(0)
    return YearsView(
        bars=_bars(years, counts, request),
        first=str(years[0]) if years else "",
        last=str(years[-1]) if len(years) > 1 else "",
        year_from=request.year_from,
        year_to=request.year_to,
        undated=undated,
        all_years=links.search_path(request, year=(), year_from=None, year_to=None),
    )


def _bars(years: range, counts: Mapping[int, FacetValue], request: SearchRequest) -> tuple[Bar, ...]:
    if not years:
        return ()
    highest = max(value.count for value in counts.values()) or 1
    slot = CHART_WIDTH / len(years)
    return tuple(_bar(year, counts.get(year), place * slot, slot, highest, request) for place, year in enumerate(years))


def _bar(year: int, value: FacetValue | None, x: float, slot: float, highest: int, request: SearchRequest) -> Bar:
    count = value.count if value else 0
    height = max(LEAST_BAR, round(count / highest * CHART_HEIGHT, 1)) if count else 0.0
    width = min(slot * 0.8, 18.0)
    inset = x + (slot - width) / 2
    return Bar(
        year=str(year),
        count=count,
        x=round(inset, 1),
        y=round(CHART_HEIGHT - height, 1),
        width=round(width, 1),
        height=height,
        selected=_inside(year, request),
        path=links.one_year(request, str(year)),
        slot_x=round(x, 1),
        slot_width=round(slot, 1),
    )


def _inside(year: int, request: SearchRequest) -> bool:
    if request.year:
        return str(year) in request.year
    if request.year_from is None and request.year_to is None:
        return False
    return (request.year_from or year) <= year <= (request.year_to or year)
