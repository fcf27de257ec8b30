"""Where a Swedish compound divides: the split of fewest, most productive parts over a lexicon of modifiers and heads.

A modifier is a word as it stands before another (skol-, arbets-, gatu-, hyres-), with the lemma that a searcher would type (skola, arbete,
gata, hyra); a head is any form of a known word. How productive each is was counted in corpora by scripts/build_compound_parts.py. Prefix
words (underlag, överklaga), lexicalised words (bokslut) and names stay whole.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field

import mappings
from council.lexicon import Lexicon

SHORTEST, LONGEST = 5, 60
"""Longer strings are no words but run-together text or addresses."""
PART_COST = 2.5
"""What every part costs besides its rarity, so that few parts win."""
SHORT_HEADS = frozenset({"år", "kö", "ek", "by", "bi", "is", "ro"})
"""The heads of two letters; other strings of two letters head nothing."""
LONG_MODIFIER, LONG_HEAD = 5, 5
"""Lengths from which two nouns that were never counted as parts are believed to be some."""
UNKNOWN_MODIFIER, SURE_HEAD, SURE_COST = 4, 6, 12.6
"""A head of six letters that was counted in some ten compounds (its cost says so) is one after any four letters, too."""
UNCOUNTED = 40.0
TRIPLED = frozenset("bdfglmnprst")


@dataclass(frozen=True, slots=True)
class Modifier:
    """A first or middle part as it is written before another: whose lemma, what it costs."""

    lemma: str
    cost: float


_NO_BEGINNING = Modifier("", 0.0)
"""Stands for what no modifier begins with."""


@dataclass(frozen=True, slots=True)
class Split:
    """A compound's parts as lemmas, and the string before its head, so that a compound's lemma is `before` + the head's lemma."""

    parts: tuple[str, ...]
    before: str
    head: str
    cost: float


@dataclass(frozen=True, slots=True)
class PartTable:
    """Modifiers by how they are written, heads by lemma with what they cost, and the words that stay whole."""

    modifiers: dict[str, Modifier]
    heads: dict[str, float]
    whole: frozenset[str]
    no_heads: frozenset[str]
    prefixes: frozenset[str]
    beginnings: dict[str, Modifier | None] = field(init=False)
    """What modifiers begin with, and the modifier that it is whole: where a word goes on as none does, nothing longer is looked up."""

    def __post_init__(self) -> None:
        """Gather the beginnings."""
        begun: dict[str, Modifier | None] = {word[:end]: None for word in self.modifiers for end in range(1, len(word) + 1)}
        object.__setattr__(self, "beginnings", begun | self.modifiers)


def parse_parts(lines: list[str], whole: frozenset[str], no_heads: frozenset[str], prefixes: frozenset[str]) -> PartTable:
    """Lines `m TAB written TAB lemma TAB types` and `h TAB lemma TAB types`: in how many compounds each was seen."""
    rows = [line.split("\t") for line in lines]
    seen = {kind: sum(float(row[-1]) for row in rows if row[0] == kind) for kind in ("m", "h")}
    modifiers = {row[1]: Modifier(row[2], cost(float(row[3]), seen["m"])) for row in rows if row[0] == "m"}
    heads = {row[1]: cost(float(row[2]), seen["h"]) for row in rows if row[0] == "h"}
    return PartTable(modifiers, heads, whole, no_heads, prefixes)


def cost(types: float, total: float) -> float:
    """How surprising a part is, in nats, plus what any part costs."""
    return PART_COST - math.log((types + 0.5) / total)


@functools.cache
def part_table() -> PartTable:
    """The parts that ship."""
    rows = mappings.read_text("swedish/compound_parts.tsv").splitlines()
    return parse_parts(rows, *(word_list(f"swedish/{name}.txt") for name in ("whole", "no_heads", "prefixes")))


def word_list(name: str) -> frozenset[str]:
    """The words of a hand-written list."""
    return frozenset(word for line in mappings.read_lines(name) for word in line.split())


def divide(word: str, table: PartTable, known: Lexicon) -> Split | None:
    """The cheapest split of a casefolded word into modifiers and a head that were counted.

    When there is none: into two long nouns, or into an unknown word and a well-known head. None for a word that stays whole.
    """
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return None
    return _cheapest(word, table, known) or _two_nouns(word, table, known) or _known_head(word, table, known)


def _cheapest(word: str, table: PartTable, known: Lexicon) -> Split | None:
    last, beginning = len(word) - 1, table.beginnings.get
    # reached[i]: the cheapest way to have read word[:i] as modifiers: cost, lemmas.
    reached: list[tuple[float, tuple[str, ...]] | None] = [None] * (last + 2)
    reached[0] = (0.0, ())
    best: Split | None = None
    for start in range(last):
        here = reached[start]
        if here is None:
            continue
        if start and (counted := _counted_head(word[start:], table, known)) and (best is None or here[0] + counted[1] < best.cost):
            head, price = counted
            best = Split((*here[1], head), word[:start], head, here[0] + price)
        for end in range(start + 2, last):
            modifier = beginning(word[start:end], _NO_BEGINNING)
            if modifier is _NO_BEGINNING:
                break
            if modifier is not None:
                _reach(reached, end, here, modifier)
                if word[end - 1] == word[end - 2] and word[end - 1] in TRIPLED:
                    _reach(reached, end - 1, here, modifier)
    return best


def _counted_head(tail: str, table: PartTable, known: Lexicon) -> tuple[str, float] | None:
    """The lemma of a head that was counted in compounds, and what it costs."""
    head = known.heads.get(tail) or known.lemma_of.get(tail)
    price = table.heads.get(head) if head is not None else None
    if head is None or price is None or tail in table.no_heads or (len(tail) <= 2 and tail not in SHORT_HEADS):
        return None
    return head, price


def _two_nouns(word: str, table: PartTable, known: Lexicon) -> Split | None:
    """attestant + förteckning: long nouns that no corpus has joined yet. The longest modifier wins."""
    for cut in range(len(word) - LONG_HEAD, LONG_MODIFIER - 1, -1):
        head, tail = known.head(word[cut:]), word[cut:]
        if head is not None and head not in known.verbs and head not in known.closed and tail not in table.no_heads:
            before = word[:cut]
            for modifier in (before, before.removesuffix("s")):
                if known.lemma_of.get(modifier) == modifier and modifier not in known.verbs and modifier not in known.closed:
                    return Split((modifier, head), before, head, UNCOUNTED)
    return None


def _known_head(word: str, table: PartTable, known: Lexicon) -> Split | None:
    """attestant + förteckning: a long, productive head after a word that no list has."""
    if word in known.lemma_of:
        return None
    for cut in range(UNKNOWN_MODIFIER, len(word) - SURE_HEAD + 1):
        tail, before = word[cut:], word[:cut]
        head = known.head(tail)
        if (
            head is not None
            and tail not in table.no_heads
            and before not in table.prefixes
            and table.heads.get(head, UNCOUNTED) <= SURE_COST
        ):
            return Split((before.removesuffix("s") if len(before) > UNKNOWN_MODIFIER else before, head), before, head, UNCOUNTED)
    return None


def unknown_head(word: str, table: PartTable) -> tuple[str, Modifier] | None:
    """The longest well-known modifier of a word that nothing else divides, as written (trygghets- of trygghetsappen)."""
    for cut in range(len(word) - LONG_HEAD + 1, SURE_HEAD - 1, -1):
        modifier = table.modifiers.get(word[:cut])
        if modifier is not None and modifier.cost <= SURE_COST:
            return word[:cut], modifier
    return None


def _reach(reached: list[tuple[float, tuple[str, ...]] | None], end: int, here: tuple[float, tuple[str, ...]], modifier: Modifier) -> None:
    there = reached[end]
    if there is None or here[0] + modifier.cost < there[0]:
        reached[end] = (here[0] + modifier.cost, (*here[1], modifier.lemma))


def stays_whole(lemma: str, table: PartTable, known: Lexicon) -> bool:
    """Whether a lemma is listed as whole, or is a prefix before a simple word (förarbete, utland)."""
    if lemma in table.whole:
        return True
    prefixes, lemma_of = table.prefixes, known.lemma_of
    for cut in range(1, min(8, len(lemma) - 2)):
        if lemma[:cut] in prefixes and lemma_of.get(rest := lemma[cut:]) == rest and divide(rest, table, known) is None:
            return True
    return False
