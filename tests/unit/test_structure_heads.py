"""Heads, §§ and acts as other municipalities print them: senders, stamps, folders, titles on the next line, steps told in passing."""

from __future__ import annotations

import datetime as dt

import pytest

from council.bodies import Mention
from council.model import Document, ReadDocument
from indexer.acts import find_act
from indexer.stances import find_stance
from tests.unit.minutes import read

ANSWER = """Remissvar
2023-05-16
Till: Kommunstyrelsen
Vårt diarienummer: MHN 2023/114

Yttrande över motion om bullerskydd längs Ringvägen

Nämnden har fått motionen för yttrande. Den föreslår att ett bullerskydd byggs längs Ringvägen och att hastigheten sänks.

Nämndens ställningstagande

Miljö- och hälsoskyddsnämnden tillstyrker att bullret mäts om men avstyrker att hastigheten sänks innan mätningen är klar.

För miljö- och hälsoskyddsnämnden

Frida Almlöf (C)
ordförande
"""

MINUTES = """Protokoll fört vid sammanträde med omsorgsnämnden 2022-11-08
Plats och tid: Stadshuset, kl. 13.00–15.10
Beslutande: Ola Brink (S), ordförande, Disa Hult (M)

§ 81
Information
Beslut
Informationen noteras till protokollet.

§ 82
Dnr ON 2022/77
Taxa för trygghetslarm 2023
Beslut
Kommunstyrelsen föreslås godkänna taxan för trygghetslarm 2023 enligt bilaga.

§ 83 Val av ledamot
Beslut
Disa Hult (M) väljs till ledamot i nämndens presidium.
"""


def document(text: str, source: str = "prov/dokument.txt") -> Document:
    return read(text, source).document


def test_a_board_that_answers_a_remiss_is_whose_document_it_is_and_speaks_in_it() -> None:
    answer = read(ANSWER)
    assert (answer.document.kind, answer.document.board) == ("remissvar", "Miljö- och hälsoskyddsnämnden")
    said = next(p for p in answer.paragraphs if "avstyrker" in p.text)
    assert (said.voice.role, said.voice.board) == ("board", "Miljö- och hälsoskyddsnämnden")


def test_what_a_board_answers_is_its_opinion() -> None:
    steps = [s for record in read(ANSWER).cases for s in record.steps if s.kind == "board_opinion"]
    assert [(s.board, s.stance) for s in steps] == [("Miljö- och hälsoskyddsnämnden", "delvis bifall")]


def test_the_title_block_of_minutes_names_the_board() -> None:
    assert document(MINUTES).board == "Omsorgsnämnden"


def test_titles_on_the_next_lines_belong_to_their_paragraph() -> None:
    agenda = [(item.ref, item.title) for item in document(MINUTES).agenda]
    assert agenda == [("§ 81", "Information"), ("§ 82", "Taxa för trygghetslarm 2023"), ("§ 83", "Val av ledamot")]


def test_numbers_on_a_line_of_their_own_are_those_of_the_paragraph() -> None:
    assert document(MINUTES).dnr == ("ON 2022/77",)


def test_the_stamp_of_a_received_letter_tells_board_and_day() -> None:
    letter = "Önskemål om fler bänkar\n\nInkom till tekniska nämnden 2019-08-14\n\nVi önskar fler bänkar längs vägen till affären.\n"
    assert (document(letter).board, document(letter).date) == ("Tekniska nämnden", dt.date(2019, 8, 14))


def test_a_folder_tells_board_and_day_where_the_text_is_silent() -> None:
    said = read(
        "Synpunkter på lekparken\n\nGungorna har varit trasiga sedan i våras och sanden behöver bytas.\n",
        "miljonamnden/2018-01-23/brev.txt",
    )
    assert (said.document.board, said.document.date) == ("Miljönämnden", dt.date(2018, 1, 23))
    sure = {p.field: p.confidence for p in said.document.provenance if p.where == "folder"}
    assert max(sure["board"], sure["date"]) < 0.6


def test_a_folder_does_not_date_a_motion() -> None:
    motion = "Motion om fler cykelställ\n\nJag föreslår kommunfullmäktige att fler sätts upp.\n\nIda Mo (S)\n"
    assert document(motion, "kommunstyrelsen/2018-01-23/motion.txt").date is None


def test_an_interpellation_is_put_in_the_council() -> None:
    text = "Interpellation om bussarna\n\nTill fritidsnämndens ordförande Ivar Rask (S)\n\nVad gör du åt bussarna?\n\nLo Ek (M)\n"
    assert document(text).board == "Kommunfullmäktige"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Tid: torsdagen den 6 februari 2025 kl. 17.30", dt.date(2025, 2, 6)),
        ("Plats och tid: Kommunhuset, onsdag 5 mars 2025, kl. 9.00", dt.date(2025, 3, 5)),
        ("Ledamöterna kallas till sammanträde den 12 maj 2024", dt.date(2024, 5, 12)),
    ],
)
def test_a_summons_is_of_the_day_to_which_it_calls(head: str, day: dt.date) -> None:
    summons = f"Kallelse till socialnämnden\n\n{head}\n\nÄrenden\n\n1. Upprop\n2. Riktlinjer för färdtjänst, dnr SN 2025/12\n"
    said = document(summons)
    assert (said.kind, said.board, said.date, said.dnr) == ("kallelse", "Socialnämnden", day, ("SN 2025/12",))


def test_the_letterhead_and_the_matters_paragraph_are_no_title() -> None:
    text = (
        "Byggnadsnämnden, Hallsta kommun\n2020-10-05\n§ 44 Bygglov för höghus\n\nReservation mot beslut om bygglov för höghus\n\n"
        "Vi reserverar oss mot nämndens beslut eftersom huset skymmer utsikten för grannarna.\n\nEster Lind (KD)\n"
    )
    said = document(text)
    assert (said.title, said.board) == ("Reservation mot beslut om bygglov för höghus", "Byggnadsnämnden")


def test_the_number_of_what_a_letter_answers_is_not_its_title() -> None:
    letter = read(
        "Remiss av Motion om fler lekplatser vid vattnet\n\nSvar på remiss från kommunstyrelsen, Dnr KS 2021/88\n\n"
        "Förvaltningens förslag till beslut\n\nSocialnämnden godkänner förvaltningens tjänsteutlåtande som svar på remissen.\n\n"
        "Sammanfattning\n\nKommunstyrelsen har remitterat en motion om fler lekplatser vid vattnet till socialnämnden.\n"
    )
    assert letter.document.title == "Remiss av Motion om fler lekplatser vid vattnet"
    assert any(paragraph.text.startswith("Svar på remiss") for paragraph in letter.paragraphs)


def named(mention: Mention) -> str | None:
    return "Byggnadsnämndens arbetsutskott" if mention.name == "Arbetsutskottet" else mention.name


@pytest.mark.parametrize(
    ("sentence", "kind", "body", "ref", "stance"),
    [
        ("Kommunfullmäktige remitterade motionen till nämnden den 3 mars 2019, § 21.", "referral", "Kommunfullmäktige", "§ 21", None),
        ("Kommunfullmäktige remitterade motionen den 3 mars 2019, § 21.", "referral", "Kommunfullmäktige", "§ 21", None),
        ("Motionen remitterades av kommunfullmäktige den 3 mars 2019, § 21.", "referral", "Kommunfullmäktige", "§ 21", None),
        ("Ida Mo (S) har till kommunfullmäktige den 3 mars 2019, § 21, lämnat en motion.", "referral", "Kommunfullmäktige", "§ 21", None),
        ("Arbetsutskottet den 3 mars 2019, § 21.", "committee", "Byggnadsnämndens arbetsutskott", "§ 21", None),
        (
            "Kommunstyrelsen föreslår den 3 mars 2019, § 21, att motionen bifalls delvis.",
            "proposal_to_council", "Kommunstyrelsen", "§ 21", "delvis bifall",
        ),
    ],
)  # fmt: skip
def test_acts_told_in_passing_are_steps(sentence: str, kind: str, body: str, ref: str, stance: str | None) -> None:
    act = find_act(sentence, named, dt.date(2020, 1, 1))
    assert act is not None
    assert (act.kind, act.body, act.date, act.ref, act.stance) == (kind, body, dt.date(2019, 3, 3), ref, stance)


def test_a_motion_lodged_without_a_paragraph_is_no_referral() -> None:
    assert find_act("Ida Mo (S) har till kommunfullmäktige den 3 mars 2019 lämnat en motion.", named, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "Motionen bifalls i de delar som gäller belysning.",
        "Motionen bifalls i den del som gäller belysning.",
        "Nämnden tillstyrker att belysningen byts men avstyrker att fler stolpar sätts upp.",
        "Nämnden tillstyrker motionen delvis.",
    ],
)
def test_part_of_a_motion_is_delvis_bifall(text: str) -> None:
    assert find_stance(text) == "delvis bifall"


def extract(decision: str) -> ReadDocument:
    return read(
        "Kommunfullmäktige\nSammanträdesprotokoll\n2021-09-27\n\n§ 90 Svar på motion om belysning från Ida Mo (S)\nDnr KS 2020/55\n"
        f"Beslut\n{decision}\n\nÄrendet\nIda Mo (S) har lämnat en motion om belysning i parken och om fler stolpar.\n"
    )


def test_two_points_that_part_a_motion_are_delvis_bifall() -> None:
    read_ = extract("1. Motionens första att-sats bifalls.\n2. Motionen avslås i övrigt.")
    assert [s.stance for r in read_.cases for s in r.steps if s.kind == "decision"] == ["delvis bifall"]


def test_a_demand_for_delay_that_falls_parts_no_motion() -> None:
    read_ = extract("1. Yrkandet om återremiss avslås.\n2. Motionen bifalls.")
    assert [s.stance for r in read_.cases for s in r.steps if s.kind == "decision"] == ["bifall"]


def test_the_number_of_whoever_asked_is_a_key_of_the_case_and_no_number_of_the_answer() -> None:
    answer = read(ANSWER.replace("MHN 2023/114\n", "MHN 2023/114\nErt diarienummer: KS 2023/9\n"))
    assert answer.document.dnr == ("MHN 2023/114",)
    assert {"dnr:2023-114-mhn", "dnr:2023-9-ks"} <= set(answer.cases[0].keys)


def test_those_who_sign_a_reservation_speak_in_it() -> None:
    text = (
        "Byggnadsnämnden\n2020-10-05\n\nReservation mot beslut om bygglov för höghus\n\n"
        "Vi reserverar oss mot nämndens beslut eftersom huset skymmer utsikten för grannarna.\n\nEster Lind (KD)\nIvar Rask (M)\n"
    )
    said = next(p for p in read(text).paragraphs if "skymmer" in p.text)
    assert (said.voice.role, set(said.voice.parties)) == ("party", {"KD", "M"})
