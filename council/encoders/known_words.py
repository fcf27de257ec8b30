"""Token ids of texts, put together word by word: a word that was met is not tokenized again."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

MOST_KNOWN = 100_000
"""Words that are kept, with their punctuation: some 25 MB. Then all are met anew."""

# Normalisers that change a letter alone or with the marks on it, whatever words stand beside.
_OF_LETTERS = frozenset({"NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents"})
# What both Python and the tokenizer take for words and for what stands between, and no normaliser joins: letters of western Europe.
_PLAIN = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿ!-/:-@\[-^`{-~–—’”“…•§»«]+")
_CORE = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿ]+")
_TOGETHER = 1_000


def reads_words_alone(tokenizer: Any) -> bool:
    """Whether a tokenizer (of the package tokenizers) takes words one by one and drops what stands between: no word meets another."""
    state = _state(tokenizer.pre_tokenizer)
    splits = state.get("type") == "Split" and state.get("pattern") == {"Regex": r"\w+"}
    drops = state.get("behavior") == "Removed" and state.get("invert") is True
    normalizer = _state(tokenizer.normalizer)
    steps = normalizer.get("normalizers", [normalizer] if normalizer else [])
    plain = tokenizer.truncation is None and tokenizer.padding is None and not tokenizer.get_added_tokens_decoder()
    return splits and drops and plain and all(step.get("type") in _OF_LETTERS for step in steps)


def _state(part: Any) -> dict[str, Any]:
    """What a part of a tokenizer is made of, as its file says it."""
    return dict(json.loads(part.__getstate__())) if part is not None else {}


class KnownWords:
    """Tokenizes as a tokenizer (of the package tokenizers) that reads words alone: a text is parted at white space, and what stands there
    is asked for once, without its punctuation.

    Tokenizing takes ten times as long as all else that a static model does with a text. `unknown` is the id that is left out.
    """

    def __init__(self, tokenizer: Any, unknown: int | None = None) -> None:
        self._tokenizer = tokenizer
        self._unknown = unknown
        self._known: dict[str, list[int]] = {}
        self._cores: dict[str, list[int]] = {}

    def __call__(self, sentences: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, under the name that model2vec has for texts."""
        known, cores = self._known, self._cores  # stay whole for this call, though another may begin anew meanwhile
        found = []
        for place, text in enumerate(sentences):
            words = text.split()
            try:
                found.append(_joined(known, words))
            except KeyError:
                self._meet(known, cores, sentences[place:])
                found.append(_joined(known, words))
        if len(known) > MOST_KNOWN:
            self._known, self._cores = {}, {}
        return found

    def _meet(self, known: dict[str, list[int]], cores: dict[str, list[int]], texts: Iterable[str]) -> None:
        # (Not `- known.keys()`: that goes through all that is known, 2 ms for 30,000 words.)
        new = {word for text in texts for word in text.split() if word not in known}
        plain = [word for word in new if _PLAIN.fullmatch(word)]
        within = {word: _CORE.findall(word) for word in plain}
        self._meet_cores(cores, {core for held in within.values() for core in held if core not in cores})
        known.update((word, cores[held[0]] if len(held) == 1 else _joined(cores, held)) for word, held in within.items())
        others = list(new.difference(plain))
        known.update(zip(others, map(self._without_unknown, self._alone(others)), strict=True))

    def _meet_cores(self, cores: dict[str, list[int]], new: Iterable[str]) -> None:
        """Many words are tokenized as one text, in half the time; where they come out as more or fewer words, one by one."""
        for some in _chunks(new):
            encoding = self._tokenizer.encode(" ".join(some), add_special_tokens=False)
            held: list[list[int]] = [[] for _ in some]
            places = encoding.word_ids
            if places and places[-1] == len(some) - 1:
                for place, token in zip(places, encoding.ids, strict=True):
                    held[place].append(token)
            else:
                held = self._alone(some)
            cores.update(zip(some, map(self._without_unknown, held), strict=True))

    def _alone(self, words: list[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(words, add_special_tokens=False)]

    def _without_unknown(self, tokens: list[int]) -> list[int]:
        return [token for token in tokens if token != self._unknown] if self._unknown in tokens else tokens


def _chunks(words: Iterable[str]) -> Iterator[list[str]]:
    left = iter(words)
    while some := list(itertools.islice(left, _TOGETHER)):
        yield some


def _joined(known: dict[str, list[int]], words: Iterable[str]) -> list[int]:
    return list(itertools.chain.from_iterable(map(known.__getitem__, words)))
