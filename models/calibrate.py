"""Chooses a model's floor and sure threshold from judged questions: `python -m models.calibrate ../shared/eval/swequad-train …`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from council.encoder import Encoder, load_encoder, shipped_folder
from council.encoders.calibration import PROBES, UNRELATED_SHARE, Calibration, write_calibration
from search_api.evaluation import Collection, read_collection

STEPS = tuple(round(step / 20, 2) for step in range(21))
"""Thresholds of the curves."""

SURE_JUNK = 0.01
"""Above the sure threshold at most this share of junk may lie: one junk query in a hundred that claims a match."""

SURE_GAIN = 0.2
"""A sure threshold that not even this share of answered questions reaches is not worth having: then there is none."""

SALADS, SALAD_WORDS, SEED = 400, (2, 5), 11
"""Word salads: how many, of how many words; words of the texts themselves, so that a model cannot see that they are strangers."""

LONG_WORD = re.compile(r"[a-zåäö]{6,}")

Cosines = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Samples:
    """Cosines: of questions with their answers, of PROBES with every text, and the best of each question and of each junk query."""

    answers: Cosines
    unrelated: Cosines
    best: Cosines
    junk: Cosines


def sample(encoder: Encoder, collections: Sequence[Collection]) -> Samples:
    """Cosines of every question and of PROBES against the texts of each collection."""
    parts = [_sample(encoder, collection) for collection in collections]
    return Samples(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("answers", "unrelated", "best", "junk")))


def choose(samples: Samples) -> Calibration:
    """The floor has UNRELATED_SHARE of unrelated pairs above it; sure has SURE_JUNK of junk, and is None where few questions reach it."""
    floor = float(np.quantile(samples.unrelated, 1 - UNRELATED_SHARE))
    sure = float(np.quantile(samples.junk, 1 - SURE_JUNK))
    worth = float(np.mean(samples.best > sure)) >= SURE_GAIN
    return Calibration(round(floor, 4), round(sure, 4) if worth else None)


def curves(samples: Samples) -> dict[str, list[float]]:
    """Share of each sample at or above each threshold."""
    names = ("answers", "unrelated", "best", "junk")
    shares = {name: [round(float(np.mean(getattr(samples, name) >= step)), 4) for step in STEPS] for name in names}
    return {"thresholds": list(STEPS), **shares}


def _sample(encoder: Encoder, collection: Collection) -> Samples:
    texts = encoder.encode_passages([f"{text.title}\n{text.text}" for text in collection.texts])
    place = {text.id: number for number, text in enumerate(collection.texts)}
    questions = _queries(encoder, list(collection.queries.values())) @ texts.T
    answers = [
        questions[row, place[text]]
        for row, query in enumerate(collection.queries)
        for text, grade in collection.relevant[query].items()
        if grade > 0
    ]
    probes = _queries(encoder, PROBES) @ texts.T
    salads = _queries(encoder, _salads([text.text for text in collection.texts])) @ texts.T
    return Samples(
        np.array(answers, dtype=np.float32), probes.ravel(), questions.max(axis=1), np.concatenate([probes.max(axis=1), salads.max(axis=1)])
    )


def _queries(encoder: Encoder, queries: Sequence[str]) -> Cosines:
    return np.stack([encoder.encode_query(query) for query in queries])


def _salads(texts: Sequence[str]) -> list[str]:
    random = Random(SEED)
    words = sorted({word for text in texts for word in LONG_WORD.findall(text.lower())})
    return [" ".join(random.sample(words, random.randint(*SALAD_WORDS))) for _ in range(SALADS)]


def main() -> None:
    """Read the command line, choose, and write calibration.json beside the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collections", nargs="+", type=Path, help="folders in BEIR layout")
    parser.add_argument("--model", type=Path, default=shipped_folder(), help="folder of the model (%(default)s)")
    options = parser.parse_args()
    samples = sample(load_encoder(str(options.model)), [read_collection(folder) for folder in options.collections])
    chosen = choose(samples)
    path = write_calibration(chosen, options.model, unrelated_share=UNRELATED_SHARE, curves=curves(samples))
    print(f"{path}: floor {chosen.floor}, sure {chosen.sure}")


if __name__ == "__main__":
    main()
