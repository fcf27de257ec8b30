"""Telephone numbers and addresses of private persons are masked where a setting asks for it; those of authorities stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.contacts import MAIL_MASK, PHONE_MASK, mask_contacts


def masked(text: str, *authorities: str) -> str:
    return mask_contacts([text], frozenset(authorities))[0].text


@pytest.mark.parametrize(
    "address",
    [
        "anna.ek@gmail.com",
        "anna_ek70@hotmail.se",
        "a.ek@telia.com",
        "anna@ekshonung.se",
        "info@gmail.com",
        "Anna.Ek@icloud.com",
        "bo@live.se",
    ],
)
def test_addresses_of_private_persons_are_masked(address: str) -> None:
    assert masked(f"Nås på {address}, helst på kvällen.") == f"Nås på {MAIL_MASK}, helst på kvällen."


@pytest.mark.parametrize(
    "address",
    [
        "registrator@alingsas.se",
        "anna.ek@alingsas.se",
        "farsta@stockholm.se",
        "anna.ek@edu.stockholm.se",
        "anna.ek@vadbykommun.se",
        "anna.ek@vadby.kommun.se",
        "anna.ek@regionvadby.se",
        "anna.ek@lansstyrelsen.se",
        "anna.ek@boverket.se",
        "registrator@bostadsbolaget.example",
        "info@hemtjanst.example",
        "socialnamnden@hemtjanst.example",
    ],
)
def test_addresses_of_authorities_and_functions_stay(address: str) -> None:
    assert masked(f"Skriv till {address}.") == f"Skriv till {address}."


def test_a_municipality_may_name_domains_of_its_own() -> None:
    assert masked("anna.ek@vadbybostader.example") == MAIL_MASK
    assert masked("anna.ek@mail.vadbybostader.example", "vadbybostader.example") == "anna.ek@mail.vadbybostader.example"


@pytest.mark.parametrize(
    "number",
    [
        "070-123 45 67",
        "070-1234567",
        "0701234567",
        "070 123 45 67",
        "+46 70 123 45 67",
        "+46 (0)70-123 45 67",
        "0046701234567",
        "08-123 456 78",
        "0322-61 60 00",
        "0322 - 616000",
        "(0322) 61 60 00",
        "031/12 34 56",
    ],
)
def test_numbers_of_private_persons_are_masked(number: str) -> None:
    assert masked(f"Anna Ek, {number}, anmäler") == f"Anna Ek, {PHONE_MASK}, anmäler"


@pytest.mark.parametrize(
    "text",
    [
        "Växel: 08-508 10 000",
        "Kontaktcenter 0322-61 60 00",
        "Telefon växel 08-508 10 000",
        "Ring 020-22 11 33 eller 0771-11 12 13",
        "Anna Ek, handläggare\nTelefon 0322-61 61 23\nanna.ek@alingsas.se",
        "Vadby kommun, 0322-61 60 00, www.alingsas.se",
        "Dnr 2019/0123-45",
        "KS 2019/0123-456789",
        "den 2019-01-23 klockan 08.30",
        "bankgiro 5050-1055, plusgiro 12 34 56-7",
        "organisationsnummer 212000-1355",
        "0 100 200 300 kronor",
        "012 345 678",
        "§ 07 12 34 56",
    ],
)
def test_numbers_of_authorities_and_other_figures_stay(text: str) -> None:
    assert masked(text) == text


def test_a_private_address_beside_a_number_makes_it_private() -> None:
    text = "Anna Ek 070-123 45 67 anna.ek@gmail.com, inkom till registrator@alingsas.se"
    assert masked(text) == f"Anna Ek {PHONE_MASK} {MAIL_MASK}, inkom till registrator@alingsas.se"


def test_a_year_after_a_number_stays_and_numbers_side_by_side_go_both() -> None:
    assert masked("070-123 45 67 2019") == f"{PHONE_MASK} 2019"
    assert masked("070-123 45 67/08-123 45 67") == f"{PHONE_MASK}/{PHONE_MASK}"


def test_each_is_counted() -> None:
    assert [part.count for part in mask_contacts(["anna@gmail.com", "070-123 45 67, 08-123 45 67", "inget"])] == [1, 2, 0]


AREAS = st.sampled_from(["08", "031", "040", "0322", "0520", "018", "070", "072", "073", "076", "079", "+46 70", "+46 8"])


@given(AREAS, st.integers(100_000, 9_999_999).map(str))
def test_any_number_with_an_area_of_its_own_is_masked(area: str, rest: str) -> None:
    text = masked(f"Ring {area}-{rest}." if "+" not in area else f"Ring {area} {rest}.")
    figures = len(rest) + len(area.replace("+46 ", "0")) - 1
    assert (rest not in text) == (7 <= figures <= 9)


@given(st.text())
def test_masking_twice_changes_nothing(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
