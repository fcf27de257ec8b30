"""Elasticsearch that is gone, full, slow, old or busy: clear errors, nothing acknowledged is lost, and no restart is needed."""

from __future__ import annotations

import json
import secrets
import socket
import threading
import time
import urllib.request

import numpy as np
import pytest

import mappings
from council.criteria import Filters, MatchSet
from council.engines import elastic_lock
from council.engines.elastic import Cluster, Connection
from council.engines.elastic_commit import STATE
from council.engines.elastic_engine import ElasticEngine, ElasticOptions
from council.errors import EngineTimeout, EngineUnavailable, IndexFormatError, IndexLocked, WriteRefused
from council.model import ModelIdentity
from council.settings import VectorIndex
from tests.contract.library import ask, found, plain, put, read, zeros
from tests.elasticsearch.node import Node, restart
from tests.reliability.between import between
from tests.reliability.conftest import OpenEngine
from tests.reliability.pretended_elasticsearch import pretended


def test_a_server_that_is_gone_is_named_and_one_that_is_back_is_used_again(server: Node, open_elastic: OpenEngine) -> None:
    engine = open_elastic(server.url)
    put(engine, read("a", "skola"))
    server.kill()
    with pytest.raises(EngineUnavailable, match="går inte att nå"):
        found(engine.snapshot(), ask(plain("skola")))
    with pytest.raises(EngineUnavailable, match="går inte att nå"):
        engine.snapshot().stats()
    restart(server)
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            assert found(engine.snapshot(), ask(plain("skola"))) == ["a-0"]
            return
        except EngineUnavailable:
            time.sleep(0.5)  # shards are still being recovered
    pytest.fail("the engine did not come back")


def test_an_index_closed_for_writing_refuses_the_write_and_the_old_index_serves(server: Node, open_elastic: OpenEngine) -> None:
    engine = open_elastic(server.url)
    put(engine, read("a", "skola"))
    cluster = Cluster(Connection((server.url,)))
    names = [name for name in cluster.indices("test-*-paragraphs-*") if found_in(name, engine)]
    block(cluster, names, closed=True)
    with pytest.raises(WriteRefused, match=r"skrivskyddat|tog inte emot"):
        put(engine, read("b", "väg"))
    assert found(engine.snapshot(), ask(plain("skola"))) == ["a-0"]
    block(cluster, names, closed=False)
    put(engine, read("b", "väg"))
    assert found(engine.snapshot(), ask(plain("väg"))) == ["b-0"]
    cluster.close()


def found_in(name: str, engine: ElasticEngine) -> bool:
    """Whether an index belongs to this engine's generation."""
    return name.endswith(engine.snapshot().stats().generation.rsplit("-", 1)[0])


def block(cluster: Cluster, names: list[str], *, closed: bool) -> None:
    """What Elasticsearch does when a disk is nearly full, but for good: its own block goes by itself when there is room."""
    setting = {"index.blocks.write": True if closed else None}
    cluster._client.indices.put_settings(index=",".join(names), settings=setting)


def test_a_record_that_is_refused_is_named_by_its_file(server: Node, open_elastic: OpenEngine) -> None:
    engine = open_elastic(server.url)
    with pytest.raises(WriteRefused, match=r"b\.txt.*unit"):
        put(engine, read("a", "skola"), read("b", "väg"), vectors=[zeros(1), np.full((1, 8), 3.0, dtype=np.float32)])


def test_an_index_of_another_format_says_to_rebuild(server: Node, open_elastic: OpenEngine) -> None:
    engine = open_elastic(server.url)
    put(engine, read("a", "skola"))
    cluster = Cluster(Connection((server.url,)))
    control = engine._control
    state, sequence, term = cluster.versioned(control, STATE)
    assert cluster.replace(control, STATE, {**state, "format": 0}, sequence, term)
    with pytest.raises(IndexFormatError, match="--rebuild"):
        open_elastic(server.url).snapshot()
    with engine.rebuild() as writer:
        writer.write(read("b", "väg"), zeros(1))
    assert found(open_elastic(server.url).snapshot(), ask(plain("väg"))) == ["b-0"]
    cluster.close()


def test_a_killed_writers_lock_is_taken_over_when_it_has_run_out(
    server: Node, open_elastic: OpenEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_lock, "LOCK_SECONDS", 0.5)
    engine, other = open_elastic(server.url), open_elastic(server.url)
    put(engine, read("a", "skola"))
    dead = elastic_lock.WriterLock(Cluster(Connection((server.url,))), engine._control)
    assert dead.take()
    with pytest.raises(IndexLocked):
        other.writer().__enter__()
    time.sleep(0.6)
    put(other, read("b", "väg"))
    assert found(other.snapshot(), ask(plain("väg"))) == ["b-0"]
    dead.release()


def test_no_reader_sees_a_document_missing_or_doubled_while_it_is_replaced(server: Node, open_elastic: OpenEngine) -> None:
    engine, reader = open_elastic(server.url), open_elastic(server.url)
    put(engine, read("a", *["rond0"] * 30))
    stop, seen = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            snapshot = reader.snapshot()
            texts = [p.paragraph.text for p in snapshot.fetch(snapshot.select(MatchSet(), Filters(), "newest", 0, 100))]
            seen.append((len(texts), len(set(texts))))

    looking = threading.Thread(target=look)
    looking.start()
    for number in range(1, 9):
        put(engine, read("a", *[f"rond{number}"] * (30 + number)))
    stop.set()
    looking.join()
    assert {kinds for _, kinds in seen} == {1}
    assert {count for count, _ in seen} <= set(range(30, 39))
    assert len(seen) > 8


def test_a_search_begun_before_a_rebuild_is_answered_whole_though_a_writer_follows_at_once(server: Node, open_elastic: OpenEngine) -> None:
    engine, reader = open_elastic(server.url, patience=60.0), open_elastic(server.url)
    put(engine, read("a", "skola"))
    begun = reader.snapshot()
    with engine.rebuild() as writer:
        writer.write(read("a", "väg"), zeros(1))
    put(engine, read("b", "bro"))
    assert found(begun, ask(plain("skola"))) == ["a-0"]
    put(open_elastic(server.url, patience=0.0), read("c", "torg"))
    with pytest.raises(EngineUnavailable, match="ersatts"):
        found(begun, ask(plain("skola")))
    assert sorted(found(reader.snapshot(), ask(plain("väg")))) == ["a-0"]


def test_a_slow_server_is_a_time_out_and_no_hung_page(open_elastic: OpenEngine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        start = time.monotonic()
        with pytest.raises(EngineTimeout, match="inte i tid"):
            open_elastic(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.5).snapshot()
        assert time.monotonic() - start < 5


def test_a_slow_server_makes_no_queue_of_requests(server: Node, open_elastic: OpenEngine) -> None:
    engine = open_elastic(server.url)
    put(engine, read("a", "skola"))
    engine.snapshot()
    engine._refreshing.acquire()  # as if another request were waiting for the cluster
    start = time.monotonic()
    assert found(engine.snapshot(), ask(plain("skola"))) == ["a-0"]
    assert time.monotonic() - start < 10
    engine._refreshing.release()


def test_an_old_server_is_told_apart(open_elastic: OpenEngine) -> None:
    def number(_method: str, _path: str) -> tuple[int, dict[str, object]]:
        return 200, {"version": {"number": "9.0.4"}, "tagline": "You Know, for Search"}

    def eight(_method: str, _path: str) -> tuple[int, dict[str, object]]:
        return 400, {"error": {"type": "media_type_header_exception", "reason": "Invalid media-type value on headers"}, "status": 400}

    for answer in (number, eight):
        with pretended(answer) as url, pytest.raises(IndexFormatError, match=r"9\.1 eller senare"):
            open_elastic(url).snapshot()


def test_what_a_busy_server_sends_back_is_sent_again() -> None:
    answers = [429, 429, 200]

    def busy(_method: str, path: str) -> tuple[int, dict[str, object]]:
        assert path.startswith("/_bulk")
        item = {"_index": "i", "_id": "1", "status": answers.pop(0)}
        return 200, {"errors": True, "items": [{"index": item if item["status"] == 200 else {**item, "error": {"type": "es_rejected"}}}]}

    with pretended(busy) as url:
        cluster = Cluster(Connection((url,)))
        cluster.bulk([{"_index": "i", "_id": "1", "_source": {}}])
        cluster.close()
    assert answers == []


@pytest.mark.parametrize(("number", "packed"), [("9.2.8", False), ("9.3.0", True), ("10.0.0", True)])
def test_vectors_are_sent_packed_to_servers_that_take_them_so(number: str, packed: bool) -> None:
    sent: list[bytes] = []

    def server(_method: str, path: str) -> tuple[int, dict[str, object]]:
        if path == "/":
            return 200, {"version": {"number": number}, "tagline": "You Know, for Search"}
        return 200, {"errors": False, "items": [{"index": {"_index": "i", "_id": "1", "status": 200}}]}

    with pretended(server, sent) as url:
        cluster = Cluster(Connection((url,)))
        cluster.check_version()
        cluster.bulk([{"_index": "i", "_id": "1", "_source": {"vector": np.ones(2, dtype=np.float32)}}])
        cluster.close()
    assert json.loads(sent[-1].splitlines()[1]) == {"vector": "P4AAAD+AAAA=" if packed else [1.0, 1.0]}


def test_a_wrong_key_is_told_as_such(open_elastic: OpenEngine) -> None:
    with pretended(lambda *_: (401, {"error": "security_exception"})) as url, pytest.raises(EngineUnavailable, match="släpper inte in"):
        open_elastic(url).snapshot()


def test_indices_are_made_with_component_templates_of_our_version(server: Node, open_elastic: OpenEngine) -> None:
    engine = open_elastic(server.url)
    put(engine, read("a", "skola"))
    cluster = Cluster(Connection((server.url,)))
    for kind in ("paragraphs", "documents", "control"):
        version = json.loads(mappings.read_text(f"{kind}.json"))["version"]
        assert cluster.template_version(f"{engine._options.prefix}-{kind}") == version
    cluster.close()


@pytest.mark.parametrize("kind", ["int8_hnsw", "bbq_hnsw", "hnsw", "flat"])
def test_vectors_are_held_as_the_settings_say_and_found(server: Node, kind: VectorIndex) -> None:
    model, rows = ModelIdentity("brett", "1", 64), np.eye(3, 64, dtype=np.float32)
    options = ElasticOptions(f"test-{secrets.token_hex(6)}", shards=2, replicas=0, vectors=kind, fresh=0.0, patience=0.0)
    engine = ElasticEngine(Connection((server.url,), timeout=60.0), model, options)
    with engine.writer() as writer:
        writer.write(read("a", "skola", "park", "bad"), rows)
    near = engine.snapshot().nearest(rows[1], 1, 0.5, Filters())
    with urllib.request.urlopen(f"{server.url}/{options.prefix}-*") as answer:
        held = [index for name, index in json.load(answer).items() if "paragraphs" in name]
    engine.close()
    assert near.candidates[0].score == pytest.approx(1.0, abs=0.02)
    for index in held:
        assert index["mappings"]["dynamic"] == "strict"
        assert index["mappings"]["properties"]["vector"]["index_options"]["type"] == kind
        assert index["mappings"]["properties"]["vector"]["similarity"] == "dot_product"
        assert index["settings"]["index"]["number_of_shards"] == "2"
    assert held


def test_a_newer_component_template_is_left_alone(server: Node, open_elastic: OpenEngine) -> None:
    engine = open_elastic(server.url)
    cluster = Cluster(Connection((server.url,)))
    name = f"{engine._options.prefix}-paragraphs"
    assert cluster.put_template(name, 999, {}, {"settings": {"index": {"number_of_replicas": 0}}})
    put(engine, read("a", "skola"))
    assert cluster.template_version(name) == 999
    assert found(engine.snapshot(), ask(plain("skola"))) == ["a-0"]
    cluster.close()


def test_a_cluster_that_allows_no_templates_gets_the_same_indices(
    server: Node, open_elastic: OpenEngine, caplog: pytest.LogCaptureFixture
) -> None:
    with between(server.url) as proxy:
        proxy.forbidden = "_component_template"
        engine = open_elastic(proxy.url)
        put(engine, read("a", "skola"))
        assert found(engine.snapshot(), ask(plain("skola"))) == ["a-0"]
        assert "manage_index_templates" in caplog.text
