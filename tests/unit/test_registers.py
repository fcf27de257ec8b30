"""Boards, parties, topics and headings are found by every name that documents and people give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from council.bodies import abbreviations, find_bodies, parent_name, slug
from council.errors import ConfigurationError
from council.headings import HeadingBook
from council.model import Document, Paragraph
from council.registers import Registers, load_registers


@pytest.fixture(scope="module")
def registers() -> Registers:
    return load_registers()


@pytest.mark.parametrize(
    ("name", "board"),
    [
        ("KS", "Kommunstyrelsen"),
        ("kommunstyrelse", "Kommunstyrelsen"),
        ("Kommunstyrelsens", "Kommunstyrelsen"),
        ("KOMMUNSTYRELSEN", "Kommunstyrelsen"),
        ("KSAU", "Kommunstyrelsens arbetsutskott"), ("Farsta", "Farsta stadsdelsnämnd"), ("Kungsholmen", "Kungsholmens stadsdelsnämnd"),
        ("Hägersten-Ålvsjö stadsdelsnämnd", "Hägersten-Älvsjö stadsdelsnämnd"), ("hagersten-alvsjo", "Hägersten-Älvsjö stadsdelsnämnd"),
        ("rinkeby-kista-stadsdelsnamnd", "Rinkeby-Kista stadsdelsnämnd"),
        ("BUN", "Barn- och ungdomsnämnden"),
        ("VON", "Vård- och omsorgsnämnden"),
        ("TEN", "Tekniska nämnden"), ("KUNAU", "Kultur- och utbildningsnämndens arbetsutskott"), ("ON", "Omsorgsnämnden"),
        ("Åsnämnden", "Åsnämnden"), ("Trädgårdsnämndens arbetsutskott", "Trädgårdsnämndens arbetsutskott"), ("bok", None), ("", None),
    ],
)  # fmt: skip
def test_a_board_is_found_by_name_alias_short_form_and_id(registers: Registers, name: str, board: str | None) -> None:
    found = registers.board(name)
    assert (found.name if found else None) == board


def test_a_municipality_chooses_among_boards_of_one_name(registers: Registers) -> None:
    own = registers.board("Kommunstyrelsen", "Stockholm")
    assert own is not None
    assert own.administrations == ("Stadsledningskontoret",)


def test_merged_districts_lead_to_their_last_successor(registers: Registers) -> None:
    assert registers.successor("Kista stadsdelsnämnd") == "Järva stadsdelsnämnd"
    assert registers.successor("Älvsjö stadsdelsnämnd") == "Hägersten-Älvsjö stadsdelsnämnd"
    assert registers.successor("Socialnämnden") == "Socialnämnden"


def test_a_text_is_of_the_district_whose_board_it_names(registers: Registers) -> None:
    found = registers.district_in("Till\nBromma stadsdelsnämnd den 3 maj")
    assert found is not None
    assert (found.name, found.municipality) == ("Bromma stadsdelsnämnd", "Stockholm")
    assert registers.district_in("Till stadsdelsnämnden") is None


def test_headings_are_told_by_the_first_pattern_that_fits_however_they_begin() -> None:
    words = {"decision": ["{board}s beslut", "Be*"], "proposal": ["Beslutsförslag*"], "matter": ["{administration}s svar"]}
    book = HeadingBook.from_words([words], ["decision", "proposal", "matter"])
    headings = ("Beslutsförslag: ny taxa", "Socialnämndens beslut", "Be nu", "Kontorets svar", "Bilagor")
    assert [book.kind(heading) for heading in headings] == ["proposal", "decision", "decision", "matter", None]


def test_every_successor_and_parent_is_a_board_of_the_register(registers: Registers) -> None:
    names = {board.name for board in registers.boards}
    assert {b.successor for b in registers.boards if b.successor} <= names
    assert {b.parent for b in registers.boards if b.parent} <= names


def test_district_boards_live_and_end_with_their_successors_beginning(registers: Registers) -> None:
    for board in registers.boards:
        successor = registers.board(board.successor) if board.successor and board.until else None
        if successor and successor.since and board.until and successor.since > board.until:
            assert (successor.since - board.until).days == 1, board.name


@pytest.mark.parametrize(
    ("letters", "party"),
    [("FP", "L"), ("fp", "L"), ("Vänsterpartiets", "V"), ("socialdemokraterna", "S"), ("F!", "Fi"), ("KDS", "KD"), ("QQQ", None)],
)
def test_a_party_is_found_by_letters_former_letters_and_names(registers: Registers, letters: str, party: str | None) -> None:
    found = registers.party(letters)
    assert (found.letters if found else None) == party


def test_letters_without_a_register_stay_as_printed(registers: Registers) -> None:
    assert registers.party_letters("SPB") == "SPB"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Beslut", "decision"),
        ("Kommunstyrelsens beslut", "decision"),
        ("Socialnämnden beslutar", "decision"),
        ("Förslag till beslut", "proposal"),
        ("Yrkanden", "proposal"),
        ("Kontorets förslag till beslut", "proposal"),
        ("1. Bakgrund", "background"),
        ("Ärendets beredning", "preparation"),
        ("Förvaltningens synpunkter och förslag", "administration_view"), ("Miljöförvaltningens yttrande", "administration_view"),
        ("Reservation 1", "reservation"), ("Särskilt uttalande av M", "special_statement"), ("Ersättaryttrande", "substitute_statement"),
        ("Propositionsordning", "decision_process"),
        ("Omröstning", "vote"),
        ("Närvarande", "attendance"),
        ("Beslutsunderlag", "attachment_list"),
        ("Beslutet ska skickas till", "other"), ("Barnrättsperspektiv", "child_rights"), ("Jämställdhetsanalys", "equality_analysis"),
        ("Enligt stadsledningskontorets förslag:", None),
        ("Reservationsrätt", None),
        ("I motionen föreslås att nämnden beslutar", None),
        ("", None),
    ],
)  # fmt: skip
def test_headings_tell_the_kind_of_their_section(registers: Registers, heading: str, kind: str | None) -> None:
    assert registers.section_kind(heading) == kind


def test_a_paragraph_counts_under_its_board_its_document_and_a_committees_parent(registers: Registers) -> None:
    paragraph = Paragraph("a", "text", board="Tekniska nämndens arbetsutskott")
    document = Document("d", "d.pdf", board="Kommunstyrelsen")
    assert registers.facet_boards(paragraph, document) == ("Tekniska nämndens arbetsutskott", "Tekniska nämnden", "Kommunstyrelsen")


def test_boards_are_those_of_the_paragraph_asked_for_whatever_was_asked_before(registers: Registers) -> None:
    first, second, third = (Paragraph("a", "text", board=board) for board in ("Kulturnämnden", None, "Kulturnämnden"))
    document, other = Document("d", "d.pdf", board="Kommunstyrelsen"), Document("e", "e.pdf", board="Kulturnämnden")
    asked = [registers.facet_boards(*each) for each in ((first, document), (second, document), (third, document), (second, other))]
    assert asked == [("Kulturnämnden", "Kommunstyrelsen"), ("Kommunstyrelsen",), ("Kulturnämnden", "Kommunstyrelsen"), ("Kulturnämnden",)]


def test_a_municipalitys_own_folder_goes_before_what_ships(tmp_path: Path) -> None:
    (tmp_path / "boards.yaml").write_text(
        "municipalities:\n  Ljungby:\n    - {name: Miljö- och klimatrådet, short: [MKR]}\n", encoding="utf-8"
    )
    (tmp_path / "parties.yaml").write_text("- {letters: AL, name: Alternativet}\n", encoding="utf-8")
    own = load_registers(tmp_path)
    board, party = own.board("MKR"), own.party("AL")
    assert board is not None
    assert board.municipality == "Ljungby"
    assert party is not None
    assert own.board("KS") is not None


@pytest.mark.parametrize("text", ["municipalities: [1, 2]", "general:\n  - {name: Xnämnden, short: [ON]}", "{"])
def test_a_register_that_cannot_be_used_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "boards.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError):
        load_registers(tmp_path)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kultur- och utbildningsnämnden och socialnämnden fick", ["Kultur- och utbildningsnämnden", "Socialnämnden"]),
        ("Dåvarande samhällsbyggnadsnämnd beslutade", ["Samhällsbyggnadsnämnden"]),
        ("Barn-, ungdoms- och familjenämnden", ["Barn-, ungdoms- och familjenämnden"]),
        ("Tekniska nämndens arbetsutskott har", ["Tekniska nämndens arbetsutskott"]),
        ("Hyresnämnden och centrala parters arbetstidsnämnd", []),
        ("Bromma stadsdelsförvaltnings tjänsteutlåtande", ["Bromma stadsdelsförvaltning"]),
        ("Norra innerstadens stadsdelsnämnd", ["Norra innerstadens stadsdelsnämnd"]),
        ("Nämnden för funktionsstöd beslutar", ["Nämnden för funktionsstöd"]),
    ],
)
def test_bodies_are_found_in_running_text(text: str, names: list[str]) -> None:
    assert [m.name for m in find_bodies(text)] == names


def test_names_that_mean_the_readers_own_body_say_so() -> None:
    assert [(m.name, m.own) for m in find_bodies("Nämnden och arbetsutskottet hörde förvaltningen")] == [
        ("Nämnden", True), ("Arbetsutskottet", True), ("Förvaltningen", True)]  # fmt: skip


def test_short_forms_follow_from_names() -> None:
    assert "VONAU" in abbreviations("Vård- och omsorgsnämndens arbetsutskott")
    assert parent_name("Kultur- och utbildningsnämndens arbetsutskott") == "Kultur- och utbildningsnämnden"


def test_ids_hold_plain_letters_only(registers: Registers) -> None:
    ids = [b.id for b in registers.boards] + [p.id for p in registers.parties] + [t.id for t in registers.topics]
    assert all(i and i == slug(i) for i in ids)
    assert len({t.id for t in registers.topics}) == len(registers.topics) >= 40


def test_former_boards_fold_into_the_board_of_today_where_a_municipality_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "boards.yaml").write_text("fold_former: true\n", encoding="utf-8")
    document = Document("a", "a.txt", "a", "Protokoll", "protokoll", board="Rinkeby-Kista stadsdelsnämnd")
    paragraph = Paragraph("a-1", "Text.", board="Kista stadsdelsnämnd")
    folding = load_registers(tmp_path).facet_boards(paragraph, document)
    assert folding == ("Kista stadsdelsnämnd", "Rinkeby-Kista stadsdelsnämnd", "Järva stadsdelsnämnd")
    assert "Järva stadsdelsnämnd" not in load_registers().facet_boards(paragraph, document)


def test_folding_is_a_yes_or_a_no(tmp_path: Path) -> None:
    (tmp_path / "boards.yaml").write_text("fold_former: ibland\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="fold_former"):
        load_registers(tmp_path)
