"""Joins tables that were learned apart into one: their vectors side by side, turned to the axes along which texts differ most.

What one table learned by chance of its seed the others outvote. The first axes hold the most, so that a part of them is a smaller model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.learning import Ids

Table = NDArray[np.float32]


def joined(tables: Sequence[Table], texts: Sequence[Ids], dimensions: int) -> Table:
    """One table [tokens, dimensions] of several [tokens, any] over the same tokens.

    `texts` are samples of what will be embedded, as token ids: the principal axes (uncentred) of their vectors, each of length 1, are kept.
    """
    weighed = [table / np.linalg.norm(_means(table, texts), axis=1).mean() for table in tables]
    wide = np.hstack(weighed)
    vectors = _means(wide, texts)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return np.ascontiguousarray(wide @ axes[:, ::-1][:, :dimensions], dtype=np.float32)


def _means(table: Table, texts: Sequence[Ids]) -> Table:
    """The mean row of each text [texts, dimensions]."""
    starts = np.cumsum([0, *(len(text) for text in texts[:-1])])
    sums = np.add.reduceat(table[np.concatenate(texts)], starts, axis=0)
    lengths = np.array([[len(text)] for text in texts], dtype=np.float32)
    means: Table = np.divide(sums, lengths, dtype=np.float32)
    return means
