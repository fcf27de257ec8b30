"""Paragraphs rebuilt from printed lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.blocks import ExtractedText, Line
from indexer.extract import extract
from indexer.paragraphs import blocks
from tests.unit.printed_lines import below, line, printed, typed

FULL = "Förvaltningen bedömer att det arbete som pågår i kommunens skolor och förskolor bidrar"
REST = "till att målen uppnås. Arbetet följs upp i samband med årets bokslut."
OTHER = "Nämnden har därför valt att avvakta med beslut om nya lokaler till dess att underlaget"


def texts(extracted: ExtractedText) -> list[str]:
    return [f"{block.marker} {block.text}".strip() for block in blocks(extracted).blocks]


def test_a_full_line_goes_on_in_the_next() -> None:
    assert texts(printed(below([FULL, REST]))) == [f"{FULL} {REST}"]


def test_white_space_parts_paragraphs() -> None:
    assert texts(printed(below([FULL, REST]) + below([OTHER, "är komplett."], 550, gap=0.9))) == [f"{FULL} {REST}", f"{OTHER} är komplett."]


def test_a_line_that_ended_early_ends_its_paragraph() -> None:
    assert texts(printed(below([FULL, REST, OTHER, "är komplett."]))) == [f"{FULL} {REST}", f"{OTHER} är komplett."]


def test_a_sentence_goes_on_over_a_line_that_ended_early() -> None:
    lines = below([FULL, "till att målen", "uppnås under året."])
    assert texts(printed(lines)) == [f"{FULL} till att målen uppnås under året."]


def test_a_sentence_goes_on_over_the_page() -> None:
    lines = [
        *below([FULL, "till att målen i kommunens plan och i nämndens egen verksamhetsplan för året"], 80),
        line("uppnås.", 750, page=2),
    ]
    [whole] = texts(printed(lines, 2))
    assert whole.endswith("för året uppnås.")
    block = blocks(printed(lines, 2)).blocks[0]
    assert block.page == 1
    assert [box.page for box in block.boxes] == [1, 2]


def test_a_new_sentence_on_a_new_page_is_a_paragraph_of_its_own() -> None:
    assert len(texts(printed([*below([FULL, REST], 80), *below([OTHER, "är komplett."], 750, page=2)], 2))) == 2


def test_a_footnote_does_not_cut_the_sentence_that_runs_over_the_page() -> None:
    note = line("1 Se planen för skolornas lokaler.", 60, size=8, gap=1.5)
    lines = [
        *below([FULL, "till att målen i kommunens plan och i nämndens egen verksamhetsplan för året"], 110),
        note,
        line("uppnås.", 750, page=2),
    ]
    first, second = texts(printed(lines, 2))
    assert first.endswith("för året uppnås.")
    assert second == "1 Se planen för skolornas lokaler."


def test_nothing_is_joined_to_a_heading() -> None:
    layout = blocks(
        printed(
            [line("Beslut", 620, bold=True), *below([FULL, REST], 605), line("Reservation", 570, bold=True, gap=0.9), *below([OTHER], 555)]
        )
    )
    assert [block.kind for block in layout.blocks] == ["heading", "text", "heading", "text"]


def test_larger_headings_have_higher_levels() -> None:
    lines = [
        line("Protokoll för sammanträdet", 700, size=18),
        line("Ärendet", 660, size=14, bold=True, gap=1),
        *below([FULL, REST], 640),
        line("Beslut", 600, bold=True, gap=0.9),
        *below([OTHER], 585),
    ]
    assert [block.level for block in blocks(printed(lines)).blocks] == [1, 2, 0, 3, 0]


def test_a_heading_over_two_lines_is_one() -> None:
    lines = [
        line("Svar på motion om att utreda förutsättningarna för fler", 700, size=14, bold=True),
        line("cykelvägar", 683, size=14, bold=True),
        *below([FULL, REST], 650, gap=1),
    ]
    assert texts(printed(lines))[0] == "Svar på motion om att utreda förutsättningarna för fler cykelvägar"


def test_a_bold_sentence_with_a_full_stop_is_no_heading() -> None:
    assert blocks(printed([line("Motionen avslås.", 620, bold=True), *below([FULL, REST], 600, gap=1)])).blocks[0].kind == "text"


def test_list_items_are_blocks_of_their_own_with_their_mark() -> None:
    layout = blocks(
        printed(
            below(["Nämnden beslutar", "1. att bifalla motionen", "2. att överlämna ärendet", "- en punkt", "a) en annan", "• en tredje"])
        )
    )
    assert [(block.marker, block.text) for block in layout.blocks if block.kind == "list_item"] == [
        ("1.", "att bifalla motionen"),
        ("2.", "att överlämna ärendet"),
        ("-", "en punkt"),
        ("a)", "en annan"),
        ("•", "en tredje"),
    ]


def test_a_list_item_goes_on_under_its_text() -> None:
    lines = [line(f"• {FULL}", 600), *below(["till att målen uppnås"], 587, x=80)]
    assert texts(printed(lines)) == [f"• {FULL} till att målen uppnås"]


def test_that_clauses_are_points_of_their_own() -> None:
    assert texts(typed("Nämnden föreslår\n\natt motionen bifalls\n\natt ärendet överlämnas\n")) == [
        "Nämnden föreslår",
        "att motionen bifalls",
        "att ärendet överlämnas",
    ]


def test_a_number_with_a_month_is_a_date_and_no_mark() -> None:
    [block] = blocks(typed("12. maj är en dag i nämndens kalender.\n")).blocks
    assert block.marker == ""


def test_each_paragraph_sign_opens_a_block() -> None:
    assert texts(printed(below([f"§ 12 {FULL}", "till målen.", "§ 13 Övriga frågor"]))) == [
        f"§ 12 {FULL} till målen.",
        "§ 13 Övriga frågor",
    ]


def test_a_law_s_paragraph_inside_a_sentence_opens_none() -> None:
    full = "Ansökan om bygglov för tillbyggnad av fritidshuset ska prövas mot bestämmelserna enligt"
    assert texts(printed(below([full, "§ 12 i plan- och bygglagen.", full]))) == [f"{full} § 12 i plan- och bygglagen.", full]


def test_listed_matters_are_no_headings_but_a_matter_s_own_sign_is() -> None:
    layout = blocks(typed("§ 1 Val\n§ 2 Budget\n§ 3 Motion om\ncykelvägar\n\n\n§ 1\n\nVal\n\nAnna Ek (S) väljs att justera protokollet.\n"))
    assert [(block.kind, block.text) for block in layout.blocks][:4] == [
        ("text", "§ 1 Val"),
        ("text", "§ 2 Budget"),
        ("text", "§ 3 Motion om cykelvägar"),
        ("heading", "§ 1"),
    ]


def test_a_text_with_a_blank_line_after_every_line_is_joined() -> None:
    lines = [
        FULL,
        REST,
        " ",
        OTHER,
        "är komplett. Arbetet med att ta fram underlaget har dragit ut på tiden därför att flera",
        "remissinstanser har svarat sent, och därför",
        "måste beslutet vänta till hösten när alla har",
        "fått möjlighet att yttra sig över förslaget.",
    ]
    assert len(texts(typed("\n\n".join(lines)))) == 2


def test_a_heading_in_such_a_text_stays_alone() -> None:
    body = [
        FULL,
        REST,
        "Ärendet",
        OTHER,
        "är komplett, och det arbetet har dragit ut på tiden eftersom remissinstanserna ännu inte",
        "har svarat på alla frågor som förvaltningen",
        "ställde i våras till skolorna.",
    ]
    assert texts(typed("\n\n".join(body)))[1] == "Ärendet"


def test_a_sentence_cut_by_a_blank_line_is_joined() -> None:
    source = f"## Ärendet\n\n{FULL} i en lokal\n\nsamverkan med polisen.\n\nNästa stycke börjar här.\n"
    assert texts(typed(source)) == ["Ärendet", f"{FULL} i en lokal samverkan med polisen.", "Nästa stycke börjar här."]


def test_the_run_that_opens_a_block_is_its_lead() -> None:
    layout = blocks(typed("# Remiss\n\n**Socialnämnden** beslutade följande.\n\n*Särskilt uttalande* gjordes av Anna Ek (V).\n"))
    assert [block.lead for block in layout.blocks] == ["", "Socialnämnden", "Särskilt uttalande"]


def test_no_markup_is_left() -> None:
    layout = blocks(typed("# **Rubrik**\n\n| a | b |\n|---|---|\n| c | *d* |\n\n***starkt*** och __under__ `kod`\n"))
    assert not any(mark in block.text for block in layout.blocks for mark in ("*", "#", "__", "`", "---"))


def test_lines_of_word_files_are_never_joined() -> None:
    lines = (Line("ett stycke utan punkt", gap=1.0), Line("och ett till", gap=1.0))
    assert texts(ExtractedText(format="docx", lines=lines)) == ["ett stycke utan punkt", "och ett till"]


def test_a_line_end_hyphen_is_resolved_by_the_document_s_words() -> None:
    lines = below(["Samarbetet med Lund-regionen fortsätter under året, och nämnden ser fram emot att Lund\ufffe", "regionen deltar."])
    assert "att Lund-regionen deltar" in texts(printed(lines))[0]


LETTERS = st.text(alphabet="abcåäöABCÅÄÖ .,:;-–§•()12\ufffe\u00ad", min_size=1, max_size=60).filter(lambda text: text.strip() != "")
LINES = st.builds(
    line,
    LETTERS,
    st.floats(20, 820),
    page=st.integers(1, 3),
    x=st.sampled_from([70.0, 88.0, 320.0]),
    size=st.sampled_from([8.0, 11.0, 14.0]),
    bold=st.booleans(),
    gap=st.sampled_from([-0.5, 0.0, 0.3, 1.0, 3.0]),
)


def letters(*parts: str) -> list[str]:
    return sorted(c for part in parts for c in part if c.isalpha())


@given(st.lists(LINES, min_size=1, max_size=25))
def test_every_letter_of_a_page_ends_in_a_block_or_in_the_furniture(lines: list[Line]) -> None:
    layout = blocks(printed(sorted(lines, key=lambda one: one.page or 0), 3))
    assert letters(*(one.text for one in lines)) == letters(*(block.marker + block.text for block in layout.blocks), *layout.furniture)


@given(st.lists(st.one_of(LETTERS, st.just("")), min_size=1, max_size=25))
def test_every_letter_of_a_text_file_ends_in_a_block_or_in_the_furniture(rows: list[str]) -> None:
    lines = tuple(Line(text=row, gap=1.0) for row in rows if row)
    layout = blocks(ExtractedText(format="txt", lines=lines))
    assert letters(*(one.text for one in lines)) == letters(*(block.marker + block.text for block in layout.blocks), *layout.furniture)


@pytest.mark.shared
def test_joins_of_the_gold_hold(shared: Path) -> None:
    """Floor over the real documents: sentences broken at lines, columns and pages are whole."""
    wanted = [json.loads(row) for row in (shared / "eval/structure/paragraphs.jsonl").read_text(encoding="utf-8").splitlines()]
    pairs = [(row["doc"], row["anchor"], row["continues_with"]["anchor"]) for row in wanted if row.get("continues_with")]
    read: dict[str, list[str]] = {}
    right = 0
    for source, start, end in pairs:
        if source not in read:
            read[source] = [squeezed(block.text) for block in blocks(extract(shared / "corpus" / source)).blocks]
        right += any(squeezed(start) in text and squeezed(end) in text for text in read[source])
    assert right / len(pairs) >= 0.97


def squeezed(text: str) -> str:
    return "".join(c for c in text.replace("–", "-").replace("—", "-") if not c.isspace()).rstrip("-")
