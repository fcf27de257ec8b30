"""How much is answered at a time: a few requests, a short queue behind them, and 503 beyond; none may take longer than its time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.figures import Figures
from search_api.light import is_light
from search_api.problems import Problem, Refuse

RETRY_SECONDS = 5
"""What a refused client is told to wait: a full queue of searches is gone by then (docs/load.md)."""
FAIR_SECONDS = 0.2
"""How long the first in the line may have waited before answers that are kept line up behind. Up to then they go first, since they cost
next to nothing; always first, they would let clients that never pause ask so much that nobody else's turn comes (docs/load.md)."""
EXPORTS = frozenset({"/api/export.csv", "/api/export.json"})
EXPORTS_AT_ONCE = 2
"""Exports read the whole match set while their reader takes it: more of them at once would keep searches from their turn."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """`concurrent` requests are answered at a time, `queue` wait behind them for `wait` seconds at most; each has `seconds` to begin."""

    concurrent: int = 4
    queue: int = 400
    wait: float = 5.0
    seconds: float = 30.0


class FullError(Exception):
    """There is no place, and none in the queue."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    """One in the queue: since when, and whether it takes a place when its turn comes, or only passes."""

    turn: asyncio.Future[None]
    since: float
    passing: bool = False


class Places:
    """So many places, and a queue for them; the first that came is the first that is let in. Loops of several threads may share it."""

    def __init__(self, number: int, queue: int) -> None:
        self._free = number
        self._queue = queue
        self._lock = threading.Lock()
        self._waiting: deque[_Waiting] = deque()

    async def enter(self, seconds: float) -> None:
        """Take a place. Raises FullError at once when the queue is full, else after so many seconds without one."""
        waiting = self._place_or_turn()
        if waiting is None:
            return
        try:
            async with asyncio.timeout(seconds):
                await waiting.turn
        except (TimeoutError, asyncio.CancelledError) as error:
            self._give_up(waiting)
            if isinstance(error, TimeoutError):
                raise FullError from error
            raise

    async def pass_by(self, seconds: float) -> None:
        """Wait for what needs no place, only its turn: at most so many seconds, and not at all while the queue is short."""
        with self._lock:
            if not self._waiting or time.perf_counter() - self._waiting[0].since < FAIR_SECONDS:
                return
            waiting = self._line_up(passing=True)
        try:
            async with asyncio.timeout(seconds):
                await waiting.turn
        except TimeoutError:
            return
        finally:
            with self._lock, contextlib.suppress(ValueError):
                self._waiting.remove(waiting)

    def leave(self) -> None:
        """Give a place back: to the next in the queue."""
        with self._lock:
            while self._waiting:
                following = self._waiting.popleft()
                if not following.turn.done():
                    following.turn.get_loop().call_soon_threadsafe(self._let_in, following)
                    if not following.passing:
                        return
            self._free += 1

    def _place_or_turn(self) -> _Waiting | None:
        with self._lock:
            if self._free:
                self._free -= 1
                return None
            if sum(not waiting.passing for waiting in self._waiting) >= self._queue:
                raise FullError
            return self._line_up(passing=False)

    def _line_up(self, *, passing: bool) -> _Waiting:
        self._waiting.append(_Waiting(asyncio.get_running_loop().create_future(), time.perf_counter(), passing))
        return self._waiting[-1]

    def _let_in(self, waiting: _Waiting) -> None:
        """A turn has come; whoever gave up meanwhile lets the next in."""
        if not waiting.turn.done():
            waiting.turn.set_result(None)
        elif not waiting.passing:
            self.leave()

    def _give_up(self, waiting: _Waiting) -> None:
        with self._lock, contextlib.suppress(ValueError):
            self._waiting.remove(waiting)
        if waiting.turn.done() and not waiting.turn.cancelled():
            self.leave()


class Admission:
    """Middleware: lets requests to their turn. A place is held until the answer begins, which is when its work is done; an export,
    which works on while it is read, holds one of the exports' own places to its end."""

    def __init__(self, app: ASGIApp, bounds: Bounds, refuse: Refuse, figures: Figures) -> None:
        self.app = app
        self.places = Places(bounds.concurrent, bounds.queue)
        self._bounds = bounds
        self._refuse = refuse
        self._figures = figures
        self._exports = Places(EXPORTS_AT_ONCE, 0)
        self._left: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request in its turn, or say that there is none."""
        if scope["type"] != "http" or is_light(scope):
            await self.app(scope, receive, send)
            return
        try:
            async with self._export_place(scope):
                await self.places.enter(self._patience(scope))
                await self._answered(scope, receive, send)
        except FullError:
            self._figures.refused.labels("busy").inc()
            await self._refuse(scope, _busy())(scope, receive, send)

    def _patience(self, scope: Scope) -> float:
        """Seconds that a request may still wait: what it waited for another's answer (search_api.kept_answers) counts."""
        now = time.perf_counter()
        arrived: float = scope.get("state", {}).get("arrived", now)
        return max(0.0, self._bounds.wait - (now - arrived))

    @contextlib.asynccontextmanager
    async def _export_place(self, scope: Scope) -> AsyncIterator[None]:
        if scope["path"] not in EXPORTS:
            yield
            return
        await self._exports.enter(0)
        try:
            yield
        finally:
            self._exports.leave()

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a place that was taken. Work that is out of time goes on by itself, and keeps its place until it ends: a thread
        cannot be stopped, and another one beside it would make a pile."""
        answer = _Answer(send, self.places, self._bounds.seconds)
        working = asyncio.create_task(self._work(scope, receive, answer))
        try:
            await asyncio.wait({working, answer.begun}, timeout=self._bounds.seconds, return_when=asyncio.FIRST_COMPLETED)
            if working.done() or answer.begun.done():
                await working
                return
        except asyncio.CancelledError:
            working.cancel()
            raise
        answer.abandoned = True
        self._left.add(working)
        working.add_done_callback(self._ended)
        self._figures.refused.labels("slow").inc()
        await self._refuse(scope, _slow())(scope, receive, send)

    async def _work(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        try:
            await self.app(scope, receive, answer)
        except (AbandonedError, ClientDisconnect):
            _log.info("an answer was ready after its time was out, or its reader took nothing of it")
        finally:
            answer.let_go()

    def _ended(self, working: asyncio.Task[None]) -> None:
        self._left.discard(working)
        error = None if working.cancelled() else working.exception()
        if error is not None:
            _log.error("a request that was out of time failed: %s", type(error).__name__)


class AbandonedError(OSError):
    """Nobody waits for this answer any more. An OSError, because that is how ASGI says so."""


class _Answer:
    """Passes an answer on; lets the place go when it begins, and gives up a reader who takes nothing for so many seconds."""

    def __init__(self, send: Send, places: Places, seconds: float) -> None:
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.abandoned = False
        self._send = send
        self._places: Places | None = places
        self._seconds = seconds

    def let_go(self) -> None:
        """Give the place back, once."""
        places, self._places = self._places, None
        if places is not None:
            places.leave()

    async def __call__(self, message: Message) -> None:
        """Send one message on. Raises AbandonedError."""
        if self.abandoned:
            raise AbandonedError
        if message["type"] == "http.response.start":
            self.begun.set_result(None)
            self.let_go()
        try:
            async with asyncio.timeout(self._seconds):
                await self._send(message)
        except TimeoutError as error:
            raise AbandonedError from error


def _busy() -> Problem:
    message = "Just nu är det många som söker. Försök igen om en liten stund."
    return Problem(503, "overloaded", message, {"Retry-After": str(RETRY_SECONDS)})


def _slow() -> Problem:
    message = "Det tog för lång tid att svara. Försök igen, gärna med en smalare sökning."
    return Problem(503, "too_slow", message, {"Retry-After": str(RETRY_SECONDS)})
