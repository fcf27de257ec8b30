"""The Elasticsearch engine: which generation of indices serves, the snapshots handed out of it, and whose turn it is to write."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from council.engine import Copied, Snapshot, Writer
from council.engines.copying import copy_index
from council.engines.data_folder import REBUILD
from council.engines.document_cache import DocumentCache
from council.engines.elastic import Cluster, Connection
from council.engines.elastic_commit import FORMAT, Commit, Records, Serving
from council.engines.elastic_errors import GoneError
from council.engines.elastic_indices import ElasticOptions, create_generation, ensure_control
from council.engines.elastic_lock import WriterLock
from council.engines.elastic_names import Names
from council.engines.elastic_snapshot import ElasticSnapshot
from council.engines.elastic_turn import Turn
from council.engines.elastic_view import View
from council.engines.elastic_writer import ElasticWriter
from council.engines.fields import Analyse, BoardsOf, fields_for
from council.errors import EngineError, EngineTimeout, EngineUnavailable, IndexFormatError, IndexLocked, IndexMissing, ModelMismatch
from council.model import ModelIdentity

__all__ = ["ElasticEngine", "ElasticOptions"]

VIEW_SECONDS = 240.0
"""A point in time unused for so long is opened anew, before its five minutes are over."""

RETIRED_SECONDS = 60.0
"""How long a request may go on reading through a view after a newer one was opened."""

_ATTEMPTS = 5


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
        self._control = Names(self._options.prefix).control

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
        return self._opened(self._serving(any_model=True), DocumentCache())

    def _look(self, now: float) -> Snapshot:
        """Look for a new commit, unless another request just has. While a cluster cannot say, what was shown is shown on."""
        shown = self._shown
        if shown is None or now - shown.checked >= self._options.fresh or now - shown.used > VIEW_SECONDS:
            try:
                shown = self._newest(now)
            except (EngineUnavailable, EngineTimeout):
                if shown is None or now - shown.used > VIEW_SECONDS:
                    raise
                shown.checked = time.monotonic()
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
            serving = self._serving()
            old = self._shown
            commit = (serving.generation, serving.commit.state.serial)
            if old is not None and old.commit == commit and now - old.used <= VIEW_SECONDS:
                old.checked = now
                return old
            with contextlib.suppress(GoneError):  # a rebuild was swapped in meanwhile
                # Numbers of documents are never used twice, so what one commit decoded serves the next.
                cache = old.cache if old is not None and old.commit[0] == serving.generation else DocumentCache()
                snapshot = self._opened(serving, cache)
                return _Shown(snapshot, (serving.generation, snapshot.commit.state.serial), now, cache)
        raise IndexFormatError(f"Indexet {self._options.prefix} i Elasticsearch saknar delar. {REBUILD}")

    def _opened(self, serving: Serving, cache: DocumentCache) -> ElasticSnapshot:
        names = Names(self._options.prefix, serving.generation)
        return ElasticSnapshot(self._cluster, names, self._model, self._commits_of(serving.generation), cache)

    def _commits_of(self, generation: str) -> Callable[[], Commit]:
        """Reads the newest commit of a generation; raises GoneError when another serves."""

        def newest() -> Commit:
            serving = Records(self._cluster, self._control).serving()
            if serving is None or serving.generation != generation:
                raise GoneError(f"Indexet {generation} har ersatts av ett annat.")
            return serving.commit

        return newest

    def _serving(self, *, any_model: bool = False) -> Serving:
        """What serves. Raises IndexMissing, IndexFormatError, ModelMismatch."""
        serving = Records(self._cluster, self._control).serving()
        if serving is None:
            raise IndexMissing(f"Det finns inget index {self._options.prefix} i Elasticsearch än. Kör `namndsok index MAPP`.")
        return self._readable(serving, any_model=any_model)

    def _readable(self, serving: Serving, *, any_model: bool = False) -> Serving:
        if serving.model is None:
            raise IndexFormatError(f"Indexet i Elasticsearch har format {serving.format}, men programmet läser format {FORMAT}. {REBUILD}")
        model = serving.model
        if not any_model and (model.digest, model.dimensions) != (self._model.digest, self._model.dimensions):
            raise ModelMismatch(
                f"Indexet fylldes med modellen {model.name} ({model.dimensions} dimensioner), men inställningarna anger "
                f"{self._model.name} ({self._model.dimensions} dimensioner). Ställ tillbaka NAMNDSOK_MODEL. Eller: {REBUILD}"
            )
        return serving

    @contextlib.contextmanager
    def writer(self) -> Iterator[Writer]:
        """See council.engine.Engine."""
        with self._turn() as turn:
            if turn.serving is None:
                with self._new(turn, at_once=True) as writer:
                    yield writer
                return
            serving = self._readable(turn.serving)
            names = Names(self._options.prefix, serving.generation)
            self._discard_but(names, also_before=self._rested(serving))
            commit = turn.tidied(self._cluster, names)
            publish = functools.partial(self._publish, turn, names)
            view = View(self._cluster, names, self._commits_of(serving.generation))
            with self._session(names, commit, view, turn, publish) as writer:
                yield writer

    @contextlib.contextmanager
    def rebuild(self) -> Iterator[Writer]:
        """See council.engine.Engine. The old indices stay for those who still read them, until a writing some seconds later."""
        with self._turn() as turn:
            if turn.serving is not None:
                names = Names(self._options.prefix, turn.serving.generation)
                self._discard_but(names, also_before=self._rested(turn.serving))
            with self._new(turn, at_once=False) as writer:
                yield writer

    def compact(self, progress: Copied | None = None) -> None:
        """See council.engine.Engine. The old indices go when no request can still be reading them."""
        with self._turn() as turn:
            old = self._opened(self._serving(), DocumentCache())
            with contextlib.closing(old), self._new(turn, at_once=False) as writer:
                copy_index(old, writer, progress)
            time.sleep(self._options.fresh + self._options.patience)
            self._discard_but(Names(self._options.prefix, self._serving().generation))

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
    def _new(self, turn: Turn, *, at_once: bool) -> Iterator[ElasticWriter]:
        """A writer of new indices, which serve from the first commit on (`at_once`) or after a clean exit; gone after an error."""
        names = Names(self._options.prefix, f"{dt.datetime.now(dt.UTC):%Y%m%dt%H%M%S}-{secrets.token_hex(4)}")
        last: list[Commit] = []
        served = False

        def publish(commit: Commit) -> None:
            nonlocal served
            last[:] = [commit]
            if at_once:
                self._publish(turn, names, commit)
                served = True

        try:
            create_generation(self._cluster, names, self._model, self._options)
            with self._session(names, turn.beginning(), None, turn, publish) as writer:
                yield writer
                writer.seal()
            if not at_once:
                self._publish(turn, names, last[0])
                served = True
            self._cluster.point_aliases(names.aliases)
        finally:
            if not served:
                self._cluster.delete_indices((names.paragraphs, names.documents))

    @contextlib.contextmanager
    def _session(
        self, names: Names, start: Commit, view: View | None, turn: Turn, publish: Callable[[Commit], None]
    ) -> Iterator[ElasticWriter]:
        """A writer that commits on a clean exit and drops what was not committed on an error."""
        fields = fields_for(self._analyse, self._boards_of, self._registers)
        writer = ElasticWriter(self._cluster, names, self._model, start, view, turn.free, turn.records, fields, turn.lock.beat, publish)
        committed = False
        try:
            yield writer
            writer.commit()
            committed = True
        finally:
            writer.close(committed=committed)

    def _publish(self, turn: Turn, names: Names, commit: Commit) -> None:
        """Let a commit be the one that is seen."""
        turn.records.publish(names.generation, self._model, commit)
        with self._refreshing:
            if self._shown is not None:
                self._shown.checked = 0.0

    def _discard_but(self, serving: Names, *, also_before: bool = True) -> None:
        """Remove what killed writers left since the serving generation was begun, and also those before it: names begin with the time."""
        found: list[str] = []
        for serves in (serving.paragraphs, serving.documents):
            with contextlib.suppress(GoneError):
                indices = self._cluster.indices(f"{serves.removesuffix(serving.generation)}*")
                found += [name for name in indices if name > serves or (also_before and name < serves)]
        self._cluster.delete_indices(found)

    def _rested(self, serving: Serving) -> bool:
        """Whether no request can still be reading what served before: the last commit is older than a request may take."""
        updated = serving.commit.state.updated
        rest = dt.timedelta(seconds=self._options.fresh + self._options.patience)
        return updated is None or dt.datetime.now(dt.UTC) - updated >= rest

    @contextlib.contextmanager
    def _turn(self) -> Iterator[Turn]:
        """Be the one writer. Raises IndexLocked while another shows signs of life."""
        self._cluster.check_version()
        ensure_control(self._cluster, self._control, self._options)
        lock = WriterLock(self._cluster, self._control)
        if not lock.take():
            raise IndexLocked(f"En annan indexering skriver redan i {self._options.prefix}. Vänta tills den är klar, eller avbryt den.")
        try:
            yield Turn.taken(lock, Records(self._cluster, self._control))
        finally:
            lock.release()
