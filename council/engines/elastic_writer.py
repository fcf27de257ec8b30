"""The Elasticsearch engine's one writer: gathers what changes in a file of its own, and sends it all at a commit."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from council.engine import block_key
from council.engines import stored
from council.engines.elastic import BulkRefusedError, Cluster
from council.engines.elastic_paragraphs import Names
from council.engines.elastic_queries import Json, token_fields
from council.engines.fields import Fields
from council.engines.records import Head, NumberedDocument, PlacedCase, State, StoredParagraph, head_of
from council.errors import WriteRefused
from council.model import Document, FailedFile, ModelIdentity, ReadDocument, Vectors

FORMAT = 1
"""Version of mappings and of what is stored; grows when an older program could not read it, or a newer not the old."""

STATE = "state"
"""Id of the record that says which generation serves, and what its last commit was."""


KEPT = "kept-"
"""What stands before a document's key in the id of what outlives it."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A document as the index has it: its head, its first row, and how many case records it has."""

    head: Head
    first_row: int
    cases: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """What outlives every index: when a document was first seen, and whether it must not come back."""

    first_seen: str | None = None
    blocked: bool = False


class ElasticWriter:
    """See council.engine.Writer. Made by the engine, which holds the lock and keeps it with `beat`."""

    def __init__(self, cluster: Cluster, names: Names, model: ModelIdentity, start: State, fields: Fields, beat: Callable[[], None],
                 committed: Callable[[State], None]) -> None:  # fmt: skip
        self._cluster = cluster
        self._names = names
        self._model = model
        self._state = start
        self._fields = fields
        self._beat = beat
        self._committed = committed
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by `close`, which the engine calls at every exit
        self._written: dict[str, tuple[int, int, _Held] | None] = {}
        self._committed_before: dict[str, _Held | None] = {}
        self._kept: dict[str, _Kept] = {}
        self._changed_kept: set[str] = set()
        self._failures: dict[str, Json | None] = {}

    def write(self, read: ReadDocument, vectors: Vectors) -> None:
        """See council.engine.Writer. A blocked document is not written: only `unblock` lets it in again."""
        document = read.document
        expected = (len(read.paragraphs), self._model.dimensions)
        if vectors.shape != expected:
            raise ValueError(f"{document.id}: vectors have the shape {vectors.shape}, not {expected}")
        self._beat()
        kept = self._look_up(document.id)
        if kept.blocked:
            return
        document = replace(document, first_seen=self._first_seen(document, kept))
        self._put(replace(read, document=document), vectors)
        self._failures[_failure_id(document.label, document.source)] = None

    def remove(self, document_id: str, *, block: bool = False) -> bool:
        """See council.engine.Writer."""
        kept = self._look_up(document_id)
        held = self._now_held(document_id)
        if held is not None:
            self._written[document_id] = None
            self._count(held.head, None)
        if block and not kept.blocked:
            self._keep(document_id, replace(kept, blocked=True))
        return held is not None

    def unblock(self, document_id: str) -> None:
        """See council.engine.Writer."""
        kept = self._look_up(document_id)
        if kept.blocked:
            self._keep(document_id, replace(kept, blocked=False))

    def fail(self, failed: FailedFile) -> None:
        """See council.engine.Writer."""
        source: Json = {"record": "failed", "label": failed.label, "source": failed.source, "stored": stored.dump(failed)}
        self._failures[_failure_id(failed.label, failed.source)] = source

    def forget(self, label: str, source: str) -> None:
        """See council.engine.Writer."""
        self._failures[_failure_id(label, source)] = None

    def commit(self) -> None:
        """See council.engine.Writer. Nothing new makes no new commit."""
        if self._written or self._failures or self._changed_kept:
            self.seal()

    def seal(self) -> None:
        """Commit even where nothing is new: a rebuilt index may be empty. What is seen changes at the one refresh."""
        self._beat()
        try:
            self._cluster.bulk(self._actions())
        except BulkRefusedError as error:
            raise WriteRefused(f"{', '.join(self._sources(error.ids))}: Elasticsearch tog inte emot allt ({error.reason}).") from error
        self._cluster.refresh(self._names.paragraphs, self._names.documents, self._names.control)
        self._state = replace(self._state, serial=self._state.serial + 1, updated=dt.datetime.now(dt.UTC))
        self._committed(self._state)
        self._committed_before = {key: self._now_held(key) for key in self._committed_before}
        self._written, self._failures, self._changed_kept = {}, {}, set()
        self._spool.truncate(0)
        self._spool.seek(0)

    def close(self) -> None:
        """Let go of what was gathered; what was not committed is dropped."""
        self._spool.close()

    def _look_up(self, document_id: str) -> _Kept:
        """Learn, once, what the index and the control index know of a document."""
        if document_id not in self._kept:
            kept_id, held_id = _kept_id(document_id), _document_id(document_id)
            kept = self._cluster.get(self._names.control, [kept_id]).get(kept_id)
            held = self._cluster.get(self._names.documents, [held_id]).get(held_id)
            self._kept[document_id] = _Kept(kept.get("first_seen"), bool(kept.get("blocked"))) if kept else _Kept()
            self._committed_before[document_id] = (
                _Held(stored.load(Head, held["head"]), held["first_row"], held["cases"]) if held is not None else None
            )
        return self._kept[document_id]

    def _now_held(self, document_id: str) -> _Held | None:
        if document_id in self._written:
            entry = self._written[document_id]
            return entry[2] if entry is not None else None
        return self._committed_before[document_id]

    def _keep(self, document_id: str, kept: _Kept) -> None:
        self._kept[document_id] = kept
        self._changed_kept.add(document_id)

    def _first_seen(self, document: Document, kept: _Kept) -> dt.datetime:
        if kept.first_seen is not None:
            return dt.datetime.fromisoformat(kept.first_seen)
        seen = document.first_seen or dt.datetime.now(dt.UTC)
        self._keep(document.id, replace(kept, first_seen=seen.isoformat()))
        return seen

    def _put(self, read: ReadDocument, vectors: Vectors) -> None:
        docno, first_row = self._state.next_docno, self._state.rows
        head = head_of(read.document, docno, len(read.paragraphs))
        lines = [json.dumps(action, ensure_ascii=False) for action in self._indexing(read, vectors, head, first_row)]
        self._spool.seek(0, 2)
        start = self._spool.tell()
        self._spool.write("".join(f"{line}\n" for line in lines).encode())
        before = self._now_held(read.document.id)
        self._written[read.document.id] = (start, self._spool.tell() - start, _Held(head, first_row, len(read.cases)))
        self._count(before.head if before else None, head)
        self._state = replace(self._state, next_docno=docno + 1, rows=first_row + len(read.paragraphs))

    def _count(self, old: Head | None, new: Head | None) -> None:
        self._state = replace(
            self._state,
            documents=self._state.documents + (new is not None) - (old is not None),
            paragraphs=self._state.paragraphs + (new.paragraphs if new else 0) - (old.paragraphs if old else 0),
        )

    def _indexing(self, read: ReadDocument, vectors: Vectors, head: Head, first_row: int) -> Iterator[Json]:
        """What puts a document in: its paragraphs, its case records, and itself last."""
        document = read.document
        for ordinal, vector in enumerate(vectors):
            yield {
                "_index": self._names.paragraphs,
                "_id": str(first_row + ordinal),
                "routing": document.id,
                "_source": self._paragraph(read, ordinal, head.docno, first_row + ordinal, vector),
            }
        for place, case in enumerate(read.cases):
            record = PlacedCase(head.docno, place, case)
            source = {"record": "case", "document_id": document.id, "docno": head.docno, "ordinal": place, "case_key": list(case.keys)}
            yield {
                "_index": self._names.documents,
                "_id": _case_id(document.id, place),
                "_source": {**source, "stored": stored.dump(record)},
            }
        yield {
            "_index": self._names.documents,
            "_id": _document_id(document.id),
            "_source": {
                "record": "document",
                "document_id": document.id,
                "docno": head.docno,
                "label": document.label,
                "source": document.source,
                "head": stored.dump(head),
                "first_row": first_row,
                "cases": len(read.cases),
                "stored": stored.dump(NumberedDocument(head.docno, document)),
            },
        }

    def _paragraph(self, read: ReadDocument, ordinal: int, docno: int, row: int, vector: np.ndarray) -> Json:
        paragraph, document = read.paragraphs[ordinal], read.document
        fields = self._fields.indexed(paragraph, document, ordinal)
        source: Json = {
            "row": row,
            "docno": docno,
            "ordinal": ordinal,
            "document_id": document.id,
            "paragraph_id": paragraph.id,
            "label": document.label,
            "source": document.source,
            "first_seen": fields.first_seen,
            "text": paragraph.text,
            "words": sorted({token for token, _ in fields.tokens["surfaces"]}),
            "stored": stored.dump(StoredParagraph(ordinal, paragraph)),
            **token_fields(fields),
            **{name: list(values) for name, values in fields.values.items() if values},
        }
        if document.date is not None:
            source |= {"date": document.date.isoformat(), "year_number": fields.year_number}
        if vector.any():
            source["vector"] = vector.tolist()
        return source

    def _actions(self) -> Iterator[Json]:
        """Everything since the last commit: of each document first what goes and then what comes."""
        for document_id, entry in self._written.items():
            yield from self._leaving(document_id, entry[2] if entry is not None else None)
            if entry is not None:
                self._spool.seek(entry[0])
                yield from (json.loads(line) for line in self._spool.read(entry[1]).splitlines())
        for failure_id, source in self._failures.items():
            operation: Json = {"_op_type": "delete"} if source is None else {"_source": source}
            yield {"_index": self._names.documents, "_id": failure_id, **operation}
        for document_id in self._changed_kept:
            kept = self._kept[document_id]
            source = {"record": "kept", "blocked": kept.blocked}
            seen = {"first_seen": kept.first_seen} if kept.first_seen else {}
            yield {"_index": self._names.control, "_id": _kept_id(document_id), "_source": {**source, **seen}}

    def _sources(self, refused: Sequence[str]) -> list[str]:
        """The files that refused records belong to: paragraphs are known by their row."""
        rows = {int(name) for name in refused if name.isdigit()}
        held = [entry[2] for entry in self._written.values() if entry is not None]
        return [
            h.head.source
            for h in held
            if _document_id(h.head.document_id) in refused or any(h.first_row <= row < h.first_row + h.head.paragraphs for row in rows)
        ]

    def _leaving(self, document_id: str, new: _Held | None) -> Iterator[Json]:
        old = self._committed_before[document_id]
        if old is None:
            return
        for row in range(old.first_row, old.first_row + old.head.paragraphs):
            yield {"_op_type": "delete", "_index": self._names.paragraphs, "_id": str(row), "routing": document_id}
        for place in range(new.cases if new else 0, old.cases):
            yield {"_op_type": "delete", "_index": self._names.documents, "_id": _case_id(document_id, place)}
        if new is None:
            yield {"_op_type": "delete", "_index": self._names.documents, "_id": _document_id(document_id)}


def _hashed(*parts: str) -> str:
    """Elasticsearch's ids hold at most 512 bytes, and paths may be longer."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def _document_id(document_id: str) -> str:
    return f"document-{_hashed(document_id)}"


def _case_id(document_id: str, place: int) -> str:
    return f"case-{_hashed(document_id)}-{place}"


def _kept_id(document_id: str) -> str:
    return f"{KEPT}{block_key(document_id)}"


def _failure_id(label: str, source: str) -> str:
    return f"failed-{_hashed(label, source)}"
