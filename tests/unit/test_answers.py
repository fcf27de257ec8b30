"""A question about a case is answered from all of its documents: the board that is asked for first, its reasons, and not the receipt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from council.model import CaseRecord, DocumentKind, Paragraph, ReadDocument, Step, Voice
from search_api.results import PassageHit, SearchRequest
from search_api.service import SearchService
from tests.small_index import FARSTA, TEKNISKA, document, paragraph, service_over

KS = "Kommunstyrelsen"
TITLE = "Svar på motion om laddstolpar för elcyklar"
KEYS = ("dnr:2025-446-ks", "motion:exempel:laddstolpar")

DEMANDS = "Motionären föreslår att laddstolpar för elcyklar byggs vid varje station."
RECEIPT = "Kommunfullmäktige lämnade motionen om laddstolpar för elcyklar till tekniska nämnden."
REFUSED = "Nämnden avstyrker förslaget."
BECAUSE = "Behovet är lågt eftersom batterierna laddas hemma, och förvaltningen bedömer att platserna inte skulle användas."
REPORTED = "Tekniska nämnden avstyrkte förslaget den 15 december."
OURS = "Kontoret bedömer att stöldrisken är för hög och att medlen behövs till cykelvägar."
ENDED = "Motionen avslås."
AGAINST = "Vänsterpartiet reserverar sig till förmån för bifall."
OPPOSED = "Alva Exempel (M) föreslår att motionen avslås."
MEASURED = "Räddningsexempel ser att stolparna kan stå för nära husens väggar och bedömer att avstånden behövs i förslaget."
SENT_ON = "Frågan om vinterbad lämnas till förvaltningen."
NEXT_MATTER = "Nämnden anser att plogningen ska förbättras eftersom många halkar."


def step(kind: str, source: str, number: int, board: str, stance: str | None = None, ref: str | None = None, **more: object) -> Step:
    return Step(kind, None, board, None, ref, stance, document_id=f"prov-{source}", paragraph_id=f"prov-{source}-{number:08x}", **more)  # type: ignore[arg-type]  # words of the domain


def told(read: ReadDocument, *steps: Step) -> ReadDocument:
    return ReadDocument(read.document, read.paragraphs, (CaseRecord(KEYS, TITLE, ("KS 2025/446",), "motion", steps=steps),))


def letter(source: str, board: str, *paragraphs: Paragraph, kind: DocumentKind = "protokollsutdrag") -> ReadDocument:
    return document(source, *paragraphs, kind=kind, board=board, title=TITLE, date=dt.date(2026, 1, 12))


def said(source: str, number: int, text: str, section: str, role: str, board: str, **more: object) -> Paragraph:
    return paragraph(f"prov-{source}", number, text, section_kind=section, voice=Voice(role, board), board=board, **more)  # type: ignore[arg-type]  # words of the domain


def matter() -> list[ReadDocument]:
    """One motion: the motion itself, the technical board's extract, and the executive's minutes, which hold another matter, too."""
    motion = letter("motion", "Kommunfullmäktige", said("motion", 0, DEMANDS, "motion_text", "mover", "Kommunfullmäktige"), kind="motion")
    extract = letter(
        "ten",
        TEKNISKA,
        said("ten", 0, RECEIPT, "matter", "board", TEKNISKA),
        said("ten", 1, BECAUSE, "preparation", "administration", TEKNISKA),
        said("ten", 2, REFUSED, "decision", "board", TEKNISKA),
        paragraph("prov-ten", 4, OPPOSED, section_kind="proposal", voice=Voice("party", TEKNISKA, ("M",), "Alva Exempel"), board=TEKNISKA),
        paragraph("prov-ten", 3, AGAINST, section_kind="reservation", voice=Voice("party", TEKNISKA, ("V",)), board=TEKNISKA),
    )
    minutes = document(
        "ks",
        said("ks", 0, RECEIPT, "matter", "board", KS, case="§ 103"),
        said("ks", 1, REPORTED, "matter", "board", TEKNISKA, case="§ 103"),
        said("ks", 2, OURS, "preparation", "administration", KS, case="§ 103"),
        said("ks", 3, ENDED, "decision", "board", KS, case="§ 103"),
        said("ks", 4, NEXT_MATTER, "preparation", "board", KS, case="§ 104"),
        board=KS,
        date=dt.date(2026, 1, 26),
    )
    other = CaseRecord(("dnr:2025-9-ks",), "Plogning", ("KS 2025/9",), steps=(step("decision", "ks", 4, KS, "bifall", "§ 104"),))
    minutes = told(
        minutes,
        step("referral", "ks", 0, "Kommunfullmäktige"),
        step("board_opinion", "ks", 1, TEKNISKA, "avstyrker"),
        step("proposal_to_council", "ks", 3, KS, "avslag", "§ 103"),
    )
    return [
        told(motion, step("motion", "motion", 0, "Kommunfullmäktige")),
        told(
            extract,
            step("referral", "ten", 0, "Kommunfullmäktige"),
            step("board_opinion", "ten", 2, TEKNISKA, "avstyrker", "§ 65"),
            step("reservation", "ten", 3, TEKNISKA, parties=("V",)),
        ),
        ReadDocument(minutes.document, minutes.paragraphs, (*minutes.cases, other)),
        document("farsta", "Farsta bygger cykelvägar och laddstolpar i parken.", board=FARSTA, kind="tjänsteutlåtande"),
    ]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    return service_over(tmp_path_factory.mktemp("arenden"), matter())


def answers(service: SearchService, q: str, **request: object) -> list[PassageHit]:
    page = service.search(SearchRequest(q=q, group="paragraph", size=50, **request))  # type: ignore[arg-type]  # a request's fields
    return [hit.passages[0] for hit in page.hits]


def texts(service: SearchService, q: str, **request: object) -> list[str]:
    return [passage.text for passage in answers(service, q, **request)]


def test_the_board_that_is_asked_for_answers_first_from_every_document_that_tells_of_it(service: SearchService):
    first = texts(service, "hur svarade tekniska nämnden på motionen om laddstolpar för elcyklar?")
    assert set(first[:3]) == {REFUSED, BECAUSE, REPORTED}
    assert min(first.index(RECEIPT), first.index(DEMANDS)) >= 3


def test_a_question_why_has_the_reasons_before_the_act(service: SearchService):
    first = texts(service, "varför avslogs motionen om laddstolpar för elcyklar")
    assert first.index(OURS) < first.index(ENDED) < first.index(RECEIPT)


def test_a_question_why_it_was_sent_back_has_the_act_before_reasons_of_the_answer(tmp_path: Path):
    sent_back = "Ärendet återremitteras för att stölderna ska räknas."
    extract = letter(
        "ater",
        KS,
        said("ater", 0, "Kontoret bedömer att laddstolpar för elcyklar behövs eftersom många frågar efter laddstolpar.", "preparation",
             "administration", KS),
        said("ater", 1, sent_back, "decision", "board", KS),
    )  # fmt: skip
    record = CaseRecord(KEYS, TITLE, ("KS 2025/446",), "motion", steps=(step("decision", "ater", 1, KS, "återremiss"),))
    small = service_over(tmp_path, [ReadDocument(extract.document, extract.paragraphs, (record,))])
    assert texts(small, "varför återremitterades ärendet om laddstolpar för elcyklar")[0] == sent_back


def test_an_office_that_is_asked_for_answers_in_its_own_words(service: SearchService):
    assert texts(service, "varför vill kommunledningskontoret avslå motionen om laddstolpar för elcyklar")[0] == OURS


def test_a_party_that_is_asked_for_is_heard_where_it_dissents(service: SearchService):
    assert texts(service, "vad tycker Vänsterpartiet om laddstolpar för elcyklar")[0] == AGAINST
    assert texts(service, "vilka reserverade sig mot motionen om laddstolpar för elcyklar")[0] == AGAINST


def test_a_person_that_is_asked_for_is_heard_before_others(service: SearchService):
    assert texts(service, "vad tycker Alva Exempel om laddstolpar för elcyklar")[0] == OPPOSED


def with_letter() -> list[ReadDocument]:
    """The motion, and a letter that bears its number but tells no step of it: what others thought of the proposal."""
    office, body = Voice("administration", KS), Voice("external")
    comment = "Kontoret delar synpunkten och bedömer att avstånden ryms i förslaget om laddstolpar för elcyklar."
    said_there = (
        paragraph("prov-brev", 0, comment, case="KS 2025/446", voice=office, section_kind="other", headings=("Samråd", "Kommentar")),
        paragraph("prov-brev", 1, MEASURED, case="KS 2025/446", voice=body, section_kind="other", headings=("Samråd", "Räddningsexempel")),
    )
    return [*matter(), document("brev", *said_there, kind="övrigt", dnr=("KS 2025/446",))]


def test_the_decision_comes_before_the_offices_proposal_in_the_same_words(tmp_path: Path):
    words = "Planen för laddstolpar antas."
    report = letter("brev", KS, said("brev", 0, words, "proposal", "administration", KS), kind="tjänsteskrivelse")
    extract = letter("beslut", KS, said("beslut", 0, words, "decision", "board", KS))
    both = [
        told(report, step("administration_opinion", "brev", 0, KS, "tillstyrker")),
        told(extract, step("decision", "beslut", 0, KS, "bifall")),
    ]
    first, second = answers(service_over(tmp_path, both), "vad beslutade kommunstyrelsen om laddstolpar")[:2]
    assert (first.section_kind, second.section_kind) == ("decision", "proposal")


def test_a_body_that_is_no_board_is_heard_in_a_letter_that_only_bears_the_number(tmp_path: Path):
    small = service_over(tmp_path, with_letter())
    first = answers(small, "vad tyckte Räddningsexempel om laddstolpar för elcyklar")[0]
    assert (first.text, first.why[-1]) == (MEASURED, "case")


def test_a_name_that_the_case_does_not_know_changes_nothing_in_it(service: SearchService):
    named, unnamed = (texts(service, f"hur svarade {who} på motionen om laddstolpar för elcyklar") for who in ("Okändexempel", "man"))
    assert named[:4] == unnamed[:4]


def test_of_a_matter_that_no_one_has_answered_it_is_told_that_it_was_sent_on(tmp_path: Path):
    extract = letter(
        "bad",
        KS,
        said("bad", 0, "I ärendet föreslås att kommunen ordnar vinterbad.", "matter", "mover", KS),
        said("bad", 1, SENT_ON, "decision", "board", KS),
    )
    record = CaseRecord(("dnr:2026-1-ks",), "Vinterbad", ("KS 2026/1",), "motion", steps=(step("referral", "bad", 1, KS),))
    small = service_over(tmp_path, [ReadDocument(extract.document, extract.paragraphs, (record,))])
    assert texts(small, "vad beslutade kommunstyrelsen om vinterbad")[0] == SENT_ON


def test_what_a_motion_wants_stands_in_the_motion(service: SearchService):
    assert texts(service, "vad föreslås i motionen om laddstolpar för elcyklar")[0] == DEMANDS


def test_who_moved_a_motion_is_told_where_it_came_in_and_in_the_motion(service: SearchService):
    first = texts(service, "vem lämnade in motionen om laddstolpar för elcyklar")
    assert set(first[:3]) == {RECEIPT, DEMANDS}


def test_answers_say_that_they_answer_in_the_case_and_count_in_the_totals(service: SearchService):
    q = "hur svarade tekniska nämnden på motionen om laddstolpar för elcyklar?"
    by_text = {passage.text: passage for passage in answers(service, q)}
    page = service.search(SearchRequest(q=q, group="paragraph", size=50))
    assert by_text[REFUSED].why[-1] == "case"
    assert page.total.paragraphs == len(by_text) + 1  # the receipt stands in two documents
    assert service.count(SearchRequest(q=q)).paragraphs == page.total.paragraphs
    assert sum(value.count for value in page.facets["kind"]) == page.total.paragraphs


def test_the_next_matter_of_the_minutes_is_left_out(service: SearchService):
    assert NEXT_MATTER not in texts(service, "hur svarade tekniska nämnden på motionen om laddstolpar för elcyklar?", mode="hybrid")[:5]


def test_filters_and_minus_words_hold_for_answers_too(service: SearchService):
    q = "hur svarade tekniska nämnden på motionen om laddstolpar för elcyklar?"
    assert {passage.board for passage in answers(service, q, board=(KS,))} <= {KS, TEKNISKA}
    assert REFUSED not in texts(service, q, board=(KS,))
    assert BECAUSE not in texts(service, f"{q} -batterier")


def test_by_words_alone_nothing_comes_in_that_does_not_hold_them(service: SearchService):
    assert REFUSED not in texts(service, "hur svarade tekniska nämnden på motionen om laddstolpar för elcyklar?", mode="keyword")


def test_the_reading_is_a_chip_and_can_be_taken_away(service: SearchService):
    q = "varför avslogs motionen om laddstolpar för elcyklar"
    (chip,) = service.search(SearchRequest(q=q)).query.filters
    left = q.removeprefix(chip.typed or "").strip()
    assert (chip.field, chip.label) == ("question", "skälen först")
    assert left == "laddstolpar för elcyklar"
    assert not service.search(SearchRequest(q=left)).query.filters
    assert not service.search(SearchRequest(q=q, literal=True)).query.filters


def test_a_question_about_no_case_is_answered_as_before(tmp_path: Path):
    alone = service_over(tmp_path, [document("farsta", "Farsta bygger laddstolpar i parken.", board=FARSTA)])
    assert texts(alone, "hur svarade nämnden på frågan om laddstolpar") == ["Farsta bygger laddstolpar i parken."]


def test_a_paragraph_that_states_the_number_comes_before_those_that_only_belong_to_its_case(tmp_path: Path):
    numbered = {"case": "KS 2019/77", "section_kind": "matter"}
    texts_of_case = [
        "Trygghetsvandringar genomförs varje höst.",
        "Kommunstyrelsen remitterade ärendet under KS 2019/77.",
        "Nämnden tackar.",
    ]
    paragraphs = [paragraph("prov-remiss", n, text, **numbered) for n, text in enumerate(texts_of_case)]
    small = service_over(tmp_path, [document("remiss", *paragraphs, kind="tjänsteutlåtande", dnr=("KS 2019/77",))])
    assert texts(small, "KS 2019-77")[0] == texts_of_case[1]


def test_the_number_of_a_motion_finds_the_whole_letter_about_it_and_first_what_states_it(tmp_path: Path):
    said_there = ["Förvaltningen ser positivt på bad.", "Ärendet gäller motion 2019:14 om bad.", "Nämnden tackar."]
    paragraphs = [paragraph("prov-svar", n, text, section_kind="other") for n, text in enumerate(said_there)]
    letter_of_one = document("svar", *paragraphs, kind="tjänsteutlåtande", motions=("2019:14",))
    minutes = document("moten", "Två motioner kom in.", kind="protokoll", motions=("2019:14", "2019:15"))
    found = texts(service_over(tmp_path, [letter_of_one, minutes]), "motion 2019:14")
    assert found[0] == said_there[1]
    assert set(said_there) <= set(found)


def test_documents_are_ranked_by_their_answers_too(service: SearchService):
    page = service.search(SearchRequest(q="hur svarade tekniska nämnden på motionen om laddstolpar för elcyklar?"))
    best = page.hits[0]
    assert best.document.source in {"ten.txt", "ks.txt"}
    assert best.passages[0].text in {REFUSED, BECAUSE, REPORTED}


def test_who_holds_a_post_is_answered_by_the_attendance_of_that_board(tmp_path: Path):
    def present(source: str, board: str, name: str) -> ReadDocument:
        listed = f"Protokoll {board}. Närvarande, beslutande: {name} (C), ordförande"
        return letter(source, board, said(source, 0, listed, "attendance", "none", board), kind="protokoll")

    asked_of = letter(
        "ten", TEKNISKA, said("ten", 0, "Ordförande i tekniska nämnden ställer proposition.", "decision_process", "board", TEKNISKA)
    )
    lists = present("narvaro-ten", TEKNISKA, "Alva Exempel"), present("narvaro-ks", KS, "Bo Exempel")
    question = "vem är ordförande i tekniska nämnden"
    assert "Alva Exempel" in texts(service_over(tmp_path, [asked_of, *lists]), question)[0]
