"""The data folder of the embedded engine: generations beside each other, a pointer to the one that serves, and the writer's lock.

current              name of the generation that serves; replaced by rename, so a reader sees the old one or the new one
kept.jsonl           what outlives every generation (council.engines.ledger)
write.lock           held by the one writer; the system lets go of it when the process dies
generations/<name>/  format.json, vectors.f32, tantivy/; of large indexes axes.f32 and sketch.f32, which are made from the vectors
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from council.engines import stored
from council.errors import IndexFormatError, IndexLocked, ModelMismatch, WriteRefused
from council.model import ModelIdentity

FORMAT = 1
"""Version of what a generation holds; grows when an older program could not read it, or a newer not the old."""

REBUILD = "Kör `namndsok index MAPP --rebuild` så byggs ett nytt index bredvid det gamla."


@dataclass(frozen=True, slots=True)
class Generation:
    """One index: its folder, and the model that filled it."""

    path: Path
    model: ModelIdentity

    @property
    def name(self) -> str:
        """The folder's name: time of building and a random end."""
        return self.path.name

    @property
    def postings(self) -> Path:
        """Folder of tantivy's files."""
        return self.path / "tantivy"

    @property
    def vectors(self) -> Path:
        """File of vectors."""
        return self.path / "vectors.f32"

    def size(self) -> int:
        """Bytes on disk. A file that a writer takes away while they are counted counts nothing."""
        sizes = []
        for path in self.path.rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                sizes.append(path.stat().st_size)
        return sum(sizes)


class DataFolder:
    """Where everything of one index lies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ledger = path / "kept.jsonl"
        self._pointer = path / "current"
        self._generations = path / "generations"
        self._read: tuple[tuple[int, int], str | None] = ((0, 0), None)
        """Which file the pointer was when it was read last (inode, when it was written, ns), and what stood in it."""

    def current(self) -> str | None:
        """Name of the generation that serves, or None."""
        try:
            about = self._pointer.stat()
            which = about.st_ino, about.st_mtime_ns  # it is never written to: another takes its place (`publish`)
            known = self._read
            if known[0] != which:
                self._read = known = which, self._pointer.read_text(encoding="utf-8").strip() or None
            return known[1]
        except FileNotFoundError:
            return None

    def open(self, name: str, model: ModelIdentity | None) -> Generation:
        """A generation, once its format and model (None: whichever) are known to fit.

        Raises IndexFormatError, ModelMismatch, FileNotFoundError.
        """
        path = self._generations / name
        try:
            about = json.loads((path / "format.json").read_text(encoding="utf-8"))
            version = about["format"]
            if version != FORMAT:
                raise IndexFormatError(f"Indexet i {self.path} har format {version}, men programmet läser format {FORMAT}. {REBUILD}")
            filled_by = stored.from_plain(ModelIdentity, about["model"])
        except (ValueError, KeyError, TypeError) as error:
            raise IndexFormatError(f"Indexet i {self.path} går inte att läsa. {REBUILD}") from error
        if model is not None:
            _check_model(filled_by, model)
        return Generation(path, filled_by)

    def postings(self, name: str) -> Path:
        """Folder of tantivy's files in a generation, of whatever format."""
        return self._generations / name / "tantivy"

    def create(self, model: ModelIdentity) -> Generation:
        """A new, empty generation that nothing points to yet. Raises OSError."""
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
        generation = Generation(self._generations / f"{stamp}-{secrets.token_hex(4)}", model)
        generation.postings.mkdir(parents=True)
        about = {"format": FORMAT, "model": stored.to_plain(model)}
        _write_durably(generation.path / "format.json", json.dumps(about, ensure_ascii=False))
        return generation

    def publish(self, generation: Generation) -> None:
        """Let a generation serve from now on, at once and for good, and remove the others. Raises OSError."""
        sync_folder(generation.path)
        sync_folder(self._generations)
        beside = self.path / "current.next"
        _write_durably(beside, generation.name)
        beside.replace(self._pointer)
        sync_folder(self.path)
        self.sweep()

    def discard(self, generation: Generation) -> None:
        """Remove a generation unless it serves."""
        if generation.name != self.current():
            shutil.rmtree(generation.path, ignore_errors=True)

    def sweep(self) -> None:
        """Remove every generation but the one that serves. Readers that still map its files keep them until they let go."""
        serving = self.current()
        if not self._generations.is_dir():
            return
        for path in self._generations.iterdir():
            if path.name != serving:
                shutil.rmtree(path, ignore_errors=True)

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one writer. Raises IndexLocked while another process (or thread) is, WriteRefused where nothing can be written."""
        with contextlib.ExitStack() as stack:
            try:
                self.path.mkdir(parents=True, exist_ok=True)
                held = stack.enter_context((self.path / "write.lock").open("w"))
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexLocked(f"En annan indexering skriver redan i {self.path}. Vänta tills den är klar, eller avbryt den.") from error
            except OSError as error:
                raise refused(error) from error
            yield


def refused(error: Exception) -> WriteRefused:
    """A failed write in words for people."""
    return WriteRefused(
        f"Det gick inte att skriva i indexet ({error}). Det som redan var indexerat finns kvar och går att söka i. "
        "Kontrollera att disken inte är full och att mappen går att skriva i."
    )


def sync_folder(path: Path) -> None:
    """Make a folder's names durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _check_model(filled_by: ModelIdentity, asked: ModelIdentity) -> None:
    """A model is known by its digest and width; its name may be a path that differs between machines."""
    if (filled_by.digest, filled_by.dimensions) != (asked.digest, asked.dimensions):
        raise ModelMismatch(
            f"Indexet fylldes med modellen {filled_by.name} ({filled_by.dimensions} dimensioner), men inställningarna anger "
            f"{asked.name} ({asked.dimensions} dimensioner). Ställ tillbaka NAMNDSOK_MODEL. Eller: {REBUILD}"
        )
