"""What every encoder that reads a model's files knows of it: identity, calibrated thresholds, and rows of unit length."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from council.encoders.calibration import UNCALIBRATED, calibration_of
from council.encoders.files import digest_of
from council.model import ModelIdentity, Vectors


class KnownModel:
    """A model under the digest of its files, with the floor and sure threshold that lie beside it or were kept by an indexing run."""

    def __init__(self, name: str, folder: Path, dimensions: int, kept: Path | None) -> None:
        self._identity = ModelIdentity(name=name, digest=digest_of(folder), dimensions=dimensions)
        found = calibration_of(folder, self._identity.digest, kept)
        self._calibrated = found is not None
        self._calibration = found or UNCALIBRATED

    @property
    def identity(self) -> ModelIdentity:
        """Name, digest and dimensions."""
        return self._identity

    @property
    def calibrated(self) -> bool:
        """Whether floor and sure are known."""
        return self._calibrated

    @property
    def floor(self) -> float:
        """The lowest cosine that can be a match by meaning."""
        return self._calibration.floor

    @property
    def sure(self) -> float | None:
        """The best cosine above which meaning alone may claim a match, or None."""
        return self._calibration.sure


def unit_length(rows: Vectors) -> Vectors:
    """Rows scaled to length 1; rows of zeros stay zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return scaled
