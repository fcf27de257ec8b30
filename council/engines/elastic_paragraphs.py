"""What the Elasticsearch engine asks of the paragraphs of one commit: counts, the best by words, and the nearest in meaning."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from council.criteria import Candidate, LexicalQuery
from council.engines.clauses import Clause, Term
from council.engines.elastic_queries import Json, found_by, query
from council.engines.elastic_steps import Ask, Steps
from council.engines.lexical_plan import Counting, Idfs, Plan, Planning, Question, Top, remember
from council.model import Vector

ANY = ""
"""In place of a token: whatever a field holds."""

HEAD: Json = {"_source": False, "stored_fields": "_none_", "docvalue_fields": ["row", "docno", "document_id"]}
"""What a candidate is known by; all stand in columns, so nothing stored is read."""

WINDOW = 10_000
"""Hits that one search may give: Elasticsearch's index.max_result_window."""

TIES = 64
"""Neighbours looked at beyond the k-th, in case they tie with it; twice as many when all of them do."""

TOGETHER = 5
"""Words of a query up to which every set of them is counted in the first request: 31 sets of five, 63 of six."""

MOST_TERMS = 50_000
"""Terms whose frequency is remembered within a commit: 10 MB."""

MOST_ROWS = 200_000
"""Paragraphs whose document is remembered within a commit: 50 MB."""


class ParagraphSearcher:
    """What is asked of the paragraphs of one commit, in steps; frequencies, plans and whose paragraph is whose are remembered."""

    def __init__(self, paragraphs: int) -> None:
        self._planning = Planning(paragraphs, together=TOGETHER)
        self._held: dict[tuple[str, str], int] = {}
        self._owners: dict[int, tuple[int, str]] = {}

    def plan(self, asked: LexicalQuery) -> Steps[Plan]:
        """What a query by words means."""
        asking = self._planning.asking(asked)
        answer: Any = None
        while True:
            try:
                question = asking.send(answer)
            except StopIteration as done:
                plan: Plan = done.value
                return plan
            answer = yield from self._answered(question)

    def _answered(self, question: Question) -> Steps[Any]:
        match question:
            case Counting(clauses, terms):
                return (yield from self.count_each(clauses, terms))
            case Top(clause, limit):
                return (yield from self.top(clause, limit))
            case Idfs(terms):
                return (yield from self._term_idfs(terms))

    def count_each(self, clauses: Sequence[Clause], terms: Sequence[tuple[str, str]] = ()) -> Steps[list[int]]:
        """How many paragraphs each clause finds; of `terms`, asked for later, the frequencies and those of their fields come along."""
        wanted = dict.fromkeys((*terms, *((name, ANY) for name, _ in terms)))
        new = [term for term in wanted if term not in self._held]
        counted = yield from _counted([*(found_by(clause) for clause in clauses), *map(_one, new)])
        for term, number in zip(new, counted[len(clauses) :], strict=True):
            remember(self._held, term, number, MOST_TERMS)
        return counted[: len(clauses)]

    def held(self, terms: Sequence[tuple[str, str]]) -> Steps[list[int]]:
        """How many paragraphs hold each term, (field, token); each is asked for once."""
        known = {term: number for term in terms if (number := self._held.get(term)) is not None}
        new = [term for term in dict.fromkeys(terms) if term not in known]
        counted = yield from _counted([_one(term) for term in new])
        for term, number in zip(new, counted, strict=True):
            known[term] = number
            remember(self._held, term, number, MOST_TERMS)
        return [known[term] for term in terms]

    def _term_idfs(self, terms: Sequence[tuple[str, str]]) -> Steps[list[float]]:
        """The idf that Lucene gives each term: among the paragraphs whose field holds anything."""
        fields = [(name, ANY) for name, _ in terms]
        held = yield from self.held([*terms, *fields])
        totals = [max(pair) for pair in zip(held, held[len(terms) :], strict=False)]
        return [math.log(1 + (total - number + 0.5) / (number + 0.5)) for number, total in zip(held, totals, strict=False)]

    def top(self, clause: Clause, limit: int) -> Steps[tuple[list[int], list[float]]]:
        """(rows, scores) of the best, best first."""
        rows: list[int] = []
        scores: list[float] = []
        body: Json = {"query": query(clause), "sort": [{"_score": "desc"}, {"row": "asc"}], **HEAD}
        while len(rows) < limit:
            (answer,) = yield [Ask({**body, "size": min(WINDOW, limit - len(rows))})]
            hits = answer["hits"]["hits"]
            rows += self.noted(hits)
            scores += [float(hit["sort"][0]) for hit in hits]
            if len(hits) < WINDOW:
                break
            body["search_after"] = hits[-1]["sort"]
        return rows, scores

    def neighbours(self, vector: Vector, k: int, passing: Json | None) -> Steps[tuple[list[Candidate], frozenset[int]]]:
        """The k nearest and all that tie with the last of them, nearest first; and the rows of those that a filter lets pass."""
        size = min(WINDOW, k + TIES)
        while True:
            knn = {"field": "vector", "query_vector": vector, "k": size, "num_candidates": min(WINDOW, 2 * size)}
            rows_of: Json = {} if passing is None else _rows_of(passing, size)
            (answer,) = yield [Ask({"knn": knn, "size": size, **HEAD, **rows_of})]
            hits = answer["hits"]["hits"]
            rows = self.noted(hits)
            nearest = sorted((-hit["_score"], row) for row, hit in zip(rows, hits, strict=True))
            found = [Candidate(row, -2.0 * score - 1.0) for score, row in nearest]
            if len(found) < size or size == WINDOW or found[-1].score < found[min(k, len(found)) - 1].score:
                return found, frozenset(rows) if passing is None else _passed(answer)
            size = min(WINDOW, 2 * size)

    def noted(self, hits: list[Json]) -> list[int]:
        """The rows of hits; which documents they belong to is remembered."""
        columns = [hit["fields"] for hit in hits]
        owners = {own["row"][0]: (own["docno"][0], own["document_id"][0]) for own in columns}
        if len(self._owners) + len(owners) > MOST_ROWS:
            self._owners = {}
        self._owners.update(owners)
        return list(owners)

    def owners(self, rows: Sequence[int]) -> Steps[dict[int, tuple[int, str]]]:
        """(number, id) of the document of each row; rows that are not known are left out. What searches have told is not asked for."""
        found = {row: owner for row in rows if (owner := self._owners.get(row)) is not None}
        unknown = [row for row in dict.fromkeys(rows) if row not in found]
        for start in range(0, len(unknown), WINDOW):
            some = unknown[start : start + WINDOW]
            (answer,) = yield [Ask({"query": {"bool": {"filter": [{"terms": {"row": some}}]}}, "size": WINDOW, **HEAD})]
            found.update((row, self._owners[row]) for row in self.noted(answer["hits"]["hits"]))
        return found


def _counted(queries: Sequence[Json]) -> Steps[list[int]]:
    if not queries:
        return []
    named = {str(place): body for place, body in enumerate(queries)}
    (answer,) = yield [Ask({"size": 0, "aggs": {"each": {"filters": {"filters": named}}}})]
    buckets = answer["aggregations"]["each"]["buckets"]
    return [int(buckets[str(place)]["doc_count"]) for place in range(len(queries))]


def _one(term: tuple[str, str]) -> Json:
    name, token = term
    return {"exists": {"field": name}} if token == ANY else found_by(Term(name, token))


def _rows_of(passing: Json, size: int) -> Json:
    """An aggregation over the neighbours alone: which of them pass."""
    return {"aggs": {"passing": {"filter": passing, "aggs": {"rows": {"terms": {"field": "row", "size": size}}}}}}


def _passed(answer: Json) -> frozenset[int]:
    return frozenset(int(bucket["key"]) for bucket in answer["aggregations"]["passing"]["rows"]["buckets"])
