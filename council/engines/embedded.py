"""The embedded engine: one folder of data and nothing to start. tantivy holds words and stored values, a file holds vectors."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from council.engine import Copied, Snapshot, Writer
from council.engines import ledger as ledger_file
from council.engines.copying import copy_index
from council.engines.data_folder import REBUILD, DataFolder, Generation
from council.engines.document_cache import DocumentCache
from council.engines.embedded_snapshot import EmbeddedSnapshot, read_state
from council.engines.embedded_writer import EmbeddedWriter, translated
from council.engines.facet_columns import FacetColumns
from council.engines.fields import Analyse, BoardsOf, fields_for
from council.engines.records import Head, State
from council.engines.tantivy_index import TantivyIndex
from council.errors import IndexFormatError, IndexMissing, WriteRefused
from council.model import ModelIdentity

FEWEST_DEAD = 1_000
"""Dead rows below which a folder is left as it is: 1 MB of vectors."""

MOST_COPIED = 10_000
"""Paragraphs above which only a rebuild takes dead rows away: copying analyses the text again, 2,800 paragraphs/s."""

_ATTEMPTS = 5
"""How often the pointer is read anew when the generation it named is gone: each time a rebuild was swapped in."""


class EmbeddedEngine:
    """See council.engine.Engine. Several threads may read through one engine; several processes may open one folder."""

    def __init__(
        self,
        folder: Path,
        model: ModelIdentity,
        *,
        registers: Path | None = None,
        analyse: Analyse | None = None,
        boards_of: BoardsOf | None = None,
    ) -> None:
        """`registers` is a municipality's own folder; `analyse` and `boards_of` take the place of council.swedish and the registers."""
        self._folder = DataFolder(folder)
        self._model = model
        self._analyse = analyse
        self._boards_of = boards_of
        self._registers = registers
        self._refreshing = threading.Lock()
        self._opened: _Opened | None = None

    def snapshot(self) -> Snapshot:
        """See council.engine.Engine. Reads one small file and looks at one more, unless there is a new commit."""
        with self._refreshing:
            for _ in range(_ATTEMPTS):
                name = self._folder.current()
                if name is None:
                    raise self._missing()
                try:
                    return self._opened_as(name).newest()
                except FileNotFoundError:
                    self._opened = None
            raise IndexFormatError(f"Indexet i {self._folder.path} saknar filer. {REBUILD}")

    def stored(self) -> Snapshot:
        """See council.engine.Engine."""
        name = self._folder.current()
        if name is None:
            raise self._missing()
        return _Opened(self._folder.open(name, None), self._folder.ledger).newest()

    def _opened_as(self, name: str) -> _Opened:
        if self._opened is None or self._opened.generation.name != name:
            self._opened = _Opened(self._folder.open(name, self._model), self._folder.ledger)
        return self._opened

    @contextlib.contextmanager
    def writer(self) -> Iterator[Writer]:
        """See council.engine.Engine."""
        with self._folder.lock():
            name = self._folder.current()
            if name is None:
                with self._first() as writer:
                    yield writer
            else:
                generation = self._folder.open(name, self._model)
                with self._next(generation) as writer:
                    yield writer
                self._compact(generation)

    @contextlib.contextmanager
    def rebuild(self) -> Iterator[Writer]:
        """See council.engine.Engine. What first_seen and the block list hold is taken over, whatever the old index is like."""
        with self._folder.lock(), self._beside(self._last_serial()) as writer:
            yield writer

    def compact(self, progress: Copied | None = None) -> None:
        """See council.engine.Engine. Readers of the old files hold them until they look for a new commit; then the system frees them."""
        with self._folder.lock():
            name = self._folder.current()
            if name is None:
                raise self._missing()
            self._copy_beside(self._folder.open(name, self._model), progress)

    def close(self) -> None:
        """See council.engine.Engine."""
        with self._refreshing:
            self._opened = None

    @contextlib.contextmanager
    def _beside(self, serial: int | None) -> Iterator[EmbeddedWriter]:
        """A writer of a new generation, which is swapped in after a clean exit and gone after an error."""
        start = State(serial=ledger_file.read_ledger(self._folder.ledger).serial if serial is None else serial)
        generation = self._create(serial)
        try:
            with self._session(generation, _new_index(generation), start, {}) as writer:
                yield writer
                writer.seal()
            with translated():
                self._folder.publish(generation)
        finally:
            self._folder.discard(generation)

    def _compact(self, generation: Generation) -> None:
        """Copy a small index that is mostly dead rows into a new generation. It serves as well without, so a full disk stops nothing."""
        snapshot = EmbeddedSnapshot(generation, _open_index(generation).searcher(), self._folder.ledger, DocumentCache())
        state = snapshot.state
        if snapshot.dead_rows < FEWEST_DEAD or snapshot.dead_rows <= state.paragraphs or state.paragraphs > MOST_COPIED:
            return
        with contextlib.suppress(WriteRefused):
            self._copy_beside(generation, None)

    def _copy_beside(self, generation: Generation, progress: Copied | None) -> None:
        """Let a copy of what is alive serve in a generation's place, and leave of the ledger what counts."""
        snapshot = EmbeddedSnapshot(generation, _open_index(generation).searcher(), self._folder.ledger, DocumentCache())
        with self._beside(snapshot.state.serial) as writer:
            copy_index(snapshot, writer, progress)
        with translated():
            ledger_file.rewrite(self._folder.ledger, writer.state.serial)

    def _missing(self) -> IndexMissing:
        return IndexMissing(f"Det finns inget index i {self._folder.path} än. Kör `namndsok index MAPP`.")

    def _last_serial(self) -> int | None:
        """The serving generation's last commit; None where it cannot be read, and every line of the ledger counts."""
        name = self._folder.current()
        if name is None:
            return 0
        with contextlib.suppress(ValueError, OSError):
            return read_state(TantivyIndex.open(self._folder.postings(name)).searcher()).serial
        return None

    @contextlib.contextmanager
    def _first(self) -> Iterator[EmbeddedWriter]:
        """A writer where there was no index: it serves from its first commit on, and leaves nothing without one."""
        generation = self._create(0)

        def committed() -> None:
            if self._folder.current() is None:
                self._folder.publish(generation)

        try:
            with self._session(generation, _new_index(generation), State(), {}, committed) as writer:
                yield writer
                writer.seal()
        finally:
            self._folder.discard(generation)

    @contextlib.contextmanager
    def _next(self, generation: Generation) -> Iterator[EmbeddedWriter]:
        """A writer that goes on from the last commit. What killed writers left behind is taken away."""
        index = _open_index(generation)
        snapshot = EmbeddedSnapshot(generation, index.searcher(), self._folder.ledger, DocumentCache())
        with translated():
            self._folder.sweep()
            ledger_file.cut_off(self._folder.ledger, snapshot.state.serial)
        with self._session(generation, index, snapshot.state, {head.document_id: head for head in snapshot.heads}) as writer:
            yield writer

    def _create(self, upto: int | None) -> Generation:
        with translated():
            if upto is not None:
                ledger_file.cut_off(self._folder.ledger, upto)
            self._folder.sweep()
            return self._folder.create(self._model)

    @contextlib.contextmanager
    def _session(
        self,
        generation: Generation,
        index: TantivyIndex,
        start: State,
        heads: dict[str, Head],
        committed: Callable[[], None] | None = None,
    ) -> Iterator[EmbeddedWriter]:
        """A writer that commits on a clean exit and drops what was not committed on an error."""
        known = ledger_file.read_ledger(self._folder.ledger)
        fields = fields_for(self._analyse, self._boards_of, self._registers)
        writer = EmbeddedWriter(self._folder, generation, index, start, heads, known, fields, committed)
        try:
            yield writer
            writer.commit()
        except BaseException:
            # The first error is the one to tell; what a broken writer says when it is closed adds nothing.
            with contextlib.suppress(WriteRefused):
                writer.close(rollback=True)
            raise
        writer.close(rollback=False)


class _Opened:
    """A generation opened for reading, and the newest snapshot of it."""

    def __init__(self, generation: Generation, ledger: Path) -> None:
        self.generation = generation
        self._ledger = ledger
        self._index = _open_index(generation)
        self._documents, self._columns = DocumentCache(), FacetColumns()
        self._snapshot: EmbeddedSnapshot | None = None
        self._seen: tuple[int, int] | None = None

    def newest(self) -> EmbeddedSnapshot:
        """The snapshot of the newest commit. Raises FileNotFoundError when the generation was removed."""
        stamp = _stamp(self.generation)
        if self._snapshot is None or stamp != self._seen:
            try:
                self._snapshot = EmbeddedSnapshot(self.generation, self._index.searcher(), self._ledger, self._documents, self._columns)
            except ValueError as error:
                _stamp(self.generation)  # gone: swapped for another while it was read
                raise _unreadable(self.generation) from error
            self._seen = stamp
        return self._snapshot


def _stamp(generation: Generation) -> tuple[int, int]:
    """Changes with every commit: tantivy replaces the file that lists its segments."""
    status = (generation.postings / "meta.json").stat()
    return status.st_mtime_ns, status.st_ino


def _new_index(generation: Generation) -> TantivyIndex:
    with translated():
        return TantivyIndex.create(generation.postings)


def _open_index(generation: Generation) -> TantivyIndex:
    try:
        return TantivyIndex.open(generation.postings)
    except ValueError as error:
        _stamp(generation)
        raise _unreadable(generation) from error


def _unreadable(generation: Generation) -> IndexFormatError:
    return IndexFormatError(f"Indexet i {generation.path} går inte att läsa: filer saknas eller är skadade. {REBUILD}")
