"""Which files of a folder are documents: found in a stable order, never outside the folder, with their sidecars."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from council.bodies import slug
from council.model import FailedFile
from council.values import value
from indexer.extract.sniff import HEAD, first_bytes
from indexer.privacy import Masked, mask
from indexer.sidecar import sidecar_bytes

DOCUMENT_SUFFIXES = frozenset({".pdf", ".docx", ".odt", ".rtf", ".html", ".htm", ".xhtml", ".md", ".txt", ".eml"})
"""What is looked at; what a file really is, extraction judges by its content. Everything else is ignored."""

READING_VERSION = "4"
"""Part of every digest: raised when the same file is understood differently, so that the next run reads it anew."""

_BLOCK = 1 << 17
"""Bytes of a larger file that are hashed at a time: what is asked for is set aside."""


@value
class FoundFile:
    """A document's file: where it lies, its path below the indexed folder (with /), its sidecar if it has one.

    `source` is what is kept and shown: personal identity numbers in names are masked in it, and bytes that are no UTF-8 stand as U+FFFD.
    `masked` counts the numbers.
    """

    path: Path
    source: str
    sidecar: Path | None = None
    masked: int = 0


@dataclass(frozen=True, slots=True)
class Discovery:
    """What stands in a folder: documents in order, and files that could not be looked at."""

    files: tuple[FoundFile, ...]
    failed: tuple[FailedFile, ...] = ()


def document_id(label: str, source: str) -> str:
    """The id of a document: its folder's label and its path. Paths that differ never meet: a digest is added where letters fell."""
    name = slug(f"{label}/{source}")
    if name == f"{label}/{source}".replace("/", "-").replace(".", "-") and "--" not in name:
        return name
    short = hashlib.sha256(f"{label}/{source}".encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{name[:180].strip('-')}-{short}".strip("-")


def discover(root: Path, label: str) -> Discovery:
    """The documents below `root`, or `root` itself when it is a file; hidden files, sidecars and unknown types are passed over."""
    if not root.is_dir():
        return Discovery((_found(root, root.name, _sidecar_of(root, root.parent), set()),))
    files: list[FoundFile] = []
    failed: list[FailedFile] = []
    taken: set[str] = set()
    for path, source, accompanied in _walk(root, label, failed):
        problem = _problem(path, root)
        if problem:
            failed.append(FailedFile(shown(source).text, label, *problem))
        elif problem is None:
            files.append(_found(path, source, _sidecar_of(path, root) if accompanied else None, taken))
    return Discovery(tuple(files), tuple(failed))


def _found(path: Path, source: str, sidecar: Path | None, taken: set[str]) -> FoundFile:
    """A file under a name that may be kept; names that become alike are numbered, in the order of the files."""
    kept = shown(source)
    name, number = kept.text, 1
    while name in taken:
        number += 1
        name = f"{kept.text} ({number})"
    taken.add(name)
    return FoundFile(path, name, sidecar, kept.count)


def shown(source: str) -> Masked:
    """A path as it may be kept: masked, and as UTF-8 (a name on disk may hold any bytes; those come as lone surrogates)."""
    return mask(source.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _walk(root: Path, label: str, failed: list[FailedFile]) -> Iterator[tuple[Path, str, bool]]:
    """(path, source, whether something with the name of its sidecar stands beside it) of all that is named as a document."""

    def refused(error: OSError) -> None:
        where = Path(error.filename or root)
        source = where.relative_to(root).as_posix() if where.is_relative_to(root) else where.name
        failed.append(FailedFile(shown(source).text, label, "denied", f"Mappen kan inte läsas: {error.strerror}."))

    for folder, folders, names in os.walk(root, onerror=refused, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here, beside = Path(folder), set(names)
        below = "" if here == root else f"{here.relative_to(root).as_posix()}/"
        for name in sorted(names):
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in DOCUMENT_SUFFIXES:  # noqa: PTH122  # a path takes five times as long
                yield here / name, below + name, f"{name}.json" in beside


def _problem(path: Path, root: Path) -> tuple[str, str] | tuple[()] | None:
    """Why a path is no document: (code, reason); () when it is silently passed over; None when it is one."""
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            target = path.resolve(strict=True)
            return () if target.is_relative_to(root.resolve()) else ("denied", "Länken leder ut ur mappen.")
        if not stat.S_ISREG(kind):
            return ("not_a_document", "Det är ingen vanlig fil.")
    except (OSError, RuntimeError) as error:
        return ("denied", f"Filen kan inte läsas: {getattr(error, 'strerror', None) or 'länken går i cirkel'}.")
    return None


def _sidecar_of(path: Path, root: Path) -> Path | None:
    """The sidecar beside a file; one that leads out of the folder is none, and a name may be too long to have one."""
    sidecar = path.with_name(path.name + ".json")
    try:
        return sidecar if sidecar.is_file() and sidecar.resolve().is_relative_to(root.resolve()) else None
    except (OSError, RuntimeError):
        return None


def digest(found: FoundFile, facts: bytes = b"") -> str:
    """SHA-256 over the file, its sidecar or its line of documents.jsonl (`facts`), and READING_VERSION."""
    return digested(found, facts)[0]


def digested(found: FoundFile, facts: bytes = b"") -> tuple[str, bytes]:
    """A file's digest, and all of its bytes where they are fewer than HEAD; of a larger file none."""
    total = hashlib.sha256(READING_VERSION.encode())
    total.update(facts)
    with FileIO(found.path) as file:
        beginning = block = first_bytes(file)
        while block:
            total.update(block)
            block = file.read(_BLOCK) if len(beginning) == HEAD else b""
    if found.sidecar:
        total.update(sidecar_bytes(found.sidecar))
    return total.hexdigest(), beginning if len(beginning) < HEAD else b""
