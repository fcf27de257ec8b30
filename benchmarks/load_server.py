"""The server that a load is put on: `namndsok serve` with any number of workers and any settings, over an index made for it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from council.encoder import load_encoder
from council.engines.embedded import EmbeddedEngine
from council.model import ReadDocument
from indexer.pipeline import write_all

AT_ONCE = 2_048
"""Paragraphs that are embedded together."""
START_SECONDS = 120
_WARM = ("/", "/sok?q=skola", "/api/search?q=vatten", "/api/cases", "/tackning")


def index_of(documents: Iterable[ReadDocument], folder: Path) -> Path:
    """A data folder with these documents."""
    encoder = load_encoder()
    engine = EmbeddedEngine(folder, encoder.identity)
    with engine.rebuild() as writer:
        some: list[ReadDocument] = []
        for read in documents:
            some.append(read)
            if sum(len(one.paragraphs) for one in some) >= AT_ONCE:
                write_all(writer, some, encoder)
                some = []
        write_all(writer, some, encoder)
    engine.close()
    return folder


@contextmanager
def serving(data: Path, *options: str, **settings: str) -> Iterator[tuple[str, int]]:
    """(address, process id) of a server that answers searches, and is warm; it ends with the block."""
    command = [sys.executable, "-m", "namndsok", "serve", "--port", "0", *options]
    environment = {**os.environ, "NAMNDSOK_DATA": str(data), "PYTHONUNBUFFERED": "1", **settings}
    log = data.parent / "load.log"
    with log.open("w", encoding="utf-8") as said, subprocess.Popen(command, env=environment, stderr=said) as server:
        try:
            address = _address(log, server)
            for path in _WARM * 4:
                urllib.request.urlopen(f"{address}{path}", timeout=120).close()
            yield address, server.pid
        finally:
            server.terminate()


def worker_processes(process: int) -> list[int]:
    """The process and those that it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [process, *map(int, children)]


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        found = re.search(r"http://\S+:\d+", log.read_text(encoding="utf-8"))
        if found and _ready(found.group()):
            return found.group()
        time.sleep(0.1)
    raise SystemExit(log.read_text(encoding="utf-8"))


def _ready(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/readyz", timeout=60).close()
    except OSError:
        return False
    return True
