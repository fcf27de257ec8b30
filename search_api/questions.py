"""Reads questions ("hur svarade nämnden på …", "vad tycker V om …") into boosts that a person sees and can take away.

A reading takes the words of the question's frame out of the search by words (they stand in no answer) and lifts paragraphs
of the kind that answers. It never hides anything: boosts change the order alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from council.engine import Passage, Snapshot
from council.model import Role, SectionKind
from search_api.filters import FilterReader
from search_api.fusion import Ranked
from search_api.query import Clause, Query
from search_api.results import FilterChip

ANSWER_LIFT = 1.15
"""What a paragraph of the kind asked for earns more (docs/decisions/fusion.md, "Questions")."""
PARTY_LIFT = 1.3
BOARD_LIFT = 1.1
LIFTED = 100
"""How far down the ranking a question's boosts reach."""


@dataclass(frozen=True, slots=True)
class Boost:
    """Lifts paragraphs that have any of these values in every field that is not empty."""

    factor: float
    roles: frozenset[Role] = frozenset()
    sections: frozenset[SectionKind] = frozenset()
    parties: frozenset[str] = frozenset()
    boards: frozenset[str] = frozenset()

    def lifts(self, passage: Passage) -> bool:
        """Whether a paragraph is of the kind that was asked for."""
        paragraph = passage.paragraph
        own_boards = {paragraph.board, paragraph.voice.board, passage.document.board}
        return (
            (not self.parties or bool(self.parties & set(paragraph.voice.parties)))
            and (not self.boards or bool(self.boards & own_boards))
            and (not (self.roles or self.sections) or paragraph.voice.role in self.roles or paragraph.section_kind in self.sections)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks for: boosts, the chips that show them, and the clauses that are left to search for."""

    boosts: tuple[Boost, ...] = ()
    chips: tuple[FilterChip, ...] = ()
    clauses: tuple[Clause, ...] = field(default=())


NO_READING = Reading()


def read_question(query: Query, filters: FilterReader) -> Reading:
    """The reading of a query, or NO_READING for one that is no question of a known kind."""
    return NO_READING


def lifted(ranked: Sequence[Ranked], boosts: Sequence[Boost], snapshot: Snapshot) -> list[Ranked]:
    """The ranking with the paragraphs that a question asks for lifted; what lies deeper than LIFTED stays where it is."""
    if not boosts:
        return list(ranked)
    top = {passage.key: passage for passage in snapshot.fetch([item.key for item in ranked[:LIFTED]])}
    weighed = [replace(item, score=item.score * _factor(top.get(item.key), boosts)) for item in ranked]
    return sorted(weighed, key=lambda item: -item.score)


def _factor(passage: Passage | None, boosts: Sequence[Boost]) -> float:
    return math.prod(boost.factor for boost in boosts if passage is not None and boost.lifts(passage))
