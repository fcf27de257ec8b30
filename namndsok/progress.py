"""The progress bar of long commands, on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

Shown = Callable[[int, int, str], None]
"""Told after each file: how many are done, of how many, and the source of the last."""


@contextmanager
def progress_bar(description: str) -> Iterator[Shown]:
    """A bar that moves as files are done; silent where stderr is no terminal and NAMNDSOK_PROGRESS does not ask for it."""
    silent = not sys.stderr.isatty() and not os.environ.get("NAMNDSOK_PROGRESS")
    with tqdm(total=None, unit="fil", desc=description, disable=silent, file=sys.stderr) as bar:

        def show(done: int, total: int, source: str) -> None:
            bar.total = total
            bar.set_postfix_str(Path(source).name[:40], refresh=False)
            bar.update(done - bar.n)

        yield show
