"""Copies an index into another, engine to engine: paragraphs, vectors, cases and failures, without reading a file again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from council.engine import Snapshot, Writer

Copied: TypeAlias = Callable[[int, int, str], None]
"""Told after each document: how many are copied, of how many, and the source of the last."""


def _silent(_done: int, _total: int, _source: str) -> None:
    """Nobody asks how far it is."""


def copy_index(source: Snapshot, target: Writer, progress: Copied = _silent) -> int:
    """Write all of `source` into `target`; returns the number of documents. Ids, first_seen and the block list are kept.

    One document is in memory at a time. Raises EngineError.
    """
    catalogue = source.catalogue()
    for document_id in sorted(catalogue.blocked):
        target.remove(document_id, block=True)
    for done, entry in enumerate(catalogue.entries, start=1):
        read = source.document(entry.document_id)
        if read is not None:
            passages = source.find([paragraph.id for paragraph in read.paragraphs])
            target.write(read, source.vectors([passage.key for passage in passages]))
        progress(done, len(catalogue.entries), entry.source)
    for failed in catalogue.failed:
        target.fail(failed)
    return len(catalogue.entries)
