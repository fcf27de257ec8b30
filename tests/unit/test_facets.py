"""Facet values have names for people and a stable order; twins are told from texts that merely share words."""

from __future__ import annotations

from council.criteria import FacetCount, Filters
from council.engine import Passage
from council.model import Document, Paragraph
from council.registers import load_registers
from search_api.facets import label, shown
from search_api.folding import Twins, alike

REGISTERS = load_registers()
TEXT = (
    "Nämnden beslutar att godkänna förvaltningens förslag om nya laddstolpar vid stationen och att skicka ärendet vidare till fullmäktige."
)


def test_values_have_names_for_people():
    assert label("party", "V", REGISTERS) == "Vänsterpartiet (V)"
    assert label("party", "XYZ", REGISTERS) == "XYZ"
    assert label("kind", "other", REGISTERS) == "Annan handling"
    assert label("year", "none", REGISTERS) == "utan datum"
    assert label("board", "Egen nämnd", REGISTERS) == "Egen nämnd"


def test_years_come_newest_first_and_undated_last():
    values = shown("year", [FacetCount("2018", 9), FacetCount("none", 5), FacetCount("2020", 1)], Filters(), REGISTERS)
    assert [value.value for value in values] == ["2020", "2018", "none"]


def test_others_come_by_count_then_by_swedish_name():
    counts = [
        FacetCount("Öppenvård", 1),
        FacetCount("Åldringsvård", 1),
        FacetCount("Ämnet", 1),
        FacetCount("Zon", 1),
        FacetCount("Buller", 2),
    ]
    values = shown("topic", counts, Filters(), REGISTERS)
    assert [value.value for value in values] == ["Buller", "Zon", "Åldringsvård", "Ämnet", "Öppenvård"]


def test_a_chosen_value_is_there_at_zero():
    (value,) = shown("kind", [], Filters(kind=("motion",)), REGISTERS)
    assert (value.value, value.count, value.selected) == ("motion", 0, True)


def test_years_within_the_chosen_span_are_chosen():
    values = shown("year", [FacetCount("2018", 1), FacetCount("2021", 1)], Filters(year_from=2017, year_to=2019), REGISTERS)
    assert {value.value: value.selected for value in values} == {"2018": True, "2021": False}


def test_line_ends_hyphens_and_a_changed_word_make_no_other_text():
    assert alike(TEXT, TEXT.replace("laddstolpar", "ladd-\nstolpar"))
    assert alike(TEXT, TEXT.upper())
    assert alike(TEXT + " Paragrafen justeras.", TEXT)


def test_texts_that_share_only_some_words_are_not_alike():
    assert not alike(
        TEXT, "Nämnden beslutar att avslå förslaget om nya badplatser och att ärendet skickas tillbaka till förvaltningen för ny beredning."
    )
    assert not alike("Beslut.", "Beslut fattas.")


def test_the_first_of_twins_is_remembered():
    twins = Twins()
    first, second = (Passage(key, Paragraph(f"p{key}", TEXT), Document(f"d{key}", "")) for key in (1, 2))
    assert twins(first) is None
    assert twins(second) is first
