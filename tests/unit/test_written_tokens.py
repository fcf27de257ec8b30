"""Tokens that are handed to tantivy as texts are found as those handed over one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.criteria import Filters, LexicalQuery
from council.engines import tantivy_index
from council.engines.embedded import EmbeddedEngine
from council.engines.fields import IN_ORDER, TOKEN_FIELDS, Fields, Tokens, own_boards, placed
from council.swedish import analyse
from council.written_words import LONGEST, as_written, written_texts, written_words
from tests.contract.library import MODEL, ask, ids, phrase, plain, put, read, word
from tests.contract.small_swedish import small_analyse

TEXTS = ("Skolan vid vägen", "Föreningsstöd och grundskola i nämnden", "Fan vid skolan", "En skolväg vid vägen")
UNHURRIED = settings(deadline=None)
"""The first word that is looked at waits for the lexicon."""

QUICK = Fields(analyse, own_boards, written_words, written_texts)

QUERIES = (
    ask(plain("skola")),
    ask(word("väg")),
    ask(phrase("skola", "vid")),
    ask(phrase("vid", "väg")),
    ask(phrase("få", "vid")),
    ask(phrase("vid", "skola")),
)


def opened(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder, MODEL, analyse=small_analyse, boards_of=own_boards)


def made_before_texts_were_split(folder: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedEngine:
    with monkeypatch.context() as older:
        older.setattr(tantivy_index, "_SPLITTER", "raw")
        older.setattr(tantivy_index, "IN_ORDER", frozenset(TOKEN_FIELDS))
        put(opened(folder))
    return opened(folder)


def found(engine: EmbeddedEngine, query: LexicalQuery) -> list[tuple[str, float]]:
    snapshot = engine.snapshot()
    hits = snapshot.lexical(query, Filters(), 10).candidates
    return sorted(zip(ids(snapshot, [hit.key for hit in hits]), [round(hit.score, 5) for hit in hits], strict=True))


def test_an_index_made_earlier_takes_the_same_words_and_scores_them_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older, newer = made_before_texts_were_split(tmp_path / "older", monkeypatch), opened(tmp_path / "newer")
    for engine in (older, newer):
        put(engine, *(read(f"d{number}", text, title="Väg till skolan") for number, text in enumerate(TEXTS)))
    for query in QUERIES:
        assert found(older, query) == found(newer, query)
    assert found(newer, ask(phrase("vid", "väg")))


@pytest.mark.parametrize(
    ("title", "headings", "text"),
    [
        ("Svar om skolan", ("Nämnden",), "Skolan vid vägen"),  # each word one token
        ("Svar om skolan", ("***", "Nämnden"), "Skolan"),  # a heading without words leaves more than one place free
        ("Fan vid skolan", ("Nämnden",), "Fan vid skolan"),  # two tokens share a place
        ("", (), "* * *"),
    ],
)
def test_tokens_stand_where_their_words_do(title: str, headings: tuple[str, ...], text: str) -> None:
    document = read("a", text, title=title)
    paragraph = replace(document.paragraphs[0], headings=headings)
    tokens = Fields(small_analyse, own_boards).indexed(paragraph, replace(document.document, title=title), 0).tokens
    words = small_analyse(text)
    assert placed(tokens["surfaces"]) == [(word.surface.casefold(), word.position) for word in words]
    assert placed(tokens["lemmas"]) == [(lemma, word.position) for word in words for lemma in word.lemmas]
    above, start = [], 0
    for heading in (title, *headings):
        above += [(lemma, start + word.position) for word in small_analyse(heading) for lemma in word.lemmas]
        start += len(small_analyse(heading)) + 1
    assert placed(tokens["context"]) == above


WRITTEN = st.text(alphabet="aåSKDVm -\u2011:'s.\n\u00ad1Gg", max_size=80)


@UNHURRIED
@given(WRITTEN)
def test_words_read_without_places_are_those_of_the_analyser(text: str) -> None:
    assert written_words(text) == [as_written(token.surface, token[4:]) for token in analyse(text)]


@UNHURRIED
@given(WRITTEN)
def test_texts_hold_the_words_one_by_one_or_say_that_they_cannot(text: str) -> None:
    texts, words = written_texts(text), written_words(text)
    if texts is not None:
        assert texts == tuple(" ".join(filter(None, each)) for each in zip(*words, strict=True)) or (texts == ("", "", "") and not words)
        assert all(len(surface) <= LONGEST for surface, _, _ in words)


@pytest.mark.parametrize(
    "text", ["Skolan i EU och (KS), i händer.", "SKR:s tal 1,5 på E20-vägen", "klimat- och miljömål, energi-", "– * –", ""]
)
def test_texts_are_told_as_texts(text: str) -> None:
    assert written_texts(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "KULTUR OCH FRITID i KS",
        "hälso- och sjukvård",
        "(hälso-) gatu-",
        "skolan är gatu-",
        "klimat- och gatu-/skolmiljö",
        "barnbarns " + "x" * 300,
        "SD:s förslag i händer",
        "barnbarns skola",
    ],
)
def test_the_quick_way_and_the_slow_one_index_the_same(text: str) -> None:
    document = read("a", text, title="Rubrik")
    quick, slow = (way.indexed(document.paragraphs[0], document.document, 0) for way in (QUICK, Fields(analyse, own_boards)))
    assert quick.values == slow.values
    for name, tokens in slow.tokens.items():
        alike = placed if name in IN_ORDER else _unplaced
        assert alike(quick.tokens[name]) == alike(tokens)


def _unplaced(tokens: Tokens) -> list[str]:
    return [token for token, _ in placed(tokens)]


@UNHURRIED
@given(st.text(alphabet=st.characters(categories=["L", "N", "M"]), min_size=1, max_size=50))
def test_no_lemma_is_empty_or_four_times_as_long_as_its_word(text: str) -> None:
    for surface, _, _, _, lemmas, parts, deeper in analyse(text):
        assert all(0 < len(word) <= 4 * len(surface) and not any(map(str.isspace, word)) for word in (*lemmas, *parts, *deeper))
