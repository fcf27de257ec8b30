"""Static models, read by model2vec: a vector is the mean of its tokens' rows, so neither torch nor a network is needed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from council.encoders.known_model import KnownModel, unit_length
from council.encoders.known_words import KnownWords, reads_words_alone
from council.errors import ModelError
from council.model import Vector, Vectors


class StaticEncoder(KnownModel):
    """A static model from a folder; loads in a third of a second."""

    def __init__(self, folder: Path, kept: Path | None = None) -> None:
        self._model = _read(folder)
        super().__init__(folder.name, folder, int(self._model.dim), kept)

    def encode_query(self, text: str) -> Vector:
        """Vector [d] of a query, unit length; zeros when it holds no known token."""
        vector: Vector = self.encode_passages([text])[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:  # noqa: ARG002  # done before a bar is drawn
        """Vectors [n, d] of passages, rows of unit length; a row of zeros where no token is known."""
        means: Vectors = np.zeros((len(texts), self.identity.dimensions), dtype=np.float32)
        for mean, ids in zip(means, self._model.tokenize(texts), strict=True):
            if ids:
                self._mean(ids, mean)
        return unit_length(means)

    def _mean(self, ids: list[int], out: Vector) -> None:
        """The mean of some tokens' rows, weights times rows, so that rows of bytes are never made large: a third of model2vec's time."""
        tokens = np.array(ids, dtype=np.intp)
        model = self._model
        rows = model.embedding.take(tokens if model.token_mapping is None else model.token_mapping.take(tokens), axis=0)
        weights = np.ones(len(ids), dtype=np.float32) if model.weights is None else model.weights.take(tokens)
        np.matmul(weights.astype(np.float32, copy=False), rows.astype(np.float32, copy=False), out=out)
        out /= len(ids)

    def encode_words(self, words: Sequence[str]) -> Vectors:
        """Vectors [n, d] of words as `encode_passages` gives them but for their length, which is kept: common words have short ones.

        In one sum: for the few hundred words that a page holds at most.
        """
        ids = self._model.tokenize(list(words))
        lengths = np.fromiter(map(len, ids), np.int64, len(ids))
        tokens = np.fromiter(itertools.chain.from_iterable(ids), np.int64, int(lengths.sum()))
        rows = self._model.embedding[tokens if self._model.token_mapping is None else self._model.token_mapping[tokens]]
        if self._model.weights is not None:
            rows = rows * self._model.weights[tokens][:, None]
        means: Vectors = np.zeros((len(ids), self.identity.dimensions), dtype=np.float32)
        told = lengths > 0
        if told.any():
            starts = (np.cumsum(lengths) - lengths)[told]
            means[told] = np.add.reduceat(rows, starts, axis=0) / lengths[told][:, None]
        return means


def _read(folder: Path):  # type: ignore[no-untyped-def]  # model2vec is imported late, so its type cannot be named here
    from model2vec import StaticModel

    try:
        model = StaticModel.from_pretrained(folder, force_download=False)
    except Exception as error:  # tokenizers and safetensors raise nothing narrower for a file that they cannot read
        raise ModelError(f"Modellen i {folder} går inte att läsa: {error}.") from error
    # Halves would be summed and rounded as halves. (quantize_to="float32" would build the whole model a second time.)
    if model.embedding.dtype == np.float16:
        model.embedding = model.embedding.astype(np.float32)
    if reads_words_alone(model.tokenizer):
        model.tokenize = KnownWords(model.tokenizer, model.unk_token_id)  # type: ignore[method-assign]  # model2vec has no other place for it
    return model
