"""What the Elasticsearch engine asks of the paragraphs at one point in time: counts, the best, and every hit of a search."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from council.engines.clauses import Clause, Constant, Term
from council.engines.elastic import KEEP_ALIVE, Cluster, GoneError, UnreadyError
from council.engines.elastic_queries import Json, found_by, query

ANY = ""
"""In place of a token: whatever a field holds."""

HEAD: Json = {"_source": False, "docvalue_fields": ["row", "document_id"]}
"""What a candidate is known by; both stand in columns, so nothing stored is read."""

PAUSES = (0.0, 0.3, 1.0, 2.0)
"""Seconds before a search whose point in time was lost is tried again: a cluster elects a new master in about three."""

WINDOW = 10_000
"""Hits that one search may give: Elasticsearch's index.max_result_window."""


@dataclass(frozen=True, slots=True)
class Names:
    """The indices of a generation, and those of all."""

    prefix: str
    generation: str

    @property
    def paragraphs(self) -> str:
        """Index of paragraphs."""
        return f"{self.prefix}-paragraphs-{self.generation}"

    @property
    def documents(self) -> str:
        """Index of documents, cases and failures."""
        return f"{self.prefix}-documents-{self.generation}"

    @property
    def control(self) -> str:
        """Index of state, lock, first_seen and block list."""
        return f"{self.prefix}-control"


class View:
    """A point in time over an index. Where it was lost with the node that held it, a new one is opened, once the cluster can."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._id = cluster.open_view(index)

    def ask(self, body: Json) -> Json:
        """One search over this point in time."""
        for pause in PAUSES:
            try:
                return self._search(body)
            except (GoneError, UnreadyError):
                time.sleep(pause)
                # A second failure here, an index that is gone, is the caller's to hear of.
                with contextlib.suppress(UnreadyError):
                    self._id = self._cluster.open_view(self._index)
        return self._search(body)

    def _search(self, body: Json) -> Json:
        return self._cluster.search({"pit": {"id": self._id, "keep_alive": KEEP_ALIVE}, "track_total_hits": False, **body})

    def close(self) -> None:
        """Let the point in time go."""
        self._cluster.close_view(self._id)


@dataclass(slots=True)
class ParagraphSearcher:
    """What is asked of the paragraphs at one point in time."""

    view: View
    document_ids: dict[int, str] = field(default_factory=dict)
    """Which document a row belongs to, as far as searches have told: grouping asks it of every candidate."""
    _held: dict[tuple[str, str], int] = field(default_factory=dict)
    _with_field: dict[str, int] = field(default_factory=dict)

    def ask(self, body: Json) -> Json:
        """One search."""
        return self.view.ask(body)

    def count_each(self, clauses: Sequence[Clause], terms: Sequence[tuple[str, str]] = ()) -> list[int]:
        """How many paragraphs each clause finds, and each term that is asked for next, in one request."""
        wanted = [*terms, *((name, ANY) for name, _ in terms)]
        new = [term for term in dict.fromkeys(wanted) if term not in self._held]
        counted = self._counted([*(found_by(clause) for clause in clauses), *map(_one, new)])
        self._held.update(zip(new, counted[len(clauses) :], strict=True))
        return counted[: len(clauses)]

    def _counted(self, queries: Sequence[Json]) -> list[int]:
        if not queries:
            return []
        named = {str(place): body for place, body in enumerate(queries)}
        buckets = self.ask({"size": 0, "aggs": {"each": {"filters": {"filters": named}}}})["aggregations"]["each"]["buckets"]
        return [int(buckets[str(place)]["doc_count"]) for place in range(len(queries))]

    def top(self, clause: Clause, limit: int) -> tuple[list[int], list[float]]:
        """(rows, scores) of the best, best first."""
        rows: list[int] = []
        scores: list[float] = []
        body: Json = {"query": query(clause), "sort": [{"_score": "desc"}, {"row": "asc"}], "track_scores": True, **HEAD}
        while len(rows) < limit:
            hits = self.ask({**body, "size": min(WINDOW, limit - len(rows))})["hits"]["hits"]
            rows += self.noted(hits)
            scores += [float(hit["_score"]) for hit in hits]
            if len(hits) < WINDOW:
                break
            body["search_after"] = hits[-1]["sort"]
        return rows, scores

    def noted(self, hits: list[Json]) -> list[int]:
        """The rows of hits; which documents they belong to is remembered."""
        rows = [int(hit["fields"]["row"][0]) for hit in hits]
        self.document_ids.update((row, hit["fields"]["document_id"][0]) for row, hit in zip(rows, hits, strict=True))
        return rows

    def rows(self, clause: Clause, limit: int) -> list[int]:
        """The rows that a clause finds."""
        return self.top(Constant(clause, 1.0), limit)[0]

    def held(self, terms: Sequence[tuple[str, str]]) -> list[int]:
        """How many paragraphs hold each term, (field, token); each is asked for once."""
        new = [term for term in dict.fromkeys(terms) if term not in self._held]
        self._held.update(zip(new, self._counted([_one(term) for term in new]), strict=True))
        return [self._held[term] for term in terms]

    def term_idfs(self, terms: Sequence[tuple[str, str]]) -> list[float]:
        """The idf that Lucene gives each term: among the paragraphs whose field holds anything."""
        fields = [(name, ANY) for name, _ in terms]
        held = self.held([*terms, *fields])
        totals = [max(pair) for pair in zip(held, held[len(terms) :], strict=False)]
        return [math.log(1 + (total - number + 0.5) / (number + 0.5)) for number, total in zip(held, totals, strict=False)]


def _one(term: tuple[str, str]) -> Json:
    name, token = term
    return {"exists": {"field": name}} if token == ANY else found_by(Term(name, token))


def paged(view: View, body: Json) -> Iterator[Json]:
    """Every hit of a sorted search, page after page."""
    while True:
        hits = view.ask(body)["hits"]["hits"]
        yield from hits
        if len(hits) < body["size"]:
            return
        body = {**body, "search_after": hits[-1]["sort"]}
