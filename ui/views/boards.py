"""Boards as pages show them: the list, and one board with its years, kinds, topics, names and newest documents."""

from __future__ import annotations

from dataclasses import dataclass

from council.bodies import slug
from council.registers import Board, Registers
from search_api.results import FacetValue, ResultPage, SearchRequest
from ui import links
from ui.views.facets import YearsView, years_view
from ui.views.passages import HitView, PartyNames, hit_view
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board in the list; `note` says when it merged into another."""

    name: str
    path: str
    count: int
    note: str


@dataclass(frozen=True, slots=True)
class BoardsView:
    """All boards that the index knows."""

    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A kind or topic of a board's paragraphs."""

    label: str
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """One board."""

    name: str
    documents: int
    paragraphs: int
    names: tuple[tuple[str, str], ...]
    years: YearsView | None
    kinds: tuple[CountRow, ...]
    topics: tuple[CountRow, ...]
    newest: tuple[HitView, ...]
    search: str
    cases: str


def boards_view(everything: ResultPage, registers: Registers, words: Wording) -> BoardsView:
    """The boards of the facet, in the order of the alphabet."""
    rows = (_row(value, registers, words) for value in everything.facets.get("board", ()))
    return BoardsView(tuple(sorted(rows, key=lambda row: _swedish(row.name))))


def _swedish(name: str) -> str:
    """A sort key in which å, ä and ö follow z."""
    return name.casefold().translate(str.maketrans("åäö", "{|}"))


def _row(value: FacetValue, registers: Registers, words: Wording) -> BoardRow:
    successor = registers.successor(value.label)
    note = words.text("i dag %(board)s", board=successor) if successor != value.label else ""
    return BoardRow(value.label, links.board_path(slug(value.label)), value.count, note)


def board_of(board_id: str, everything: ResultPage) -> FacetValue | None:
    """The board with this id among those that the index knows."""
    return next((value for value in everything.facets.get("board", ()) if slug(value.label) == board_id), None)


def board_view(value: FacetValue, page: ResultPage, registers: Registers, words: Wording, parties: PartyNames) -> BoardView:
    """A board, from the search for all that it holds, newest first."""
    request = links.fresh(board=(value.value,))
    return BoardView(
        name=value.label,
        documents=page.total.documents,
        paragraphs=page.total.paragraphs,
        names=names_of(value.label, registers, words),
        years=years_view(page.facets.get("year", ()), request, words),
        kinds=_counts(page, "kind", request, words),
        topics=_counts(page, "topic", request, words),
        newest=tuple(hit_view(hit, "", words, parties) for hit in page.hits),
        search=links.search_path(request),
        cases=links.with_query("/arenden", board=value.value),
    )


def _counts(page: ResultPage, facet: str, request: SearchRequest, words: Wording) -> tuple[CountRow, ...]:
    values = next((found for name, found in page.facets.items() if name == facet), ())
    return tuple(
        CountRow(words.facet_label(facet, value.value, value.label), value.count, links.only(request, facet, value.value))
        for value in values
    )


def names_of(name: str, registers: Registers, words: Wording) -> tuple[tuple[str, str], ...]:
    """What the register knows of a board's names: (what, names)."""
    board = registers.board(name)
    if board is None:
        return ()
    before = tuple(other.name for other in registers.boards if other.successor == board.name)
    rows = (
        (words.text("Förkortas"), ", ".join(board.short)),
        (words.text("Kallas också"), ", ".join(board.aliases)),
        (words.text("Hör till"), board.parent or ""),
        (words.text("Förvaltning"), ", ".join(board.administrations[:3])),
        (words.text("Tidigare"), ", ".join(before)),
        (words.text("Gick upp i"), _successor(board, words)),
    )
    return tuple(row for row in rows if row[1])


def _successor(board: Board, words: Wording) -> str:
    if not board.successor:
        return ""
    return f"{board.successor} ({words.day(board.until)})" if board.until else board.successor
