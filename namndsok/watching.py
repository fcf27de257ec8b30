"""Follows folders (watchfiles): tells when a burst of changes is over, and which files are still being written."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from watchfiles import Change, watch

from indexer.discover import DOCUMENT_SUFFIXES

QUIET_MILLISECONDS = 500
"""A burst is over when nothing has happened for so long."""

LONGEST_BURST_MILLISECONDS = 10_000
"""What never gets quiet is told of this often all the same."""

SETTLED_SECONDS = 1.5
"""A file whose size and time stay the same for so long is written to its end; copying over a slow share pauses for less."""

_SIDECARS = frozenset({".json", ".jsonl"})
_Looks: TypeAlias = dict[Path, tuple[int, int] | None]


@contextmanager
def following(folders: Iterable[Path], apart: Path) -> Iterator[Iterator[frozenset[Path]]]:
    """Rounds: an iterator that waits for changes below the folders and gives, after each burst, the files that must wait for the next.

    Watching begins at once, so that nothing is missed while the first indexing runs. `apart` is the data folder, whose own
    changes are none. A file that is left for the next round brings that round about by being written on.
    """
    stop = threading.Event()
    bursts: queue.SimpleQueue[frozenset[Path] | OSError] = queue.SimpleQueue()
    watcher = threading.Thread(target=_watch, args=([Path(f) for f in folders], apart, bursts, stop), name="watching", daemon=True)
    watcher.start()
    try:
        yield _rounds(bursts, stop)
    finally:
        stop.set()
        watcher.join(timeout=5)


def _watch(folders: list[Path], apart: Path, bursts: queue.SimpleQueue[frozenset[Path] | OSError], stop: threading.Event) -> None:
    kept_out = os.path.realpath(apart)

    def concerns(change: Change, path: str) -> bool:
        return _is_of_documents(change, Path(path)) and not os.path.realpath(path).startswith(kept_out + os.sep)

    try:
        for changes in watch(
            *folders,
            watch_filter=concerns,
            debounce=LONGEST_BURST_MILLISECONDS,
            step=QUIET_MILLISECONDS,
            stop_event=stop,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            bursts.put(frozenset(Path(os.path.realpath(path)) for _, path in changes))
    except OSError as error:  # a folder that is gone, or more folders than the system lets one process watch
        bursts.put(error)


def _is_of_documents(change: Change, path: Path) -> bool:
    """Whether a change can concern a document: a file of a known type, a sidecar, or a folder that came, moved or went."""
    if path.name.startswith("."):
        return False
    return change == Change.deleted or path.suffix.lower() in DOCUMENT_SUFFIXES | _SIDECARS or path.is_dir()


def _rounds(bursts: queue.SimpleQueue[frozenset[Path] | OSError], stop: threading.Event) -> Iterator[frozenset[Path]]:
    while not stop.is_set():
        touched = _taken(bursts.get())
        before = _looks(touched)
        stop.wait(SETTLED_SECONDS)
        while not bursts.empty():
            touched |= _taken(bursts.get())
        yield frozenset(path for path, look in _looks(touched).items() if look is not None and look != before.get(path))


def _taken(burst: frozenset[Path] | OSError) -> frozenset[Path]:
    if isinstance(burst, OSError):
        raise burst
    return burst


def _looks(paths: Iterable[Path]) -> _Looks:
    """Size and time of each file; None for one that is gone."""
    return {path: _look(path) for path in paths}


def _look(path: Path) -> tuple[int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return (told.st_size, told.st_mtime_ns)
