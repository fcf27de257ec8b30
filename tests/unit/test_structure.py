"""Documents of many templates are laid out under their headings: kinds of documents, sections, §§, sizes and ids."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.sizing import MOST_WORDS, split_long
from indexer.votes import find_votes
from tests.unit.minutes import holding, printed, read

TEMPLATES = ("goteborg", "malmo", "uppsala", "region", "utlatande", "small", "district", "letter", "motion")


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        ("goteborg", "protokoll"),
        ("malmo", "protokoll"),
        ("uppsala", "protokollsutdrag"),
        ("utlatande", "utlåtande"),
        ("small", "protokoll"),
        ("district", "protokoll"),
        ("letter", "tjänsteutlåtande"),
        ("motion", "motion"),
    ],
)
def test_each_template_is_known_for_what_it_is(template: str, kind: str) -> None:
    assert read(printed(template)).document.kind == kind


@pytest.mark.parametrize(
    ("template", "words", "kind"),
    [
        ("goteborg", "om laddplatser i Haga avstyrks", "decision"),
        ("goteborg", "Bordlagt den 6 mars 2024", "preparation"),
        ("goteborg", "yrkar att motionen ska tillstyrkas", "proposal"),
        ("goteborg", "ställer propositioner på yrkandena", "decision_process"),
        ("goteborg", "röstar Ja (7)", "vote"),
        ("goteborg", "reserverar sig mot beslutet", "reservation"),
        ("goteborg", "antecknar som yttrande", "special_statement"),
        ("goteborg", "1:e vice ordförande Olle Bromé", "attendance"),
        ("malmo", "plantera skuggande träd vid samtliga", "summary"),
        ("malmo", "att godkänna förslag till yttrande", "decision"),
        ("malmo", "lämnar ett särskilt yttrande", "special_statement"),
        ("malmo", "med hänvisning till eget yrkande", "reservation"),
        ("malmo", "Tjänsteskrivelse TN 231024", "attachment_list"),
        ("uppsala", "att besvara motionen", "decision"),
        ("uppsala", "göra om fyra innerstadsgator", "summary"),
        ("region", "En medborgare föreslår", "background"),
        ("region", "underlaget för nattbussar är för litet", "administration_view"),
        ("region", "Vi beklagar att resande", "special_statement"),
        ("utlatande", "Kommunstyrelsen föreslår att kommunfullmäktige beslutar", "proposal"),
        ("utlatande", "överlämna kulturförvaltningens tjänsteutlåtande", "decision"),
        ("utlatande", "kulturskolan erbjuder kurser", "administration_view"),
        ("utlatande", "befintliga medel räcker", "reservation"),
        ("district", "instämde i reservationen", "substitute_statement"),
        ("district", "lade fram ett gemensamt förslag", "proposal"),
        ("letter", "tillstyrker motionen och överlämnar", "proposal"),
        ("letter", "hur trygga kvinnor känner sig", "equality_analysis"),
        ("motion", "Skolbiblioteken är för många barn", "motion_text"),
    ],
)
def test_paragraphs_have_the_kind_of_their_section(template: str, words: str, kind: str) -> None:
    assert holding(read(printed(template)), words).section_kind == kind


@pytest.mark.parametrize(
    ("template", "refs"),
    [("goteborg", ["§ 211", "§ 212"]), ("malmo", ["§ 214"]), ("small", ["§ 77", "§ 78"]), ("district", ["§ 6", "§ 7"]), ("letter", [])],
)
def test_minutes_list_their_paragraphs_as_an_agenda(template: str, refs: list[str]) -> None:
    assert [item.ref for item in read(printed(template)).document.agenda] == refs


def test_an_agenda_has_titles_without_numbers() -> None:
    agenda = read(printed("goteborg")).document.agenda
    assert [item.title for item in agenda] == [
        "Motion av Hampus Lindell (M) om laddplatser i Haga",
        "Årsredovisning 2023 för Göteborgs Stad",
    ]


def test_paragraphs_of_minutes_know_their_matter_and_its_heading() -> None:
    paragraph = holding(read(printed("goteborg")), "godkänns och översänds")
    assert paragraph.case == "§ 212"
    assert paragraph.headings[0].startswith("§ 212 Årsredovisning 2023")
    assert paragraph.headings[-1] == "Beslut"


def test_a_contents_list_is_told_from_the_matters_it_lists() -> None:
    matters = ((1, "Budget"), (2, "Taxor"), (3, "Avtal"))
    body = "".join(f"§ {n}\n{title}\n\nBeslut\nFörslaget om {title.lower()} godkänns.\n\n" for n, title in matters)
    text = f"Socialnämnden\nProtokoll\n2024-02-01\n\n§ 1 Budget\n\n§ 2 Taxor\n\n§ 3 Avtal\n\n{body}"
    document = read(text)
    assert [(item.ref, item.title) for item in document.document.agenda] == [("§ 1", "Budget"), ("§ 2", "Taxor"), ("§ 3", "Avtal")]
    assert {p.section_kind for p in document.paragraphs if p.case is None} <= {"attendance", "toc"}
    assert holding(document, "Förslaget om taxor").case == "§ 2"


def test_a_list_of_other_boards_paragraphs_is_no_agenda() -> None:
    text = (
        "Tekniska nämnden\nProtokoll 2026-05-18\n\n§ 30\nDelegerade beslut\n\nBeslut\nRedovisningen läggs till handlingarna.\n\n"
        "§ 31\nMeddelanden\n\nÄrendebeskrivning\n§ 67 2026.142 KS Revidering av riktlinjer\n\n§ 63 2025.354 KS Rutin mot hot och våld\n"
    )
    assert [item.ref for item in read(text).document.agenda] == ["§ 30", "§ 31"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_paragraph_is_longer_than_its_bound(template: str) -> None:
    assert all(len(p.text.split()) <= MOST_WORDS for p in read(printed(template)).paragraphs)


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_word_of_a_document_is_lost(template: str) -> None:
    text = printed(template)
    document = read(text)
    kept = " ".join([*document.document.furniture, *(" ".join((*p.headings, p.text)) for p in document.paragraphs)])
    words = set(re.findall(r"[a-zåäö]{4,}", text.casefold())) - set(re.findall(r"[a-zåäö]{4,}", kept.casefold()))
    assert not words


def test_a_list_stays_with_the_sentence_that_leads_into_it() -> None:
    paragraph = holding(read(printed("letter")), "Att kartlägga ljusföroreningen")
    assert paragraph.text.startswith("I motionen föreslås att kommunfullmäktige beslutar\n1. Att")
    assert "2. Att ta fram riktlinjer" in paragraph.text


def test_points_of_a_decision_stay_paragraphs_of_their_own() -> None:
    head = "Socialnämnden\nProtokoll 2024-02-01\n\n§ 4\nBudget\n\n"
    text = head + "Beslut\n1. Budgeten godkänns.\n2. Förvaltningen får i uppdrag att följa upp den.\n"
    assert [p.text for p in read(text).paragraphs if p.section_kind == "decision"] == [
        "1. Budgeten godkänns.",
        "2. Förvaltningen får i uppdrag att följa upp den.",
    ]


def test_ids_are_stable_and_tell_repeated_texts_apart() -> None:
    document = read(printed("goteborg"))
    ids = [p.id for p in document.paragraphs]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9-]+", i) and i.startswith("prov-dokument-") for i in ids)
    assert ids == [p.id for p in read(printed("goteborg")).paragraphs]


@given(st.lists(st.integers(min_value=3, max_value=60), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_long_texts_are_parted_between_sentences_and_lose_nothing(lengths: list[int]) -> None:
    text = " ".join("Nämnden " + "ord " * (n - 2) + "slut." for n in lengths)
    parts = split_long(text)
    assert " ".join(parts) == text
    assert all(len(p.split()) <= MOST_WORDS for p in parts)


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("Med 52 ja-röster mot 21 nej-röster och 8 som avstår beslutar fullmäktige", (52, 21, 8)),
        ("Omröstningsresultat: Ja: 23, Nej: 14, Avstår: 2", (23, 14, 2)),
        ("7 röster för ja och 5 röster för nej", (7, 5, 0)),
        ("Åtta ledamöter röstar ja", None),
        ("Ja, det är nej", None),
    ],
)
def test_printed_votes_are_read_as_numbers(text: str, votes: tuple[int, int, int] | None) -> None:
    found = find_votes(text)
    assert (found and (found.yes, found.no, found.abstained)) == votes


def test_a_document_without_any_structure_is_still_paragraphs() -> None:
    document = read("Detta är en kort text om parkbänkar.")
    assert [p.text for p in document.paragraphs] == ["Detta är en kort text om parkbänkar."]
    assert document.document.kind == "other"


FRAGMENTS = (
    "§ 4",
    "§ 5 2026.131 KS",
    "Svar på motion om lekplatser - Anna Berg (S)",
    "Beslut",
    "Reservation",
    "Bo Ek m.fl. (M) reserverar sig mot beslutet.",
    "Motionären föreslår följande:",
    "- att lekplatsen rustas",
    "1. Förslaget godkänns.",
    "Socialnämnden",
    "Socialnämnden har den 20 maj 2026, § 8 behandlat ärendet.",
    "Kommunledningskontoret har i skrivelse lämnat följande yttrande:",
    "Bilagor",
    "Stockholm den 17 februari 2021",
    "Anna Berg   Bo Ek",
    "Protokoll 2026-06-01",
    "Ordföranden ställer proposition på yrkandena.",
    "Särskilt uttalande gjordes av Siv Lund (V), bilaga 1.",
    "2 En fotnot om siffror.",
    "text som fortsätter utan punkt och med siffra2",
)


@given(st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(("\n", "\n\n"))), min_size=1, max_size=25))
@settings(max_examples=120, deadline=None)
def test_any_order_of_parts_is_understood_and_loses_no_word(parts: list[tuple[str, str]]) -> None:
    text = "".join(fragment + end for fragment, end in parts)
    document = read(text)
    agenda = [f"{item.ref} {item.title}" for item in document.document.agenda]
    kept = " ".join([*document.document.furniture, *agenda, *(" ".join((*p.headings, p.text)) for p in document.paragraphs)])
    words = set(re.findall(r"[a-zåäö]{4,}", text.casefold())) - set(re.findall(r"[a-zåäö]{4,}", kept.casefold()))
    assert not words
    assert len({p.id for p in document.paragraphs}) == len(document.paragraphs)


@pytest.mark.parametrize(
    "text", ["Anna " * 8000, "x-, " * 8000 + "och ynämnden", "A" * 50_000 + " (S) nämnden", "§ 1 " * 4000, "2019/" * 8000 + " dnr"]
)
def test_text_that_is_no_language_costs_little_time(text: str) -> None:
    started = time.perf_counter()
    read(text)
    assert time.perf_counter() - started < 10.0
