"""Three nodes, one replica, one node killed with -9 while indexing and searching: nothing acknowledged is lost, searches go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from council.criteria import Filters, MatchSet
from council.engines.elastic_engine import ElasticEngine
from council.errors import EngineError
from tests.conftest import missing
from tests.contract.library import ask, plain, put, read
from tests.elasticsearch.node import cluster, what_is_missing
from tests.reliability.conftest import OpenEngine

CLIENTS = 20
PARAGRAPHS = 20
SECONDS_AFTER = 15.0
"""How long indexing and searching go on after the kill: a new master is elected and replicas are promoted in about five."""

TIMEOUT = 30.0
"""Seconds within which a search is tried again. Three nodes and 23 threads share the cores: the default 10 is for nodes of their own."""


@pytest.mark.soak
def test_a_killed_node_loses_nothing_and_stops_no_search(tmp_path: Path, open_elastic: OpenEngine) -> None:
    if reason := what_is_missing():
        missing(f"no Elasticsearch: {reason}")
    with cluster(tmp_path, nodes=3) as nodes:
        engine = open_elastic(*(node.url for node in nodes), replicas=1, fresh=1.0, timeout=TIMEOUT)
        put(engine, *[read(f"d{n}", *["skola"] * PARAGRAPHS) for n in range(10)])
        stop = threading.Event()
        failed: list[str] = []
        answered: list[float] = []

        def search() -> None:
            while not stop.is_set():
                try:
                    assert engine.snapshot().lexical(ask(plain("skola")), Filters(), 10).found
                    answered.append(time.monotonic())
                except EngineError as error:
                    failed.append(error.message)
                time.sleep(0.05)

        clients = [threading.Thread(target=search) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        acknowledged = write_while_killing(engine, nodes[0].kill)
        ended = time.monotonic()
        stop.set()
        for client in clients:
            client.join()
        assert engine_has(engine, 10 + acknowledged)
        assert acknowledged > 3
        assert failed == []
        assert max(answered) > ended - 2


def write_while_killing(engine: ElasticEngine, kill: Callable[[], None]) -> int:
    """Write document after document, kill a node after the third; returns how many commits returned."""
    acknowledged = 0
    until = time.monotonic() + 600
    while time.monotonic() < until:
        if acknowledged == 3 and until > time.monotonic() + SECONDS_AFTER:
            kill()
            until = time.monotonic() + SECONDS_AFTER
        try:
            put(engine, read(f"ny{acknowledged}", *["skola ny"] * PARAGRAPHS))
            acknowledged += 1
        except EngineError:
            time.sleep(0.5)
    return acknowledged


def engine_has(engine: ElasticEngine, documents: int) -> bool:
    """Whether all that was acknowledged is there."""
    counts = engine.snapshot().count(MatchSet(), Filters())
    return counts.documents >= documents and counts.paragraphs == counts.documents * PARAGRAPHS
