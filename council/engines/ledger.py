"""What outlives every index, in a file of its own: when each document was first seen, and the block list.

One JSON object a line, added to before the commit that it belongs to and marked with that commit's number: lines of a commit that
never came do not count. The last line of a document wins. Documents are known by their keys (council.engine.block_key): of one that
was taken out for good, the file holds neither name nor id.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from council.engine import block_key
from council.engines.data_folder import sync_folder


@dataclass(slots=True)
class Ledger:
    """`first_seen` by document key, and the keys that must not come back. `serial` is the last commit that counts."""

    first_seen: dict[str, dt.datetime] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    serial: int = 0

    def apply(self, line: dict[str, Any]) -> None:
        """Take one line in."""
        key = _key(line)
        self.serial = max(self.serial, line["serial"])
        if "first_seen" in line:
            self.first_seen[key] = dt.datetime.fromisoformat(line["first_seen"])
        if "blocked" in line:
            (self.blocked.add if line["blocked"] else self.blocked.discard)(key)


def read_ledger(path: Path, upto: int | None = None) -> Ledger:
    """What stood at a commit (None: at the last line). A last line that a crash cut off is no line."""
    ledger = Ledger()
    for line, _ in _lines(path, upto):
        ledger.apply(line)
    return ledger


def cut_off(path: Path, upto: int) -> None:
    """Take away the lines of commits that never came, so that a later commit cannot bring them back. Raises OSError."""
    lines = _lines(path, upto)
    end = lines[-1][1] if lines else 0
    if path.exists() and path.stat().st_size > end:
        with path.open("r+b") as file:
            file.truncate(end)
            os.fsync(file.fileno())


def append(path: Path, lines: list[dict[str, Any]]) -> None:
    """Add lines and return when they are on disk. Raises OSError."""
    if not lines:
        return
    with path.open("ab") as file:
        file.write(b"".join(map(_written, lines)))
        file.flush()
        os.fsync(file.fileno())


def rewrite(path: Path, upto: int) -> None:
    """Leave one line a document, of the lines up to a commit; the old file or the new one is there, whole. Raises OSError.

    Each line keeps the number of the last commit that changed it, so that an older snapshot reads what it read before.
    """
    if not path.exists():
        return
    kept: dict[str, dict[str, Any]] = {}
    for line, _ in _lines(path, upto):
        key = _key(line)
        kept[key] = {**kept.pop(key, {}), **{name: value for name, value in line.items() if name != "id"}, "key": key}
    beside = path.with_name(f"{path.name}.next")
    with beside.open("wb") as file:
        file.write(b"".join(_written(_worth_keeping(line)) for line in kept.values()))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def _worth_keeping(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != "blocked" or value}


def _key(line: dict[str, Any]) -> str:
    """Early versions named documents by their ids."""
    return str(line["key"]) if "key" in line else block_key(line["id"])


def _written(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _lines(path: Path, upto: int | None) -> list[tuple[dict[str, Any], int]]:
    """(line, its end in bytes) of every line that counts. Serials only grow, so what follows the first that does not count is void."""
    if not path.exists():
        return []
    found: list[tuple[dict[str, Any], int]] = []
    end = 0
    for raw in path.read_bytes().splitlines(keepends=True):
        end += len(raw)
        if not raw.endswith(b"\n"):
            break
        line = json.loads(raw)
        if upto is not None and line["serial"] > upto:
            break
        found.append((line, end))
    return found
