"""One fixture over engines: every test of this folder runs against each of them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from council.engine import Engine
from council.engines.elastic import Cluster, Connection
from council.engines.elastic_engine import ElasticEngine, ElasticOptions
from council.engines.embedded import EmbeddedEngine
from council.engines.fields import own_boards
from council.model import ModelIdentity
from tests.conftest import missing
from tests.contract.library import MODEL, Shelf, random_shelves
from tests.contract.oracle import Oracle
from tests.contract.small_swedish import small_analyse
from tests.elasticsearch import node

ENGINES = ("embedded", "elastic")


class Store:
    """A place for one index, which may be opened several times, as several processes would."""

    def __init__(self, name: str, folder: Path, url: str) -> None:
        self.name = name
        self.folder = folder
        self.url = url
        self._prefix = f"test-{secrets.token_hex(6)}"
        self._opened: list[Engine] = []

    def open(self, model: ModelIdentity = MODEL) -> Engine:
        """The index of this place."""
        engine: Engine
        if self.name == "embedded":
            engine = EmbeddedEngine(self.folder, model, analyse=small_analyse, boards_of=own_boards)
        else:
            options = ElasticOptions(self._prefix, replicas=0, vectors="flat", fresh=0.0, patience=0.0)
            engine = ElasticEngine(Connection((self.url,), timeout=60.0), model, options, analyse=small_analyse, boards_of=own_boards)
        self._opened.append(engine)
        return engine

    def close(self) -> None:
        """Let go of everything that was opened, and of what was stored."""
        for engine in self._opened:
            engine.close()
        if self.name == "elastic":
            cluster = Cluster(Connection((self.url,), timeout=60.0))
            cluster.delete_indices(list(cluster.indices(f"{self._prefix}-*")))
            cluster.close()


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server: the one that NAMNDSOK_TEST_ELASTICSEARCH_URL names, or one of our own."""
    if url := os.environ.get("NAMNDSOK_TEST_ELASTICSEARCH_URL"):
        yield url
        return
    if reason := node.what_is_missing():
        missing(f"no Elasticsearch for the contract: {reason}")
    with node.cluster(tmp_path_factory.mktemp("elasticsearch")) as nodes:
        yield nodes[0].url


def placed(request: pytest.FixtureRequest, folder: Path) -> Store:
    """An empty place of the engine that the test is run with."""
    url = request.getfixturevalue("elasticsearch_url") if request.param == "elastic" else ""
    return Store(request.param, folder / "data", url)


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty place."""
    place = placed(request, tmp_path)
    yield place
    place.close()


@pytest.fixture
def engine(store: Store) -> Engine:
    """An engine without an index."""
    return store.open()


@dataclass(frozen=True, slots=True, repr=False)
class Library:
    """An engine with a fixed, random content, and the oracle that knows it."""

    engine: Engine
    oracle: Oracle
    shelves: list[Shelf]


@pytest.fixture(scope="session", params=ENGINES)
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Written in several commits, with documents that were replaced and removed on the way."""
    place = placed(request, tmp_path_factory.mktemp("library"))
    engine = place.open()
    shelves, before = random_shelves(), random_shelves(seed=8, documents=20)
    for part in (before[:12], before[12:], shelves[:9], shelves[9:]):
        with engine.writer() as writer:
            for shelf in part:
                writer.write(shelf.read, shelf.vectors)
    with engine.writer() as writer:
        for shelf in before[len(shelves) :]:
            assert writer.remove(shelf.read.document.id)
    yield Library(engine, Oracle(shelves), shelves)
    place.close()
