"""What the embedded engine keeps at hand of documents: the head of each, in order, and those that were decoded lately."""

from __future__ import annotations

import functools
from collections import OrderedDict

from council.engines import stored
from council.engines.records import Head, State
from council.engines.tantivy_index import TantivySearcher
from council.model import Document

_DOCUMENTS_KEPT = 1_000


class DocumentCache:
    """What was decoded lately, by docno, which is never used twice in a generation: documents, and the head of every document."""

    def __init__(self) -> None:
        self.heads: dict[int, Head] = {}
        self._kept: OrderedDict[int, Document] = OrderedDict()

    def get(self, docno: int) -> Document | None:
        """The document, or None."""
        return self._kept.get(docno)

    def put(self, docno: int, document: Document) -> None:
        """Keep a document, and let the oldest go."""
        self._kept[docno] = document
        while len(self._kept) > _DOCUMENTS_KEPT:
            self._kept.popitem(last=False)


class Heads:
    """The heads of one commit's documents. Only those that no earlier commit knew are decoded."""

    def __init__(self, searcher: TantivySearcher, state: State, cache: DocumentCache) -> None:
        self._searcher = searcher
        self._state = state
        self._cache = cache

    @functools.cached_property
    def by_source(self) -> list[Head]:
        """All heads, by source."""
        known = self._cache.heads
        docnos, new = self._searcher.numbered("head", self._state.documents, known)
        heads = {docno: known[docno] for docno in docnos if docno not in new}
        heads.update({docno: stored.load(Head, text) for docno, text in new.items()})
        self._cache.heads = heads
        return sorted(heads.values(), key=lambda head: (head.source, head.label, head.docno))

    @functools.cached_property
    def ids(self) -> dict[int, str]:
        """Document ids by docno."""
        return {head.docno: head.document_id for head in self.by_source}
