"""One commit of the Elasticsearch engine, as a Snapshot: points in time over the indices of paragraphs and of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from council.criteria import (
    Candidate,
    Counts,
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
from council.engine import Catalogue, CatalogueEntry, Passage, Stats, WordCount
from council.engines import stored, vocabulary
from council.engines.clauses import Boolean, Clause, Constant, Everything, Nothing, any_of
from council.engines.document_cache import DocumentCache
from council.engines.elastic import Cluster
from council.engines.elastic_paragraphs import HEAD, WINDOW, Names, ParagraphSearcher, View, paged
from council.engines.elastic_queries import Json, found_by
from council.engines.elastic_writer import KEPT
from council.engines.lexical_plan import Planner
from council.engines.matching import excluded, filter_clauses, required, rows_clause, silent
from council.engines.one_by_one import OneByOne
from council.engines.records import Head, NumberedDocument, PlacedCase, State, StoredParagraph
from council.model import CaseRecord, Document, FailedFile, ModelIdentity, ReadDocument, Vector, Vectors

MOST_VALUES = 10_000
"""Values of a facet that are counted."""

TIES = 64
"""Neighbours looked at beyond the k-th, in case they tie with it; twice as many when all of them do."""

PRECISION = 40_000
"""Documents up to which their number is exact: the most that Elasticsearch's cardinality allows."""

_ORDERS: dict[Order, list[Json]] = {
    "newest": [{"date": {"order": "desc", "missing": "_last"}}],
    "oldest": [{"date": {"order": "asc", "missing": "_last"}}],
    "first_seen": [{"first_seen": "desc"}],
}
_SPECIAL = frozenset('.?+*|{}[]()"\\#@&<>~^$-')
_BY_SOURCE = ("source", "label", "docno", "ordinal")
_TIES: list[Json] = [{name: "asc"} for name in _BY_SOURCE]


class ElasticSnapshot(OneByOne):
    """See council.engine.Snapshot. A key is the paragraph's row, a number that is never used twice in a generation."""

    def __init__(self, cluster: Cluster, names: Names, model: ModelIdentity, state: State, cache: DocumentCache) -> None:
        self._cluster = cluster
        self._names = names
        self._model = model
        self.state = state
        self._cache = cache
        self._view = View(cluster, names.paragraphs)
        self._documents_view = View(cluster, names.documents)
        self._searcher = ParagraphSearcher(self._view)
        self._planner = Planner(self._searcher, state.paragraphs)

    def close(self) -> None:
        """Let the points in time go."""
        self._view.close()
        self._documents_view.close()

    def lexical(self, query: LexicalQuery, filters: Filters, limit: int) -> LexicalMatches:
        """See council.engine.Snapshot."""
        plan = self._planner.plan(query)
        candidates: tuple[Candidate, ...] = ()
        if plan.found and limit > 0:
            musts = (Constant(plan.match, 0.0), *silent(filter_clauses(filters)))
            rows, scores = self._searcher.top(Boolean(must=musts, should=plan.score, must_not=excluded(query)), limit)
            candidates = tuple(Candidate(row, score) for row, score in zip(rows, scores, strict=True))
        return LexicalMatches(candidates, plan.found, plan.earnable, plan.unknown)

    def nearest(self, vector: Vector, k: int, floor: float, filters: Filters, excluded: LexicalQuery | None = None) -> Neighbours:
        """See council.engine.Snapshot. Exact where the vectors' index is `flat`."""
        if not vector.any():
            return Neighbours()
        found = self._neighbours(vector, k)
        if not found:
            return Neighbours()
        cutoff = max(floor, found[min(k, len(found)) - 1].score)
        near = [candidate for candidate in found if candidate.score >= cutoff]
        keys = tuple(candidate.key for candidate in near)
        kept = self._kept(keys, filters, excluded)
        return Neighbours(tuple(c for c in near if c.key in kept), cutoff, found[0].score, keys)

    def _neighbours(self, vector: Vector, k: int) -> list[Candidate]:
        """The k nearest and all that tie with the last of them."""
        size = min(WINDOW, k + TIES)
        while True:
            knn = {"field": "vector", "query_vector": vector.tolist(), "k": size, "num_candidates": min(WINDOW, 2 * size)}
            hits = self._searcher.ask({"knn": knn, "size": size, **HEAD})["hits"]["hits"]
            rows = self._searcher.noted(hits)
            found = [Candidate(row, 2.0 * float(hit["_score"]) - 1.0) for row, hit in zip(rows, hits, strict=True)]
            found.sort(key=lambda candidate: (-candidate.score, int(candidate.key)))
            if len(found) < size or size == WINDOW or found[-1].score < found[min(k, len(found)) - 1].score:
                return found
            size = min(WINDOW, 2 * size)

    def _kept(self, keys: tuple[Key, ...], filters: Filters, query: LexicalQuery | None) -> frozenset[Key]:
        musts = (*required(query), *filter_clauses(filters))
        must_not = excluded(query)
        if not keys or not (musts or must_not):
            return frozenset(keys)
        clause = Boolean(must=(rows_clause(_rows(keys)), *silent(musts)), must_not=must_not)
        return frozenset(self._searcher.rows(clause, len(keys)))

    def count(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName] = ()) -> Counts:
        """See council.engine.Snapshot. One search: the match set, and one filter aggregation for the totals and each facet."""
        free = tuple(name for name in facets if not getattr(filters, name))
        inner: Json = {"documents": {"cardinality": {"field": "docno", "precision_threshold": PRECISION}}}
        if matches.neighbours:
            inner["meaning"] = {"filter": found_by(self._only_near(matches))}
        aggregations: Json = {"total": _filtered(filter_clauses(filters), {**inner, **_terms(free)})}
        for name in facets:
            if name not in free:
                aggregations[name] = _filtered(filter_clauses(filters, name), _terms((name,)))
        answer = self._searcher.ask({"size": 0, "query": found_by(self._matching(matches, Filters())), "aggs": aggregations})[
            "aggregations"
        ]
        total = answer["total"]
        return Counts(
            documents=total["documents"]["value"],
            paragraphs=total["doc_count"],
            meaning_only=total["meaning"]["doc_count"] if matches.neighbours else 0,
            facets={name: _facet(answer.get(name, total), name) for name in facets},
        )

    def _only_near(self, matches: MatchSet) -> Clause:
        by_words = () if matches.words is None else (self._planner.plan(matches.words).match,)
        return Boolean(must=(rows_clause(_rows(matches.neighbours)), *silent(required(matches.words))), must_not=by_words)

    def _matching(self, matches: MatchSet, filters: Filters) -> Clause:
        return Boolean(must=silent((self._union(matches), *filter_clauses(filters))), must_not=excluded(matches.words))

    def _union(self, matches: MatchSet) -> Clause:
        if matches.everything:
            return Everything()
        sides: list[Clause] = []
        if matches.words is not None:
            sides.append(self._planner.plan(matches.words).match)
        if matches.neighbours:
            sides.append(Boolean(must=(rows_clause(_rows(matches.neighbours)), *silent(required(matches.words)))))
        return any_of(tuple(side for side in sides if not isinstance(side, Nothing)))

    def select(self, matches: MatchSet, filters: Filters, order: Order, offset: int, limit: int) -> list[Key]:
        """See council.engine.Snapshot. Within the first 10,000."""
        size = max(0, min(limit, WINDOW - offset))
        body = {**self._ordered(matches, filters, order), "from": offset, "size": size}
        return [int(hit["fields"]["row"][0]) for hit in self._searcher.ask(body)["hits"]["hits"]] if size else []

    def scan(self, matches: MatchSet, filters: Filters, order: Order) -> Iterator[Key]:
        """See council.engine.Snapshot."""
        body = {**self._ordered(matches, filters, order), "size": WINDOW // 5}
        for hit in paged(self._view, body):
            yield int(hit["fields"]["row"][0])

    def _ordered(self, matches: MatchSet, filters: Filters, order: Order) -> Json:
        found = found_by(self._matching(matches, filters))
        return {"query": {"bool": {"filter": [found]}}, "sort": [*_ORDERS[order], *_TIES], "_source": False, "fields": ["row"]}

    def fetch(self, keys: Sequence[Key]) -> list[Passage]:
        """See council.engine.Snapshot."""
        rows = tuple(dict.fromkeys(_rows(keys)))
        hits = self._stored({"terms": {"row": list(rows)}}) if rows else []
        by_row = {passage.key: passage for passage in self._passages(hits)}
        return [by_row[key] for key in _rows(keys) if key in by_row]

    def find(self, paragraph_ids: Sequence[str]) -> list[Passage]:
        """See council.engine.Snapshot."""
        hits = self._stored({"terms": {"paragraph_id": list(dict.fromkeys(paragraph_ids))}})
        by_id = {passage.paragraph.id: passage for passage in self._passages(hits)}
        return [by_id[paragraph_id] for paragraph_id in paragraph_ids if paragraph_id in by_id]

    def _stored(self, only: Json) -> list[Json]:
        """The hits of a filter with all that a passage needs."""
        return self._hits({"query": {"bool": {"filter": [only]}}, "_source": ["stored"], "fields": ["row", "docno"], "size": WINDOW})

    def _hits(self, body: Json) -> list[Json]:
        return list(self._searcher.ask(body)["hits"]["hits"])

    def _passages(self, hits: list[Json]) -> list[Passage]:
        documents = self._documents(tuple(dict.fromkeys(int(hit["fields"]["docno"][0]) for hit in hits)))
        passages = []
        for hit in hits:
            placed = stored.load(StoredParagraph, hit["_source"]["stored"])
            document = documents[int(hit["fields"]["docno"][0])]
            passages.append(Passage(int(hit["fields"]["row"][0]), placed.paragraph, document, placed.ordinal))
        return passages

    def _documents(self, docnos: tuple[int, ...]) -> dict[int, Document]:
        known = {docno: document for docno in docnos if (document := self._cache.get(docno)) is not None}
        missing = [docno for docno in docnos if docno not in known]
        for hit in self._records("document", {"terms": {"docno": missing}}) if missing else ():
            numbered = stored.load(NumberedDocument, hit["_source"]["stored"])
            self._cache.put(numbered.docno, numbered.document)
            known[numbered.docno] = numbered.document
        return known

    def _records(
        self, kind: str, only: Json | None = None, sort: Sequence[str] = ("source", "label", "docno", "ordinal")
    ) -> Iterator[Json]:
        """Records of the documents' index, however many, in order."""
        wanted = [{"term": {"record": kind}}, *([only] if only else [])]
        body: Json = {
            "query": {"bool": {"filter": wanted}},
            "size": WINDOW // 10,
            "sort": [{name: {"order": "asc", "missing": "_first"}} for name in sort],
        }
        return paged(self._documents_view, body)

    def documents_of(self, keys: Sequence[Key]) -> list[str]:
        """See council.engine.Snapshot. A key that is not known has the id ""."""
        known = self._searcher.document_ids
        rows = [row for row in dict.fromkeys(_rows(keys)) if row not in known]
        for start in range(0, len(rows), WINDOW):
            wanted = {"bool": {"filter": [{"terms": {"row": rows[start : start + WINDOW]}}]}}
            self._searcher.noted(self._hits({"query": wanted, "size": WINDOW, **HEAD}))
        return [known.get(row, "") for row in _rows(keys)]

    def vectors(self, keys: Sequence[Key]) -> Vectors:
        """See council.engine.Snapshot."""
        vectors = np.zeros((len(keys), self._model.dimensions), dtype=np.float32)
        rows = _rows(keys)
        if not rows:
            return vectors
        wanted = {"bool": {"filter": [{"terms": {"row": list(dict.fromkeys(rows))}}]}}
        hits = self._hits({"query": wanted, "_source": False, "fields": ["row", "vector"], "size": WINDOW})
        by_row = {int(hit["fields"]["row"][0]): hit["fields"]["vector"] for hit in hits if "vector" in hit["fields"]}
        for place, row in enumerate(rows):
            if row in by_row:
                vectors[place] = np.asarray(by_row[row], dtype=np.float32).reshape(-1)
        return vectors

    def document(self, document_id: str) -> ReadDocument | None:
        """See council.engine.Snapshot."""
        own = {"term": {"document_id": document_id}}
        for record in self._records("document", own):
            body = {"query": {"bool": {"filter": [own]}}, "sort": [{"ordinal": "asc"}], "_source": ["stored"], "size": WINDOW // 10}
            placed = [stored.load(StoredParagraph, hit["_source"]["stored"]) for hit in paged(self._view, body)]
            numbered = stored.load(NumberedDocument, record["_source"]["stored"])
            return ReadDocument(numbered.document, tuple(p.paragraph for p in placed), tuple(self._case_records(own)))
        return None

    def documents(self) -> Iterator[Document]:
        """See council.engine.Snapshot."""
        for record in self._records("document"):
            yield stored.load(NumberedDocument, record["_source"]["stored"]).document

    def case_records(self, keys: Iterable[str] | None = None) -> list[CaseRecord]:
        """See council.engine.Snapshot."""
        return self._case_records(None if keys is None else {"terms": {"case_key": list(dict.fromkeys(keys))}})

    def _case_records(self, only: Json | None) -> list[CaseRecord]:
        found = self._records("case", only, ("docno", "ordinal"))
        return [stored.load(PlacedCase, record["_source"]["stored"]).record for record in found]

    def frequencies(self, field: str, tokens: Sequence[str]) -> list[int]:
        """See council.engine.Snapshot."""
        return self._searcher.held([(field, token) for token in tokens])

    def similar_words(self, word: str, limit: int = 5) -> list[WordCount]:
        """See council.engine.Snapshot."""
        near = vocabulary.one_edit_away(word.casefold()) if word else []
        return self._words({"terms": {"words": near}}, near, limit) if near else []

    def words_from(self, prefix: str, limit: int = 10) -> list[WordCount]:
        """See council.engine.Snapshot."""
        start = prefix.casefold()
        return self._words({"prefix": {"words": {"value": start}}}, f"{_literally(start)}.*", limit)

    def _words(self, held: Json, include: str | list[str], limit: int) -> list[WordCount]:
        """The most frequent words among those that are included, in the paragraphs that hold any of them."""
        terms = {"field": "words", "include": include, "size": max(1, limit), "order": [{"_count": "desc"}, {"_key": "asc"}]}
        body: Json = {"size": 0, "query": {"bool": {"filter": [held]}}, "aggs": {"words": {"terms": terms}}}
        buckets = self._searcher.ask(body)["aggregations"]["words"]["buckets"]
        return [WordCount(bucket["key"], bucket["doc_count"]) for bucket in buckets][:limit]

    def catalogue(self) -> Catalogue:
        """See council.engine.Snapshot."""
        heads = [stored.load(Head, record["_source"]["head"]) for record in self._records("document")]
        entries = tuple(CatalogueEntry(h.document_id, h.label, h.root, h.source, h.digest, h.paragraphs) for h in heads)
        failed = [stored.load(FailedFile, record["_source"]["stored"]) for record in self._records("failed", None, ("label", "source"))]
        return Catalogue(entries, tuple(failed), frozenset(blocked_keys(self._cluster, self._names.control)))

    def stats(self) -> Stats:
        """See council.engine.Snapshot."""
        return Stats(
            documents=self.state.documents,
            paragraphs=self.state.paragraphs,
            model=self._model,
            generation=f"{self._names.generation}-{self.state.serial}",
            updated=self.state.updated,
            bytes=self._cluster.size(f"{self._names.paragraphs},{self._names.documents}"),
        )


def blocked_keys(cluster: Cluster, control: str) -> list[str]:
    """The block list."""
    wanted = {"bool": {"filter": [{"term": {"record": "kept"}}, {"term": {"blocked": True}}]}}
    body: Json = {"query": wanted, "size": WINDOW, "_source": False}
    return [hit["_id"].removeprefix(KEPT) for hit in cluster.search(body, index=control)["hits"]["hits"]]


def _literally(text: str) -> str:
    """A text as a regular expression of Lucene's that means itself."""
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)


def _filtered(clauses: tuple[Clause, ...], aggregations: Json) -> Json:
    return {"filter": {"bool": {"filter": [found_by(clause) for clause in clauses]}}, "aggs": aggregations}


def _terms(names: Sequence[str]) -> Json:
    return {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}


def _facet(answer: Json, name: str) -> tuple[FacetCount, ...]:
    buckets = answer[name]["buckets"]
    return tuple(FacetCount(b["key"], b["doc_count"]) for b in sorted(buckets, key=lambda b: (-b["doc_count"], b["key"])))


def _rows(keys: Iterable[Key]) -> tuple[int, ...]:
    return tuple(int(key) for key in keys)
