"""Elasticsearch servers of this folder's own, which its tests stop, kill and fill."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import pytest

from council.engines.elastic import Connection
from council.engines.elastic_engine import ElasticEngine, ElasticOptions
from council.engines.fields import own_boards
from tests.conftest import missing
from tests.contract.library import MODEL
from tests.contract.small_swedish import small_analyse
from tests.elasticsearch.node import Node, cluster, what_is_missing

OpenEngine = Callable[..., ElasticEngine]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """One node."""
    if reason := what_is_missing():
        missing(f"no Elasticsearch: {reason}")
    with cluster(tmp_path_factory.mktemp("elasticsearch")) as nodes:
        yield nodes[0]


@pytest.fixture
def open_elastic() -> Iterator[OpenEngine]:
    """Opens engines over addresses, all with the same prefix, and closes them."""
    prefix = f"test-{secrets.token_hex(6)}"
    opened: list[ElasticEngine] = []

    def open_engine(*urls: str, timeout: float = 60.0, replicas: int = 0, fresh: float = 0.0, patience: float = 0.0) -> ElasticEngine:
        options = ElasticOptions(prefix, replicas=replicas, vectors="flat", fresh=fresh, patience=patience)
        engine = ElasticEngine(Connection(urls, timeout=timeout), MODEL, options, analyse=small_analyse, boards_of=own_boards)
        opened.append(engine)
        return engine

    yield open_engine
    for engine in opened:
        engine.close()
