"""One commit of the embedded engine, as a Snapshot: words through tantivy, vectors through numpy, values of the domain out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from council.criteria import (
    Candidate,
    Counts,
    DocumentKey,
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
from council.engines.clauses import Boolean, Clause, Numbers, Term, any_of
from council.engines.data_folder import Generation
from council.engines.document_cache import DocumentCache
from council.engines.embedded_documents import Heads
from council.engines.embedded_matches import MatchReader, rows_of
from council.engines.facet_columns import FacetColumns
from council.engines.ledger import read_ledger
from council.engines.lexical_plan import remember
from council.engines.one_by_one import OneByOne
from council.engines.records import Head, NumberedDocument, PlacedCase, State, StoredParagraph
from council.engines.sketch import open_sketch
from council.engines.tantivy_index import PARAGRAPH, TantivySearcher
from council.engines.vector_file import VectorRows, map_vectors
from council.model import CaseRecord, Document, FailedFile, ReadDocument, Vector, Vectors

MOST_FREQUENCIES = 10_000
"""Words whose frequencies are remembered within a commit, 2 MB: a query asks for each of its words three times, and queries share words."""


class EmbeddedSnapshot(OneByOne):
    """See council.engine.Snapshot. A key is the row of the paragraph's vector."""

    def __init__(
        self,
        generation: Generation,
        searcher: TantivySearcher,
        ledger: Path,
        documents: DocumentCache,
        columns: FacetColumns | None = None,
    ) -> None:
        """`documents` and `columns` are what earlier snapshots of the generation read."""
        self._generation = generation
        self._searcher = searcher
        self._ledger = ledger
        self._cache = documents
        self.state = read_state(searcher)
        self._docnos = searcher.rows_and_documents(self.state.rows)
        self._live = self._docnos >= 0
        dimensions, rows = generation.model.dimensions, self.state.rows
        self._vectors = map_vectors(generation.vectors, dimensions, rows)
        self._near = VectorRows(self._vectors, np.flatnonzero(~self._live), open_sketch(generation.vectors, dimensions, rows))
        self._heads = Heads(searcher, self.state, documents)
        self._matches = MatchReader(searcher, self.state, self._docnos, self._heads, columns or FacetColumns())
        self._frequencies: dict[tuple[str, str], int] = {}

    def lexical(self, query: LexicalQuery, filters: Filters, limit: int) -> LexicalMatches:
        """See council.engine.Snapshot."""
        return self._matches.lexical(query, filters, limit)

    def nearest(self, vector: Vector, k: int, floor: float, filters: Filters, excluded: LexicalQuery | None = None) -> Neighbours:
        """See council.engine.Snapshot."""
        rows, cosines, cutoff, best = self._near.nearest(vector, k, floor)
        keys = tuple(rows.tolist())
        kept = self._matches.kept(keys, filters, excluded)
        candidates = tuple(candidate for candidate in map(Candidate, keys, cosines.tolist()) if candidate.key in kept)
        return Neighbours(candidates, cutoff, best, keys)

    def count(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName] = ()) -> Counts:
        """See council.engine.Snapshot."""
        return self._matches.count(matches, filters, facets)

    def paragraphs_of(self, matches: MatchSet, filters: Filters, documents: Sequence[DocumentKey]) -> list[int]:
        """See council.engine.Snapshot. Counted with the totals, so it costs nothing more."""
        return self._matches.paragraphs_of(matches, filters, list(map(int, documents)))

    def select(self, matches: MatchSet, filters: Filters, order: Order, offset: int, limit: int) -> list[Key]:
        """See council.engine.Snapshot."""
        return self._matches.select(matches, filters, order, offset, limit)

    def scan(self, matches: MatchSet, filters: Filters, order: Order) -> Iterator[Key]:
        """See council.engine.Snapshot."""
        return self._matches.scan(matches, filters, order)

    def documents_of(self, keys: Sequence[Key]) -> list[DocumentKey]:
        """See council.engine.Snapshot. Docnos; a key that is not known has -1."""
        rows = np.array(keys, dtype=np.int64)
        known = (rows >= 0) & (rows < self.state.rows)
        docnos = np.where(known, self._docnos[np.where(known, rows, 0)], -1) if self.state.rows else np.full(len(rows), -1)
        return [*docnos.tolist()]

    def fetch(self, keys: Sequence[Key]) -> list[Passage]:
        """See council.engine.Snapshot."""
        rows = [row for row in rows_of(keys) if 0 <= row < self.state.rows and self._live[row]]
        found = {row: passage for row in rows if (passage := self._cache.passage(row)) is not None}
        missing = [row for row in dict.fromkeys(rows) if row not in found]
        if missing:
            texts = self._searcher.paragraphs(Numbers("row", tuple(missing)), len(missing))
            documents = self._documents_by_docno(missing)
            for row in missing:
                found[row] = self._passage(row, texts[row], documents)
                self._cache.put_passage(row, found[row])
        return [found[row] for row in rows]

    def find(self, paragraph_ids: Sequence[str]) -> list[Passage]:
        """See council.engine.Snapshot."""
        clause = any_of(tuple(Term("paragraph_id", paragraph_id) for paragraph_id in dict.fromkeys(paragraph_ids)))
        texts = self._searcher.paragraphs(clause, len(paragraph_ids))
        documents = self._documents_by_docno(list(texts))
        by_id = {passage.paragraph.id: passage for passage in (self._passage(row, text, documents) for row, text in texts.items())}
        return [by_id[paragraph_id] for paragraph_id in paragraph_ids if paragraph_id in by_id]

    def _passage(self, row: int, text: bytes, documents: dict[int, Document]) -> Passage:
        placed = stored.load(StoredParagraph, text)
        return Passage(row, placed.paragraph, documents[int(self._docnos[row])], placed.ordinal)

    def _documents_by_docno(self, rows: list[int]) -> dict[int, Document]:
        docnos = dict.fromkeys(int(self._docnos[row]) for row in rows)
        found = {docno: document for docno in docnos if (document := self._cache.get(docno)) is not None}
        missing = tuple(docno for docno in docnos if docno not in found)
        for text in self._searcher.stored("document", len(missing), only=Numbers("docno", missing)) if missing else ():
            numbered = stored.load(NumberedDocument, text)
            self._cache.put(numbered.docno, numbered.document)
            found[numbered.docno] = numbered.document
        return found

    def vectors(self, keys: Sequence[Key]) -> Vectors:
        """See council.engine.Snapshot."""
        return np.array(self._vectors[np.array(rows_of(keys), dtype=np.int64)], dtype=np.float32)

    def document(self, document_id: str) -> ReadDocument | None:
        """See council.engine.Snapshot."""
        own = Term("document_id", document_id)
        for text in self._searcher.stored("document", 1, only=own):
            numbered = stored.load(NumberedDocument, text)
            paragraphs = self._searcher.stored(PARAGRAPH, max(1, self.state.rows), only=own)
            placed = sorted((stored.load(StoredParagraph, text) for text in paragraphs), key=lambda p: p.ordinal)
            cases = self._case_records(own)
            return ReadDocument(numbered.document, tuple(p.paragraph for p in placed), tuple(cases))
        return None

    def documents(self) -> Iterator[Document]:
        """See council.engine.Snapshot."""
        for head in self._heads.by_source:
            for text in self._searcher.stored("document", 1, only=Numbers("docno", (head.docno,))):
                yield stored.load(NumberedDocument, text).document

    def case_records(self, keys: Iterable[str] | None = None) -> list[CaseRecord]:
        """See council.engine.Snapshot."""
        if keys is None:
            return self._case_records(None)
        return self._case_records(any_of(tuple(Term("case_key", key) for key in dict.fromkeys(keys))))

    def _case_records(self, only: Clause | None) -> list[CaseRecord]:
        limit = self._searcher.count(Term("record", "case") if only is None else Boolean(must=(Term("record", "case"), only)))
        placed = [stored.load(PlacedCase, text) for text in self._searcher.stored("case", limit, only=only)]
        return [case.record for case in sorted(placed, key=lambda case: (case.docno, case.ordinal))]

    def frequencies(self, field: str, tokens: Sequence[str]) -> list[int]:
        """See council.engine.Snapshot."""
        return [self._frequency(field, token) for token in tokens]

    def _frequency(self, field: str, token: str) -> int:
        number = self._frequencies.get((field, token))
        if number is None:
            number = self._searcher.holding(field, token)
            remember(self._frequencies, (field, token), number, MOST_FREQUENCIES)
        return number

    def similar_words(self, word: str, limit: int = 5) -> list[WordCount]:
        """See council.engine.Snapshot."""
        near = [edit for edit in vocabulary.one_edit_away(word.casefold()) if self._searcher.holds("surfaces", edit)]
        return self._most_frequent(near, limit)

    def words_from(self, prefix: str, limit: int = 10) -> list[WordCount]:
        """See council.engine.Snapshot."""
        begun = self._searcher.beginning("surfaces", prefix.casefold(), vocabulary.considered(limit))
        return self._most_frequent([word for word, _ in begun], limit)

    def frequent_words(self, limit: int) -> list[str]:
        """See council.engine.Snapshot."""
        return [word for word, _ in self._searcher.beginning("surfaces", "", limit)]

    def _most_frequent(self, words: Sequence[str], limit: int) -> list[WordCount]:
        counted = [WordCount(word, number) for word in words if (number := self._searcher.count(Term("surfaces", word)))]
        return sorted(counted, key=lambda count: (-count.paragraphs, count.word))[:limit]

    def catalogue(self) -> Catalogue:
        """See council.engine.Snapshot."""
        entries = tuple(CatalogueEntry(h.document_id, h.label, h.root, h.source, h.digest, h.paragraphs) for h in self._heads.by_source)
        number = self._searcher.count(Term("record", "failed"))
        failed = sorted(
            (stored.load(FailedFile, text) for text in self._searcher.stored("failed", number)), key=lambda f: (f.label, f.source)
        )
        return Catalogue(entries, tuple(failed), frozenset(read_ledger(self._ledger, self.state.serial).blocked))

    def stats(self) -> Stats:
        """See council.engine.Snapshot."""
        return Stats(
            documents=self.state.documents,
            paragraphs=self.state.paragraphs,
            model=self._generation.model,
            generation=f"{self._generation.name}-{self.state.serial}",
            updated=self.state.updated,
            bytes=self._generation.size(),
        )

    @property
    def dead_rows(self) -> int:
        """Rows of vectors whose paragraphs are gone."""
        return self.state.rows - self.state.paragraphs

    @property
    def heads(self) -> list[Head]:
        """The head of every document, by source."""
        return self._heads.by_source


def read_state(searcher: TantivySearcher) -> State:
    """The state that a commit holds; a new index has none yet."""
    return next((stored.load(State, text) for text in searcher.stored("state", 1)), State())
