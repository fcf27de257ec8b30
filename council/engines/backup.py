"""Copies the embedded engine's data folder while searches go on: the generation that serves, and what outlives generations."""

from __future__ import annotations

import shutil
from pathlib import Path

from council.engines.data_folder import DataFolder, refused, sync_folder
from council.errors import ConfigurationError, IndexMissing


def back_up(data: Path, target: Path) -> int:
    """Copy the index of `data` into the folder `target`, which must be missing or empty; returns the bytes copied.

    The copy is a data folder like the original: set NAMNDSOK_DATA to it, or copy it back. The writer's lock is held meanwhile, so that
    nothing changes under the copy; readers never wait for it. `current`, which makes a folder an index, comes last: a copy that was cut
    off holds no index rather than half of one. Raises IndexMissing, IndexLocked, ConfigurationError, WriteRefused.
    """
    folder = DataFolder(data)
    if folder.current() is None:
        raise IndexMissing(f"Det finns inget index i {data} att kopiera.")
    if target.resolve().is_relative_to(data.resolve()):
        raise ConfigurationError(f"{target} ligger i datamappen. Välj en mapp utanför {data}.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ConfigurationError(f"{target} är inte en tom mapp. Säkerhetskopian skrivs inte över något.")
    with folder.lock():
        try:
            return _copy(folder, target)
        except (OSError, shutil.Error) as error:
            raise refused(error) from error


def _copy(folder: DataFolder, target: Path) -> int:
    serving = folder.current() or ""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(folder.path / "generations" / serving, target / "generations" / serving)
    for beside in sorted(folder.path.iterdir()):
        if beside.is_file() and beside.name not in ("current", "current.next", "write.lock"):
            shutil.copy2(beside, target / beside.name)
    sync_folder(target)
    (target / "current").write_text(serving, encoding="utf-8")
    return sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
