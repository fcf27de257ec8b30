"""Questions are read into boosts with chips; what is no question of a known kind is left as it is."""

from __future__ import annotations

import pytest

from council.registers import load_registers
from search_api.filters import FilterReader, KnownValues
from search_api.query import parse
from search_api.questions import NO_READING, Reading, read_question

HELD = ("Tekniska nämnden", "Kommunstyrelsen", "Kommunfullmäktige", "Socialnämnden", "Kultur- och fritidsnämnden")
READER = FilterReader(load_registers(), KnownValues({"board": HELD}))


def read(text: str) -> Reading:
    return read_question(parse(text), READER)


def left(text: str) -> str:
    return " ".join(clause.text for clause in read(text).clauses)  # type: ignore[union-attr]  # a reading leaves words


@pytest.mark.parametrize(
    ("question", "kind", "rest"),
    [
        ("hur svarade nämnden på motionen om laddstationer för cyklister", "answers", "laddstationer för cyklister"),
        ("hur svarade tekniska nämnden på motionen om laddstolpar?", "answers", "laddstolpar"),
        ("varför avslogs motionen om gratis bad", "reasons", "gratis bad"),
        ("varför vill kommunledningskontoret avslå motionen om gratis bad", "reasons", "gratis bad"),
        ("varför sa nämnden nej till gratis bad", "reasons", "gratis bad"),
        ("avslogs motionen om gratis bad?", "answers", "gratis bad"),
        ("miljönämndens yttrande över motionen om gratis bad", "answers", "miljönämnden gratis bad"),
        ("svar på motion om gratis bad", "answers", "gratis bad"),
        ("vad har Moderaterna föreslagit om gratis bad", "opinions", "gratis bad"),
        ("vad var kommunens inställning till gratis bad", "opinions", "gratis bad"),
        ("vad vill motionärerna om gratis bad", "demands", "gratis bad"),
        ("vad föreslås i motionen om gratis bad", "demands", "gratis bad"),
        ("reservationer mot beslutet om gratis bad", "dissent", "gratis bad"),
        ("hur gick det med förslaget om nattvandring", "answers", "nattvandring"),
        ("vad tycker V om trygghetsvärdar", "opinions", "trygghetsvärdar"),
        ("hur ställer sig Miljöpartiet till parkeringsavgifter", "opinions", "parkeringsavgifter"),
        ("vad anser partierna om förskolan", "opinions", "förskolan"),
        ("vilka partier reserverade sig mot budgeten", "dissent", "budgeten"),
        ("vem har motionerat om cykelvägar", "motions", "cykelvägar"),
        ("hur röstade SD i frågan om moskén", "votes", "moskén"),
    ],
)
def test_questions_are_read(question: str, kind: str, rest: str):
    (chip,) = read(question).chips
    assert chip.value == kind
    assert left(question) == rest
    assert chip.typed is not None
    assert question.startswith(chip.typed)


@pytest.mark.parametrize(
    ("question", "kind", "rest"),
    [
        ("vad blev det av motionen om gratis bad", "answers", "gratis bad"),
        ("gick motionen om gratis bad igenom?", "answers", "gratis bad"),
        ("fick motionen om gratis bad bifall", "answers", "gratis bad"),
        ("fick Bagaren bygglov på Ågatan", "answers", "Bagaren bygglov på Ågatan"),
        ("blev motionen om gratis bad avslagen eller bifallen", "answers", "gratis bad"),
        ("har motionen om gratis bad besvarats", "answers", "gratis bad"),
        ("blev det något gratis bad", "answers", "gratis bad"),
        ("har kommunen beslutat om gratis bad", "answers", "gratis bad"),
        ("har fullmäktige antagit badplanen", "answers", "badplanen"),
        ("när beslutades badtaxan", "answers", "badtaxan"),
        ("när togs beslutet om badtaxan", "answers", "badtaxan"),
        ("vad bestämdes om badtaxan", "answers", "badtaxan"),
        ("vem beslutade om badtaxan", "answers", "badtaxan"),
        ("avslog kommunfullmäktige motionen om badtaxan", "answers", "badtaxan"),
        ("tillstyrkte tekniska badtaxan", "answers", "badtaxan"),
        ("vad sa tekniska om badtaxan", "answers", "badtaxan"),
        ("vad tycker socialen om badtaxan", "answers", "badtaxan"),
        ("vad tycker kultur och fritid om badtaxan", "answers", "badtaxan"),
        ("hur ställde sig KS till motionen om badtaxan", "answers", "badtaxan"),
        ("KF:s beslut om badtaxan", "answers", "badtaxan"),
        ("beslutet om gratis bad", "answers", "gratis bad"),
        ("yttrande över motion om gratis bad", "answers", "gratis bad"),
        ("vilket svar fick motionen om gratis bad", "answers", "gratis bad"),
        ("vad blev resultatet av motionen om gratis bad", "answers", "gratis bad"),
        ("vad fick förvaltningen i uppdrag om gratis bad", "answers", "gratis bad"),
        ("jag undrar hur tekniska nämnden svarade på motionen om badtaxan", "answers", "badtaxan"),
        ("kan ni berätta vad kommunstyrelsen beslutade om badtaxan", "answers", "badtaxan"),
        ("varför blev det avslag på motionen om gratis bad", "reasons", "gratis bad"),
        ("varför vill inte kommunen ha gratis bad", "reasons", "gratis bad"),
        ("varför vill kommunen inte ha gratis bad", "reasons", "gratis bad"),
        ("varför bifölls inte motionen om gratis bad", "reasons", "gratis bad"),
        ("på vilka grunder avslogs motionen om gratis bad", "reasons", "gratis bad"),
        ("vad var motiveringen till avslaget på motionen om gratis bad", "reasons", "gratis bad"),
        ("hur motiverades avslaget på motionen om gratis bad", "reasons", "gratis bad"),
        ("nämndens skäl till avslag på motionen om gratis bad", "reasons", "gratis bad"),
        ("vem lämnade in motionen om gratis bad", "movers", "gratis bad"),
        ("vem föreslog gratis bad", "movers", "gratis bad"),
        ("vad går motionen om gratis bad ut på", "demands", "gratis bad"),
        ("vad innebär motionen om gratis bad", "demands", "gratis bad"),
        ("röstade SD för motionen om gratis bad", "votes", "gratis bad"),
        ("vilka partier röstade nej till gratis bad", "votes", "gratis bad"),
        ("vilka reserverade sig i ärendet om gratis bad", "dissent", "gratis bad"),
        ("vilka är kritiska till gratis bad", "dissent", "gratis bad"),
        ("är Moderaterna för eller emot gratis bad", "opinions", "gratis bad"),
        ("stödde S förslaget om gratis bad", "opinions", "gratis bad"),
        ("vilken inställning har Vänsterpartiet till gratis bad", "opinions", "gratis bad"),
        ("vad sade Alva Exempel om gratis bad", "opinions", "Alva Exempel gratis bad"),
        ("vad sade Länsstyrelsen om gratis bad", "answers", "Länsstyrelsen gratis bad"),
        ("varför tyckte nämnden att motionen om gratis bad skulle avslås", "reasons", "gratis bad"),
        ("varför föreslås avslag på motionen om gratis bad", "reasons", "gratis bad"),
        ("vilka skäl angavs för att säga nej till gratis bad", "reasons", "gratis bad"),
        ("vad var anledningen till att motionen om gratis bad avslogs", "reasons", "gratis bad"),
        ("hur motiverade nämnden avslaget på motionen om gratis bad", "reasons", "gratis bad"),
        ("vad står Moderaterna för i frågan om gratis bad", "opinions", "gratis bad"),
        ("vad hade Trafikverket för synpunkter på gratis bad", "answers", "Trafikverket gratis bad"),
        ("vem protesterade mot gratis bad", "dissent", "gratis bad"),
        ("fanns det någon reservation mot beslutet om gratis bad", "dissent", "gratis bad"),
        ("vad stod det i reservationen mot gratis bad", "dissent", "gratis bad"),
        ("vilka reservationer lämnades i ärendet om gratis bad", "dissent", "gratis bad"),
        ("vilket parti vill ha gratis bad", "movers", "gratis bad"),
        ("vilka motioner har Moderaterna lämnat om gratis bad", "motions", "gratis bad"),
        ("motioner från Moderaterna om gratis bad", "motions", "gratis bad"),
        ("hur gick omröstningen om gratis bad", "votes", "gratis bad"),
        ("hur löd beslutet om gratis bad", "answers", "gratis bad"),
        ("vilka nämnder tillstyrkte motionen om gratis bad", "answers", "gratis bad"),
        ("fick Moderaterna igenom sitt förslag om gratis bad", "answers", "gratis bad"),
        ("vad händer med förslaget om gratis bad nu", "answers", "gratis bad"),
        ("vad invände Moderaterna mot gratis bad", "opinions", "gratis bad"),
        ("vad har Moderaterna invänt mot gratis bad", "opinions", "gratis bad"),
        ("varför protesterade Moderaterna mot gratis bad", "opinions", "gratis bad"),
        ("vad kostar det att bygga ett bad", "costs", "bygga ett bad"),
        ("vem är ordförande i tekniska nämnden", "members", "tekniska nämnden ordförande"),
        ("vem var vice ordförande i socialnämnden?", "members", "socialnämnden vice ordförande"),
        ("vilka är ledamöter i kommunstyrelsen", "members", "kommunstyrelsen ledamöter"),
        ("vem är tekniska nämndens ordförande", "members", "tekniska nämnden ordförande"),
        ("hur mycket skulle ett bad kosta", "costs", "ett bad"),
        ("vad skulle ett bad kosta", "costs", "ett bad"),
    ],
)
def test_people_ask_in_many_ways(question: str, kind: str, rest: str):
    (chip,) = read(question).chips
    assert (chip.value, left(question)) == (kind, rest)
    assert chip.typed
    assert chip.typed in question


@pytest.mark.parametrize(("body", "named"), [("tekniska", "Tekniska nämnden"), ("nämnden", "nämnden")])
def test_a_post_is_compared_with_how_lists_of_those_present_begin(body: str, named: str):
    assert read(f"vem är ordförande i {body}").meaning.startswith(f"Protokoll {named}. Närvarande, beslutande: ordförande")


def test_a_person_that_is_asked_for_is_sought_in_the_case():
    reading = read("vad sade Alva Exempel om gratis bad")
    assert reading.sought is not None
    assert reading.sought.named == "Alva Exempel"


def test_a_body_that_is_no_board_of_the_index_is_sought_in_the_case():
    reading = read("vad sade Länsstyrelsen om gratis bad")
    assert reading.sought is not None
    assert reading.sought.named == "Länsstyrelsen"


@pytest.mark.parametrize(("who", "sought"), [("länsstyrelsen", "länsstyrelsen"), ("remissinstanserna", "")])
def test_a_body_may_be_written_without_a_capital_and_many_are_no_body(who: str, sought: str):
    reading = read(f"vad sade {who} om gratis bad")
    assert reading.sought is not None
    assert reading.sought.named == sought


@pytest.mark.parametrize(("outcome", "told"), [("nej", "Motionen avslås."), ("ja", "Motionen bifalls, bifall yrkas.")])
def test_yes_and_no_are_outcomes_too(outcome: str, told: str):
    sought = read(f"varför säger nämnden {outcome} till gratis bad").sought
    assert sought is not None
    assert sought.outcome is not None
    assert sought.outcome.search(told)


def test_the_matter_may_stand_before_the_question():
    (chip,) = read("badtaxan, hur gick det?").chips
    assert (chip.value, left("badtaxan, hur gick det?"), chip.typed) == ("answers", "badtaxan", "hur gick det?")


def test_a_short_form_of_a_board_is_no_partys_genitive():
    reading = read("vad sa KS om gratis bad")
    assert reading.sought is not None
    assert (reading.sought.boards, reading.sought.parties) == ({"Kommunstyrelsen"}, frozenset())


def test_a_cost_that_is_asked_for_lifts_sums_of_money_and_is_compared_by_meaning_as_typed():
    reading = read("vad kostar ett nytt bad")
    assert reading.meaning == "vad kostar ett nytt bad"
    assert reading.boosts[0].words is not None
    assert reading.boosts[0].words.search("Badet beräknas kosta 64 800 kr om året.")
    assert not reading.boosts[0].words.search("Kostnaden utreds 2031.")


@pytest.mark.parametrize(
    "text",
    [
        "skola Norrmalm",
        "hur ansöker man om bygglov",
        "vad gäller för bygglov",
        "hur svarade nämnden",
        '"vad tycker V om" bad',
        "vad tycker de om det",
        "beslut om eldningsförbud",
        "nämndens budget för idrott",
        "hur blir man medlem",
        "är kommunen skyldig att ploga",
    ],
)
def test_other_words_are_left_alone(text: str):
    assert read(text) == NO_READING


def test_a_party_is_told_from_its_name_or_letter():
    for question in ("vad tycker V om bad", "vad tycker Vänsterpartiet om bad", "vad tycker vänsterpartiet om bad"):
        assert read(question).boosts[0].parties == {"V"}


def test_a_board_of_the_index_is_lifted_and_an_unknown_body_is_searched_for():
    assert {"Tekniska nämnden"} in [boost.boards for boost in read("hur svarade tekniska nämnden på frågan om bad").boosts]
    assert left("hur svarade Exempelbolaget på frågan om bad") == "Exempelbolaget bad"


def test_an_office_is_known_by_its_form_also_behind_the_name_of_its_municipality():
    reading = read("hur svarade Exempelstads socialförvaltning på frågan om bad")
    assert " ".join(clause.text for clause in reading.clauses) == "bad"  # type: ignore[union-attr]  # a reading leaves words
    assert reading.sought is not None
    assert reading.sought.roles == {"administration"}


def test_a_question_of_an_outcome_looks_for_the_words_that_tell_it():
    sought = read("varför återremitterades ärendet om gratis bad").sought
    assert sought is not None
    assert sought.outcome is not None
    assert sought.outcome.search("Ärendet återremitteras till nämnden.")


def test_who_moved_the_motion_is_still_searched_for():
    assert left("hur svarade nämnden på Centerpartiets motion om bad") == "Centerpartiets bad"
