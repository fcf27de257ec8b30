"""Addresses: every state of a page is one, and one state has one. Pure functions from values to paths."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any
from urllib.parse import quote, quote_plus

from search_api.results import FilterChip, SearchRequest

DEFAULTS = SearchRequest(fold=True)
"""What a page shows when its address says nothing: repeated paragraphs are folded on pages, not in the API (DESIGN.md)."""

PARAMETERS: tuple[str, ...] = tuple(item.name for item in fields(SearchRequest))
SPACES = re.compile(r"\s{2,}")


def fresh(**values: Any) -> SearchRequest:
    """A page's search with nothing chosen but these values."""
    return replace(DEFAULTS, **values)


def search_query(request: SearchRequest, *, leave: tuple[str, ...] = ()) -> str:
    """The query string of a search; "" for one where nothing is chosen."""
    return _encoded(search_pairs(request, leave=leave))


def search_pairs(request: SearchRequest, *, leave: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The parameters of a search, in a fixed order and without values that are the default."""
    pairs: list[tuple[str, str]] = []
    for name in PARAMETERS:
        value = getattr(request, name)
        if name in leave or value == getattr(DEFAULTS, name):
            continue
        values = value if isinstance(value, tuple) else (value,)
        pairs.extend((name, _written(item)) for item in values)
    return pairs


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def search_path(request: SearchRequest, **changes: Any) -> str:
    """The address of a search with some parameters changed; any change but the page's goes back to page 1."""
    if len(changes) == 1 and "page" not in changes:
        ((name, value),) = changes.items()
        return _between(_around(request, name), _part(name, value))
    if changes and "page" not in changes:
        changes["page"] = 1
    parts = _parts(request) | {name: _part(name, value) for name, value in changes.items()}
    return _with_query("/sok", "&".join(filter(None, parts.values())))


@functools.lru_cache(maxsize=256)
def _around(request: SearchRequest, first: str, last: str = "") -> tuple[str, str]:
    """What an address of a search, on its first page, has before and after some parameters that follow on each other."""
    parts = list((_parts(request) | {"page": ""}).values())
    start, end = PARAMETERS.index(first), PARAMETERS.index(last or first)
    return "&".join(filter(None, parts[:start])), "&".join(filter(None, parts[end + 1 :]))


def _between(around: tuple[str, str], part: str) -> str:
    before, after = around
    return _with_query("/sok", "&".join(filter(None, (before, part, after))))


@functools.lru_cache(maxsize=64)
def _parts(request: SearchRequest) -> dict[str, str]:
    """Every parameter of a search as its address writes it, in order: a result page has a hundred addresses that differ in one of them."""
    return {name: _part(name, getattr(request, name)) for name in PARAMETERS}


def _part(name: str, value: object) -> str:
    """A parameter as an address writes it; "" for the default."""
    if value == getattr(DEFAULTS, name):
        return ""
    values = value if isinstance(value, tuple) else (value,)
    return _encoded([(name, _written(item)) for item in values])


def chosen(request: SearchRequest, name: str, value: str) -> str:
    """The search with one more value of a field."""
    return search_path(request, **{name: (*_others(request, name, value), value)})


def unchosen(request: SearchRequest, name: str, value: str) -> str:
    """The search without a value of a field."""
    return search_path(request, **{name: _others(request, name, value)})


def only(request: SearchRequest, name: str, value: str) -> str:
    """The search with this value alone in a field: what its count in the facet promises."""
    if name == "year":
        return one_year(request, value)
    return _between(_around(request, name), f"{name}={_quoted(value)}")


def one_year(request: SearchRequest, value: str) -> str:
    """The search in one year alone; "none" is what has no date."""
    if value == "none":
        return search_path(request, year=("none",), year_from=None, year_to=None)
    return _between(_around(request, "year", "year_to"), f"year_from={int(value)}&year_to={int(value)}")


def _others(request: SearchRequest, name: str, value: str) -> tuple[str, ...]:
    return tuple(item for item in getattr(request, name) if item.casefold() != value.casefold())


def without_chip(request: SearchRequest, chip: FilterChip) -> str:
    """The search without a filter, whether it was typed in the query or chosen as a parameter."""
    if chip.typed is not None:
        return search_path(request, q=without_words(request.q, chip.typed))
    if chip.field in ("year_from", "year_to"):
        return search_path(request, **{chip.field: None})
    if chip.field == "year":
        return search_path(request, year=_others(request, "year", chip.value), year_from=None, year_to=None)
    return unchosen(request, chip.field, chip.value)


def without_chips(request: SearchRequest, chips: Iterable[FilterChip]) -> str:
    """The search without these filters."""
    changes: dict[str, Any] = {"q": request.q}
    for chip in chips:
        if chip.typed is not None:
            changes["q"] = without_words(changes["q"], chip.typed)
        elif chip.field.startswith("year"):
            changes |= {"year": (), "year_from": None, "year_to": None}
        else:
            kept = changes.get(chip.field, getattr(request, chip.field))
            changes[chip.field] = tuple(value for value in kept if value.casefold() != chip.value.casefold())
    return search_path(request, **changes)


def without_words(text: str, words: str) -> str:
    """A query without the first place where these words stand as whole words."""
    lower = text.lower()
    at = _place_of(words.lower(), lower) if len(lower) == len(text) else _place_of(words, text)  # İ becomes two
    if at < 0:
        return SPACES.sub(" ", text).strip()
    return SPACES.sub(" ", f"{text[:at]} {text[at + len(words) :]}").strip()


def _place_of(words: str, text: str) -> int:
    """Where words stand first as whole words, or -1. (A pattern for each word of each query took 0.1 ms to make.)"""
    at = text.find(words)
    while at >= 0 and (_of_word(text[at - 1 : at]) or _of_word(text[at + len(words) : at + len(words) + 1])):
        at = text.find(words, at + 1)
    return at


def _of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def feed_path(request: SearchRequest, name: str) -> str:
    """A search as a feed: `name` is "feed.atom" or "feed.json"."""
    return _with_query(f"/{name}", search_query(request, leave=("page", "size", "group", "sort", "fold")))


def export_path(request: SearchRequest, name: str, *, excel: bool = False) -> str:
    """The whole match set as a file: `name` is "csv" or "json". `excel` is CSV as Excel in Swedish opens it: BOM and semicolons."""
    pairs = search_pairs(request, leave=("page", "size", "group", "fold"))
    return with_pairs(f"/api/export.{name}", [*pairs, ("bom", "true"), ("separator", ";")] if excel else pairs)


def matrix_path(request: SearchRequest, parties: tuple[str, ...], rows: str, *, about: bool) -> str:
    """The table of counts by party and topic or year, as JSON."""
    pairs = search_pairs(request, leave=("page", "size", "group", "fold", "sort", "party", "about_party"))
    return with_pairs("/api/matrix", [*pairs, *(("party", party) for party in parties), ("rows", rows), ("about", str(about).lower())])


def document_path(document_id: str, *, part: int = 1, q: str = "", paragraph_id: str = "", page: int | None = None) -> str:
    """A document, one of its parts, with a query's words marked, at a paragraph; with `page`, that page's picture beside the paragraph."""
    pairs = [("q", q)] if q else []
    if part > 1:
        pairs.append(("del", str(part)))
    if page is not None:
        pairs += [("sida", str(page)), ("stycke", paragraph_id)]
    anchor = f"#{_of_path(paragraph_id)}" if paragraph_id else ""
    return _with_query(f"/dokument/{_of_path(document_id)}", _encoded(pairs)) + anchor


def paragraph_path(document_id: str, paragraph_id: str, q: str = "") -> str:
    """The lasting address of a paragraph: leads to its part and anchor."""
    query = _encoded([("q", q)]) if q else ""
    return _with_query(f"/dokument/{_of_path(document_id)}/stycke/{_of_path(paragraph_id)}", query)


def similar_path(paragraph_id: str) -> str:
    """The paragraphs that resemble one."""
    return f"/liknande/{_of_path(paragraph_id)}"


def original_path(document_id: str, page: int | None = None) -> str:
    """The original file, opened at a page where the format has pages; where it is not handed out, a page that says why."""
    return f"/dokument/{_of_path(document_id)}/original" + (f"#page={page}" if page else "")


def file_path(document_id: str) -> str:
    """The file itself."""
    return f"/api/documents/{_of_path(document_id)}/original"


def page_picture_path(document_id: str, page: int, paragraph_id: str) -> str:
    """A page of the original as a picture, a paragraph outlined."""
    return f"/api/documents/{_of_path(document_id)}/pages/{page}.png?paragraph={_of_path(paragraph_id)}"


def case_path(case_id: str, *, part: int = 1) -> str:
    """A case's dossier, or a part of it where it is long."""
    return with_query(f"/arenden/{_of_path(case_id)}", **{"del": part if part > 1 else None})


def board_path(board_id: str) -> str:
    """A board's own page."""
    return f"/namnder/{_of_path(board_id)}"


def with_query(path: str, **values: str | int | tuple[str, ...] | None) -> str:
    """A path with those of the values that say something."""
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        items = value if isinstance(value, tuple) else (value,)
        pairs.extend((name, str(item)) for item in items if item not in (None, ""))
    return _with_query(path, _encoded(pairs))


def with_pairs(path: str, pairs: list[tuple[str, str]]) -> str:
    """A path with these pairs as its query, in this order."""
    return _with_query(path, _encoded(pairs))


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


@functools.lru_cache(maxsize=8192)
def _of_path(text: str) -> str:
    """An id within a path. A result page names each of its ids three times; nearly all are of small letters, digits and hyphens."""
    return text if text.isascii() and text.replace("-", "").isalnum() else quote(text)


@functools.lru_cache(maxsize=8192)
def _quoted(text: str) -> str:
    """A result page has a hundred addresses that share nearly all their values: quoted once, they take a third of the time."""
    return quote_plus(text)
