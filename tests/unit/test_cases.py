"""What documents tell of a matter becomes steps, and the records of several documents one case with its outcome."""

from __future__ import annotations

import datetime as dt

import pytest

from council.casebook import case_ids, join
from council.model import Case, CaseRecord, Motion, Person, Stance, Step
from indexer.case_keys import motion_keys, title_words
from indexer.stances import decided_stance, find_stance
from tests.unit.minutes import printed, read

COUNCIL, TECHNICAL, LETTER, BOARD = (printed(f"way_{name}") for name in ("council", "technical", "letter", "board"))


def joined(*texts: str) -> list[Case]:
    return join(record for number, text in enumerate(texts) for record in read(text, source=f"prov/{number}.txt").cases)


def test_the_way_of_a_motion_is_one_case_over_four_documents() -> None:
    (case,) = joined(COUNCIL, TECHNICAL, LETTER, BOARD)
    assert [(s.kind, s.board, s.date and s.date.isoformat(), s.stance) for s in case.steps] == [
        ("motion", "Kommunfullmäktige", "2025-09-24", None),
        ("referral", "Kommunfullmäktige", "2025-09-24", None),
        ("administration_opinion", "Tekniska nämnden", "2025-11-27", "yttrande"),
        ("committee", "Tekniska nämndens arbetsutskott", "2025-12-08", "anser besvarad"),
        ("board_opinion", "Tekniska nämnden", "2025-12-15", "avstyrker"),
        ("reservation", "Tekniska nämnden", "2025-12-15", None),
        ("administration_opinion", "Kommunstyrelsen", "2026-05-11", "avslag"),
        ("committee", "Kommunstyrelsens arbetsutskott", "2026-05-20", "avslag"),
        ("proposal_to_council", "Kommunstyrelsen", "2026-06-01", "avslag"),
    ]


def test_a_case_knows_its_numbers_its_movers_and_that_the_council_has_not_decided() -> None:
    (case,) = joined(COUNCIL, TECHNICAL, LETTER, BOARD)
    assert case.dnr == ("2025.446 KS", "2025.242 TEN")
    assert case.origin == "motion"
    assert case.motion is not None
    assert case.motion.movers == (Person("Amanda Ask", "MP"),)
    assert (case.outcome, case.final) == ("avslag", False)
    assert case.title.startswith("Svar på motion om laddstationer")


def test_an_act_that_several_documents_tell_of_is_one_step_from_its_own_document() -> None:
    (case,) = joined(LETTER, BOARD)
    opinions = [s for s in case.steps if s.kind == "administration_opinion"]
    assert [(s.body, s.source) for s in opinions] == [("Kommunledningskontoret", "prov/0.txt")]
    assert opinions[0].text == "Motionen avslås i sin helhet."


def test_dissent_has_its_parties_and_persons() -> None:
    (case,) = joined(TECHNICAL)
    (reservation,) = [s for s in case.steps if s.kind == "reservation"]
    assert (reservation.parties, reservation.persons) == (("V",), ("Anton Karl",))


def test_the_order_in_which_documents_are_read_changes_nothing() -> None:
    first, second = joined(COUNCIL, TECHNICAL, LETTER, BOARD), joined(BOARD, LETTER, TECHNICAL, COUNCIL)
    assert [c.id for c in first] == [c.id for c in second]
    assert [(s.kind, s.board, s.date, s.stance) for s in first[0].steps] == [(s.kind, s.board, s.date, s.stance) for s in second[0].steps]


def test_a_link_by_any_of_its_numbers_leads_to_the_case() -> None:
    (case,) = joined(COUNCIL, TECHNICAL)
    assert set(case_ids(case)) == {"2025-446-ks", "2025-242-ten"}


def test_a_summary_of_answers_gives_each_body_its_step_and_says_what_is_missing() -> None:
    (case,) = join(read(printed("utlatande")).cases)
    answers = [(s.kind, s.board, s.stance) for s in case.steps if s.kind in {"board_opinion", "administration_opinion"}]
    assert answers == [
        ("administration_opinion", "Kulturnämnden", "yttrande"),
        ("administration_opinion", "Farsta stadsdelsnämnd", "yttrande"),
        ("administration_opinion", "Kommunstyrelsen", "anser besvarad"),
        ("board_opinion", "Kulturnämnden", "yttrande"),
        ("board_opinion", "Farsta stadsdelsnämnd", "tillstyrker"),
    ]
    assert case.missing == ("Älvsjö stadsdelsnämnd",)
    assert (case.outcome, case.final) == ("anser besvarad", False)
    assert case.motion == Motion("2015:61", None, (Person("Cecilia Rudberg", "L"),))


def test_a_pointer_and_the_statement_it_points_at_are_one_reservation() -> None:
    (case,) = join(read(printed("utlatande")).cases)
    (reservation,) = [s for s in case.steps if s.kind == "reservation"]
    assert "befintliga medel räcker" in reservation.text


def record(dnr: str, *keys: str, municipality: str | None = None, title: str = "") -> CaseRecord:
    return CaseRecord(keys=(f"dnr:{dnr}", *keys), dnr=(dnr,), title=title, municipality=municipality)


def test_one_number_with_two_suffixes_is_two_cases() -> None:
    rows = [
        CaseRecord(keys=("dnr:2026-131-bun",), dnr=("2026.131 BUN",)),
        CaseRecord(keys=("dnr:2026-131-ten",), dnr=("2026.131 TEN",)),
    ]
    assert len(join(rows)) == 2


def test_two_numbers_of_one_registering_body_never_join() -> None:
    rows = [
        CaseRecord(keys=("dnr:2025-1-ks", "act:kf:2025-01-01:5"), dnr=("2025.1 KS",)),
        CaseRecord(keys=("dnr:2026-2-ks", "act:kf:2025-01-01:5"), dnr=("2026.2 KS",)),
    ]
    assert len(join(rows)) == 2


def test_one_number_in_two_municipalities_is_two_cases() -> None:
    rows = [CaseRecord(keys=("dnr:2026-1-ks",), dnr=("KS 2026/1",), municipality=place) for place in ("Ale", "Boden")]
    assert [c.id for c in join(rows)] == ["ale-ks-2026-1", "boden-ks-2026-1"]


def test_a_motion_without_a_number_meets_its_answer_by_title_and_mover() -> None:
    movers = (Person("Irene Jonsson", "S"),)
    motion = set(motion_keys("Motion om stöd till föreningar som nattvandrar i Alingsås", movers))
    answer = set(motion_keys("Svar på motion gällande stöd till föreningar som nattvandrar - Irene Jonsson (S) med flera", movers))
    other = set(motion_keys("Motion om fler bänkar vid hållplatserna", movers))
    assert motion & answer
    assert not motion & other
    assert "svar" not in title_words("Svar på motion om bänkar")


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Motionen avslås i sin helhet.", "avslag"),
        ("Motionen bifalls.", "bifall"),
        ("Motionen bifalls delvis.", "delvis bifall"),
        ("Motionen anses vara besvarad.", "anser besvarad"),
        ("att besvara motionen med hänvisning till ärendets beredning", "anser besvarad"),
        ("Remissen besvaras med förvaltningens tjänsteutlåtande.", "besvarad"),
        ("Nämnden tillstyrker motionen.", "tillstyrker"),
        ("Motionen avstyrks.", "avstyrker"),
        ("Ärendet återremitteras till tekniska nämnden.", "återremiss"),
        ("Planhandlingarna godkänns.", "godkänner"),
        ("Cykelplan för kommunen antas.", "godkänner"),
        ("Nämnden överlämnar förvaltningens tjänsteutlåtande till kommunstyrelsen som svar på remissen.", "yttrande"),
        ("Nämnden godkänner förvaltningens tjänsteutlåtande och överlämnar det som svar på remissen.", "godkänner"),
        ("Kommunledningskontoret anser att motionen inte bör bifallas.", "avslag"),
        ("Mötet ajourneras.", None),
    ],
)
def test_stances_are_read_from_the_words_of_decisions(text: str, stance: Stance | None) -> None:
    assert find_stance(text) == stance


def test_the_councils_own_answer_is_besvarad() -> None:
    assert find_stance("Motionen anses besvarad.", final=True) == "besvarad"


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Ärendet hänskjuts till kommunstyrelsen.", None),
        ("Chefen ges i uppdrag att underteckna avtalet.", "godkänner"),
        ("Informationen noteras.", None),
    ],
)
def test_a_decision_that_says_no_other_word_does_as_was_proposed(text: str, stance: Stance | None) -> None:
    assert decided_stance(text) == stance


def test_steps_without_a_day_do_not_lead_the_way() -> None:
    steps = (
        Step("committee", None, "Borgarrådsberedningen", stance="tillstyrker"),
        Step("board_opinion", dt.date(2020, 9, 1), "Socialnämnden"),
    )
    (case,) = join([CaseRecord(keys=("dnr:2019-1-ks",), dnr=("KS 2019/1",), steps=steps)])
    assert [s.kind for s in case.steps] == ["board_opinion", "committee"]
