"""Offers ways to go on while a person types: boards, parties, topics, cases, and words of the index."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from council import swedish
from council.engine import Snapshot
from council.model import Case
from council.registers import Registers, fold
from search_api import facets
from search_api.filters import KnownValues

OfferKind = Literal["board", "party", "topic", "case", "word"]
SHORTEST = 2
EACH = 4
MAX_WORDS = 5
MOST_FOLDED = 200_000
"""Titles and numbers remembered folded, about 30 MB where there are so many: the cases of a million paragraphs."""
_LAST_WORD = re.compile(r"[^\W_][\w-]*$")


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion: `text` for people; `value` is a facet's value, a case's id, or the whole query with the word completed."""

    kind: OfferKind
    text: str
    value: str
    paragraphs: int | None = None


def suggest(prefix: str, snapshot: Snapshot, known: KnownValues, cases: Iterable[Case], registers: Registers) -> tuple[Offer, ...]:
    """Suggestions for what stands in the box, names first, then cases, then words; () for less than two letters."""
    typed = prefix.strip()
    if len(typed) < SHORTEST:
        return ()
    names = [
        *_names("board", typed, known.of("board"), registers),
        *_names("party", typed, known.of("party"), registers),
        *_names("topic", typed, known.of("topic"), registers),
    ]
    return (*names, *_cases(typed, cases), *_words(prefix, snapshot))


def _names(kind: Literal["board", "party", "topic"], typed: str, values: Sequence[str], registers: Registers) -> list[Offer]:
    labelled = [(facets.label(kind, value, registers), value) for value in values]
    found = [Offer(kind, name, value) for name, value in labelled if _begins(name, typed) or fold(value) == fold(typed)]
    return sorted(found, key=lambda offer: (not fold(offer.text).startswith(fold(typed)), facets.swedish_key(offer.text)))[:EACH]


def _begins(name: str, typed: str) -> bool:
    """Whether the name, or a word in it, begins as typed."""
    return _begins_folded(_folded(name), fold(typed))


def _begins_folded(folded: str, start: str) -> bool:
    return folded.startswith(start) or f" {start}" in folded or f"({start}" in folded


def _cases(typed: str, cases: Iterable[Case]) -> list[Offer]:
    start = fold(typed)
    found = (case for case in cases if _begins_folded(_folded(case.title), start) or any(start in _folded(dnr) for dnr in case.dnr))
    return [Offer("case", case.title, case.id) for case in itertools.islice(found, EACH)]


@functools.lru_cache(maxsize=MOST_FOLDED)
def _folded(text: str) -> str:
    """Folding every case's title anew for each key that is pressed took 100 ms of 10,000 cases, three times a search (docs/load.md)."""
    return fold(text)


def _words(prefix: str, snapshot: Snapshot) -> list[Offer]:
    """The last word completed to words of the index; the rest of the query stays."""
    match = _LAST_WORD.search(prefix)
    if match is None or len(match.group()) < SHORTEST:
        return []
    before = prefix[: match.start()]
    found = snapshot.words_from(match.group().casefold(), 2 * MAX_WORDS)
    fit = [item for item in found if not item.word.isdigit() and not swedish.is_stop_word(item.word)]
    return [Offer("word", before + item.word, before + item.word, item.paragraphs) for item in fit[:MAX_WORDS]]
