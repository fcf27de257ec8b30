"""From text to vectors: one Protocol over every embedding model, and which model, and which text, is used."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from council.encoders.calibration import Calibration, calibrate, read_calibration, write_calibration
from council.encoders.files import is_static
from council.encoders.options import ModelOptions
from council.errors import ModelError
from council.model import Document, ModelIdentity, Paragraph, Vector, Vectors

__all__ = [
    "Calibration",
    "Encoder",
    "ModelOptions",
    "calibrate",
    "load_encoder",
    "passage_text",
    "read_calibration",
    "shipped_folder",
    "write_calibration",
]

SHIPPED = "namndsok-static-sv"
"""Folder in models/ of the model that ships."""


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


def load_encoder(name: str | None = None, options: ModelOptions | None = None, kept: Path | None = None) -> Encoder:
    """The model that ships (None or ""), or a folder or name of a sentence-transformers model.

    `options` are for models that run through sentence-transformers; `kept` is the folder where a first indexing run left the
    calibration of a model that has none of its own.
    Raises ModelError when the model is missing or malformed, or needs the extra `transformers`.
    """
    folder = Path(name).expanduser() if name else shipped_folder()
    if not name and not (folder / "model.safetensors").is_file():
        raise ModelError(f"Modellen som följer med saknas i {folder}. Träna den med: python -m models.train ../shared/corpus")
    if folder.is_dir() and is_static(folder):
        from council.encoders.static import StaticEncoder

        return StaticEncoder(folder, kept)
    from council.encoders.transformer import TransformerEncoder

    return TransformerEncoder(str(folder) if folder.is_dir() else str(name), options, kept)


def shipped_folder() -> Path:
    """Where the model that ships lies, also when installed from a wheel."""
    return Path(str(files("models"))) / SHIPPED


def passage_text(paragraph: Paragraph, document: Document) -> str:
    """What is embedded of a paragraph: its text under a short context, the document's title and the innermost heading."""
    heading = paragraph.headings[-1] if paragraph.headings else ""
    context = [part for part in (document.title, heading) if part]
    return "\n".join([*context, paragraph.text])
