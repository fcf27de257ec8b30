"""The heads of the embedded engine's documents: read once, and in order."""

from __future__ import annotations

import functools

from council.engines import stored
from council.engines.document_cache import DocumentCache
from council.engines.records import Head, State
from council.engines.tantivy_index import TantivySearcher


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
