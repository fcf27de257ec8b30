"""Addresses of searches: one state has one address, whichever way it is made, and words are taken out of a query as whole words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ui import links

ASKED = links.fresh(q="å & ö", party=("S", "M"), kind=("motion",), year_from=2017, sort="newest", page=3)


@pytest.mark.parametrize(
    ("name", "value"),
    [("q", "väg"), ("party", ("V",)), ("board", ("Farsta",)), ("sort", "relevance"), ("literal", True), ("year_from", None)],
)
def test_an_address_with_one_thing_changed_is_that_of_the_changed_search_on_its_first_page(name: str, value: object) -> None:
    changed = replace(ASKED, page=1, **{name: value})  # type: ignore[arg-type]  # the values are the fields' own
    assert links.search_path(ASKED, **{name: value}) == links.search_path(changed)


def test_a_value_alone_is_the_search_with_that_value_alone() -> None:
    assert links.only(ASKED, "party", "V") == links.search_path(replace(ASKED, page=1, party=("V",)))
    assert links.only(ASKED, "board", "Barn- & skolnämnden") == links.search_path(replace(ASKED, page=1, board=("Barn- & skolnämnden",)))


def test_a_year_alone_takes_the_place_of_all_that_was_chosen_of_years() -> None:
    asked = replace(ASKED, year=("none",), year_to=2020)
    assert links.one_year(asked, "2019") == links.search_path(replace(asked, page=1, year=(), year_from=2019, year_to=2019))


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("skola i Farsta", "skola", "i Farsta"),
        ("förskola och skola", "skola", "förskola och"),
        ("Skola  väg skola", "SKOLA", "väg skola"),
        ("skolan", "skola", "skolan"),
        ("år_2018 år", "år", "år_2018"),
        ("nämnd:Farsta väg", "nämnd:Farsta", "väg"),
        ("İ väg", "väg", "İ"),
    ],
)
def test_words_are_taken_out_where_they_stand_first_as_whole_words(text: str, words: str, left: str) -> None:
    assert links.without_words(text, words) == left


def test_an_id_stands_in_a_path_as_it_is_and_anything_else_is_quoted() -> None:
    assert links.similar_path("akter-a-1f") == "/liknande/akter-a-1f"
    assert links.similar_path("å/..") == "/liknande/%C3%A5/.."
