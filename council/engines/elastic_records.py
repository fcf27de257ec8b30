"""A document as Elasticsearch holds it: its paragraphs, its case records and itself, each a line of a bulk. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from council.engines import stored
from council.engines.elastic_names import Names
from council.engines.elastic_queries import Json, token_fields
from council.engines.elastic_sending import Action
from council.engines.fields import Fields, placed
from council.engines.records import Head, NumberedDocument, PlacedCase, StoredParagraph
from council.model import FailedFile, ReadDocument, Vectors


@dataclass(frozen=True, slots=True)
class Held:
    """A document as the index has it: its head, its first row, and how many case records it has."""

    head: Head
    first_row: int
    cases: int


def coming(names: Names, fields: Fields, read: ReadDocument, vectors: Vectors, held: Held) -> Iterator[Action]:
    """What puts a document in."""
    for body in _paragraphs(names, fields, read, vectors, held):
        yield Action(body, read.document.source)
    for place, case in enumerate(read.cases):
        source = {
            "record": "case",
            "document_id": read.document.id,
            "docno": held.head.docno,
            "ordinal": place,
            "case_key": list(case.keys),
        }
        yield _record(names, _case_id(held, place), {**source, "stored": stored.dump(PlacedCase(held.head.docno, place, case))}, held)
    yield _record(names, _document_id(held), _document(read, held), held)


def leaving(names: Names, held: Held) -> Iterator[Action]:
    """What takes a document out."""
    for row in range(held.first_row, held.first_row + held.head.paragraphs):
        body = {"_op_type": "delete", "_index": names.paragraphs, "_id": str(row), "routing": held.head.document_id}
        yield Action(body, held.head.source)
    for record in (*(_case_id(held, place) for place in range(held.cases)), _document_id(held)):
        yield Action({"_op_type": "delete", "_index": names.documents, "_id": record}, held.head.source)


def failing(names: Names, failed: FailedFile, number: int) -> Action:
    """What records that a file could not be read."""
    source = {"record": "failed", "docno": number, "label": failed.label, "source": failed.source, "stored": stored.dump(failed)}
    return Action({"_index": names.documents, "_id": _failure_id(number), "_source": source}, failed.source)


def forgetting(names: Names, number: int, source: str) -> Action:
    """What clears it."""
    return Action({"_op_type": "delete", "_index": names.documents, "_id": _failure_id(number)}, source)


def _paragraphs(names: Names, fields: Fields, read: ReadDocument, vectors: Vectors, held: Held) -> Iterator[Json]:
    for ordinal, vector in enumerate(vectors):
        row = held.first_row + ordinal
        source = _paragraph(fields, read, ordinal, held.head.docno, row, vector)
        yield {"_index": names.paragraphs, "_id": str(row), "routing": read.document.id, "_source": source}


def _paragraph(fields: Fields, read: ReadDocument, ordinal: int, docno: int, row: int, vector: np.ndarray) -> Json:
    paragraph, document = read.paragraphs[ordinal], read.document
    indexed = fields.indexed(paragraph, document, ordinal)
    source: Json = {
        "row": row,
        "docno": docno,
        "ordinal": ordinal,
        "document_id": document.id,
        "paragraph_id": paragraph.id,
        "label": document.label,
        "source": document.source,
        "first_seen": indexed.first_seen,
        "text": paragraph.text,
        "words": sorted({token for token, _ in placed(indexed.tokens["surfaces"])}),
        "stored": stored.dump(StoredParagraph(ordinal, paragraph)),
        **token_fields(indexed),
        **{name: list(values) for name, values in indexed.values.items() if values},
    }
    if document.date is not None:
        source |= {"date": document.date.isoformat(), "year_number": indexed.year_number}
    if vector.any():
        source["vector"] = vector
    return source


def _document(read: ReadDocument, held: Held) -> Json:
    document = read.document
    return {
        "record": "document",
        "document_id": document.id,
        "docno": held.head.docno,
        "label": document.label,
        "source": document.source,
        "head": stored.dump(held.head),
        "first_row": held.first_row,
        "cases": held.cases,
        "stored": stored.dump(NumberedDocument(held.head.docno, document)),
    }


def _record(names: Names, record_id: str, source: Json, held: Held) -> Action:
    return Action({"_index": names.documents, "_id": record_id, "_source": source}, held.head.source)


def _document_id(held: Held) -> str:
    return f"document-{held.head.docno}"


def _case_id(held: Held, place: int) -> str:
    return f"case-{held.head.docno}-{place}"


def _failure_id(number: int) -> str:
    return f"failed-{number}"
