"""How fast our Elasticsearch engine is filled, against the bare client: a part of benchmarks.elastic."""

from __future__ import annotations

import functools
import json
import secrets
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import elasticsearch
from elasticsearch import helpers
from elasticsearch.serializer import JsonSerializer, NdjsonSerializer

from benchmarks.corpora import public_documents
from council.encoder import Encoder
from council.engines import elastic_json
from council.engines.elastic import Connection
from council.engines.elastic_engine import ElasticEngine, ElasticOptions
from council.engines.elastic_indices import create_generation
from council.engines.elastic_names import Names
from council.engines.elastic_queries import Json
from council.engines.elastic_records import Held, coming
from council.engines.fields import Analyse, Fields
from council.engines.records import head_of
from council.model import Document, Paragraph, ReadDocument, Vectors
from council.registers import load_registers
from council.swedish import analyse

ROUNDS = 4
"""Times that each way of indexing writes the same documents, in turns."""
PER_DOCUMENT = 40

Prepared = list[tuple[ReadDocument, Vectors]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its target."""

    name: str
    value: str
    target: str = ""


def prepared(paragraphs: int, encoder: Encoder) -> Prepared:
    """Documents of public text with their vectors, ready to be written: of PER_DOCUMENT paragraphs each, as council documents have tens."""
    titled = ((title, text) for title, texts in public_documents() for text in texts)
    documents: Prepared = []
    while len(documents) * PER_DOCUMENT < paragraphs and (some := list(islice(titled, PER_DOCUMENT))):
        own = f"bench-{len(documents)}"
        rows = tuple(Paragraph(f"{own}-{n}", text, headings=(title,), language="sv") for n, (title, text) in enumerate(some))
        document = Document(own, f"{own}.txt", label="bench", title=some[0][0], language="sv")
        documents.append((ReadDocument(document, rows), encoder.encode_passages([text for _, text in some])))
    return documents


def engine_at(url: str, encoder: Encoder, prefix: str, words: Analyse | None = None) -> ElasticEngine:
    """An engine with the settings' defaults, but for copies: there is one node. It looks for no new commit while it is measured."""
    options = ElasticOptions(prefix, replicas=0, fresh=3600.0)
    return ElasticEngine(Connection((url,), timeout=60.0), encoder.identity, options, analyse=words)


def indexing(url: str, encoder: Encoder, documents: Prepared) -> list[Figure]:
    """Paragraphs a second through our writer and through the bare client, by turns. Indices stand ready.

    Our writer is given documents; it makes what is sent, with the words analysed beforehand or on the way. The bare client is given
    what is sent: as plain values, written by its own JSON, or as our engine writes them (orjson, packed vectors).
    """
    known = functools.lru_cache(maxsize=None)(analyse)
    sent = list(_actions(documents, known))
    plain = [{**action, "_source": json.loads(elastic_json.written(action["_source"]))} for action in sent]
    ways: dict[str, Callable[[], float]] = {
        "analysed on the way": functools.partial(write, url, encoder, documents),
        "analysed beforehand": functools.partial(write, url, encoder, documents, known),
        "bare": functools.partial(_bulk, url, encoder, plain, bare_client),
        "bare as ours writes": functools.partial(_bulk, url, encoder, sent, quick_client),
    }
    count = sum(len(vectors) for _, vectors in documents)
    rates: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(ROUNDS):
        for way in [*ways][turn % len(ways) :] + [*ways][: turn % len(ways)]:
            rates[way].append(count / ways[way]())
    return _indexing_figures(rates)


def _indexing_figures(rates: dict[str, list[float]]) -> list[Figure]:
    def rate(way: str) -> str:
        return f"{statistics.median(rates[way]):.0f} paragraphs/s"

    def ratio(way: str, other: str) -> str:
        return f"{statistics.median(a / b for a, b in zip(rates[way], rates[other], strict=True)):.2f}"

    quick = "bare as ours writes"
    return [
        Figure("our writer, words analysed on the way", rate("analysed on the way")),
        Figure("our writer, words analysed beforehand", rate("analysed beforehand")),
        Figure("bare streaming_bulk of what is sent, made beforehand", rate("bare")),
        Figure("the same with orjson and packed vectors, as our engine sends", rate(quick)),
        Figure("our writer, words on the way, against the bare bulk", ratio("analysed on the way", "bare"), "≥ 0.8"),
        Figure("our writer, words beforehand, against the bare bulk", ratio("analysed beforehand", "bare"), "≥ 0.8"),
        Figure("our writer against the bare bulk as our engine sends: words on the way", ratio("analysed on the way", quick)),
        Figure("our writer against the bare bulk as our engine sends: words beforehand", ratio("analysed beforehand", quick)),
    ]


class QuickJson(JsonSerializer):
    """The bare client's JSON, written and read as our engine does."""

    def json_dumps(self, data: Any) -> bytes:
        """See JsonSerializer."""
        return elastic_json.written(data, packing=True)

    def json_loads(self, data: bytes) -> Any:
        """See JsonSerializer."""
        return elastic_json.read(data)


class QuickLines(NdjsonSerializer):
    """The same, a value a line."""

    def json_dumps(self, data: Any) -> bytes:
        """See NdjsonSerializer."""
        return elastic_json.written(data)


def quick_client(url: str) -> elasticsearch.Elasticsearch:
    """A bare client with our engine's JSON."""
    serializers = {written.mimetype: written for written in (QuickJson(), QuickLines())}
    return elasticsearch.Elasticsearch(url, request_timeout=60, serializers=serializers)


def bare_client(url: str) -> elasticsearch.Elasticsearch:
    """A client as its makers set it up."""
    return elasticsearch.Elasticsearch(url, request_timeout=60)


def _actions(documents: Prepared, words: Analyse) -> Iterator[Json]:
    fields = Fields(words, load_registers(None).facet_boards)
    row = 0
    for number, (read, vectors) in enumerate(documents, 1):
        held = Held(head_of(read.document, number, len(vectors)), row, 0)
        for action in coming(Names("bench", "bare"), fields, read, vectors, held):
            yield action.body
        row += len(vectors)


def _bulk(url: str, encoder: Encoder, actions: list[Json], connect: Callable[[str], elasticsearch.Elasticsearch]) -> float:
    """Seconds of a bare bulk with one refresh."""
    names = Names(f"bare-{secrets.token_hex(4)}", "bare")
    engine = engine_at(url, encoder, names.prefix)
    create_generation(engine._cluster, names, encoder.identity, ElasticOptions(names.prefix, replicas=0))
    client = connect(url)
    index = {"bench-paragraphs-bare": names.paragraphs, "bench-documents-bare": names.documents}

    def send() -> None:
        for _ in helpers.streaming_bulk(client, ({**action, "_index": index[action["_index"]]} for action in actions)):
            pass
        client.indices.refresh(index=f"{names.paragraphs},{names.documents}")

    seconds = seconds_of(send)
    client.indices.delete(index=f"{names.paragraphs},{names.documents}")
    client.close()
    engine.close()
    return seconds


def write(url: str, encoder: Encoder, documents: Prepared, words: Analyse | None = None) -> float:
    """Seconds of one writer with one commit."""
    prefix = f"ours-{secrets.token_hex(4)}"
    engine = engine_at(url, encoder, prefix, words)
    with engine.rebuild():
        pass

    def fill() -> None:
        with engine.writer() as writer:
            for read, vectors in documents:
                writer.write(read, vectors)

    seconds = seconds_of(fill)
    engine.close()
    forget(url, encoder, prefix)
    return seconds


def forget(url: str, encoder: Encoder, prefix: str) -> None:
    """Take away all indices of a prefix."""
    engine = engine_at(url, encoder, prefix)
    engine._cluster.delete_indices(list(engine._cluster.indices(f"{prefix}-*")))
    engine.close()


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes by the clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
