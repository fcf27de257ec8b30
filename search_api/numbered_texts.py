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

MOST_PIECES = 200_000
"""Different pieces of texts after which it is full, some 35 MB with the room in the tables that they take."""
MOST_BYTES = 16 * 1024 * 1024
"""Of texts after which it is full: some fifteen thousand paragraphs."""
TEXT_BYTES, NUMBER_BYTES = 550, 8
"""What keeping a text takes, and each of its words, with what likeness keeps of it; the text itself is mostly kept with its passage."""
OTHERWISE_BYTES = 700
"""What keeping the words of a text takes that are read otherwise than alone (measured: most are two or three)."""

READ_ALONE: Mapping[int, swedish.Readings] = {}

_NOT_ONE = -1
"""In place of a word's number, for a piece that is no word, or several ("och/eller")."""


@dataclass(frozen=True, slots=True)
class NumberedText:
    """The numbers of a text's words in order (council.swedish.WORD), and whether neighbours may make some read otherwise than alone."""

    words: Numbers
    may_be_otherwise: bool


class _Numbering(dict[str, int]):
    """Pieces with their numbers, from 0 on in the order in which they are met."""

    def __missing__(self, piece: str) -> int:
        self[piece] = number = len(self)
        return number


class NumberedTexts:
    """The texts of one snapshot that were looked at, with one numbering of their words. Several threads may ask.

    Texts are cut at white space, which no word holds. A piece that was met before ("kommunen.") is known by the numbers of its words: only
    new ones are looked at letter by letter. A word is a piece, too, and its number is that of the piece.

    It lives as long as the snapshot: of a document that is taken out nothing stays here.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = _Numbering()
        self._one = np.zeros(0, dtype=np.int32)
        self._counts = np.zeros(0, dtype=np.int32)
        self._several: dict[int, list[int]] = {}
        self._capitals = np.zeros(0, dtype=bool)
        self._met = np.zeros(0, dtype=bool)
        self._met_by: WordForms | None = None
        self._texts: dict[str, NumberedText] = {}
        self._otherwise: dict[str, Mapping[int, swedish.Readings]] = {}
        self._bytes = 0
        self.words: list[str] = []
        """The words by number, among other pieces."""

    @property
    def full(self) -> bool:
        """Whether it is time to begin anew."""
        return len(self.words) > MOST_PIECES or self._bytes > MOST_BYTES

    def holding(self, words: Iterable[str]) -> NDArray[np.bool_]:
        """Whether a number is that of one of these words, as written, by number."""
        held = np.zeros(len(self.words), dtype=bool)
        numbers = [number for word in words if (number := self._numbers.get(word)) is not None]
        held[[number for number in numbers if number < len(held)]] = True  # another thread may be taking in more
        return held

    def unmet(self, numbers: Numbers, forms: WordForms) -> set[str]:
        """Those of the words with these numbers that `forms` has not met."""
        with self._lock:
            if self._met_by is not forms:
                self._met, self._met_by = np.zeros(len(self._capitals), dtype=bool), forms
            met = self._met
            new = {self.words[number]: number for number in set(numbers[~met[numbers]].tolist())}
            since = forms.met_of(new)
            met[[new[word] for word in since]] = True
        return new.keys() - since

    def otherwise(self, text: str, read: NumberedText) -> Mapping[int, swedish.Readings]:
        """The words of a text, by start, that their neighbours make read otherwise than alone; most texts have none."""
        if not read.may_be_otherwise:
            return READ_ALONE
        known = self._otherwise.get(text)
        if known is None:
            found = swedish.read_otherwise(text, [self.words[number] for number in read.words.tolist()])
            with self._lock:
                self._bytes += OTHERWISE_BYTES if found else 0
                known = self._otherwise[text] = found or READ_ALONE
        return known

    def read(self, texts: Sequence[str]) -> list[NumberedText]:
        """These texts, in this order; all that are new are read together."""
        known = self._texts
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            pieces = [text.split() for text in new]
            with self._lock:
                self._take_in(new, pieces)
        return [known[text] for text in texts]

    def _take_in(self, texts: Sequence[str], pieces: Sequence[list[str]]) -> None:
        cuts = np.cumsum([0, *map(len, pieces)])
        found = np.fromiter(map(self._numbers.__getitem__, itertools.chain.from_iterable(pieces)), np.int32, int(cuts[-1]))
        self._name_new()
        counts = self._counts[found]
        bounds = np.cumsum(np.concatenate(([0], counts)))[cuts].tolist()
        numbers = self._words_in(found, counts)
        shouting = self._shouting(numbers, bounds[1:])
        for place, (text, start, end) in enumerate(zip(texts, bounds, bounds[1:], strict=False)):
            may_be = place in shouting or ("-" in text and swedish.HANGING.search(text) is not None)
            self._texts[text] = NumberedText(numbers[start:end].copy(), may_be)
        self._bytes += TEXT_BYTES * len(texts) + NUMBER_BYTES * len(numbers)

    def _words_in(self, pieces: Numbers, counts: Numbers) -> Numbers:
        """The numbers of the words of pieces that hold so many."""
        numbers: Numbers = np.repeat(self._one[pieces], counts)
        further = [word for piece in pieces[counts > 1].tolist() for word in self._several[piece]]
        numbers[numbers == _NOT_ONE] = further
        return numbers

    def _name_new(self) -> None:
        """Take in the pieces that were numbered: which words each is, which stands for which number, and which are in capitals."""
        first = len(self.words)
        if first == len(self._numbers):
            return
        read = {number: self._words_of(piece, number) for piece, number in self._numbered_from(first)}
        read.update((number, [number]) for _, number in self._numbered_from(first + len(read)))  # words that stood in these alone
        self._make_room(first + len(read))
        one = [words[0] if len(words) == 1 else _NOT_ONE for words in read.values()]
        self._one[first : first + len(read)] = one
        self._counts[first : first + len(read)] = [*map(len, read.values())]
        self._several.update((number, words) for number, words in read.items() if len(words) > 1)
        new = [piece for piece, _ in self._numbered_from(first)]
        self._capitals[first : first + len(read)] = [piece.isupper() for piece in new]
        self.words += new

    def _numbered_from(self, first: int) -> list[tuple[str, int]]:
        """The pieces with numbers from this one on, in order."""
        return [*itertools.islice(reversed(self._numbers.items()), len(self._numbers) - first)][::-1]

    def _words_of(self, piece: str, number: int) -> list[int]:
        """The numbers of the words of a piece; they get one where they have none."""
        if piece.isalnum():  # all of it is letters and digits
            return [number]
        return [self._numbers[word] for word in swedish.WORD.findall(piece)]

    def _make_room(self, size: int) -> None:
        more = max(size, 2 * len(self._one)) - len(self._one)
        if size > len(self._one):
            self._one, self._counts = np.pad(self._one, (0, more)), np.pad(self._counts, (0, more))
            self._capitals, self._met = np.pad(self._capitals, (0, more)), np.pad(self._met, (0, more))

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
