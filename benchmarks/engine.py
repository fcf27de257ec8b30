"""The embedded engine alone: opening, words, meaning, totals with facets, passages and indexing with given vectors.

Run: `python -m benchmarks.engine [paragraphs …]` (5000 unless told). Texts are public ones, vectors random; medians of cold plans.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.corpora import public_documents
from council import swedish
from council.criteria import FacetName, Filters, LexicalQuery, MatchSet, Variant, Word
from council.encoders.known_model import unit_length
from council.engine import SEMANTIC_K, Snapshot
from council.engines.embedded import EmbeddedEngine
from council.model import Document, ModelIdentity, Paragraph, ReadDocument, Vectors, Voice

MODEL = ModelIdentity("random", "random", 256)
TEXTS = ("regeringen", "interpellationer", "riksdag")
PER_DOCUMENT = 40
ROUNDS = 7
PARTIES = ("S", "M", "V", "SD", "MP", "L", "KD", "C")
FACETS: tuple[FacetName, ...] = ("municipality", "board", "party", "topic", "kind", "voice", "year", "language")
QUERIES = (
    "trygghetsvandringar",
    "skola",
    "skola stockholm",
    "hur svarade nämnden på motionen om laddstationer för cyklister",
    "kommunens ansvar för äldre och personer med funktionsnedsättning",
    "regeringen lag kommun ansvar beslut uppgift arbete åtgärd",
)

Result = TypeVar("Result")


def documents(paragraphs: int) -> Iterator[ReadDocument]:
    """Documents of at most 40 paragraphs of public text, with facets by chance."""
    chance, written = random.Random(1), 0
    for title, texts in chain.from_iterable(map(public_documents, TEXTS)):
        for start in range(0, len(texts), PER_DOCUMENT):
            own = f"d{written}"
            part = tuple(_paragraph(chance, f"{own}-{n}", title, text) for n, text in enumerate(texts[start : start + PER_DOCUMENT]))
            date = dt.date(2000 + written % 24, 1 + written % 12, 1)
            yield ReadDocument(Document(own, f"{own}.txt", title=title, board=f"Nämnd {written % 30}", kind="protokoll", date=date), part)
            written += len(part)
            if written >= paragraphs:
                return


def _paragraph(chance: random.Random, paragraph_id: str, title: str, text: str) -> Paragraph:
    parties = tuple(chance.sample(PARTIES, chance.randint(0, 2)))
    topics = tuple(f"ämne {number}" for number in chance.sample(range(40), chance.randint(0, 2)))
    return Paragraph(paragraph_id, text, headings=(title,), voice=Voice("party", parties=parties), topics=topics, language="sv")


def vectors(count: int, chance: np.random.Generator) -> Vectors:
    """Vectors of unit length."""
    numbers = chance.normal(size=(count, MODEL.dimensions)).astype(np.float32)
    return unit_length(numbers)


def asked(text: str) -> LexicalQuery:
    """The content words of a text with their lemma, compounds and headings."""
    return LexicalQuery(tuple(_word(token.lemmas[0]) for token in swedish.analyse(text) if not swedish.is_stop_word(token.surface)))


def _word(lemma: str) -> Word:
    fields = (("lemmas", "exact", 1.0), ("compound_parts", "compound", 0.5), ("context", "heading", 0.3))
    return Word(lemma, tuple(Variant(name, (lemma,), reason, weight) for name, reason, weight in fields))  # type: ignore[arg-type]  # literals


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What the work gives, and the milliseconds it took."""
    start = time.perf_counter()
    result = work()
    return result, (time.perf_counter() - start) * 1000


def search(snapshot: Snapshot, query: LexicalQuery, vector: np.ndarray) -> tuple[float, ...]:
    """Milliseconds of words, meaning, totals with eight facets, and fifty passages."""
    words, one = timed(lambda: snapshot.lexical(query, Filters(), 1000))
    near, two = timed(lambda: snapshot.nearest(vector, SEMANTIC_K, 0.0, Filters()))
    _, three = timed(lambda: snapshot.count(MatchSet(query, near.keys), Filters(), FACETS))
    _, four = timed(lambda: snapshot.fetch([candidate.key for candidate in (*words.candidates[:25], *near.candidates[:25])]))
    return one, two, three, four


def measure(paragraphs: int) -> list[str]:
    """Rows of the table for an index of so many paragraphs."""
    chance = np.random.default_rng(1)
    prepared = [(document, vectors(len(document.paragraphs), chance)) for document in documents(paragraphs)]
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder) / "data", MODEL)
        swedish.analyse("värm upp orden")
        _, indexing = timed(lambda: _write(engine, prepared))
        _, opening = timed(lambda: EmbeddedEngine(Path(folder) / "data", MODEL).snapshot())
        rows = [f"| {paragraphs} paragraphs: indexing | {1000 * paragraphs / indexing:.0f} /s |", f"| opening | {opening:.0f} ms |"]
        for text in QUERIES:
            # A new opening each round, so that no plan is remembered.
            rounds = [
                search(EmbeddedEngine(Path(folder) / "data", MODEL).snapshot(), asked(text), vectors(1, chance)[0]) for _ in range(ROUNDS)
            ]
            one, two, three, four = (statistics.median(column) for column in zip(*rounds, strict=True))
            rows.append(f"| {text} | words {one:.1f}, meaning {two:.1f}, totals and facets {three:.1f}, passages {four:.1f} ms |")
    return rows


def _write(engine: EmbeddedEngine, prepared: list[tuple[ReadDocument, Vectors]]) -> None:
    with engine.writer() as writer:
        for document, rows in prepared:
            writer.write(document, rows)


if __name__ == "__main__":
    for size in [int(argument) for argument in sys.argv[1:]] or [5_000]:
        print("\n".join(measure(size)))
