"""What is the embedded engine's own: its folder, its format, its compaction, and processes that share a folder."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from council.criteria import Filters, MatchSet
from council.engine import block_key
from council.engines import embedded, embedded_matches, embedded_snapshot, open_engine, tantivy_index
from council.engines.data_folder import DataFolder
from council.engines.embedded import EmbeddedEngine
from council.engines.embedded_snapshot import EmbeddedSnapshot
from council.engines.fields import own_boards
from council.errors import IndexFormatError, IndexLocked
from council.settings import Settings
from tests.conftest import REPOSITORY
from tests.contract.library import MODEL, ask, found, ids, plain, put, random_vectors, read, zeros
from tests.contract.small_swedish import small_analyse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def opened(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder, MODEL, analyse=small_analyse, boards_of=own_boards)


def generations(folder: Path) -> list[Path]:
    return sorted((folder / "generations").iterdir())


def test_an_index_of_another_format_says_how_to_get_on(folder: Path) -> None:
    put(opened(folder), read("a", "skola"))
    about = generations(folder)[0] / "format.json"
    about.write_text(json.dumps({"format": 99, "model": {}}), encoding="utf-8")
    with pytest.raises(IndexFormatError, match=r"format 99.*--rebuild"):
        opened(folder).snapshot()
    with pytest.raises(IndexFormatError):
        opened(folder).writer().__enter__()


def emptied(path: Path) -> None:
    """Put an empty file in the place of one. Cut short it would take down this process, where tantivy's threads still map it."""
    path.unlink()
    path.write_bytes(b"")


@pytest.mark.parametrize("damaged", ["format.json", "tantivy/meta.json", "tantivy", "vectors.f32"])
def test_a_damaged_index_is_named_as_such_and_a_rebuild_keeps_what_must_last(folder: Path, damaged: str) -> None:
    engine = opened(folder)
    put(engine, read("a", "skola"), read("b", "väg"))
    with engine.writer() as writer:
        writer.remove("b", block=True)
    path = generations(folder)[0] / damaged
    if path.is_dir():
        for file in path.glob("*.store"):
            emptied(file)
    else:
        emptied(path)
    with pytest.raises(IndexFormatError, match="--rebuild"):
        opened(folder).snapshot()
    with opened(folder).rebuild() as writer:
        writer.write(read("a", "skola"), zeros(1))
        writer.write(read("b", "väg"), zeros(1))
    snapshot = opened(folder).snapshot()
    assert [entry.document_id for entry in snapshot.catalogue().entries] == ["a"]
    assert snapshot.catalogue().blocked == {block_key("b")}


def test_a_pointer_to_a_generation_that_is_gone_is_a_format_error(folder: Path) -> None:
    put(opened(folder), read("a", "skola"))
    (folder / "current").write_text("finns-inte\n", encoding="utf-8")
    with pytest.raises(IndexFormatError, match="saknar filer"):
        opened(folder).snapshot()


def test_the_pointer_is_read_again_when_another_took_its_place(folder: Path) -> None:
    engine = opened(folder)
    put(engine, read("a", "skola"))
    looked_at = DataFolder(folder)
    first = looked_at.current()
    assert looked_at.current() == first == generations(folder)[0].name
    with engine.rebuild() as writer:
        writer.write(read("a", "skola"), zeros(1))
    assert looked_at.current() == generations(folder)[0].name != first


def test_no_more_frequencies_are_remembered_than_have_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_snapshot, "MOST_FREQUENCIES", 2)
    snapshot = put(opened(folder), read("a", "skola", "skola park"))
    asked = ["skola", "park", "väg", "skola"]
    assert isinstance(snapshot, EmbeddedSnapshot)
    assert [snapshot.frequencies("surfaces", asked) for _ in range(2)] == [[2, 1, 0, 2]] * 2
    assert len(snapshot._frequencies) == 2


def test_only_the_generation_that_serves_is_kept_after_a_rebuild(folder: Path) -> None:
    engine = opened(folder)
    put(engine, read("a", "skola"))
    with engine.rebuild() as writer:
        writer.write(read("b", "väg"), zeros(1))
        assert len(generations(folder)) == 2
    assert [path.name for path in generations(folder)] == [(folder / "current").read_text(encoding="utf-8").strip()]


def test_a_small_index_of_mostly_dead_rows_is_copied_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "FEWEST_DEAD", 8)
    engine = opened(folder)
    vectors = random_vectors(5, 3)
    put(engine, read("a", *"abcde"), read("b", "x", "y"), vectors=[random_vectors(5), random_vectors(2)])
    with engine.writer() as writer:
        writer.remove("b", block=True)
        writer.write(read("a", *"fghij"), random_vectors(5, 1))
    before = engine.snapshot().stats()
    put(engine, read("a", "skola", *"lmno"), vectors=[vectors])
    snapshot = engine.snapshot()
    assert generations(folder)[0].name not in before.generation
    assert (generations(folder)[0] / "vectors.f32").stat().st_size == vectors.nbytes
    assert found(snapshot, ask(plain("skola"))) == ["a-0"]
    keys = snapshot.select(MatchSet(), Filters(), "newest", 0, 9)
    assert ids(snapshot, keys) == [f"a-{n}" for n in range(5)]
    assert np.array_equal(snapshot.vectors(keys), vectors)
    assert snapshot.catalogue().blocked == {block_key("b")}


def test_more_documents_than_one_aggregation_may_return_are_counted_in_parts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = put(opened(folder), *[read(f"d{n}", "skola", "väg") for n in range(11)])
    monkeypatch.setattr(tantivy_index, "MOST_VALUES", 3)
    counts = snapshot.count(MatchSet(ask(plain("skola"))), Filters())
    assert (counts.documents, counts.paragraphs) == (11, 11)
    assert len(list(snapshot.scan(MatchSet(ask(plain("väg"))), Filters(), "newest"))) == 11


def test_more_matches_than_a_step_of_reading_are_all_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_index, "_ROWS_AT_ONCE", 4)
    monkeypatch.setattr(embedded_matches, "SCANNED_AT_ONCE", 5)
    vectors = random_vectors(22)
    snapshot = put(
        opened(folder), *[read(f"d{n}", "skola", "väg") for n in range(11)], vectors=[vectors[2 * n : 2 * n + 2] for n in range(11)]
    )
    assert len(snapshot.nearest(vectors[0], 30, -1.0, Filters()).keys) == 22
    assert len(set(snapshot.scan(MatchSet(), Filters(), "oldest"))) == 22


@pytest.mark.parametrize("together", [1, 3, 100])
def test_steps_are_taken_in_their_order_however_many_go_together(folder: Path, monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    monkeypatch.setattr(tantivy_index, "TOGETHER", together)
    with opened(folder).writer() as writer:
        for text in ("skola", "väg", "park"):
            writer.write(read("a", text, "alltid"), zeros(2))
        writer.write(read("b", "skola"), zeros(1))
        writer.remove("b")
    snapshot = opened(folder).snapshot()
    assert [found(snapshot, ask(plain(word))) for word in ("skola", "väg", "park", "alltid")] == [[], [], ["a-0"], ["a-1"]]


def test_steps_that_were_not_committed_are_never_taken(folder: Path) -> None:
    engine = opened(folder)
    put(engine, read("a", "skola"))
    with pytest.raises(ValueError, match="vectors have the shape"):
        put(engine, read("a", "väg"), read("c", "torg"), vectors=[zeros(1), zeros(2)])
    put(engine, read("b", "park"))
    snapshot = engine.snapshot()
    assert [found(snapshot, ask(plain(word))) for word in ("skola", "väg", "park")] == [["a-0"], [], ["b-0"]]


def test_another_process_holds_the_lock_and_its_commit_is_seen(folder: Path) -> None:
    engine = opened(folder)
    put(engine, read("a", "skola"))
    program = (
        "import sys; from pathlib import Path\n"
        "from tests.unit.test_embedded_engine import opened\n"
        "from tests.contract.library import read, zeros\n"
        "with opened(Path(sys.argv[1])).writer() as writer:\n"
        "    writer.write(read('b', 'väg'), zeros(1)); print('writes', flush=True); sys.stdin.readline()\n"
    )
    command = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writes\n"
        with pytest.raises(IndexLocked, match="skriver redan"):
            engine.writer().__enter__()
        assert engine.snapshot().stats().documents == 1
        process.communicate("\n")
    assert engine.snapshot().stats().documents == 2


def test_readers_in_threads_see_whole_commits_while_a_writer_rewrites_and_rebuilds(folder: Path) -> None:
    engine = opened(folder)
    put(engine, read("a", *["rond0"] * 20))
    stop, wrong = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            snapshot = engine.snapshot()
            keys = snapshot.select(MatchSet(), Filters(), "newest", 0, 50)
            texts = {passage.paragraph.text for passage in snapshot.fetch(keys)}
            if len(keys) != 20 or len(texts) != 1:
                wrong.append((len(keys), texts))

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    writing = opened(folder)
    for number in range(1, 13):
        with writing.rebuild() if number % 3 == 0 else writing.writer() as writer:
            writer.write(read("a", *[f"rond{number}"] * 20), zeros(20))
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert engine.snapshot().find(["a-0"])[0].paragraph.text == "rond12"


def test_opening_a_small_index_is_quick(folder: Path) -> None:
    put(opened(folder), *[read(f"d{n}", *["skola väg"] * 20) for n in range(10)])
    start = time.perf_counter()
    opened(folder).snapshot()
    assert time.perf_counter() - start < 0.5


def test_the_engine_that_settings_name_is_opened_without_an_index(folder: Path) -> None:
    assert isinstance(open_engine(Settings(data=folder), MODEL), EmbeddedEngine)
    assert not folder.exists()


def test_readers_never_notice_a_compaction(folder: Path) -> None:
    engine = opened(folder)
    put(engine, *[read(f"d{n}", "skola", "väg") for n in range(20)])
    counted: list[tuple[int, int]] = []
    done = threading.Event()

    def keep_reading() -> None:
        reader = opened(folder)
        while not done.is_set():
            snapshot = reader.snapshot()
            counted.append((snapshot.count(MatchSet(ask(plain("skola"))), Filters()).paragraphs, len(snapshot.find(["d7-0"]))))

    readers = [threading.Thread(target=keep_reading) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(6):
        engine.compact()
    done.set()
    for reader in readers:
        reader.join()
    assert set(counted) == {(20, 1)}
    assert len(generations(folder)) == 1
