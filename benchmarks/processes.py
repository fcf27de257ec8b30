"""What a process takes of memory and processor, as Linux tells it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a process: its own (RssAnon), and pages of files that the system may take back (RssFile)."""

    own: float = 0.0
    mapped: float = 0.0


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
