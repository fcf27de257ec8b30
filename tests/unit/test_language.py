"""Languages of documents and paragraphs."""

from __future__ import annotations

import pytest

from indexer import language as language_module
from indexer.language import document_language, paragraph_language, paragraph_languages

SWEDISH = "Nämnden beslutar att godkänna förvaltningens tjänsteutlåtande som svar på remissen från kommunstyrelsen."
ENGLISH = (
    "The committee decided to approve the report that the administration had submitted, and to send it to the council for a final decision."
)
FINNISH = "Kaupunginhallitus päätti hyväksyä esityksen ja lähettää sen lautakunnalle lausuntoa varten viime viikon kokouksessa."
DANISH = "Kommunen skal ikke bruge flere penge på det, og derfor bliver forslaget afvist af byrådet efter mødet i dag."
ARABIC = "قررت اللجنة الموافقة على التقرير الذي قدمته الإدارة في الأسبوع الماضي وإحالته إلى المجلس لاتخاذ القرار"


@pytest.mark.parametrize(("text", "language"), [(SWEDISH, "sv"), (ENGLISH, "en"), (FINNISH, "fi"), (ARABIC, "ar")])
def test_a_document_has_the_language_of_most_of_its_text(text: str, language: str) -> None:
    assert document_language(["§ 1", text, text]) == language


def test_a_document_without_text_has_none() -> None:
    assert document_language([]) is None
    assert document_language(["§ 1", "2024"]) is None


@pytest.mark.parametrize(("text", "language"), [(SWEDISH, "sv"), (ENGLISH, "en"), (FINNISH, "fi"), (DANISH, "da"), (ARABIC, "ar")])
def test_a_paragraph_in_another_language_is_told(text: str, language: str) -> None:
    assert paragraph_language(text, "sv") == language


@pytest.mark.parametrize(
    "text",
    [
        "Beslut",
        "Anna Ek (S), Bo Alm (M), Karin Lind (V), Olle Berg (KD), Per Dahl (L), Ulla Ros (C), Eva Ström (MP)",
        "Socialnämnden | 120,5 | 118,0 | -2,5",
        "Summa skattefinansierad verksamhet exklusive avskrivningar, netto, tkr, utfall, prognos, avvikelse, budget, bokslut",
        "https://www.example.org/globalassets/dokument/2024/protokoll-socialnamnden-2024-05-14.pdf",
    ],
)
def test_what_says_nothing_of_its_language_takes_the_document_s(text: str) -> None:
    assert paragraph_language(text, "sv") == "sv"


def test_swedish_is_told_in_a_document_of_another_language() -> None:
    assert paragraph_language(SWEDISH, "en") == "sv"


def test_the_answer_is_the_same_every_time() -> None:
    assert {paragraph_language(ENGLISH + FINNISH, "sv") for _ in range(5)} == {paragraph_language(ENGLISH + FINNISH, "sv")}


def test_the_paragraphs_of_a_document_are_told_as_each_alone() -> None:
    texts = [SWEDISH, ENGLISH, FINNISH, "Kort.", ENGLISH]
    assert paragraph_languages(texts, "sv") == [paragraph_language(text, "sv") for text in texts]


def test_a_table_of_names_is_not_asked_about_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(language_module, "_detected", lambda text, _sure: asked.append(text))
    rows = [
        f"{number} | " + " ".join(f"namn{chr(97 + number % 26)}{chr(97 + n)}{chr(97 + number // 26)}" for n in range(12))
        for number in range(600)
    ]
    assert paragraph_languages([*rows, *rows], "sv") == ["sv"] * 1200
    assert len(asked) == language_module.MOST_DOUBTS
