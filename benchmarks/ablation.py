"""What each factor of the ranking is worth: the search without it, and what one knob at other values gives, on every set of questions."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from unittest.mock import patch

import numpy as np

from benchmarks.council_questions import Answer, Question, ask
from council import swedish
from council.encoder import Encoder
from council.engine import Engine
from namndsok.evaluate import Search
from search_api import spelling
from search_api.evaluation import Collection, evaluate
from search_api.query_words import SynonymsOf, WordWeights
from search_api.ranking import CHOSEN, RankingWeights
from search_api.service import SearchService

EVERY = 3
"""Of a large collection's questions every third is asked in ablations: a whole run of quality.py stays below eight minutes."""
LARGE = 300


def no_synonyms(_words: Sequence[str]) -> swedish.SynonymMatch | None:
    """No word is called anything else."""
    return None


@dataclass(frozen=True, slots=True)
class Variation:
    """The search under other weights, or with a part of it switched off while `around` is entered."""

    name: str
    weights: RankingWeights = CHOSEN
    synonyms_of: SynonymsOf = swedish.synonyms
    fold: bool = False
    around: Callable[[], contextlib.AbstractContextManager[object]] = field(default=contextlib.nullcontext)


def _no_corrections() -> contextlib.AbstractContextManager[object]:
    return patch.object(spelling, "corrections", lambda *_: {})


FACTORS: tuple[Variation, ...] = (
    Variation("as it is"),
    Variation("no cosine of whole paragraphs", replace(CHOSEN, meaning=0.0)),
    Variation("no likeness word by word", replace(CHOSEN, likeness=0.0, related_likeness=0.0)),
    Variation("title and headings earn nothing", replace(CHOSEN, words=WordWeights(context=0.0))),
    Variation("parts of compounds earn nothing", replace(CHOSEN, words=WordWeights(part=0.0))),
    Variation("no synonyms", synonyms_of=no_synonyms),
    Variation("no correction of typos", around=_no_corrections),
    Variation("lists are not lowered", replace(CHOSEN, lists=1.0)),
    Variation("twins are not levelled", replace(CHOSEN, levelled=False)),
    Variation("questions lift nothing", replace(CHOSEN, questions=False)),
    Variation("questions are not answered from their case", replace(CHOSEN, cases=False)),
    Variation("twins folded", fold=True),
)
"""Each factor, left out."""

SWEEPS: tuple[Variation, ...] = (
    *(Variation(f"a = {share}", replace(CHOSEN, meaning=share)) for share in (0.2, 0.3, 0.5)),
    *(Variation(f"likeness = {share}", replace(CHOSEN, likeness=share)) for share in (0.3, 0.7)),
    *(Variation(f"likened among the best {number}", replace(CHOSEN, likened=number)) for number in (20, 100)),
    *(Variation(f"lists = {factor}", replace(CHOSEN, lists=factor)) for factor in (0.6, 0.9)),
)
"""Other values of what the ranking has chosen."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What variations are measured on: collections with their indexes, and the council's index with our questions by name."""

    encoder: Encoder
    collections: Mapping[str, tuple[Collection, Engine]]
    council: Engine
    questions: Mapping[str, Sequence[Question]]


def row(grounds: Grounds, variation: Variation) -> list[str]:
    """nDCG@10 on each collection, then nDCG@10 and hit@10 (related included) of each set of our questions."""

    def service(engine: Engine) -> SearchService:
        return SearchService(engine, grounds.encoder, weights=variation.weights, synonyms_of=variation.synonyms_of)

    with variation.around():
        cells = [f"{ndcg(service(engine), thinned(collection)):.3f}" for collection, engine in grounds.collections.values()]
        council = service(grounds.council)
        answers = [ask(council, questions, fold=variation.fold) for questions in grounds.questions.values()]
    return [variation.name, *cells, *(cell for some in answers for cell in _council(some))]


def ndcg(service: SearchService, collection: Collection) -> float:
    """nDCG@10 of the hybrid search."""
    return evaluate(collection, {"hybrid": Search(service, "hybrid", collection)}).interval("hybrid", "ndcg10").mean


def thinned(collection: Collection) -> Collection:
    """A collection with every third of its questions, where it has many."""
    if len(collection.queries) < LARGE:
        return collection
    return replace(collection, queries=dict(list(collection.queries.items())[::EVERY]))


def head(grounds: Grounds) -> list[str]:
    """The columns of `row`."""
    return ["", *grounds.collections, *(f"{name}: {what}" for name in grounds.questions for what in ("nDCG@10", "hit@10"))]


def rows(grounds: Grounds, variations: Sequence[Variation]) -> Iterator[list[str]]:
    """A row each."""
    for variation in variations:
        yield row(grounds, variation)


def _council(answers: Sequence[Answer]) -> list[str]:
    return [f"{np.mean([answer.ndcg10 for answer in answers]):.3f}", f"{np.mean([answer.near10 for answer in answers]):.2f}"]
