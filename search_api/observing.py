"""What every answer carries and leaves behind: a request id, security headers, a line in the access log, and figures."""

from __future__ import annotations

import logging
import re
import time
import traceback
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.figures import Figures
from search_api.problems import Refuse, unforeseen

REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""On every answer; pages bring a Content-Security-Policy of their own (ui.rendering)."""
ACCESS = "namndsok.access"
_log = logging.getLogger(__name__)
_access = logging.getLogger(ACCESS)


class Observing:
    """The outermost middleware. The access log has no query unless `log_queries`: searches are private."""

    def __init__(self, app: ASGIApp, figures: Figures, refuse: Refuse, *, log_queries: bool = False) -> None:
        self.app = app
        self._figures = figures
        self._refuse = refuse
        self._log_queries = log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(scope)
        asked = scope["method"]
        scope = {**scope, "method": "GET" if asked == "HEAD" else asked}
        scope["state"] = {**scope.get("state", {}), "request_id": request_id, "arrived": started}
        answered = _Answered(send, request_id, bodiless=asked == "HEAD")
        try:
            await self.app(scope, receive, answered)
        except Exception as error:
            # Told here and not to the server, whose log would hold the error's message, and that may hold a query. An answer that
            # was begun and has no end makes the server close the connection, so that nobody takes half for all.
            _log.error("request %s failed: %s\n%s", request_id, self._told(error), "".join(traceback.format_tb(error.__traceback__)))
            if not answered.started:
                await self._refuse(scope, unforeseen(request_id))(scope, receive, answered)
        finally:
            self._note(scope, asked, answered, time.perf_counter() - started)

    def _told(self, error: Exception) -> str:
        return f"{type(error).__name__}: {error}" if self._log_queries else type(error).__name__

    def _note(self, scope: Scope, method: str, answered: _Answered, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        self._figures.requests.labels(route, str(answered.status)).inc()
        self._figures.seconds.labels(route).observe(seconds)
        if not _access.isEnabledFor(logging.INFO):
            return
        about = {"request_id": answered.request_id, "method": method, "path": _printable(scope["path"]), "status": answered.status}
        about |= {"ms": round(1000 * seconds, 1)}
        if self._log_queries:
            about |= {"query": _printable(scope.get("query_string", b"").decode("ascii", "backslashreplace"))}
        _access.info("%s %s %s", about["status"], method, about["path"], extra={"about": about})


class _Answered:
    """Passes an answer on with the headers that all have, and remembers its status. To HEAD goes what goes to GET, without the body."""

    def __init__(self, send: Send, request_id: str, *, bodiless: bool) -> None:
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


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _printable(text: str) -> str:
    """One line, whatever the address holds: no request can write a line of the log."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
