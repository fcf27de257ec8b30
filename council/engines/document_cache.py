"""Documents that were decoded lately, so that the pages of one search, and the next, need not decode them again."""

from __future__ import annotations

from collections import OrderedDict

from council.engines.records import Head
from council.model import Document

_DOCUMENTS_KEPT = 1_000


class DocumentCache:
    """What was decoded lately, by docno, which is never used twice in a generation: documents, and the head and id of every document."""

    def __init__(self) -> None:
        self.heads: dict[int, Head] = {}
        self.ids: dict[int, str] = {}
        self._kept: OrderedDict[int, Document] = OrderedDict()

    def get(self, docno: int) -> Document | None:
        """The document, or None."""
        return self._kept.get(docno)

    def put(self, docno: int, document: Document) -> None:
        """Keep a document, and let the oldest go."""
        self._kept[docno] = document
        while len(self._kept) > _DOCUMENTS_KEPT:
            self._kept.popitem(last=False)
