"""A worker's line to the keeper of the answers that all workers of a server share (search_api.answer_keeper)."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import time
from pathlib import Path
from typing import cast

from search_api.answer_frames import ASK, DIGEST, GIVE, HERE, NOTHING, WAIT, Frame, Reader

SILENT_SECONDS = 1.0
"""How long the keeper may say nothing, where it answers within a millisecond; then the worker goes on alone."""
ALONE_SECONDS = 5.0
"""How long a worker goes on alone before it tries again."""


class SharedAnswers:
    """Asks and tells the keeper at an address. Whatever goes wrong there, a worker makes its answers itself. For one event loop."""

    def __init__(self, address: Path, patience: float = 30.0) -> None:
        """`patience` is how many seconds another worker may take to make an answer."""
        self._address = address
        self._patience = patience
        self._line: _Line | None = None
        self._connecting: asyncio.Lock | None = None
        self._alone_until = 0.0

    async def ask(self, version: str, key: str) -> bytes | None:
        """An answer that another worker made, or is making; None where this one should make it, and then `give`."""
        line = await self._connected()
        if line is None:
            return None
        question = Frame(ASK, line.next_number(), digest(version), digest(key))
        try:
            return await line.ask(question, self._patience)
        except TimeoutError:
            self._go_on_alone(line)
            return None

    def give(self, version: str, key: str, body: bytes | None) -> None:
        """What `ask` left to this worker is made: the answer, or None where it is none to keep."""
        line = self._line
        if line is not None and line.open:
            line.send(Frame(NOTHING if body is None else GIVE, 0, digest(version), digest(key), body or b""))

    def close(self) -> None:
        """Hang up."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    async def _connected(self) -> _Line | None:
        if self._line is not None and self._line.open:
            return self._line
        if time.monotonic() < self._alone_until:
            return None
        self._connecting = self._connecting or asyncio.Lock()
        async with self._connecting:
            if self._line is None or not self._line.open:
                await self._connect()
        return self._line

    async def _connect(self) -> None:
        try:
            async with asyncio.timeout(SILENT_SECONDS):
                _, self._line = await asyncio.get_running_loop().create_unix_connection(_Line, str(self._address))
        except (OSError, TimeoutError):
            self._line = None
            self._alone_until = time.monotonic() + ALONE_SECONDS

    def _go_on_alone(self, line: _Line) -> None:
        self._alone_until = time.monotonic() + ALONE_SECONDS
        line.close()
        if self._line is line:
            self._line = None


class _Line(asyncio.Protocol):
    """A connection to the keeper, over which many questions may be open."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._reader = Reader()
        self._number = 0
        self._open: dict[int, asyncio.Queue[Frame | None]] = {}

    @property
    def open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def next_number(self) -> int:
        self._number = (self._number + 1) % 2**32
        return self._number

    async def ask(self, question: Frame, patience: float) -> bytes | None:
        """Raises TimeoutError where the keeper says nothing."""
        heard = self._open[question.number] = asyncio.Queue()
        try:
            self.send(question)
            async with asyncio.timeout(SILENT_SECONDS):
                frame = await heard.get()
            if frame is not None and frame.kind == WAIT:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(patience):
                        frame = await heard.get()
        finally:
            del self._open[question.number]
        return frame.body if frame is not None and frame.kind == HERE else None

    def send(self, frame: Frame) -> None:
        if self._transport is not None:
            self._transport.write(frame.packed())

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        try:
            for frame in self._reader.read(data):
                if frame.number in self._open:
                    self._open[frame.number].put_nowait(frame)
        except ValueError:
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._transport = None
        for heard in self._open.values():
            heard.put_nowait(None)


def digest(text: str) -> bytes:
    """What stands for a text in what is said to the keeper."""
    return hashlib.blake2b(text.encode(), digest_size=DIGEST).digest()
