"""Compares parties on a question, side by side, and counts party × topic and party × year. Word matches only (DESIGN.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from council.criteria import Counts, FacetName
from council.registers import Registers
from search_api import facets
from search_api.results import Hit, QueryInfo, ResultPage, SearchRequest, Total

MAX_PARTIES = 12
PASSAGES = 5
COLUMNS = 4
"""Parties that are compared when none is named: as many as fit side by side."""
Rows = Literal["topic", "year"]
CountOf = Callable[[SearchRequest, Sequence[FacetName]], Counts]


@dataclass(frozen=True, slots=True)
class PartyColumn:
    """One party: how much of its own words (or words about it) match, and the best passages."""

    party: str
    label: str
    total: Total
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Parties side by side; `about` says whether these are words about them instead of their own."""

    query: QueryInfo
    columns: tuple[PartyColumn, ...]
    about: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A topic or year with one count for each party."""

    value: str
    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Paragraphs by party (columns) and topic or year (rows)."""

    parties: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    kind: Rows


def compare(search: Callable[[SearchRequest], ResultPage], base: SearchRequest, parties: Sequence[str], *, about: bool) -> Comparison:
    """The best passages of each party, by words; without parties those that say most about it."""
    columns: list[PartyColumn] = []
    query = QueryInfo(base.q, "keyword")
    for party in list(dict.fromkeys(parties))[:MAX_PARTIES] or _commonest(search, base, about=about):
        page = search(party_request(base, party, about=about))
        query = page.query
        resolved = page.request.about_party if about else page.request.party
        letters = resolved[0] if resolved else party
        name = next((chip.label for chip in page.query.filters if chip.value == letters), letters)
        columns.append(PartyColumn(letters, name, page.total, page.hits))
    without_party = tuple(chip for chip in query.filters if chip.field not in ("party", "about_party"))
    return Comparison(replace(query, filters=without_party), tuple(columns), about)


def _commonest(search: Callable[[SearchRequest], ResultPage], base: SearchRequest, *, about: bool) -> list[str]:
    """The parties with most paragraphs on a question."""
    page = search(replace(base, mode="keyword", party=(), about_party=(), page=1, size=1))
    return [value.value for value in page.facets["about_party" if about else "party"][:COLUMNS] if value.count]


def party_request(base: SearchRequest, party: str, *, about: bool) -> SearchRequest:
    """The search that a column or a cell of the matrix stands for."""
    own: tuple[str, ...] = () if about else (party,)
    return replace(
        base, mode="keyword", group="paragraph", party=own, about_party=(party,) if about else (), page=1, size=PASSAGES, fold=True
    )


def matrix(count: CountOf, base: SearchRequest, parties: Sequence[str], kind: Rows, registers: Registers, *, about: bool) -> Matrix:
    """Counts for each party and topic or year; rows without any are left out."""
    chosen = tuple(dict.fromkeys(parties))[:MAX_PARTIES]
    columns: list[Mapping[str, int]] = []
    for party in chosen:
        counts = count(party_request(base, party, about=about), (kind,))
        columns.append({item.value: item.count for item in counts.facets.get(kind, ())})
    values = {value: sum(column.get(value, 0) for column in columns) for column in columns for value in column}
    ordered = sorted(values) if kind == "year" else sorted(values, key=lambda v: (-values[v], facets.swedish_key(v)))
    rows = tuple(
        MatrixRow(value, facets.label(kind, value, registers), tuple(column.get(value, 0) for column in columns)) for value in ordered
    )
    return Matrix(chosen, tuple(facets.label("party", party, registers) for party in chosen), rows, kind)
