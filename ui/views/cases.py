"""The list of cases as a page shows it: rows to read, and filters by mover, board, outcome and year whose counts agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from council.model import Case
from search_api.case_list import OPEN, case_outcome, case_parties
from ui import links
from ui.views.case import outcome_sentence, year_of
from ui.views.passages import PartyNames, PartyTag
from ui.wording import N_, ORIGINS, STANCE_SIGNS, Wording

PAGE_SIZE = 50
NAMES = {
    "origin": N_("Slag"),
    "party": N_("Förslagsställarens parti"),
    "board": N_("Nämnd"),
    "outcome": N_("Utfall"),
    "year": N_("Inlämnad år"),
}


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list of cases is narrowed to; "" is no filter."""

    q: str = ""
    party: str = ""
    board: str = ""
    outcome: str = ""
    year: str = ""
    page: int = 1
    origin: str = ""


@dataclass(frozen=True, slots=True)
class OptionView:
    """A value of a filter, with how many cases it leaves."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list."""

    title: str
    path: str
    sentence: str
    sign: str
    facts: tuple[str, ...]
    movers: tuple[PartyTag, ...]


@dataclass(frozen=True, slots=True)
class CasesView:
    """The list of cases."""

    q: str
    rows: tuple[CaseRow, ...]
    total: int
    filters: tuple[tuple[str, str, tuple[OptionView, ...]], ...]
    filtered: bool
    page: int
    pages: int
    previous: str | None
    next: str | None


def cases_view(cases: Iterable[Case], asked: CaseFilter, words: Wording, parties: PartyNames) -> CasesView:
    """A page of the cases that pass the filter, in the order that the service gave them."""
    every = tuple(cases)
    inside = [case for case in every if _passes(case, asked)]
    pages = max(1, -(-len(inside) // PAGE_SIZE))
    shown = inside[(asked.page - 1) * PAGE_SIZE : asked.page * PAGE_SIZE]
    return CasesView(
        q=asked.q,
        rows=tuple(_row(case, words, parties) for case in shown),
        total=len(inside),
        filters=tuple((name, words.text(label), _options(every, name, asked, words, parties)) for name, label in NAMES.items()),
        filtered=asked != CaseFilter(page=asked.page),
        page=asked.page,
        pages=pages,
        previous=_page_path(asked, asked.page - 1) if asked.page > 1 else None,
        next=_page_path(asked, asked.page + 1) if asked.page < pages else None,
    )


def _values(case: Case, name: str) -> tuple[str, ...]:
    if name == "party":
        return case_parties(case)
    if name == "origin":
        return (case.origin,)
    if name == "board":
        return tuple(dict.fromkeys(step.board for step in case.steps if step.board))
    if name == "outcome":
        return (case_outcome(case),)
    year = year_of(case)
    return (str(year),) if year else ()


def _passes(case: Case, asked: CaseFilter, but: str = "") -> bool:
    return all(name == but or not getattr(asked, name) or getattr(asked, name) in _values(case, name) for name in NAMES)


def _options(cases: tuple[Case, ...], name: str, asked: CaseFilter, words: Wording, parties: PartyNames) -> tuple[OptionView, ...]:
    counted = Counter(value for case in cases if _passes(case, asked, but=name) for value in _values(case, name))
    chosen = getattr(asked, name)
    if chosen:
        counted.setdefault(chosen, 0)
    return tuple(OptionView(value, _label(name, value, words, parties), count, value == chosen) for value, count in _ordered(counted, name))


def _ordered(counted: Counter[str], name: str) -> list[tuple[str, int]]:
    """Years in their order, all else by count."""
    return sorted(counted.items(), key=lambda item: (0 if name == "year" else -item[1], item[0]))


def _label(name: str, value: str, words: Wording, parties: PartyNames) -> str:
    if name == "party":
        return f"{parties[value]} ({value})" if value in parties else value
    if name == "origin":
        return words.text(next((said for origin, said in ORIGINS.items() if origin == value), value))
    if name == "outcome":
        return words.text("inte avgjort här") if value == OPEN else words.stance(value)
    return value


def _page_path(asked: CaseFilter, page: int) -> str:
    return cases_path(replace(asked, page=page))


def cases_path(asked: CaseFilter) -> str:
    """The address of a list of cases."""
    return links.with_query(
        "/arenden",
        q=asked.q,
        origin=asked.origin,
        party=asked.party,
        board=asked.board,
        outcome=asked.outcome,
        year=asked.year,
        page=asked.page if asked.page > 1 else None,
    )


def _row(case: Case, words: Wording, parties: PartyNames) -> CaseRow:
    year = year_of(case)
    letters = _values(case, "party")
    return CaseRow(
        title=case.title or ", ".join(case.dnr),
        path=links.case_path(case.id),
        sentence=outcome_sentence(case, words),
        sign=STANCE_SIGNS.get(case.outcome or "", "") if case.final else "",
        facts=tuple(filter(None, (words.text(ORIGINS[case.origin]), str(year or ""), ", ".join(case.dnr[:2])))),
        movers=tuple(PartyTag(letter, parties.get(letter, letter)) for letter in letters),
    )
