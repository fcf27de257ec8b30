"""Sends what is written to Elasticsearch while the next of it is being prepared, and names the files of what was refused."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from council.engines.elastic import Cluster
from council.engines.elastic_errors import BulkRefusedError
from council.engines.elastic_queries import Json
from council.errors import WriteRefused

CHUNK = 500
"""Actions of one request: 1.3 MB of paragraphs with packed vectors of 256 numbers (from 250 to 2,000 the speed is the same)."""

AHEAD = 2
"""Requests under way at once: one is indexed while the next is on its way; more would only wait there."""


@dataclass(frozen=True, slots=True)
class Action:
    """One line of a bulk, and the file it belongs to."""

    body: Json
    source: str


class Sender:
    """Sends actions in the background. Nothing sent is seen before a commit names it."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._pool = ThreadPoolExecutor(AHEAD, thread_name_prefix="elasticsearch-bulk")
        self._going: deque[Future[None]] = deque()
        self._waiting: list[Action] = []

    def send(self, actions: Iterable[Action]) -> None:
        """Take actions; raises what went wrong with earlier ones (WriteRefused names their files)."""
        for action in actions:
            self._waiting.append(action)
            if len(self._waiting) >= CHUNK:
                self._start()

    def finish(self) -> None:
        """Wait until all is acknowledged."""
        if self._waiting:
            self._start()
        while self._going:
            self._going.popleft().result()

    def close(self) -> None:
        """Let go; what is under way is waited for, what waits is dropped."""
        self._waiting = []
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> None:
        chunk, self._waiting = self._waiting, []
        while len(self._going) >= AHEAD:
            self._going.popleft().result()
        self._going.append(self._pool.submit(self._deliver, chunk))

    def _deliver(self, chunk: list[Action]) -> None:
        try:
            self._cluster.bulk(action.body for action in chunk)
        except BulkRefusedError as error:
            refused = frozenset(error.ids)
            sources = dict.fromkeys(action.source for action in chunk if action.body["_id"] in refused)
            raise WriteRefused(f"{', '.join(sources)}: Elasticsearch tog inte emot allt ({error.reason}).") from error
