"""A document's head: title, kind, board, date, numbers, parties and people, each with where it was read; sidecars go first."""

from __future__ import annotations

import datetime as dt

import pytest

from council.model import Person
from indexer.sidecar import Sidecar
from tests.unit.minutes import printed, read


@pytest.mark.parametrize(
    ("template", "board", "date", "dnr"),
    [
        ("goteborg", "Kommunstyrelsen", dt.date(2024, 3, 20), ("0345/23", "0101/24")),
        ("malmo", "Tekniska nämnden", dt.date(2023, 10, 24), ("TN-2023-1543",)),
        ("uppsala", "Kommunfullmäktige", dt.date(2022, 5, 16), ("KSN-2021-02233",)),
        ("region", "Regionstyrelsen", dt.date(2025, 2, 11), ("RS 2024-01177",)),
        ("utlatande", "Kommunstyrelsen", None, ("125-1212/2015",)),
        ("small", "Kommunstyrelsen", dt.date(2023, 5, 9), ("KS 2022/00318", "KS 2023/00101")),
        ("district", "Farsta stadsdelsnämnd", dt.date(2008, 4, 17), ("504-112/2008",)),
        ("letter", "Miljö- och hälsoskyddsnämnden", dt.date(2021, 11, 8), ("2021-14432",)),
        ("motion", "Kommunfullmäktige", dt.date(2024, 3, 12), ()),
    ],
)
def test_board_day_and_numbers_are_read_from_the_head(template: str, board: str, date: dt.date | None, dnr: tuple[str, ...]) -> None:
    document = read(printed(template)).document
    assert (document.board, document.date, document.dnr) == (board, date, dnr)


@pytest.mark.parametrize(
    ("template", "title"),
    [
        ("goteborg", "Protokoll Kommunstyrelsen 2024-03-20"),
        ("uppsala", "Svar på motion om fler cykelgator från Lovisa Torn (MP)"),
        ("utlatande", "Fler sommarlovsaktiviteter i ytterstaden"),
        ("letter", "Minskad ljusförorening vid sjöar. Svar på remiss av motion (2021:27) av Filip Ros (MP)"),
        ("motion", "Ge skolbiblioteken en bibliotekarie"),
    ],
)
def test_titles_are_those_of_the_matter(template: str, title: str) -> None:
    assert read(printed(template)).document.title == title


def test_people_have_their_party_as_it_is_called_today() -> None:
    people = read(printed("district")).document.people
    assert Person("Anders Rask", "L") in people
    assert Person("Peter Lind", "M") in people


def test_people_of_attendance_lists_are_read_behind_a_comma() -> None:
    assert Person("Nils-Erik Öst", "C") in read(printed("small")).document.people


def test_those_who_sign_a_motion_have_the_party_that_they_sign_for() -> None:
    document = read(printed("motion")).document
    assert document.people == (Person("Ingrid Sand", "V"), Person("Tor Hellberg", "V"))
    assert document.parties == ("V",)


def test_motion_numbers_need_the_word_motion() -> None:
    assert read(printed("letter")).document.motions == ("2021:27",)
    assert read("Beslut\nEnligt SFS 2018:1138 och 2019:14 gäller följande.").document.motions == ()


def test_the_municipality_follows_from_the_text_or_a_setting() -> None:
    assert read(printed("malmo")).document.municipality == "Malmö"
    assert read(printed("district")).document.municipality == "Stockholm"
    assert read(printed("small")).document.municipality is None
    assert read(printed("small"), municipality="Ljungby").document.municipality == "Ljungby"


def test_what_the_sidecar_says_overrides_what_was_read() -> None:
    sidecar = Sidecar(
        title="Annan titel", board="SN", date=dt.date(2020, 1, 2), dnr=("SN 2020/1",), parties=("FP",), topics=("Bostäder",), kind="bilaga"
    )
    document = read(printed("letter"), sidecar=sidecar).document
    assert (document.title, document.board, document.date) == ("Annan titel", "Socialnämnden", dt.date(2020, 1, 2))
    assert (document.dnr, document.parties, document.topics, document.kind) == (("SN 2020/1",), ("L",), ("Bostäder",), "bilaga")
    assert {p.where for p in document.provenance if p.field in {"title", "board", "date", "dnr"}} == {"sidecar"}


def test_each_value_tells_where_it_was_read_and_how_sure_it_is() -> None:
    read_document = read(printed("letter"))
    provenance = {p.field: p for p in read_document.document.provenance}
    assert set(provenance) >= {"title", "board", "date", "dnr", "motions"}
    assert all(0.0 < p.confidence <= 1.0 for p in provenance.values())
    ids = {p.id for p in read_document.paragraphs}
    assert provenance["motions"].where in ids | {"text", "heading"}


def test_nothing_is_guessed_where_nothing_is_said() -> None:
    document = read("Lekplatsen i parken ska rustas under våren. Gungorna byts ut.").document
    assert (document.board, document.date, document.dnr, document.people) == (None, None, (), ())


def test_the_day_of_minutes_is_taken_from_the_file_name_where_the_text_has_none() -> None:
    text = "Socialnämnden\nProtokoll\n\n§ 4\nBudget\n\nBeslut\nBudgeten godkänns.\n"
    document = read(text, source="socialnamnden/protokoll_20240201.txt").document
    assert document.date == dt.date(2024, 2, 1)
    assert {p.where for p in document.provenance if p.field == "date"} == {"file name"}


def test_a_day_in_the_folder_of_an_attachment_is_not_its_own() -> None:
    assert (
        read(
            "Motion om lekplatser\nVi föreslår att kommunfullmäktige beslutar att rusta dem.", source="ks/2026-06-01/motion.txt"
        ).document.date
        is None
    )


def test_a_table_of_many_boards_does_not_say_whose_the_paper_is() -> None:
    text = "Månadsuppföljning\n\nMiljoner kronor   2026\nSocialnämnden   0,8   0,8\nTekniska nämnden   75,7   75,7\n"
    assert read(text, source="kommunstyrelsen/2026-06-01/manadsuppfoljning.txt").document.board == "Kommunstyrelsen"
