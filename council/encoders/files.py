"""The files of a model in a folder: which sort it is, and the digest that an index knows it by."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from council.errors import ModelError

MODEL_SUFFIXES = frozenset({".json", ".safetensors", ".bin", ".txt", ".model"})
"""What sentence-transformers reads; a card (README.md) or a picture changes no vector."""

NOT_READ = frozenset({"calibration.json", "onnx", "openvino", ".cache", ".git"})
"""Parts of a model's folder that leave its vectors as they are."""

CHUNK = 1 << 20


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and contents of the files that make a model's vectors."""
    total = hashlib.sha256()
    for path in model_files(folder):
        total.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as opened:
            while chunk := opened.read(CHUNK):
                total.update(chunk)
    return total.hexdigest()


def model_files(folder: Path) -> list[Path]:
    """The files that make a model's vectors, in a stable order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in MODEL_SUFFIXES and path.is_file() and not NOT_READ & set(path.relative_to(folder).parts)
    )


def is_static(folder: Path) -> bool:
    """Whether a folder holds a static model (one StaticEmbedding, at most normalised after), which needs no torch."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    except FileNotFoundError:
        return (folder / "model.safetensors").is_file() and (folder / "tokenizer.json").is_file() and _is_model2vec(folder)
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / 'modules.json'} går inte att läsa: {error!r}.") from error
    return kinds[:1] == ["StaticEmbedding"] and kinds[1:] in ([], ["Normalize"])


def _is_model2vec(folder: Path) -> bool:
    config = folder / "config.json"
    if not config.is_file():
        return False
    try:
        return bool(json.loads(config.read_text(encoding="utf-8")).get("model_type") == "model2vec")
    except ValueError as error:
        raise ModelError(f"{config} går inte att läsa: {error}.") from error
