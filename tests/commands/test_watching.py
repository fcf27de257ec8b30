"""`namndsok index --watch` takes in what is new and changed, leaves what is being written, and takes out what is gone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from namndsok.watching import SETTLED_SECONDS, following
from tests.commands.conftest import MOTION

PATIENCE = 60.0
"""Seconds that a test waits for what must come; the machine may be busy."""


@pytest.fixture
def watched(folder: Path, tmp_path: Path) -> Iterator[Callable[[], set[str]]]:
    """A real process that watches the folder with --prune; gives a function that tells which sources the index holds."""
    environment = {**os.environ, "NAMNDSOK_DATA": str(tmp_path / "data"), "NAMNDSOK_OCR": "0", "NAMNDSOK_WORKERS": "1"}
    command = [sys.executable, "-m", "namndsok"]
    process = subprocess.Popen(
        [*command, "index", str(folder), "--watch", "--prune", "--force"], env=environment, stderr=subprocess.PIPE, text=True
    )

    def sources() -> set[str]:
        asked = subprocess.run(
            [*command, "search", "nämnd OR motion", "--json", "--size", "50"], env=environment, capture_output=True, text=True, check=False
        )
        if not asked.stdout:
            return set()
        return {hit["document"]["source"] for hit in json.loads(asked.stdout)["hits"]}

    yield sources
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    assert "Traceback" not in said


def _comes(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.2)
    return False


def test_a_watched_folder_is_followed(watched: Callable[[], set[str]], folder: Path) -> None:
    first = {"motion.txt", "socialnamnden/protokoll.txt"}
    assert _comes(lambda: watched() == first)
    (folder / "ny.txt").write_text(MOTION.replace("elcyklar", "lastcyklar"), encoding="utf-8")
    assert _comes(lambda: watched() == first | {"ny.txt"})
    (folder / "motion.txt").unlink()
    assert _comes(lambda: watched() == {"ny.txt", "socialnamnden/protokoll.txt"})


@pytest.fixture
def rounds(tmp_path: Path) -> Iterator[Iterator[frozenset[Path]]]:
    """Rounds of a folder that is watched in this process."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "data").mkdir()
    with following([tmp_path / "in"], tmp_path / "in" / "data") as told:
        time.sleep(0.5)  # the watcher begins in a thread of its own
        yield told


def test_a_burst_of_changes_is_one_round(rounds: Iterator[frozenset[Path]], tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / "in" / f"{number}.txt").write_text("Text.", encoding="utf-8")
    assert next(rounds) == frozenset()


def test_a_file_that_is_being_written_waits_for_the_next_round(rounds: Iterator[frozenset[Path]], tmp_path: Path) -> None:
    half = tmp_path / "in" / "halv.txt"
    whole = threading.Event()

    def write() -> None:
        with half.open("a", encoding="utf-8") as file:
            while not whole.is_set():
                file.write("Ännu en rad.\n")
                file.flush()
                time.sleep(0.05)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        assert next(rounds) == {half.resolve()}
    finally:
        whole.set()
        writing.join()
    told = next(rounds)
    assert told == frozenset() or next(rounds) == frozenset()


def test_what_is_no_document_brings_no_round(rounds: Iterator[frozenset[Path]], tmp_path: Path) -> None:
    came: list[frozenset[Path]] = []
    waiting = threading.Thread(target=lambda: came.append(next(rounds)), daemon=True)
    waiting.start()
    (tmp_path / "in" / "bild.png").write_bytes(b"x")
    (tmp_path / "in" / ".dold.txt").write_text("x", encoding="utf-8")
    (tmp_path / "in" / "data" / "segment.txt").write_text("x", encoding="utf-8")
    waiting.join(timeout=2 * SETTLED_SECONDS)
    assert came == []
    (tmp_path / "in" / "sist.txt").write_text("Text.", encoding="utf-8")
    waiting.join(timeout=PATIENCE)
    assert came == [frozenset()]


def test_a_sidecar_and_a_folder_that_moves_in_bring_rounds(rounds: Iterator[frozenset[Path]], tmp_path: Path) -> None:
    (tmp_path / "in" / "a.pdf.json").write_text("{}", encoding="utf-8")
    assert next(rounds) == frozenset()
    (tmp_path / "utanför").mkdir()
    (tmp_path / "utanför" / "b.txt").write_text("Text.", encoding="utf-8")
    (tmp_path / "utanför").rename(tmp_path / "in" / "inflyttad")
    assert next(rounds) == frozenset()
