"""Any sentence-transformers model, by folder or name, through the extra `transformers`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from council.encoders.known_model import KnownModel, unit_length
from council.encoders.options import ModelOptions
from council.encoders.prompts import Prompts, prompts_for
from council.errors import ModelError
from council.model import Vector, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

INSTALL = "pip install 'namndsok[transformers]'"


class TransformerEncoder(KnownModel):
    """A model that sentence-transformers loads; code that comes with a model is never run."""

    def __init__(self, name: str, options: ModelOptions | None = None, kept: Path | None = None) -> None:
        self._options = options or ModelOptions()
        self._model = _load(name, self._options)
        super().__init__(_known_as(name), _folder_of(name), _dimensions(self._model), kept)
        self._prompts = _chosen(prompts_for(name, dict(self._model.prompts)), self._options)

    @property
    def prompts(self) -> Prompts:
        """What stands before queries and passages."""
        return self._prompts

    def encode_query(self, text: str) -> Vector:
        """Vector [d] of a query under its prompt, unit length; zeros for a text without a word."""
        vector: Vector = self._encode([text], self._prompts.query, progress=False)[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        """Vectors [n, d] of passages under their prompt, rows of unit length; zeros for texts without a word."""
        return self._encode(texts, self._prompts.passage, progress)

    def _encode(self, texts: Sequence[str], prompt: str, progress: bool) -> Vectors:
        rows = np.zeros((len(texts), self.identity.dimensions), dtype=np.float32)
        worded = [number for number, text in enumerate(texts) if any(map(str.isalnum, text))]
        if worded:
            rows[worded] = self._model.encode(
                [texts[number] for number in worded],
                prompt=prompt,
                batch_size=self._options.batch_size,
                show_progress_bar=progress,
                convert_to_numpy=True,
            )
        return unit_length(rows) if self._options.normalize else rows


def _load(name: str, options: ModelOptions) -> SentenceTransformer:
    try:
        import torch
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelError(f"Modellen {name} kräver ett tillägg. Installera det med: {INSTALL}") from error
    try:
        model = SentenceTransformer(
            name, device=options.device, trust_remote_code=False, model_kwargs={"torch_dtype": getattr(torch, options.dtype)}
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(f"Modellen {name} går inte att läsa: {error}") from error
    if options.max_length is not None:
        model.max_seq_length = options.max_length
    return model.to(getattr(torch, options.dtype))


def _folder_of(name: str) -> Path:
    """Where the files of a loaded model lie: the folder given, or its place in Hugging Face's cache."""
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    owner = name if "/" in name else f"sentence-transformers/{name}"
    return Path(snapshot_download(owner, local_files_only=True))


def _known_as(name: str) -> str:
    return Path(name).name if Path(name).is_dir() else name


def _dimensions(model: SentenceTransformer) -> int:
    dimensions = model.get_embedding_dimension()
    if dimensions is None:
        raise ModelError("Modellen säger inte hur många dimensioner dess vektorer har.")
    return int(dimensions)


def _chosen(known: Prompts, options: ModelOptions) -> Prompts:
    return Prompts(
        known.query if options.query_prompt is None else options.query_prompt,
        known.passage if options.passage_prompt is None else options.passage_prompt,
    )
