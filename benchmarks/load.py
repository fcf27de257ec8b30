"""Many clients at once against a running server: latency, errors, memory, and what happens beyond what it can answer.

Run: `python -m benchmarks.load --data FOLDER` over an index of the embedded engine (without --data it makes one of 100,000 paragraphs, in
two minutes). Results stand in docs/load.md. The clients are one process of raw asyncio over sockets, the cheapest that Python has: about
0.2 ms of processor for an answer. Each client keeps its connection, as a reverse proxy does, and asks again `think` seconds on average
after an answer (exponential; 0 asks at once, so that all clients wait for the server all the time).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.large_corpus import archive
from benchmarks.load_server import index_of, serving, worker_processes
from benchmarks.processes import memory_of, processor_time, python_here

PARAGRAPHS = 100_000
QUERIES = 3_000
"""Different queries of a run."""
ZIPF = 1.0
"""The n-th most frequent query is asked 1/n as often as the first: what logs of search engines show (Baeza-Yates et al., 2007)."""
MIX = (("/sok?q={}", 55), ("/api/search?q={}", 35), ("/api/suggest?q={}", 10))
"""Pages for people, searches of programs, and the box while one types."""
SEED = 11
PAUSE = 0.5
"""Seconds that a refused client waits; Retry-After says 5, and clients that heed it would be gentler."""


@dataclass(frozen=True, slots=True)
class Load:
    """So many clients for so many seconds, with so many seconds to think between an answer and the next request."""

    clients: int = 200
    seconds: float = 60.0
    think: float = 0.0
    warm_up: float = 5.0


@dataclass(slots=True)
class Outcome:
    """What came back: statuses, seconds of each answer by status; of the server's processes RssAnon in MB over time, and the seconds of
    processor that they used, which other work on the machine changes little."""

    load: Load
    statuses: Counter[int | str] = field(default_factory=Counter)
    answered: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    without_retry: int = 0
    memory: list[float] = field(default_factory=list)
    processor: float = 0.0

    def quantile(self, share: float) -> float:
        """Seconds within which this share of the answers came; 0 without answers."""
        ordered = sorted(self.answered)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    @property
    def errors(self) -> int:
        """Answers that are neither 200 nor a refusal that says when to come back, and connections that broke."""
        return sum(number for status, number in self.statuses.items() if status not in (200, 503)) + self.without_retry

    @property
    def growth(self) -> float:
        """Memory of the last tenth of the time by that of the second tenth (the first fills caches), less 1."""
        tenth = max(1, len(self.memory) // 10)
        if len(self.memory) < 3:
            return 0.0
        return _mean(self.memory[-tenth:]) / _mean(self.memory[tenth : 2 * tenth]) - 1

    def row(self, name: str) -> str:
        """A line of the table in docs/load.md."""
        refused = f"{self.statuses[503]} in {1000 * _median(self.refused):.0f} ms" if self.refused else "0"
        cells = (
            name,
            self.load.clients,
            f"{self.load.think:g} s",
            f"{len(self.answered) / self.load.seconds:.0f}/s",
            *(f"{1000 * self.quantile(share):.0f}" for share in (0.5, 0.95, 0.99, 1.0)),
            refused,
            self.errors,
            f"{self.memory[0]:.0f} → {self.memory[-1]:.0f} MB" if self.memory else "",
            f"{1000 * self.processor / max(1, len(self.answered)):.1f} ms",
        )
        return f"| {' | '.join(map(str, cells))} |"


COLUMNS = ("server", "clients", "think", "answers", "p50 ms", "p95", "p99", "max", "503", "errors", "RssAnon", "processor an answer")
HEAD = f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}"


def queries(paragraphs: int = 20_000) -> list[str]:
    """What people might ask of the archive: words in a row, headings, and questions and statements out of its texts."""
    chance = random.Random(SEED)
    texts = [(p.text, p.headings[-1] if p.headings else "") for read in archive(paragraphs) for p in read.paragraphs]
    found: dict[str, None] = {}
    while len(found) < QUERIES:
        text, heading = chance.choice(texts)
        found[_query(chance, text, heading)] = None
    return [query for query in found if query]


def _query(chance: random.Random, text: str, heading: str) -> str:
    kind = chance.random()
    if kind < 0.25:
        return heading[:120]
    if kind < 0.4:
        asked = re.findall(r"[A-ZÅÄÖ][^.!?\n]{15,120}\?", text)
        return chance.choice(asked) if asked else ""
    words = re.findall(r"[^\W\d_]{4,}", text)
    if len(words) < 6:
        return ""
    at = chance.randrange(len(words) - 4)
    return " ".join(words[at : at + chance.choice((1, 2, 2, 3, 3, 4))])


def addresses(asked: Sequence[str]) -> Iterator[str]:
    """Addresses without end: queries in zipf's proportions, kinds of address in those of MIX."""
    chance = random.Random(SEED)
    weights = list(itertools.accumulate(1 / (n + 1) ** ZIPF for n in range(len(asked))))
    kinds, shares = [kind for kind, _ in MIX], list(itertools.accumulate(share for _, share in MIX))
    while True:
        some = zip(chance.choices(asked, cum_weights=weights, k=1_000), chance.choices(kinds, cum_weights=shares, k=1_000), strict=True)
        for query, kind in some:
            typed = query[: chance.randint(2, 12)] if "suggest" in kind else query
            yield kind.format(quote(typed))


def run(address: str, load: Load, asked: Sequence[str], processes: Sequence[int] = ()) -> Outcome:
    """Put a load on a server, and look at the memory of its processes meanwhile."""
    return asyncio.run(_run(urlsplit(address).hostname or "", urlsplit(address).port or 80, load, addresses(asked), processes))


async def _run(host: str, port: int, load: Load, paths: Iterator[str], processes: Sequence[int]) -> Outcome:
    outcome = Outcome(load)
    begin = time.perf_counter() + load.warm_up
    clients = [_Client(host, port, load, paths, outcome, begin) for _ in range(load.clients)]
    watching = asyncio.create_task(_watch(outcome, processes, begin, load.seconds))
    await asyncio.gather(*(client.ask_on() for client in clients))
    await watching
    return outcome


async def _watch(outcome: Outcome, processes: Sequence[int], begin: float, seconds: float) -> None:
    step = max(0.5, seconds / 60)
    await asyncio.sleep(max(0.0, begin - time.perf_counter()))
    before = sum(map(processor_time, processes))
    while time.perf_counter() < begin + seconds:
        if processes:
            outcome.memory.append(sum(memory_of(process).own for process in processes))
        await asyncio.sleep(step)
    outcome.processor = sum(map(processor_time, processes)) - before


class _Client:
    """One connection that asks, waits for the whole answer, thinks, and asks again."""

    def __init__(self, host: str, port: int, load: Load, paths: Iterator[str], outcome: Outcome, begin: float) -> None:
        self._host, self._port = host, port
        self._load, self._paths, self._outcome, self._begin = load, paths, outcome, begin
        self._chance = random.Random(id(self))
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask_on(self) -> None:
        """Ask until the time is over."""
        # Clients do not arrive all in one moment.
        await asyncio.sleep(self._chance.random() * min(1.0, self._load.warm_up or 1.0))
        while time.perf_counter() < self._begin + self._load.seconds:
            started = time.perf_counter()
            status, retry = await self._outcome_of(next(self._paths))
            self._note(status, retry, started, time.perf_counter())
            pause = self._chance.expovariate(1 / self._load.think) if self._load.think else 0.0
            await asyncio.sleep(max(pause, PAUSE) if status != 200 else pause)
        await self._close()

    def _note(self, status: int | str, retry: bool, started: float, now: float) -> None:
        if started < self._begin:
            return
        self._outcome.statuses[status] += 1
        if status == 503:
            self._outcome.refused.append(now - started)
            self._outcome.without_retry += not retry
        elif status == 200:
            self._outcome.answered.append(now - started)

    async def _outcome_of(self, path: str) -> tuple[int | str, bool]:
        try:
            return await self._ask(path)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            await self._close()
            return type(error).__name__, False

    async def _ask(self, path: str) -> tuple[int, bool]:
        """(status, whether it says when to try again)."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nAccept-Language: sv\r\n\r\n".encode("ascii"))
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r")[0]))
        if b"connection: close" in head:
            await self._close()
        return int(head[9:12]), b"\r\nretry-after: " in head

    async def _close(self) -> None:
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].close()
            with contextlib.suppress(OSError):
                await streams[1].wait_closed()


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def main() -> None:
    """Measure one server under one load, and print a line of the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="data folder; without it one of 100,000 paragraphs is made")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--before", type=float, default=Load().warm_up, help="seconds of the same load that are not counted")
    parser.add_argument("--think", type=float, default=0)
    parser.add_argument("--queries", type=Path, help="file of queries, made and kept there when it is missing")
    parser.add_argument("settings", nargs="*", help="settings of the server, as NAMNDSOK_QUEUE=50")
    given = parser.parse_args()
    asked = _kept_queries(given.queries)
    settings = dict(pair.split("=", 1) for pair in given.settings)
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or index_of(archive(PARAGRAPHS), Path(folder))
        with serving(data, "--workers", str(given.workers), **settings) as (address, process):
            load = Load(given.clients, given.seconds, given.think, given.before)
            outcome = run(address, load, asked, worker_processes(process))
    name = " ".join([f"{given.workers} worker{'s' * (given.workers > 1)}", *given.settings])
    print(f"{HEAD}\n{outcome.row(name)}", flush=True)
    print(
        json.dumps({"statuses": outcome.statuses, "growth": round(outcome.growth, 3), "load": os.getloadavg()[0], "python": python_here()}),
        file=sys.stderr,
    )


def _kept_queries(path: Path | None) -> list[str]:
    if path is not None and path.exists():
        return path.read_text(encoding="utf-8").splitlines()
    asked = queries()
    if path is not None:
        path.write_text("\n".join(asked), encoding="utf-8")
    return asked


if __name__ == "__main__":
    main()
