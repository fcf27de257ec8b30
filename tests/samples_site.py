"""The site over the sample documents, indexed as `make run` does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.types import ASGIApp

from council.settings import read_settings
from namndsok.opening import open_encoder, open_index
from search_api.service import SearchService
from tests.conftest import REPOSITORY
from ui.app import create_site


@contextmanager
def samples_site(data: Path) -> Iterator[ASGIApp]:
    """Pages and API over the samples, indexed into a data folder by the command; the index is closed at the end."""
    environ = {**os.environ, "NAMNDSOK_DATA": str(data)}
    command = [sys.executable, "-m", "namndsok", "index", str(REPOSITORY / "samples" / "dokument")]
    indexed = subprocess.run(command, env=environ, cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False)
    assert indexed.returncode == 0, indexed.stderr[-2000:]
    settings = read_settings(environ)
    encoder = open_encoder(settings)
    engine = open_index(settings, encoder)
    try:
        yield create_site(SearchService(engine, encoder), settings)
    finally:
        engine.close()
