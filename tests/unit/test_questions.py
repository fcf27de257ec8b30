"""Questions are read into boosts with chips; what is no question of a known kind is left as it is."""

from __future__ import annotations

import pytest

from council.registers import load_registers
from search_api.filters import FilterReader, KnownValues
from search_api.query import parse
from search_api.questions import NO_READING, Reading, read_question

READER = FilterReader(load_registers(), KnownValues({"board": ("Tekniska nämnden",)}))


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
        ("socialnämndens yttrande över motionen om gratis bad", "answers", "socialnämnden gratis bad"),
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
