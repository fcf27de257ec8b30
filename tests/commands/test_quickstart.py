"""`make run` indexes, then serves: also when some files could not be read, but not when nothing could be indexed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from namndsok import quickstart


@pytest.mark.parametrize(("indexed", "commands"), [(0, ["index", "serve"]), (3, ["index", "serve"]), (4, ["index"])])
def test_serving_goes_on_when_some_files_could_not_be_read(
    indexed: int, commands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: list[str] = []

    def main(arguments: Sequence[str]) -> int:
        run.append(arguments[0])
        return indexed if arguments[0] == "index" else 0

    monkeypatch.setattr(quickstart, "main", main)
    monkeypatch.setenv("NAMNDSOK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NAMNDSOK_PROGRESS", "0")
    assert quickstart.quickstart(tmp_path, "127.0.0.1", 8000) == (indexed if commands == ["index"] else 0)
    assert run == commands


def test_a_folder_that_is_missing_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quickstart.quickstart(tmp_path / "borta", "127.0.0.1", 8000) == 2
    assert "finns inte" in capsys.readouterr().err
