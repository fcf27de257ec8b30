"""Line ends inside words, as Swedish spells them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.hyphens import DocumentWords, joined, without_marks

NONE = DocumentWords([])


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("förvalt-", "ningen föreslår", "förvaltningen föreslår"),
        ("förvalt\ufffe", "ningen föreslår", "förvaltningen föreslår"),
        ("förvalt\u00ad", "ningen föreslår", "förvaltningen föreslår"),
        ("barn-", "och ungdomsnämnden", "barn- och ungdomsnämnden"),
        ("kultur\ufffe", "och fritidsnämnden", "kultur- och fritidsnämnden"),
        ("för-", "eller nackdelar", "för- eller nackdelar"),
        ("drift-", "respektive underhållskostnader", "drift- respektive underhållskostnader"),
        ("en ny VA-", "plan för", "en ny VA-plan för"),
        ("ett 50-", "tal bostäder", "ett 50-tal bostäder"),
        ("via e-", "post till", "via e-post till"),
        ("Hägersten-", "Liljeholmen", "Hägersten-Liljeholmen"),
        ("åren 2018-", "2019 och", "åren 2018-2019 och"),
        ("åren 2018–", "2019 och", "åren 2018–2019 och"),
        ("den 2024-05-", "31", "den 2024-05-31"),
        ("cykelväg –", "Anna Ek (S)", "cykelväg – Anna Ek (S)"),
        ("cykelväg -", "Anna Ek (S)", "cykelväg - Anna Ek (S)"),
        ("ett risk-", "/osäkerhetspåslag", "ett risk-/osäkerhetspåslag"),
        ("se https://www.example.org/om-", "webbplatsen/start", "se https://www.example.org/om-webbplatsen/start"),
        ("se https://www.example.org/om/", "webbplatsen", "se https://www.example.org/om/webbplatsen"),
        ("se www.example.org", "för mer", "se www.example.org för mer"),
        ("nämnden beslutar", "att bifalla", "nämnden beslutar att bifalla"),
        ("", "börjar här", "börjar här"),
    ],
)
def test_a_line_end_is_joined_as_it_is_spelled(left: str, right: str, whole: str) -> None:
    assert joined(left, right, NONE) == whole


def test_the_document_s_own_words_decide_where_spelling_does_not() -> None:
    kept = DocumentWords(["samarbetet med Lund-regionen fortsätter"])
    dropped = DocumentWords(["samarbetet med Lundregionen fortsätter"])
    assert joined("i Lund-", "regionen finns", kept) == "i Lund-regionen finns"
    assert joined("i Lund-", "regionen finns", dropped) == "i Lundregionen finns"
    assert joined("ett lämna-", "program", DocumentWords(["ett lämna-program"])) == "ett lämna-program"


def test_a_word_at_a_line_s_end_is_no_witness() -> None:
    assert joined("kommun-", "fullmäktige", DocumentWords(["inom kommun-", "fullmäktige"])) == "kommunfullmäktige"


def test_marks_inside_a_text_are_resolved() -> None:
    assert without_marks("kommun\ufffefullmäktiges mål och sam\u00adarbete", NONE) == "kommunfullmäktiges mål och samarbete"
    assert without_marks("barn\ufffeoch ungdom", NONE) == "barn- och ungdom"
    assert without_marks("ett \ufffe tecken", NONE) == "ett - tecken"


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_letter_is_lost(left: str, right: str) -> None:
    whole = joined(left, right, NONE)
    assert [c for c in whole if c.isalnum()] == [c for c in left + right if c.isalnum()]


@given(st.text(alphabet="aåö -\ufffe\u00ad1.", max_size=40))
def test_marks_always_go(text: str) -> None:
    clean = without_marks(text, NONE)
    assert "\ufffe" not in clean
    assert "\u00ad" not in clean
    assert [c for c in clean if c.isalnum()] == [c for c in text if c.isalnum()]
