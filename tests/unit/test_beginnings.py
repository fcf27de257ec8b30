"""What a word looks like tells that it has no lemma or part that is sought, without reading it; never where it has."""

from __future__ import annotations

import pytest

from council import swedish
from council.beginnings import beginnings
from council.lexicon import lexicon

EVERY = 40
"""One form of the lexicon in so many is looked at."""


@pytest.mark.parametrize(
    ("word", "token"),
    [("skolorna", "skola"), ("landsmän", "man"), ("är", "vara"), ("städerna", "stad"), ("stadsdelsnämnd", "del"),
     ("gymnasieskolan", "skola"), ("va-planen", "VA"), ("mind\u00adre", "liten"), ("skola\u0308", "x"), ("e\u2011böcker", "bok")],
)  # fmt: skip
def test_a_word_that_has_what_is_sought_may_have_it(word: str, token: str) -> None:
    assert swedish.Sieve([token])({word})


@pytest.mark.parametrize(("word", "token"), [("fängelsemurarna", "skola"), ("2019:14", "stad"), ("bergatunneln", "bok")])
def test_most_other_words_are_known_not_to(word: str, token: str) -> None:
    assert not swedish.Sieve([token])({word})


def test_known_words_all_pass_since_they_come_again() -> None:
    assert swedish.Sieve(["bok"])({"Väg", "skolorna", "fängelsemurarna"}) == {"Väg", "skolorna"}


def test_nothing_sought_is_in_no_unknown_word() -> None:
    assert not swedish.Sieve([])({"fängelsemurarna"})


def test_of_many_words_those_stay_that_may_have_it() -> None:
    words = {"Fängelsemurarna", "BYSKOLORNA", "2019:14", "bygdeskolan", "skolbokscirkeln"}
    assert swedish.Sieve(["skola", "bok"])(words) == {"BYSKOLORNA", "bygdeskolan", "skolbokscirkeln"}
    assert swedish.Sieve(["skola"])(set()) == set()


def test_a_lemma_is_known_by_its_forms_that_begin_otherwise() -> None:
    assert beginnings("stad") == {"sta", "stä"}
    assert beginnings("SKR") == {"skr"}


def _hidden(words: list[str]) -> list[str]:
    """Words that are read as something which they do not look like."""
    return [w for w in words if not all(swedish.Sieve([t])({w}) for tokens in swedish.readings_alone(w) for t in tokens)]


def test_so_may_nearly_every_compound_but_those_of_forms_that_nobody_writes() -> None:
    forms = sorted(form for form in lexicon().lemma_of if form.isalpha())[::EVERY]
    hidden = _hidden([f"kommun{form}" for form in forms] + [f"{form}-avgift" for form in forms])
    assert len(forms) > 5_000
    assert len(hidden) < len(forms) / 200, hidden
    assert "kommungitarrsplet" in _hidden(["kommungitarrsplet"])
