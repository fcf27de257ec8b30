"""Originals are found below their folder alone, also where a part of the name was masked or is no UTF-8."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from council.model import Document
from indexer.discover import discover
from indexer.folders import open_folder
from search_api.originals import Original, Refusal, original

NUMBER = "19800101-1231"


def asked(root: str, source: str, **facts: int) -> Original | Refusal:
    return original(Document("a", source, root=root, **facts), serve_masked=True)


def found_names(folder: Path) -> list[str]:
    return [found.source for found in discover(folder, "x").files]


def write(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(name.encode("utf-8", "replace").decode(), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [f"beslut {NUMBER}.txt", f"mapp {NUMBER}/beslut.txt", os.fsdecode(b"br\xe5dska.txt")])
def test_a_file_under_an_altered_name_is_found(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    write(tmp_path, "annan.txt")
    (source,) = (found for found in found_names(tmp_path) if found != "annan.txt")
    assert source != name
    file = asked(str(tmp_path), source)
    assert isinstance(file, Original)
    assert file.path == path.resolve()
    assert file.name.encode("utf-8")


def test_of_two_files_that_are_shown_alike_neither_is_sent(tmp_path: Path) -> None:
    write(tmp_path, f"beslut {NUMBER}.txt")
    write(tmp_path, "beslut 19750505-1230.txt")
    assert len(set(found_names(tmp_path))) == 2
    assert [asked(str(tmp_path), source) for source in found_names(tmp_path)] == ["missing", "missing"]


def test_a_masked_name_finds_no_other_file(tmp_path: Path) -> None:
    write(tmp_path, "beslut om skolan.txt")
    assert asked(str(tmp_path), "beslut [personnummer].txt") == "missing"
    assert asked(str(tmp_path), "\ufffd/../x") == "missing"


def test_a_folder_with_a_number_in_its_name_is_kept_and_found_under_a_masked_one(tmp_path: Path) -> None:
    path = write(tmp_path, f"akt {NUMBER}/beslut.txt")
    folder = open_folder(path.parent)
    assert folder.label == "akt-personnummer"
    assert folder.shown_root == str(tmp_path / "akt [personnummer]")
    assert any("--label" in problem for problem in folder.problems)
    file = asked(folder.shown_root, "beslut.txt")
    assert isinstance(file, Original)
    assert file.path == path.resolve()


@pytest.mark.parametrize("facts", [{"masked": 1}, {"masked_contacts": 1}])
def test_what_holds_something_masked_is_withheld_unless_a_setting_allows(tmp_path: Path, facts: dict[str, int]) -> None:
    write(tmp_path, "a.txt")
    assert original(Document("a", "a.txt", root=str(tmp_path), **facts), serve_masked=False) == "masked"
    assert isinstance(asked(str(tmp_path), "a.txt", **facts), Original)
