"""Documents and passages that were decoded lately, so that the pages of one search, and the next, need not decode them again."""

from __future__ import annotations

from collections import OrderedDict

from council.engine import Passage
from council.engines.records import Head
from council.model import Document

_DOCUMENTS_KEPT = 6_000
"""About as many as the passages below are of, which hold them anyway: with a thousand, each search read forty again (0.6 ms)."""
_PASSAGES_KEPT = 8_000
"""About 25 MB: what a hundred searches looked at. Their documents take 8 kB each."""


class DocumentCache:
    """What was decoded lately: documents by docno, passages by row, and the head of every document.

    Neither a docno nor a row that was committed is used twice in a generation, so that nothing here grows old.
    """

    def __init__(self) -> None:
        self.heads: dict[int, Head] = {}
        self._kept: OrderedDict[int, Document] = OrderedDict()
        self._passages: OrderedDict[int, Passage] = OrderedDict()

    def get(self, docno: int) -> Document | None:
        """The document, or None."""
        return self._kept.get(docno)

    def put(self, docno: int, document: Document) -> None:
        """Keep a document, and let the oldest go."""
        self._kept[docno] = document
        while len(self._kept) > _DOCUMENTS_KEPT:
            self._kept.popitem(last=False)

    def passage(self, row: int) -> Passage | None:
        """The passage of a row, or None."""
        return self._passages.get(row)

    def put_passage(self, row: int, passage: Passage) -> None:
        """Keep a passage, and let the oldest go."""
        self._passages[row] = passage
        while len(self._passages) > _PASSAGES_KEPT:
            self._passages.popitem(last=False)
