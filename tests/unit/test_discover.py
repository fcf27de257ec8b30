"""Discovery finds a folder's documents in a stable order, and never leaves the folder."""

from __future__ import annotations

import hashlib
import os
from io import FileIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.bodies import slug
from indexer.discover import READING_VERSION, digest, digested, discover, document_id
from indexer.extract.sniff import HEAD, beginning


def _touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def test_documents_come_in_a_stable_order_and_everything_else_is_passed_over(tmp_path: Path) -> None:
    _touch(tmp_path, "b/2.pdf", "b/1.PDF", "a.txt", ".hidden.txt", ".git/x.txt", "tabell.xlsx", "a.txt.json", "documents.jsonl")
    assert [f.source for f in discover(tmp_path, "x").files] == ["a.txt", "b/1.PDF", "b/2.pdf"]


def test_a_sidecar_is_found_beside_its_document(tmp_path: Path) -> None:
    _touch(tmp_path, "a.pdf", "a.pdf.json", "b.pdf")
    first, second = discover(tmp_path, "x").files
    assert (first.sidecar, second.sidecar) == (tmp_path / "a.pdf.json", None)


def test_a_single_file_can_be_given(tmp_path: Path) -> None:
    _touch(tmp_path, "a.txt")
    assert [f.source for f in discover(tmp_path / "a.txt", "x").files] == ["a.txt"]


def test_links_inside_are_passed_over_and_links_out_are_reported(tmp_path: Path) -> None:
    root = tmp_path / "docs"
    _touch(tmp_path, "secret.txt", "docs/a.txt")
    (root / "again.txt").symlink_to(root / "a.txt")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "loop.txt").symlink_to(root / "loop.txt")
    (root / "round").symlink_to(root)
    found = discover(root, "x")
    assert [f.source for f in found.files] == ["a.txt"]
    assert sorted(f.source for f in found.failed) == ["loop.txt", "out.txt"]


def test_special_files_are_reported_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert [f.code for f in discover(tmp_path, "x").failed] == ["not_a_document"]


def test_personal_identity_numbers_in_names_are_masked_and_names_stay_apart(tmp_path: Path) -> None:
    _touch(tmp_path, "beslut 19121212-1212.txt", "beslut 20121212-1211.txt", "beslut 121212-1212.txt")
    sources = [f.source for f in discover(tmp_path, "x").files]
    assert not any("1212" in source and "1211" not in source for source in sources)
    assert len(set(sources)) == 3


@pytest.mark.parametrize(("text", "expected"), [("Kommunstyrelsen/2026", "kommunstyrelsen-2026"), ("ÅÄÖ é", "aao-e"), ("§ 12", "12")])
def test_slugs_hold_letters_digits_and_hyphens(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.tuples(st.text(min_size=1), st.text(min_size=1)))
def test_ids_are_safe_and_paths_that_differ_have_ids_that_differ(paths: tuple[str, str]) -> None:
    one, other = (document_id("x", path) for path in paths)
    assert set(one) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert (one == other) == (paths[0] == paths[1])


def test_the_digest_follows_the_file_its_sidecar_and_what_the_manifest_says(tmp_path: Path) -> None:
    _touch(tmp_path, "a.pdf", "a.pdf.json")
    (found,) = discover(tmp_path, "x").files
    before = digest(found)
    assert digest(found) == before
    assert digest(found, b"facts") != before
    (tmp_path / "a.pdf.json").write_text("{}", encoding="utf-8")
    assert digest(found) != before


@pytest.mark.parametrize(("size", "kept"), [(0, 0), (1, 1), (HEAD - 1, HEAD - 1), (HEAD, 0), (300_000, 0)])
def test_a_small_file_is_read_once_and_a_larger_one_is_not_kept(tmp_path: Path, size: int, kept: int) -> None:
    content = bytes(number % 251 for number in range(size))
    (tmp_path / "a.txt").write_bytes(content)
    (found,) = discover(tmp_path, "x").files
    assert digested(found) == (hashlib.sha256(READING_VERSION.encode() + content).hexdigest(), content[:kept])


class GivingLittle(FileIO):
    """A file of a system that gives less than is asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or -1, 1_000))


@pytest.mark.parametrize("size", [0, 1_000, HEAD - 1, HEAD, 3 * HEAD])
def test_all_of_a_file_is_read_where_the_system_gives_it_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(32, 122)) * (size // 90) + b"x" * (size % 90))
    (found,) = discover(tmp_path, "x").files
    whole = digested(found)
    monkeypatch.setattr("indexer.discover.FileIO", GivingLittle)
    monkeypatch.setattr("indexer.extract.sniff.FileIO", GivingLittle)
    assert digested(found) == whole
    assert beginning(found.path) == found.path.read_bytes()[:HEAD]
