"""Token ids of texts, put together word by word: a word that was met is not tokenized again."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

MOST_KNOWN = 100_000
"""Words that are kept, with their punctuation: some 25 MB. Then all are met anew."""

Tokenize: TypeAlias = Callable[[Sequence[str]], list[list[int]]]

# Normalisers that change a letter alone or with the marks on it, whatever words stand beside.
_OF_LETTERS = frozenset({"NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents"})


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
    """Tokenizes as another does, for tokenizers that read words alone: a text is parted at white space, and each part asked for once.

    Tokenizing takes ten times as long as all else that a static model does with a text.
    """

    def __init__(self, tokenize: Tokenize) -> None:
        self._tokenize = tokenize
        self._known: dict[str, list[int]] = {}

    def __call__(self, sentences: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, under the name that model2vec has for texts."""
        known = self._known  # stays whole for this call, though another may begin anew meanwhile
        found = []
        for place, text in enumerate(sentences):
            words = text.split()
            try:
                found.append(_joined(known, words))
            except KeyError:
                self._meet(known, sentences[place:])
                found.append(_joined(known, words))
        if len(known) > MOST_KNOWN:
            self._known = {}
        return found

    def _meet(self, known: dict[str, list[int]], texts: Iterable[str]) -> None:
        # (Not `- known.keys()`: that goes through all that is known, 2 ms for 30,000 words.)
        new = list({word for text in texts for word in text.split() if word not in known})
        known.update(zip(new, self._tokenize(new), strict=True))


def _joined(known: dict[str, list[int]], words: Iterable[str]) -> list[int]:
    return list(itertools.chain.from_iterable(map(known.__getitem__, words)))
