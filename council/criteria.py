"""What is asked of an engine: words as variants, coverage, filters. Pure values that both engines translate.

A query's words become Words; each Word has Variants (the lemma itself, parts of compounds, synonyms, prefixes) and is held
by a paragraph that holds any of them. How many Words a paragraph must hold is `Coverage` (council.coverage does the sums).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

Field = Literal["surfaces", "lemmas", "compound_parts", "context", "references"]
"""`surfaces` casefolded words as written; `lemmas` the words' lemmas, with positions; `compound_parts` lemmas of compounds'
parts; `context` lemmas of title and headings (ranks, never matches alone); `references` normal forms of dnr, motion
numbers and § (council.references)."""

Reason = Literal["exact", "inflection", "compound", "synonym", "typo", "prefix", "heading", "meaning", "case"]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to hold a word. Several tokens are a phrase: in this order, each at most `slop` positions late in all.

    `prefix` makes the last token a beginning. `weight` multiplies what the match earns.
    """

    field: Field
    tokens: tuple[str, ...]
    reason: Reason
    weight: float = 1.0
    slop: int = 0
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A content word, a quoted phrase or a reference as typed (`text`), held by a paragraph that holds any variant."""

    text: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """ELLER: held where any child is held."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """A parenthesis of several words: held where all children are held."""

    children: tuple[Node, ...]


Node: TypeAlias = Word | AnyOf | AllOf


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the query's weight W a paragraph must hold: max(tau · W, rho · best).

    W is the weight of the query's `counted` heaviest words: what is asked in many words is not asked for in all of them.
    One or two words must hold `best`, and more than half of W. Values from the sweep in docs/quality.md.
    """

    tau: float = 0.4
    rho: float = 0.6
    counted: int = 4


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """Words matched by coverage, nodes that every match must hold (phrases, references), and nodes that none may hold."""

    words: tuple[Node, ...] = ()
    required: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)


FacetName = Literal["municipality", "board", "party", "about_party", "topic", "kind", "voice", "year", "language"]
FACETS: tuple[FacetName, ...] = ("municipality", "board", "party", "about_party", "topic", "kind", "voice", "year", "language")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a paragraph must be. Values within a field are alternatives, fields are all required; empty means no filter.

    Values are canonical (what the index holds), not as typed. `year` holds "2018" or "none" for undated; `year_from` and
    `year_to` are inclusive and leave undated ones out. `documents` are document ids; `impossible` is set by a filter value
    that nothing is known by, and finds nothing.
    """

    municipality: tuple[str, ...] = ()
    board: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    about_party: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    section_kind: tuple[str, ...] = ()
    dnr: tuple[str, ...] = ()
    motion: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    seen_after: dt.datetime | None = None
    impossible: bool = False


Key: TypeAlias = int | str
"""An engine's own handle of a paragraph, valid within one snapshot."""

DocumentKey: TypeAlias = int | str
"""An engine's own handle of a document, valid within one snapshot."""


class Candidate(NamedTuple):
    """A paragraph that one side found: its key and score (BM25, or cosine)."""

    key: Key
    score: float


@dataclass(frozen=True, slots=True)
class LexicalMatches:
    """The best by words, at most `limit`, best first, under the filters.

    `found` says whether any paragraph matches without filters and minus words; `earnable` is the most BM25 that this query could earn:
    the sum over its words of idf · (k1 + 1), a word unknown to the index counting as the rarest.
    """

    candidates: tuple[Candidate, ...] = ()
    found: bool = False
    earnable: float = 0.0
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The paragraphs at or above the cutoff c(q), under the filters, nearest first.

    `cutoff` and `best` (the highest cosine) are taken from the unfiltered index.
    """

    candidates: tuple[Candidate, ...] = ()
    cutoff: float = 1.0
    best: float = -1.0
    keys: tuple[Key, ...] = ()  # every paragraph at or above the cutoff, before filters: what a MatchSet is made of


@dataclass(frozen=True, slots=True)
class MatchSet:
    """Word matches ∪ meaning matches, before filters. Neither: every paragraph (an empty query)."""

    words: LexicalQuery | None = None
    neighbours: tuple[Key, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether nothing was asked, so that every paragraph belongs."""
        return self.words is None and not self.neighbours


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many paragraphs a facet's value has with all filters but the facet's own. Undated is the year "none"."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Totals and facets of a match set under filters; `meaning_only` paragraphs match by meaning and not by words."""

    documents: int = 0
    paragraphs: int = 0
    meaning_only: int = 0
    facets: dict[FacetName, tuple[FacetCount, ...]] = field(default_factory=dict)


Order = Literal["newest", "oldest", "first_seen"]
