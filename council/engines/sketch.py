"""A short form of every vector to look for neighbours in: its share along the principal axes. What it finds is weighed by whole vectors.

An axis that the vectors of an index differ most along says most of a cosine: of 256 dimensions of the shipped model the first 96 axes hold
78 % of the length, the first 96 dimensions 42 % (docs/performance.md). Both files are made from the vectors and may be missing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from council.model import Vector, Vectors

SKETCHED_FROM = 20_000
"""Rows from which a sketch is kept: fewer are compared whole within a millisecond."""
SKETCH_DIMENSIONS = 96
"""Axes of a sketch: 96 of 256 need 38 % of the time, and find what whole vectors find (docs/performance.md)."""
FEWEST_WEIGHED, SHARE_WEIGHED = 3_000, 80
"""Rows that are weighed whole: 3,000, or one in 80 of more than 240,000 (recall@50 0.999 at 100,000, 0.997 at a million)."""
SAMPLED = 20_000
"""Rows that the axes are made from, evenly spread."""

_ITEM = np.dtype("<f4")
_AT_ONCE = 65_536
_PARTS = 16


@dataclass(frozen=True, slots=True)
class Sketch:
    """`axes`, shape [d, m], and the share of each row along them, shape [n, m]."""

    axes: NDArray[np.float32]
    rows: NDArray[np.float32]

    def likely(self, vector: Vector, dead: NDArray[np.int64], k: int) -> NDArray[np.int64] | None:
        """Rows among which the k nearest to a vector are, in order; None where so many are asked for that all must be compared."""
        count = max(FEWEST_WEIGHED, len(self.rows) // SHARE_WEIGHED)
        if 8 * k > count or 4 * count > len(self.rows):
            return None
        shares = np.vecdot(self.rows, vector @ self.axes)
        shares[dead] = -2.0
        return np.flatnonzero(shares >= reached_by(shares, count))


def reached_by(values: NDArray[np.float32], count: int) -> float:
    """A value that at least `count` of the values reach, and few more: the count-th best of the best of every sixteen.

    Ten times as quick as the count-th best of a million. `values` holds at least sixteen times as many.
    """
    width = len(values) // _PARTS
    best = values[: _PARTS * width].reshape(_PARTS, width).max(axis=0)
    return float(np.partition(best, width - count)[width - count])


class SketchFile:
    """Keeps the sketch of a file of vectors, for the one writer."""

    def __init__(self, vectors: Path, dimensions: int) -> None:
        self._vectors, self._dimensions = vectors, dimensions
        self._axes, self._rows = _paths(vectors)

    def cut(self, rows: int) -> None:
        """Forget all rows but the first ones. Raises OSError."""
        size = rows * SKETCH_DIMENSIONS * _ITEM.itemsize
        if self._rows.exists() and self._rows.stat().st_size > size:
            os.truncate(self._rows, size)

    def extend(self, rows: int) -> None:
        """Bring the sketch up to so many rows of the vectors, and return when it is on disk. Raises OSError."""
        if rows < SKETCHED_FROM or self._dimensions < 2 * SKETCH_DIMENSIONS:
            return
        whole = np.memmap(self._vectors, dtype=_ITEM, mode="r", shape=(rows, self._dimensions))
        axes = _read_axes(self._axes, self._dimensions)
        if axes is None:
            self._rows.unlink(missing_ok=True)
            axes = principal_axes(whole[:: max(1, rows // SAMPLED)])
            _write_durably(self._axes, axes)
        row_bytes = SKETCH_DIMENSIONS * _ITEM.itemsize
        with self._rows.open("ab") as file:
            done = file.tell() // row_bytes
            file.truncate(done * row_bytes)
            for at in range(done, rows, _AT_ONCE):
                file.write((whole[at : min(rows, at + _AT_ONCE)] @ axes).astype(_ITEM).tobytes())
            file.flush()
            os.fsync(file.fileno())


def principal_axes(sample: Vectors) -> NDArray[np.float32]:
    """The directions along which vectors are longest, shape [d, m], the first the longest; orthogonal, of unit length."""
    _, axes = np.linalg.eigh(sample.T.astype(np.float64) @ sample)
    return np.ascontiguousarray(axes[:, ::-1][:, :SKETCH_DIMENSIONS], dtype=_ITEM)


def open_sketch(vectors: Path, dimensions: int, rows: int) -> Sketch | None:
    """The sketch of the first rows, mapped from its file; None where there is none, or not of all rows."""
    axes_path, rows_path = _paths(vectors)
    axes = _read_axes(axes_path, dimensions)
    if axes is None or rows < SKETCHED_FROM:
        return None
    try:
        return Sketch(axes, np.asarray(np.memmap(rows_path, dtype=_ITEM, mode="r", shape=(rows, SKETCH_DIMENSIONS))))
    except (FileNotFoundError, ValueError):
        return None


def _paths(vectors: Path) -> tuple[Path, Path]:
    return vectors.with_name("axes.f32"), vectors.with_name("sketch.f32")


def _read_axes(path: Path, dimensions: int) -> NDArray[np.float32] | None:
    """The axes, or None where the file is missing or was cut off."""
    if not path.exists():
        return None
    numbers = np.fromfile(path, dtype=_ITEM)
    return numbers.reshape(dimensions, SKETCH_DIMENSIONS) if numbers.size == dimensions * SKETCH_DIMENSIONS else None


def _write_durably(path: Path, numbers: NDArray[np.float32]) -> None:
    with path.open("wb") as file:
        file.write(numbers.tobytes())
        file.flush()
        os.fsync(file.fileno())
