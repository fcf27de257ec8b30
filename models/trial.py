"""Sets models side by side, on everyday questions held out of a training and on judged ones: `python -m models.trial OLD NEW`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.council_questions import Question, indexed, read_corpus, read_questions
from benchmarks.council_questions import ask as ask_council
from benchmarks.yardstick import Yardstick
from council.encoder import Encoder, load_encoder, passage_text
from council.model import ReadDocument
from models.pairs import Pair
from models.wordlists import unseen_questions
from search_api.evaluation import Collection, Ranking, evaluate, read_collection
from search_api.service import SearchService

REPOSITORY = Path(__file__).resolve().parents[1]
COLLECTIONS = ("swefaq-dev", "swequad-train")
MEANING, WORDS = 0.6, 0.7
"""Weights of cosine and of BM25 (scaled to the best text's) in `fused`: near those of the search, but the same for every model to come."""

FIRST = 10
"""Results that count for a hit."""

Scores = NDArray[np.float32]


def unseen(encoder: Encoder, asked: Sequence[Pair], others: Sequence[str]) -> tuple[float, float]:
    """hit@10 and MRR of the sentence that answers each question, among all those sentences and other texts.

    The others are such as no model has learned: sentences of the lists draw everyday questions to them once they are trained on.
    """
    sentences = list(dict.fromkeys(pair.passage for pair in asked))
    cosines = _cosines(encoder, [pair.query for pair in asked], [*sentences, *others])
    right = np.array([sentences.index(pair.passage) for pair in asked])
    ranks = 1 + (cosines > np.take_along_axis(cosines, right[:, None], axis=1)).sum(axis=1)
    return float(np.mean(ranks <= FIRST)), float(np.mean(1 / ranks))


def on_collection(encoder: Encoder, collection: Collection) -> tuple[float, float]:
    """nDCG@10 of meaning alone, and of meaning fused with plain BM25 over stems."""
    texts = [f"{text.title}\n{text.text}" for text in collection.texts]
    words = Yardstick([f"{text.title} {text.text}" for text in collection.texts])
    questions = list(dict.fromkeys(collection.queries.values()))
    alone = dict(zip(questions, _cosines(encoder, questions, texts), strict=True))
    fused = {question: MEANING * alone[question] + WORDS * _scaled(words.scores(question)) for question in questions}
    ids = [text.id for text in collection.texts]
    found = evaluate(collection, {"alone": _search(ids, alone.__getitem__), "fused": _search(ids, fused.__getitem__)})
    return found.interval("alone", "ndcg10").mean, found.interval("fused", "ndcg10").mean


def on_council(encoder: Encoder, documents: Sequence[ReadDocument], questions: Sequence[Question]) -> list[tuple[float, float]]:
    """nDCG@10 and hit@10 with related: paraphrases by meaning alone, paraphrases in the hybrid search, all questions in it."""
    paraphrases = [question for question in questions if question.kind == "paraphrase"]
    with indexed(documents, encoder, passage_text) as engine:
        service = SearchService(engine, encoder)
        answers = [ask_council(service, paraphrases, "semantic"), ask_council(service, paraphrases), ask_council(service, questions)]
    return [(float(np.mean([one.ndcg10 for one in some])), float(np.mean([one.near10 for one in some]))) for some in answers]


def row(name: str, encoder: Encoder, collections: Sequence[Collection], documents: Sequence[ReadDocument]) -> str:
    """Every figure of a model as a row of a Markdown table; without documents those on council questions are left out."""
    paragraphs = [passage_text(paragraph, read.document) for read in documents for paragraph in read.paragraphs]
    pairs = [
        unseen(encoder, unseen_questions(), paragraphs or [text.text for text in collections[0].texts]),
        *(on_collection(encoder, collection) for collection in collections),
        *(on_council(encoder, documents, _council_questions()) if documents else ()),
    ]
    return f"| {name} | {' | '.join(f'{first:.3f} / {second:.3f}' for first, second in pairs)} |"


def _council_questions() -> list[Question]:
    return read_questions(REPOSITORY / "tests" / "relevance" / "council.jsonl")


def _cosines(encoder: Encoder, questions: Sequence[str], texts: Sequence[str]) -> Scores:
    queries = np.stack([encoder.encode_query(question) for question in questions])
    cosines: Scores = queries @ encoder.encode_passages(list(texts)).T
    return cosines


def _scaled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    return scores / max(float(scores.max()), 1e-9)


def _search(ids: Sequence[str], scores_of: Callable[[str], NDArray[np.floating]]) -> Callable[[str], Ranking]:
    def search(question: str) -> Ranking:
        scores = scores_of(question)
        return [(ids[at], float(scores[at])) for at in np.argsort(-scores, kind="stable")[:100]]

    return search


def main() -> None:
    """Read the command line, and print a row for each model as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", type=Path, help="folders of models")
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared")
    parser.add_argument("--quick", action="store_true", help="leave the council documents out, whose reading takes minutes")
    options = parser.parse_args()
    collections = [read_collection(options.shared / "eval" / name) for name in COLLECTIONS]
    documents = [] if options.quick else read_corpus(options.shared / "corpus")
    columns = ["unseen questions hit@10 / MRR", *(f"{name} alone / fused" for name in COLLECTIONS)]
    columns += [f"{of} nDCG@10 / hit@10" for of in ("paraphrases by meaning", "paraphrases", "council questions") if documents]
    print(f"| model | {' | '.join(columns)} |\n|{' --- |' * (len(columns) + 1)}")
    for folder in options.models:
        print(row(str(folder), load_encoder(str(folder)), collections, documents), flush=True)


if __name__ == "__main__":
    main()
