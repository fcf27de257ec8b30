"""The yardstick: plain BM25 over Snowball stems, a fixed reference that is reckoned anew in every run."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import Stemmer
from numpy.typing import NDArray

from search_api.evaluation import Collection, Ranking

K1, B = 1.2, 0.75
"""Lucene's and tantivy's values."""

WORD = re.compile(r"\w+")


class Yardstick:
    """BM25 over the stems of texts; finds every text that holds any stem of the question."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stemmer = Stemmer.Stemmer("swedish")
        counts = [Counter(self._stems(text)) for text in texts]
        lengths = np.array([sum(count.values()) for count in counts], dtype=float)
        self._norms = K1 * (1 - B + B * lengths / lengths.mean())
        self._postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for stem, times in count.items():
                self._postings[stem].append((number, times))

    def scores(self, question: str) -> NDArray[np.float64]:
        """BM25 of every text, shape [n]."""
        scores = np.zeros(len(self._norms))
        for stem in set(self._stems(question)):
            found = self._postings.get(stem, [])
            idf = math.log(1 + (len(scores) - len(found) + 0.5) / (len(found) + 0.5))
            for number, times in found:
                scores[number] += idf * times * (K1 + 1) / (times + self._norms[number])
        return scores

    def _stems(self, text: str) -> list[str]:
        return [str(stem) for stem in self._stemmer.stemWords(WORD.findall(text.lower()))]


def yardstick_search(collection: Collection) -> Callable[[str], Ranking]:
    """The yardstick as a search over a collection."""
    yardstick = Yardstick([f"{text.title} {text.text}" for text in collection.texts])
    ids = [text.id for text in collection.texts]

    def search(question: str) -> Ranking:
        scores = yardstick.scores(question)
        return [(ids[at], float(scores[at])) for at in np.argsort(-scores, kind="stable") if scores[at] > 0]

    return search
