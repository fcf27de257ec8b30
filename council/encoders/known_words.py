"""Token ids of texts, put together word by word: a word that was met is not tokenized again."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

MOST_KNOWN = 100_000
"""Words that are kept, with their punctuation: some 20 MB. Then those stay that are met again before there are so many new ones (20 MB
more): common words come back at once, and meeting all of them anew took half the time of tokenizing where an index has many words."""

# Normalisers that change a letter alone or with the marks on it, whatever words stand beside; and those that leave letters of western
# Europe as they are, once these are small.
_OF_LETTERS = frozenset({"NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents"})
_OF_OTHER_LETTERS = frozenset({"NFC", "Lowercase"})
# What both Python and the tokenizer take for words and for what stands between, and no normaliser joins: letters of western Europe.
_STRANGE = re.compile(r"[^0-9A-Za-zÀ-ÖØ-öø-ÿ!-/:-@\[-^`{-~–—’”“…•§»«]")
_BETWEEN = re.compile(r"[^0-9A-Za-zÀ-ÖØ-öø-ÿ\n]+")

TokenIds: TypeAlias = NDArray[np.intp]
"""Of a text, shape [tokens]."""


def reads_words_alone(tokenizer: Any) -> bool:
    """Whether a tokenizer (of the package tokenizers) takes words one by one and drops what stands between: no word meets another."""
    state = _state(tokenizer.pre_tokenizer)
    splits = state.get("type") == "Split" and state.get("pattern") == {"Regex": r"\w+"}
    drops = state.get("behavior") == "Removed" and state.get("invert") is True
    plain = tokenizer.truncation is None and tokenizer.padding is None and not tokenizer.get_added_tokens_decoder()
    return splits and drops and plain and _normalizers(tokenizer) <= _OF_LETTERS


def _normalizers(tokenizer: Any) -> set[str | None]:
    """The kinds of normalisers that a text goes through."""
    normalizer = _state(tokenizer.normalizer)
    return {step.get("type") for step in normalizer.get("normalizers", [normalizer] if normalizer else [])}


def _state(part: Any) -> dict[str, Any]:
    """What a part of a tokenizer is made of, as its file says it."""
    return dict(json.loads(part.__getstate__())) if part is not None else {}


class _Kept:
    """The ids of words that are met: what is `known`, and what was known `before`, of which some may be met again."""

    def __init__(self, before: dict[str, bytes] | None = None) -> None:
        self.known: dict[str, bytes] = {}
        self._before = before or {}

    def unmet(self, words: set[str]) -> set[str]:
        """The words that were never met; those known before are known again."""
        new = words.difference(self.known)  # (Not `- known.keys()`: that goes through all that is known, 2 ms for 30,000 words.)
        unmet = new.difference(self._before)
        self.known.update((word, self._before[word]) for word in new.difference(unmet))
        return unmet


class KnownWords:
    """Tokenizes as a tokenizer (of the package tokenizers) that reads words alone: a text is parted at white space, and what stands there
    is asked for once, without its punctuation.

    Tokenizing takes ten times as long as all else that a static model does with a text. `unknown` is the id that is left out.
    """

    def __init__(self, tokenizer: Any, unknown: int | None = None) -> None:
        self._tokenizer = tokenizer
        self._unknown = unknown
        # Where the tokenizer takes no notice of capitals, a word with one and without is one word: a tenth fewer are asked for.
        normalizers = _normalizers(tokenizer)
        self._fold = str.lower if "Lowercase" in normalizers else str
        # Where such a word has nothing to normalise, the model alone divides it, in two thirds of the time.
        self._divided = self._by_the_model if normalizers <= _OF_OTHER_LETTERS else self._alone
        self._words, self._cores = _Kept(), _Kept()

    def __call__(self, sentences: Sequence[str]) -> list[TokenIds]:
        """The token ids of each text. Of a word they are kept as the bytes of an array, which are quickest to join."""
        words, texts = self._words, [text.split() for text in sentences]
        if new := words.unmet(set[str]().union(*texts)):
            self._meet(words.known, new)
        known = words.known  # stays whole for this call, though another may begin anew meanwhile
        if len(known) > MOST_KNOWN:
            self._words, self._cores = _Kept(known), _Kept(self._cores.known)
        return [np.frombuffer(b"".join(map(known.__getitem__, held)), np.intp) for held in texts]

    def _meet(self, known: dict[str, bytes], new: set[str]) -> None:
        if _STRANGE.search("".join(new)):
            strange = [word for word in new if _STRANGE.search(word)]
            known.update(zip(strange, self._alone(strange), strict=True))
            new.difference_update(strange)
        within = _BETWEEN.sub(" ", self._fold("\n".join(new))).split("\n") if new else []
        cores = self._cores
        unmet = [*cores.unmet(set(" ".join(within).split()))]
        cores.known.update(zip(unmet, self._divided(unmet), strict=True))
        held = cores.known
        known.update((word, b"".join([held[core] for core in text.split()])) for word, text in zip(new, within, strict=True))

    def _by_the_model(self, words: list[str]) -> list[bytes]:
        divide, unknown = self._tokenizer.model.tokenize, self._unknown
        return [np.array([token.id for token in divide(word) if token.id != unknown], np.intp).tobytes() for word in words]

    def _alone(self, words: list[str]) -> list[bytes]:
        found = self._tokenizer.encode_batch_fast(words, add_special_tokens=False)
        return [np.array([token for token in encoding.ids if token != self._unknown], np.intp).tobytes() for encoding in found]
