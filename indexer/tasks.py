"""The task of reading one file, and the options that all files of a run share; made by whoever finds files, carried out in a worker."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from council.errors import UnreadableFile
from council.settings import Settings
from council.values import value
from indexer.discover import FoundFile, digested, document_id
from indexer.extract.limits import MEBIBYTE, Limits
from indexer.folders import Folder
from indexer.sidecar import MANIFEST, sidecar_bytes


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What is the same for every file of a run. `registers` is a folder with a municipality's own registers, or None.

    `authorities` are the domains whose addresses stay when contacts of private persons are masked; None when they are not masked.
    """

    limits: Limits = field(default_factory=Limits)
    workers: int = 2
    municipality: str | None = None
    registers: Path | None = None
    authorities: frozenset[str] | None = None

    @property
    def fingerprint(self) -> bytes:
        """Part of every file's digest: what makes the same file be understood differently."""
        own = sorted(self.registers.glob("*.yaml")) if self.registers else []
        contacts = [] if self.authorities is None else ["contacts", *sorted(self.authorities)]
        parts = [self.municipality or "", str(self.limits.ocr), *contacts, *(hashlib.sha256(p.read_bytes()).hexdigest() for p in own)]
        return "\0".join(parts).encode()


def reading_options(settings: Settings) -> ReadingOptions:
    """The options that the settings ask for."""
    limits = Limits(
        max_bytes=settings.max_megabytes * MEBIBYTE,
        pages=settings.max_pages,
        seconds=float(settings.max_seconds),
        cpu_seconds=settings.max_seconds,
        memory=settings.max_memory_megabytes * MEBIBYTE,
        ocr=settings.ocr,
    )
    authorities = frozenset(domain.lower() for domain in settings.authority_domains) if settings.mask_contacts else None
    return ReadingOptions(limits, settings.workers, settings.municipality or None, settings.registers, authorities)


@value
class ReadingTask:
    """One file to read, with all that a worker needs to know of it. `sidecar` holds raw bytes, empty where there is none.

    `content` holds those of a file so small that it was read whole for its digest, empty for others.
    """

    path: Path = field(repr=False)
    source: str
    label: str
    root: str = field(repr=False)
    document_id: str
    digest: str
    sidecar: bytes = field(repr=False)  # kept out of logs: it may hold what is masked later
    sidecar_name: str
    options: ReadingOptions
    masked: int = 0
    content: bytes = field(default=b"", repr=False)


def reading_task(folder: Folder, found: FoundFile, options: ReadingOptions) -> ReadingTask:
    """The task of reading one found file. Raises UnreadableFile when it is too large or cannot be opened."""
    try:
        size = found.path.stat().st_size
        if size > options.limits.max_bytes:
            most = options.limits.max_bytes // MEBIBYTE
            raise UnreadableFile("too_large", f"Filen är {size // MEBIBYTE} MB; högst {most} MB läses.")
        facts = folder.manifest.get(found.path.relative_to(folder.root).as_posix(), b"") if folder.manifest else b""
        its_digest, content = digested(found, facts + options.fingerprint)
        return ReadingTask(
            path=found.path,
            source=found.source,
            label=folder.label,
            root=folder.shown_root,
            document_id=document_id(folder.label, found.source),
            digest=its_digest,
            sidecar=sidecar_bytes(found.sidecar) if found.sidecar else facts,
            sidecar_name=found.sidecar.name if found.sidecar else MANIFEST,
            options=options,
            masked=found.masked,
            content=content,
        )
    except OSError as error:
        raise UnreadableFile("denied", f"Filen kan inte läsas: {error.strerror}.") from error
