"""Copies an index into another, engine to engine: paragraphs, vectors, cases and failures, without reading a file again."""

from __future__ import annotations

from council.engine import Copied, Snapshot, Writer


def copy_index(source: Snapshot, target: Writer, progress: Copied | None = None) -> int:
    """Write all of `source` into `target`; returns the number of documents. Ids, first_seen and the block list are kept.

    One document is in memory at a time. Raises EngineError.
    """
    catalogue = source.catalogue()
    for key in sorted(catalogue.blocked):
        target.remove(key, block=True)
    for done, entry in enumerate(catalogue.entries, start=1):
        read = source.document(entry.document_id)
        if read is not None:
            passages = source.find([paragraph.id for paragraph in read.paragraphs])
            target.write(read, source.vectors([passage.key for passage in passages]))
        if progress is not None:
            progress(done, len(catalogue.entries), entry.source)
    for failed in catalogue.failed:
        target.fail(failed)
    return len(catalogue.entries)
