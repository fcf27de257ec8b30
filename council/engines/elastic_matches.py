"""Match sets in Elasticsearch: what matches by words or by meaning, under filters; counted, and in order of date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from council.criteria import (
    Candidate,
    Counts,
    DocumentKey,
    FacetCount,
    FacetName,
    Filters,
    Key,
    LexicalMatches,
    LexicalQuery,
    MatchSet,
    Neighbours,
    Order,
)
from council.engine import Near
from council.engines.clauses import Boolean, Clause, Constant, Everything, Nothing, any_of
from council.engines.elastic_paragraphs import HEAD, ParagraphSearcher
from council.engines.elastic_queries import Json, found_by
from council.engines.elastic_steps import Ask, Steps
from council.engines.lexical_plan import Plan
from council.engines.matching import excluded, filter_clauses, required, rows_clause, silent

MOST_VALUES = 10_000
"""Values of a facet that are counted."""

PRECISION = 40_000
"""Documents up to which their number is exact: the most that Elasticsearch's cardinality allows."""

_ORDERS: dict[Order, list[Json]] = {
    "newest": [{"date": {"order": "desc", "missing": "_last"}}],
    "oldest": [{"date": {"order": "asc", "missing": "_last"}}],
    "first_seen": [{"first_seen": "desc"}],
}
_TIES: list[Json] = [{name: "asc"} for name in ("source", "label", "docno", "ordinal")]


class Matches:
    """The match sets of one commit, in steps."""

    def __init__(self, searcher: ParagraphSearcher) -> None:
        self._searcher = searcher

    def lexical(self, query: LexicalQuery, filters: Filters, limit: int) -> Steps[LexicalMatches]:
        """See council.engine.Snapshot."""
        plan = yield from self._searcher.plan(query)
        candidates: tuple[Candidate, ...] = ()
        if plan.found and limit > 0:
            musts = (Constant(plan.match, 0.0), *silent(filter_clauses(filters)))
            wanted = Boolean(must=musts, should=plan.score, must_not=excluded(query))
            rows, scores = yield from self._searcher.top(wanted, limit)
            candidates = tuple(Candidate(row, score) for row, score in zip(rows, scores, strict=True))
        return LexicalMatches(candidates, plan.found, plan.earnable, plan.unknown)

    def nearest(self, near: Near, filters: Filters) -> Steps[Neighbours]:
        """See council.engine.Snapshot. Exact where the vectors' index is `flat`."""
        if not near.vector.any():
            return Neighbours()
        musts, must_not = (*required(near.excluded), *filter_clauses(filters)), excluded(near.excluded)
        passing = found_by(Boolean(must=silent(musts), must_not=must_not)) if musts or must_not else None
        found, kept = yield from self._searcher.neighbours(near.vector, near.k, passing)
        if not found:
            return Neighbours()
        cutoff = max(near.floor, found[min(near.k, len(found)) - 1].score)
        above = [candidate for candidate in found if candidate.score >= cutoff]
        keys = tuple(candidate.key for candidate in above)
        return Neighbours(tuple(c for c in above if c.key in kept), cutoff, found[0].score, keys)

    def count(
        self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName], documents: Sequence[DocumentKey] = ()
    ) -> Steps[tuple[Counts, dict[DocumentKey, int]]]:
        """See council.engine.Snapshot. One search: the match set, and one filter aggregation for the totals and each facet.

        Along with it, how many paragraphs of these documents match under all filters.
        """
        plan = yield from self._plan(matches)
        free = tuple(name for name in facets if not getattr(filters, name))
        inner: Json = {"documents": {"cardinality": {"field": "docno", "precision_threshold": PRECISION}}, **_terms(free)}
        if documents:
            inner["of_document"] = {"terms": {"field": "document_id", "include": list(documents), "size": len(documents)}}
        if matches.neighbours:
            inner["meaning"] = {"filter": found_by(_only_near(matches, plan))}
        aggregations: Json = {"total": _filtered(filter_clauses(filters), inner)}
        for name in facets:
            if name not in free:
                aggregations[name] = _filtered(filter_clauses(filters, name), _terms((name,)))
        body = {"size": 0, "query": found_by(_matching(matches, plan, Filters())), "aggs": aggregations}
        (answer,) = yield [Ask(body)]
        return _counts(answer["aggregations"], matches, facets), _of_documents(answer["aggregations"]["total"])

    def ordered(self, matches: MatchSet, filters: Filters, order: Order) -> Steps[Json]:
        """The search for a match set by date: all but its size."""
        plan = yield from self._plan(matches)
        found = found_by(_matching(matches, plan, filters))
        return {"query": {"bool": {"filter": [found]}}, "sort": [*_ORDERS[order], *_TIES], **HEAD}

    def _plan(self, matches: MatchSet) -> Steps[Plan | None]:
        return (yield from self._searcher.plan(matches.words)) if matches.words is not None else None


def rows_of(keys: Iterable[Key]) -> tuple[int, ...]:
    """Keys as rows."""
    return tuple(map(int, keys))


def _only_near(matches: MatchSet, plan: Plan | None) -> Clause:
    by_words = () if plan is None else (plan.match,)
    return Boolean(must=(rows_clause(rows_of(matches.neighbours)), *silent(required(matches.words))), must_not=by_words)


def _matching(matches: MatchSet, plan: Plan | None, filters: Filters) -> Clause:
    return Boolean(must=silent((_union(matches, plan), *filter_clauses(filters))), must_not=excluded(matches.words))


def _union(matches: MatchSet, plan: Plan | None) -> Clause:
    if matches.everything:
        return Everything()
    sides: list[Clause] = [] if plan is None else [plan.match]
    if matches.neighbours:
        sides.append(Boolean(must=(rows_clause(rows_of(matches.neighbours)), *silent(required(matches.words)))))
    return any_of(tuple(side for side in sides if not isinstance(side, Nothing)))


def _counts(answer: Json, matches: MatchSet, facets: Sequence[FacetName]) -> Counts:
    total = answer["total"]
    return Counts(
        documents=total["documents"]["value"],
        paragraphs=total["doc_count"],
        meaning_only=total["meaning"]["doc_count"] if matches.neighbours else 0,
        facets={name: _facet(answer[name if name in answer else "total"], name) for name in facets},
    )


def _of_documents(total: Json) -> dict[DocumentKey, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in total.get("of_document", {"buckets": ()})["buckets"]}


def _filtered(clauses: tuple[Clause, ...], aggregations: Json) -> Json:
    return {"filter": {"bool": {"filter": [found_by(clause) for clause in clauses]}}, "aggs": aggregations}


def _terms(names: Sequence[str]) -> Json:
    return {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}


def _facet(answer: Json, name: str) -> tuple[FacetCount, ...]:
    buckets = answer[name]["buckets"]
    return tuple(FacetCount(b["key"], b["doc_count"]) for b in sorted(buckets, key=lambda b: (-b["doc_count"], b["key"])))
