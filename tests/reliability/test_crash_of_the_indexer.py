"""kill -9 in a full or partial indexing, a rebuild, removal, prune or compaction: nothing is lost, torn, doubled or back from the dead."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from council.criteria import Filters, MatchSet
from council.encoder import passage_text
from council.engine import Snapshot, block_key
from council.errors import IndexMissing
from tests.conftest import REPOSITORY
from tests.reliability.crashing_indexer import KINDS, PIECES, TinyEncoder, files, indexed, kind_of, open_engine, taken_out, work
from tests.reliability.killing import after, run_and_kill

SOAK = bool(os.environ.get("NAMNDSOK_SOAK"))
KILLS = 100 if SOAK else 10
WORKERS = 2 if SOAK else 0
INDEXER = "tests.reliability.crashing_indexer"
SLOWEST_KILL = 4.0 if SOAK else 1.0
"""Seconds after a round began within which the indexer is killed: a round or two, so every part of one is hit."""


def whole_documents(snapshot: Snapshot) -> dict[str, int]:
    """The version of each document in the index, once all of its pieces and vectors were found to be of that version, once each."""
    versions = {}
    entries = snapshot.catalogue().entries
    assert len({entry.source for entry in entries}) == len(entries)
    for entry in entries:
        read = snapshot.document(entry.document_id)
        assert read is not None
        said = " ".join(paragraph.text for paragraph in read.paragraphs)
        (version,) = set(re.findall(r"\brond(\d+)\b", said))
        assert sorted(re.findall(r"\bstycke(\d+)\b", said), key=int) == [str(n) for n in range(PIECES)]
        assert set(re.findall(r"\b[\w-]+\.txt\b", said)) == {entry.source}
        keys = [passage.key for passage in snapshot.find([paragraph.id for paragraph in read.paragraphs])]
        expected = TinyEncoder().encode_passages([passage_text(paragraph, read.document) for paragraph in read.paragraphs])
        assert np.allclose(snapshot.vectors(keys), expected, atol=1e-6)
        versions[entry.source] = int(version)
    counted = snapshot.count(MatchSet(), Filters())
    assert (counted.documents, counted.paragraphs) == (len(entries), sum(entry.paragraphs for entry in entries))
    assert (snapshot.stats().documents, snapshot.stats().paragraphs) == (counted.documents, counted.paragraphs)
    return versions


def check(data: Path, done: int | None, begun: int) -> None:
    """What the last round that was done put in is there, and what it took out is not; of the one that began any part may be."""
    engine = open_engine(data)
    try:
        snapshot = engine.snapshot()
    except IndexMissing:
        assert done is None
        return
    held = whole_documents(snapshot)
    before, after = (indexed(done) if done is not None else {}), indexed(begun)
    for name in before.keys() & after.keys():
        assert held.get(name) in {before[name], after[name]}, name
    for name in before.keys() - after.keys():
        assert held.get(name) in {None, before[name]}, name
    for name in held.keys() - before.keys():
        assert held[name] == after.get(name), name
    blocked = snapshot.catalogue().blocked
    assert {block_key(i) for i in (taken_out(done) if done is not None else set())} <= blocked
    assert blocked <= {block_key(i) for i in taken_out(begun)}
    engine.close()


@pytest.mark.soak
def test_an_indexer_that_is_killed_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "handlingar"
    folder.mkdir()
    chance = random.Random(9)
    last: int | None = None
    hit: Counter[str] = Counter()
    for _ in range(KILLS):
        following = 0 if last is None else last + 1
        done, begun = run_and_kill(INDEXER, data, folder, following, WORKERS, during=after(chance.uniform(0.0, SLOWEST_KILL)))
        hit[kind_of(begun)] += 1
        last = done if done is not None else last
        check(data, last, begun)
        # In the midst of a kind that takes long every kill may fall: each tenth kill the round is done in peace.
        if chance.random() < 0.3:
            following = 0 if last is None else last + 1
            engine = open_engine(data)
            work(engine, folder, following, 0)
            assert whole_documents(engine.snapshot()) == indexed(following)
            engine.close()
            last = following
    print(f"{KILLS} kills: {dict(hit)}, {last} rounds done")
    assert len(list((data / "generations").iterdir())) <= 2


def test_every_round_does_what_it_says(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "handlingar"
    folder.mkdir()
    engine = open_engine(data)
    for number in range(2 * len(KINDS)):
        work(engine, folder, number, 0)
        assert whole_documents(engine.snapshot()) == indexed(number), kind_of(number)
        assert set(files(number)) == {path.name for path in folder.iterdir()}


def test_no_reading_process_outlives_an_indexer_that_was_killed(tmp_path: Path) -> None:
    folder = tmp_path / "handlingar"
    folder.mkdir()
    command = [sys.executable, "-m", INDEXER, str(tmp_path / "data"), str(folder), "0", "2"]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        until = time.monotonic() + 60
        while not (started := children(process.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        started |= set().union(*(children(pid) for pid in started))
        process.kill()
    assert started
    until = time.monotonic() + 30
    while (left := {pid for pid in started if runs(pid)}) and time.monotonic() < until:
        time.sleep(0.1)
    assert not left


def children(pid: int) -> set[int]:
    """The processes that a process has started, from any of its threads."""
    try:
        return {int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text("ascii").split()}
    except OSError:
        return set()


def runs(pid: int) -> bool:
    """Whether a process is there, and not dead and waiting to be counted."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
