"""Reading: the nearest in meaning, words of the index, fetching, and what an empty index answers."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from council.criteria import FACETS, Filters, LexicalQuery, MatchSet
from council.engine import Engine, WordCount
from tests.contract.library import ask, found, ids, plain, put, read, unit, zeros


def test_all_at_or_above_the_kth_cosine_match_also_when_they_tie(engine: Engine) -> None:
    vectors = np.stack([unit(1), unit(0.9, 0.1), unit(0.9, 0.1), unit(0.1, 0.9)])
    snapshot = put(engine, read("a", *"abcd"), vectors=[vectors])
    near = snapshot.nearest(unit(1), 2, 0.0, Filters())
    assert ids(snapshot, near.keys) == ["a-0", "a-1", "a-2"]
    assert near.best == pytest.approx(1.0)
    assert near.cutoff == pytest.approx(near.candidates[-1].score)


def test_the_cutoff_is_taken_before_filters(engine: Engine) -> None:
    first, second = read("a", "x", "y"), read("b", "z")
    snapshot = put(engine, first, second, vectors=[np.stack([unit(1), unit(0.99, 0.1)]), unit(0.5, 0.5)[None]])
    near = snapshot.nearest(unit(1), 2, 0.0, Filters(documents=("b",)))
    assert near.candidates == ()
    assert len(near.keys) == 2


def test_the_floor_keeps_out_what_is_far(engine: Engine) -> None:
    snapshot = put(engine, read("a", "x", "y"), vectors=[np.stack([unit(1), unit(0, 1)])])
    near = snapshot.nearest(unit(1), 10, 0.5, Filters())
    assert ids(snapshot, near.keys) == ["a-0"]
    assert near.cutoff == pytest.approx(0.5)


def test_text_without_a_known_token_is_near_nothing_even_when_anything_goes(engine: Engine) -> None:
    snapshot = put(engine, read("a", "x", "y", "z"), vectors=[np.stack([unit(0, 1), zeros(1)[0], unit(-1)])])
    near = snapshot.nearest(unit(1), 10, -1.0, Filters())
    assert ids(snapshot, near.keys) == ["a-0", "a-2"]
    assert snapshot.nearest(zeros(1)[0], 10, -1.0, Filters()).keys == ()


def test_an_index_without_any_vector_has_no_neighbours(engine: Engine) -> None:
    near = put(engine, read("a", "x")).nearest(unit(1), 10, 0.0, Filters())
    assert (near.keys, near.candidates, near.best) == ((), (), -1.0)


def test_minus_words_keep_neighbours_out(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola", "väg"), vectors=[np.stack([unit(1), unit(1)])])
    near = snapshot.nearest(unit(1), 5, 0.0, Filters(), ask(excluded=(plain("väg"),)))
    assert ids(snapshot, [candidate.key for candidate in near.candidates]) == ["a-0"]
    assert len(near.keys) == 2


def test_what_matches_by_meaning_alone_is_counted_apart(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola", "väg", "torg"), vectors=[np.stack([unit(1), unit(1), unit(0, 1)])])
    keys = snapshot.nearest(unit(1), 5, 0.5, Filters()).keys
    counts = snapshot.count(MatchSet(ask(plain("skola")), keys), Filters())
    assert (counts.paragraphs, counts.meaning_only, counts.documents) == (2, 1, 1)
    counts = snapshot.count(MatchSet(None, keys), Filters())
    assert (counts.paragraphs, counts.meaning_only) == (2, 2)


def test_undated_is_a_year_of_its_own_and_comes_last_in_both_orders(engine: Engine) -> None:
    documents = [read("a", "x", date=dt.date(2018, 1, 1)), read("b", "y"), read("c", "z", date=dt.date(2020, 1, 1))]
    snapshot = put(engine, *documents)
    years = snapshot.count(MatchSet(), Filters(), ("year",)).facets["year"]
    assert {(count.value, count.count) for count in years} == {("2018", 1), ("none", 1), ("2020", 1)}
    assert ids(snapshot, snapshot.select(MatchSet(), Filters(), "newest", 0, 9)) == ["c-0", "a-0", "b-0"]
    assert ids(snapshot, snapshot.select(MatchSet(), Filters(), "oldest", 0, 9)) == ["a-0", "c-0", "b-0"]
    assert ids(snapshot, snapshot.select(MatchSet(), Filters(year=("none",)), "newest", 0, 9)) == ["b-0"]
    assert ids(snapshot, snapshot.select(MatchSet(), Filters(year_from=2000), "newest", 0, 9)) == ["c-0", "a-0"]


def test_facets_are_ordered_by_count_and_then_by_name(engine: Engine) -> None:
    snapshot = put(engine, read("a", "x", board="Östra"), read("b", "x", "y", board="Västra"), read("c", "z", board="Norra"))
    assert [c.value for c in snapshot.count(MatchSet(), Filters(), ("board",)).facets["board"]] == ["Västra", "Norra", "Östra"]


def test_first_seen_after_a_moment_leaves_that_moment_out(engine: Engine) -> None:
    moment = dt.datetime(2024, 5, 1, 12, 0, 0, 500, tzinfo=dt.UTC)
    snapshot = put(engine, read("a", "x", first_seen=moment), read("b", "y", first_seen=moment + dt.timedelta(microseconds=1)))
    assert ids(snapshot, snapshot.select(MatchSet(), Filters(seen_after=moment), "first_seen", 0, 9)) == ["b-0"]


def test_unknown_keys_and_ids_are_left_out(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola", "väg"))
    key = snapshot.find(["a-1"])[0].key
    assert [p.paragraph.id for p in snapshot.find(["a-1", "finns-inte", "a-0", "a-1"])] == ["a-1", "a-0", "a-1"]
    assert ids(snapshot, [key, 10_000_000, key]) == ["a-1", "a-1"]
    assert snapshot.fetch([]) == snapshot.find([]) == []
    assert snapshot.document("finns-inte") is None


def test_keys_of_one_document_share_its_handle_by_which_its_matches_are_counted(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola", "väg", "skola igen"), read("b", "skola"))
    first, second, other = (snapshot.find([name])[0].key for name in ("a-0", "a-2", "b-0"))
    document, same, another, nobody = snapshot.documents_of([first, second, other, 10_000_000])
    assert document == same
    assert len({document, another, nobody}) == 3
    words = MatchSet(words=LexicalQuery((plain("skola"),)))
    assert snapshot.paragraphs_of(words, Filters(), [another, nobody, document]) == [1, 0, 2]


def test_frequencies_count_paragraphs_not_occurrences(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola skolan grundskola", "skolor", "väg"))
    assert snapshot.frequencies("lemmas", ["skola", "väg", "torg"]) == [2, 1, 0]
    assert snapshot.frequencies("compound_parts", ["skola"]) == [1]
    assert snapshot.frequencies("surfaces", ["skolor"]) == [1]


@pytest.mark.parametrize("typed", ["laddstaton", "laddsttaion", "laddstationn", "ladddstation", "laddstatiön"])
def test_a_word_one_edit_away_is_found(engine: Engine, typed: str) -> None:
    snapshot = put(engine, read("a", "en laddstation", "en laddstation", "en båt"))
    assert snapshot.similar_words(typed) == [WordCount("laddstation", 2)]


def test_two_edits_are_too_many_and_the_word_itself_is_not_similar(engine: Engine) -> None:
    snapshot = put(engine, read("a", "laddstation båt"))
    assert snapshot.similar_words("laddstatin") == [WordCount("laddstation", 1)]
    assert snapshot.similar_words("laddstati") == []
    assert snapshot.similar_words("laddstation") == []
    assert snapshot.similar_words("") == []


def test_similar_words_come_most_frequent_first_and_follow_what_is_written(engine: Engine) -> None:
    put(engine, read("a", "bron", "brom", "brom"), read("b", "brod"))
    assert engine.snapshot().similar_words("broz") == [WordCount("brom", 2), WordCount("brod", 1), WordCount("bron", 1)]
    assert engine.snapshot().similar_words("broz", 1) == [WordCount("brom", 2)]
    with engine.writer() as writer:
        writer.remove("a")
    assert engine.snapshot().similar_words("broz") == [WordCount("brod", 1)]


def test_words_that_begin_so_come_most_frequent_first(engine: Engine) -> None:
    snapshot = put(engine, read("a", "Skolväg", "skola", "skola", "åker", "skåp"))
    assert snapshot.words_from("sk", 2) == [WordCount("skola", 2), WordCount("skolväg", 1)]
    assert snapshot.words_from("SKÅ") == [WordCount("skåp", 1)]
    assert snapshot.words_from("å") == [WordCount("åker", 1)]
    assert snapshot.words_from("zz") == []


def test_the_commonest_words_come_first_where_an_engine_tells_them(engine: Engine) -> None:
    snapshot = put(engine, read("a", "Skola", "skola väg", "skola väg å"))
    assert snapshot.frequent_words(2) in (["skola", "väg"], [])


def test_an_empty_index_answers_everything_with_nothing(engine: Engine) -> None:
    with engine.rebuild():
        pass
    snapshot = engine.snapshot()
    counts = snapshot.count(MatchSet(), Filters(), FACETS)
    assert (counts.documents, counts.paragraphs, counts.meaning_only) == (0, 0, 0)
    assert all(values == () for values in counts.facets.values())
    assert snapshot.nearest(unit(1), 5, -1.0, Filters()).keys == ()
    assert found(snapshot, ask(plain("skola"))) == []
    assert snapshot.lexical(ask(plain("skola")), Filters(), 5).unknown == ("skola",)
    assert list(snapshot.documents()) == snapshot.case_records() == snapshot.words_from("a") == []
    assert snapshot.catalogue().entries == ()
