"""One commit of the Elasticsearch engine, as a Snapshot: each question in as few requests as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from council.criteria import Counts, DocumentKey, FacetName, Filters, Key, LexicalMatches, LexicalQuery, MatchSet, Neighbours, Order
from council.engine import Answer, Catalogue, CatalogueEntry, Near, Passage, Stats, WordCount
from council.engines import stored, vocabulary
from council.engines.document_cache import DocumentCache
from council.engines.elastic import Cluster
from council.engines.elastic_commit import KEPT, Commit, Kept
from council.engines.elastic_matches import Matches, rows_of
from council.engines.elastic_names import Names
from council.engines.elastic_paragraphs import WINDOW, ParagraphSearcher
from council.engines.elastic_queries import Json
from council.engines.elastic_steps import Ask, Steps, both
from council.engines.elastic_view import View
from council.engines.lexical_plan import MOST_REMEMBERED, remember
from council.engines.records import Head, NumberedDocument, PlacedCase, StoredParagraph
from council.model import CaseRecord, Document, FailedFile, ModelIdentity, ReadDocument, Vector, Vectors

FIRST_SCANNED = 500
"""Paragraphs that `scan` asks for first: a page by date needs few. After them it asks for SCANNED at a time."""
SCANNED = 2_000

_SPECIAL = frozenset('.?+*|{}[]()"\\#@&<>~^$-')


class ElasticSnapshot:
    """See council.engine.Snapshot. A key is the paragraph's row, a number that is never used twice."""

    def __init__(self, cluster: Cluster, names: Names, model: ModelIdentity, newest: Callable[[], Commit], cache: DocumentCache) -> None:
        self._cluster = cluster
        self._names = names
        self._model = model
        self._cache = cache
        self._view = View(cluster, names, newest)
        self._searcher = ParagraphSearcher(self.commit.state.paragraphs)
        self._matches = Matches(self._searcher)
        self._words_told: dict[tuple[str, int], list[WordCount]] = {}

    @property
    def commit(self) -> Commit:
        """The commit that is read."""
        return self._view.commit

    def close(self) -> None:
        """Let the points in time go."""
        self._view.close()

    def prepare(self, query: LexicalQuery, terms: Sequence[tuple[str, str]] = ()) -> None:
        """See council.engine.Snapshot. One request, or none where the words are known; more words than five take one more."""
        self._view.run(both(self._searcher.plan(query), self._searcher.held(terms)))

    def both(self, query: LexicalQuery, near: Near | None, filters: Filters, limit: int) -> tuple[LexicalMatches, Neighbours | None]:
        """See council.engine.Snapshot. One request, once the words are known."""
        by_words = self._matches.lexical(query, filters, limit)
        if near is None:
            return self._view.run(by_words), None
        return self._view.run(both(by_words, self._matches.nearest(near, filters)))

    def answer(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName], guess: Callable[[], Sequence[Key]]) -> Answer:
        """See council.engine.Snapshot. One request for counts and passages."""
        counted, passages = self._view.run(both(self._matches.count(matches, filters, facets), self._passages(guess())))
        return Answer(counted[0], tuple(passages))

    def lexical(self, query: LexicalQuery, filters: Filters, limit: int) -> LexicalMatches:
        """See council.engine.Snapshot."""
        return self._view.run(self._matches.lexical(query, filters, limit))

    def nearest(self, vector: Vector, k: int, floor: float, filters: Filters, excluded: LexicalQuery | None = None) -> Neighbours:
        """See council.engine.Snapshot."""
        return self._view.run(self._matches.nearest(Near(vector, k, floor, excluded), filters))

    def count(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName] = ()) -> Counts:
        """See council.engine.Snapshot."""
        return self._view.run(self._matches.count(matches, filters, facets))[0]

    def paragraphs_of(self, matches: MatchSet, filters: Filters, documents: Sequence[DocumentKey]) -> list[int]:
        """See council.engine.Snapshot."""
        counted = self._view.run(self._matches.count(matches, filters, (), documents))[1]
        return [counted.get(document, 0) for document in documents]

    def select(self, matches: MatchSet, filters: Filters, order: Order, offset: int, limit: int) -> list[Key]:
        """See council.engine.Snapshot. Within the first 10,000."""
        size = max(0, min(limit, WINDOW - offset))
        return list(self._view.run(self._selected(matches, filters, order, {"from": offset, "size": size}))) if size else []

    def _selected(self, matches: MatchSet, filters: Filters, order: Order, part: Json) -> Steps[list[int]]:
        body = yield from self._matches.ordered(matches, filters, order)
        (answer,) = yield [Ask({**body, **part})]
        return self._searcher.noted(answer["hits"]["hits"])

    def scan(self, matches: MatchSet, filters: Filters, order: Order) -> Iterator[Key]:
        """See council.engine.Snapshot."""
        body = self._view.run(self._matches.ordered(matches, filters, order))
        size = FIRST_SCANNED
        while True:
            (answer,) = self._view.ask([Ask({**body, "size": size})])
            hits = answer["hits"]["hits"]
            yield from self._searcher.noted(hits)
            if len(hits) < size:
                return
            body, size = {**body, "search_after": hits[-1]["sort"]}, SCANNED

    def fetch(self, keys: Sequence[Key]) -> list[Passage]:
        """See council.engine.Snapshot. One request where searches have told whose paragraphs they are, else two."""
        return self._view.run(self._passages(keys))

    def _passages(self, keys: Sequence[Key]) -> Steps[list[Passage]]:
        """The passages of these keys: paragraphs and the documents that are not known, side by side."""
        rows = rows_of(keys)
        if not rows:
            return []
        owners = yield from self._searcher.owners(rows)
        wanted = list(dict.fromkeys(row for row in rows if row in owners))
        docnos = {docno for docno, _ in owners.values()}
        hits, documents = yield from both(_stored({"terms": {"row": wanted}}), self._documents(docnos))
        by_row = {passage.key: passage for passage in _placed(hits, documents)}
        return [by_row[row] for row in rows if row in by_row]

    def find(self, paragraph_ids: Sequence[str]) -> list[Passage]:
        """See council.engine.Snapshot."""
        return self._view.run(self._found(list(dict.fromkeys(paragraph_ids)), paragraph_ids))

    def _found(self, wanted: list[str], paragraph_ids: Sequence[str]) -> Steps[list[Passage]]:
        hits = yield from _stored({"terms": {"paragraph_id": wanted}})
        documents = yield from self._documents({_number(hit, "docno") for hit in hits})
        by_id = {passage.paragraph.id: passage for passage in _placed(hits, documents)}
        return [by_id[paragraph_id] for paragraph_id in paragraph_ids if paragraph_id in by_id]

    def _documents(self, docnos: set[int]) -> Steps[dict[int, Document]]:
        known = {docno: document for docno in docnos if (document := self._cache.get(docno)) is not None}
        missing = sorted(docnos - known.keys())
        for start in range(0, len(missing), WINDOW // 10):
            only: Json = {"terms": {"docno": missing[start : start + WINDOW // 10]}}
            (answer,) = yield [Ask(_records("document", only, ("docno",)), "documents")]
            for hit in answer["hits"]["hits"]:
                numbered = stored.load(NumberedDocument, hit["_source"]["stored"])
                self._cache.put(numbered.docno, numbered.document)
                known[numbered.docno] = numbered.document
        return known

    def documents_of(self, keys: Sequence[Key]) -> list[DocumentKey]:
        """See council.engine.Snapshot. Ids of documents; a key that is not known has ""."""
        owners = self._view.run(self._searcher.owners(rows_of(keys)))
        return [owners[row][1] if row in owners else "" for row in rows_of(keys)]

    def vectors(self, keys: Sequence[Key]) -> Vectors:
        """See council.engine.Snapshot."""
        vectors = np.zeros((len(keys), self._model.dimensions), dtype=np.float32)
        rows = rows_of(keys)
        if not rows:
            return vectors
        wanted = {"bool": {"filter": [{"terms": {"row": list(dict.fromkeys(rows))}}]}}
        (answer,) = self._view.ask([Ask({"query": wanted, "_source": False, "fields": ["row", "vector"], "size": WINDOW})])
        hits = answer["hits"]["hits"]
        by_row = {int(hit["fields"]["row"][0]): hit["fields"]["vector"] for hit in hits if "vector" in hit["fields"]}
        for place, row in enumerate(rows):
            if row in by_row:
                vectors[place] = np.asarray(by_row[row], dtype=np.float32).reshape(-1)
        return vectors

    def document(self, document_id: str) -> ReadDocument | None:
        """See council.engine.Snapshot."""
        own = {"term": {"document_id": document_id}}
        for record in self._records("document", own):
            body = {**STORED, "query": {"bool": {"filter": [own]}}, "sort": [{"ordinal": "asc"}], "size": WINDOW // 10}
            placed = [_paragraph(hit) for hit in self._view.pages(Ask(body))]
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
        return self._view.run(self._searcher.held([(field, token) for token in tokens]))

    def similar_words(self, word: str, limit: int = 5) -> list[WordCount]:
        """See council.engine.Snapshot."""
        near = vocabulary.one_edit_away(word.casefold()) if word else []
        return self._words({"terms": {"words": near}}, near, limit) if near else []

    def words_from(self, prefix: str, limit: int = 10) -> list[WordCount]:
        """See council.engine.Snapshot."""
        start = prefix.casefold()
        return self._words({"prefix": {"words": {"value": start}}}, f"{_literally(start)}.*", limit)

    def frequent_words(self, limit: int) -> list[str]:
        """See council.engine.Snapshot. None: counting every word of a large index would keep the server busy."""
        del limit
        return []

    def _words(self, held: Json, include: str | list[str], limit: int) -> list[WordCount]:
        """The most frequent words among those that are included, in the paragraphs that hold any; what was asked lately is known."""
        asked = (str(include), limit)
        if (known := self._words_told.get(asked)) is not None:
            return known
        terms = {"field": "words", "include": include, "size": max(1, limit), "order": [{"_count": "desc"}, {"_key": "asc"}]}
        body: Json = {"size": 0, "query": {"bool": {"filter": [held]}}, "aggs": {"words": {"terms": terms}}}
        (answer,) = self._view.ask([Ask(body)])
        buckets = answer["aggregations"]["words"]["buckets"]
        told = [WordCount(bucket["key"], bucket["doc_count"]) for bucket in buckets][:limit]
        remember(self._words_told, asked, told, MOST_REMEMBERED)
        return told

    def catalogue(self) -> Catalogue:
        """See council.engine.Snapshot."""
        heads = [stored.load(Head, record["_source"]["head"]) for record in self._records("document")]
        entries = tuple(CatalogueEntry(h.document_id, h.label, h.root, h.source, h.digest, h.paragraphs) for h in heads)
        failed = [stored.load(FailedFile, record["_source"]["stored"]) for record in self._records("failed", None, ("label", "source"))]
        return Catalogue(entries, tuple(failed), frozenset(blocked_keys(self._cluster, self._names.control, self.commit)))

    def stats(self) -> Stats:
        """See council.engine.Snapshot."""
        return Stats(
            documents=self.commit.state.documents,
            paragraphs=self.commit.state.paragraphs,
            model=self._model,
            generation=f"{self._names.generation}-{self.commit.state.serial}",
            updated=self.commit.state.updated,
            bytes=self._cluster.size(f"{self._names.paragraphs},{self._names.documents}"),
        )

    def _records(self, kind: str, only: Json | None = None, sort: Sequence[str] = ("source", "label", "docno")) -> Iterator[Json]:
        """Records of the documents' index, however many, in order."""
        return self._view.pages(Ask(_records(kind, only, sort), "documents"))


STORED: Json = {"_source": False, "stored_fields": ["stored"], "docvalue_fields": ["row", "docno"]}
"""What a passage is made of: its stored value, and the columns that say whose it is."""


def _stored(only: Json) -> Steps[list[Json]]:
    """The hits of a filter with all that a passage needs."""
    (answer,) = yield [Ask({**STORED, "query": {"bool": {"filter": [only]}}, "size": WINDOW})]
    hits: list[Json] = answer["hits"]["hits"]
    return hits


def _placed(hits: Iterable[Json], documents: dict[int, Document]) -> Iterator[Passage]:
    """Passages; one whose document is gone (its point in time was lost between two requests) is left out."""
    for hit in hits:
        document = documents.get(_number(hit, "docno"))
        if document is not None:
            placed = stored.load(StoredParagraph, hit["fields"]["stored"][0])
            yield Passage(_number(hit, "row"), placed.paragraph, document, placed.ordinal)


def _paragraph(hit: Json) -> StoredParagraph:
    return stored.load(StoredParagraph, hit["fields"]["stored"][0])


def _number(hit: Json, column: str) -> int:
    return int(hit["fields"][column][0])


def _records(kind: str, only: Json | None, sort: Sequence[str]) -> Json:
    wanted = [{"term": {"record": kind}}, *([only] if only else [])]
    order = [{name: {"order": "asc", "missing": "_first"}} for name in sort]
    return {"query": {"bool": {"filter": wanted}}, "size": WINDOW // 10, "sort": order}


def blocked_keys(cluster: Cluster, control: str, commit: Commit) -> list[str]:
    """The block list of a commit: what outlives an index is told with what held before its last change."""
    either = {"bool": {"should": [{"term": {"blocked": True}}, {"term": {"was_blocked": True}}]}}
    body: Json = {"query": {"bool": {"filter": [{"term": {"record": "kept"}}, either]}}, "size": WINDOW // 10, "sort": [{"key": "asc"}]}
    keys: list[str] = []
    while True:
        hits = cluster.search({**body, "_source": ["blocked", "was_blocked", "number"]}, index=control)["hits"]["hits"]
        keys += [hit["_id"].removeprefix(KEPT) for hit in hits if Kept.read(hit["_source"], commit).blocked]
        if len(hits) < body["size"]:
            return keys
        body["search_after"] = hits[-1]["sort"]


def _literally(text: str) -> str:
    """A text as a regular expression of Lucene's that means itself."""
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)
