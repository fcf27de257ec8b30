"""Fifteen fictional documents in the templates of many councils: what each is, who says what under which heading, how cases end."""

from __future__ import annotations

import datetime as dt

import pytest

from council.casebook import join
from council.model import Votes
from tests.unit.minutes import holding, printed, read

TEMPLATES = (
    "vote_table", "letter_motion", "board_letter", "summons", "dash", "reasons", "question", "council", "signed_reservation", "numbered",
    "capitals", "region_extract", "cells", "initiative", "committee",
)  # fmt: skip


@pytest.mark.parametrize(
    ("template", "kind", "board", "date"),
    [
        ("vote_table", "protokoll", "Barn- och skolnämnden", "2024-04-16"),
        ("letter_motion", "motion", "Kommunfullmäktige", "2023-11-06"),
        ("board_letter", "remissvar", "Miljö- och byggnadsnämnden", "2022-05-19"),
        ("summons", "kallelse", "Socialnämnden", "2024-03-14"),
        ("dash", "protokoll", "Kommunstyrelsen", "2023-09-12"),
        ("reasons", "tjänsteskrivelse", "Samhällsbyggnadsnämnden", "2024-01-22"),
        ("question", "interpellation", "Kommunfullmäktige", "2024-03-04"),
        ("council", "protokoll", "Kommunfullmäktige", "2024-02-26"),
        ("signed_reservation", "reservation", "Socialnämnden", "2024-05-21"),
        ("numbered", "protokoll", "Nämnden för teknik och fritid", "2025-01-30"),
        ("capitals", "protokoll", "Omsorgs- och socialnämnden", "2024-09-03"),
        ("region_extract", "protokollsutdrag", "Kollektivtrafiknämnden", "2023-11-22"),
        ("cells", "tjänsteskrivelse", "Barn- och ungdomsnämnden", "2022-03-04"),
        ("committee", "protokoll", "Kommunstyrelsens arbetsutskott", "2021-02-02"),
    ],
)
def test_a_document_tells_what_it_is_and_whose(template: str, kind: str, board: str, date: str) -> None:
    document = read(printed(template)).document
    assert (document.kind, document.board, document.date) == (kind, board, dt.date.fromisoformat(date))


@pytest.mark.parametrize(
    ("template", "title"),
    [
        ("letter_motion", "Motion: Låt fritidsgården ha öppet på lov"),
        ("board_letter", "Yttrande över förslag till klimatstrategi för Torsby-Ås kommun"),
        ("summons", "Kallelse Socialnämnden 2024-03-14"),
        ("reasons", "Svar på remiss om nattvila för utemiljön – minskad belysning"),
        ("initiative", "Öppna idrottshallarna på helgerna"),
    ],
)
def test_a_title_is_the_line_that_names_the_matter(template: str, title: str) -> None:
    assert read(printed(template)).document.title == title


@pytest.mark.parametrize("template", ["letter_motion", "board_letter", "reasons"])
def test_a_title_in_plain_text_stands_over_what_follows_and_runs_into_nothing(template: str) -> None:
    document = read(printed(template))
    title = document.document.title
    assert all(title not in paragraph.text for paragraph in document.paragraphs)
    assert document.paragraphs[1].headings[0] == title


@pytest.mark.parametrize(
    ("template", "agenda"),
    [
        ("vote_table", [("§ 31", "Skolskjuts till fristående skolor"), ("§ 32", "Ekonomisk uppföljning mars 2024")]),
        ("numbered", [("§ 5", "Ny taxa för båtplatser"), ("§ 6", "Rapporter och meddelanden")]),
        (
            "council",
            [("§ 14", "Interpellation om äldreboendet i Sund"), ("§ 15", "Svar på motion om giftfria förskolor"), ("§ 16", "Valärenden")],
        ),
        (
            "summons",
            [
                ("1", "Upprop och val av justerare"),
                ("2", "Fastställande av dagordning"),
                ("3", "Verksamhetsberättelse 2023 för socialnämnden"),
                ("4", "Svar på motion om trygghetsboende i Hagaby"),
                ("5", "Riktlinjer för kontaktpersoner"),
                ("6", "Anmälan av delegationsbeslut"),
            ],
        ),
    ],
)
def test_matters_are_listed_with_or_without_a_sign(template: str, agenda: list[tuple[str, str]]) -> None:
    assert [(item.ref, item.title) for item in read(printed(template)).document.agenda] == agenda


@pytest.mark.parametrize(
    ("template", "words", "kind"),
    [
        ("vote_table", "deltar inte i beslutet", "decision_process"),
        ("vote_table", "anmäler jäv", "decision_process"),
        ("vote_table", "Med 2 ja-röster mot 1 nej-röst", "vote"),
        ("vote_table", "föräldrarnas plånbok", "reservation"),
        ("dash", "Anna Ek (C) yrkar bifall", "decision_process"),
        ("dash", "delar tekniska förvaltningens uppfattning", "administration_view"),
        ("dash", "Arbetsutskottet 2023-08-29", "preparation"),
        ("dash", "Yttrande från tekniska förvaltningen", "attachment_list"),
        ("reasons", "tryggheten för dem som går", "administration_view"),
        ("reasons", "Barn rör sig sällan ute", "child_rights"),
        ("reasons", "Petra Wall | Jon Asp", "other"),
        ("council", "I debatten yttrar sig", "decision_process"),
        ("council", "Med 27 ja-röster", "vote"),
        ("numbered", "Taxan har varit oförändrad", "administration_view"),
        ("signed_reservation", "pressas från flera håll", "reservation"),
        ("letter_motion", "Till kommunfullmäktige i Grinnerås", "other"),
        ("capitals", "Förvaltningschefen informerar", "summary"),
        ("region_extract", "ställer sig i huvudsak bakom", "administration_view"),
        ("region_extract", "Vi ser gärna att taxan", "special_statement"),
        ("cells", "Resurserna gör störst nytta", "administration_view"),
        ("initiative", "står låsta från fredag", "motion_text"),
        ("committee", "frågar först om ärendet ska avgöras", "decision_process"),
    ],
)
def test_sections_follow_their_headings(template: str, words: str, kind: str) -> None:
    assert holding(read(printed(template)), words).section_kind == kind


@pytest.mark.parametrize(
    ("template", "words", "role", "parties", "person"),
    [
        ("vote_table", "föräldrarnas plånbok", "party", ("M",), "Pär Holm"),
        ("dash", "Anna Ek (C) yrkar bifall", "party", ("C",), "Anna Ek"),
        ("dash", "Bo Dal (S) och Mia Ro (MP)", "party", ("S", "MP"), None),
        ("dash", "delar tekniska förvaltningens uppfattning", "board", (), None),
        ("council", "Kommunstyrelsen föreslog den 6 februari", "board", (), None),
        ("council", "Samtliga ledamöter från Vänsterpartiet", "party", ("V", "MP"), None),
        ("question", "spadtag tagits", "mover", ("V",), "Gun Frid"),
        ("signed_reservation", "pressas från flera håll", "party", ("L", "KD"), None),
        ("numbered", "Kent Ryd (M) yrkar avslag", "party", ("M",), "Kent Ryd"),
        ("board_letter", "Nämnden saknar ett resonemang", "board", (), None),
        ("reasons", "belysningen släcks mellan klockan", "mover", ("L",), "Greger Dahl"),
        ("letter_motion", "stängd hela sportlovet", "mover", ("C",), None),
        ("capitals", "Bifall till motionen", "party", ("M",), "Kerstin Blad"),
        ("capitals", "Bifall till socialkontorets", "party", ("C",), "Lars Ek"),
        ("capitals", "Socialkontoret konstaterar", "administration", (), None),
        ("region_extract", "ställer sig i huvudsak bakom", "board", (), None),
        ("region_extract", "Vi ser gärna att taxan", "party", ("V",), "Olga Mår"),
        ("initiative", "står låsta från fredag", "mover", ("MP",), None),
        ("committee", "Mot beslutet reserverar sig", "party", ("L",), "Mona Strid"),
    ],
)
def test_voices_are_theirs_who_speak(template: str, words: str, role: str, parties: tuple[str, ...], person: str | None) -> None:
    voice = holding(read(printed(template)), words).voice
    assert (voice.role, voice.parties, voice.person) == (role, parties, person)


def test_the_board_whose_proposal_is_told_is_named() -> None:
    assert holding(read(printed("council")), "Kommunstyrelsen föreslog den 6 februari").board == "Kommunstyrelsen"


def test_an_appendix_belongs_to_the_matter_that_it_names() -> None:
    document = read(printed("vote_table"))
    assert holding(document, "föräldrarnas plånbok").case == "§ 31"
    assert holding(document, "ett underskott om 1,1 miljoner").case == "§ 32"


def test_printed_votes_are_counted() -> None:
    assert holding(read(printed("council")), "Med 27 ja-röster").votes == Votes(27, 11, 3)
    assert holding(read(printed("vote_table")), "Med 2 ja-röster").votes == Votes(2, 1, 0)
    assert holding(read(printed("capitals")), "Utfallet blir").votes == Votes(2, 2, 0)


@pytest.mark.parametrize(
    ("template", "dnr", "outcome", "final"),
    [
        ("vote_table", "BSN 2024/0087", "avslag", True),
        ("dash", "KS/2023:118", "anser besvarad", False),
        ("dash", "KS/2023:200", "godkänner", True),
        ("council", "KS-2023/412", "delvis bifall", True),
        ("council", "KS-2024/77", "besvarad", True),
        ("capitals", "OSN 2024/118-730", "anser besvarad", False),
        ("committee", "KS 2020/0788", "godkänner", False),
    ],
)
def test_cases_end_as_they_were_decided(template: str, dnr: str, outcome: str, final: bool) -> None:
    case = next(case for case in join(list(read(printed(template)).cases)) if dnr in case.dnr)
    assert (case.outcome, case.final) == (outcome, final)


def test_a_question_has_no_mover_among_those_who_are_asked() -> None:
    (case,) = join(list(read(printed("question")).cases))
    assert (case.origin, case.motion) == ("fråga", None)


CONSULTATION = """# Samrådsredogörelse för detaljplan Ekliden

## Inkomna yttranden från myndigheter

### 1. Länsstyrelsen

Planen berör en fornlämning som bör märkas ut på plankartan innan planen antas av kommunen.

### Kommunens kommentar

Plankartan har kompletterats med fornlämningens läge inför granskningen.

## Fortsatt arbete

Planen ställs ut för granskning under våren och väntas antas före sommaren.
"""


@pytest.mark.parametrize(
    ("words", "role"), [("berör en fornlämning", "external"), ("har kompletterats", "administration"), ("ställs ut för granskning", "none")]
)
def test_a_report_of_answers_tells_outsiders_from_comments(words: str, role: str) -> None:
    document = read(CONSULTATION)
    assert document.document.kind == "bilaga"
    assert holding(document, words).voice.role == role


def test_an_act_that_runs_on_behind_a_statement_is_parted_from_it() -> None:
    document = read(
        "PROTOKOLL\nKommunfullmäktige\n2024-02-26\n\n§ 3 Budget\nDnr KS 2024/9\n\nBeredning\n"
        "Kommunledningskontoret bedömer att budgeten håller. "
        "Kommunstyrelsen har den 6 februari 2024, § 12 behandlat ärendet.\n\nBeslut\nBudgeten antas.\n"
    )
    assert holding(document, "budgeten håller").voice.role == "administration"
    assert holding(document, "behandlat ärendet").board == "Kommunstyrelsen"


@pytest.mark.parametrize(
    ("name", "parties"),
    [
        ("motion-om-bankar-anna-ek-mp.pdf", ("MP",)),
        ("motion-om-bankar-bo-dal-och-ida-ros-fp-med-flera-26954.pdf", ("L",)),
        ("motion-om-bankar-for-alla.pdf", ()),
        ("motion-plan-s.pdf", ()),
    ],
)
def test_a_motion_without_signatures_has_the_party_of_its_file_name(name: str, parties: tuple[str, ...]) -> None:
    text = "Motion om bänkar\n\nTill kommunfullmäktige\n\nJag föreslår att kommunfullmäktige beslutar om fler bänkar längs gångvägarna."
    assert read(text, source=f"prov/{name}").document.parties == parties


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_word_of_a_template_is_kept(template: str) -> None:
    document = read(printed(template))
    kept = " ".join([*document.document.furniture, *(p.text + " " + " ".join(p.headings) for p in document.paragraphs)])
    missing = {word for word in printed(template).split() if word not in kept and word.strip("_|-•")}
    assert missing == set()
