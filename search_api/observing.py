"""What every answer of the API carries and leaves behind: a request id, security headers, and figures for Prometheus."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from council.engine import Stats
from search_api.problems import answer, unforeseen

LONGEST_ADDRESS = 32_000
"""Bytes of a query string; a thousand filter values fit."""
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_log = logging.getLogger(__name__)
_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class Figures:
    """Counters of one application. No query ever stands in them: searches are private."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("namndsok_requests", "Answered requests", ("route", "status"), registry=self.registry)
        self.seconds = Histogram("namndsok_request_seconds", "Time to answer", ("route",), buckets=_SECONDS, registry=self.registry)
        self.documents = Gauge("namndsok_documents", "Documents in the index", registry=self.registry)
        self.paragraphs = Gauge("namndsok_paragraphs", "Paragraphs in the index", registry=self.registry)
        self.bytes = Gauge("namndsok_index_bytes", "Size of the index", registry=self.registry)
        self.updated = Gauge("namndsok_index_updated_seconds", "When the index was last written, in Unix time", registry=self.registry)
        self.ready = Gauge("namndsok_ready", "1 when a search can be answered", registry=self.registry)

    def measure(self, stats: Stats | None) -> None:
        """Take over the sizes of the index; None says that the engine is away."""
        self.ready.set(0 if stats is None else 1)
        if stats is not None:
            self.documents.set(stats.documents)
            self.paragraphs.set(stats.paragraphs)
            self.bytes.set(stats.bytes)
            self.updated.set(stats.updated.timestamp() if stats.updated else 0)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)


class Observing:
    """Middleware: gives each request an id, refuses endless addresses, sets headers, and counts."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self.app = app
        self.figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(scope)
        bodiless = scope["method"] == "HEAD"
        scope = {**scope, "method": "GET"} if bodiless else scope
        scope.setdefault("state", {})["request_id"] = request_id
        answered = _Answered(send, request_id, bodiless=bodiless)
        inner = self.app if len(scope.get("query_string", b"")) <= LONGEST_ADDRESS else _too_long
        try:
            await inner(scope, receive, answered)
        except Exception:
            if answered.started:
                raise
            _log.exception("request %s failed", request_id)
            await unforeseen(request_id)(scope, receive, answered)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self.figures.requests.labels(route, str(answered.status)).inc()
            self.figures.seconds.labels(route).observe(time.perf_counter() - started)


class _Answered:
    """Passes an answer on with the headers that all have, and remembers its status. To HEAD goes what goes to GET, without the body."""

    def __init__(self, send: Callable[[Message], Awaitable[None]], request_id: str, *, bodiless: bool) -> None:
        self.send = send
        self.bodiless = bodiless
        self.request_id = request_id
        self.status = 500
        self.started = False

    async def __call__(self, message: Message) -> None:
        """Send one message on."""
        if message["type"] == "http.response.start":
            self.status, self.started = message["status"], True
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.request_id
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        elif self.bodiless:
            message = {**message, "body": b""}
        await self.send(message)


async def _too_long(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(414, "address_too_long", "Adressen är för lång.")(scope, receive, send)


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
