"""Figures for Prometheus, by its official client: requests, their time, what was refused, and the sizes of the index.

Several workers on one port share their figures through files in the folder that PROMETHEUS_MULTIPROC_DIR names (`namndsok serve --workers`
sets it): whichever worker is asked tells the sum.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from council.engine import Stats

_SHARED = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)


class Figures:
    """Counters of one application. No query ever stands in them: searches are private."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter("namndsok_requests", "Answered requests", ("route", "status"), registry=self._registry)
        self.seconds = Histogram("namndsok_request_seconds", "Time to answer", ("route",), buckets=_SECONDS, registry=self._registry)
        self.refused = Counter("namndsok_refused", "Requests refused: rate, busy, or out of time (slow)", ("why",), registry=self._registry)
        self.kept = Counter("namndsok_kept_answers", "Answers asked of the memory, by outcome", ("outcome",), registry=self._registry)
        self._documents = self._gauge("namndsok_documents", "Documents in the index")
        self._paragraphs = self._gauge("namndsok_paragraphs", "Paragraphs in the index")
        self._bytes = self._gauge("namndsok_index_bytes", "Size of the index")
        self._updated = self._gauge("namndsok_index_updated_seconds", "When the index was last written, in Unix time")
        self._ready = self._gauge("namndsok_ready", "1 when a search can be answered")

    def measure(self, stats: Stats | None) -> None:
        """Take over the sizes of the index; None says that the engine is away."""
        self._ready.set(0 if stats is None else 1)
        if stats is not None:
            self._documents.set(stats.documents)
            self._paragraphs.set(stats.paragraphs)
            self._bytes.set(stats.bytes)
            self._updated.set(stats.updated.timestamp() if stats.updated else 0)

    def text(self) -> bytes:
        """All figures in Prometheus' text format, of all workers where there are several."""
        registry = self._registry
        if os.environ.get(_SHARED):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the one part of prometheus_client without types
        return generate_latest(registry)

    def _gauge(self, name: str, about: str) -> Gauge:
        # Every worker looks at the same index: the latest look is the truth.
        return Gauge(name, about, registry=self._registry, multiprocess_mode="mostrecent")
