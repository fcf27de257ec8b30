"""A real `namndsok serve` on a free port, and clients that keep asking it."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import REPOSITORY

START_SECONDS = 120
"""A start takes two seconds; a machine that many share may take long."""


@dataclass
class Server:
    """A running server: where it answers, and all that it wrote to stderr."""

    process: subprocess.Popen[str]
    address: str
    said: list[str] = field(default_factory=list)

    def get(self, path: str, *, timeout: float = 60) -> tuple[int, bytes]:
        """(status, body) over a connection of its own, as proxies ask."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=timeout)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def namndsok(data: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """One command, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "namndsok", *arguments], cwd=REPOSITORY, check=False, capture_output=True, text=True, timeout=300,
        env=environment(data, **settings),
    )  # fmt: skip


def environment(data: Path, **settings: str) -> dict[str, str]:
    """Variables of a process over this data folder."""
    return {**os.environ, "NAMNDSOK_DATA": str(data), "NAMNDSOK_OCR": "0", "PYTHONUNBUFFERED": "1", **settings}


@contextmanager
def running(data: Path, *options: str, command: Sequence[str] = ("-m", "namndsok", "serve"), **settings: str) -> Iterator[Server]:
    """A server that answers; stopped at the end, if it was not before."""
    process = subprocess.Popen(
        [sys.executable, *command, "--port", "0", *options], cwd=REPOSITORY, env=environment(data, **settings), stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    server = Server(process, "")
    listening = threading.Thread(target=_listen, args=(server,), daemon=True)
    listening.start()
    try:
        _wait_until_it_answers(server)
        yield server
    finally:
        process.terminate()
        process.wait(60)
        listening.join(10)


def _listen(server: Server) -> None:
    assert server.process.stderr
    with server.process.stderr as lines:
        for line in lines:
            server.said.append(line.rstrip("\n"))


def _wait_until_it_answers(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        found = re.search(r"http://\S+:\d+", "\n".join(server.said))
        if found:
            server.address = found.group()
            if _lives(server):
                return
        time.sleep(0.05)
    raise AssertionError("the server did not start:\n" + "\n".join(server.said))


def _lives(server: Server) -> bool:
    try:
        return server.get("/healthz")[0] == 200
    except OSError:  # bound, and not listening yet
        return False


class Clients:
    """Threads that ask one address after the other until they are told to stop, and count what came back."""

    def __init__(self, server: Server, paths: Sequence[str], number: int = 4) -> None:
        self.statuses: Counter[int | str] = Counter()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._ask, args=(server, list(paths)[n:] + list(paths)[:n])) for n in range(number)]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(90)

    def _ask(self, server: Server, paths: list[str]) -> None:
        while not self._stop.is_set():
            for path in paths:
                outcome = _outcome(server, path)
                with self._lock:
                    self.statuses[outcome] += 1


def _outcome(server: Server, path: str) -> int | str:
    try:
        return server.get(path)[0]
    except OSError as error:
        return type(error).__name__
