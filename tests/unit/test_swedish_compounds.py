"""Compounds: what divides and into what, what stays whole, and how a compound is written apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from council import swedish
from council.compounds import PartTable, divide, parse_parts
from council.lexicon import lexicon

COMPOUNDS = {
    "grundskola": "grund skola",
    "skolgården": "skola gård",
    "föreningsstödet": "förening stöd",
    "arbetsmiljön": "arbete miljö",
    "gatubelysningen": "gata belysning",
    "hyresrätter": "hyra rätt",
    "kvinnojouren": "kvinna jour",
    "kyrkogård": "kyrka gård",
    "elevhälsans": "elev hälsa",
    "trygghetsskapande": "trygghet skapa",
    "nämndledamöternas": "nämnd ledamot",
    "cykelparkeringar": "cykel parkering",
    "snöröjningen": "snö röjning",
    "elbilar": "el bil",
    "ishallen": "is hall",
    "bostadskö": "bostad kö",
    "tillsynsavgifterna": "tillsyn avgift",
    "äldreomsorgen": "äldre omsorg",
    "lekplatserna": "lek plats",
    "parkeringsavgift": "parkering avgift",
    "glasskål": "glas skål",
    "bussstation": "buss station",
    "busstation": "buss station",
    "motorbromsar": "motor broms",
    "VA-plan": "VA plan",
}
WHOLE = (
    "underlag överklaga beslut uppgift anslag förslag bolag bilaga avgift avtal antal utbud tillägg undantag försvar kultur bostad bokslut "
    "polis rapport transport sport status budget paragraf ordförande ledamot fastighet verksamhet kostnad marknad information station "
    "personal digital handling yttrande samtal innehåll tillgång kommunikation kommunicera Göteborg Alingsås Södertälje Rågsved datum "
    "tekniker kemikalie restaurang bibliotek politiker demokrati framtid november"
)


@pytest.mark.parametrize(("word", "parts"), COMPOUNDS.items())
def test_a_compound_divides_into_the_words_that_people_type(word: str, parts: str) -> None:
    got = [swedish.lemma(part) for part in swedish.parts(word)]
    assert got == [swedish.lemma(part) for part in parts.split()]


def test_the_compounds_of_council_text_divide_as_people_would_nearly_always() -> None:
    lines = (Path(__file__).parent / "swedish_compounds.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("=") for line in lines if not line.startswith("#")]
    wrong = [
        word
        for word, parts in rows
        if [swedish.lemma(part) for part in swedish.parts(word)] != [swedish.lemma(part) for part in parts.split()]
    ]
    assert len(rows) > 150
    assert len(wrong) <= 5, wrong


@pytest.mark.parametrize("word", WHOLE.split())
def test_prefix_words_lexicalised_words_loans_and_names_stay_whole(word: str) -> None:
    assert swedish.parts(word) == ()


def test_units_that_people_type_stay_whole_and_their_parts_are_deeper() -> None:
    (token,) = swedish.analyse("stadsdelsnämnden")
    assert token.parts == ("stadsdel", "nämnd")
    assert token.deeper == ("stad", "del")


def test_an_inflected_compound_has_the_lemma_of_its_head() -> None:
    assert swedish.lemma("trygghetsvandringarnas") == "trygghetsvandring"


def test_a_compound_is_found_written_apart() -> None:
    phrases = {phrase.lemmas for phrase in swedish.compound_phrases("föreningsstöd")}
    assert ("förening", "stöd") in phrases
    assert {("stöd", preposition, "förening") for preposition in ("till", "för", "av", "om", "mot")} <= phrases
    assert all(phrase.weight < 1 for phrase in swedish.compound_phrases("föreningsstöd"))


def test_a_simple_word_is_not_written_apart() -> None:
    assert swedish.compound_phrases("skola") == ()


def test_few_frequent_parts_win_over_many_rare_ones() -> None:
    rows = ["m\tsol\tsol\t50", "m\tsols\tsol\t5", "m\tsolsken\tsolsken\t40", "h\tsken\t3", "h\tdag\t200"]
    table: PartTable = parse_parts(rows, frozenset(), frozenset(), frozenset())
    split = divide("solskensdag".replace("skensdag", "skendag"), table, lexicon())
    assert split is not None
    assert split.parts == ("solsken", "dag")


@pytest.mark.parametrize("word", ["", "a", "åå", "x" * 500, "123456", "ab" * 40])
def test_what_is_no_word_does_not_divide(word: str) -> None:
    assert swedish.parts(word) == ()
