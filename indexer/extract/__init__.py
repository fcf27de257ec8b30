"""From a file's bytes to its lines: one module a format, chosen by what the file holds and not by its name."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from council.errors import UnreadableFile
from indexer.blocks import ExtractedText
from indexer.extract.characters import decoded
from indexer.extract.limits import Limits
from indexer.extract.sniff import HEAD, Kind, beginning, packed_kind, written_kind
from indexer.extract.text import text_lines

__all__ = ["Limits", "extract"]

Reader: TypeAlias = Callable[[Path, Limits], ExtractedText]


@functools.cache
def reader_of(kind: Kind) -> Reader:
    """What reads files of a kind; its module, and the library behind it, are loaded when it is first asked for."""
    reader: Reader = getattr(import_module(f"{__name__}.{kind}"), f"extract_{kind}")
    return reader


def extract(path: Path, limits: Limits | None = None, content: bytes = b"") -> ExtractedText:
    """The lines of a file; `content` is all of a small one, where somebody has read it already.

    Raises UnreadableFile, with a Swedish message, for whatever cannot be read.
    """
    limits = limits or Limits()
    try:
        head = content or beginning(path)
        is_whole = len(head) < HEAD  # most text files are small
        size = len(head) if is_whole else path.stat().st_size
        if size == 0:
            raise UnreadableFile("empty", "Filen är tom.")
        if size > limits.max_bytes:
            raise UnreadableFile("too_large", f"Filen är {size / 1e6:.0f} MB; gränsen är {limits.max_bytes / 1e6:.0f} MB.")
        kind = packed_kind(path, head)
        if kind is None:
            text = decoded(head)
            kind = written_kind(text)
            if kind == "text" and is_whole:
                return text_lines(text, limits)
        return reader_of(kind)(path, limits)
    except PermissionError as error:
        raise UnreadableFile("denied", "Filen får inte läsas: rättigheter saknas.") from error
    except (FileNotFoundError, IsADirectoryError) as error:
        raise UnreadableFile("not_a_document", "Filen finns inte längre.") from error
    except OSError as error:
        raise UnreadableFile("broken", f"Filen gick inte att läsa från disken ({error.strerror or error}).") from error
    except MemoryError as error:
        raise UnreadableFile("too_much_memory", "Filen kräver mer minne än vad en fil får ta.") from error
    except RecursionError as error:
        raise UnreadableFile("broken", "Filen är för djupt nästlad för att läsas.") from error
