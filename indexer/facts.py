"""What is known of a file before its text is understood."""

from __future__ import annotations

from dataclasses import field

from council.values import value
from indexer.sidecar import Sidecar


@value
class FileFacts:
    """A file's place and what its format tells. `source` is the path below the indexed folder, with slashes.

    `furniture` are the lines that extraction dropped, in order; `municipality` is the one that holds where nothing else is said;
    `sidecar` holds what people say of the document, which overrides what is read. What follows is kept with the document as it is.
    """

    document_id: str
    source: str
    label: str = ""
    format_title: str | None = None
    pages: int | None = None
    furniture: tuple[str, ...] = ()
    municipality: str | None = None
    sidecar: Sidecar = field(default_factory=Sidecar)
    root: str = ""
    digest: str = ""
    needs_ocr: tuple[int, ...] = ()
    masked: int = 0
    masked_pages: tuple[int, ...] = ()
    masked_contacts: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The path of the folder that the file lies in, "" for the indexed folder itself."""
        return self.source.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The file's name."""
        return self.source.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return stem_of(self.source)


# A path of pathlib's takes ten times as long.
def stem_of(source: str) -> str:
    """The name of a file below an indexed folder, without its ending. A name that only ends or begins with its dot has none."""
    name = source.rpartition("/")[2]
    stem, _, ending = name.rpartition(".")
    return stem if stem and ending else name
