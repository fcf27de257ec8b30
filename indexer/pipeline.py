"""Folders in, an index out: discovers, reads in worker processes, embeds, writes, prunes. The only writer of an engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from council.encoder import Encoder, passage_text
from council.engine import Catalogue, CatalogueEntry, Engine, Snapshot, Writer
from council.errors import ConfigurationError, IndexMissing, PruneRefused, UnreadableFile
from council.model import FailedFile, ReadDocument
from indexer.discover import Discovery, FoundFile, digest, discover, document_id, slug
from indexer.extract.workers import ReadingPool
from indexer.reading import ReadingOptions, ReadingTask, read_file
from indexer.report import MaskedFile, Report
from indexer.sidecar import read_manifest

COMMIT_EVERY_DOCUMENTS = 200
COMMIT_EVERY_SECONDS = 20.0
"""A crash costs at most what was read since the last commit."""

PRUNE_SHARE = 0.2
"""A prune that would take more than a fifth of a folder's documents is more likely a share that is not mounted."""

Progress: TypeAlias = Callable[[int, int, str], None]
"""Told (files done, files in all, the source just read)."""


@dataclass(frozen=True, slots=True)
class IndexJob:
    """What to index and how. `label` names the folder in ids (None: its own name)."""

    folders: tuple[Path, ...]
    label: str | None = None
    rebuild: bool = False
    prune: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of a job with its label and what was found in it."""

    root: Path
    label: str
    found: Discovery
    manifest: dict[str, bytes]


def index(job: IndexJob, engine: Engine, encoder: Encoder, options: ReadingOptions, progress: Progress | None = None) -> Report:
    """Run a job. Raises ConfigurationError for folders that are missing or meet in name, PruneRefused, and what the engine raises."""
    started = time.monotonic()
    report = Report()
    catalogue = _catalogue(engine)
    folders = _folders(job, catalogue, report)
    if job.prune:
        _refuse_too_much(folders, catalogue, force=job.force)
    if job.rebuild:
        _rebuild(engine, folders, catalogue, _Indexing(encoder, options, report, progress))
    else:
        with engine.writer() as writer:
            indexing = _Indexing(encoder, options, report, progress)
            indexing.write(writer, folders, catalogue, known={(e.label, e.source): e for e in catalogue.entries})
            if job.prune:
                _prune(writer, folders, catalogue, report)
    report.seconds = time.monotonic() - started
    return report


def _catalogue(engine: Engine) -> Catalogue:
    try:
        return engine.snapshot().catalogue()
    except IndexMissing:
        return Catalogue()


def _folders(job: IndexJob, catalogue: Catalogue, report: Report) -> list[Folder]:
    folders = []
    for given in job.folders:
        if not given.exists():
            raise ConfigurationError(f"Mappen {given} finns inte.")
        root = given.resolve()
        label = job.label or _label(root, catalogue, [f.label for f in folders])
        if label in [f.label for f in folders]:
            raise ConfigurationError(f"Två mappar heter {label!r}: indexera dem var för sig med --label.")
        manifest, problems = read_manifest(root) if root.is_dir() else ({}, [])
        report.warnings += problems
        found = discover(root, label)
        report.failed += found.failed
        folders.append(Folder(root if root.is_dir() else root.parent, label, found, manifest))
    return folders


def _label(root: Path, catalogue: Catalogue, taken: Sequence[str]) -> str:
    """The folder's name; with its parent's before it where another folder that still exists has that name in the index."""
    base = root if root.is_dir() else root.parent
    roots = {entry.label: entry.root for entry in catalogue.entries}
    known = [label for label, of in roots.items() if of == str(base)]
    if known:
        return known[0]
    for label in (slug(base.name) or "mapp", slug(f"{base.parent.name}-{base.name}")):
        if label not in taken and (label not in roots or not Path(roots[label]).exists()):
            return label
    raise ConfigurationError(f"En annan mapp i indexet heter redan {base.name!r}: ge ett eget namn med --label.")


class _Indexing:
    """One run over folders into a writer; holds what every step needs."""

    def __init__(self, encoder: Encoder, options: ReadingOptions, report: Report, progress: Progress | None) -> None:
        self.encoder, self.options, self.report = encoder, options, report
        self.progress = progress or (lambda _done, _total, _source: None)

    def write(self, writer: Writer, folders: Sequence[Folder], catalogue: Catalogue, known: dict[tuple[str, str], CatalogueEntry]) -> None:
        """Read and write every file that is new or changed; `known` are the entries that may be skipped when unchanged."""
        total = sum(len(folder.found.files) for folder in folders)
        failed_before = {(f.label, f.source): f for f in catalogue.failed}
        for folder in folders:
            for failed in folder.found.failed:
                writer.fail(failed)
        tasks = self._tasks(folders, catalogue, known, failed_before, writer)
        last, since = time.monotonic(), 0
        with ReadingPool(self.options.workers, self.options.limits) as pool:
            for task, outcome in pool.map(read_file, tasks):
                self._take(writer, task, outcome)
                since += 1
                if since >= COMMIT_EVERY_DOCUMENTS or time.monotonic() - last > COMMIT_EVERY_SECONDS:
                    writer.commit()
                    last, since = time.monotonic(), 0
                self.progress(self._done(), total, task.source)
        self.progress(total, total, "")

    def _done(self) -> int:
        return self.report.indexed + self.report.unchanged + self.report.blocked + len(self.report.failed)

    def _tasks(
        self,
        folders: Sequence[Folder],
        catalogue: Catalogue,
        known: dict[tuple[str, str], CatalogueEntry],
        failed_before: dict[tuple[str, str], FailedFile],
        writer: Writer,
    ) -> Iterator[ReadingTask]:
        for folder in folders:
            for found in folder.found.files:
                identity = document_id(folder.label, found.source)
                if identity in catalogue.blocked:
                    self.report.blocked += 1
                    continue
                try:
                    task = self._task(folder, found, identity)
                except (UnreadableFile, OSError) as error:
                    self._fail(writer, folder.label, found.source, error)
                    continue
                entry = known.get((folder.label, found.source))
                if entry and entry.digest == task.digest and entry.root == str(folder.root):
                    self.report.unchanged += 1
                    if (folder.label, found.source) in failed_before:
                        writer.forget(folder.label, found.source)
                    continue
                yield task

    def _task(self, folder: Folder, found: FoundFile, identity: str) -> ReadingTask:
        size = found.path.stat().st_size
        if size > self.options.limits.max_bytes:
            raise UnreadableFile("too_large", f"Filen är {size / 1e6:.0f} MB; högst {self.options.limits.max_bytes / 1e6:.0f} MB läses.")
        facts = folder.manifest.get(found.source, b"")
        sidecar = found.sidecar.read_bytes() if found.sidecar else facts
        where = found.sidecar.name if found.sidecar else "documents.jsonl"
        return ReadingTask(
            path=found.path,
            source=found.source,
            label=folder.label,
            root=str(folder.root),
            document_id=identity,
            digest=digest(found, facts + self.options.fingerprint),
            sidecar=sidecar,
            sidecar_name=where,
            options=self.options,
        )

    def _take(self, writer: Writer, task: ReadingTask, outcome: ReadDocument | UnreadableFile) -> None:
        if isinstance(outcome, UnreadableFile):
            self._fail(writer, task.label, task.source, outcome)
            return
        self.put(writer, outcome)
        writer.forget(task.label, task.source)
        self.report.indexed += 1
        document = outcome.document
        if document.masked:
            self.report.masked.append(MaskedFile(document.source, document.masked, document.masked_pages))
        self.report.warnings += [f"{document.source}: {warning}" for warning in document.warnings]

    def put(self, writer: Writer, read: ReadDocument) -> None:
        """Embed a document's paragraphs and write it."""
        texts = [passage_text(paragraph, read.document) for paragraph in read.paragraphs]
        writer.write(read, self.encoder.encode_passages(texts))
        self.report.paragraphs += len(read.paragraphs)

    def _fail(self, writer: Writer, label: str, source: str, error: UnreadableFile | OSError) -> None:
        if isinstance(error, UnreadableFile):
            failed = FailedFile(source, label, error.code, error.message)
        else:
            failed = FailedFile(source, label, "denied", f"Filen kan inte läsas: {error.strerror}.")
        writer.fail(failed)
        self.report.failed.append(failed)


def _rebuild(engine: Engine, folders: list[Folder], catalogue: Catalogue, indexing: _Indexing) -> None:
    """Read the job's folders anew into an index beside; what stands in the old index from other folders comes along."""
    old = _old_snapshot(engine) if catalogue.entries else None
    with engine.rebuild() as writer:
        indexing.write(writer, folders, replace(catalogue, failed=()), known={})
        labels = {folder.label for folder in folders}
        for failed in catalogue.failed:
            if failed.label not in labels:
                writer.fail(failed)
        for entry in catalogue.entries:
            read = old.document(entry.document_id) if old and entry.label not in labels else None
            if read:
                indexing.put(writer, read)
                indexing.report.carried_over += 1


def _old_snapshot(engine: Engine) -> Snapshot | None:
    try:
        return engine.snapshot()
    except IndexMissing:
        return None


def _gone(folder: Folder, catalogue: Catalogue) -> list[CatalogueEntry]:
    here = {found.source for found in folder.found.files} | {failed.source for failed in folder.found.failed}
    return [e for e in catalogue.entries if e.label == folder.label and e.source not in here and not _below_failed(e.source, folder.found)]


def _below_failed(source: str, found: Discovery) -> bool:
    """Whether a file lies in a folder that could not be read: not seen is not gone."""
    return any(source.startswith(f"{failed.source}/") or failed.source == "." for failed in found.failed)


def _refuse_too_much(folders: Iterable[Folder], catalogue: Catalogue, *, force: bool) -> None:
    for folder in folders:
        before = sum(1 for entry in catalogue.entries if entry.label == folder.label)
        gone = len(_gone(folder, catalogue))
        if gone > PRUNE_SHARE * before and not force:
            raise PruneRefused(
                f"{gone} av {before} handlingar i {folder.root} saknas på disken. Är mappen monterad? "
                "Inget är borttaget; --force tar bort dem ändå."
            )


def _prune(writer: Writer, folders: Iterable[Folder], catalogue: Catalogue, report: Report) -> None:
    for folder in folders:
        for entry in _gone(folder, catalogue):
            report.pruned += writer.remove(entry.document_id)
        here = {f.source for f in (*folder.found.files, *folder.found.failed)}
        for failed in catalogue.failed:
            if failed.label == folder.label and failed.source not in here:
                writer.forget(failed.label, failed.source)


def read_folder(path: Path, options: ReadingOptions) -> Iterator[ReadDocument | FailedFile]:
    """What is understood of a file, or of every document below a folder, in order; nothing is indexed."""
    root = path.resolve()
    found = discover(root, slug(root.name if root.is_dir() else root.parent.name) or "mapp")
    label = slug(root.name if root.is_dir() else root.parent.name) or "mapp"
    manifest, _problems = read_manifest(root) if root.is_dir() else ({}, [])
    folder = Folder(root if root.is_dir() else root.parent, label, found, manifest)
    yield from found.failed
    with ReadingPool(options.workers, options.limits) as pool:
        for task, outcome in pool.map(read_file, reading_tasks(folder, options)):
            yield outcome if isinstance(outcome, ReadDocument) else FailedFile(task.source, label, outcome.code, outcome.message)
