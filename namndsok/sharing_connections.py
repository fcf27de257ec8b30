"""Shares new connections between a server's workers: who has the fewest takes the next one.

Workers accept from one socket, and a connection stays with the worker that took it: of 200 clients one worker had 117 and the other 83, and
who came to the first waited 40 % longer. So a worker that has more than another leaves a connection to that one for a moment. It is a
moment only: a connection waits WAIT seconds for a worker that takes none, whatever that one says.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import mmap
import os
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = "NAMNDSOK_CONNECTIONS_OF_WORKERS"
"""Names the folder in which workers tell how many connections they have; the server sets it for its own, nobody else."""
WAIT = 0.05
"""Seconds for which a connection is left to a worker that has fewer: a busy one looks after 5 to 15 ms (Python's threads take turns)."""
STEP = 0.005
"""Seconds between looks at the others meanwhile."""
AHEAD = 3
"""Connections that a worker may have more than another: it need not look after each."""
BEAT = 0.1
"""Seconds between two tellings; connections that ended are seen then, too."""
SILENT = 1.0
"""Seconds after which a worker that tells nothing is not counted with: it starts, hangs or is gone."""
RETRY = 1.0
"""Seconds of rest where the system has no more files or memory for connections, as asyncio's own servers take."""

_TOLD = struct.Struct("=dq")
"""When it was told, by the clock that all processes of a machine share, and how many connections there are."""
_OUT_OF = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_log = logging.getLogger(__name__)


class Tally:
    """How many connections each worker has: a file of 16 bytes for each, which all map."""

    def __init__(self, folder: Path, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        """`name` is this worker's. Raises OSError where the folder takes no file."""
        self._folder = folder
        self._clock = clock
        self._path = folder / name
        self._path.write_bytes(bytes(_TOLD.size))
        self._own = _mapped(self._path, mmap.ACCESS_WRITE)
        self._others: dict[str, mmap.mmap] = {}

    def tell(self, connections: int) -> None:
        """Say how many this worker has."""
        _TOLD.pack_into(self._own, 0, self._clock(), connections)

    def look_round(self) -> None:
        """See which other workers there are."""
        try:
            names = {path.name for path in self._folder.iterdir()} - {self._path.name}
        except OSError:  # the folder was tidied away: each worker goes on alone
            names = set()
        for gone in self._others.keys() - names:
            self._others.pop(gone).close()
        for name in names - self._others.keys():
            with contextlib.suppress(OSError, ValueError):  # just gone, or not written yet: the next look sees
                self._others[name] = _mapped(self._folder / name, mmap.ACCESS_READ)

    def fewest(self) -> int | None:
        """How many the other worker has that has fewest; None where no other is at work."""
        since = self._clock() - SILENT
        told = (_TOLD.unpack_from(other, 0) for other in self._others.values())
        return min((connections for when, connections in told if when > since), default=None)

    def close(self) -> None:
        """Be no more."""
        self._path.unlink(missing_ok=True)
        for mapped in (self._own, *self._others.values()):
            mapped.close()
        self._others.clear()


def _mapped(path: Path, access: int) -> mmap.mmap:
    with path.open("r+b" if access == mmap.ACCESS_WRITE else "rb") as file:
        return mmap.mmap(file.fileno(), _TOLD.size, access=access)


class SharingServer(asyncio.AbstractServer):
    """Accepts from one listening socket, as asyncio's own server does, but in turn with the other workers."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, protocol: Callable[[], asyncio.BaseProtocol], listener: socket.socket, tally: Tally
    ) -> None:
        self._loop = loop
        self._protocol = protocol
        self._listener = listener
        self._tally = tally
        self._open: set[asyncio.BaseTransport] = set()
        self._coming: set[asyncio.Task[None]] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._serving = False

    async def start_serving(self) -> None:
        """See asyncio.AbstractServer."""
        self._serving = True
        self._tell()
        self._listen()

    def is_serving(self) -> bool:
        """See asyncio.AbstractServer."""
        return self._serving

    def get_loop(self) -> asyncio.AbstractEventLoop:
        """See asyncio.AbstractServer."""
        return self._loop

    def close(self) -> None:
        """See asyncio.AbstractServer. Connections stay until they end."""
        if self._serving:
            self._serving = False
            self._loop.remove_reader(self._listener)
            for timer in self._timers.values():
                timer.cancel()
            self._tally.close()

    async def wait_closed(self) -> None:
        """See asyncio.AbstractServer."""
        await asyncio.gather(*self._coming, return_exceptions=True)

    async def serve_forever(self) -> None:
        """See asyncio.AbstractServer."""
        await self.start_serving()
        await self._loop.create_future()

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self._open) + len(self._coming)

    def _tell(self) -> None:
        self._open = {transport for transport in self._open if not transport.is_closing()}
        self._tally.look_round()
        self._tally.tell(self.connections)
        self._timers["telling"] = self._loop.call_later(BEAT, self._tell)

    def _listen(self) -> None:
        self._loop.add_reader(self._listener, self._asked)

    def _asked(self) -> None:
        """Somebody connects: take what is this worker's turn to take, and leave the rest to others for a moment."""
        if not self._took_its_turns():
            self._loop.remove_reader(self._listener)
            self._look_later(self._tally.fewest(), self._loop.time() + WAIT)

    def _look_later(self, fewest: int | None, until: float) -> None:
        self._timers["waiting"] = self._loop.call_later(STEP, self._look_again, fewest, until)

    def _look_again(self, before: int | None, until: float) -> None:
        """Take what others left, or all where they take none."""
        fewest = self._tally.fewest()
        if fewest == before and self._loop.time() >= until:
            while self._accepted():
                pass
        elif not self._took_its_turns():
            self._look_later(fewest, until if fewest == before else self._loop.time() + WAIT)
            return
        self._listen()

    def _took_its_turns(self) -> bool:
        """Whether nobody waits any more. While it is this worker's turn it takes who does."""
        while (fewest := self._tally.fewest()) is None or self.connections < fewest + AHEAD:
            if not self._accepted():
                return True
        return False

    def _accepted(self) -> bool:
        """Take one connection; False where none waits."""
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError):
            return False
        except ConnectionAbortedError:
            return True
        except OSError as error:
            if error.errno not in _OUT_OF:
                raise
            self._rest(error)
            return False
        task = self._loop.create_task(self._begin(connection))
        self._coming.add(task)
        task.add_done_callback(self._coming.discard)
        self._tally.tell(self.connections)
        return True

    async def _begin(self, connection: socket.socket) -> None:
        try:
            transport, _ = await self._loop.connect_accepted_socket(self._protocol, connection)
        except OSError as error:  # who came is gone again
            _log.debug("a connection ended before it began: %s", type(error).__name__)
            connection.close()
        else:
            self._open.add(transport)

    def _rest(self, error: OSError) -> None:
        """The system keeps saying that somebody waits, whom it has no room for."""
        _log.warning("no room for more connections: %s", error.strerror)
        self._loop.call_soon(self._loop.remove_reader, self._listener)
        self._timers["resting"] = self._loop.call_later(RETRY, self._listen)


class SharingLoop(asyncio.SelectorEventLoop):
    """An event loop whose servers share connections with those of other workers, where there is a folder to meet in."""

    async def create_server(self, protocol_factory: Any, *arguments: Any, sock: Any = None, ssl: Any = None, **named: Any) -> Any:
        """See asyncio.AbstractEventLoop."""
        tally = _tally() if sock is not None and not ssl else None
        if tally is None:
            return await super().create_server(protocol_factory, *arguments, sock=sock, ssl=ssl, **named)
        sock.setblocking(False)
        sock.listen(named.get("backlog", 100))
        server = SharingServer(self, protocol_factory, sock, tally)
        await server.start_serving()
        return server


def _tally() -> Tally | None:
    folder = os.environ.get(FOLDER)
    if not folder:
        return None
    try:
        return Tally(Path(folder), str(os.getpid()))
    except OSError as error:
        _log.info("connections are not shared evenly: %s", error.strerror)
        return None
