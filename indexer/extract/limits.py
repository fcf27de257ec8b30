"""How much one file may ask of the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file. Sizes in bytes, times in seconds.

    `unpacked_bytes` bounds what a packed file (DOCX, ODT) may grow to, and `characters` the text that comes out of any format.
    `memory` is the address space a worker may add to what it holds when it starts; `ocr` asks for text recognition of pages without text.
    """

    max_bytes: int = 200 * MEBIBYTE
    unpacked_bytes: int = 400 * MEBIBYTE
    pages: int = 5_000
    characters: int = 50_000_000
    seconds: float = 120.0
    cpu_seconds: int = 120
    memory: int = 2_048 * MEBIBYTE
    ocr: bool = False
    ocr_pages: int = 300
