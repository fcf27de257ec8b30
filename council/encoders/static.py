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

BATCH = 1024
"""Texts that are embedded at a time: more are no faster and need more memory."""


class StaticEncoder(KnownModel):
    """A static model from a folder; loads in a third of a second."""

    def __init__(self, folder: Path, kept: Path | None = None) -> None:
        self._model = _read(folder)
        super().__init__(folder.name, folder, int(self._model.dim), kept)

    def encode_query(self, text: str) -> Vector:
        """Vector [d] of a query, unit length; zeros when it holds no known token."""
        vector: Vector = self.encode_passages([text])[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        """Vectors [n, d] of passages, rows of unit length; a row of zeros where no token is known."""
        if not texts:
            return np.zeros((0, self.identity.dimensions), dtype=np.float32)
        rows = self._model.encode(
            list(texts), max_length=None, normalize=False, batch_size=BATCH, show_progress_bar=progress, use_multiprocessing=False
        )
        return unit_length(np.asarray(rows, dtype=np.float32))

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
        model.tokenize = KnownWords(model.tokenize)  # type: ignore[method-assign]  # model2vec has no other place for it
    return model
