"""Static models: a vector is the mean of its tokens' rows, so neither torch nor a network is needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from council.encoders.known_model import KnownModel, unit_length
from council.encoders.known_words import TokenIds
from council.encoders.token_table import read_token_table
from council.model import Vector, Vectors


class StaticEncoder(KnownModel):
    """A static model from a folder; loads in a fifth of a second."""

    def __init__(self, folder: Path, kept: Path | None = None) -> None:
        self._table = read_token_table(folder)
        super().__init__(folder.name, folder, self._table.dimensions, kept)

    def encode_query(self, text: str) -> Vector:
        """Vector [d] of a query, unit length; zeros when it holds no known token."""
        vector: Vector = self.encode_passages([text])[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:  # noqa: ARG002  # done before a bar is drawn
        """Vectors [n, d] of passages, rows of unit length; a row of zeros where no token is known."""
        means: Vectors = np.zeros((len(texts), self.identity.dimensions), dtype=np.float32)
        for mean, ids in zip(means, self._table.tokenize(texts), strict=True):
            if len(ids):
                self._mean(ids, mean)
        return unit_length(means)

    def _mean(self, tokens: TokenIds, out: Vector) -> None:
        """The mean of some tokens' rows, weights times rows, so that rows of bytes are never made large: a third of model2vec's time."""
        table = self._table
        rows = table.rows.take(tokens if table.places is None else table.places.take(tokens), axis=0)
        weights = np.ones(len(tokens), dtype=np.float32) if table.weights is None else table.weights.take(tokens)
        np.matmul(weights, rows.astype(np.float32, copy=False), out=out)
        out /= len(tokens)

    def encode_words(self, words: Sequence[str]) -> Vectors:
        """Vectors [n, d] of words as `encode_passages` gives them but for their length, which is kept: common words have short ones.

        In one sum: for the few hundred words that a page holds at most.
        """
        ids = self._table.tokenize(list(words))
        lengths = np.fromiter(map(len, ids), np.int64, len(ids))
        tokens = np.concatenate(ids) if ids else np.empty(0, np.intp)
        table = self._table
        rows = table.rows[tokens if table.places is None else table.places[tokens]]
        if table.weights is not None:
            rows = rows * table.weights[tokens][:, None]
        means: Vectors = np.zeros((len(ids), self.identity.dimensions), dtype=np.float32)
        told = lengths > 0
        if told.any():
            starts = (np.cumsum(lengths) - lengths)[told]
            means[told] = np.add.reduceat(rows, starts, axis=0) / lengths[told][:, None]
        return means
