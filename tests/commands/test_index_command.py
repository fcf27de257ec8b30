"""`namndsok index` takes in what is new, leaves the rest, reports what it could not read, and never empties by mistake."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from council.encoder import shipped_folder
from tests.commands.conftest import Spoken

Run = Callable[..., Spoken]


def _sources(run: Run, query: str = "") -> set[str]:
    page = json.loads(run("search", query, "--json").out)
    return {hit["document"]["source"] for hit in page["hits"]}


def test_a_folder_is_indexed_and_found(run: Run, folder: Path) -> None:
    done = run("index", folder)
    assert (done.code, done.out) == (0, "")
    assert "2 filer indexerade" in done.err
    assert _sources(run, "trygghetsvandring") == {"socialnamnden/protokoll.txt"}


def test_the_report_is_printed_as_json_when_asked_for(run: Run, folder: Path) -> None:
    (folder / "tom.txt").write_bytes(b"")
    (held,) = run("index", folder, "--json").rows()
    assert (held["indexed"], [failed["code"] for failed in held["failed"]]) == (2, ["empty"])
    assert held["understood"]["kinds"] == {"protokoll": 1, "motion": 1}


def test_an_unchanged_file_is_skipped_and_a_changed_one_replaced(run: Run, folder: Path) -> None:
    run("index", folder)
    (folder / "motion.txt").write_text(
        "Motion om konstgräs\n\nVi yrkar att kommunen anlägger en konstgräsplan i Vadby.\n", encoding="utf-8"
    )
    again = run("index", folder)
    assert "1 filer indexerade" in again.err
    assert "1 filer oförändrade" in again.err
    assert _sources(run, "konstgräsplan") == {"motion.txt"}
    assert "motion.txt" not in _sources(run, "laddstationer")


def test_a_bad_file_is_reported_with_code_three_and_costs_itself_alone(run: Run, folder: Path) -> None:
    (folder / "trasig.pdf").write_bytes(b"%PDF-1.7 this is no real document")
    (folder / "tom.txt").write_bytes(b"")
    done = run("index", folder)
    assert done.code == 3
    assert "trasig.pdf" in done.err
    assert "tom.txt" in done.err
    assert len(_sources(run)) == 2
    status = json.loads(run("status", "--json").out)
    assert {failed["source"] for failed in status["failed"]} == {"trasig.pdf", "tom.txt"}


def test_a_file_that_breaks_keeps_its_earlier_version(run: Run, folder: Path) -> None:
    run("index", folder)
    (folder / "motion.txt").write_bytes(b"")
    assert run("index", folder).code == 3
    assert _sources(run, "laddstationer") == {"motion.txt"}


def test_a_repaired_file_is_no_longer_listed_as_failed(run: Run, folder: Path) -> None:
    (folder / "tom.txt").write_bytes(b"")
    run("index", folder)
    (folder / "tom.txt").write_text("Kommunen har öppnat en ny badplats vid Storsjön.\n", encoding="utf-8")
    assert run("index", folder).code == 0
    assert json.loads(run("status", "--json").out)["failed"] == []


def test_prune_takes_what_is_gone_and_refuses_to_empty_a_folder(run: Run, folder: Path) -> None:
    for number in range(8):
        (folder / f"{number}.txt").write_text(f"Nämnden har handlagt ärende nummer {number} om bryggor.\n", encoding="utf-8")
    run("index", folder)
    (folder / "0.txt").unlink()
    assert "1 handlingar borttagna" in run("index", folder, "--prune").err
    for number in range(1, 8):
        (folder / f"{number}.txt").unlink()
    refused = run("index", folder, "--prune")
    assert refused.code == 2
    assert "--force" in refused.err
    assert len(_sources(run, "brygga")) == 7
    assert run("index", folder, "--prune", "--force").code == 0
    assert _sources(run, "brygga") == set()


def test_a_missing_folder_is_a_usage_error_and_takes_nothing(run: Run, folder: Path, tmp_path: Path) -> None:
    run("index", folder)
    done = run("index", tmp_path / "borta", "--prune")
    assert (done.code, "finns inte" in done.err) == (2, True)
    assert len(_sources(run)) == 2


def test_rebuild_keeps_other_folders_and_gives_the_same_answers(run: Run, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "andra"
    other.mkdir()
    (other / "brev.txt").write_text("Skrivelse om bryggan i Östervik som behöver lagas.\n", encoding="utf-8")
    run("index", folder)
    run("index", other)
    before = _sources(run)
    done = run("index", folder, "--rebuild")
    assert done.code == 0
    assert _sources(run) == before


def test_a_rebuild_with_another_model_brings_other_folders_along(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "andra"
    other.mkdir()
    (other / "brev.txt").write_text("Skrivelse om bryggan i Östervik som behöver lagas.\n", encoding="utf-8")
    run("index", folder)
    run("index", other)
    before = _sources(run)
    model = tmp_path / "modell"
    shutil.copytree(shipped_folder(), model)
    facts = json.loads((model / "config.json").read_text(encoding="utf-8"))
    (model / "config.json").write_text(json.dumps({**facts, "note": "another digest"}), encoding="utf-8")
    monkeypatch.setenv("NAMNDSOK_MODEL", str(model))
    refused = run("index", folder)
    assert (refused.code, "--rebuild" in refused.err) == (4, True)
    assert run("index", folder, "--rebuild").code == 0
    assert _sources(run) == before


def test_a_sidecar_overrides_and_a_bad_one_is_a_warning(run: Run, folder: Path) -> None:
    (folder / "motion.txt.json").write_text('{"title": "En egen rubrik", "date": "2022-02-04"}', encoding="utf-8")
    (folder / "socialnamnden" / "protokoll.txt.json").write_text('{"titel": "fel fält"}', encoding="utf-8")
    done = run("index", folder)
    assert done.code == 0
    assert "titel" in done.err
    page = json.loads(run("search", "laddstationer", "--json").out)
    assert (page["hits"][0]["document"]["title"], page["hits"][0]["document"]["date"]) == ("En egen rubrik", "2022-02-04")


def test_removed_documents_stay_out_until_let_in_again(run: Run, folder: Path) -> None:
    run("index", folder)
    assert run("remove", "motion.txt").code == 0
    assert "motion.txt" not in _sources(run)
    (folder / "motion.txt").write_text("Motion om laddstationer igen\n\nText om laddstationer.\n", encoding="utf-8")
    assert "1 filer spärrade" in run("index", folder).err
    assert "motion.txt" not in _sources(run)
    (blocked,) = json.loads(run("status", "--json").out)["blocked"]
    assert run("remove", "--undo", blocked).code == 0
    run("index", folder)
    assert "motion.txt" in _sources(run)


def test_searching_before_anything_is_indexed_says_so(run: Run) -> None:
    done = run("search", "skola")
    assert done.code == 4
    assert "index" in done.err.lower()


def test_two_folders_of_one_name_are_told_apart(run: Run, tmp_path: Path) -> None:
    for parent in ("ett", "tva"):
        (tmp_path / parent / "2023").mkdir(parents=True)
        (tmp_path / parent / "2023" / "p.txt").write_text(f"Handling från mapp {parent} om hemtjänst.\n", encoding="utf-8")
    run("index", tmp_path / "ett" / "2023")
    run("index", tmp_path / "tva" / "2023")
    assert json.loads(run("status", "--json").out)["documents"] == 2


@pytest.mark.parametrize("arguments", [["index"], ["serve", "--port", "x"], ["search", "x", "--mode", "magic"], ["nonsense"]])
def test_wrong_usage_ends_with_two(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).code == 2
