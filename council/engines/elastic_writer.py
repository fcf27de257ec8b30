"""The Elasticsearch engine's one writer: sends documents as they come, unseen, and lets a commit show them all at one moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from council.engine import block_key
from council.engines import stored
from council.engines.elastic import Cluster
from council.engines.elastic_commit import KEPT, Commit, Kept, Records
from council.engines.elastic_names import Names
from council.engines.elastic_queries import Json
from council.engines.elastic_records import Held, coming, failing, forgetting, leaving
from council.engines.elastic_sending import Action, Sender
from council.engines.elastic_steps import Ask
from council.engines.elastic_view import View
from council.engines.fields import Fields
from council.engines.records import Head, head_of
from council.model import Document, FailedFile, ModelIdentity, ReadDocument, Vectors

LOOKED_UP_TOGETHER = 100
"""Documents that wait until what is known of them is looked up in one request."""

MOST_WAITING = 1_000
"""Paragraphs that wait at most: with vectors of 256 numbers 1 MB."""

RESERVED = (1_000, 20_000)
"""Numbers and rows that are reserved at a time, before they are used."""


@dataclass(slots=True)
class Free:
    """The next number and row that were never used, and how far they are reserved."""

    number: int
    row: int
    reserved: tuple[int, int] = (0, 0)

    def take(self, numbers: int, rows: int, records: Records) -> tuple[int, int]:
        """The first of so many numbers and rows, reserved."""
        first = self.number, self.row
        self.number += numbers
        self.row += rows
        if self.number > self.reserved[0] or self.row > self.reserved[1]:
            self.reserved = (self.number + RESERVED[0], self.row + RESERVED[1])
            records.reserve(*self.reserved)
        return first

    def give_back(self, records: Records) -> None:
        """Let the next writer go on right after what was used."""
        if self.reserved != (0, 0):
            self.reserved = (self.number, self.row)
            records.reserve(*self.reserved)


@dataclass(slots=True)
class _Since:
    """What was written since the last commit: what it replaces or removes, and whether anything was."""

    leaving: dict[int, list[Action]] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    anything: bool = False


class ElasticWriter:
    """See council.engine.Writer. Made by the engine, which holds the lock and keeps it with `beat`.

    `view` reads what was there before (None: nothing); `publish` lets a commit be seen.
    """

    def __init__(self, cluster: Cluster, names: Names, model: ModelIdentity, start: Commit, view: View | None, free: Free,
                 records: Records, fields: Fields, beat: Callable[[], None], publish: Callable[[Commit], None]) -> None:  # fmt: skip
        self._cluster = cluster
        self._names = names
        self._model = model
        self._commit = start
        self._state = start.state
        self._view = view
        self._free = free
        self._records = records
        self._fields = fields
        self._beat = beat
        self._publish = publish
        self._sender = Sender(cluster)
        self._waiting: list[tuple[ReadDocument, Vectors]] = []
        self._held: dict[str, Held | None] = {}
        self._kept: dict[str, Kept] = {}
        self._kept_before: dict[str, Kept] = {}
        self._failures = self._known_failures()
        self._since = _Since()

    def write(self, read: ReadDocument, vectors: Vectors) -> None:
        """See council.engine.Writer. A blocked document is not written: only `unblock` lets it in again."""
        expected = (len(read.paragraphs), self._model.dimensions)
        if vectors.shape != expected:
            raise ValueError(f"{read.document.id}: vectors have the shape {vectors.shape}, not {expected}")
        self._waiting.append((read, vectors))
        if len(self._waiting) >= LOOKED_UP_TOGETHER or sum(len(v) for _, v in self._waiting) >= MOST_WAITING:
            self._put_waiting()

    def remove(self, document_id: str, *, block: bool = False) -> bool:
        """See council.engine.Writer."""
        self._put_waiting()
        self._look_up([document_id])
        held, kept = self._held[document_id], self._kept[block_key(document_id)]
        if held is not None:
            self._leave(held)
            self._held[document_id] = None
            self._count(held.head, None)
        if block and not kept.blocked:
            self._keep(document_id, replace(kept, blocked=True))
        return held is not None

    def unblock(self, document_id: str) -> None:
        """See council.engine.Writer."""
        self._put_waiting()
        self._look_up([document_id])
        kept = self._kept[block_key(document_id)]
        if kept.blocked:
            self._keep(document_id, replace(kept, blocked=False))

    def fail(self, failed: FailedFile) -> None:
        """See council.engine.Writer."""
        self.forget(failed.label, failed.source)
        number, _ = self._free.take(1, 0, self._records)
        self._failures[failed.label, failed.source] = number
        self._sender.send([failing(self._names, failed, number)])
        self._since.anything = True

    def forget(self, label: str, source: str) -> None:
        """See council.engine.Writer."""
        self._put_waiting()
        number = self._failures.pop((label, source), None)
        if number is not None:
            self._since.leaving[number] = [forgetting(self._names, number, source)]
            self._since.anything = True

    def commit(self) -> None:
        """See council.engine.Writer. Nothing new makes no new commit."""
        self._put_waiting()
        if self._since.anything:
            self.seal()

    def seal(self) -> None:
        """Commit even where nothing is new: a rebuilt index may be empty. All is seen when the record of the commit is written."""
        self._put_waiting()
        self._beat()
        number, _ = self._free.take(1, 0, self._records)
        self._sender.send(self._keeping(number))
        self._sender.finish()
        indices = (self._names.paragraphs, self._names.documents, self._names.control)
        self._cluster.refresh(*indices)
        state = replace(
            self._state, serial=self._state.serial + 1, updated=dt.datetime.now(dt.UTC), next_docno=self._free.number, rows=self._free.row
        )
        since, self._since = self._since, _Since()
        self._commit = replace(self._commit, state=state, gone=tuple(since.leaving))
        self._state = state
        self._publish(self._commit)
        self._kept_before |= since.kept
        self._clear(since)

    def _clear(self, since: _Since) -> None:
        """Delete what the commit replaced: nobody sees it any more. A writer that is killed here leaves that to the next."""
        if since.leaving:
            self._sender.send(action for actions in since.leaving.values() for action in actions)
            self._sender.finish()
            self._cluster.refresh(self._names.paragraphs, self._names.documents)

    def close(self, *, committed: bool) -> None:
        """Let go; what was not committed is never seen."""
        self._sender.close()
        if committed:
            self._free.give_back(self._records)
        if self._view is not None:
            self._view.close()

    def _put_waiting(self) -> None:
        """Send what was gathered."""
        if not self._waiting:
            return
        self._beat()
        waiting, self._waiting = self._waiting, []
        self._look_up([read.document.id for read, _ in waiting])
        for read, vectors in waiting:
            kept = self._kept[block_key(read.document.id)]
            if not kept.blocked:
                document = replace(read.document, first_seen=self._first_seen(read.document, kept))
                self._put(replace(read, document=document), vectors)

    def _put(self, read: ReadDocument, vectors: Vectors) -> None:
        number, first_row = self._free.take(1, len(read.paragraphs), self._records)
        held = Held(head_of(read.document, number, len(read.paragraphs)), first_row, len(read.cases))
        before = self._held[read.document.id]
        if before is not None:
            self._leave(before)
        self._sender.send(coming(self._names, self._fields, read, vectors, held))
        self._held[read.document.id] = held
        self._count(before.head if before else None, held.head)
        failure = self._failures.pop((read.document.label, read.document.source), None)
        if failure is not None:
            self._since.leaving[failure] = [forgetting(self._names, failure, read.document.source)]
        self._since.anything = True

    def _leave(self, held: Held) -> None:
        self._since.leaving[held.head.docno] = list(leaving(self._names, held))
        self._since.anything = True

    def _look_up(self, document_ids: Sequence[str]) -> None:
        """Learn, once, what the index and the control index know of documents."""
        new = [document_id for document_id in dict.fromkeys(document_ids) if document_id not in self._held]
        if not new:
            return
        self._held.update(dict.fromkeys(new))
        if self._view is not None:
            only: Json = {"bool": {"filter": [{"term": {"record": "document"}}, {"terms": {"document_id": new}}]}}
            body: Json = {"query": only, "size": len(new), "_source": ["document_id", "head", "first_row", "cases"]}
            (answer,) = self._view.ask([Ask(body, "documents")])
            for hit in answer["hits"]["hits"]:
                told = hit["_source"]
                self._held[told["document_id"]] = Held(stored.load(Head, told["head"]), told["first_row"], told["cases"])
        keys = {block_key(document_id) for document_id in new} - self._kept.keys()
        kept = self._cluster.get(self._names.control, [f"{KEPT}{key}" for key in keys])
        for key in keys:
            source = kept.get(f"{KEPT}{key}")
            self._kept[key] = self._kept_before[key] = Kept.read(source, self._commit) if source is not None else Kept()

    def _keep(self, document_id: str, kept: Kept) -> None:
        key = block_key(document_id)
        self._kept[key] = self._since.kept[key] = kept
        self._since.anything = True

    def _keeping(self, number: int) -> list[Action]:
        """The records of what outlives the index, as changed since the last commit."""
        actions = []
        for key, kept in self._since.kept.items():
            source = kept.after(self._kept_before[key], key, number)
            actions.append(Action({"_index": self._names.control, "_id": f"{KEPT}{key}", "_source": source}, key))
        return actions

    def _first_seen(self, document: Document, kept: Kept) -> dt.datetime:
        if kept.first_seen is not None:
            return dt.datetime.fromisoformat(kept.first_seen)
        seen = document.first_seen or dt.datetime.now(dt.UTC)
        self._keep(document.id, replace(kept, first_seen=seen.isoformat()))
        return seen

    def _known_failures(self) -> dict[tuple[str, str], int]:
        if self._view is None:
            return {}
        body: Json = {
            "query": {"term": {"record": "failed"}},
            "size": 1_000,
            "_source": ["label", "source", "docno"],
            "sort": [{"docno": "asc"}],
        }
        told = (hit["_source"] for hit in self._view.pages(Ask(body, "documents")))
        return {(failed["label"], failed["source"]): failed["docno"] for failed in told}

    def _count(self, old: Head | None, new: Head | None) -> None:
        self._state = replace(
            self._state,
            documents=self._state.documents + (new is not None) - (old is not None),
            paragraphs=self._state.paragraphs + (new.paragraphs if new else 0) - (old.paragraphs if old else 0),
        )
