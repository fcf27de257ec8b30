"""Fusion: scores in units that mean something, the same for both engines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.criteria import Candidate
from search_api.fusion import Sides, convex, reciprocal_rank

SCORES = st.lists(st.floats(0, 30, allow_nan=False), max_size=20)


def candidates(*scores: float, first: int = 0) -> list[Candidate]:
    return [Candidate(first + number, score) for number, score in enumerate(scores)]


def test_a_paragraph_of_both_sides_gets_a_share_of_each():
    (item,) = convex(Sides([Candidate("p", 6.0)], [Candidate("p", 0.5)], earnable=12.0), share=0.4)
    assert item.score == pytest.approx(0.4 * 0.5 + 0.6 * 6 / 12)
    assert item.by_words
    assert item.by_meaning


def test_a_side_that_did_not_return_a_paragraph_gives_nothing():
    ranked = convex(Sides([Candidate("ord", 6.0)], [Candidate("mening", 0.9)], earnable=12.0), share=0.4)
    assert {item.key: item.score for item in ranked} == pytest.approx({"mening": 0.36, "ord": 0.3})


def test_words_are_measured_by_what_they_could_earn_not_by_the_best_hit():
    weak = convex(Sides([Candidate("p", 1.0)], [], earnable=20.0))
    strong = convex(Sides([Candidate("p", 19.0)], [], earnable=20.0))
    assert weak[0].score < 0.05 < strong[0].score


def test_a_negative_cosine_takes_nothing_away():
    (item,) = convex(Sides([Candidate("p", 6.0)], [Candidate("p", -0.5)], earnable=6.0), share=0.4)
    assert item.score == pytest.approx(0.6)


def test_without_words_meaning_alone_ranks():
    assert [item.key for item in convex(Sides([], candidates(0.9, 0.8, 0.7)))] == [0, 1, 2]


@given(SCORES, SCORES)
def test_every_paragraph_comes_once_and_scores_fall(words: list[float], meaning: list[float]):
    sides = Sides(
        candidates(*sorted(words, reverse=True)), candidates(*sorted((m / 30 for m in meaning), reverse=True), first=10), earnable=30
    )
    for ranked in (convex(sides), reciprocal_rank(sides)):
        assert len({item.key for item in ranked}) == len(ranked) == len({c.key for c in (*sides.words, *sides.meaning)})
        assert [item.score for item in ranked] == sorted((item.score for item in ranked), reverse=True)


def test_reciprocal_rank_prefers_what_both_sides_found():
    sides = Sides([Candidate("ord", 9), Candidate("båda", 8)], [Candidate("mening", 0.9), Candidate("båda", 0.8)], earnable=10)
    assert reciprocal_rank(sides)[0].key == "båda"
