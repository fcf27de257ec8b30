"""Tokens that are handed to tantivy as texts are found as those handed over one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.criteria import Filters, LexicalQuery
from council.engines import tantivy_index
from council.engines.embedded import EmbeddedEngine
from council.engines.fields import TOKEN_FIELDS, Fields, own_boards
from council.swedish import analyse, read_words
from tests.contract.library import MODEL, ask, ids, phrase, plain, put, read, word
from tests.contract.small_swedish import small_analyse

TEXTS = ("Skolan vid vägen", "Föreningsstöd och grundskola i nämnden", "Fan vid skolan", "En skolväg vid vägen")
UNHURRIED = settings(deadline=None)
"""The first word that is looked at waits for the lexicon."""

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
        older.setattr(tantivy_index, "_IN_ORDER", frozenset(TOKEN_FIELDS))
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


@UNHURRIED
@given(st.lists(st.tuples(st.sampled_from(["a", "å", "ord"]), st.integers(0, 3)), min_size=1, max_size=8))
def test_texts_say_where_each_token_stands(steps: list[tuple[str, int]]) -> None:
    place, tokens = 0, []
    for number, (token, step) in enumerate(steps):
        place += step if number else 0
        tokens.append((token, place))
    texts = tantivy_index._as_texts("lemmas", tokens)
    if texts is None:
        assert any(step not in (1, 2) for _, step in steps[1:])
        return
    said, start = [], 0
    for text in texts:
        said += [(token, start + number) for number, token in enumerate(text.split(" "))]
        start = said[-1][1] + 2
    assert said == tokens


def test_a_token_with_a_space_is_never_made_two() -> None:
    assert tantivy_index._as_texts("lemmas", [("två ord", 0), ("till", 1)]) is None
    assert tantivy_index._as_texts("references", [("2019-14", 0), ("2019-14-ks", 3)]) == ["2019-14 2019-14-ks"]


WRITTEN = st.text(alphabet="aåSKDVm -\u2011:'s.\n\u00ad1Gg", max_size=80)


@UNHURRIED
@given(WRITTEN)
def test_words_read_without_places_are_those_of_the_analyser(text: str) -> None:
    tokens = analyse(text)
    assert read_words(text) == ([token.surface for token in tokens], [token[4:] for token in tokens])


@pytest.mark.parametrize("text", ["KULTUR OCH FRITID i KS", "hälso- och sjukvård", "barnbarns " + "x" * 300, "SD:s förslag"])
def test_the_quick_way_and_the_slow_one_index_the_same(text: str) -> None:
    document = read("a", text, title="Rubrik")
    quick, slow = Fields(analyse, own_boards, read_words), Fields(analyse, own_boards)
    assert quick.indexed(document.paragraphs[0], document.document, 0) == slow.indexed(document.paragraphs[0], document.document, 0)


@UNHURRIED
@given(st.text(alphabet=st.characters(categories=["L", "N", "M"]), min_size=1, max_size=50))
def test_no_lemma_is_empty_or_four_times_as_long_as_its_word(text: str) -> None:
    for surface, (lemmas, parts, deeper) in zip(*read_words(text), strict=True):
        assert all(0 < len(word) <= 4 * len(surface) for word in (*lemmas, *parts, *deeper))
