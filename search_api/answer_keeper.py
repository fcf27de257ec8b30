"""Keeps the answers that a server's workers share, in the process that starts them: what one worker made, the others need not make.

Answers stay in this process's memory, bounded, and end with it; nothing is written down. A worker that dies leaves nothing half done: its
connection ends, and whoever waited for what it was making makes it. A worker that hears nothing keeps answers of its own.
"""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from search_api.answer_frames import ASK, GIVE, HERE, MAKE, NOTHING, WAIT, Frame, Reader

BACKLOG_BYTES = 64 * 1024 * 1024
"""What may wait for a worker that reads nothing; then it is hung up on."""


class AnswerKeeper:
    """Answers of one version of the index, by digests. For one event loop."""

    def __init__(self, megabytes: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`megabytes` of answers are kept, each for so many seconds."""
        self._room = megabytes * 1024 * 1024
        self._seconds = seconds
        self._clock = clock
        self._version = b""
        self._size = 0
        self._kept: OrderedDict[bytes, tuple[bytes, float]] = OrderedDict()
        self._making: dict[bytes, tuple[Worker, list[tuple[Worker, Frame]]]] = {}
        self._workers: set[Worker] = set()

    @property
    def size(self) -> int:
        """Bytes of the answers."""
        return self._size

    def heard(self, worker: Worker, frame: Frame) -> None:
        """A worker says something."""
        if frame.kind == ASK:
            if frame.version != self._version:
                self._begin(frame.version)
            self._asked(worker, frame)
        elif frame.version != self._version:
            return  # made from an index that is no more: whoever waited for it makes it from the new one
        elif frame.kind == GIVE:
            self._keep(frame.key, frame.body)
            for waiter, asked in self._waiting(frame.key):
                waiter.say(asked, HERE, frame.body)
        elif frame.kind == NOTHING:
            self._each_makes(frame.key)

    def came(self, worker: Worker) -> None:
        """A worker is there."""
        self._workers.add(worker)

    def left(self, worker: Worker) -> None:
        """A worker is gone: what it was making nobody makes."""
        self._workers.discard(worker)
        for key in [key for key, (maker, _) in self._making.items() if maker is worker]:
            self._each_makes(key)

    def end(self) -> None:
        """Hang up on all."""
        for worker in self._workers:
            worker.hang_up()

    def _begin(self, version: bytes) -> None:
        """Another version of the index: no answer from before is given again."""
        for key in list(self._making):
            self._each_makes(key)
        self._kept.clear()
        self._version, self._size = version, 0

    def _asked(self, worker: Worker, frame: Frame) -> None:
        body, made = self._kept.get(frame.key, (b"", 0.0))
        if body and self._clock() - made < self._seconds:
            self._kept.move_to_end(frame.key)
            worker.say(frame, HERE, body)
        elif frame.key in self._making:
            self._making[frame.key][1].append((worker, frame))
            worker.say(frame, WAIT)
        else:
            self._making[frame.key] = worker, []
            worker.say(frame, MAKE)

    def _keep(self, key: bytes, body: bytes) -> None:
        before, _ = self._kept.pop(key, (b"", 0.0))
        self._size += len(body) - len(before)
        self._kept[key] = body, self._clock()
        while self._size > self._room:
            self._size -= len(self._kept.popitem(last=False)[1][0])

    def _waiting(self, key: bytes) -> list[tuple[Worker, Frame]]:
        return self._making.pop(key)[1] if key in self._making else []

    def _each_makes(self, key: bytes) -> None:
        for waiter, asked in self._waiting(key):
            waiter.say(asked, MAKE)


class Worker(asyncio.Protocol):
    """The keeper's end of a connection to one worker."""

    def __init__(self, keeper: AnswerKeeper) -> None:
        self._keeper = keeper
        self._reader = Reader()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio.Protocol."""
        self._transport = cast("asyncio.Transport", transport)
        self._keeper.came(self)

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        try:
            for frame in self._reader.read(data):
                self._keeper.heard(self, frame)
        except ValueError:
            self.hang_up()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        del exc
        self._transport = None
        self._keeper.left(self)

    def say(self, asked: Frame, kind: int, body: bytes = b"") -> None:
        """Tell the worker something about what it asked, if it is still there."""
        if self._transport is None:
            return
        self._transport.write(Frame(kind, asked.number, asked.version, asked.key, body).packed())
        if self._transport.get_write_buffer_size() > BACKLOG_BYTES:
            self.hang_up()

    def hang_up(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.abort()


@contextmanager
def keeping(folder: Path, megabytes: int, seconds: float) -> Iterator[Path]:
    """The address of a keeper that answers until the block ends, from a thread of its own; `folder` is open to this user alone."""
    address = folder / "answers"
    loop = asyncio.new_event_loop()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(address))
    keeper = AnswerKeeper(megabytes, seconds)
    thread = threading.Thread(target=loop.run_forever, name="keeps answers", daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(loop.create_unix_server(lambda: Worker(keeper), sock=listener), loop).result()
    try:
        yield address
    finally:
        for last in (server.close, keeper.end, lambda: loop.call_soon(loop.stop)):  # what ends connections comes before the stop
            loop.call_soon_threadsafe(last)
        thread.join()
        loop.close()
        address.unlink(missing_ok=True)
