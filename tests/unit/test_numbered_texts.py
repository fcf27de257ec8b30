"""Texts are held as numbers of their words: read once, in bounds, and only as long as the snapshot that they are of."""

from __future__ import annotations

import gc
import weakref
from typing import cast

import pytest

from council import swedish
from council.engine import Snapshot
from search_api import numbered_texts
from search_api.holdings import Holdings
from search_api.numbered_texts import NumberedTexts, together
from search_api.query import parse
from search_api.query_words import lexical_query
from search_api.snippets import Marker
from search_api.word_forms import WordForms

TEXTS = ("Nämnden avslår motionen, KS:s yttrande (2019:14).", "", "MOTION OM SKOLAN", "Hälso- och sjukvård i nämnden")
NOTHING_IN_IT = cast("Snapshot", object())


def test_a_text_is_the_numbers_of_its_words_in_order() -> None:
    texts = NumberedTexts()
    for text, read in zip(TEXTS, texts.read(TEXTS), strict=True):
        assert [texts.words[number] for number in read.words] == swedish.WORD.findall(text)


def test_a_text_is_read_once_and_a_word_has_one_number() -> None:
    texts = NumberedTexts()
    first = texts.read(TEXTS)
    assert all(again is before for again, before in zip(texts.read(TEXTS), first, strict=True))
    assert len(texts.words) == len(set(texts.words))
    assert texts.holding(["nämnden", "kommunen"]).nonzero()[0].tolist() == [first[3].words[-1]]


def test_only_texts_in_which_neighbours_say_how_a_word_is_read_are_looked_at_again() -> None:
    texts = NumberedTexts()
    for text, read in zip(TEXTS, texts.read(TEXTS), strict=True):
        assert texts.otherwise(text, read) == swedish.read_otherwise(text, swedish.WORD.findall(text))
    assert [read.may_be_otherwise for read in texts.read(TEXTS)] == [False, False, True, True]


def test_what_neighbours_say_is_looked_for_once() -> None:
    texts = NumberedTexts()
    (read,) = texts.read(TEXTS[3:])
    assert texts.otherwise(TEXTS[3], read) is texts.otherwise(TEXTS[3], read) != {}


def test_several_texts_are_one_row_of_numbers_with_their_ends() -> None:
    numbers, ends = together(NumberedTexts().read(TEXTS))
    assert ends.tolist() == [6, 6, 9, 14]
    assert len(numbers) == 14
    assert [len(part) for part in together([])] == [0, 0]


def test_words_are_unmet_until_they_are_met() -> None:
    texts, forms = NumberedTexts(), WordForms()
    numbers, _ = together(texts.read(["Skolan, vägen och skolan."]))
    assert texts.unmet(numbers, forms) == {"Skolan", "vägen", "och", "skolan"}
    forms.meet({"Skolan", "och"})
    assert texts.unmet(numbers, forms) == {"vägen", "skolan"}
    assert texts.unmet(numbers, WordForms()) == {"Skolan", "vägen", "och", "skolan"}


def test_several_texts_marked_together_have_the_marks_of_each_alone() -> None:
    query = lexical_query(parse('nämnd skola "hälso- och sjukvård" 2019:14'))
    shown = Marker(query).show_all(TEXTS)
    assert shown == [Marker(query).show(text) for text in TEXTS]
    assert [bool(one.marks) for one in shown] == [True, False, True, True]


@pytest.mark.parametrize("bound", ["MOST_WORDS", "MOST_BYTES"])
def test_when_many_texts_were_read_the_holdings_begin_anew(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    holdings = Holdings(NOTHING_IN_IT, "one")
    before = holdings.texts
    before.read(TEXTS)
    assert holdings.texts is before
    monkeypatch.setattr(numbered_texts, bound, 0)
    assert holdings.texts is not before


def test_texts_leave_with_the_holdings_of_their_snapshot() -> None:
    holdings = Holdings(NOTHING_IN_IT, "one")
    holdings.texts.read(TEXTS)
    gone = weakref.ref(holdings.texts)
    del holdings
    gc.collect()
    assert gone() is None
