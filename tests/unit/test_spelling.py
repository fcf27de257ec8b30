"""Corrections: one edit, in words of six letters or more that the index does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_api.results import SearchRequest
from search_api.spelling import corrected_text, one_edit_apart
from tests.small_index import sentences, service_over


@pytest.mark.parametrize(
    ("one", "other"), [("skolan", "skola"), ("skola", "skolan"), ("skoal", "skola"), ("skala", "skola"), ("xskola", "skola")]
)
def test_one_edit_is_one_letter_or_one_swap(one: str, other: str):
    assert one_edit_apart(one, other)


@pytest.mark.parametrize(("one", "other"), [("skola", "skola"), ("skola", "kolas"), ("skola", "skolans"), ("", "ab"), ("abcd", "badc")])
def test_none_or_two_edits_are_not_one(one: str, other: str):
    assert not one_edit_apart(one, other)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("bibloteket", "Biblioteket stängs."), ("bibiloteket", "Biblioteket stängs."), ("kommunfulmäktige", "Kommunfullmäktige beslutar."),
        ("trygghetsvandrng", "Trygghetsvandringar genomförs."), ("Laddstaton", "En laddstation byggs."),
        ("Ruben", "Rubén Exempel reserverar sig."), ("Andre", "André Exempel yrkar bifall."), ("Hagarsjo", "Torget i Hagarsjö rustas upp."),
        ("oppettider", "Nya öppettider i simhallen."), ("Varmoasen", "Skolan i Varmöåsen byggs ut."),
    ],
)  # fmt: skip
def test_misspelt_words_find_what_was_meant(tmp_path: Path, typed: str, text: str):
    page = service_over(tmp_path, sentences(text, "Något helt annat.")).search(SearchRequest(q=typed, mode="keyword"))
    assert page.total.paragraphs == 1
    assert page.query.suggestion is not None


@pytest.mark.parametrize(
    ("typed", "text"),
    [("torgett", "Skolan byggs."), ("lagar", "Dagar gick."), ("2018-19", "2018-18 gäller."), ("bredgatan", "Bredgata nämns: bredgatan.")],
)
def test_others_are_left_as_typed(tmp_path: Path, typed: str, text: str):
    assert service_over(tmp_path, sentences(text)).search(SearchRequest(q=typed, mode="keyword")).query.suggestion is None


def test_capitals_stay_as_typed():
    assert corrected_text("Bibloteket i BIBLOTEKET", {"bibloteket": "biblioteket"}) == "Biblioteket i BIBLIOTEKET"
