"""Personal identity numbers are masked in every printed form; numbers that look alike stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.privacy import MASK, mask, mask_all


def checked(nine: str) -> str:
    """Nine figures with the tenth that makes Luhn's sum even."""
    total = 0
    for place, figure in enumerate(nine):
        doubled = int(figure) * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return nine + str(-total % 10)


BORN = checked("800101123")
COORDINATED = checked("800161123")
DATE, LAST = BORN[:6], BORN[6:]


@pytest.mark.parametrize(
    "number",
    [
        BORN,
        f"{DATE}-{LAST}",
        f"{DATE}–{LAST}",
        f"{DATE} {LAST}",
        f"{DATE} - {LAST}",
        f"19{BORN}",
        f"19{DATE}-{LAST}",
        f"18{checked('991231123')[:6]}+{checked('991231123')[6:]}",
        f"{DATE}+{LAST}",
        f"{DATE}-\n{LAST}",
        f"{DATE}\ufffe{LAST}",
        f"19{DATE}_{LAST}",
        f"1980-01-01-{LAST}",
        f"{COORDINATED[:6]}-{COORDINATED[6:]}",
        f"19{COORDINATED}",
    ],
)
def test_a_number_is_masked_in_every_form(number: str) -> None:
    masked = mask(f"Anna Ek, {number}, anmäler")
    assert masked.text == f"Anna Ek, {MASK}, anmäler"
    assert masked.count == 1


@pytest.mark.parametrize(
    "text",
    [
        f"{DATE}-{(int(LAST) + 1) % 10000:04d}",  # the checksum fails
        checked("801301123"),  # a month that there is not
        checked("800230123"),  # the thirtieth of February
        f"20{checked('991231123')}",  # born in the future
        "dnr 2019/1899",
        f"Dnr {DATE}-{LAST}",
        f"Diarienummer: {DATE}-{LAST}",
        "tel 070-123 45 67",
        f"telefon {BORN}",
        "bankgiro 5050-1055",
        f"OCR {BORN}",
        "organisationsnummer 212000-1355",
        "org.nr 556767-9849",
        f"konto 1{BORN}7",
        f"8,{BORN}",
        "den 1 januari 1980 klockan 12.31",
        "1980-01-01 1231",
        "2018-2019",
        "1 234 567 890 kronor",
    ],
)
def test_numbers_that_look_alike_stay(text: str) -> None:
    assert mask(text).text == text
    assert mask(text).count == 0


def test_the_nearest_word_says_what_a_number_is() -> None:
    assert mask(f"Dnr 2024/12, personnummer {BORN}").text == f"Dnr 2024/12, personnummer {MASK}"
    assert mask(f"personnummer saknas, dnr {DATE}-{LAST}").count == 0


def test_mobile_numbers_stay_unless_a_word_says_otherwise() -> None:
    number = checked("070101123")
    assert mask(f"nås på {number}").count == 0
    assert mask(f"personnummer {number}").count == 1
    assert mask(f"{number[:6]}-{number[6:]}").count == 1


def test_every_number_is_counted() -> None:
    masked = mask(f"{BORN}, {DATE}-{LAST} och 19{COORDINATED}")
    assert masked.text == f"{MASK}, {MASK} och {MASK}"
    assert masked.count == 3


def test_file_names_are_masked() -> None:
    assert mask(f"beslut_19{DATE}-{LAST}.pdf").text == f"beslut_{MASK}.pdf"


@given(st.dates().map(lambda day: f"{day:%y%m%d}"), st.integers(0, 999), st.sampled_from(["", "-", " ", "+"]))
def test_any_past_number_is_masked(date: str, last: int, gap: str) -> None:
    number = checked(f"{date}{last:03d}")
    text = f"({number[:6]}{gap}{number[6:]})"
    masked = mask(text)
    assert masked.count == 1 or number.startswith("070")


@given(st.text())
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


def test_numbers_in_a_list_without_spaces_are_masked() -> None:
    assert mask(f"{DATE}-{LAST},19{BORN}/{DATE}-{LAST}").text == f"{MASK},{MASK}/{MASK}"


def test_a_number_parted_between_texts_leaves_neither_half() -> None:
    assert [part.text for part in mask_all([f"Född {DATE}-", f"{LAST} i Vadby"])] == [f"Född {MASK}", " i Vadby"]
