"""How a named model is run: prompts, lengths, batches, precision, device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["float32", "float16", "bfloat16"]


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """How a named model is run. None leaves the choice to the model's own configuration."""

    query_prompt: str | None = None
    passage_prompt: str | None = None
    max_length: int | None = None
    """Tokens that are read of a text; the rest is cut."""
    batch_size: int = 32
    normalize: bool = True
    """Off only for a model that gives unit vectors itself: a cosine is a dot product here, so rows must have length 1."""
    dtype: Precision = "float32"
    device: str | None = None
    """"cpu", "cuda", "mps"; None takes what the machine has."""
