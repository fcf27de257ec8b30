"""The writer's lock in Elasticsearch: one document that its holder renews, and that another may take when it no longer does."""

from __future__ import annotations

import secrets
import threading
import time

from council.engines.elastic import Cluster
from council.engines.elastic_errors import GoneError
from council.engines.elastic_queries import Json
from council.errors import EngineError, IndexLocked

LOCK = "lock"
"""Id of the lock's document."""

LOCK_SECONDS = 60.0
"""A writer that has not renewed its lock for so long is taken for dead. Clocks of writers must agree to within half of it."""

RENEWED_EVERY = 15.0
"""Seconds between renewals."""


class WriterLock:
    """Held from `take` to `release`, and renewed by a thread of its own, since reading a large file may take minutes."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._index = index
        self._holder = secrets.token_hex(8)
        self._released = threading.Event()
        self._lost = False
        self._renewing = threading.Thread(target=self._renew_until_released, name="writer-lock", daemon=True)

    def take(self) -> bool:
        """Whether the lock is ours now."""
        if not (self._cluster.put_if_free(self._index, LOCK, self._claim()) or self._take_over()):
            return False
        self._renewing.start()
        return True

    def beat(self) -> None:
        """Make sure that the lock is still ours. Raises IndexLocked where it was taken over."""
        if self._lost:
            raise IndexLocked("En annan indexering har tagit över: den här svarade inte på länge. Kör om den.")

    def release(self) -> None:
        """Let others write."""
        self._released.set()
        self._renewing.join()
        try:
            found, sequence, term = self._cluster.versioned(self._index, LOCK)
        except EngineError:
            return  # unreachable or gone: it runs out by itself
        if found["holder"] == self._holder:
            self._cluster.replace(self._index, LOCK, None, sequence, term)

    def _claim(self) -> Json:
        return {"record": "lock", "holder": self._holder, "until": time.time() + LOCK_SECONDS}

    def _take_over(self) -> bool:
        """Take a lock that has run out, unless somebody is quicker."""
        try:
            found, sequence, term = self._cluster.versioned(self._index, LOCK)
        except GoneError:
            return self._cluster.put_if_free(self._index, LOCK, self._claim())
        return found["until"] < time.time() and self._cluster.replace(self._index, LOCK, self._claim(), sequence, term)

    def _renew_until_released(self) -> None:
        while not self._released.wait(RENEWED_EVERY):
            try:
                found, sequence, term = self._cluster.versioned(self._index, LOCK)
                ours = found["holder"] == self._holder and self._cluster.replace(self._index, LOCK, self._claim(), sequence, term)
            except GoneError:
                ours = False
            except EngineError:
                continue  # the cluster may be back before the lock runs out
            if not ours:
                self._lost = True
                return
