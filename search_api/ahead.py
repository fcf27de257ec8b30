"""Guesses which passages a page will show, before anything is counted, so that a far engine sends them along with the counts."""

from __future__ import annotations

from collections.abc import Sequence

from council.criteria import DocumentKey, Key
from council.engine import Snapshot
from search_api.fusion import Ranked
from search_api.grouping import BEST
from search_api.results import SearchRequest

BEYOND = 64
"""Passages past the page that folding looks at: it reads on in steps of 32 until a page is full, and one step further."""
MOST = 400
"""Passages that are guessed at most; a page far down is read when it is known."""


def guessed(ranked: Sequence[Ranked], looked_at: Sequence[Ranked], request: SearchRequest, snapshot: Snapshot) -> list[Key]:
    """Keys of passages that ordering looks at, and that the page is likely to show. Wrong guesses cost time and change nothing."""
    first = [item.key for item in looked_at]
    return list(dict.fromkeys((*first, *_of_page([item.key for item in ranked], request, snapshot))))[:MOST]


def _of_page(keys: Sequence[Key], request: SearchRequest, snapshot: Snapshot) -> Sequence[Key]:
    if request.sort != "relevance":
        return ()
    start, end = (request.page - 1) * request.size, request.page * request.size
    if request.group == "paragraph":
        return keys[: end + BEYOND] if request.fold else keys[start:end]
    return _of_documents(keys, snapshot.documents_of(keys), start, end, folded=request.fold)


def _of_documents(keys: Sequence[Key], documents: Sequence[DocumentKey], start: int, end: int, *, folded: bool) -> list[Key]:
    """The best passages of the documents from `start` to `end`; where twins are folded, all until the page is full and a little more."""
    entries: dict[DocumentKey, list[Key]] = {}
    for place, (key, document) in enumerate(zip(keys, documents, strict=True)):
        entries.setdefault(document, []).append(key)
        if folded and len(entries) > end:
            return list(keys[: place + BEYOND])
    if folded:
        return list(keys)
    return [key for entry in list(entries.values())[start:end] for key in entry[:BEST]]
