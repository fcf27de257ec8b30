"""A writer into Elasticsearch is killed with -9 at any moment, and everything it sent is made visible: readers see one commit, whole."""

from __future__ import annotations

import os
import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from council.criteria import Filters, MatchSet
from council.engines import elastic_lock
from council.engines.elastic import Cluster, Connection
from council.engines.elastic_engine import ElasticEngine
from council.errors import IndexLocked, IndexMissing
from tests.elasticsearch.node import Node
from tests.reliability.crashing_writer import document, vectors
from tests.reliability.elastic_crashing_writer import LOCKED_SECONDS, open_engine
from tests.reliability.killing import run_and_kill
from tests.reliability.test_crash import committed_round

KILLS = 60 if os.environ.get("NAMNDSOK_SOAK") else 4
SLOWEST_KILL = 3.0
"""Seconds after the first round began within which the writer is killed: a few rounds, so every part of a round is hit."""


@contextmanager
def everything_visible(url: str, prefix: str) -> Iterator[Cluster]:
    """A cluster that can be told to show whatever lies in its indices, as it does by itself when a node starts anew."""
    cluster = Cluster(Connection((url,), timeout=60.0))
    yield cluster
    cluster.delete_indices(list(cluster.indices(f"{prefix}-*")))
    cluster.close()


def write_and_die(url: str, prefix: str, first_round: int, wait: float, meanwhile: Cluster) -> tuple[int | None, int]:
    """(last round whose commit returned, last round that began) of a writer that was killed; a reader looks on all the time."""

    def look_on() -> None:
        reader, until = open_engine(url, prefix), time.monotonic() + wait
        while time.monotonic() < until:
            meanwhile.refresh(f"{prefix}-*")
            assert_one_round_is_seen(reader)
        reader.close()

    return run_and_kill("tests.reliability.elastic_crashing_writer", url, prefix, first_round, during=look_on)


def assert_one_round_is_seen(reader: ElasticEngine) -> None:
    """Nothing is missing, doubled or of two commits while a writer writes."""
    try:
        snapshot = reader.snapshot()
    except IndexMissing:
        return
    keys = snapshot.select(MatchSet(), Filters(), "newest", 0, 10_000)
    words = {passage.paragraph.text.split()[0] for passage in snapshot.fetch(keys)}
    assert len(keys) == snapshot.stats().paragraphs
    assert len(words) == 1


@pytest.mark.soak
def test_what_was_committed_survives_a_killed_writer_and_nothing_else_is_seen(server: Node) -> None:
    prefix, chance = f"test-{secrets.token_hex(6)}", random.Random(5)
    held: int | None = None
    with everything_visible(server.url, prefix) as cluster:
        for _ in range(KILLS):
            first = 1 if held is None else held + 1
            done, begun = write_and_die(server.url, prefix, first, chance.uniform(0.2, SLOWEST_KILL), cluster)
            cluster.refresh(f"{prefix}-*")
            engine = open_engine(server.url, prefix)
            now = committed_round(engine)
            engine.close()
            assert now in {done if done is not None else held, begun}
            held = now
    assert held is not None


def test_what_a_killed_writer_sent_is_taken_away_by_the_next(server: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = f"test-{secrets.token_hex(6)}"
    monkeypatch.setattr(elastic_lock, "LOCK_SECONDS", LOCKED_SECONDS)
    engine = open_engine(server.url, prefix)
    with engine.writer() as writer:
        writer.write(document(1, 1), vectors(1, 1))
    with everything_visible(server.url, prefix) as cluster:
        write_and_die(server.url, prefix, 1, 1.0, cluster)
        cluster.refresh(f"{prefix}-*")
        write_when_free(engine)
        cluster.refresh(f"{prefix}-*")
        lying = cluster.search({"size": 0, "track_total_hits": True}, index=f"{prefix}-paragraphs-*")["hits"]["total"]["value"]
        assert lying == engine.snapshot().stats().paragraphs
    engine.close()


def test_a_writer_that_slept_while_another_took_over_cannot_commit(server: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = f"test-{secrets.token_hex(6)}"
    monkeypatch.setattr(elastic_lock, "LOCK_SECONDS", 0.3)
    sleeping, awake = open_engine(server.url, prefix), open_engine(server.url, prefix)
    with everything_visible(server.url, prefix) as cluster:
        with pytest.raises(IndexLocked, match="tagit över"):
            write_while_another_takes_over(sleeping, awake)
        cluster.refresh(f"{prefix}-*")
        snapshot = open_engine(server.url, prefix).snapshot()
        assert {entry.digest for entry in snapshot.catalogue().entries} == {"rond1", "rond3"}
        assert snapshot.stats().paragraphs == len(document(1, 1).paragraphs) + len(document(2, 3).paragraphs)
    sleeping.close()
    awake.close()


def write_while_another_takes_over(sleeping: ElasticEngine, awake: ElasticEngine) -> None:
    """Commit, write on, and sleep so long that another writer begins and ends."""
    with sleeping.writer() as writer:
        writer.write(document(1, 1), vectors(1, 1))
        writer.commit()
        writer.write(document(1, 2), vectors(1, 2))
        time.sleep(0.4)
        with awake.writer() as other:
            other.write(document(2, 3), vectors(2, 3))


def write_when_free(engine: ElasticEngine) -> None:
    """Write one document, once the killed writer's lock has run out."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with engine.writer() as writer:
                writer.write(document(1, 9), vectors(1, 9))
            return
        except IndexLocked:
            time.sleep(0.1)
    pytest.fail("the lock was not given back")
