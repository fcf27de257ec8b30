"""The folders of a run: their labels, what stands in them, and what is gone from them since the last run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from council.bodies import slug
from council.engine import Catalogue, CatalogueEntry
from council.errors import ConfigurationError, PruneRefused
from indexer.discover import Discovery, discover, shown
from indexer.privacy import mask
from indexer.sidecar import read_manifest

PRUNE_SHARE = 0.2
"""A prune that would take more than a fifth of a folder's documents is more likely a share that is not mounted."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of a run: its label in ids, the documents found, the lines of its documents.jsonl and what is wrong with others.

    `shown_root` is the root as it may be kept: personal identity numbers in it are masked.
    """

    root: Path
    label: str
    found: Discovery
    manifest: dict[str, bytes]
    problems: tuple[str, ...] = ()

    @property
    def shown_root(self) -> str:
        """The root as it may be kept."""
        return _shown_root(self.root)


@lru_cache(maxsize=16)  # each file of a folder asks for it
def _shown_root(root: Path) -> str:
    return shown(str(root)).text


def open_folder(given: Path, label: str | None = None) -> Folder:
    """Look into a folder, or at a single file (its folder is the root then). Raises ConfigurationError when it is missing."""
    if not given.exists():
        raise ConfigurationError(f"{given} finns inte.")
    path = given.resolve()
    root = path if path.is_dir() else path.parent
    label = mask(label).text if label else _named(root)
    manifest, problems = read_manifest(root)
    if shown(root.name).count:
        problems.append("Mappens namn innehåller ett personnummer, som är dolt i indexet. Heter fler mappar så: ange --label.")
    return Folder(root, label, discover(path, label), manifest, tuple(problems))


def _named(root: Path) -> str:
    """The label that a folder's name gives it."""
    return slug(shown(root.name).text) or "mapp"


def open_folders(given: Sequence[Path], label: str | None, catalogue: Catalogue) -> list[Folder]:
    """Look into the folders of a run. Raises ConfigurationError when two would have the same label, or one is missing."""
    folders: list[Folder] = []
    for path in given:
        folder = open_folder(path, label or _label(path, catalogue, [f.label for f in folders]))
        if folder.label in [f.label for f in folders]:
            raise ConfigurationError(f"Två mappar heter {folder.label!r}: indexera dem var för sig med --label.")
        folders.append(folder)
    return folders


def _label(given: Path, catalogue: Catalogue, taken: Sequence[str]) -> str:
    """The folder's name; with its parent's before it where another folder that still exists has that name in the index."""
    path = given.resolve()
    base = path if path.is_dir() else path.parent
    roots = {entry.label: entry.root for entry in catalogue.entries}
    for label, root in roots.items():
        if root == shown(str(base)).text:
            return label
    for label in (_named(base), slug(f"{shown(base.parent.name).text}-{_named(base)}")):
        if label not in taken and (label not in roots or not Path(roots[label]).exists()):
            return label
    raise ConfigurationError(f"En annan mapp i indexet heter redan {shown(base.name).text!r}: ge ett eget namn med --label.")


def gone(folder: Folder, catalogue: Catalogue) -> list[CatalogueEntry]:
    """What the index holds of a folder and the folder no longer has. What lies below a part that could not be read is not gone."""
    here = {found.source for found in folder.found.files} | {failed.source for failed in folder.found.failed}
    unseen = tuple(f"{failed.source}/" for failed in folder.found.failed if failed.source != ".")
    if any(failed.source == "." for failed in folder.found.failed):
        return []
    return [e for e in catalogue.entries if e.label == folder.label and e.source not in here and not e.source.startswith(unseen)]


def refuse_too_much(folder: Folder, catalogue: Catalogue, *, force: bool) -> None:
    """Raise PruneRefused when a prune would take more than PRUNE_SHARE of what the index holds of a folder, unless forced."""
    before = sum(1 for entry in catalogue.entries if entry.label == folder.label)
    missing = len(gone(folder, catalogue))
    if missing > PRUNE_SHARE * before and not force:
        raise PruneRefused(
            f"{missing} av {before} handlingar i {folder.root} saknas på disken. Är mappen monterad? "
            "Inget är borttaget; --force tar bort dem ändå."
        )
