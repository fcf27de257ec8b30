"""What is known of a file before its text is understood."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache
from pathlib import PurePosixPath

from council.values import value
from indexer.sidecar import Sidecar


@value
class FileFacts:
    """A file's place and what its format tells. `source` is the path below the indexed folder, with slashes.

    `furniture` are the lines that extraction dropped, in order; `municipality` is the one that holds where nothing else is said;
    `sidecar` holds what people say of the document, which overrides what is read.
    """

    document_id: str
    source: str
    label: str = ""
    format_title: str | None = None
    pages: int | None = None
    furniture: tuple[str, ...] = ()
    municipality: str | None = None
    sidecar: Sidecar = field(default_factory=Sidecar)

    @property
    def path(self) -> PurePosixPath:
        """The source as a path."""
        return path_of(self.source)


# The readers of a head ask again and again for parts of one path.
@lru_cache(maxsize=16)
def path_of(source: str) -> PurePosixPath:
    """A path below an indexed folder."""
    return PurePosixPath(source)
