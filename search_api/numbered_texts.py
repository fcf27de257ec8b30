"""Holds texts as numbers of their words, read once for all that looks at them: marks, likeness word by word, twins."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from council import swedish
from search_api.word_forms import WordForms

Numbers: TypeAlias = NDArray[np.int32]

MOST_WORDS = 150_000
"""Different words after which it is full, some 25 MB with the room in the tables that they take."""
MOST_BYTES = 16 * 1024 * 1024
"""Of texts after which it is full: some fifteen thousand paragraphs."""
TEXT_BYTES, NUMBER_BYTES = 550, 8
"""What keeping a text takes, and each of its words, with what likeness keeps of it; the text itself is mostly kept with its passage."""
OTHERWISE_BYTES = 700
"""What keeping the words of a text takes that are read otherwise than alone, mostly two or three."""

READ_ALONE: Mapping[int, swedish.Readings] = {}


@dataclass(frozen=True, slots=True)
class NumberedText:
    """The numbers of a text's words in order (council.swedish.WORD), and whether neighbours may make some read otherwise than alone."""

    words: Numbers
    may_be_otherwise: bool


class _Numbering(dict[str, int]):
    """Words with their numbers, from 0 on in the order in which they are met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class NumberedTexts:
    """The texts of one snapshot that were looked at, with one numbering of their words. Several threads may ask.

    It lives as long as the snapshot: of a document that is taken out nothing stays here.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = _Numbering()
        self._capitals = np.zeros(0, dtype=bool)
        self._met = np.zeros(0, dtype=bool)
        self._met_by: WordForms | None = None
        self._texts: dict[str, NumberedText] = {}
        self._otherwise: dict[str, Mapping[int, swedish.Readings]] = {}
        self._bytes = 0
        self.words: list[str] = []
        """The words by number."""

    @property
    def full(self) -> bool:
        """Whether it is time to begin anew."""
        return len(self.words) > MOST_WORDS or self._bytes > MOST_BYTES

    def holding(self, words: Iterable[str]) -> NDArray[np.bool_]:
        """Of each number whether it is that of one of these words, as written; shape [words]."""
        held = np.zeros(len(self.words), dtype=bool)
        numbers = [number for word in words if (number := self._numbers.get(word)) is not None]
        held[[number for number in numbers if number < len(held)]] = True  # another thread may be taking in more
        return held

    def unmet(self, numbers: Numbers, forms: WordForms) -> set[str]:
        """Those of the words with these numbers that `forms` has not met."""
        with self._lock:
            if self._met_by is not forms:
                self._met, self._met_by = np.zeros(len(self._capitals), dtype=bool), forms
            met, words = self._met, self.words
            new = {words[number]: number for number in numbers[~met[numbers]].tolist()}
            since = forms.met_of(new)
            met[[new[word] for word in since]] = True
        return new.keys() - since

    def otherwise(self, text: str, read: NumberedText) -> Mapping[int, swedish.Readings]:
        """The words of a text, by start, that their neighbours make read otherwise than alone; most texts have none."""
        if not read.may_be_otherwise:
            return READ_ALONE
        known = self._otherwise.get(text)
        if known is None:
            known = swedish.read_otherwise(text, [self.words[number] for number in read.words.tolist()]) or READ_ALONE
            with self._lock:
                self._otherwise[text] = known
                self._bytes += OTHERWISE_BYTES if known else 0
        return known

    def read(self, texts: Sequence[str]) -> list[NumberedText]:
        """These texts, in this order; all that are new are read together."""
        known = self._texts
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            words = [swedish.WORD.findall(text) for text in new]
            with self._lock:
                self._take_in(new, words)
        return [known[text] for text in texts]

    def _take_in(self, texts: Sequence[str], words: Sequence[list[str]]) -> None:
        ends = list(itertools.accumulate(map(len, words)))
        numbers = np.fromiter(map(self._numbers.__getitem__, itertools.chain.from_iterable(words)), np.int32, ends[-1])
        self._name_new()
        shouting = self._shouting(numbers, ends)
        for place, (text, start, end) in enumerate(zip(texts, (0, *ends), ends, strict=False)):
            may_be = place in shouting or ("-" in text and swedish.HANGING.search(text) is not None)
            self._texts[text] = NumberedText(numbers[start:end].copy(), may_be)
        self._bytes += TEXT_BYTES * len(texts) + NUMBER_BYTES * len(numbers)

    def _name_new(self) -> None:
        """Take in the words that were numbered: which stands for which number, and which are in capitals."""
        first, last = len(self.words), len(self._numbers)
        if first == last:
            return
        new = list(itertools.islice(reversed(self._numbers), last - first))[::-1]
        if last > len(self._capitals):
            more = max(last, 2 * len(self._capitals)) - len(self._capitals)
            self._capitals, self._met = np.pad(self._capitals, (0, more)), np.pad(self._met, (0, more))
        self._capitals[first:last] = [word.isupper() for word in new]
        self.words += new

    def _shouting(self, numbers: Numbers, ends: Sequence[int]) -> frozenset[int]:
        """The places of the texts in which words in capitals may stand side by side."""
        capitals = self._capitals[numbers]
        pairs = np.flatnonzero(capitals[1:] & capitals[:-1])
        return frozenset(np.searchsorted(ends, pairs, side="right").tolist())


def together(read: Sequence[NumberedText]) -> tuple[Numbers, NDArray[np.intp]]:
    """The numbers of several texts' words one after another, and where each text's end."""
    if not read:
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.intp)
    return np.concatenate([text.words for text in read]), np.cumsum([len(text.words) for text in read])
