"""Furniture of pages, set apart from text."""

from __future__ import annotations

import pytest

from indexer.blocks import Line
from indexer.furniture import set_apart
from indexer.paragraphs import blocks
from tests.unit.printed_lines import PAGE, below, line, typed

BODY = ["Förvaltningen bedömer att det arbete som pågår i kommunens skolor och förskolor bidrar", "till att målen uppnås."]


def apart(lines: list[Line], pages: int) -> tuple[list[str], list[str]]:
    body, furniture = set_apart(lines, (PAGE,) * pages)
    return [one.text for one in body], [one.text for one in furniture]


def page_of(number: int, heads: list[str], feet: list[str]) -> list[Line]:
    """A page with heads at its top, text of its own, and feet."""
    text = [f"Sidan {'abcdefgh'[number]} handlar om något eget.", *BODY]
    return [
        *(line(head, 810 - 14 * place, page=number, size=9) for place, head in enumerate(heads)),
        *below(text, 600, page=number),
        *(line(foot, 60 - 12 * place, page=number, size=9) for place, foot in enumerate(feet)),
    ]


def test_heads_and_feet_that_repeat_are_dropped_each_time() -> None:
    lines = [one for number in range(1, 5) for one in page_of(number, ["Lillköpings kommun"], [f"Sida {number} av 4"])]
    body, furniture = apart(lines, 4)
    assert furniture == [text for number in range(1, 5) for text in ("Lillköpings kommun", f"Sida {number} av 4")]
    assert len(body) == 12


def test_a_head_with_a_page_number_in_it_is_the_same_head() -> None:
    lines = [one for number in range(1, 5) for one in page_of(number, [f"Biblioteksplan Lillköpings kommun {number}"], [])]
    assert len(apart(lines, 4)[1]) == 4


def test_numbers_of_matters_at_the_top_of_pages_stay() -> None:
    lines = [one for number in range(1, 5) for one in page_of(number, [f"§ {number + 10} 2024.{number:03d} KS"], [])]
    assert apart(lines, 4)[1] == []


def test_headings_that_happen_to_open_two_pages_of_many_stay() -> None:
    lines = [one for number in range(1, 8) for one in page_of(number, ["Beslutsunderlag"] if number in (3, 6) else [], [])]
    assert apart(lines, 7)[1] == []


@pytest.mark.parametrize(
    "label", ["Utdragsbestyrkande", "Justerandes sign", "Justerandes signatur", "Ordförandens sign.", "Sida 1 av 1", "1 (3)"]
)
def test_signature_boxes_and_page_numbers_are_furniture_on_a_single_page(label: str) -> None:
    body, furniture = apart([*below(BODY, 600), line(label, 60, size=8)], 1)
    assert furniture == [label]
    assert body == BODY


def test_the_head_of_minutes_is_furniture_on_a_single_page() -> None:
    heads = ["Kommunfullmäktige", "Protokoll", "2024-05-14"]
    lines = [*(line(text, 800 - 20 * place, x=390, bold=True, size=12) for place, text in enumerate(heads)), *below(BODY, 650)]
    assert apart(lines, 1) == (BODY, heads)


def test_a_title_at_the_top_of_a_motion_is_text() -> None:
    lines = [line("Motion om fler cykelvägar", 800, bold=True, size=14), line("2024-05-14", 780), *below(BODY, 740)]
    assert apart(lines, 1)[1] == []


def test_labelled_facts_are_text_where_they_stand_first() -> None:
    lines = [one for number in (1, 2) for one in page_of(number, ["Diarienr: 2024.123 KS"], [])]
    body, furniture = apart(lines, 2)
    assert body[0] == "Diarienr: 2024.123 KS"
    assert furniture == ["Diarienr: 2024.123 KS"]


def test_contact_lines_at_the_foot_are_furniture() -> None:
    contact = "Postadress: Storgatan 1, 123 45 Lillköping | Telefon: 0123-456 78 | E-post: kommun@example.org"
    body, furniture = apart([*below(BODY, 600), line(contact, 50, size=8)], 1)
    assert furniture == [contact]
    assert body == BODY


def test_contact_lines_inside_a_letter_are_text() -> None:
    assert apart([*below(BODY, 600), line("Telefon: 0123-456 78, E-post: anna.ek@example.org", 500)], 1)[1] == []


def test_a_head_beside_a_line_of_text_is_parted_from_it() -> None:
    heads = [line(f"Egen rubrik {'abcd'[number]} | 2024-05-14", 760, page=number, gap=0) for number in range(4)]
    lines = [one for number, head in enumerate(heads) for one in (head, *below(BODY, 600, page=number))]
    body, furniture = apart([Line(**{**_fields(one), "cell": " | " in one.text}) for one in lines], 4)
    assert furniture == ["2024-05-14"] * 4
    assert body[0] == "Egen rubrik a"


def _fields(one: Line) -> dict[str, object]:
    return {name: getattr(one, name) for name in Line.__slots__}


def test_a_contents_list_is_furniture_with_its_heading() -> None:
    lines = below(
        [
            "Innehåll",
            "Inledning ........................................ 3",
            "Mål och en rubrik som är",
            "lång ............................................. 4",
            *BODY,
        ],
        600,
    )
    body, furniture = apart(lines, 1)
    assert body == BODY
    assert furniture[0] == "Innehåll"


def test_a_figure_alone_in_the_text_is_no_page_number() -> None:
    assert apart([*below(["Antal", "12", *BODY], 500)], 1)[1] == []


def test_templates_of_a_text_file_take_the_repeated_head_with_them() -> None:
    page = "Socialnämnden\nProtokoll\n2024-05-14\nUtdragsbestyrkande\n\nEtt eget stycke om {}.\n\n"
    layout = blocks(typed("".join(page.format(topic) for topic in ("skolor", "vägar", "vatten", "parker"))))
    assert [block.text for block in layout.blocks] == [f"Ett eget stycke om {topic}." for topic in ("skolor", "vägar", "vatten", "parker")]
    assert layout.furniture.count("Utdragsbestyrkande") == 4
    assert layout.furniture.count("Socialnämnden") == 4


def test_headings_at_different_heights_are_no_running_head() -> None:
    pages = [one for number in range(1, 7) for one in page_of(number, ["Socialnämnden"], [])]
    headings = [line("Information", 780, page=2, size=9), line("Information", 740, page=4, size=9)]
    body, furniture = apart([*pages, *headings], 6)
    assert body.count("Information") == 2
    assert "Information" not in furniture


def test_two_diary_numbers_at_the_top_of_pages_are_no_running_head() -> None:
    pages = [one for number in range(1, 5) for one in page_of(number, ["Socialnämnden"], [])]
    numbers = [line("Dnr SN 2020/7", 780, page=2, size=9), line("Dnr SN 2020/9", 780, page=3, size=9)]
    body, _ = apart([*pages, *numbers], 4)
    assert {"Dnr SN 2020/7", "Dnr SN 2020/9"} <= set(body)


def test_a_page_that_repeats_an_earlier_one_is_furniture() -> None:
    said = ["§ 93", "Anmälda initiativärenden", *(f"Rad {number} av en sida som har skannats flera gånger om" for number in range(5))]
    lines = [Line(text, page=page) for page in (1, 2, 3) for text in said]
    body, furniture = set_apart(lines)
    assert [line.text for line in body] == said
    assert [line.text for line in furniture] == [*said, *said]


def test_short_pages_may_be_alike() -> None:
    lines = [Line("Bilaga", page=1), Line("Bilaga", page=2)]
    assert set_apart(lines)[0] == lines
