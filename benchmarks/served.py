"""A namndsok server in a process of its own, over an index of its own, for as long as a benchmark needs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def index(data: Path, *folders: Path) -> None:
    """Index folders into the data folder. Raises SystemExit with what the program said where that fails."""
    command = [sys.executable, "-m", "namndsok", "index", *map(str, folders)]
    done = subprocess.run(command, env=_environment(data), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr)


@contextmanager
def served(data: Path) -> Iterator[tuple[str, int]]:
    """(address, process id) of a server over the data folder that answers searches; it ends with the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "namndsok", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=_environment(data), stderr=subprocess.DEVNULL) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/readyz", server)
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "NAMNDSOK_DATA": str(data)}


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit("the server ended before it answered")
