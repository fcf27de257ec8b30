"""Cases by how their titles begin: the same ones, in the same order, as looking at each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.model import Case
from council.registers import fold
from search_api.case_titles import CaseTitles

CASES = [
    Case(id="1", title="Trygghetsvandringar i Farsta", dnr=("1.1-12/2019",)),
    Case(id="2", title="Motion om (farliga) övergångsställen", dnr=("2.3-7/2020", "KS 2020/15")),
    Case(id="3", title="Nya farstugor", dnr=()),
    Case(id="4", title="Översyn av gång- och cykelbanor", dnr=("3-12/2019",)),
    Case(id="5", title="Farsta torg", dnr=("9/2021",)),
]
TITLES = CaseTitles(CASES)


def one_by_one(cases: list[Case], start: str) -> list[Case]:
    """What is found by looking at each."""

    def fits(case: Case) -> bool:
        title = fold(case.title)
        return title.startswith(start) or f" {start}" in title or f"({start}" in title or any(start in fold(number) for number in case.dnr)

    return [case for case in cases if fits(case)]


@pytest.mark.parametrize("typed", ["farst", "far", "(far", "12/2019", "2020", "över", "gång", "i farsta", "saknas", "9/", ""])
def test_the_first_ones_are_found_in_their_order(typed: str) -> None:
    for most in (1, 2, 4, 9):
        assert TITLES.beginning(fold(typed), most) == one_by_one(CASES, fold(typed))[:most]


WORDS = st.text(alphabet="ab (-/1\n", max_size=8)


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=2)), max_size=6), WORDS, st.integers(1, 4))
def test_any_titles_and_numbers(made: list[tuple[str, list[str]]], typed: str, most: int) -> None:
    cases = [Case(id=str(place), title=title, dnr=tuple(numbers)) for place, (title, numbers) in enumerate(made)]
    assert CaseTitles(cases).beginning(fold(typed), most) == one_by_one(cases, fold(typed))[:most]


def test_no_cases_are_none() -> None:
    assert CaseTitles([]).beginning("a", 4) == []
