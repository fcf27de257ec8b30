"""Answers kept in memory until the index changes: what many ask, the start page and common searches, is reckoned out once."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from council.errors import EngineError
from search_api.figures import Figures
from search_api.light import is_light

LARGEST = 512 * 1024
"""Bytes of the largest answer that is kept: a page of 100 hits, compressed, is a tenth of it."""
LONGEST_KEY = 2_000
"""Letters of an address and its headers; longer ones are asked once."""
KEPT_SECONDS = 300.0
"""Some answers tell what lies on disk beside the index (an original that is gone): they are not older than this."""
MEDIA_TYPES = ("text/html", "application/json", "application/atom+xml", "application/feed+json")
ENTRY_BYTES = 1_000
"""What keeping an answer costs beside its bytes: headers, key, places in tables."""

_Key = tuple[str, bytes, bool, str]


@dataclass(frozen=True, slots=True)
class _Answer:
    start: Message
    body: bytes
    etag: str
    made: float
    route: object

    @property
    def size(self) -> int:
        return len(self.body) + ENTRY_BYTES


class KeptAnswers:
    """Middleware over answers as they are sent, compressed ones too. `version` gives a value that is the same object until the index
    changes; it is asked before each answer, so that no answer outlives the index that it was read from. Nothing is written down."""

    def __init__(self, app: ASGIApp, version: Callable[[], object], megabytes: int, figures: Figures) -> None:
        self.app = app
        self._version = version
        self._room = megabytes * 1024 * 1024
        self._figures = figures
        self._held: object = None
        self._answers: OrderedDict[_Key, _Answer] = OrderedDict()
        self._making: dict[tuple[_Key, int], asyncio.Event] = {}
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or let the rest answer and keep it."""
        key = _key(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        version = await to_thread.run_sync(self._current)
        answer = self._kept(key, version)
        if answer is None and (making := self._making.get(_here(key))) is not None:
            # Someone asks the same right now: what they get will do, and a hundred who come at once cost one search.
            await making.wait()
            answer = self._kept(key, version)
        self._figures.kept.labels("found" if answer else "made").inc()
        if answer is not None:
            await _send(answer, scope, send)
        else:
            await self._made(key, version, scope, receive, send)

    async def _made(self, key: _Key, version: object, scope: Scope, receive: Receive, send: Send) -> None:
        seen = _Seen(send)
        making = self._making.setdefault(_here(key), asyncio.Event())
        try:
            await self.app(scope, receive, seen)
            if version is not None and (made := seen.answer(scope.get("route"))) is not None:
                self._keep(key, made, version)
        finally:
            self._making.pop(_here(key), None)
            making.set()

    def _current(self) -> object:
        """The index's version; None when the engine is away, which the routes tell better."""
        try:
            return self._version()
        except EngineError:
            return None

    def _kept(self, key: _Key, version: object) -> _Answer | None:
        if version is not self._held:
            self._answers.clear()
            self._size, self._held = 0, version
        answer = self._answers.get(key)
        if answer is None or time.monotonic() - answer.made > KEPT_SECONDS:
            return None
        self._answers.move_to_end(key)
        return answer

    def _keep(self, key: _Key, answer: _Answer, version: object) -> None:
        """Keep an answer that was made from this version, if that is still the one; the longest unused make room."""
        if version is not self._held:
            return
        before = self._answers.pop(key, None)
        self._size += answer.size - (before.size if before else 0)
        self._answers[key] = answer
        while self._size > self._room:
            self._size -= self._answers.popitem(last=False)[1].size


def _key(scope: Scope) -> _Key | None:
    """What an answer depends on: address, query, language and compression; None where none is kept."""
    if scope["type"] != "http" or scope["method"] != "GET" or is_light(scope):
        return None
    headers = Headers(scope=scope)
    language = headers.get("accept-language", "")
    if len(scope["path"]) + len(scope["query_string"]) + len(language) > LONGEST_KEY:
        return None
    compressed = "gzip" in headers.get("accept-encoding", "")
    return scope["path"], scope["query_string"], compressed, language


def _here(key: _Key) -> tuple[_Key, int]:
    """One waits for another in the same loop alone: events do not reach from thread to thread."""
    return key, id(asyncio.get_running_loop())


class _Seen:
    """Passes an answer on and remembers it while it is one that may be kept."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body: bytes | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = {**message, "headers": list(message["headers"])} if _may_be_kept(message) else None
        elif self._start is not None:
            whole = self._body is None and not message.get("more_body")
            self._body = message.get("body", b"") if whole else None
            self._start = self._start if whole else None
        await self._send(message)

    def answer(self, route: object) -> _Answer | None:
        if self._start is None or self._body is None or len(self._body) > LARGEST:
            return None
        return _Answer(self._start, self._body, Headers(raw=self._start["headers"]).get("etag", ""), time.monotonic(), route)


def _may_be_kept(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return (
        start["status"] == 200
        and headers.get("content-type", "").startswith(MEDIA_TYPES)
        and headers.get("cache-control", "no-cache") == "no-cache"
        and "content-disposition" not in headers
    )


async def _send(answer: _Answer, scope: Scope, send: Send) -> None:
    """The answer, or 304 to a reader who has it."""
    has = Headers(scope=scope).get("if-none-match", "")
    scope["route"] = answer.route  # the figures count by it
    status, headers, body = 200, list(answer.start["headers"]), answer.body
    if answer.etag and answer.etag.removeprefix("W/") in has:
        bodily = (b"content-length", b"content-type", b"content-encoding")
        status, headers, body = 304, [pair for pair in headers if pair[0] not in bodily], b""
    await send({**answer.start, "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
