"""Swedish dates are read in every form that minutes print, and nothing else is taken for a date."""

from __future__ import annotations

import datetime as dt

import pytest

from indexer.dates import date_in_path, find_dates, first_date, is_lone_date

DAY = dt.date(2020, 9, 22)


@pytest.mark.parametrize(
    "printed", ["den 22 september 2020", "2020-09-22", "2020.09.22", "22/9 2020", "22 sept 2020", "22:e september 2020"]
)
def test_a_day_is_read_in_every_form(printed: str) -> None:
    assert first_date(printed) == DAY


@pytest.mark.parametrize("text", ["2026.131 KS", "kl. 16.48", "31 februari 2020", "sidorna 4-5", "§ 22 2020", "2020-2021"])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert first_date(text) is None


def test_a_day_without_a_year_is_the_last_one_before_the_meeting() -> None:
    (day,) = find_dates("Förvaltningen har i skrivelse den 27 november lämnat yttrande")
    assert day.date is None
    assert day.near(dt.date(2025, 12, 15)) == dt.date(2025, 11, 27)
    assert day.near(dt.date(2026, 1, 20)) == dt.date(2025, 11, 27)
    assert day.near(None) is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("kommunstyrelsen/2026-06-01/protokoll.pdf", dt.date(2026, 6, 1)),
        ("protokoll_20240320.pdf", dt.date(2024, 3, 20)),
        ("bilaga-ss-174-sbn-2022-10-24-framtida-va.pdf", dt.date(2022, 10, 24)),
        ("plan-2027-2030.pdf", None),
    ],
)
def test_a_date_in_a_path_is_read(path: str, day: dt.date | None) -> None:
    assert date_in_path(path) == day


@pytest.mark.parametrize(
    ("line", "alone"), [("2025-09-24", True), ("Ljungby den 12 mars 2024", True), ("Beslutat den 12 mars 2024 av nämnden", False)]
)
def test_a_line_that_is_a_date_and_no_more_is_told(line: str, alone: bool) -> None:
    assert is_lone_date(line) is alone
