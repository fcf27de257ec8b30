"""The files of a static model as a table: a row for each token, how much each weighs, and the tokenizer. Read by tokenizers and safetensors
alone: model2vec, which gives the same vectors, brings half a second of imports (huggingface_hub, joblib) along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import orjson
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

from council.encoders.known_words import KnownWords, TokenIds, reads_words_alone
from council.errors import ModelError

NESTED = "0_StaticEmbedding"
"""Folder in a model's folder where some versions of sentence-transformers put the table and the tokenizer."""
ROWS = ("embeddings", "embedding.weight")
"""What model2vec and sentence-transformers call the rows."""

Tokenize: TypeAlias = Callable[[Sequence[str]], list[TokenIds]]


@dataclass(frozen=True, slots=True)
class TokenTable:
    """`rows` [n, d] of float32 or of bytes; `weights` [tokens], by which a token's row is multiplied; `places` [tokens], where each token's
    row stands, when some share one; `tokenize` gives the ids of each text's known tokens."""

    rows: NDArray[Any]
    weights: NDArray[np.float32] | None
    places: NDArray[Any] | None
    tokenize: Tokenize

    @property
    def dimensions(self) -> int:
        """Of a vector."""
        return int(self.rows.shape[1])


def read_token_table(folder: Path) -> TokenTable:
    """The table of a model's folder, as model2vec or sentence-transformers wrote it. Raises ModelError."""
    inner = folder / NESTED if (folder / NESTED).is_dir() else folder
    try:
        described = (inner / "tokenizer.json").read_bytes()
        tokenizer, unknown = Tokenizer.from_buffer(described), _unknown(orjson.loads(described)["model"])
        with safe_open(inner / "model.safetensors", framework="numpy") as file:
            held = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  # no dict: it has keys() alone
        rows = next(held[name] for name in ROWS if name in held)
    except Exception as error:  # tokenizers and safetensors raise nothing narrower for a file that they cannot read
        raise ModelError(f"Modellen i {folder} går inte att läsa: {error}.") from error
    # Halves would be summed and rounded as halves.
    rows = rows.astype(np.float32) if rows.dtype == np.float16 else rows
    weights, places = held.get("weights"), held.get("mapping")
    _check(folder, tokenizer, len(rows), places)
    return TokenTable(rows, None if weights is None else weights.astype(np.float32, copy=False), places, _tokenize(tokenizer, unknown))


def _check(folder: Path, tokenizer: Tokenizer, rows: int, places: NDArray[Any] | None) -> None:
    tokens = tokenizer.get_vocab_size()
    if tokens > (rows if places is None else len(places)):
        raise ModelError(f"Modellen i {folder} går inte att läsa: {tokens} tokens men {rows} rader.")


def _tokenize(tokenizer: Tokenizer, unknown: int | None) -> Tokenize:
    """Texts are read whole, and tokens that stand for what is not known are left out."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    if reads_words_alone(tokenizer):
        return KnownWords(tokenizer, unknown)

    def tokenize(texts: Sequence[str]) -> list[TokenIds]:
        encoded = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.array([token for token in encoding.ids if token != unknown], np.intp) for encoding in encoded]

    return tokenize


def _unknown(model: Mapping[str, Any]) -> int | None:
    """The id of what is not known, as a tokenizer's file says it: some kinds name a token, others its number."""
    vocabulary, token = model.get("vocab"), model.get("unk_token")
    number = vocabulary.get(token) if isinstance(vocabulary, dict) and token is not None else model.get("unk_id")
    return None if number is None else int(number)
