"""A § that text recognition took for an 8, $ or S is put back where a matter begins and where a text refers to one."""

from __future__ import annotations

import pytest

from indexer.blocks import Line
from indexer.extract.ocr_signs import with_section_signs


def recognised(*texts: str, gap: float = 1.0) -> list[str]:
    """The texts of lines that stand apart from each other, after the repair."""
    return [line.text for line in with_section_signs([Line(text, page=1, gap=gap) for text in texts])]


@pytest.mark.parametrize("sign", ["8 93", "$ 93", "S 93", "$93"])
def test_a_number_that_stands_alone_is_a_section_again(sign: str) -> None:
    assert recognised("Kommunstyrelsen", sign, "Anmälda initiativärenden")[1] == "§ 93"


def test_heads_with_titles_speak_for_each_other() -> None:
    assert recognised("8 12 Budget för 2024", "Nämnden godkänner budgeten.", "8 13 Taxa för båtplatser") == [
        "§ 12 Budget för 2024",
        "Nämnden godkänner budgeten.",
        "§ 13 Taxa för båtplatser",
    ]


def test_a_lone_count_before_a_noun_stays_a_count() -> None:
    assert recognised("Kommunen har många skolor.", "8 12 Elever per grupp") == ["Kommunen har många skolor.", "8 12 Elever per grupp"]


def test_a_column_of_figures_stays_figures() -> None:
    assert recognised("8 12", "9 14", "10 18") == ["8 12", "9 14", "10 18"]


def test_lines_in_running_text_stay_as_they_are() -> None:
    assert recognised("Totalt byggs", "8 12", "bostäder i kvarteret", gap=0.0) == ["Totalt byggs", "8 12", "bostäder i kvarteret"]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (
            "Enligt kommunallagen 4 kap. 8 20 har ledamöter rätt att väcka ärenden.",
            "Enligt kommunallagen 4 kap. § 20 har ledamöter rätt att väcka ärenden.",
        ),
        ("Arbetsutskottet har den 20 maj 2026, 8 74 behandlat ärendet.", "Arbetsutskottet har den 20 maj 2026, § 74 behandlat ärendet."),
        ("Tidigare behandling: 2022-10-24, $ 174.", "Tidigare behandling: 2022-10-24, § 174."),
        ("Enligt 15 8 förvaltningslagen ska beslutet motiveras.", "Enligt 15 § förvaltningslagen ska beslutet motiveras."),
        ("Mötet varade 8 timmar, 8 personer deltog.", "Mötet varade 8 timmar, 8 personer deltog."),
    ],
)
def test_references_to_sections_are_read(read: str, meant: str) -> None:
    assert recognised(read) == [meant]


def test_a_body_before_the_sign_is_kept() -> None:
    assert recognised("KS 8 41 Delårsrapport", "Text.", "KS 8 42 Budget")[0] == "KS § 41 Delårsrapport"
