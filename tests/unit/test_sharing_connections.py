"""Workers of a server share new connections evenly, and none waits long for a worker that does not come."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from namndsok import sharing_connections
from namndsok.sharing_connections import AHEAD, SILENT, SharingLoop, SharingServer, Tally
from tests.event_loops import apart, run_apart

CONNECTIONS = 40


class Greeting(asyncio.Protocol):
    """Says hello to whoever comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"hej")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers of one busy process, which neither hang nor are gone when they are late."""
    monkeypatch.setattr(sharing_connections, "WAIT", 30.0)
    monkeypatch.setattr(sharing_connections, "SILENT", 60.0)


@contextlib.asynccontextmanager
async def worker(listener: socket.socket, tally: Tally) -> AsyncIterator[SharingServer]:
    """A server on the listener's socket, as another process would have it."""
    own = listener.dup()
    own.setblocking(False)
    server = SharingServer(asyncio.get_running_loop(), Greeting, own, tally)
    await server.start_serving()
    try:
        yield server
    finally:
        server.close()
        own.close()


@contextlib.asynccontextmanager
async def connected(listener: socket.socket, number: int) -> AsyncIterator[list[asyncio.StreamWriter]]:
    """So many clients, each of which was greeted."""
    address = listener.getsockname()
    streams = await asyncio.gather(*(asyncio.open_connection(*address) for _ in range(number)))
    try:
        assert await asyncio.gather(*(reader.readexactly(3) for reader, _ in streams)) == [b"hej"] * number
        yield [writer for _, writer in streams]
    finally:
        for _, writer in streams:
            writer.close()


async def until(happens: Callable[[], bool]) -> bool:
    """Whether something happens within twenty seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(20):
            while not happens():
                await asyncio.sleep(0.01)
    return happens()


def busy(folder: Path, name: str, connections: int, clock: Callable[[], float] | None = None) -> Tally:
    """What another worker told, and tells no more."""
    other = Tally(folder, name, clock) if clock else Tally(folder, name)
    other.tell(connections)
    return other


@pytest.mark.usefixtures("patience")
def test_two_workers_take_as_many_connections_each(tmp_path: Path, listener: socket.socket) -> None:
    async def shares() -> list[int]:
        async with worker(listener, Tally(tmp_path, "a")) as one, worker(listener, Tally(tmp_path, "b")) as other:
            assert await until(lambda: one._tally.fewest() == other._tally.fewest() == 0)
            async with connected(listener, CONNECTIONS):
                return [one.connections, other.connections]

    one, other = run_apart(shares())
    assert one + other == CONNECTIONS
    assert abs(one - other) <= AHEAD


@pytest.mark.usefixtures("patience")
def test_a_worker_that_comes_later_takes_what_comes_until_it_has_as_many(tmp_path: Path, listener: socket.socket) -> None:
    async def shares() -> tuple[int, int]:
        async with (
            worker(listener, Tally(tmp_path, "a")) as one,
            connected(listener, CONNECTIONS),
            worker(listener, Tally(tmp_path, "b")) as later,
        ):
            assert await until(lambda: one._tally.fewest() == 0)
            async with connected(listener, CONNECTIONS):
                return one.connections, later.connections

    one, other = run_apart(shares())
    assert one + other == 2 * CONNECTIONS
    assert abs(one - other) <= AHEAD


def test_a_connection_waits_only_a_moment_for_a_worker_that_hangs(tmp_path: Path, listener: socket.socket) -> None:
    async def taken() -> int:
        busy(tmp_path, "hangs", 0)
        async with worker(listener, Tally(tmp_path, "a")) as one, connected(listener, 5):
            return one.connections

    assert run_apart(taken()) == 5


def test_connections_that_ended_count_no_more(tmp_path: Path, listener: socket.socket) -> None:
    async def counted() -> list[int]:
        async with worker(listener, Tally(tmp_path, "a")) as one:
            async with connected(listener, 5):
                before = one.connections
            return [before, one.connections if await until(lambda: one.connections == 0) else -1]

    assert run_apart(counted()) == [5, 0]


def test_a_server_that_is_closed_takes_nobody_and_keeps_whom_it_has(tmp_path: Path, listener: socket.socket) -> None:
    async def served() -> bool:
        async with worker(listener, Tally(tmp_path, "a")) as one, connected(listener, 1) as (writer,):
            one.close()
            await one.wait_closed()
            reader, _late = await asyncio.open_connection(*listener.getsockname())
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await reader.readexactly(3)
            _late.close()
            return not one.is_serving() and not writer.is_closing()

    assert run_apart(served())
    assert list(tmp_path.iterdir()) == []


def test_a_system_without_room_is_asked_again_after_a_rest(
    tmp_path: Path, listener: socket.socket, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sharing_connections, "RETRY", 0.05)
    answers = iter([OSError(errno.EMFILE, "Too many open files")])

    class Full:
        def __init__(self, real: socket.socket) -> None:
            self.real = real

        def fileno(self) -> int:
            return self.real.fileno()

        def accept(self) -> Any:
            for error in answers:
                raise error
            return self.real.accept()

    async def taken() -> int:
        async with worker(listener, Tally(tmp_path, "a")) as one:
            one._listener = Full(one._listener)  # type: ignore[assignment]  # a socket in what is asked of it
            async with connected(listener, 1):
                return one.connections

    assert run_apart(taken()) == 1
    assert "no room for more connections" in caplog.text


def test_the_fewest_are_those_of_workers_that_told_lately(tmp_path: Path) -> None:
    now = [100.0]
    own = Tally(tmp_path, "own", lambda: now[0])
    assert own.fewest() is None
    others = [busy(tmp_path, str(number), number, lambda: now[0]) for number in (7, 3, 9)]
    own.look_round()
    assert own.fewest() == 3
    now[0] += SILENT
    others[2].tell(9)
    assert own.fewest() == 9
    others[2].close()
    own.look_round()
    assert own.fewest() is None


def test_where_the_folder_is_tidied_away_each_worker_goes_on_alone(tmp_path: Path) -> None:
    folder = tmp_path / "connections"
    folder.mkdir()
    own, _other = Tally(folder, "own"), busy(folder, "other", 3)
    own.look_round()
    assert own.fewest() == 3
    shutil.rmtree(folder)
    own.look_round()
    own.tell(2)
    assert own.fewest() is None
    own.close()


def test_without_a_folder_to_meet_in_a_loop_serves_as_any_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async def kind() -> type:
        with socket.create_server(("127.0.0.1", 0)) as own:
            server = await asyncio.get_running_loop().create_server(Greeting, sock=own)
            server.close()
            return type(server)

    def made() -> type:
        with asyncio.Runner(loop_factory=SharingLoop) as runner:
            return runner.run(kind())

    monkeypatch.delenv(sharing_connections.FOLDER, raising=False)
    assert apart(made) is asyncio.Server
    monkeypatch.setenv(sharing_connections.FOLDER, str(tmp_path / "missing"))
    assert apart(made) is asyncio.Server
    monkeypatch.setenv(sharing_connections.FOLDER, str(tmp_path))
    assert apart(made) is SharingServer
