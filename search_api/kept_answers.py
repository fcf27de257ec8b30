"""Answers kept in memory until the index changes: what many ask, the start page and common searches, is reckoned out once.

Several workers of one server share what each makes (search_api.shared_answers), and keep what is asked most beside.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

import orjson
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from council.engine import Snapshot
from council.errors import EngineError
from search_api.figures import Figures
from search_api.light import is_light
from search_api.shared_answers import SharedAnswers

LARGEST = 512 * 1024
"""Bytes of the largest answer that is kept: a page of 100 hits, compressed, is a tenth of it."""
LONGEST_KEY = 2_000
"""Letters of an address and its headers; longer ones are asked once."""
LOOKED_SECONDS = 0.01
"""How long a look at the index's version holds: a request takes as long as that. Each look is a change of thread, a fifth of what an answer
that is kept costs."""
KEPT_SECONDS = 300.0
"""Some answers tell what lies on disk beside the index (an original that is gone): they are not older than this."""
MEDIA_TYPES = ("text/html", "application/json", "application/atom+xml", "application/feed+json")
ENTRY_BYTES = 1_000
"""What keeping an answer costs beside its bytes: headers, key, places in tables."""

OWN_SHARE = 4
"""Where workers share their answers, each keeps a quarter as many beside: what is asked most needs no question to another process."""

MOST_TURN = 2.0
"""Seconds that an answer which is kept waits for its turn at most."""

Turn = Callable[[float], Awaitable[None]]
"""Waits for a turn, so many seconds at most."""
_Key = tuple[str, bytes, bool, str]


class _Route(NamedTuple):
    """What the figures count an answer under."""

    path: str


@dataclass(frozen=True, slots=True)
class _Answer:
    start: Message
    body: bytes
    etag: str
    made: float
    route: _Route

    @property
    def size(self) -> int:
        return len(self.body) + ENTRY_BYTES

    def packed(self) -> bytes:
        """For another worker: everything but its age, which counts anew from when it is given."""
        headers = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in self.start["headers"]]
        head = orjson.dumps({"status": self.start["status"], "headers": headers, "route": self.route.path})
        return len(head).to_bytes(4) + head + self.body


def _unpacked(packed: bytes) -> _Answer:
    """An answer that another worker made."""
    end = 4 + int.from_bytes(packed[:4])
    head = orjson.loads(packed[4:end])
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in head["headers"]]
    start = {"type": "http.response.start", "status": head["status"], "headers": headers}
    return _Answer(start, packed[end:], Headers(raw=headers).get("etag", ""), time.monotonic(), _Route(head["route"]))


class KeptAnswers:
    """Middleware over answers as they are sent, compressed ones too. `version` gives a value that is the same object until the index
    changes; it is asked before each answer, so that no answer outlives the index that it was read from. (A hundredth of a second counts as
    the same moment.) `turn` is waited for before what is kept is answered: at once, unless many wait for what is not
    (search_api.admission). Nothing is written down."""

    def __init__(
        self,
        app: ASGIApp,
        version: Callable[[], Snapshot],
        megabytes: int,
        figures: Figures,
        turn: Turn,
        shared: SharedAnswers | None = None,
    ) -> None:
        self.app = app
        self._turn = turn
        self._version = version
        self._room = megabytes * 1024 * 1024 // (OWN_SHARE if shared else 1)
        self._figures = figures
        self._shared = shared
        self._named: tuple[Snapshot | None, str] = (None, "")
        self._looked: tuple[float, Snapshot | None] = (0.0, None)
        self._held: Snapshot | None = None
        self._answers: OrderedDict[_Key, _Answer] = OrderedDict()
        self._making: dict[tuple[_Key, int], asyncio.Event] = {}
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or let the rest answer and keep it."""
        key = _key(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        version = await self._current()
        answer = self._kept(key, version)
        if answer is None and (making := self._making.get(_here(key))) is not None:
            # Someone asks the same right now: what they get will do, and a hundred who come at once cost one search.
            await making.wait()
            answer = self._kept(key, version)
        if answer is None:
            await self._fetched_or_made(key, version, scope, receive, send)
        else:
            await self._turn(MOST_TURN)
            await self._sent(answer, scope, send)

    async def _fetched_or_made(self, key: _Key, version: Snapshot | None, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with what another worker made or is making, else make it; meanwhile who asks the same here waits for it."""
        making = self._making.setdefault(_here(key), asyncio.Event())
        try:
            shared = self._shared if version is not None else None
            packed = await shared.ask(self._named[1], _text_of(key)) if shared else None
            if packed is None:
                await self._made(key, version, scope, receive, send)
            else:
                answer = _unpacked(packed)
                self._keep(key, answer, version)
                await self._sent(answer, scope, send)
        finally:
            self._making.pop(_here(key), None)
            making.set()

    async def _made(self, key: _Key, version: Snapshot | None, scope: Scope, receive: Receive, send: Send) -> None:
        self._figures.kept.labels("made").inc()
        seen, answer, name = _Seen(send), None, self._named[1]
        try:
            await self.app(scope, receive, seen)
            answer = seen.answer(scope.get("route")) if version is not None else None
            self._keep(key, answer, version)
        finally:
            if self._shared is not None and version is not None:
                self._shared.give(name, _text_of(key), answer.packed() if answer else None)

    async def _sent(self, answer: _Answer, scope: Scope, send: Send) -> None:
        self._figures.kept.labels("found").inc()
        await _send(answer, scope, send)

    async def _current(self) -> Snapshot | None:
        """The index's version a hundredth of a second ago at most; None when the engine is away."""
        looked, version = self._looked
        if version is None or time.monotonic() - looked > LOOKED_SECONDS:
            looked, version = time.monotonic(), await to_thread.run_sync(self._look)
            self._looked = looked, version
        return version

    def _look(self) -> Snapshot | None:
        """The index's version; None when the engine is away, which the routes tell better."""
        try:
            version = self._version()
            if self._shared is not None and version is not self._named[0]:
                self._named = version, version.stats().generation
            return version
        except EngineError:
            return None

    def _kept(self, key: _Key, version: Snapshot | None) -> _Answer | None:
        if version is not self._held:
            self._answers.clear()
            self._size, self._held = 0, version
        answer = self._answers.get(key)
        if answer is None or time.monotonic() - answer.made > KEPT_SECONDS:
            return None
        self._answers.move_to_end(key)
        return answer

    def _keep(self, key: _Key, answer: _Answer | None, version: Snapshot | None) -> None:
        """Keep an answer that was made from this version, if that is still the one; the longest unused make room."""
        if answer is None or version is not self._held:
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


def _text_of(key: _Key) -> str:
    """A key as one text, which no other key has."""
    path, query, compressed, language = key
    return "\n".join((query.decode("latin-1"), str(compressed), language.replace("\n", " "), path))


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
        etag = Headers(raw=self._start["headers"]).get("etag", "")
        return _Answer(self._start, self._body, etag, time.monotonic(), _Route(getattr(route, "path", "other")))


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
