"""Words met in texts are named by the tokens that the index has for them, however many were met before."""

from __future__ import annotations

import pytest

from council.swedish import Sieve
from search_api import word_forms
from search_api.query import parse
from search_api.query_words import lexical_query
from search_api.snippets import Marker
from search_api.word_forms import WordForms, learn


def test_a_word_is_named_by_its_own_writing_its_lemma_and_its_parts() -> None:
    forms = WordForms()
    forms.meet({"Skolorna", "skolgården", "vägen"})
    assert forms.named({"surfaces": ["skolorna"]}, ()) == {"Skolorna"}
    assert forms.named({"lemmas": ["skola"]}, ()) == {"Skolorna"}
    assert forms.named({"compound_parts": ["skola"]}, ()) == {"skolgården"}


def test_a_beginning_names_every_word_that_begins_so_whatever_its_capitals() -> None:
    forms = WordForms()
    forms.meet({"Skolorna", "skolgården", "vägen"})
    assert forms.named({}, ["skol"]) == {"Skolorna", "skolgården"}


def test_a_word_that_is_met_twice_counts_once() -> None:
    forms = WordForms()
    forms.meet({"skola"})
    forms.meet({"skola", "väg"})
    assert len(forms) == 2
    assert forms.named({"lemmas": ["skola"]}, ()) == {"skola"}


def test_a_query_marks_words_that_were_first_met_after_it_was_asked() -> None:
    marker = Marker(lexical_query(parse("tennisbana")))
    before = marker.show("Här finns en tennisbana.").marks
    Marker(lexical_query(parse("väg"))).show("Där låg tennisbanornas omklädningsrum.")
    after = marker.show("Av tennisbanornas yta återstår hälften.").marks
    assert [mark.reason for mark in (*before, *after)] == ["exact", "inflection"]


def test_when_very_many_words_were_met_marks_begin_anew_and_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    query, text = lexical_query(parse("skola")), "Skolan, skolorna och skolgården."
    marks = Marker(query).show(text).marks
    full = word_forms.word_forms()
    monkeypatch.setattr(word_forms, "MOST", 0)
    assert Marker(query).show(text).marks == marks
    assert word_forms.word_forms() is not full


def test_of_new_words_only_those_are_read_that_may_be_sought() -> None:
    forms = WordForms()
    forms.meet({"Skolorna", "fängelsemurarna"}, Sieve(["skola"]))
    assert len(forms) == 1
    assert forms.named({"compound_parts": ["mur"]}, ()) == set()
    forms.meet({"Skolorna", "fängelsemurarna"}, Sieve(["mur"]))
    assert forms.named({"compound_parts": ["mur"]}, ()) == {"fängelsemurarna"}


def test_a_word_that_no_query_looked_for_is_marked_by_one_that_does() -> None:
    text = "Där låg tennisbanornas omklädningsrum."
    Marker(lexical_query(parse("väg"))).show(text)
    assert [text[mark.start : mark.end] for mark in Marker(lexical_query(parse("omklädning"))).show(text).marks] == ["omklädningsrum"]


def test_words_are_learned_ahead_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = WordForms()
    monkeypatch.setattr(word_forms, "_newest", forms)
    monkeypatch.setattr(word_forms, "AHEAD", 2)
    learn(["skola"])
    learn(["väg"])
    assert forms.named({}, ["skol"]) == {"skola", "Skola"}
    assert forms.named({}, ["väg"]) == set()
