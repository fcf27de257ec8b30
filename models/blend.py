"""The mean of models that went on from the same one: `python -m models.blend TO FOLDER=SHARE FOLDER=SHARE …`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.shipping import ship, shipped_rows, widened
from models.train import tokens_of


@dataclass(frozen=True, slots=True)
class Part:
    """A model of the mean, and how much of it."""

    folder: Path
    share: float


def blend(parts: Sequence[Part], folder: Path) -> None:
    """Write the mean of the rows, each model scaled to rows of length 1 on average.

    The models must hold the same tokens in the same order, but for those that one has added at the end (`models.train --onto`): where
    another has none, the row is what its pieces amount to. ValueError where the tokens differ.
    """
    tokenizers = [Tokenizer.from_file(str(part.folder / "tokenizer.json")) for part in parts]
    widest = max(tokenizers, key=Tokenizer.get_vocab_size)
    mean = sum(part.share * _rows(part.folder, known, tokens_of(widest)) for part, known in zip(parts, tokenizers, strict=True))
    ship(np.asarray(mean, dtype=np.float32), widest, folder)


def _rows(folder: Path, known: Tokenizer, tokens: Sequence[str]) -> NDArray[np.float32]:
    own = tokens_of(known)
    if list(tokens[: len(own)]) != own:
        raise ValueError(f"{folder}: the tokens are not those of the other models")
    rows = widened(shipped_rows(folder), known, tokens[len(own) :])
    scaled: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1).mean()
    return scaled


def main() -> None:
    """Read the command line and blend."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("to", type=Path, help="folder of the model to write")
    parser.add_argument("parts", nargs="+", help="folder of a model, =, and its share")
    options = parser.parse_args()
    parts = [part.rsplit("=", 1) for part in options.parts]
    blend([Part(Path(name), float(share)) for name, share in parts], options.to)


if __name__ == "__main__":
    main()
