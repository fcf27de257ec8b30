"""Remembers what words of texts are found by, once read: a query's words name theirs at once, and no text is read word by word."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence, Set

from council import swedish

MOST = 100_000
"""Words after which it begins anew: some 30 MB (measured: 0.3 kB a word)."""
AHEAD = 60_000
"""Words of these that may be met before any text is: the 30,000 commonest, with and without a capital."""
FIELDS = ("surfaces", "lemmas", "compound_parts")
"""Fields of the index whose tokens name words of a text, in the order of (folded word, lemmas, parts)."""


class WordForms:
    """Words as written, by the tokens that the index has for them. Words are only added; several threads may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._named: dict[str, dict[str, tuple[str, ...]]] = {field: {} for field in FIELDS}
        self._met: set[str] = set()

    def __len__(self) -> int:
        """How many words were met: while it stays the same, so does what `named` gives."""
        return len(self._met)

    def met_of(self, words: Iterable[str]) -> set[str]:
        """Those of some words that were met."""
        return self._met.intersection(words)

    def meet(self, words: Set[str], sieve: swedish.Sieve | None = None) -> None:
        """Take in the words of a text; with a sieve only those that may be named by what is sought: others need not be read."""
        new = words - self._met
        if sieve is not None and new:
            new = sieve(new)
        if new:
            with self._lock:
                for word in new - self._met:
                    self._add(word)

    def named(self, sought: Mapping[str, Iterable[str]], beginnings: Sequence[str]) -> frozenset[str]:
        """The words met so far that have one of the tokens, by field, or begin with one of the beginnings, folded."""
        with self._lock:
            found = {word for field, tokens in sought.items() for token in tokens for word in self._named[field].get(token, ())}
            if beginnings:
                starts = tuple(beginnings)
                found.update(w for folded, words in self._named["surfaces"].items() if folded.startswith(starts) for w in words)
        return frozenset(found)

    def _add(self, word: str) -> None:
        lemmas, parts, deeper = swedish.readings_alone(word)
        for field, tokens in zip(FIELDS, ((word.casefold(),), lemmas, (*parts, *deeper)), strict=True):
            named = self._named[field]
            for token in dict.fromkeys(tokens):
                named[token] = (*named.get(token, ()), word)
        self._met.add(word)  # last: whoever sees it here finds it under all its tokens


_newest = WordForms()


def word_forms() -> WordForms:
    """The words of this process, which belong to no index and to no query: whoever begins to mark keeps to what is given here."""
    global _newest
    if len(_newest) > MOST:
        _newest = WordForms()
    return _newest


def learn(words: Iterable[str]) -> None:
    """Read words, folded, before texts bring them, with and without a capital; no more than AHEAD in all."""
    forms = word_forms()
    if len(forms) < AHEAD:
        forms.meet({form for word in words for form in (word, word.capitalize())})
