"""Packed documents (DOCX, ODT) before they are opened: how far they unpack, whether they are locked, whether their XML is safe."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from council.errors import UnreadableFile
from indexer.extract.limits import Limits

# Office files hold some hundred parts; thousands are made to exhaust.
_MOST_PARTS = 10_000
# No office program writes document type definitions; with them entities can be made to grow without end.
_DEFINITION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOGUE = 4_096


def check_archive(path: Path, limits: Limits) -> None:
    """Raise UnreadableFile when a packed file is broken, locked, grows beyond its bounds, or carries entity definitions."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS:
                raise UnreadableFile("too_large", f"Filen är packad av {len(parts)} delar; gränsen är {_MOST_PARTS}.")
            if unpacked > limits.unpacked_bytes:
                raise UnreadableFile(
                    "too_large", f"Filen blir {unpacked / 1e6:.0f} MB när den packas upp; gränsen är {limits.unpacked_bytes / 1e6:.0f} MB."
                )
            if any(part.flag_bits & 1 for part in parts) or _is_locked(archive):
                raise UnreadableFile("encrypted", "Filen är skyddad med lösenord och kan inte läsas.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_prologue(archive, part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise UnreadableFile("broken", "Filen är skadad: dess innehåll går inte att packa upp.") from error


def _is_locked(archive: zipfile.ZipFile) -> bool:
    """OpenDocument says in its manifest which parts are encrypted."""
    try:
        return b"encryption-data" in archive.read("META-INF/manifest.xml")
    except KeyError:
        return False


def _check_prologue(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as content:
        if _DEFINITION.search(content.read(_PROLOGUE)):
            raise UnreadableFile("broken", "Filen innehåller XML-definitioner som kan vara skadliga och läses därför inte.")
