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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import elasticsearch
from elasticsearch import helpers

from benchmarks.corpora import REPOSITORY, public_documents, words_in_a_row
from benchmarks.parity import elasticsearch as running_server
from benchmarks.processes import memory_of
from benchmarks.served import served
from council.encoder import Encoder, load_encoder
from council.engines.elastic import ANSWERED, Connection
from council.engines.elastic_engine import ElasticEngine, ElasticOptions
from council.engines.elastic_indices import create_generation
from council.engines.elastic_names import Names
from council.engines.elastic_queries import Json
from council.engines.elastic_records import Held, coming
from council.engines.fields import Fields
from council.engines.records import head_of
from council.model import Document, Paragraph, ReadDocument, Vectors
from council.registers import load_registers
from council.swedish import analyse
from search_api.results import SearchRequest
from search_api.service import SearchService

PAGE = REPOSITORY / "docs" / "performance-elasticsearch.md"
QUERIES = 120
ROUNDS = 3
"""Times that each way of indexing writes the same documents, in turns."""
PER_DOCUMENT = 40

Prepared = list[tuple[ReadDocument, Vectors]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its target."""

    name: str
    value: str
    target: str = ""


@dataclass(slots=True)
class Recorded:
    """The requests that a search sent, as the client was given them."""

    rounds: list[list[Json]] = field(default_factory=list)


def prepared(paragraphs: int, encoder: Encoder) -> Prepared:
    """Documents of public text with their vectors, ready to be written."""
    documents: Prepared = []
    written = 0
    for title, texts in public_documents():
        for start in range(0, len(texts), PER_DOCUMENT):
            own = f"bench-{len(documents)}"
            some = texts[start : start + PER_DOCUMENT]
            rows = tuple(Paragraph(f"{own}-{n}", text, headings=(title,), language="sv") for n, text in enumerate(some))
            document = Document(own, f"{own}.txt", label="bench", title=title, language="sv")
            documents.append((ReadDocument(document, rows), encoder.encode_passages(some)))
            written += len(some)
            if written >= paragraphs:
                return documents
    return documents


def engine_at(url: str, encoder: Encoder, prefix: str) -> ElasticEngine:
    """An engine with the settings' defaults, but for copies: there is one node. It looks for no new commit while it is measured."""
    return ElasticEngine(Connection((url,), timeout=60.0), encoder.identity, ElasticOptions(prefix, replicas=0, fresh=3600.0))


def indexing(url: str, encoder: Encoder, documents: Prepared) -> list[Figure]:
    """Paragraphs a second through our writer, and of the same, analysed beforehand, through the bare client. Indices stand ready."""
    count = sum(len(vectors) for _, vectors in documents)
    ours, bare = [], []
    actions = list(_actions(documents))
    for _ in range(ROUNDS):
        bare.append(count / _bulk(url, encoder, actions))
        ours.append(count / _write(url, encoder, documents))
    ratio = statistics.median(o / b for o, b in zip(ours, bare, strict=True))
    return [
        Figure("indexing with our writer, words analysed on the way", f"{statistics.median(ours):.0f} paragraphs/s"),
        Figure("bare streaming_bulk of the same paragraphs, analysed beforehand", f"{statistics.median(bare):.0f} paragraphs/s"),
        Figure("our writer against the bare bulk", f"{ratio:.2f}", "≥ 0.8"),
    ]


def _actions(documents: Prepared) -> Iterator[Json]:
    fields = Fields(analyse, load_registers(None).facet_boards)
    row = 0
    for number, (read, vectors) in enumerate(documents, 1):
        held = Held(head_of(read.document, number, len(vectors)), row, 0)
        for action in coming(Names("bench", "bare"), fields, read, vectors, held):
            yield action.body
        row += len(vectors)


def _bulk(url: str, encoder: Encoder, actions: list[Json]) -> float:
    """Seconds of a bare bulk with one refresh."""
    names = Names(f"bare-{secrets.token_hex(4)}", "bare")
    engine = engine_at(url, encoder, names.prefix)
    create_generation(engine._cluster, names, encoder.identity, ElasticOptions(names.prefix, replicas=0))
    client = elasticsearch.Elasticsearch(url, request_timeout=60)
    index = {"bench-paragraphs-bare": names.paragraphs, "bench-documents-bare": names.documents}

    def send() -> None:
        for _ in helpers.streaming_bulk(client, ({**action, "_index": index[action["_index"]]} for action in actions)):
            pass
        client.indices.refresh(index=f"{names.paragraphs},{names.documents}")

    seconds = _seconds(send)
    client.indices.delete(index=f"{names.paragraphs},{names.documents}")
    client.close()
    engine.close()
    return seconds


def _write(url: str, encoder: Encoder, documents: Prepared) -> float:
    """Seconds of one writer with one commit."""
    engine = engine_at(url, encoder, f"ours-{secrets.token_hex(4)}")
    with engine.rebuild():
        pass

    def write() -> None:
        with engine.writer() as writer:
            for read, vectors in documents:
                writer.write(read, vectors)

    seconds = _seconds(write)
    engine._cluster.delete_indices(list(engine._cluster.indices(f"{engine._options.prefix}-*")))
    engine.close()
    return seconds


def searching(url: str, encoder: Encoder, documents: Prepared, prefix: str) -> list[Figure]:
    """Milliseconds of hybrid searches through the service, and of the same requests sent bare, in turns."""
    engine = engine_at(url, encoder, prefix)
    with engine.writer() as writer:
        for read, vectors in documents:
            writer.write(read, vectors)
    service = SearchService(engine, encoder)
    recorded = _recording(engine)
    client = elasticsearch.Elasticsearch(url, request_timeout=60)
    queries = _queries(documents)
    service.search(SearchRequest(queries[0]))
    new, ours, bare, rounds, every = [], [], [], [], []
    for place, query in enumerate(queries):
        request = SearchRequest(query)
        new.append(1000 * _seconds(lambda request=request: service.search(request)))
        recorded.rounds.clear()
        service.search(request)
        sent = list(recorded.rounds)
        rounds.append(len(sent))
        every.append(sent)
        pair = [(ours, lambda request=request: service.search(request)), (bare, lambda sent=sent: _send(client, sent))]
        for column, work in pair if place % 2 else reversed(pair):
            client.indices.clear_cache(request=True)
            column.append(1000 * _seconds(work))
    searches = [functools.partial(service.search, SearchRequest(query)) for query in queries]
    work = _processor(client, searches), _processor(client, [functools.partial(_send, client, sent) for sent in every])
    client.close()
    return [*_search_figures(new[20:], ours[20:], bare[20:], rounds), *_processor_figures(*work)]


def _processor(client: elasticsearch.Elasticsearch, works: Sequence[Callable[[], object]]) -> float:
    """Milliseconds of processor that one of these takes, in this thread and in the node together: other work changes it little."""
    before, started = _node_milliseconds(client), time.thread_time()
    for work in works:
        client.indices.clear_cache(request=True)
        work()
    return (1000 * (time.thread_time() - started) + _node_milliseconds(client) - before) / len(works)


def _node_milliseconds(client: elasticsearch.Elasticsearch) -> float:
    nodes = client.nodes.stats(metric="process").body["nodes"].values()
    return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes))


def _processor_figures(ours: float, bare: float) -> list[Figure]:
    return [
        Figure("processor time of our search, client and node", f"{ours:.1f} ms"),
        Figure("processor time of the bare requests, client and node", f"{bare:.1f} ms"),
        Figure("our search against the bare requests, by processor time", f"{ours / bare:.2f}", "≤ 1.5"),
    ]


def _search_figures(new: Sequence[float], ours: Sequence[float], bare: Sequence[float], rounds: Sequence[int]) -> list[Figure]:
    one, other = statistics.median(ours), statistics.median(bare)
    return [
        Figure("hybrid search, words met before, all facets, passages and marks, p50", f"{one:.1f} ms"),
        Figure("the same requests sent bare, p50", f"{other:.1f} ms"),
        Figure("our search against the bare requests", f"{one / other:.2f}", "≤ 1.5"),
        Figure("hybrid search with new words, p50", f"{statistics.median(new):.1f} ms"),
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


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def page(figures: Sequence[Figure], paragraphs: int) -> str:
    """The page of figures."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    rows = "\n".join(f"| {f.name} | {f.value} | {f.target} |" for f in figures)
    return (
        "# Performance with Elasticsearch\n\nWritten by `python -m benchmarks.elastic`; run it to repeat. "
        f"One run over {paragraphs} paragraphs of public text on one machine ({machine}) that held the node (Elasticsearch 9.5.3, "
        "one shard, int8_hnsw, vectors of 256 numbers), the client and other work: both sides of a ratio were measured in turns, "
        "so trust ratios, not single figures. The cache of requests is emptied before each search.\n\n"
        f"| what | measured | target |\n| --- | --- | --- |\n{rows}\n"
    )


def main() -> None:
    """Measure, print, and write the page."""
    encoder = load_encoder(None)
    documents = prepared(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, encoder)
    count = sum(len(vectors) for _, vectors in documents)
    prefix = f"bench-{secrets.token_hex(4)}"
    with running_server() as url:
        _write(url, encoder, documents)  # the server's just-in-time compiler warms up
        figures = [*indexing(url, encoder, documents), *searching(url, encoder, documents, prefix), *memory(url, documents, prefix)]
    PAGE.write_text(page(figures, count), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
