"""Vectors on disk: rows of float32 one after another in a file that only grows; a row's number never changes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from council.engines.sketch import Sketch, SketchFile, reached_by
from council.model import Vector, Vectors

ITEM = np.dtype("<f4")

_TOGETHER = 1 << 20
"""Bytes that are written together: documents of a few paragraphs would else cost two calls of the system each."""


class VectorFile:
    """The end of the file, for the one writer. Rows beyond `rows` are left from a write that was never committed, and are cut off."""

    def __init__(self, path: Path, dimensions: int, rows: int) -> None:
        self.dimensions = dimensions
        self.rows = rows
        self._row_bytes = dimensions * ITEM.itemsize
        self._waiting = bytearray()
        self._file = path.open("r+b" if path.exists() else "w+b", buffering=0)
        self._file.truncate(rows * self._row_bytes)
        self._file.seek(0, os.SEEK_END)
        self._sketch = SketchFile(path, dimensions)
        self._sketch.cut(rows)

    def append(self, vectors: Vectors) -> int:
        """Add rows; returns the number of the first. Durable only after `sync`. Raises OSError, and then no more can be added."""
        first = self.rows
        self._waiting += np.ascontiguousarray(vectors, dtype=ITEM).tobytes()
        self.rows += len(vectors)
        if len(self._waiting) >= _TOGETHER:
            self._write()
        return first

    def _write(self) -> None:
        left = memoryview(bytes(self._waiting))
        self._waiting.clear()
        while left:
            left = left[self._file.write(left) :]

    def sync(self) -> None:
        """Return when every row is on disk, and its sketch. Raises OSError."""
        self._write()
        os.fsync(self._file.fileno())
        self._sketch.extend(self.rows)

    def close(self) -> None:
        """Give the file back. What was not synced may be lost."""
        self._file.close()


def map_vectors(path: Path, dimensions: int, rows: int) -> Vectors:
    """The first `rows` rows, mapped from the file, not read into memory. Raises ValueError where the file is shorter."""
    if rows == 0 or dimensions == 0:
        return np.empty((rows, dimensions), dtype=np.float32)
    return np.asarray(np.memmap(path, dtype=ITEM, mode="r", shape=(rows, dimensions)))


class Nearest(NamedTuple):
    """Rows and their cosines, nearest first; the cutoff that they reach; the best cosine of all."""

    rows: NDArray[np.int64]
    cosines: NDArray[np.float32]
    cutoff: float
    best: float


NOBODY = Nearest(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32), 1.0, -1.0)


@dataclass(frozen=True, slots=True)
class VectorRows:
    """The vectors of one commit, the rows whose paragraphs are gone, in order, and the sketch, where there is one."""

    vectors: Vectors
    dead: NDArray[np.int64]
    sketch: Sketch | None = None

    def nearest(self, vector: Vector, k: int, floor: float) -> Nearest:
        """Every row alive at or above max(floor, the k-th best), nearest first; ties stand in order of rows.

        Exact without a sketch; with one, of fifty neighbours fewer than one in a hundred is missed (docs/performance.md), and what is found
        has its exact cosine. A row of zeros has no meaning and is near nothing. `vector` has unit length or is zero.
        """
        if not vector.any() or len(self.dead) >= len(self.vectors):
            return NOBODY
        likely = self.sketch.likely(vector, self.dead, k) if self.sketch else None
        if likely is not None:
            found = _best(likely, np.vecdot(self.vectors[likely], vector), k, floor)
            if found.cutoff > 0:  # else rows of zeros might be among the k
                return found
        # Row by row in one thread: as quick as BLAS where memory is what limits (2.9 against 3.2 ms for 100,000 × 256), and on a busy
        # machine BLAS waits a scheduler's tick of 8 ms for its other threads.
        cosines = np.vecdot(self.vectors, vector)
        cosines[self.dead] = -2.0
        _silence_zero_rows(self.vectors, cosines, floor)
        return _best(np.arange(len(cosines)), cosines, k, floor) if cosines.max() > -1.5 else NOBODY


def _silence_zero_rows(vectors: Vectors, cosines: NDArray[np.float32], floor: float) -> None:
    """Rows of zeros have the cosine 0; they can only get in the way where the cutoff may fall to 0 or below."""
    if floor > 0 and cosines.max() > 0:
        return
    zeros = np.flatnonzero(cosines == 0.0)
    if len(zeros):
        cosines[zeros[~vectors[zeros].any(axis=1)]] = -2.0


def _best(rows: NDArray[np.int64], cosines: NDArray[np.float32], k: int, floor: float) -> Nearest:
    cutoff = max(float(floor), _kth(cosines, k))
    chosen = np.flatnonzero(cosines >= cutoff)
    chosen = chosen[np.lexsort((chosen, -cosines[chosen]))]
    return Nearest(rows[chosen], cosines[chosen], cutoff, float(cosines.max()))


def _kth(cosines: NDArray[np.float32], k: int) -> float:
    """The k-th best cosine; with fewer rows alive than k the worst one."""
    low = reached_by(cosines, k) if len(cosines) >= 64 * k else -1.5
    alive = cosines[cosines >= max(low, -1.5)]
    place = max(0, len(alive) - k)
    return float(np.partition(alive, place)[place])
