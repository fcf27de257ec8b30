"""Personal identity numbers are masked in every printed form; numbers that look alike stay."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import privacy
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
        f"19{DATE}--{LAST}",
        f"{DATE}−{LAST}",
        f"{DATE}‑\n   {LAST}",
        f"{DATE[:4]}\n{DATE[4:]}-{LAST}",
        f"19{DATE[:2]} {DATE[2:]}-{LAST}",
        f"{DATE}-{LAST[:2]}\n{LAST[2:]}",
        f"19{DATE}\u200b-\u2060{LAST[:1]}\xad{LAST[1:]}",
        f"1980.01.01-{LAST}",
        f"1980 01 01-{LAST}",
        f"80 01 01 - {LAST}",
        " ".join(BORN),
        f"{' '.join(DATE)} - {' '.join(LAST)}",
        f"19{DATE}%2D{LAST}",
        f"{DATE}\xa0{LAST}",
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
        f"{DATE}--{LAST}",
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


@pytest.mark.parametrize(
    "before",
    [
        "Dnr SN 2024/12, Anna Ek ",
        "Dnr SN 2024-123. Sökande: ",
        "Diarienummer 2024-12 Sökande Anna Ek född ",
        "Tel 08-508 10 000, Anna Ek ",
        "Telefon: ",
        "Telefon saknas; ",
        "Faktura 12345 till ",
        "organisationsnummer ",
        "bilaga-2-",
        "konto 3300-",
    ],
)
def test_a_word_that_says_what_another_number_is_hides_nothing(before: str) -> None:
    assert mask(f"{before}{DATE}-{LAST}").text == f"{before}{MASK}"


def test_a_personal_account_is_its_owners_number() -> None:
    assert mask(f"konto 3300-{BORN}").text == f"konto 3300-{MASK}"
    assert mask(f"kontonummer {BORN}").count == 0
    assert mask(f"clearing 8327-{BORN}").count == 0


@pytest.mark.parametrize("text", ["2015-01-01-2015-12-31", "20150101-2015-12-31", "2015-01-01 – 2015-12-31", "2015.01.01-2015.12.31"])
def test_a_time_from_one_day_to_another_stays(text: str) -> None:
    assert mask(text).count == 0


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


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2020, 12, 31))
SIGNS = st.sampled_from(["-", "–", "−", "‑", "+", " - ", "-\n", " -\n  ", "_", "|"])
AROUND = st.sampled_from(
    [("", ""), ("(", ")"), ("Anna Ek, ", "."), ("nr:", ","), ("a", "b"), ("1. ", " 2024"), ("§ 12 ", "-2"), ("2-", ".pdf"), ("x/", "/y")]
)


def any_number(day: dt.date, three: int, *, coordinated: bool) -> tuple[str, str]:
    """(YYYYMMDD, four figures) of a number; of a samordningsnummer when `coordinated`."""
    written = f"{day:%y%m}{day.day + 60 * coordinated:02d}"
    return f"{day.year // 100}{written}", checked(f"{written}{three:03d}")[6:]


@given(DAYS, st.integers(0, 999), st.booleans(), st.booleans(), SIGNS, AROUND)
def test_any_number_with_a_sign_is_masked(
    day: dt.date, three: int, coordinated: bool, century: bool, sign: str, around: tuple[str, str]
) -> None:
    date, last = any_number(day, three, coordinated=coordinated)
    before, after = around
    masked = mask(f"{before}{date if century else date[2:]}{sign}{last}{after}")
    assert masked.text == f"{before}{MASK}{after}"


@given(DAYS, st.integers(0, 999), st.booleans(), st.sampled_from(["", " ", "\n", "\xa0", "\ufffe"]))
def test_any_number_with_its_century_is_masked(day: dt.date, three: int, coordinated: bool, gap: str) -> None:
    date, last = any_number(day, three, coordinated=coordinated)
    assert mask(f"({date}{gap}{last})").text == f"({MASK})"


@given(DAYS, st.integers(0, 999), st.integers(1, 12))
def test_any_number_is_masked_wherever_its_line_ended(day: dt.date, three: int, place: int) -> None:
    date, last = any_number(day, three, coordinated=False)
    number = f"{date}-{last}"
    one, other = mask_all([f"Född {number[:place]}", f"{number[place:]} i Vadby"])
    assert one.count + other.count == 1
    assert not [character for character in one.text + other.text if character.isdigit()]


AREAS = st.sampled_from(["08", "031", "040", "0322", "0520", "018", "0701", "073", "076"])
GROUPS = st.integers(10, 99).map(str)


@given(AREAS, st.sampled_from(["-", " ", "/", " - "]), GROUPS, GROUPS, GROUPS, st.sampled_from(["", "1", "12"]))
def test_no_telephone_number_is_masked(area: str, sign: str, one: str, two: str, three: str, first: str) -> None:
    assert mask(f"Ring {area}{sign}{first}{one} {two} {three}.").count == 0
    assert mask(f"Telefon: {area}{first}{one}{two}{three}").count == 0


@given(
    st.integers(0, 9_999_999),
    st.integers(2015, 2030),
    st.sampled_from(["KS", "SN", "BUN", "", "FARSTA"]),
    st.sampled_from(["/", "-", ":", "/0", "-00"]),
)
def test_no_diary_number_is_masked(number: int, year: int, letters: str, sign: str) -> None:
    for text in (
        f"{letters} {year}{sign}{number}",
        f"Dnr {letters} {year}{sign}{number}",
        f"{number % 10_000}-{number % 1_000}/{year}",
        f"1.2.3-{number}/{year}",
    ):
        assert mask(text).text == text


@given(st.integers(1_000_000, 99_999_999).map(str), st.integers(10, 9_999_999).map(str), st.integers(20, 99), st.integers(0, 999_999))
def test_no_bank_or_organisation_number_is_masked(giro: str, plus: str, month: int, rest: int) -> None:
    organisation = f"{rest % 100:02d}{month}{rest % 97:02d}-{rest % 10_000:04d}"
    for text in (
        f"bankgiro {giro[:-4]}-{giro[-4:]}",
        f"Bg {giro[:-4]}-{giro[-4:]}",
        f"plusgiro {plus[:-1]}-{plus[-1]}",
        f"org.nr {organisation}",
        f"16{organisation}",
    ):
        assert mask(text).text == text


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


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [BORN, BORN[:6], BORN[6:], "19", " ", "  ", "-", "%20", "%2D", "%2b", "\n", " \n ", "+", "_", ".", "/", "a", "8", "\ufffe"]
        ),
        max_size=14,
    )
)
def test_passing_over_years_and_sums_misses_no_number(parts: list[str]) -> None:
    text = "".join(parts)
    everywhere = []
    place = 0
    while run := privacy._RUN.search(text, place):
        place = run.end()
        if (match := privacy._CANDIDATE.match(text, run.start())) and privacy._is_personal(match, text):
            everywhere.append(match.span())
            place = match.end()
    assert list(privacy._visible_spans(text)) == everywhere
