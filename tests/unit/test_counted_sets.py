"""Counted match sets are kept by what they take, not by their number, and tell how many paragraphs of each document match."""

from __future__ import annotations

import numpy as np

from council.criteria import FacetCount, Filters, MatchSet
from council.engines.embedded_counts import Counted, CountedSets, by_document


def counted(*docnos: int, values: int = 0) -> Counted:
    found, numbers = by_document(dict.fromkeys(docnos, 2))
    return Counted(found, numbers, 0, {"board": tuple(FacetCount(str(n), 1) for n in range(values))} if values else {})


def matches(number: int) -> MatchSet:
    return MatchSet(neighbours=(number,))


def times_counted(sets: CountedSets, number: int, answer: Counted) -> int:
    """0 where the match set is kept, else 1."""
    asked: list[Counted] = []

    def count() -> Counted:
        asked.append(answer)
        return answer

    assert sets.of(matches(number), Filters(), (), count) is not None
    return len(asked)


def test_each_document_has_its_number_and_others_none() -> None:
    docnos, numbers = by_document({7: 3, 2: 1})
    found = Counted(docnos, numbers, 0)
    assert found.of([2, 3, 7, 9, -1]) == [1, 0, 3, 0, 0]
    assert found.dense(9).tolist() == [0, 0, 1, 0, 0, 0, 0, 3, 0]
    assert (found.documents, found.paragraphs) == (2, 4)


def test_of_nothing_no_document_has_any() -> None:
    nothing = counted()
    assert nothing.of([1, 2]) == [0, 0]
    assert (nothing.documents, nothing.paragraphs) == (0, 0)
    assert not nothing.dense(3).any()


def test_many_small_sets_are_kept_where_few_large_ones_are() -> None:
    small, large = counted(1), counted(*range(1_000), values=100)
    many = CountedSets(most_bytes=200 * small.bytes)
    assert [times_counted(many, number, small) for number in (*range(200), *range(200))] == [1] * 200 + [0] * 200
    few = CountedSets(most_bytes=3 * large.bytes)
    assert [times_counted(few, number, large) for number in (1, 2, 3, 1, 4, 2, 1)] == [1, 1, 1, 0, 1, 1, 0]


def test_a_set_that_is_larger_than_all_room_is_not_kept() -> None:
    sets = CountedSets(most_bytes=10)
    assert [times_counted(sets, 1, counted(1)) for _ in range(2)] == [1, 1]


def test_what_was_kept_without_a_facet_is_counted_with_it_and_takes_its_room_once() -> None:
    plain, faceted = counted(1), counted(1, values=5)
    sets = CountedSets(most_bytes=plain.bytes + 2 * faceted.bytes)
    assert sets.of(matches(1), Filters(), (), lambda: plain) is plain
    for _ in range(9):
        assert sets.of(matches(1), Filters(), ("board",), lambda: faceted) is faceted
    assert times_counted(sets, 2, faceted) == 1
    assert times_counted(sets, 1, plain) == 0
    assert np.array_equal(sets.of(matches(2), Filters(), (), lambda: plain).docnos, [1])
