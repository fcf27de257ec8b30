"""Offers ways to go on while a person types: boards, parties, topics, cases, and words of the index."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from council import swedish
from council.engine import Snapshot
from council.registers import Registers, fold
from search_api import facets
from search_api.case_titles import CaseTitles
from search_api.filters import KnownValues

OfferKind = Literal["board", "party", "topic", "case", "word"]
SHORTEST = 2
EACH = 4
MAX_WORDS = 5
MOST_FOLDED = 10_000
"""Names of boards, parties and topics that are remembered folded."""
_LAST_WORD = re.compile(r"[^\W_][\w-]*$")


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion: `text` for people; `value` is a facet's value, a case's id, or the whole query with the word completed."""

    kind: OfferKind
    text: str
    value: str
    paragraphs: int | None = None


def suggest(prefix: str, snapshot: Snapshot, known: KnownValues, cases: CaseTitles, registers: Registers) -> tuple[Offer, ...]:
    """Suggestions for what stands in the box, names first, then cases, then words; () for less than two letters."""
    typed = prefix.strip()
    if len(typed) < SHORTEST:
        return ()
    start = fold(typed)
    names = [
        *_names("board", start, known.of("board"), registers),
        *_names("party", start, known.of("party"), registers),
        *_names("topic", start, known.of("topic"), registers),
    ]
    found = [Offer("case", case.title, case.id) for case in cases.beginning(start, EACH)]
    return (*names, *found, *_words(prefix, snapshot))


def _names(kind: Literal["board", "party", "topic"], start: str, values: Sequence[str], registers: Registers) -> list[Offer]:
    labelled = [(facets.label(kind, value, registers), value) for value in values]
    found = [Offer(kind, name, value) for name, value in labelled if _begins(_folded(name), start) or _folded(value) == start]
    return sorted(found, key=lambda offer: (not _folded(offer.text).startswith(start), facets.swedish_key(offer.text)))[:EACH]


def _begins(name: str, start: str) -> bool:
    """Whether a name, or a word in it, begins so; both folded."""
    return name.startswith(start) or f" {start}" in name or f"({start}" in name


@functools.lru_cache(maxsize=MOST_FOLDED)
def _folded(name: str) -> str:
    """A name's key, which is asked for with each key that is pressed."""
    return fold(name)


def _words(prefix: str, snapshot: Snapshot) -> list[Offer]:
    """The last word completed to words of the index; the rest of the query stays."""
    match = _LAST_WORD.search(prefix)
    if match is None or len(match.group()) < SHORTEST:
        return []
    before = prefix[: match.start()]
    found = snapshot.words_from(match.group().casefold(), 2 * MAX_WORDS)
    fit = [item for item in found if not item.word.isdigit() and not swedish.is_stop_word(item.word)]
    return [Offer("word", before + item.word, before + item.word, item.paragraphs) for item in fit[:MAX_WORDS]]
