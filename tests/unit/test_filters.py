"""Filters as typed become values of the index, with chips and notes."""

from __future__ import annotations

import pytest

from council.registers import load_registers
from search_api.filters import FilterReader, KnownValues, Resolved
from search_api.query import parse
from search_api.results import SearchRequest

KNOWN = KnownValues(
    {
        "municipality": ("Alingsås", "Göteborg"), "board": ("Kommunstyrelsen", "Barn- och ungdomsnämnden"),
        "party": ("S", "L", "Bygdepartiet"), "topic": ("Grundskola",), "kind": ("protokoll",), "language": ("sv",),
    }
)  # fmt: skip
READER = FilterReader(load_registers(), KNOWN)


def resolved(q: str = "", **fields: object) -> Resolved:
    return READER.resolve(SearchRequest(q=q, **fields), parse(q, READER.knows).fields)  # type: ignore[arg-type]  # fields of a request


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("board", "ks", "Kommunstyrelsen"), ("board", "kommunstyrelsen", "Kommunstyrelsen"), ("board", "BUN", "Barn- och ungdomsnämnden"),
        ("party", "FP", "L"), ("party", "Liberalerna", "L"), ("party", "bygdepartiet", "Bygdepartiet"),
        ("topic", "grundskola", "Grundskola"),
        ("municipality", "Alingsås kommun", "Alingsås"), ("municipality", "göteborgs stad", "Göteborg"), ("kind", "Protokoll", "protokoll"),
        ("kind", "tjänsteutlåtanden", "tjänsteutlåtande"), ("voice", "förvaltningen", "administration"), ("voice", "Motionär", "mover"),
        ("language", "svenska", "sv"), ("year", "utan datum", "none"),
    ],
)  # fmt: skip
def test_names_letters_short_forms_and_labels_are_understood(field: str, typed: str, value: str):
    assert getattr(resolved(**{field: (typed,)}).filters, field) == (value,)


def test_values_of_one_field_are_alternatives_wherever_they_stand():
    assert resolved("parti:S", party=("L",)).filters.party == ("L", "S")


def test_years_are_single_ranges_or_both():
    assert resolved("år:2018").filters.year == ("2018",)
    assert (resolved("år:2016..2019").filters.year_from, resolved("år:2016..2019").filters.year_to) == (2016, 2019)
    assert resolved("år:2016-2019").filters.year_to == 2019
    assert resolved("år:..2019").filters.year_from is None
    both = resolved("år:2016..2019", year_from=2018).filters
    assert (both.year_from, both.year_to) == (2018, 2019)


def test_one_unknown_value_among_known_ones_is_told_and_left_out():
    found = resolved(board=("KS", "Ingenting"))
    assert found.filters.board == ("Kommunstyrelsen",)
    assert not found.filters.impossible
    assert any("Ingenting" in note for note in found.notes)


def test_only_unknown_values_make_the_search_impossible():
    assert resolved(board=("Ingenting",)).filters.impossible
    assert resolved("ämne:ingenting").filters.impossible


def test_a_board_that_the_register_knows_but_the_index_does_not_hold_is_told():
    assert any("Farsta" in note for note in resolved("nämnd:Farsta").notes)


def test_a_motion_number_takes_its_usual_forms():
    assert resolved("motion:2019:14").filters.motion == ("2019:14",)
    assert resolved("motion:abc").filters.motion == ("abc",)


def test_chips_have_names_for_people():
    labels = [chip.label for chip in resolved(party=("S",), kind=("protokoll",), year=("none",)).chips]
    assert labels == ["Socialdemokraterna (S)", "Protokoll", "utan datum"]


def test_a_diary_number_that_is_none_is_told():
    assert any("diarienummer" in note for note in resolved("dnr:abc").notes)
    assert resolved("dnr:KS 2019/1899").notes == ()
