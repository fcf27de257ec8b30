"""Cases are found by words, numbers and filters; coverage tells what is missing."""

from __future__ import annotations

import datetime as dt

from council.engine import Catalogue, Stats
from council.model import AgendaItem, Case, Document, FailedFile, Motion, Person, Step
from search_api.case_list import CaseRequest, case_outcome, case_year, find_cases
from search_api.coverage import coverage

BATH = Case(
    id="bad",
    title="Motion om gratis bad för barn",
    dnr=("KS 2019/123",),
    origin="motion",
    motion=Motion("2019:14", dt.date(2019, 2, 1), (Person("Alva Exempel", "V"),)),
    outcome="avslag",
    final=True,
    steps=(Step("motion", dt.date(2019, 2, 1)), Step("board_opinion", dt.date(2019, 9, 1), board="Fritidsnämnden")),
)
LIGHT = Case(
    id="ljus",
    title="Belysning i elljusspår",
    dnr=("KS 2020/7",),
    steps=(Step("received", dt.date(2020, 1, 1), board="Tekniska nämnden"),),
)
PARK = Case(
    id="park",
    title="Motion om hundrastgård",
    outcome="avslag",
    motion=Motion("2018:3", dt.date(2018, 5, 1), ()),
    steps=(Step("board_opinion", dt.date(2017, 12, 1), board="Fritidsnämnden"),),
)
CASES = (BATH, LIGHT)


def ids(**asked: object) -> list[str]:
    return [case.id for case in find_cases(CASES, CaseRequest(**asked))]  # type: ignore[arg-type]  # fields of a request


def test_words_and_their_inflections_find_a_case_by_its_title():
    assert ids(q="gratis för barnen") == ["bad"]
    assert ids(q="ubåt") == []


def test_a_number_finds_its_case_however_it_is_written():
    assert ids(q="2019:14") == ["bad"]
    assert ids(q="motion 2019:14") == ["bad"]
    assert ids(q="Dnr KS 2020/7") == ["ljus"]
    assert ids(q="KS 2021/7") == []


def test_a_mover_finds_the_case():
    assert ids(q="Alva Exempel") == ["bad"]


def test_filters_narrow_by_party_board_outcome_and_year():
    assert ids(party=("v",)) == ["bad"]
    assert ids(board=("Tekniska nämnden",)) == ["ljus"]
    assert ids(outcome=("open",)) == ["ljus"]
    assert ids(outcome=("avslag",)) == ["bad"]
    assert ids(year=("2020",)) == ["ljus"]


def test_what_is_only_proposed_is_not_how_a_case_ended():
    assert [case_outcome(case) for case in (BATH, LIGHT, PARK)] == ["avslag", "open", "open"]
    assert [case.id for case in find_cases([*CASES, PARK], CaseRequest(outcome=("avslag",)))] == ["bad"]


def test_a_case_began_when_its_motion_was_handed_in_else_with_its_first_step():
    assert [case_year(case) for case in (BATH, LIGHT, PARK, Case(id="tom", title=""))] == ["2019", "2020", "2018", "none"]


def test_without_words_the_latest_come_first():
    assert ids() == ["ljus", "bad"]


def minutes(number: int, month: int, *refs: str) -> Document:
    agenda = tuple(AgendaItem(ref, "Ärende") for ref in refs)
    return Document(f"d{number}", f"d{number}.pdf", kind="protokoll", board="Nämnden", date=dt.date(2020, month, 1), agenda=agenda)


def test_gaps_in_the_minutes_of_a_year_are_told():
    held = [minutes(1, 2, "§ 1", "§ 2"), minutes(2, 3, "§ 5"), minutes(3, 6, "§ 6")]
    (row,) = coverage(held, Catalogue(), Stats(documents=3)).boards
    assert row.missing_paragraphs == (3, 4)
    assert row.missing_months == (4, 5)


def test_failed_scanned_and_undated_files_are_told():
    held = [Document("a", "a.pdf", needs_ocr=(1, 2), masked=1)]
    failed = FailedFile("b.pdf", "prov", "encrypted", "lösenord krävs")
    found = coverage(held, Catalogue(failed=(failed,), blocked=frozenset({"c"})), Stats(documents=1))
    assert (found.undated, found.masked, found.removed) == (1, 1, 1)
    assert found.needs_ocr[0].pages == (1, 2)
    assert found.failed == (failed,)
