"""A long indexing shows a bar that counts files, on stderr alone and only to people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from namndsok.progress import progress_bar
from tests.commands.conftest import Spoken


def test_the_bar_counts_files_up_to_all_of_them(run: Callable[..., Spoken], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAMNDSOK_PROGRESS", "1")
    done = run("index", folder)
    assert done.out == ""
    assert "Indexerar: 100%" in done.err
    assert "2/2" in done.err


def test_the_bar_names_the_file_just_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("NAMNDSOK_PROGRESS", "1")
    with progress_bar("Indexerar") as show:
        show(1, 4, "socialnamnden/protokoll.txt")
        show(4, 4, "kommunstyrelsen/kallelse.txt")
    said = capsys.readouterr().err
    assert "kallelse.txt" in said
    assert "4/4" in said


def test_there_is_no_bar_where_nobody_looks(run: Callable[..., Spoken], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NAMNDSOK_PROGRESS", raising=False)
    assert "Indexerar" not in run("index", folder).err
