"""Random queries, vectors and filters: every engine finds, counts and orders what the definitions say."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from council.criteria import FACETS, Coverage, FacetName, Filters, LexicalQuery, MatchSet, Node, Order, Variant, Word
from council.model import Vector
from tests.contract.conftest import Library
from tests.contract.library import BOARDS, PARTIES, beginning, both, either, ids, phrase, plain, random_vectors, word

WORDS = ("nämnd", "beslut", "skola", "väg", "stöd", "laddstation", "brygga", "grundskola", "isbana", "ubåtshamn")
EXAMPLES = 1500 if os.environ.get("NAMNDSOK_SOAK") else 60
quick = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

single = st.sampled_from(WORDS).flatmap(lambda lemma: st.sampled_from((plain(lemma), word(lemma))))
quoted = st.lists(st.sampled_from(WORDS[:6]), min_size=2, max_size=3).map(lambda lemmas: phrase(*lemmas))
starred = st.sampled_from(("sk", "grund", "la", "ö")).map(beginning)
synonym = st.sampled_from(WORDS[:8]).map(lambda lemma: word(lemma, Variant("lemmas", ("brygga",), "synonym", 0.7)))
node: st.SearchStrategy[Node] = st.recursive(
    st.one_of(single, single, synonym, starred, quoted),
    lambda child: st.lists(child, min_size=2, max_size=3).flatmap(lambda nodes: st.sampled_from((either(*nodes), both(*nodes)))),
    max_leaves=4,
)
queries = st.builds(
    LexicalQuery,
    words=st.lists(node, max_size=8, unique=True).map(tuple),
    required=st.lists(st.one_of(quoted, single), max_size=1).map(tuple),
    excluded=st.lists(st.one_of(single, quoted), max_size=2).map(tuple),
    coverage=st.sampled_from((Coverage(), Coverage(0.3, 0.6), Coverage(0.0, 0.1))),
)


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    """No value most of the time, else one or two."""
    return st.one_of(st.just(()), st.just(()), st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple))


filters_of = st.builds(
    Filters,
    municipality=some("Alvik", "Björkvik", "Ingenstans"),
    board=some(*BOARDS),
    party=some(*PARTIES),
    about_party=some("V"),
    topic=some("skola", "trafik"),
    kind=some("protokoll", "motion"),
    voice=some("party", "board"),
    language=some("sv", "en"),
    year=some("2018", "2019", "none"),
    year_from=st.sampled_from((None, None, None, 2018, 2019)),
    year_to=st.sampled_from((None, None, None, 2019, 2021)),
    section_kind=some("decision"),
    documents=some("d1", "d2", "d3"),
    seen_after=st.sampled_from((None, None, None, dt.datetime(2024, 1, 2, tzinfo=dt.UTC))),
    impossible=st.sampled_from((False,) * 9 + (True,)),
)
vectors_of = st.integers(0, 500).map(lambda seed: random_vectors(1, seed)[0])
facets_of = st.lists(st.sampled_from(FACETS), max_size=4, unique=True)


@quick
@given(query=queries, filters=filters_of)
def test_words_find_what_coverage_says(library: Library, query: LexicalQuery, filters: Filters) -> None:
    snapshot, oracle = library.engine.snapshot(), library.oracle
    matches = snapshot.lexical(query, filters, 1000)
    expected = {item.paragraph.id for item in oracle.passing(query, None, filters)}
    assert set(ids(snapshot, [candidate.key for candidate in matches.candidates])) == expected
    assert matches.found == bool(oracle.by_words(query))
    scores = [candidate.score for candidate in matches.candidates]
    assert scores == sorted(scores, reverse=True)


@quick
@given(vector=vectors_of, k=st.integers(1, 60), floor=st.sampled_from((-1.0, 0.0, 0.2, 0.5, 0.9)), filters=filters_of, query=queries)
def test_meaning_finds_all_at_or_above_one_cutoff(
    library: Library, vector: Vector, k: int, floor: float, filters: Filters, query: LexicalQuery
) -> None:
    snapshot, oracle = library.engine.snapshot(), library.oracle
    near = snapshot.nearest(vector, k, floor, filters, query)
    expected, cutoff = oracle.by_meaning(vector, k, floor)
    assert near.cutoff == pytest.approx(cutoff, abs=1e-5)
    assert set(ids(snapshot, near.keys)) == expected
    passing = {item.paragraph.id for item in oracle.passing(LexicalQuery(required=query.required, excluded=query.excluded), None, filters)}
    assert set(ids(snapshot, [candidate.key for candidate in near.candidates])) == expected & passing
    cosines = [candidate.score for candidate in near.candidates]
    assert cosines == sorted(cosines, reverse=True)


@quick
@given(query=st.one_of(st.none(), queries), vector=st.one_of(st.none(), vectors_of), filters=filters_of, facets=facets_of)
def test_counts_are_those_of_the_one_match_set(
    library: Library, query: LexicalQuery | None, vector: Vector | None, filters: Filters, facets: list[FacetName]
) -> None:
    snapshot, oracle = library.engine.snapshot(), library.oracle
    keys = () if vector is None else snapshot.nearest(vector, 12, 0.1, Filters()).keys
    near = set(ids(snapshot, keys))
    counts = snapshot.count(MatchSet(query, keys), filters, facets)
    passing = oracle.passing(query, near, filters)
    by_words = oracle.by_words(query) if query is not None else set()
    assert counts.paragraphs == len(passing)
    assert counts.documents == len({item.document.id for item in passing})
    assert counts.meaning_only == sum(item.paragraph.id in near - by_words for item in passing)
    assert set(counts.facets) == set(facets)
    for facet in facets:
        others = oracle.passing(query, near, replace(filters, **{facet: ()}))
        assert {c.value: c.count for c in counts.facets[facet]} == oracle.values(others, facet)


@quick
@given(query=st.one_of(st.none(), queries), filters=filters_of, facet=st.sampled_from(FACETS))
def test_a_facets_count_is_what_a_click_on_it_shows(
    library: Library, query: LexicalQuery | None, filters: Filters, facet: FacetName
) -> None:
    snapshot = library.engine.snapshot()
    matches = MatchSet(query)
    for value in snapshot.count(matches, filters, (facet,)).facets[facet]:
        clicked = replace(filters, **{facet: (value.value,)})
        assert snapshot.count(matches, clicked).paragraphs == value.count


@quick
@given(
    query=st.one_of(st.none(), queries),
    vector=st.one_of(st.none(), vectors_of),
    filters=filters_of,
    order=st.sampled_from(("newest", "oldest", "first_seen")),
    size=st.integers(1, 30),
)
def test_paging_is_a_partition_in_order_and_scan_agrees(
    library: Library, query: LexicalQuery | None, vector: Vector | None, filters: Filters, order: Order, size: int
) -> None:
    snapshot, oracle = library.engine.snapshot(), library.oracle
    keys = () if vector is None else snapshot.nearest(vector, 12, 0.1, Filters()).keys
    matches = MatchSet(query, keys)
    expected = oracle.ordered(oracle.passing(query, set(ids(snapshot, keys)), filters), order)
    pages = [snapshot.select(matches, filters, order, offset, size) for offset in range(0, len(expected) + size, size)]
    assert ids(snapshot, [key for page in pages for key in page]) == expected
    assert all(len(page) <= size for page in pages)
    assert ids(snapshot, snapshot.scan(matches, filters, order)) == expected


@quick
@given(query=queries, limit=st.integers(1, 10))
def test_a_limit_gives_the_best_of_all(library: Library, query: LexicalQuery, limit: int) -> None:
    snapshot = library.engine.snapshot()
    everything = snapshot.lexical(query, Filters(), 1000).candidates
    few = snapshot.lexical(query, Filters(), limit).candidates
    assert [c.score for c in few] == pytest.approx([c.score for c in everything[:limit]])
    assert len(few) == min(limit, len(everything))


@quick
@given(query=queries)
def test_no_match_earns_more_than_the_query_can_but_for_headings(library: Library, query: LexicalQuery) -> None:
    bare = _without_headings(query)
    matches = library.engine.snapshot().lexical(bare, Filters(), 1000)
    assert all(candidate.score <= matches.earnable + 1e-4 for candidate in matches.candidates)


def _without_headings(query: LexicalQuery) -> LexicalQuery:
    def bare(node: Node) -> Node:
        if isinstance(node, Word):
            return replace(node, variants=tuple(v for v in node.variants if v.field != "context"))
        return replace(node, children=tuple(bare(child) for child in node.children))

    return replace(query, words=tuple(map(bare, query.words)), required=tuple(map(bare, query.required)))


def test_every_paragraph_is_fetched_as_it_was_written(library: Library) -> None:
    snapshot = library.engine.snapshot()
    keys = snapshot.select(MatchSet(), Filters(), "newest", 0, 10_000)
    by_id = {item.paragraph.id: item for item in library.oracle.items}
    passages = snapshot.fetch(keys)
    assert len(passages) == len(by_id)
    for passage, vector in zip(passages, snapshot.vectors(keys), strict=True):
        item = by_id[passage.paragraph.id]
        assert (passage.paragraph, passage.document, passage.ordinal) == (item.paragraph, item.document, item.ordinal)
        assert np.array_equal(vector, item.vector)
    handles = zip(snapshot.documents_of(keys), (passage.document.id for passage in passages), strict=True)
    assert len(set(handles)) == len(set(snapshot.documents_of(keys))) == len({passage.document.id for passage in passages})


def test_every_document_is_read_back_whole(library: Library) -> None:
    snapshot = library.engine.snapshot()
    for shelf in library.shelves:
        assert snapshot.document(shelf.read.document.id) == shelf.read
    expected = sorted((shelf.read.document for shelf in library.shelves), key=lambda document: document.source)
    assert list(snapshot.documents()) == expected
