"""The Elasticsearch engine: generations of indices, the record that says which one serves, and the writer's lock."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from council.engine import Copied, Snapshot, Writer
from council.engines import stored
from council.engines.copying import copy_index
from council.engines.data_folder import REBUILD
from council.engines.document_cache import DocumentCache
from council.engines.elastic import Cluster, Connection, GoneError
from council.engines.elastic_lock import WriterLock
from council.engines.elastic_paragraphs import Names
from council.engines.elastic_queries import Json
from council.engines.elastic_snapshot import ElasticSnapshot
from council.engines.elastic_writer import FORMAT, STATE, ElasticWriter
from council.engines.fields import Analyse, BoardsOf, Fields
from council.engines.records import State
from council.errors import EngineError, EngineTimeout, IndexFormatError, IndexLocked, IndexMissing, ModelMismatch
from council.model import ModelIdentity
from council.settings import VectorIndex

VIEW_SECONDS = 240.0
"""A point in time unused for so long is opened anew, before its five minutes are over."""

RETIRED_SECONDS = 60.0
"""How long a request may go on reading through a view after a newer one was opened."""

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class ElasticOptions:
    """What can be set: the names' beginning, shards, copies, how vectors are indexed, and how old a snapshot may be (seconds).

    `patience` is how long a request that reads the old indices is waited for before they are deleted (seconds).
    """

    prefix: str = "namndsok"
    shards: int = 1
    replicas: int = 1
    vectors: VectorIndex = "int8_hnsw"
    fresh: float = 1.0
    patience: float = 10.0


@dataclass(slots=True)
class _Shown:
    """The snapshot that is handed out, which commit it shows, and when that was last made sure and last used."""

    snapshot: ElasticSnapshot
    commit: tuple[str, int]
    checked: float
    cache: DocumentCache
    used: float = field(default_factory=time.monotonic)


class ElasticEngine:
    """See council.engine.Engine."""

    def __init__(
        self,
        connection: Connection,
        model: ModelIdentity,
        options: ElasticOptions | None = None,
        *,
        registers: Path | None = None,
        analyse: Analyse | None = None,
        boards_of: BoardsOf | None = None,
    ) -> None:
        """`registers` is a municipality's own folder; `analyse` and `boards_of` take the place of council.swedish and the registers."""
        self._cluster = Cluster(connection)
        self._timeout = connection.timeout
        self._model = model
        self._options = options or ElasticOptions()
        self._registers = registers
        self._analyse = analyse
        self._boards_of = boards_of
        self._refreshing = threading.Lock()
        self._shown: _Shown | None = None
        self._retired: list[tuple[float, ElasticSnapshot]] = []
        self._control = Names(self._options.prefix, "").control

    def snapshot(self) -> Snapshot:
        """See council.engine.Engine. Looks for a new commit at most once in `fresh` seconds.

        One request looks; others go on with what was shown, so that a slow cluster costs each of them one time-out and not a queue.
        """
        shown = self._shown
        now = time.monotonic()
        if shown is None or now - shown.used > VIEW_SECONDS:
            if not self._refreshing.acquire(timeout=self._timeout):
                raise EngineTimeout("Elasticsearch svarar inte i tid.")
        elif now - shown.checked < self._options.fresh or not self._refreshing.acquire(blocking=False):
            shown.used = now
            return shown.snapshot
        try:
            return self._look(time.monotonic())
        finally:
            self._refreshing.release()

    def stored(self) -> Snapshot:
        """See council.engine.Engine."""
        self._cluster.check_version()
        names, state = self._serving(any_model=True)
        return ElasticSnapshot(self._cluster, names, self._model, state, DocumentCache())

    def _look(self, now: float) -> Snapshot:
        """Look for a new commit, unless another request just has."""
        shown = self._shown
        if shown is None or now - shown.checked >= self._options.fresh or now - shown.used > VIEW_SECONDS:
            shown = self._newest(now)
        shown.used = now
        self._retire(self._shown, shown, now)
        self._shown = shown
        return shown.snapshot

    def _retire(self, old: _Shown | None, new: _Shown, now: float) -> None:
        """Let go of views that were replaced a while ago, when nobody reads through them any more."""
        if old is not None and old is not new:
            self._retired.append((now, old.snapshot))
        while self._retired and now - self._retired[0][0] > RETIRED_SECONDS:
            self._retired.pop(0)[1].close()

    def _newest(self, now: float) -> _Shown:
        self._cluster.check_version()
        for _ in range(_ATTEMPTS):
            names, state = self._serving()
            commit = (names.generation, state.serial)
            old = self._shown
            if old is not None and old.commit == commit and now - old.used <= VIEW_SECONDS:
                old.checked = now
                return old
            with contextlib.suppress(GoneError):  # a rebuild was swapped in meanwhile
                # Numbers of documents are never used twice in a generation, so what one commit decoded serves the next.
                cache = old.cache if old is not None and old.commit[0] == names.generation else DocumentCache()
                return _Shown(ElasticSnapshot(self._cluster, names, self._model, state, cache), commit, now, cache)
        raise IndexFormatError(f"Indexet {self._options.prefix} i Elasticsearch saknar delar. {REBUILD}")

    def _serving(self, *, any_model: bool = False) -> tuple[Names, State]:
        """The generation that serves and its last commit. Raises IndexMissing, IndexFormatError, ModelMismatch."""
        about = self._about()
        if about is None:
            raise IndexMissing(f"Det finns inget index {self._options.prefix} i Elasticsearch än. Kör `namndsok index MAPP`.")
        if about["format"] != FORMAT:
            raise IndexFormatError(f"Indexet i Elasticsearch har format {about['format']}, men programmet läser format {FORMAT}. {REBUILD}")
        model = stored.load(ModelIdentity, about["model"])
        if not any_model and (model.digest, model.dimensions) != (self._model.digest, self._model.dimensions):
            raise ModelMismatch(
                f"Indexet fylldes med modellen {model.name} ({model.dimensions} dimensioner), men inställningarna anger "
                f"{self._model.name} ({self._model.dimensions} dimensioner). Ställ tillbaka NAMNDSOK_MODEL. Eller: {REBUILD}"
            )
        return Names(self._options.prefix, about["generation"]), stored.load(State, about["state"])

    def _about(self) -> Json | None:
        try:
            return self._cluster.get(self._control, [STATE]).get(STATE)
        except GoneError:
            return None

    @contextlib.contextmanager
    def writer(self) -> Iterator[Writer]:
        """See council.engine.Engine."""
        with self._lock() as lock:
            if self._about() is None:
                with self._new(State(), lock, at_once=True) as writer:
                    yield writer
                return
            names, state = self._serving()
            self._sweep(names)
            with self._session(names, state, lock) as writer:
                yield writer

    @contextlib.contextmanager
    def rebuild(self) -> Iterator[Writer]:
        """See council.engine.Engine. The old indices stay until the next writing, for those who still read them."""
        with self._lock() as lock:
            about = self._about()
            serial = stored.load(State, about["state"]).serial if about is not None else 0
            if about is not None:
                self._sweep(Names(self._options.prefix, about["generation"]))
            with self._new(State(serial=serial), lock, at_once=False) as writer:
                yield writer

    def compact(self, progress: Copied | None = None) -> None:
        """See council.engine.Engine. The old indices go when no request can still be reading them."""
        with self._lock() as lock:
            names, state = self._serving()
            old = ElasticSnapshot(self._cluster, names, self._model, state, DocumentCache())
            with contextlib.closing(old), self._new(State(serial=state.serial), lock, at_once=False) as writer:
                copy_index(old, writer, progress)
            time.sleep(self._options.fresh + self._options.patience)
            self._sweep(self._serving()[0])

    def close(self) -> None:
        """See council.engine.Engine."""
        with self._refreshing:
            views = [snapshot for _, snapshot in self._retired] + ([self._shown.snapshot] if self._shown else [])
            self._shown, self._retired = None, []
        # An unreachable cluster forgets the views by itself, after five minutes.
        with contextlib.suppress(EngineError):
            for snapshot in views:
                snapshot.close()
        self._cluster.close()

    @contextlib.contextmanager
    def _new(self, start: State, lock: WriterLock, *, at_once: bool) -> Iterator[ElasticWriter]:
        """A writer of new indices, which serve from the first commit on (`at_once`) or after a clean exit; gone after an error."""
        generation = f"{dt.datetime.now(dt.UTC):%Y%m%dt%H%M%S}-{secrets.token_hex(4)}"
        names = Names(self._options.prefix, generation)
        served = False
        last = start

        def committed(state: State) -> None:
            nonlocal served, last
            last = state
            if at_once:
                self._publish(names, state)
                served = True

        try:
            self._create(names)
            with self._session(names, start, lock, committed) as writer:
                yield writer
                writer.seal()
            if not at_once:
                self._publish(names, last)
                served = True
            prefix = self._options.prefix
            self._cluster.point_aliases({f"{prefix}-paragraphs": names.paragraphs, f"{prefix}-documents": names.documents})
        finally:
            if not served:
                self._cluster.delete_indices((names.paragraphs, names.documents))

    @contextlib.contextmanager
    def _session(
        self, names: Names, state: State, lock: WriterLock, committed: Callable[[State], None] | None = None
    ) -> Iterator[ElasticWriter]:
        """A writer that commits on a clean exit and drops what was not committed on an error."""
        fields = Fields(self._analyser(), self._boards())
        publish = committed or (lambda state: self._publish(names, state))
        writer = ElasticWriter(self._cluster, names, self._model, state, fields, lock.beat, publish)
        try:
            yield writer
            writer.commit()
        finally:
            writer.close()

    def _create(self, names: Names) -> None:
        copies = {"number_of_replicas": self._options.replicas}
        shards = {"number_of_shards": self._options.shards, **copies}
        vector: Json = {
            "type": "dense_vector",
            "dims": self._model.dimensions,
            "index": True,
            "similarity": "dot_product",
            "index_options": {"type": self._options.vectors},
        }
        about = {"format": FORMAT}
        changes: Json = {"settings": {"index": shards}, "mappings": {"_meta": about, "properties": {"vector": vector}}}
        self._cluster.create_index(names.paragraphs, "paragraphs", changes)
        self._cluster.create_index(names.documents, "documents", {"settings": {"index": shards}, "mappings": {"_meta": about}})

    def _publish(self, names: Names, state: State) -> None:
        """Let a commit be the one that is seen. The record is one document, so it is the old commit or the new one."""
        about = {"record": "state", "format": FORMAT, "generation": names.generation, "model": stored.dump(self._model)}
        self._cluster.put(names.control, STATE, {**about, "state": stored.dump(state)})
        with self._refreshing:
            if self._shown is not None:
                self._shown.checked = 0.0

    def _sweep(self, serving: Names) -> None:
        """Remove the indices of generations that do not serve: old ones, and what killed writers left."""
        found: list[str] = []
        for kind in ("paragraphs", "documents"):
            with contextlib.suppress(GoneError):
                found += self._cluster.indices(f"{self._options.prefix}-{kind}-*")
        self._cluster.delete_indices([name for name in found if name not in {serving.paragraphs, serving.documents}])

    @contextlib.contextmanager
    def _lock(self) -> Iterator[WriterLock]:
        """Be the one writer. Raises IndexLocked while another shows signs of life."""
        self._cluster.check_version()
        copies: Json = {"settings": {"index": {"number_of_replicas": self._options.replicas}}}
        self._cluster.create_index_once(self._control, "control", copies)
        lock = WriterLock(self._cluster, self._control)
        if not lock.take():
            raise IndexLocked(f"En annan indexering skriver redan i {self._options.prefix}. Vänta tills den är klar, eller avbryt den.")
        try:
            yield lock
        finally:
            lock.release()

    def _analyser(self) -> Analyse:
        if self._analyse is None:
            from council.swedish import analyse  # Loading the words takes a second, which only a writer should wait for.

            self._analyse = analyse
        return self._analyse

    def _boards(self) -> BoardsOf:
        if self._boards_of is None:
            from council.registers import load_registers

            self._boards_of = load_registers(self._registers).facet_boards
        return self._boards_of
