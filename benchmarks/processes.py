"""What a process takes of memory and processor, as Linux tells it."""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_GLANCE = 0.05


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a process: its own (RssAnon), and pages of files that the system may take back (RssFile)."""

    own: float = 0.0
    mapped: float = 0.0


def python_here() -> dict[str, str | float]:
    """Which Python this is, and the nanoseconds that it took for a turn of an empty loop, the fastest of five times a million.

    Builds of one version differ by a quarter (compiled with a profile or without), and so does a machine from hour to hour.
    """
    return {"version": platform.python_version(), "turn ns": min(map(_turn, range(5)))}


def _turn(_again: int, turns: int = 1_000_000) -> float:
    started = time.perf_counter()
    for _ in range(turns):
        pass
    return (time.perf_counter() - started) * 1e9 / turns


def memory_of(process: int | str = "self") -> Memory:
    """Memory of a process now; none of one that has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return Memory()
    told = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith("Rss")}
    return Memory(told.get("RssAnon", 0.0), told.get("RssFile", 0.0))


def processor_time(process: int) -> float:
    """Seconds of processor that a process has used so far, which other work on the machine changes little; 0 for one that has ended."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    fields = told.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def family(process: int) -> list[int]:
    """A process and all that descend from it (Linux)."""
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:  # the thread ended between the listing and the reading
            continue
        found += [member for child in children for member in family(int(child))]
    return found


@dataclass
class Watched:
    """What was seen of a program's processes: the most memory in MB, and the processor seconds of each process as last seen.

    The system adds up only the time of processes that somebody waits for: nobody waits for those that read files.
    """

    largest: float = 0.0
    together: float = 0.0
    processor: dict[int, float] = field(default_factory=dict)

    def look(self, root: int) -> None:
        """Look once at a process and all below it."""
        members = family(root)
        sizes = [memory_of(pid).own for pid in members]
        self.largest, self.together = max(self.largest, *sizes, 0.0), max(self.together, sum(sizes))
        self.processor |= {pid: seconds for pid in members if (seconds := processor_time(pid))}

    @property
    def all_processor(self) -> float:
        """Processor seconds of all processes, but for what each used after it was last seen."""
        return sum(self.processor.values())

    @property
    def busiest(self) -> float:
        """Processor seconds of the process that used most."""
        return max(self.processor.values())


@contextmanager
def watched(process: subprocess.Popen[str]) -> Iterator[Watched]:
    """What is seen of a program while this lasts, a glance every twentieth of a second."""
    seen, done = Watched(), threading.Event()

    def watch() -> None:
        while process.poll() is None and not done.is_set():
            seen.look(process.pid)
            time.sleep(_GLANCE)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield seen
    finally:
        done.set()
        watching.join()


def processor_time_in_threads(process: int) -> float:
    """Seconds of processor that a process's threads have used so far, in steps fine enough for short work; ended threads are left out."""
    spent = 0
    for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):  # the thread ended meanwhile
            spent += int(thread.read_text(encoding="ascii").split()[0])
    return spent / 1e9
