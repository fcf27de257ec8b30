"""Coverage: weights, thresholds and minimal covers agree with their definitions."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.coverage import SCALE, idf, minimal_covers, threshold, weight
from council.criteria import Coverage

weights_of = st.lists(st.integers(1, 12_000), min_size=1, max_size=8)


def test_a_word_that_no_paragraph_holds_weighs_as_the_rarest() -> None:
    assert idf(0, 1000) == idf(1, 1000) > idf(2, 1000)


def test_a_word_in_every_paragraph_still_weighs_something() -> None:
    assert weight(10_000_000, 10_000_000) == 1
    assert weight(5, 0) >= 1


def test_weights_are_thousandths_of_bm25s_idf() -> None:
    assert weight(3, 100) == round(SCALE * math.log(1 + 97.5 / 3.5))


def test_two_words_of_equal_weight_want_both() -> None:
    assert threshold([500, 500], 1000, Coverage()) == 1000
    assert threshold([500, 500], 500, Coverage()) is None


def test_the_heavier_of_two_words_is_enough_where_none_has_both() -> None:
    assert threshold([700, 300], 700, Coverage()) == 700
    assert threshold([700, 300], 300, Coverage()) is None


def test_three_words_or_more_want_a_share_of_all_and_of_the_best() -> None:
    assert threshold([100, 100, 100], 300, Coverage(tau=0.15, rho=0.4)) == 120
    assert threshold([1000, 1000, 1000], 1000, Coverage(tau=0.5, rho=0.4)) is None


def test_a_long_question_counts_its_heaviest_words_alone() -> None:
    assert threshold([100] * 10, 500, Coverage(tau=0.5, rho=0.2, counted=4)) == 200
    assert threshold([100] * 10, 500, Coverage(tau=0.5, rho=0.2, counted=10)) == 500


@pytest.mark.parametrize("weights", [[5], [5, 5], [5, 5, 5]])
def test_nothing_matches_where_no_paragraph_holds_a_word(weights: list[int]) -> None:
    assert threshold(weights, 0, Coverage()) is None


@given(weights=weights_of, share=st.floats(0.01, 1.0))
def test_a_set_weighs_enough_exactly_when_it_holds_a_cover(weights: list[int], share: float) -> None:
    needed = max(1, math.ceil(share * sum(weights)))
    covers = minimal_covers(weights, needed, at_most=1000)
    assert covers is not None
    for size in range(len(weights) + 1):
        for chosen in itertools.combinations(range(len(weights)), size):
            enough = sum(weights[i] for i in chosen) >= needed
            assert enough == any(set(cover) <= set(chosen) for cover in covers)


@given(weights=weights_of, share=st.floats(0.01, 1.0))
def test_no_cover_holds_another(weights: list[int], share: float) -> None:
    covers = minimal_covers(weights, max(1, math.ceil(share * sum(weights))), at_most=1000)
    assert covers is not None
    assert not any(set(one) <= set(other) for one, other in itertools.permutations(covers, 2))


def test_too_many_covers_are_told_apart_from_none() -> None:
    assert minimal_covers([1] * 12, 6, at_most=100) is None
    assert minimal_covers([1] * 3, 4, at_most=100) == ()
    assert minimal_covers([1] * 3, 0, at_most=100) == ((),)
