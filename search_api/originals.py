"""Finds an original file to send, or a page of it to draw: only below the folder it was indexed from, never where numbers were masked."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from council.model import Document, Paragraph
from council.page_image import PageRequest, page_request

# What a browser shows without running anything of the document's. All else is saved to disk.
INLINE = {".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}
# What the indexer writes for a personal identity number (indexer.privacy.MASK) and for bytes that are no UTF-8.
_MASK = "[personnummer]"
_ALTERED = re.compile(rf"{re.escape(_MASK)}|\ufffd")
Refusal = Literal["masked", "missing"]


@dataclass(frozen=True, slots=True)
class Original:
    """A file to send: where it lies, its type, the name it is saved under, and whether a browser may show it."""

    path: Path
    media_type: str
    name: str
    inline: bool


def original(document: Document, *, serve_masked: bool) -> Original | Refusal:
    """The original of a document, or why it is not sent."""
    if document.withheld and not serve_masked:
        return "masked"
    path = _below(document.root, document.source)
    if path is None or not path.is_file():
        return "missing"
    suffix = path.suffix.casefold()
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Original(path, INLINE.get(suffix, guessed), _readable(path.name), suffix in INLINE)


def page_request_of(file: Original, page: int, paragraphs: Iterable[Paragraph], paragraph_id: str) -> PageRequest | None:
    """What to draw of a page, a paragraph outlined when one is named; None when the document has no such paragraph."""
    if not paragraph_id:
        return page_request(file.path, page)
    return next((page_request(file.path, page, paragraph.boxes) for paragraph in paragraphs if paragraph.id == paragraph_id), None)


def _below(root: str, source: str) -> Path | None:
    """The file, links followed, when it lies in the folder that was indexed; else None."""
    if not root or not source or "\0" in source:
        return None
    folder = _on_disk(Path("/"), root.lstrip("/")) if _ALTERED.search(root) else Path(root).resolve()
    if folder is None:
        return None
    found = _on_disk(folder, source) if _ALTERED.search(source) and not (folder / source).exists() else folder / source
    path = found.resolve() if found is not None else folder
    return path if path.is_relative_to(folder) and path != folder else None


def _on_disk(folder: Path, shown: str) -> Path | None:
    """The path below a folder that is shown so: where a part of it was masked or is no UTF-8, the one name that fits; None of several."""
    path = folder
    for part in Path(shown).parts:
        if not _ALTERED.search(part):
            path = path / part
            continue
        fitting = [name for name in _names(path) if _fits(name, part)]
        if len(fitting) != 1:
            return None
        path = path / fitting[0]
    return path


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _fits(name: str, shown: str) -> bool:
    """Whether a name on disk is kept as `shown`: its broken bytes stand as U+FFFD, and what was masked was figures and marks."""
    return re.fullmatch(r"[\d\W_]{10,24}".join(map(re.escape, shown.split(_MASK))), _readable(name)) is not None


def _readable(name: str) -> str:
    """A name on disk in UTF-8: its broken bytes as U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")
