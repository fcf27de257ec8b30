"""Parties side by side: their own words on a query or topic, a matrix of counts, and how their motions ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from council.criteria import FacetName
from council.model import Case, Stance
from search_api.case_list import OPEN, case_outcome
from search_api.comparison import Comparison, Matrix, PartyColumn, Rows, party_request
from search_api.facets import swedish_key
from search_api.results import FacetValue, ResultPage, SearchRequest
from ui import links
from ui.views.cases import CaseFilter, cases_path
from ui.views.passages import HitView, PartyNames, PartyTag, hit_view
from ui.wording import Wording

MOST_ROWS = 20
"""Rows of the matrix: the topics with most paragraphs; years always show all."""
OUTCOME_COLUMNS: tuple[Stance, ...] = ("bifall", "delvis bifall", "besvarad", "avslag", "återremiss")


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared: a query, a topic, a board, years, parties; `about` asks for words about the parties instead of their own."""

    q: str = ""
    topic: str = ""
    parties: tuple[str, ...] = ()
    about: bool = False
    rows: Rows = "topic"
    board: str = ""
    year_from: int | None = None
    year_to: int | None = None

    @property
    def base(self) -> SearchRequest:
        """The search that every column narrows; comparisons count word matches alone (DESIGN.md)."""
        topic, board = (self.topic,) if self.topic else (), (self.board,) if self.board else ()
        return links.fresh(q=self.q, mode="keyword", topic=topic, board=board, year_from=self.year_from, year_to=self.year_to)


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """A party to tick."""

    tag: PartyTag
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One party's words."""

    tag: PartyTag
    total: int
    hits: tuple[HitView, ...]
    path: str


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A topic or a year, with (count, address) for each party. `path` shows the topic by years, or the year by topics; None: undated."""

    label: str
    path: str | None
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class MotionsLine:
    """A party's motions: how many, and how many ended in each way, as (count, address)."""

    tag: PartyTag
    total: tuple[int, str]
    ended: tuple[tuple[int, str], ...]
    undecided: tuple[int, str]


@dataclass(frozen=True, slots=True)
class PartiesView:
    """The page that compares parties."""

    asked: Compared
    choices: tuple[PartyChoice, ...]
    topics: tuple[FacetValue, ...]
    boards: tuple[FacetValue, ...]
    columns: tuple[ColumnView, ...]
    matrix_heads: tuple[PartyTag, ...]
    matrix: tuple[MatrixLine, ...]
    by_topic: str
    by_year: str
    swap: str
    clear: str | None
    csv: str
    csv_excel: str
    table: str
    motions: tuple[MotionsLine, ...]
    outcomes: tuple[str, ...]


def parties_view(
    asked: Compared, overview: ResultPage, compared: Comparison, counted: Matrix, cases: Iterable[Case], words: Wording, parties: PartyNames
) -> PartiesView:
    """The comparison. `overview` is the search without a party; `compared` has a column for each chosen party."""
    facet = overview.facets.get("about_party" if asked.about else "party", ())
    return PartiesView(
        asked=asked,
        choices=_choices(tuple(column.party for column in compared.columns) if asked.parties else (), facet, parties),
        topics=_options(overview, "topic"),
        boards=_options(overview, "board"),
        columns=tuple(_column(column, asked, words, parties) for column in compared.columns),
        matrix_heads=tuple(_tag(letter, parties) for letter in counted.parties),
        matrix=_matrix(asked, counted, words),
        by_topic=comparison_path(replace(asked, rows="topic")),
        by_year=comparison_path(replace(asked, rows="year")),
        swap=comparison_path(replace(asked, about=not asked.about)),
        clear=comparison_path(Compared(about=asked.about, rows=asked.rows)) if asked.base != Compared().base or asked.parties else None,
        csv=links.export_path(_everything(asked, counted.parties), "csv"),
        csv_excel=links.export_path(_everything(asked, counted.parties), "csv", excel=True),
        table=links.matrix_path(asked.base, counted.parties, counted.kind, about=asked.about),
        motions=motions_table(cases, parties),
        outcomes=tuple(words.stance(outcome) for outcome in OUTCOME_COLUMNS),
    )


def _choices(chosen: tuple[str, ...], facet: Iterable[FacetValue], parties: PartyNames) -> tuple[PartyChoice, ...]:
    """The parties that have said something, and those that are chosen though they have not."""
    counts = {value.value: value.count for value in facet}
    letters = (*counts, *(letter for letter in chosen if letter not in counts))
    return tuple(PartyChoice(_tag(letter, parties), counts.get(letter, 0), letter in chosen) for letter in letters)


def comparison_path(asked: Compared) -> str:
    """The address of a comparison."""
    return links.with_query(
        "/partier",
        q=asked.q,
        topic=asked.topic,
        board=asked.board,
        year_from=asked.year_from,
        year_to=asked.year_to,
        party=asked.parties,
        om="1" if asked.about else None,
        rader=asked.rows if asked.rows != "topic" else None,
    )


def _options(overview: ResultPage, name: FacetName) -> tuple[FacetValue, ...]:
    return tuple(sorted(overview.facets.get(name, ()), key=lambda value: swedish_key(value.label)))


def _everything(asked: Compared, letters: tuple[str, ...]) -> SearchRequest:
    """The search that finds every paragraph that the columns count."""
    return replace(asked.base, about_party=letters) if asked.about else replace(asked.base, party=letters)


def _tag(letter: str, parties: PartyNames) -> PartyTag:
    return PartyTag(letter, parties.get(letter, letter))


def _search_for(asked: Compared, letter: str) -> SearchRequest:
    """The result page that a column or a count leads to."""
    return replace(party_request(asked.base, letter, about=asked.about), group="document", size=20)


def _column(column: PartyColumn, asked: Compared, words: Wording, parties: PartyNames) -> ColumnView:
    hits = tuple(hit_view(hit, asked.q, words, parties) for hit in column.hits)
    return ColumnView(_tag(column.party, parties), column.total.paragraphs, hits, links.search_path(_search_for(asked, column.party)))


def _matrix(asked: Compared, counted: Matrix, words: Wording) -> tuple[MatrixLine, ...]:
    """Counts of paragraphs; a count opens exactly those paragraphs."""
    inside = [row for row in counted.rows if _is_asked(asked, counted.kind, row.value)]
    rows = inside if counted.kind == "year" else inside[:MOST_ROWS]
    searches = [_search_for(asked, letter) for letter in counted.parties]
    return tuple(
        MatrixLine(
            words.facet_label(counted.kind, row.value, row.label),
            _closer(asked, counted.kind, row.value),
            tuple((count, links.only(search, counted.kind, row.value)) for count, search in zip(row.counts, searches, strict=True)),
        )
        for row in rows
    )


def _is_asked(asked: Compared, kind: Rows, value: str) -> bool:
    """Whether a row is among what is asked for: a facet counts with all filters but its own, a table does not show the rest."""
    if kind == "topic":
        return not asked.topic or value.casefold() == asked.topic.casefold()
    if asked.year_from is None and asked.year_to is None:
        return True
    return value.isdigit() and (asked.year_from or 0) <= int(value) <= (asked.year_to or int(value))


def _closer(asked: Compared, kind: Rows, value: str) -> str | None:
    """The same comparison within one row, counted the other way: a topic through the years, a year by its topics."""
    if kind == "topic":
        return comparison_path(replace(asked, topic=value, rows="year"))
    return comparison_path(replace(asked, year_from=int(value), year_to=int(value), rows="topic")) if value.isdigit() else None


def motions_table(cases: Iterable[Case], parties: PartyNames) -> tuple[MotionsLine, ...]:
    """For each party that has moved a motion: how many, and how they ended; a joint motion counts for each of its parties."""
    by_party: dict[str, list[Case]] = {}
    for case in cases:
        movers = case.motion.movers if case.motion and case.origin == "motion" else ()
        for letter in dict.fromkeys(person.party for person in movers if person.party):
            by_party.setdefault(letter, []).append(case)
    return tuple(
        _motions_line(letter, moved, parties) for letter, moved in sorted(by_party.items(), key=lambda item: (-len(item[1]), item[0]))
    )


def _motions_line(letter: str, moved: list[Case], parties: PartyNames) -> MotionsLine:
    ended = Counter("besvarad" if case_outcome(case) == "anser besvarad" else case_outcome(case) for case in moved)

    def counted(outcome: str = "", count: int = len(moved)) -> tuple[int, str]:
        return count, cases_path(CaseFilter(party=letter, outcome=outcome, origin="motion"))

    known = tuple(counted(outcome, ended[outcome]) for outcome in OUTCOME_COLUMNS)
    return MotionsLine(_tag(letter, parties), counted(), known, counted(OPEN, ended[OPEN]))
