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
        ("varför avslogs motionen om gratis bad", "answers", "gratis bad"),
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
    ],
)
def test_other_words_are_left_alone(text: str):
    assert read(text) == NO_READING


def test_a_party_is_told_from_its_name_or_letter():
    for question in ("vad tycker V om bad", "vad tycker Vänsterpartiet om bad", "vad tycker vänsterpartiet om bad"):
        assert read(question).boosts[0].parties == {"V"}


def test_a_board_of_the_index_is_lifted_and_an_unknown_body_is_searched_for():
    assert read("hur svarade tekniska nämnden på frågan om bad").boosts[1].boards == {"Tekniska nämnden"}
    assert left("hur svarade Exempelstads socialförvaltning på frågan om bad") == "Exempelstads socialförvaltning bad"


def test_who_moved_the_motion_is_still_searched_for():
    assert left("hur svarade nämnden på Centerpartiets motion om bad") == "Centerpartiets bad"
