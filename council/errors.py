"""Every error that Nämndsök raises on purpose.

    NamndsokError
    ├── ConfigurationError        a setting or register is wrong            exit 2
    ├── UnreadableFile            one file could not be read                exit 3, reported and skipped
    ├── SidecarError              a sidecar or documents.jsonl is wrong     exit 3, reported and skipped
    ├── PruneRefused              a prune would take too much away          exit 2
    ├── ModelError                a model is missing or malformed           exit 2
    ├── PageNotDrawn              a page has no picture                     HTTP 404 or 503
    └── EngineError                                                         exit 4, HTTP 503
        ├── EngineUnavailable     the engine does not answer
        ├── EngineTimeout         it answers too slowly
        ├── IndexLocked           another process is writing
        ├── IndexMissing          nothing was indexed yet
        ├── IndexFormatError      written by another version: rebuild
        ├── ModelMismatch         another model filled the index
        └── WriteRefused          the engine refused a write (full disk, read only)

A clumsy query raises nothing: it becomes plain words with a note.
"""

from __future__ import annotations

from typing import ClassVar, Literal

UnreadableCode = Literal[
    "empty", "encrypted", "broken", "no_text", "needs_ocr", "too_large", "too_many_pages", "too_slow", "too_much_memory",
    "not_a_document", "denied", "crashed", "unsupported",
]  # fmt: skip
PageCode = Literal["not_pdf", "no_page", "broken", "encrypted", "missing", "too_slow", "too_large", "busy"]


class NamndsokError(Exception):
    """The root: `message` is Swedish where people meet it, `exit_code` what the command line ends with."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ConfigurationError(NamndsokError):
    """A setting, mapping or register has a value that cannot be used."""


class PruneRefused(NamndsokError):
    """A prune would remove more than a fifth of a folder's documents, or the folder is missing."""


class ModelError(NamndsokError):
    """An embedding model is missing, malformed, or needs an extra that is not installed."""


class UnreadableFile(NamndsokError):
    """One file could not be read; `code` says how, `message` why."""

    exit_code = 3

    def __init__(self, code: UnreadableCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class PageNotDrawn(NamndsokError):
    """A page of an original cannot be shown as a picture; `code` says how, `message` why."""

    def __init__(self, code: PageCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class SidecarError(NamndsokError):
    """A sidecar or documents.jsonl holds something that cannot be understood."""

    exit_code = 3


class EngineError(NamndsokError):
    """The engine could not do what was asked; nothing that was acknowledged is lost."""

    exit_code = 4


class EngineUnavailable(EngineError):
    """The engine does not answer."""


class EngineTimeout(EngineError):
    """The engine answers too slowly."""


class IndexLocked(EngineError):
    """Another process is writing to the index."""


class IndexMissing(EngineError):
    """There is no index yet."""


class IndexFormatError(EngineError):
    """The index was written by another version of the format: `--rebuild` makes a new one."""


class ModelMismatch(EngineError):
    """The index was filled by another model: `--rebuild` fills it anew."""


class WriteRefused(EngineError):
    """The engine refused a write, for example because the disk is full or the folder read-only."""
