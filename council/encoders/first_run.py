"""Calibrates a model that came without a calibration, from the paragraphs that its first indexing run embeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from council.encoders.calibration import SAMPLE, calibrate, kept_as, write_calibration
from council.encoders.protocol import Encoder
from council.model import ModelIdentity, Vector, Vectors


@contextmanager
def calibrating(encoder: Encoder, kept: Path) -> Iterator[Encoder]:
    """The encoder to index with; when the run is over, the calibration of one that had none lies in the folder `kept`.

    A calibration is read when a model is loaded: the run itself does not use it.
    """
    if encoder.calibrated:
        yield encoder
        return
    watched = WatchedEncoder(encoder)
    yield watched
    sample = watched.sample()
    if len(sample):
        write_calibration(calibrate(encoder, sample), kept, kept_as(encoder.identity.digest), sample=len(sample))


class WatchedEncoder:
    """An encoder that keeps the first SAMPLE paragraph vectors that it gives."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: list[Vectors] = []
        self._room = SAMPLE

    @property
    def identity(self) -> ModelIdentity:
        """That of the encoder."""
        return self._encoder.identity

    @property
    def calibrated(self) -> bool:
        """Not yet."""
        return False

    @property
    def floor(self) -> float:
        """That of the encoder."""
        return self._encoder.floor

    @property
    def sure(self) -> float | None:
        """That of the encoder."""
        return self._encoder.sure

    def encode_query(self, text: str) -> Vector:
        """Vector [d] of a query."""
        return self._encoder.encode_query(text)

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        """Vectors [n, d] of passages, of which the first are kept."""
        vectors = self._encoder.encode_passages(texts, progress)
        if self._room > 0 and len(vectors):
            self._kept.append(vectors[: self._room].copy())
            self._room -= len(self._kept[-1])
        return vectors

    def sample(self) -> Vectors:
        """What was kept, shape [n, d]."""
        return np.concatenate(self._kept) if self._kept else np.zeros((0, self.identity.dimensions), dtype=np.float32)
