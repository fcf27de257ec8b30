"""Folders in, an index out: discovers, reads in worker processes, embeds, writes, prunes. The only writer of an engine."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from council.encoder import Encoder, passage_text
from council.engine import Catalogue, CatalogueEntry, Engine, Writer
from council.errors import IndexFormatError, IndexMissing, UnreadableFile
from council.model import FailedFile, ReadDocument
from indexer.discover import FoundFile
from indexer.extract.workers import SELDOM, ReadingPool
from indexer.folders import Folder, gone, open_folder, open_folders, refuse_too_much
from indexer.report import MaskedFile, Report
from indexer.tasks import ReadingOptions, ReadingTask, reading_task

COMMIT_EVERY_DOCUMENTS = 20_000
COMMIT_EVERY_SECONDS = 10.0
"""A crash costs at most what was read since the last commit: ten seconds. A commit waits for the disk several times and makes a segment
that is merged with others later: one every 200 documents made three times as many segments of small text files."""

WRITE_AT_ONCE = 64
"""Paragraphs that are embedded and written together: few enough that those who read are soon given more to do (some 30 ms), enough that
small documents share what each call costs."""

Progress: TypeAlias = Callable[[int, int, str], None]
"""Told (files done, files in all, the source just read)."""


@dataclass(frozen=True, slots=True)
class IndexJob:
    """What to index and how. `label` names the folder in ids (None: its own name).

    `leave` are files, by their real paths, that are being written just now: what the index holds of them stays until the next run.
    """

    folders: tuple[Path, ...]
    label: str | None = None
    rebuild: bool = False
    prune: bool = False
    force: bool = False
    leave: frozenset[Path] = frozenset()


def index(job: IndexJob, engine: Engine, encoder: Encoder, options: ReadingOptions, progress: Progress | None = None) -> Report:
    """Run a job. Raises ConfigurationError for folders that are missing or meet in name, PruneRefused, and what the engine raises."""
    with _seldom_collected():
        return _index(job, engine, encoder, options, progress)


@contextlib.contextmanager
def _seldom_collected() -> Iterator[None]:
    """Lets the garbage collector look seldom, for as long as this lasts."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _index(job: IndexJob, engine: Engine, encoder: Encoder, options: ReadingOptions, progress: Progress | None) -> Report:
    started = time.monotonic()
    report = Report()
    catalogue = _catalogue(engine, report, job)
    folders = open_folders(job.folders, job.label, catalogue)
    for folder in folders:
        report.warnings += folder.problems
        report.failed += folder.found.failed
        if job.prune:
            refuse_too_much(folder, catalogue, force=job.force)
    run = _Run(encoder, options, report, progress, job.leave)
    if job.rebuild:
        _rebuild(engine, folders, catalogue, run)
    else:
        with engine.writer() as writer:
            run.write(writer, folders, catalogue)
            if job.prune:
                _prune(writer, folders, catalogue, report)
    report.seconds = time.monotonic() - started
    return report


def read_folder(path: Path, options: ReadingOptions) -> Iterator[ReadDocument | FailedFile]:
    """What is understood of a file, or of every document below a folder, in order; nothing is indexed."""
    folder = open_folder(path)
    yield from folder.found.failed
    tasks = (reading_task(folder, found, options) for found in folder.found.files)
    with ReadingPool(options.workers, options.limits) as pool:
        for task, outcome in pool.map(read_found, tasks):
            yield outcome if isinstance(outcome, ReadDocument) else FailedFile(task.source, task.label, outcome.code, outcome.message)


def read_found(task: ReadingTask) -> ReadDocument:
    """Read a task's file. All that it takes to read is loaded where this is done: the process that writes need not hold it."""
    from indexer.reading import read_file

    return read_file(task)


def _load_words() -> None:
    """Read what is known of Swedish words, which writing needs and those who read do not."""
    from council.swedish import load

    load()


def _catalogue(engine: Engine, report: Report, job: IndexJob) -> Catalogue:
    """What the index holds. A rebuild may start from an index of another model, and from one of a format that cannot be read."""
    try:
        return (engine.stored() if job.rebuild else engine.snapshot()).catalogue()
    except IndexMissing:
        return Catalogue()
    except IndexFormatError:
        if not job.rebuild:
            raise
        report.warnings.append("Det gamla indexet har ett annat format: det nya innehåller bara mapparna som angavs.")
        return Catalogue()


def write_all(writer: Writer, reads: Sequence[ReadDocument], encoder: Encoder) -> None:
    """Embed the paragraphs of some documents together, and write each document."""
    vectors = encoder.encode_passages([passage_text(paragraph, read.document) for read in reads for paragraph in read.paragraphs])
    at = 0
    for read in reads:
        writer.write(read, vectors[at : at + len(read.paragraphs)])
        at += len(read.paragraphs)


class _Run:
    """One run over folders into a writer; holds what every step needs."""

    def __init__(
        self, encoder: Encoder, options: ReadingOptions, report: Report, progress: Progress | None, leave: frozenset[Path] = frozenset()
    ) -> None:
        self.encoder, self.options, self.report, self.leave = encoder, options, report, leave
        self.progress = progress or (lambda _done, _total, _source: None)
        self._waiting: list[ReadDocument] = []

    def write(self, writer: Writer, folders: Sequence[Folder], catalogue: Catalogue) -> None:
        """Read and write every file that is new or changed; what the catalogue holds unchanged is skipped."""
        known = {(entry.label, entry.source): entry for entry in catalogue.entries}
        total = sum(len(folder.found.files) for folder in folders)
        for folder in folders:
            for failed in folder.found.failed:
                writer.fail(failed)
        last, since = time.monotonic(), 0
        with ReadingPool(self.options.workers, self.options.limits) as pool:
            for task, outcome in pool.map(read_found, self._changed(writer, folders, catalogue, known), _load_words):
                self._take(writer, task, outcome)
                since += 1
                if since >= COMMIT_EVERY_DOCUMENTS or time.monotonic() - last > COMMIT_EVERY_SECONDS:
                    self.flush(writer)
                    writer.commit()
                    last, since = time.monotonic(), 0
                self.progress(self.report.seen, total, task.source)
        self.flush(writer)
        self.progress(total, total, "")

    def _changed(
        self, writer: Writer, folders: Sequence[Folder], catalogue: Catalogue, known: Mapping[tuple[str, str], CatalogueEntry]
    ) -> Iterator[ReadingTask]:
        for folder in folders:
            for found in folder.found.files:
                if self.leave and _is_left(found, self.leave):
                    continue
                try:
                    task = reading_task(folder, found, self.options)
                except UnreadableFile as error:
                    self._fail(writer, folder.label, found.source, error)
                    continue
                if catalogue.blocked and catalogue.blocks(task.document_id):
                    self.report.blocked += 1
                elif _unchanged(known.get((task.label, task.source)), task):
                    self.report.unchanged += 1
                    writer.forget(task.label, task.source)
                else:
                    yield task

    def _take(self, writer: Writer, task: ReadingTask, outcome: ReadDocument | UnreadableFile) -> None:
        if isinstance(outcome, UnreadableFile):
            self._fail(writer, task.label, task.source, outcome)
            return
        self.put(writer, outcome)
        self.report.indexed += 1
        document = outcome.document
        self.report.understood.take(document)
        if document.masked:
            self.report.masked.append(MaskedFile(document.source, document.masked, document.masked_pages))
        self.report.warnings += [f"{document.source}: {warning}" for warning in document.warnings]

    def put(self, writer: Writer, read: ReadDocument) -> None:
        """Write a document, together with others that wait for the model."""
        self._waiting.append(read)
        self.report.paragraphs += len(read.paragraphs)
        if sum(len(waiting.paragraphs) for waiting in self._waiting) >= WRITE_AT_ONCE:
            self.flush(writer)

    def flush(self, writer: Writer) -> None:
        """Write what waits."""
        if self._waiting:
            write_all(writer, self._waiting, self.encoder)
            self._waiting.clear()

    def _fail(self, writer: Writer, label: str, source: str, error: UnreadableFile) -> None:
        failed = FailedFile(source, label, error.code, error.message)
        writer.fail(failed)
        self.report.failed.append(failed)


def _is_left(found: FoundFile, leave: frozenset[Path]) -> bool:
    """Whether a file, or its sidecar, is being written just now."""
    return any(path is not None and path.resolve() in leave for path in (found.path, found.sidecar))


def _unchanged(entry: CatalogueEntry | None, task: ReadingTask) -> bool:
    return entry is not None and (entry.digest, entry.root) == (task.digest, task.root)


def _rebuild(engine: Engine, folders: Sequence[Folder], catalogue: Catalogue, run: _Run) -> None:
    """Read the job's folders anew into an index beside; what the old index holds of other folders comes along."""
    labels = {folder.label for folder in folders}
    others = [entry for entry in catalogue.entries if entry.label not in labels]
    old = engine.stored() if others else None
    with engine.rebuild() as writer:
        run.write(writer, folders, replace(catalogue, entries=(), failed=()))
        for failed in catalogue.failed:
            if failed.label not in labels:
                writer.fail(failed)
        for entry in others:
            read = old.document(entry.document_id) if old else None
            if read:
                run.put(writer, read)
                run.report.carried_over += 1
        run.flush(writer)


def _prune(writer: Writer, folders: Sequence[Folder], catalogue: Catalogue, report: Report) -> None:
    for folder in folders:
        for entry in gone(folder, catalogue):
            report.pruned += writer.remove(entry.document_id)
        here = {found.source for found in folder.found.files} | {failed.source for failed in folder.found.failed}
        for failed in catalogue.failed:
            if failed.label == folder.label and failed.source not in here:
                writer.forget(failed.label, failed.source)
