"""What each stage of a search costs: the processor time spent in the functions of a stage, without what they call of other stages."""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import search_api.service
from council.encoders.static import StaticEncoder
from council.engines.embedded_matches import MatchReader
from council.engines.embedded_snapshot import EmbeddedSnapshot
from search_api.likeness import WordLikeness
from search_api.listing import Listing
from search_api.ranking import Ranker
from search_api.service import SearchService
from search_api.snippets import Marker

WATCHED: tuple[tuple[object, str, str], ...] = (
    (SearchService, "search", "the rest"),
    (search_api.service, "understand", "analysis of the query"),
    (search_api.service, "advised", "analysis of the query"),
    (MatchReader, "lexical", "words (tantivy)"),
    (StaticEncoder, "encode_query", "embedding of the query"),
    (EmbeddedSnapshot, "nearest", "neighbours (numpy)"),
    (Ranker, "order", "fusion and order"),
    (WordLikeness, "__call__", "likeness word by word"),
    (EmbeddedSnapshot, "count", "totals and facets"),
    (SearchService, "_facets", "totals and facets"),
    (Listing, "hits", "grouping"),
    (EmbeddedSnapshot, "fetch", "reading of passages"),
    (Marker, "show_all", "marks"),
    (Marker, "in_context", "marks"),
)
"""(owner, function, stage). A stage's name stands in the tables of docs/performance.md."""


class Stages:
    """Milliseconds of processor by stage: of this thread, so that a busy machine changes little."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def run(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do some work of a stage. What stages within it take is theirs alone."""
        self._inner.append(0.0)
        started = time.thread_time()
        try:
            return work()
        finally:
            took = 1000 * (time.thread_time() - started)
            self.milliseconds[stage] += took - self._inner.pop()
            self._inner[-1] += took


@contextmanager
def watched(stages: Stages) -> Iterator[None]:
    """While this lasts, every search tells what its stages take."""
    with ExitStack() as stack:
        for owner, name, stage in WATCHED:
            stack.enter_context(mock.patch.object(owner, name, _timed(stages, stage, getattr(owner, name))))
        yield


def _timed(stages: Stages, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def timed(*arguments: Any, **named: Any) -> Any:
        return stages.run(stage, lambda: function(*arguments, **named))

    return timed
