"""Our Elasticsearch engine against the bare client, in one run on a real node; writes docs/performance-elasticsearch.md.

Run: `python -m benchmarks.elastic [paragraphs]` (10000 unless told), with the server of tests/elasticsearch, or another that
NAMNDSOK_TEST_ELASTICSEARCH_URL names. What is compared is asked in turns, so that other work on the machine
slows both sides: trust ratios, not single figures.
"""

from __future__ import annotations

import functools
import json
import os
import platform
import secrets
import statistics
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import elasticsearch

from benchmarks.corpora import REPOSITORY, words_in_a_row
from benchmarks.elastic_indexing import (
    Figure,
    Prepared,
    bare_client,
    engine_at,
    forget,
    indexing,
    prepared,
    quick_client,
    seconds_of,
    write,
)
from benchmarks.parity import elasticsearch as running_server
from benchmarks.processes import memory_of
from benchmarks.served import served
from council.encoder import Encoder, load_encoder
from council.engines import elastic_json
from council.engines.elastic import ANSWERED
from council.engines.elastic_engine import ElasticEngine
from council.engines.elastic_queries import Json
from search_api.collecting import collect_seldom
from search_api.results import SearchRequest
from search_api.service import SearchService

PAGE = REPOSITORY / "docs" / "performance-elasticsearch.md"
QUERIES = 120
WARMING = 20
"""Queries whose times are not counted."""


@dataclass(slots=True)
class Recorded:
    """The requests that a search sent, as the client was given them."""

    rounds: list[list[Json]] = field(default_factory=list)


@dataclass(slots=True)
class Asked:
    """A query, the requests it takes, and milliseconds: with words that are new, and by each way of asking again."""

    query: str
    new: float
    rounds: list[list[Json]]
    ways: dict[str, float] = field(default_factory=dict)


OURS, BARE, QUICK = "ours", "bare", "bare with orjson"


def searching(url: str, encoder: Encoder, documents: Prepared, prefix: str) -> list[Figure]:
    """Milliseconds of hybrid searches through the service, and of the same requests sent bare, in turns."""
    engine = engine_at(url, encoder, prefix)
    with engine.writer() as writer:
        for read, vectors in documents:
            writer.write(read, vectors)
    service = SearchService(engine, encoder, remembered=0)
    recorded = _recording(engine)
    clients = {BARE: bare_client(url), QUICK: quick_client(url)}
    service.search(SearchRequest(_queries(documents)[0]))
    collect_seldom()  # as a server does
    asked = [_asked(service, recorded, query) for query in _queries(documents)]
    ways = {way: [_work(way, service, clients, one) for one in asked] for way in (OURS, BARE, QUICK)}
    for place, one in enumerate(asked):
        for way in [*ways][place % 3 :] + [*ways][: place % 3]:
            clients[BARE].indices.clear_cache(request=True)
            one.ways[way] = 1000 * seconds_of(ways[way][place])
    processor = {way: _processor(clients[BARE], works) for way, works in ways.items()}
    for client in clients.values():
        client.close()
    return [*_search_figures(asked), *_processor_figures(processor)]


def _asked(service: SearchService, recorded: Recorded, query: str) -> Asked:
    """A query asked for the first time and, for its requests, a second."""
    new = 1000 * seconds_of(lambda: service.search(SearchRequest(query)))
    recorded.rounds.clear()
    service.search(SearchRequest(query))
    return Asked(query, new, json.loads(elastic_json.written(recorded.rounds)))


def _work(way: str, service: SearchService, clients: dict[str, elasticsearch.Elasticsearch], asked: Asked) -> Callable[[], object]:
    if way == OURS:
        return functools.partial(service.search, SearchRequest(asked.query))
    return functools.partial(_send, clients[way], asked.rounds)


@dataclass(frozen=True, slots=True)
class Processor:
    """Milliseconds of processor of a search: in this thread, and in the node."""

    client: float
    node: float


def _processor(client: elasticsearch.Elasticsearch, works: Sequence[Callable[[], object]]) -> Processor:
    """What one of these takes on average: other work on the machine changes it little."""
    before, own = _node_milliseconds(client), 0.0
    for work in works:
        client.indices.clear_cache(request=True)
        started = time.thread_time()
        work()
        own += 1000 * (time.thread_time() - started)
    return Processor(own / len(works), (_node_milliseconds(client) - before) / len(works))


def _node_milliseconds(client: elasticsearch.Elasticsearch) -> float:
    nodes = client.nodes.stats(metric="process").body["nodes"].values()
    return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes))


def _processor_figures(of: dict[str, Processor]) -> list[Figure]:
    def told(way: str) -> str:
        return f"{of[way].client:.1f} + {of[way].node:.1f} ms"

    ours, bare = of[OURS].client + of[OURS].node, of[BARE].client + of[BARE].node
    return [
        Figure("processor time of our search, client + node", told(OURS)),
        Figure("processor time of the bare requests, client + node", told(BARE)),
        Figure("the same with orjson", told(QUICK)),
        Figure("our search against the bare requests, by processor time", f"{ours / bare:.2f}", "≤ 1.5"),
    ]


def _search_figures(asked: Sequence[Asked]) -> list[Figure]:
    counted = asked[WARMING:]
    ours, bare, quick = (statistics.median(one.ways[way] for one in counted) for way in (OURS, BARE, QUICK))
    rounds = [len(one.rounds) for one in asked]
    return [
        Figure("hybrid search, words met before, all facets, passages and marks, p50", f"{ours:.1f} ms"),
        Figure("the same requests sent bare, p50", f"{bare:.1f} ms"),
        Figure("the same with orjson, p50", f"{quick:.1f} ms"),
        Figure("our search against the bare requests", f"{ours / bare:.2f}", "≤ 1.5"),
        Figure("our search against the bare requests with orjson", f"{ours / quick:.2f}"),
        Figure("hybrid search with new words, p50", f"{statistics.median(one.new for one in counted):.1f} ms"),
        Figure("requests of a search, words met before (median, most)", f"{statistics.median(rounds):.0f}, {max(rounds)}", "2"),
    ]


def _recording(engine: ElasticEngine) -> Recorded:
    """Notes every joined search that the engine's client sends."""
    recorded, send = Recorded(), engine._cluster.searches

    def searches(bodies: Sequence[Json]) -> list[Json]:
        recorded.rounds.append(list(bodies))
        return send(bodies)

    engine._cluster.searches = searches  # type: ignore[method-assign]  # only the benchmark listens in
    return recorded


def _send(client: elasticsearch.Elasticsearch, rounds: list[list[Json]]) -> None:
    for bodies in rounds:
        client.msearch(searches=[line for body in bodies for line in ({"allow_partial_search_results": False}, body)], filter_path=ANSWERED)


def memory(url: str, documents: Prepared, prefix: str) -> list[Figure]:
    """Memory of a server process over the same index, after many searches."""
    os.environ |= {
        "NAMNDSOK_ENGINE": "elasticsearch", "NAMNDSOK_ELASTICSEARCH_URL": url, "NAMNDSOK_ELASTICSEARCH_INDEX": prefix,
        "NAMNDSOK_ELASTICSEARCH_REPLICAS": "0",
    }  # fmt: skip
    with TemporaryDirectory() as data, served(Path(data)) as (address, process):
        for query in _queries(documents):
            parameters = urllib.parse.urlencode({"q": query, "fold": "true"})
            with urllib.request.urlopen(f"{address}/api/search?{parameters}", timeout=60) as answer:
                json.load(answer)
        own = memory_of(process).own
    return [Figure("memory of the API process, RssAnon", f"{own:.0f} MB", "≤ 400 MB")]


def _queries(documents: Prepared) -> list[str]:
    """Two to four words in a row from random paragraphs: what exists, in the proportions in which it exists."""
    texts = [paragraph.text for read, _ in documents for paragraph in read.paragraphs]
    return words_in_a_row(texts, QUERIES, seed=7, lengths=(2, 3, 4))


def page(figures: Sequence[Figure], paragraphs: int) -> str:
    """The page of figures."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    rows = "\n".join(f"| {f.name} | {f.value} | {f.target} |" for f in figures)
    return (
        "# Performance with Elasticsearch\n\nWritten by `python -m benchmarks.elastic`; run it to repeat. "
        f"One run over {paragraphs} paragraphs of public text on one machine ({machine}) that held the node (Elasticsearch 9.5.3, "
        "one shard, int8_hnsw, vectors of 256 numbers), the client and other work: both sides of a ratio were measured in turns, "
        "so trust ratios, not single figures. The cache of requests is emptied before each search. Documents hold forty paragraphs.\n\n"
        "“Bare” is the official client as its makers set it up, given the lines of a bulk, or the bodies of a search's requests. "
        "With orjson (and packed vectors) it writes and reads JSON as our engine does: between the two stands our own code alone. "
        "A search of ours also plans, orders, groups, marks and explains.\n\n"
        f"| what | measured | target |\n| --- | --- | --- |\n{rows}\n"
    )


def main() -> None:
    """Measure, print, and write the page."""
    encoder = load_encoder(None)
    documents = prepared(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, encoder)
    count = sum(len(vectors) for _, vectors in documents)
    prefix = f"bench-{secrets.token_hex(4)}"
    with running_server() as url:
        write(url, encoder, documents)  # the server's just-in-time compiler warms up
        figures = [*indexing(url, encoder, documents), *searching(url, encoder, documents, prefix), *memory(url, documents, prefix)]
        forget(url, encoder, prefix)
    PAGE.write_text(page(figures, count), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
