"""One fixture over engines: every test of this folder runs against each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from council.engine import Engine
from council.engines.embedded import EmbeddedEngine
from council.engines.fields import own_boards
from council.model import ModelIdentity
from tests.contract.library import MODEL, Shelf, random_shelves
from tests.contract.oracle import Oracle
from tests.contract.small_swedish import small_analyse

ENGINES = ("embedded",)


class Store:
    """A place for one index, which may be opened several times, as several processes would."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self._opened: list[Engine] = []

    def open(self, model: ModelIdentity = MODEL) -> Engine:
        """The index of this place."""
        engine = EmbeddedEngine(self.folder, model, analyse=small_analyse, boards_of=own_boards)
        self._opened.append(engine)
        return engine

    def close(self) -> None:
        """Let go of everything that was opened."""
        for engine in self._opened:
            engine.close()


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty place."""
    place = Store(request.param, tmp_path / "data")
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
    place = Store(request.param, tmp_path_factory.mktemp("library"))
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
