"""Marks and windows: whole words, on their borders, with the right reason, and inside the text whatever the text is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_api.query import parse
from search_api.query_words import lexical_query
from search_api.snippets import Marker, Shown
from search_api.windows import WHOLE, WINDOW

LONG = (
    "Inledande text om annat som fyller ut stycket. " * 20 + "Här nämns trygghetsvandringar i centrum. " + "Avslutande text om annat. " * 20
)


def shown(query: str, text: str) -> Shown:
    return Marker(lexical_query(parse(query))).show(text)


def marked(query: str, text: str) -> dict[str, str]:
    return {text[mark.start : mark.end]: mark.reason for mark in shown(query, text).marks}


def test_the_word_as_typed_is_exact_and_an_inflection_is_one():
    assert marked("skola", "En skola och skolan.") == {"skola": "exact", "skolan": "inflection"}


def test_a_compound_is_marked_as_a_whole():
    assert marked("parkering", "Felparkeringsavgiften höjs.") == {"Felparkeringsavgiften": "compound"}


def test_a_phrase_is_marked_from_its_first_word_to_its_last():
    assert marked('"hållbar utveckling"', "En hållbar utveckling är hållbar.") == {"hållbar utveckling": "exact"}


def test_a_beginning_marks_the_whole_word():
    assert marked("parkerings*", "Parkeringsnormen revideras.") == {"Parkeringsnormen": "prefix"}


def test_a_number_is_marked_in_all_its_writings():
    assert marked("KS 2019/1899", "Utlåtande (Dnr KS 2019/1899)") == {"KS 2019/1899": "exact"}


def test_an_excluded_word_is_not_marked():
    assert marked("skola -buss", "En skola med buss.") == {"skola": "exact"}


def test_a_short_paragraph_is_shown_whole():
    found = shown("skola", "En skola.")
    assert (found.window.start, found.window.end) == (0, len("En skola."))


def test_the_window_of_a_long_paragraph_holds_the_match():
    found = shown("trygghetsvandringar", LONG)
    assert "trygghetsvandringar" in LONG[found.window.start : found.window.end]
    assert found.window.end - found.window.start < len(LONG) / 2


def test_the_window_begins_with_a_sentence_where_one_is_near():
    found = shown("trygghetsvandringar", LONG)
    assert LONG[found.window.start :].startswith(("Här nämns", "Inledande"))


def test_a_sentence_that_begins_somewhat_earlier_is_shown_with_who_acts_in_it():
    opening = "Alva Exempel (MP) har till kommunfullmäktige den 24 september 2031, § 204, lämnat en motion som handlar om att införa "
    text = opening + "laddstationer för cyklister. " + "Ärendet har beretts av förvaltningen under våren. " * 12
    assert shown("laddstationer", text).window.start == 0


def test_the_window_prefers_where_most_words_stand_together():
    text = (
        "Buller nämns här. " + "Annat innehåll som inte gäller saken alls. " * 30 + "Buller vid torget mättes. " + "Slut på texten. " * 20
    )
    found = shown("buller torget", text)
    assert "Buller vid torget" in text[found.window.start : found.window.end]


@given(st.text(max_size=1500), st.text(max_size=60))
def test_marks_and_windows_lie_inside_any_text(text: str, query: str):
    found = shown(query, text)
    assert 0 <= found.window.start <= found.window.end <= len(text)
    assert len(text) > WHOLE or (found.window.start, found.window.end) == (0, len(text))
    last = 0
    for mark in found.marks:
        assert last <= mark.start < mark.end <= len(text)
        last = mark.end


WORDS = st.lists(
    st.sampled_from(["skola", "skolan", "buller", "torget", "parkeringsavgift", "och", "i", "2019/1899", "§ 10"]), max_size=250
)


@given(WORDS, st.sampled_from(["skola", "buller torget", '"skola och"', "park*", "§ 10"]))
def test_marks_and_windows_keep_to_word_borders(words: list[str], query: str):
    text = " ".join(words)
    found = shown(query, text)
    for start, end in [(found.window.start, found.window.end), *((mark.start, mark.end) for mark in found.marks)]:
        assert start == 0 or text[start - 1] == " " or start == len(text)
        assert end == len(text) or text[end] == " "


def test_a_very_long_word_does_not_break_the_window():
    text = "a" * 3000 + " skola"
    found = shown("skola", text)
    assert found.window.end == len(text)
    assert WINDOW > 0
