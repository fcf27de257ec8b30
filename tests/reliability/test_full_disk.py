"""A full disk or a folder that cannot be written: the writing is refused in clear words, and the old index goes on serving."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from council.errors import WriteRefused
from tests.conftest import REPOSITORY
from tests.reliability.crashing_writer import DOCUMENTS, PARAGRAPHS, open_engine, write_round

BOUNDS = (100, 1_000, 40_000, 200_000)
"""Bytes that a file may hold: the first file to grow too large is the ledger, format.json, tantivy's list, a segment, the vectors."""


@pytest.mark.parametrize(
    ("how", "bound"), [*((how, bound) for how in ("writer", "rebuild") for bound in BOUNDS), ("compact", 100), ("compact", 1_000)]
)
def test_a_full_disk_refuses_the_write_and_loses_nothing(tmp_path: Path, how: str, bound: int) -> None:
    command = [sys.executable, "-m", "tests.reliability.full_disk_writer", str(tmp_path / "data"), how, str(bound)]
    said = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 0, said.stderr
    refused, before, after = said.stdout.splitlines()
    assert refused.startswith("refused Det gick inte att skriva i indexet")
    assert before == f"serves {DOCUMENTS * PARAGRAPHS} rond1"
    assert after == f"serves {DOCUMENTS * PARAGRAPHS} rond3"


def test_a_folder_that_cannot_be_made_refuses_the_write(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("ingen mapp")
    with pytest.raises(WriteRefused, match="gick inte att skriva"):
        open_engine(tmp_path / "fil" / "data").writer().__enter__()


def test_a_folder_that_is_read_only_refuses_the_write_and_serves(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    engine = open_engine(folder)
    with engine.writer() as writer:
        write_round(writer, 1)
    (folder / "write.lock").unlink()
    (folder / "write.lock").mkdir()  # a file that cannot be opened for writing, whoever runs the tests
    with pytest.raises(WriteRefused):
        engine.writer().__enter__()
    assert open_engine(folder).snapshot().stats().documents == DOCUMENTS
