"""What every embedding model is to the rest of the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from council.model import ModelIdentity, Vector, Vectors


class Encoder(Protocol):
    """A model that gives texts vectors of unit length, so that a dot product is a cosine."""

    @property
    def identity(self) -> ModelIdentity:
        """Name, digest of the model's files, and dimensions."""
        ...

    @property
    def calibrated(self) -> bool:
        """Whether floor and sure are known; otherwise the first indexing run calibrates (council.encoders.first_run)."""
        ...

    @property
    def floor(self) -> float:
        """The lowest cosine that can be a match by meaning (calibrated)."""
        ...

    @property
    def sure(self) -> float | None:
        """The best cosine above which meaning alone may claim a match; None when the model has none."""
        ...

    def encode_query(self, text: str) -> Vector:
        """Vector of a query, float32 [d], unit length; zeros when no token is known."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        """Vectors of passages, float32 [n, d], rows of unit length or zeros; `progress` shows a bar on stderr."""
        ...
