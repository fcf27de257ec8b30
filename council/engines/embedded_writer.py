"""The embedded engine's one writer: vectors first and synced, then everything else in one commit of tantivy's."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from council.engine import block_key
from council.engines import ledger as ledger_file
from council.engines import stored
from council.engines.data_folder import DataFolder, Generation, refused
from council.engines.fields import Fields
from council.engines.ledger import Ledger
from council.engines.records import Head, NumberedDocument, PlacedCase, State, StoredParagraph, head_of
from council.engines.tantivy_index import Record, TantivyIndex, record
from council.engines.vector_file import VectorFile
from council.errors import WriteRefused
from council.model import CaseRecord, Document, FailedFile, Paragraph, ReadDocument, Vectors


class EmbeddedWriter:
    """See council.engine.Writer. Made by the engine, which holds the lock."""

    def __init__(self, folder: DataFolder, generation: Generation, index: TantivyIndex, start: State, heads: dict[str, Head],
                 ledger: Ledger, fields: Fields, committed: Callable[[], None] | None = None) -> None:  # fmt: skip
        self._folder = folder
        self._generation = generation
        self._state = start
        self._next_docno = start.next_docno
        self._held = start.paragraphs
        self._heads = heads
        self._ledger = ledger
        self._fields = fields
        self._committed = committed
        self._lines: list[dict[str, Any]] = []
        self._changed = False
        self._broken: WriteRefused | None = None
        with translated():
            self._vectors = VectorFile(generation.vectors, generation.model.dimensions, start.rows)
            self._writer = index.writer()

    @property
    def state(self) -> State:
        """What the last commit and everything since then hold."""
        return replace(self._state, rows=self._vectors.rows, next_docno=self._next_docno, documents=len(self._heads), paragraphs=self._held)

    def write(self, read: ReadDocument, vectors: Vectors) -> None:
        """See council.engine.Writer. A blocked document is not written: only `unblock` lets it in again."""
        self._check(read, vectors)
        key = block_key(read.document.id)
        if key in self._ledger.blocked:
            return
        document = replace(read.document, first_seen=self._first_seen(read.document, key))
        head = head_of(document, self._next_docno, len(read.paragraphs))
        # All that may fail for a reason of the document's own happens before the old version is touched.
        records = [*self._paragraph_records(document, read.paragraphs, head.docno), *_records(document, head, read.cases)]
        with self._unbroken():
            self._vectors.append(vectors)
            self._delete(document.id)
            for item in records:
                self._writer.add(item)
            self._writer.delete("key", _failure_key(document.label, document.source))
        self._count(document.id, head)
        self._next_docno += 1

    def remove(self, document_id: str, *, block: bool = False) -> bool:
        """See council.engine.Writer."""
        known = document_id in self._heads
        if known:
            with self._unbroken():
                self._delete(document_id)
            self._count(document_id, None)
        if block and (key := block_key(document_id)) not in self._ledger.blocked:
            self._note({"key": key, "blocked": True})
        return known

    def unblock(self, document_id: str) -> None:
        """See council.engine.Writer."""
        if (key := block_key(document_id)) in self._ledger.blocked:
            self._note({"key": key, "blocked": False})

    def fail(self, failed: FailedFile) -> None:
        """See council.engine.Writer."""
        key = _failure_key(failed.label, failed.source)
        with self._unbroken():
            self._writer.delete("key", key)
            self._writer.add(record("failed", stored.dump(failed), key=key))
        self._changed = True

    def forget(self, label: str, source: str) -> None:
        """See council.engine.Writer."""
        with self._unbroken():
            self._writer.delete("key", _failure_key(label, source))
        self._changed = True

    def commit(self) -> None:
        """See council.engine.Writer. Nothing new makes no new commit."""
        if self._changed or self._lines:
            self.seal()

    def seal(self) -> None:
        """Commit even where nothing is new: a rebuilt index may be empty."""
        state = replace(self.state, serial=self._state.serial + 1, updated=dt.datetime.now(dt.UTC))
        with self._unbroken():
            self._vectors.sync()
            ledger_file.append(self._folder.ledger, self._lines)
            self._writer.delete("key", "state")
            self._writer.add(record("state", stored.dump(state), key="state"))
            self._writer.commit()
            if self._committed is not None:
                self._committed()
        self._state, self._lines, self._changed = state, [], False

    def close(self, *, rollback: bool) -> None:
        """Let go of the files; what was not committed is dropped."""
        with translated():
            self._vectors.close()
            self._writer.close(rollback=rollback)

    @contextlib.contextmanager
    def _unbroken(self) -> Iterator[None]:
        """A step that may leave half of itself behind: after a refused one nothing more is written or committed by this writer."""
        if self._broken is not None:
            raise self._broken
        try:
            with translated():
                yield
        except WriteRefused as error:
            self._broken = error
            raise

    def _check(self, read: ReadDocument, vectors: Vectors) -> None:
        expected = (len(read.paragraphs), self._generation.model.dimensions)
        if vectors.shape != expected:
            raise ValueError(f"{read.document.id}: vectors have the shape {vectors.shape}, not {expected}")

    def _first_seen(self, document: Document, key: str) -> dt.datetime:
        """The first time ever that the id of this key was written; a later writing never moves it."""
        seen = self._ledger.first_seen.get(key)
        if seen is None:
            seen = document.first_seen or dt.datetime.now(dt.UTC)
            self._note({"key": key, "first_seen": seen.isoformat()})
        return seen

    def _note(self, line: dict[str, Any]) -> None:
        line["serial"] = self._state.serial + 1
        self._ledger.apply(line)
        self._lines.append(line)

    def _delete(self, document_id: str) -> None:
        """Delete what the index holds of a document. Of one that it does not know there is nothing: what is deleted is sought in every
        segment at the next commit."""
        if document_id in self._heads:
            self._writer.delete("document_id", document_id)
        self._changed = True

    def _count(self, document_id: str, head: Head | None) -> None:
        old = self._heads.pop(document_id, None)
        if head is not None:
            self._heads[document_id] = head
        self._held += (head.paragraphs if head else 0) - (old.paragraphs if old else 0)

    def _paragraph_records(self, document: Document, paragraphs: Sequence[Paragraph], docno: int) -> list[Record]:
        first = self._vectors.rows
        return [
            self._writer.paragraph(
                document.id,
                paragraph.id,
                docno,
                first + ordinal,
                self._fields.indexed(paragraph, document, ordinal),
                stored.dump(StoredParagraph(ordinal, paragraph)),
            )
            for ordinal, paragraph in enumerate(paragraphs)
        ]


def _records(document: Document, head: Head, cases: Sequence[CaseRecord]) -> list[Record]:
    docno = head.docno
    return [
        record("document", stored.dump(NumberedDocument(docno, document)), document_id=document.id, docno=docno),
        record("head", stored.dump(head), document_id=document.id, docno=docno),
        *(
            record("case", stored.dump(PlacedCase(docno, place, case)), document_id=document.id, docno=docno, case_keys=case.keys)
            for place, case in enumerate(cases)
        ),
    ]


def _failure_key(label: str, source: str) -> str:
    return f"failed\t{label}\t{source}"


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """What tantivy and the disk say when a write fails, as WriteRefused."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise refused(error) from error
