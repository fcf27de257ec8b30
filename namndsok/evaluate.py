"""`namndsok evaluate`: measures the real search over a folder in BEIR form, in an index of its own that is gone afterwards."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from council.encoder import Encoder, passage_text
from council.engine import Engine
from council.engines import open_engine
from council.model import Document, Paragraph, ReadDocument
from council.settings import Settings
from namndsok.opening import open_encoder
from search_api.evaluation import DEPTH, Collection, Evaluation, Ranking, as_json, as_markdown, as_table, evaluate, read_collection
from search_api.ranking import RankingWeights
from search_api.service import RankingMode, SearchService

MODES: tuple[RankingMode, ...] = get_args(RankingMode)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the measures of every mode: a table, or JSON, or Markdown. stdout carries nothing else."""
    found = evaluate_folder(options.folder, open_encoder(settings), settings)
    if options.json:
        print(json.dumps(as_json(found), ensure_ascii=False))
    else:
        print(as_markdown(found) if options.markdown else as_table(found))
    return 0


def evaluate_folder(folder: Path, encoder: Encoder, settings: Settings, weights: RankingWeights | None = None) -> Evaluation:
    """Measure every mode of the search over a folder. Raises ConfigurationError when the folder is no collection."""
    collection = read_collection(folder)
    with temporary_index(collection, encoder, settings) as engine:
        service = SearchService(engine, encoder, weights=weights or RankingWeights())
        return evaluate(collection, {mode: Search(service, mode, collection) for mode in MODES})


@contextmanager
def temporary_index(collection: Collection, encoder: Encoder, settings: Settings) -> Iterator[Engine]:
    """An embedded index of a collection, each text a document of one paragraph; the settings' own data is not touched."""
    with TemporaryDirectory(prefix="namndsok-evaluate-") as folder:
        engine = open_engine(replace(settings, data=Path(folder), engine="embedded"), encoder.identity)
        try:
            with engine.writer() as writer:
                for read in _documents(collection):
                    texts = [passage_text(paragraph, read.document) for paragraph in read.paragraphs]
                    writer.write(read, encoder.encode_passages(texts))
            yield engine
        finally:
            engine.close()


class Search:
    """One mode of the search, with results named as the collection names its texts."""

    def __init__(self, service: SearchService, mode: RankingMode, collection: Collection) -> None:
        self._service, self._mode = service, mode
        self._ids = {_document_id(number): text.id for number, text in enumerate(collection.texts)}

    def __call__(self, question: str) -> Ranking:
        """Ids of texts, best first."""
        return [(self._ids[ranked.document_id], ranked.score) for ranked in self._service.rank(question, self._mode, DEPTH)]


def _documents(collection: Collection) -> Iterator[ReadDocument]:
    for number, text in enumerate(collection.texts):
        identity = _document_id(number)
        document = Document(id=identity, source=f"{identity}.txt", label="evaluate", title=text.title, language="sv")
        yield ReadDocument(document, (Paragraph(id=f"{identity}-p", text=text.text, language="sv"),))


def _document_id(number: int) -> str:
    """Ids of collections hold what ours may not, so texts are numbered."""
    return f"evaluate-{number}"
