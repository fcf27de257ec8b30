"""Who speaks: each paragraph of minutes and letters is given to the board, administration, party, member or mover whose view it is."""

from __future__ import annotations

import pytest

from council.model import Voice
from council.registers import load_registers
from indexer.people import PartyReader, merge_spellings
from tests.unit.minutes import holding, printed, read


@pytest.mark.parametrize(
    ("template", "words", "voice"),
    [
        ("goteborg", "yrkar att motionen ska tillstyrkas", Voice("party", parties=("M",), person="Hampus Lindell")),
        ("goteborg", "ställer propositioner på yrkandena", Voice("board", "Kommunstyrelsen", person="Karin Ekdal")),
        ("goteborg", "reserverar sig mot beslutet", Voice("party", parties=("M", "D"))),
        ("goteborg", "om laddplatser i Haga avstyrks", Voice("board", "Kommunstyrelsen")),
        ("malmo", "plantera skuggande träd vid samtliga", Voice("mover", parties=("C",), person="Nils Karp")),
        ("malmo", "delar motionärens uppfattning", Voice("administration")),
        ("uppsala", "yrkar bifall till kommunstyrelsens förslag", Voice("party", parties=("S", "M", "C"))),
        ("region", "Vi beklagar att resande", Voice("party", parties=("C",))),
        ("small", "reserverar sig mot beslutet", Voice("party", parties=("LPo",), person="Ulla Wendel")),
        ("district", "Unga med begynnande missbruk", Voice("party", parties=("S", "V"))),
        ("district", "instämde i reservationen", Voice("party", parties=("MP",), person="Karin Alm")),
        ("district", "föreslog att nämnden skulle besluta", Voice("party", parties=("M", "L", "KD"))),
        ("letter", "Att kartlägga ljusföroreningen", Voice("mover", parties=("MP",), person="Filip Ros")),
        ("letter", "stör fladdermöss", Voice("administration")),
        ("motion", "Skolbiblioteken är för många barn", Voice("mover", parties=("V",))),
        ("utlatande", "har i en motion (2015:61)", Voice("mover", parties=("L",), person="Cecilia Rudberg")),
        ("utlatande", "är positiv till motionens förslag", Voice("board", "Farsta stadsdelsnämnd")),
        ("utlatande", "Vi vill att alla barn ska", Voice("commissioner")),
        ("utlatande", "kulturskolan erbjuder kurser", Voice("administration")),
        ("utlatande", "befintliga medel räcker", Voice("party", parties=("M",), person="Bengt Dahl")),
    ],
)
def test_each_paragraph_has_the_voice_whose_view_it_is(template: str, words: str, voice: Voice) -> None:
    assert holding(read(printed(template)), words).voice == voice


@pytest.mark.parametrize(
    ("words", "board"),
    [
        ("kulturskolan erbjuder kurser", "Kulturnämnden"),
        ("befintliga medel räcker", "Farsta stadsdelsnämnd"),
        ("Vi vill att alla barn", "Kommunstyrelsen"),
    ],
)
def test_answers_in_a_summary_belong_to_the_board_that_gave_them(words: str, board: str) -> None:
    assert holding(read(printed("utlatande")), words).board == board


def test_a_committee_that_prepared_the_matter_is_the_board_of_that_sentence() -> None:
    text = (
        "Vård- och omsorgsnämnden\nProtokoll\n2026-04-23\n\n§ 25 2026.081 VON\nAvvikelse från dygnsvila\n\nBeredning\n"
        "Vård- och omsorgsförvaltningen har i skrivelse den 9 april 2026 lämnat följande yttrande:\n\n"
        "Det finns behov av en avvikelse för arbetstagare som följer med brukare på resor.\n\n"
        "Arbetsutskottet har den 15 april 2026, § 18 behandlat ärendet.\n\nBeslut\nAvvikelsen tillstyrks.\n"
    )
    document = read(text)
    assert holding(document, "behandlat ärendet").board == "Vård- och omsorgsnämndens arbetsutskott"
    assert holding(document, "behov av en avvikelse").voice == Voice("administration")
    assert holding(document, "behov av en avvikelse").board == "Vård- och omsorgsnämnden"
    assert holding(document, "Avvikelsen tillstyrks").voice == Voice("board", "Vård- och omsorgsnämnden")


def test_a_member_without_a_party_is_a_person() -> None:
    text = (
        "Tekniska nämnden\nProtokoll\n2026-04-20\n\n§ 22\nVattenledning\n\nBeslut\nFörslaget godkänns.\n\n"
        "Reservation\nBo Jernberg (-) reserverar sig mot beslutet till förmån för eget förslag.\n"
    )
    assert holding(read(text), "reserverar sig").voice == Voice("person", person="Bo Jernberg")


def test_a_statement_keeps_its_voice_over_subheadings() -> None:
    text = (
        "Rinkeby stadsdelsnämnd\nProtokoll 2017-09-21\n\n§ 10\nTertialrapport\n\nBeslut\nRapporten godkänns.\n\nReservation 1\n"
        "Ledamoten Mia Dahl m.fl. (M) reserverade sig mot beslutet enligt följande:\n\n"
        "1. Dialog med polisen\nVi har krävt att handlingsplanen ska utgå från lokala förutsättningar\noch tas fram med polisen.\n\n"
        "2. Stöd till skolor\nSkolorna behöver rutiner för hur de möter unga som dras\ntill våldsbejakande miljöer.\n\n"
        "Reservation 2\nLedamoten Leo Cruz (L) reserverade sig mot beslutet.\n"
    )
    document = read(text)
    assert holding(document, "Skolorna behöver rutiner").voice == Voice("party", parties=("M",), person="Mia Dahl")
    assert holding(document, "Skolorna behöver rutiner").section_kind == "reservation"
    assert holding(document, "Leo Cruz").voice == Voice("party", parties=("L",), person="Leo Cruz")


def test_notes_of_several_speakers_under_one_heading_are_told_apart() -> None:
    text = (
        "Kommunstyrelsen\nProtokoll\n2026-06-01\n\n§ 99 2025.493 KS\nVindar\n\nBeslut\nMotionen avslås.\n\nAnteckning\n"
        "Ann Vall (M) och Bo Mård (KD) lämnar följande protokollsanteckning:\n\nVi ser positivt på fler bostäder.\n\n"
        "Siv Ek (S) lämnar följande protokollsanteckning:\n\nSocialdemokraterna vill framhålla förtätning.\n"
    )
    document = read(text)
    assert holding(document, "Vi ser positivt").voice.parties == ("M", "KD")
    assert holding(document, "vill framhålla förtätning").voice == Voice("party", parties=("S",), person="Siv Ek")


def test_whose_demands_are_told_stands_beside_the_voice() -> None:
    paragraph = holding(read(printed("letter")), "Förvaltningen ser positivt på förslaget")
    assert "MP" in paragraph.about_parties


@pytest.fixture(scope="module")
def reader() -> PartyReader:
    return PartyReader(load_registers())


@pytest.mark.parametrize(
    ("sentence", "names", "parties"),
    [
        ("Vice ordföranden Mia Dahl m.fl. (M) reserverade sig", ("Mia Dahl",), ("M",)),
        ("Ledamoten Amela de la Cruz (L) lade fram ett förslag", ("Amela de la Cruz",), ("L",)),
        ("Ann Vall (S) och Bo Ek (V) föreslår att Siv Lunds (C) förslag bifalls.", ("Ann Vall", "Bo Ek"), ("S", "V")),
        ("Särskilt uttalande gjordes av Nils Thor m.fl. (V), bilaga 1.", ("Nils Thor",), ("V",)),
        ("Mot beslutet reserverar sig Anna Berg och Bo Ek (båda M).", ("Anna Berg", "Bo Ek"), ("M",)),
        ("Folkpartiets Karin Ek (FP) yrkar avslag", ("Karin Ek",), ("L",)),
        ("Ordföranden Peter Lind (fp) föreslog", ("Peter Lind",), ("L",)),
        ("M, KD och L reserverar sig mot beslutet", (), ("M", "KD", "L")),
        ("Vänsterpartiet lämnar följande särskilda yttrande", (), ("V",)),
        ("Stefan Claes (SD) yrkar avslag.", ("Stefan Claes",), ("SD",)),
        ("Sveriges kommuner och regioner (SKR) har yttrat sig", (), ()),
        ("Alternativ Till Våld (ATV) föreslår", (), ()),
    ],
)
def test_speakers_are_those_before_the_verb(reader: PartyReader, sentence: str, names: tuple[str, ...], parties: tuple[str, ...]) -> None:
    speakers = reader.speakers(sentence)
    assert speakers.names == names
    assert speakers.parties == parties


def test_a_document_teaches_the_letters_of_its_local_parties(reader: PartyReader) -> None:
    text = "Eva Lind (HEL) och Per Ström (HEL) yrkar bifall."
    assert reader.people(text) == ()
    assert [n.parties for n in reader.learn([text]).people(text)] == [("HEL",), ("HEL",)]


def test_near_spellings_of_one_name_are_one_person(reader: PartyReader) -> None:
    named = reader.people("Anton César (S), Anton Cesár (S) och Anton César (S) samt Anna Berg (M)")
    assert [(p.name, p.party) for p in merge_spellings(named)] == [("Anton César", "S"), ("Anna Berg", "M")]
