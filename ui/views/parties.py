"""Parties side by side: their own words on a query or topic, a matrix of counts, and how their motions ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from council.model import Case, Stance
from search_api.comparison import Comparison, Matrix, PartyColumn, Rows, party_request
from search_api.results import FacetValue, ResultPage, SearchRequest
from ui import links
from ui.views.passages import HitView, PartyNames, PartyTag, hit_view
from ui.wording import Wording

MOST_ROWS = 20
"""Rows of the matrix: the topics with most paragraphs; years always show all."""
OUTCOME_COLUMNS: tuple[Stance, ...] = ("bifall", "delvis bifall", "besvarad", "avslag", "återremiss")


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared: a query, a topic, parties; `about` asks for words about the parties instead of their own."""

    q: str = ""
    topic: str = ""
    parties: tuple[str, ...] = ()
    about: bool = False
    rows: Rows = "topic"

    @property
    def base(self) -> SearchRequest:
        """The search that every column narrows; comparisons count word matches alone (DESIGN.md)."""
        return links.fresh(q=self.q, mode="keyword", topic=(self.topic,) if self.topic else ())


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
    """A topic or a year, with (count, address) for each party."""

    label: str
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class MotionsLine:
    """A party's motions: how many, and how many ended in each way."""

    tag: PartyTag
    total: int
    path: str
    ended: tuple[int, ...]
    undecided: int


@dataclass(frozen=True, slots=True)
class PartiesView:
    """The page that compares parties."""

    asked: Compared
    choices: tuple[PartyChoice, ...]
    topics: tuple[FacetValue, ...]
    columns: tuple[ColumnView, ...]
    matrix_heads: tuple[PartyTag, ...]
    matrix: tuple[MatrixLine, ...]
    by_topic: str
    by_year: str
    swap: str
    motions: tuple[MotionsLine, ...]
    outcomes: tuple[str, ...]


def parties_view(
    asked: Compared, overview: ResultPage, compared: Comparison, counted: Matrix, cases: Iterable[Case], words: Wording, parties: PartyNames
) -> PartiesView:
    """The comparison. `overview` is the search without a party; `compared` has a column for each chosen party."""
    facet = overview.facets.get("about_party" if asked.about else "party", ())
    return PartiesView(
        asked=asked,
        choices=tuple(PartyChoice(_tag(value.value, parties), value.count, value.value in asked.parties) for value in facet),
        topics=tuple(sorted(overview.facets.get("topic", ()), key=lambda value: value.label)),
        columns=tuple(_column(column, asked, words, parties) for column in compared.columns),
        matrix_heads=tuple(_tag(letter, parties) for letter in counted.parties),
        matrix=_matrix(asked, counted, words),
        by_topic=comparison_path(replace(asked, rows="topic")),
        by_year=comparison_path(replace(asked, rows="year")),
        swap=comparison_path(replace(asked, about=not asked.about)),
        motions=motions_table(cases, parties),
        outcomes=tuple(words.stance(outcome) for outcome in OUTCOME_COLUMNS),
    )


def comparison_path(asked: Compared) -> str:
    """The address of a comparison."""
    rows = asked.rows if asked.rows != "topic" else None
    return links.with_query("/partier", q=asked.q, topic=asked.topic, party=asked.parties, om="1" if asked.about else None, rader=rows)


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
    rows = counted.rows if counted.kind == "year" else counted.rows[:MOST_ROWS]
    searches = [_search_for(asked, letter) for letter in counted.parties]
    return tuple(
        MatrixLine(
            words.facet_label(counted.kind, row.value, row.label),
            tuple((count, links.only(search, counted.kind, row.value)) for count, search in zip(row.counts, searches, strict=True)),
        )
        for row in rows
    )


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
    ended = Counter(case.outcome for case in moved if case.final)
    ended["besvarad"] += ended["anser besvarad"]
    known = tuple(ended[outcome] for outcome in OUTCOME_COLUMNS)
    return MotionsLine(_tag(letter, parties), len(moved), links.with_query("/arenden", party=letter), known, len(moved) - sum(known))
