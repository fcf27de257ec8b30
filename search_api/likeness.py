"""Likens a query to paragraphs word by word: each word of the query meets the paragraph's word that is nearest in meaning.

A vector of a whole paragraph blurs what few of its words say. Word by word "bibblan" meets "biblioteket" wherever it stands. With a
static model a word's vector is the same in every text, so that it is made once and kept (docs/decisions/fusion.md, "Word by word").
"""

from __future__ import annotations

import itertools
import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from council import swedish
from council.encoders.known_model import unit_length
from council.engine import Passage
from council.model import ModelIdentity, Vectors
from search_api.numbered_texts import NumberedTexts, Numbers, together

LEAST = 0.25
"""Cosine of two words below which they have nothing to do with each other."""
WORDS_KEPT = 80_000
"""Words whose vectors are kept: 80 MB at 256 dimensions, of which an index with fewer words takes less."""
LASTING = 60_000
"""Words of these that stay when it is full, the first that were learned: a server learns the commonest ahead (search_api.warming)."""
ROOM = 5_000
"""Words that one search may add beyond; for more the table grows."""
PIECE = 2**18
"""Multiplications of one matrix product: above, OpenBLAS wakes other threads, and they wait for each other longer than they reckon."""

FEWEST_OF_TWINS = 4
"""Words below which two texts may hold the same by chance ("Motionen avslås")."""

_WORD = re.compile(r"[^\W\d_]+")
_UNKNOWN, _SEVERAL = -1, -2


class WordEncoder(Protocol):
    """What gives single words vectors: council.encoders.static."""

    @property
    def identity(self) -> ModelIdentity:
        """Name, digest and dimensions."""

    def encode_words(self, words: Sequence[str]) -> Vectors:
        """Vectors [n, d] of words, the longer the more a word says; a row of zeros where a word is not known."""


class _Meant:
    """What the words of numbered texts mean, as numbers of vectors: of each word, and those of each text in order, each once, and 0."""

    def __init__(self) -> None:
        self.by_text: dict[str, Numbers] = {}
        self._of_word: Numbers = np.zeros(0, dtype=np.int32)
        self._several: dict[int, list[int]] = {}
        """Of words that are several where letters are parted by other signs (e-tjänst, KF:s)."""

    def unknown(self, numbers: Numbers, words: Sequence[str]) -> dict[int, list[str]]:
        """Those numbers that say nothing yet, with what the word is to a model: stretches of letters, casefolded."""
        if len(words) > len(self._of_word):
            more = max(len(words), 2 * len(self._of_word)) - len(self._of_word)
            self._of_word = np.pad(self._of_word, (0, more), constant_values=_UNKNOWN)
        new = set(numbers[self._of_word[numbers] == _UNKNOWN].tolist())
        folded = ((number, words[number].casefold()) for number in new)
        return {number: [word] if word.isalpha() else _WORD.findall(word) for number, word in folded}

    def learn(self, number: int, means: list[int]) -> None:
        """Take in what a word means."""
        self._of_word[number] = means[0] if len(means) == 1 else _SEVERAL if means else 0
        if len(means) > 1:
            self._several[number] = means

    def keep(self, texts: Sequence[str], numbers: Numbers, ends: NDArray[np.intp]) -> None:
        """Take in texts by the numbers of their words, one text after another; all are sorted at once."""
        places = np.arange(len(texts) + 1, dtype=np.int64) << 32
        text_of = np.repeat(places[:-1], np.diff(ends, prepend=0))
        means = self._of_word[numbers]
        at = np.flatnonzero(means == _SEVERAL).tolist()
        further = [int(text_of[place]) + meant for place in at for meant in self._several[int(numbers[place])]]
        keys = np.unique(np.concatenate((text_of + np.maximum(means, 0), places[:-1], np.array(further, dtype=np.int64))))
        bounds = np.searchsorted(keys, places).tolist()
        low = keys.astype(np.int32)  # the place stands above
        self.by_text.update((text, low[start:end].copy()) for text, start, end in zip(texts, bounds, bounds[1:], strict=False))


class WordLikeness:
    """Compares by one encoder; safe to use from many threads."""

    def __init__(self, encoder: WordEncoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._said: dict[str, int] = {}
        """Words of texts with their numbers, stop words with 0."""
        self._meant: WeakKeyDictionary[NumberedTexts, _Meant] = WeakKeyDictionary()
        # Room for all at once: the system gives memory where it is written, and doubling would copy 40 MB while others wait.
        self._vectors: Vectors = np.zeros((WORDS_KEPT + ROOM, encoder.identity.dimensions), dtype=np.float32)
        self._lengths: NDArray[np.float32] = np.zeros(WORDS_KEPT + ROOM, dtype=np.float32)

    def _make_room(self) -> None:
        """Begin anew with what is full; of words, those that were learned first stay."""
        if len(self._numbers) > WORDS_KEPT:
            self._numbers = dict(itertools.islice(self._numbers.items(), LASTING))
            self._said = {word: number for word, number in self._said.items() if number <= LASTING}
            self._meant.clear()

    def __call__(
        self, words: Sequence[tuple[str, float]], passages: Sequence[Passage], texts: NumberedTexts | None = None
    ) -> NDArray[np.float32]:
        """How well each paragraph meets the words, shape [n], 0 to 1: the mean of each word's best cosine, by the words' weights.

        A word weighs its idf, and the length of its vector: training makes words short that are met everywhere, also those that
        this index happens to hold seldom. `texts` has the texts of the passages' snapshot that were read already.
        """
        if not words or not passages:
            return np.zeros(len(passages), dtype=np.float32)
        with self._lock:
            self._make_room()
            asked, said = self._known([word.casefold() for word, _ in words])
            numbers, starts = self._numbers_of(passages, texts or NumberedTexts())
            used, places = _distinct(numbers, len(self._numbers) + 1)
            cosines = _products(asked, self._vectors[used])
        weights = np.array([weight for _, weight in words], dtype=np.float32) * said
        if not weights.sum():
            return np.zeros(len(passages), dtype=np.float32)
        cosines[cosines < LEAST] = 0.0
        best = np.maximum.reduceat(cosines[:, places], starts, axis=1)
        met: NDArray[np.float32] = weights @ best / weights.sum()
        return met

    def meet(self, words: Sequence[str]) -> None:
        """Learn words, folded, before they are met in a text: as many as last."""
        with self._lock:
            if len(self._numbers) < LASTING:
                self._take_in({part for word in words for part in _WORD.findall(word)})

    def twins(self, passages: Sequence[Passage], texts: NumberedTexts | None = None) -> list[list[Passage]]:
        """Passages that were likened and say the same in the same words, as a paragraph in minutes and in their extract does."""
        alike: defaultdict[bytes, list[Passage]] = defaultdict(list)
        with self._lock:
            meant = self._read([passage.paragraph.text for passage in passages], texts or NumberedTexts())
            for passage in passages:
                words = meant[passage.paragraph.text]
                if len(words) > FEWEST_OF_TWINS:
                    alike[words.tobytes()].append(passage)
        return [same for same in alike.values() if len(same) > 1]

    def _known(self, words: Sequence[str]) -> tuple[Vectors, NDArray[np.float32]]:
        """Unit vectors of words, shape [n, d], and how much each says: the length that training gave it."""
        self._learn(words)
        numbers = [self._numbers[word] for word in words]
        return self._vectors[numbers], self._lengths[numbers]

    def _numbers_of(self, passages: Sequence[Passage], known: NumberedTexts) -> tuple[Numbers, NDArray[np.intp]]:
        """The numbers of each paragraph's words, and of those in its title and heading, one after another; and where each one's begin."""
        texts = [
            t for p in passages for t in (p.paragraph.text, p.document.title, p.paragraph.headings[-1] if p.paragraph.headings else "")
        ]
        meant = self._read(texts, known)
        numbers = [meant[text] for text in texts]
        ends = np.cumsum(np.fromiter(map(len, numbers), np.intp, len(numbers)))
        return np.concatenate(numbers), np.concatenate(([0], ends[2:-1:3]))

    def _read(self, texts: Sequence[str], known: NumberedTexts) -> Mapping[str, Numbers]:
        """What the words of texts mean; those that are new are taken in all at once. None is empty, since all hold 0."""
        meant = self._meant.get(known)
        if meant is None:
            meant = self._meant[known] = _Meant()
        new = [text for text in dict.fromkeys(texts) if text not in meant.by_text]
        if new:
            numbers, ends = together(known.read(new))
            words = meant.unknown(numbers, known.words)
            self._take_in(set(itertools.chain.from_iterable(words.values())))
            for number, parts in words.items():
                meant.learn(number, [self._said[part] for part in parts])
            meant.keep(new, numbers, ends)
        return meant.by_text

    def _take_in(self, words: set[str]) -> None:
        """Learn those words of texts that are new."""
        met = words.difference(self._said)
        if met:
            stop_words = {word for word in met if swedish.is_stop_word(word)}
            self._learn(met - stop_words)
            self._said.update((word, 0 if word in stop_words else self._numbers[word]) for word in met)

    def _learn(self, words: Iterable[str]) -> None:
        """Give new words a number each, from 1 on: 0 is a word without a meaning."""
        new = [word for word in dict.fromkeys(words) if word not in self._numbers]
        if not new:
            return
        first = len(self._numbers) + 1
        needed = first + len(new)
        if needed > len(self._vectors):
            more = max(needed, 2 * len(self._vectors)) - len(self._vectors)
            self._vectors = np.pad(self._vectors, ((0, more), (0, 0)))
            self._lengths = np.pad(self._lengths, (0, more))
        rows = self._encoder.encode_words(new)
        self._lengths[first:needed] = np.linalg.norm(rows, axis=1)
        self._vectors[first:needed] = unit_length(rows)
        self._numbers.update((word, first + place) for place, word in enumerate(new))


def _products(asked: Vectors, vectors: Vectors) -> Vectors:
    """Every dot product, shape [asked, vectors], in pieces that one thread reckons."""
    step = max(1, PIECE // max(1, asked.size))
    return np.concatenate([asked @ vectors[start : start + step].T for start in range(0, len(vectors), step)], axis=1)


def _distinct(numbers: NDArray[np.int32], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(the numbers that occur, and for each number its place among them); faster than sorting them."""
    occurs = np.zeros(count, dtype=bool)
    occurs[numbers] = True
    used = np.flatnonzero(occurs)
    places = np.zeros(count, dtype=np.int64)
    places[used] = np.arange(len(used))
    return used, places[numbers]
