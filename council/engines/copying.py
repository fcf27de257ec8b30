"""Copies an index into another, engine to engine: paragraphs, vectors, cases and failures, without reading a file again."""

from __future__ import annotations

from council.engine import Snapshot, Writer


def copy_index(source: Snapshot, target: Writer) -> int:
    """Write all of `source` into `target`; returns the number of documents. Ids, first_seen and the block list are kept."""
    catalogue = source.catalogue()
    for document_id in sorted(catalogue.blocked):
        target.remove(document_id, block=True)
    for entry in catalogue.entries:
        read = source.document(entry.document_id)
        if read is not None:
            passages = source.find([paragraph.id for paragraph in read.paragraphs])
            target.write(read, source.vectors([passage.key for passage in passages]))
    for failed in catalogue.failed:
        target.fail(failed)
    return len(catalogue.entries)
