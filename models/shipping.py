"""Writes a trained table as a model folder that model2vec and sentence-transformers read alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

MODULES = [
    {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]
CONFIG = {
    "model_type": "model2vec",
    "architectures": ["StaticModel"],
    "normalize": True,
    "max_length": None,
    "embedding_dtype": "int8",
}


def ship(table: NDArray[np.float32], tokenizer: Tokenizer, folder: Path) -> None:
    """Write the model: rows as bytes, each with a scale of its own.

    Both libraries multiply a row by its token's weight and reckon on in float32, so that they give the same vectors; with float16 rows
    each would round in its own way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = quantize(table)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    _write(folder / "1_Normalize" / "config.json", {})
    _write(folder / "modules.json", MODULES)
    _write(folder / "config.json", CONFIG)
    _write(folder / "config_sentence_transformers.json", {"model_type": "SentenceTransformer", "similarity_fn_name": "cosine"})


def shipped_rows(folder: Path) -> NDArray[np.float32]:
    """The table [tokens, dimensions] of a model that was shipped."""
    stored = load_file(folder / "model.safetensors")
    rows: NDArray[np.float32] = stored["embeddings"].astype(np.float32) * stored["weights"][:, None]
    return rows


def widened(rows: NDArray[np.float32], known: Tokenizer, words: Sequence[str]) -> NDArray[np.float32]:
    """The table with rows for further words: what their pieces under the tokenizer it was trained with amount to together."""
    pieces = [encoding.ids for encoding in known.encode_batch_fast(list(words), add_special_tokens=False)]
    return np.vstack([rows, *(rows[ids].sum(axis=0, keepdims=True) for ids in pieces)])


def quantize(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as bytes [n, d] and the scale of each row [n]: row ≈ bytes · scale."""
    scales = (np.abs(table).max(axis=1) / 127).astype(np.float32)
    divisors = np.where(scales > 0, scales, 1.0)
    return np.rint(table / divisors[:, None]).astype(np.int8), scales


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
