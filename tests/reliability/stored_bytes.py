"""Reads what the embedded engine's files hold, byte by byte: the store unpacked, every term, fast fields, vectors and small files."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import tantivy

TEXT_FIELDS = (
    "record", "key", "document_id", "paragraph_id", "case_key", "surfaces", "lemmas", "compound_parts", "context", "references", "board",
    "party", "about_party", "topic", "kind", "voice", "year", "language", "municipality", "section_kind", "dnr", "motion", "person",
)  # fmt: skip
"""Every field with terms (council.engines.tantivy_index)."""

_FOOTER = 28
"""Bytes of a store's own footer: version, where the blocks end (8 bytes from the fourth on), how they are packed."""


def everything_held(data: Path) -> dict[str, bytes]:
    """What lies in a data folder, by what it is: each file as it is, each store unpacked, and all terms of each field."""
    held: dict[str, bytes] = {}
    for path in sorted(path for path in data.rglob("*") if path.is_file()):
        content = path.read_bytes()
        held[str(path.relative_to(data))] = content
        if path.suffix == ".store":
            held[f"unpacked {path.name}"] = b"".join(unpacked(content))
    for folder in (data / "generations").glob("*/tantivy"):
        held |= {f"terms {folder.parent.name} {field}": terms for field, terms in _terms(folder)}
    return held


def traces(data: Path, markers: dict[str, bytes]) -> dict[str, set[str]]:
    """Where markers stand, in capitals or not: the place, and which."""
    folded = {name: marker.lower() for name, marker in markers.items()}
    found = {
        place: {name for name, marker in folded.items() if marker in content.lower()} for place, content in everything_held(data).items()
    }
    return {place: names for place, names in found.items() if names}


def dead_records(data: Path) -> int:
    """Records in tantivy's files that were deleted and not yet merged away: what a fast field or a posting list may still hold."""
    segments = [segment for path in data.rglob("meta.json") for segment in json.loads(path.read_text(encoding="utf-8"))["segments"]]
    return sum(segment["deletes"]["num_deleted_docs"] for segment in segments if segment["deletes"])


def vector_rows(data: Path, dimensions: int) -> set[bytes]:
    """Every row of every vector file."""
    width = 4 * dimensions
    return {
        content[start : start + width]
        for path in data.rglob("vectors.*")
        for content in [path.read_bytes()]
        for start in range(0, len(content), width)
    }


def unpacked(store: bytes) -> Iterator[bytes]:
    """The blocks of a store file: each its length unpacked in four bytes, and an LZ4 block without a frame."""
    (length,) = struct.unpack("<I", store[-8:-4])
    body = store[: -8 - length]
    end = struct.unpack("<Q", body[-_FOOTER + 4 : -_FOOTER + 12])[0]
    place = 0
    while place < end:
        (size,) = struct.unpack("<I", body[place : place + 4])
        block, place = _lz4(body, place + 4, size)
        yield block


def _lz4(packed: bytes, place: int, size: int) -> tuple[bytes, int]:
    """(what a block of LZ4 unpacks to, where it ends): literals, then a copy of what came before, over and over."""
    out = bytearray()
    while True:
        token = packed[place]
        literals, place = _length(packed, place + 1, token >> 4)
        out += packed[place : place + literals]
        place += literals
        if len(out) >= size:
            return bytes(out), place
        (back,) = struct.unpack("<H", packed[place : place + 2])
        copied, place = _length(packed, place + 2, token & 15)
        for _ in range(copied + 4):
            out.append(out[-back])


def _length(packed: bytes, place: int, nibble: int) -> tuple[int, int]:
    length = nibble
    more = nibble == 15
    while more:
        length += packed[place]
        more = packed[place] == 255
        place += 1
    return length, place


def _terms(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All terms of each field, those of deleted records too."""
    searcher = tantivy.Index.open(str(folder)).searcher()
    for field in TEXT_FIELDS:
        yield field, "\n".join(term for term, _ in searcher.terms_with_prefix(field, "", limit=None)).encode()
