"""What the contract's tests write and ask: fictional documents, vectors, words and filters, in few words."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from council.criteria import AllOf, AnyOf, LexicalQuery, Node, Variant, Word
from council.engine import Engine, Snapshot
from council.model import CaseRecord, Document, ModelIdentity, Paragraph, ReadDocument, Step, Vector, Vectors, Voice

MODEL = ModelIdentity("a model of the tests", "digest-of-the-tests", 8)
OTHER_MODEL = ModelIdentity("another model", "another-digest", 8)

COMMON = ("nämnd", "beslut", "skolan", "väg", "stöd")
RARE = ("laddstation", "brygga", "grundskola", "skolväg", "föreningsstöd", "isbana", "kolonilott")
BOARDS = ("Norra nämnden", "Södra nämnden", "Kommunstyrelsen")
PARTIES = ("S", "M", "V")


def read(document_id: str, *texts: str, cases: tuple[CaseRecord, ...] = (), **facts: object) -> ReadDocument:
    """A document with one paragraph a text. Facts are fields of Document."""
    document = Document(id=document_id, source=f"{document_id}.txt", label="arkiv", digest=f"digest-{document_id}")
    paragraphs = tuple(Paragraph(id=f"{document_id}-{number}", text=text) for number, text in enumerate(texts))
    return ReadDocument(replace(document, **facts), paragraphs, cases)  # type: ignore[arg-type]  # facts are checked by the dataclass


def with_paragraphs(read_document: ReadDocument, **facts: object) -> ReadDocument:
    """The same document, with these fields set in every paragraph."""
    changed = tuple(replace(paragraph, **facts) for paragraph in read_document.paragraphs)  # type: ignore[arg-type]  # as above
    return replace(read_document, paragraphs=changed)


def unit(*numbers: float) -> Vector:
    """A vector of unit length, filled up with zeros."""
    vector = np.zeros(MODEL.dimensions, dtype=np.float32)
    vector[: len(numbers)] = numbers
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def random_vectors(count: int, seed: int = 0) -> Vectors:
    """Vectors of unit length in all directions."""
    numbers = np.random.default_rng(seed).normal(size=(count, MODEL.dimensions)).astype(np.float32)
    return (numbers / np.linalg.norm(numbers, axis=1, keepdims=True)).astype(np.float32)


def zeros(count: int) -> Vectors:
    """Vectors of texts without a known token."""
    return np.zeros((count, MODEL.dimensions), dtype=np.float32)


def put(engine: Engine, *documents: ReadDocument, vectors: Iterable[Vectors] | None = None) -> Snapshot:
    """Write documents in one commit, with vectors or with none that mean anything, and look at the result."""
    given = list(vectors) if vectors is not None else [zeros(len(document.paragraphs)) for document in documents]
    with engine.writer() as writer:
        for document, rows in zip(documents, given, strict=True):
            writer.write(document, rows)
    return engine.snapshot()


def word(lemma: str, *others: Variant) -> Word:
    """A word as the query side makes them: its lemma, its compounds, and headings that only rank."""
    own = (Variant("lemmas", (lemma,), "exact"), Variant("compound_parts", (lemma,), "compound", 0.5))
    return Word(lemma, (*own, *others, Variant("context", (lemma,), "heading", 0.3)))


def plain(lemma: str) -> Word:
    """A word that only its lemma holds."""
    return Word(lemma, (Variant("lemmas", (lemma,), "exact"),))


def phrase(*lemmas: str, slop: int = 0) -> Word:
    """A quoted phrase."""
    return Word(" ".join(lemmas), (Variant("lemmas", lemmas, "exact", 1.0, slop),))


def beginning(*tokens: str) -> Word:
    """A word with a star at its end, perhaps the last of a phrase."""
    return Word(" ".join(tokens) + "*", (Variant("surfaces", tokens, "prefix", prefix=True),))


def ask(*nodes: Node, **more: object) -> LexicalQuery:
    """A query by words."""
    return LexicalQuery(words=nodes, **more)  # type: ignore[arg-type]  # fields of LexicalQuery


def either(*nodes: Node) -> AnyOf:
    """ELLER."""
    return AnyOf(nodes)


def both(*nodes: Node) -> AllOf:
    """A parenthesis."""
    return AllOf(nodes)


def ids(snapshot: Snapshot, keys: Iterable[int | str]) -> list[str]:
    """The paragraphs' ids of keys, in their order."""
    return [passage.paragraph.id for passage in snapshot.fetch(list(keys))]


def found(snapshot: Snapshot, query: LexicalQuery, limit: int = 1000) -> list[str]:
    """The ids of what words find, best first."""
    from council.criteria import Filters

    return ids(snapshot, [candidate.key for candidate in snapshot.lexical(query, Filters(), limit).candidates])


@dataclass(frozen=True, slots=True)
class Shelf:
    """A document and its vectors."""

    read: ReadDocument
    vectors: Vectors


def random_shelves(seed: int = 7, documents: int = 16) -> list[Shelf]:
    """Documents with every facet, ties of dates, undated ones, paragraphs without a vector and paragraphs that are alike."""
    chance = random.Random(seed)
    shelves = []
    for number in range(documents):
        paragraphs = tuple(_random_paragraph(chance, f"d{number}", place) for place in range(chance.randint(1, 9)))
        document = Document(
            id=f"d{number}",
            source=f"{chance.choice('abc')}/{number}.txt",
            label="arkiv",
            digest=f"digest{number}",
            title=chance.choice(("Protokoll", "Svar om laddstation", "Skolväg")),
            kind=chance.choice(("protokoll", "motion", "tjänsteutlåtande")),
            municipality=chance.choice(("Alvik", "Björkvik", None)),
            board=chance.choice((*BOARDS, None)),
            date=chance.choice((dt.date(2018, 3, 1), dt.date(2018, 3, 1), dt.date(2019, 5, 2), dt.date(2021, 1, 1), None)),
            language="sv",
            first_seen=dt.datetime(2024, 1, 1 + number % 5, tzinfo=dt.UTC),
        )
        vectors = random_vectors(len(paragraphs), seed=number)
        vectors[chance.random() < 0.2 :: 3] = 0.0
        if len(paragraphs) > 2:
            vectors[2] = vectors[1]
        record = CaseRecord(keys=(f"2018-{number % 3}",), title=f"Ärende {number}", steps=(Step("motion", paragraph_id=paragraphs[0].id),))
        shelves.append(Shelf(ReadDocument(document, paragraphs, (record,)), vectors))
    return shelves


def _random_paragraph(chance: random.Random, document_id: str, place: int) -> Paragraph:
    words = chance.choices(COMMON, k=chance.randint(1, 8)) + chance.choices(RARE, k=chance.randint(0, 3))
    chance.shuffle(words)
    parties = tuple(chance.sample(PARTIES, chance.choice((0, 0, 1, 2))))
    return Paragraph(
        id=f"{document_id}-{place}",
        text=" ".join(words),
        page=place // 3 + 1,
        headings=(chance.choice(("Bakgrund", "Beslut", "Om isbana")),),
        section_kind=chance.choice(("decision", "background", "reservation")),
        voice=Voice("party" if parties else "board", parties=parties, person="Anna Alm" if place == 1 else None),
        about_parties=("V",) if place % 4 == 0 else (),
        board=chance.choice((*BOARDS, None)),
        topics=tuple(chance.sample(("skola", "trafik"), chance.randint(0, 2))),
        language=chance.choice((None, None, "en")),
    )
