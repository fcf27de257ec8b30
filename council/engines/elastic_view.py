"""A commit as it is read in Elasticsearch: points in time over its indices, opened anew where they were lost with a node."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from council.engines.elastic import KEEP_ALIVE, Cluster
from council.engines.elastic_commit import Commit
from council.engines.elastic_errors import GoneError, UnreadyError
from council.engines.elastic_names import Names
from council.engines.elastic_queries import Json
from council.engines.elastic_steps import Ask, Done, Steps
from council.errors import EngineTimeout

PAUSES = (0.0, 0.1, 0.3, 0.6, 1.0)
"""Seconds before a search that a cluster could not answer is tried again, the last again and again: a new master takes about three."""

_ATTEMPTS = 10
"""How often a view is opened anew because a writer committed meanwhile."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """Points in time, the commit that they show, and what in them does not belong to it (None: nothing)."""

    points: dict[str, str]
    commit: Commit
    unseen: Json | None


class View:
    """Searches over one commit. `newest` reads the generation's commit; it raises GoneError when another generation serves."""

    def __init__(self, cluster: Cluster, names: Names, newest: Callable[[], Commit]) -> None:
        self._cluster = cluster
        self._names = names
        self._newest = newest
        self._renewing = threading.Lock()
        self._opened = self._open()

    @property
    def commit(self) -> Commit:
        """The commit that is read: the one asked for, or a later one where a point in time was lost."""
        return self._opened.commit

    def run(self, steps: Steps[Done]) -> Done:
        """Do a piece of work: one request a round."""
        try:
            asks = next(steps)
            while True:
                asks = steps.send(self.ask(asks))
        except StopIteration as done:
            result: Done = done.value
            return result

    def ask(self, asks: Sequence[Ask]) -> list[Json]:
        """The answers of several searches in one request.

        A cluster that loses a node is asked again until the time for a request is over. Raises EngineUnavailable, EngineTimeout.
        """
        until = time.monotonic() + self._cluster.timeout
        pauses, slow = _pauses(), False
        while True:
            opened, pause = self._opened, next(pauses)
            try:
                return self._cluster.searches([_within(opened, ask) for ask in asks])
            except (GoneError, UnreadyError):
                if time.monotonic() + pause >= until:
                    raise
            except EngineTimeout:
                if slow:
                    raise
                slow = True
            time.sleep(pause)
            self._renew(opened)

    def pages(self, ask: Ask) -> Iterator[Json]:
        """Every hit of a sorted search, page after page."""
        while True:
            hits = self.ask([ask])[0]["hits"]["hits"]
            yield from hits
            if len(hits) < ask.body["size"]:
                return
            ask = Ask({**ask.body, "search_after": hits[-1]["sort"]}, ask.of)

    def close(self) -> None:
        """Let the points in time go."""
        for point in self._opened.points.values():
            self._cluster.close_view(point)

    def _renew(self, lost: _Opened) -> None:
        """Open points in time anew, unless another thread just has. A cluster that cannot yet is asked again with the search."""
        with self._renewing:
            if self._opened is lost:
                with contextlib.suppress(UnreadyError, EngineTimeout):
                    self._opened = self._open()

    def _open(self) -> _Opened:
        """Points in time that hold all of a commit: none was written while they were opened, so nothing of it is deleted in them."""
        commit = self._newest()
        for _ in range(_ATTEMPTS):
            points = {"paragraphs": self._cluster.open_view(self._names.paragraphs)}
            points["documents"] = self._cluster.open_view(self._names.documents)
            newest = self._newest()
            if newest.state.serial == commit.state.serial:
                return _Opened(points, commit, self._unseen(points, commit))
            commit = newest
            for point in points.values():
                self._cluster.close_view(point)
        raise UnreadyError("Indexet i Elasticsearch skrivs oftare än det hinner läsas.")

    def _unseen(self, points: dict[str, str], commit: Commit) -> Json | None:
        """What to leave out of every search: nearly always nothing lies there, and then nothing is filtered."""
        unseen = commit.unseen()
        look: Json = {"query": unseen, "size": 0, "terminate_after": 1, "track_total_hits": 1}
        answers = self._cluster.searches([{**look, "pit": {"id": point, "keep_alive": KEEP_ALIVE}} for point in points.values()])
        return unseen if any(answer["hits"]["total"]["value"] for answer in answers) else None


def _pauses() -> Iterator[float]:
    yield from PAUSES
    while True:
        yield PAUSES[-1]


def _within(opened: _Opened, ask: Ask) -> Json:
    """The search over its point in time, without what does not belong to the commit."""
    body: Json = {"pit": {"id": opened.points[ask.of], "keep_alive": KEEP_ALIVE}, "track_total_hits": False, **ask.body}
    if opened.unseen is None:
        return body
    leave_out = [opened.unseen]
    if "knn" in body:
        return {**body, "knn": {**body["knn"], "filter": {"bool": {"must_not": leave_out}}}}
    query = body.get("query")
    return {**body, "query": {"bool": {**({"must": [query]} if query else {}), "must_not": leave_out}}}
