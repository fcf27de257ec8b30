"""Remembers the searches made last, so that another page of one, another order, or the same for a program, is not searched again.

What is remembered is what the whole match set gave: its order, its counts, and the passages that were read and marked. A commit, or cases
that were joined meanwhile, make it begin anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from council.criteria import FacetName
from search_api.listing import Listing
from search_api.results import FacetValue, QueryInfo, SearchRequest

KEPT = 96
"""Searches that are remembered, some 30 MB (0.3 each, measured with 280: keys, scores and about seventy passages)."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A search but for the page that is shown of it."""

    listing: Listing
    query: QueryInfo
    facets: Mapping[FacetName, tuple[FacetValue, ...]]


class RecentSearches:
    """The last searches of one commit. Several threads may ask; two that ask for the same at once both search."""

    def __init__(self, kept: int = KEPT) -> None:
        self._most = kept
        self._lock = threading.Lock()
        self._of: tuple[object, object] = (None, None)
        self._kept: OrderedDict[SearchRequest, Searched] = OrderedDict()

    def of(self, request: SearchRequest, snapshot: object, cases: object, search: Callable[[], Searched]) -> Searched:
        """A search in a snapshot with these cases, made by `search` when it is not remembered."""
        key = what_is_searched(request)
        with self._lock:
            if self._of[0] is not snapshot or self._of[1] is not cases:
                self._kept.clear()
                self._of = snapshot, cases
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        searched = search()
        with self._lock:
            if self._of[0] is snapshot and self._of[1] is cases:
                self._kept[key] = searched
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return searched


_ANY = SearchRequest()


def what_is_searched(request: SearchRequest) -> SearchRequest:
    """A request without what only says which part of the match set is shown, and how."""
    return shown_as(_ANY, request)


def shown_as(how: SearchRequest, request: SearchRequest) -> SearchRequest:
    """A request that shows the part that another one shows, in the same way."""
    if _part(request) == _part(how):
        return request
    return replace(request, page=how.page, size=how.size, group=how.group, sort=how.sort, fold=how.fold)


def _part(request: SearchRequest) -> tuple[object, ...]:
    return request.page, request.size, request.group, request.sort, request.fold
