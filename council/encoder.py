"""From text to vectors: which embedding model is used, and which text of a paragraph is embedded."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from council.encoders.calibration import Calibration, calibrate, read_calibration, write_calibration
from council.encoders.files import is_static
from council.encoders.options import ModelOptions
from council.encoders.protocol import Encoder
from council.errors import ModelError
from council.model import Document, Paragraph

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
    """What is embedded of a paragraph: its text under its context, the document's title, all headings and the board (docs/quality.md)."""
    context = (document.title, *paragraph.headings, paragraph.board or document.board)
    return "\n".join([*filter(None, context), paragraph.text])
