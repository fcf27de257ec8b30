"""`read`, `cases`, `words` and `search` print data on stdout and nothing else, one object a line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from namndsok.quickstart import data_folder
from tests.commands.conftest import Spoken

Run = Callable[..., Spoken]

READ_FIELDS = {
    "source", "title", "kind", "municipality", "board", "date", "dnr", "motions", "parties", "people", "language", "pages",
    "agenda", "paragraphs", "furniture", "masked", "warnings",
}  # fmt: skip
PARAGRAPH_FIELDS = {"id", "page", "headings", "section_kind", "voice", "about_parties", "board", "case", "topics", "language", "text"}


def test_read_prints_the_contract_object_for_each_file(run: Run, folder: Path) -> None:
    done = run("read", folder, "--json")
    assert done.code == 0
    rows = done.rows()
    assert [row["source"] for row in rows] == ["motion.txt", "socialnamnden/protokoll.txt"]
    assert all(set(row) >= READ_FIELDS for row in rows)
    minutes = rows[1]
    assert minutes["kind"] == "protokoll"
    assert minutes["board"] == "Socialnämnden"
    assert minutes["date"] == "2023-04-18"
    paragraphs = minutes["paragraphs"]
    assert isinstance(paragraphs, list)
    assert all(set(p) >= PARAGRAPH_FIELDS for p in paragraphs)


def test_read_prints_a_line_for_a_file_it_cannot_read_and_ends_with_three(run: Run, folder: Path) -> None:
    (folder / "tom.txt").write_bytes(b"")
    done = run("read", folder, "--json")
    assert done.code == 3
    assert len(done.rows()) == 3
    assert "tom.txt" in done.err


def test_a_one_line_text_is_one_paragraph(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rad.txt"
    path.write_text("Nya parkeringsplatser anläggs.\n", encoding="utf-8")
    (row,) = run("read", path, "--json").rows()
    assert [p["text"] for p in row["paragraphs"]] == ["Nya parkeringsplatser anläggs."]  # type: ignore[index, attr-defined]  # JSON


def test_personal_identity_numbers_are_masked_everywhere(run: Run, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "beslut 19121212-1212.txt").write_text(
        "Beslut om bistånd\n\nSökande 121212-1212 beviljas hemtjänst i sitt hem.\n", encoding="utf-8"
    )
    done = run("read", docs, "--json")
    assert "1212-1212" not in done.out
    assert "12121212" not in done.out
    assert done.rows()[0]["masked"] >= 2  # type: ignore[operator]  # JSON


def test_cases_prints_the_contract_object(run: Run, folder: Path) -> None:
    run("index", folder)
    rows = run("cases", "--json").rows()
    assert all(set(row) >= {"id", "title", "dnr", "origin", "motion", "outcome", "final", "steps"} for row in rows)


def test_words_prints_a_line_for_each_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("kommunens\nskolskjuts\n\nKS\n"))
    rows = run("words", "--json").rows()
    assert [row["word"] for row in rows] == ["kommunens", "skolskjuts", "", "KS"]
    assert rows[0]["lemma"] == "kommun"


def test_search_prints_the_contract_object(run: Run, folder: Path) -> None:
    run("index", folder)
    page = json.loads(run("search", "trygghetsvandringar", "--json").out)
    assert {"query", "total", "hits", "related", "facets", "took_ms"} <= set(page)
    assert page["hits"][0]["passages"][0]["marks"]


def test_search_prints_hits_for_people(run: Run, folder: Path) -> None:
    run("index", folder)
    assert "Socialnämnden" in run("search", "trygghetsvandringar").out


def test_each_folder_of_make_run_has_a_data_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NAMNDSOK_DATA", raising=False)
    assert data_folder(tmp_path / "a") != data_folder(tmp_path / "b")
    monkeypatch.setenv("NAMNDSOK_DATA", "/srv/x")
    assert data_folder(tmp_path / "a") == Path("/srv/x")
