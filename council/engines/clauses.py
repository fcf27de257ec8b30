"""Clauses: what an engine is asked to look up, as a small tree that each engine translates to its own queries.

A clause finds paragraphs and gives each a score. Where only finding matters, `Constant(clause, 0.0)` takes the score away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Everything:
    """Every paragraph."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No paragraph."""


@dataclass(frozen=True, slots=True)
class Term:
    """Paragraphs whose field holds the value, scored by BM25."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Paragraphs whose field holds the tokens in this order, at most `slop` positions late in all.

    With `prefix` the last token is a beginning. One token with `prefix` is a plain prefix.
    """

    field: str
    tokens: tuple[str, ...]
    slop: int = 0
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """Paragraphs whose number field (row, docno) is one of these."""

    field: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Paragraphs whose number field lies in [low, high]; None is open; a paragraph without the number is not found."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Boolean:
    """Paragraphs that hold all of `must`, none of `must_not`, and any of `should` where there is no `must`. Scores add up."""

    must: tuple[Clause, ...] = ()
    should: tuple[Clause, ...] = ()
    must_not: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Best:
    """Paragraphs that hold any child, scored by the child that gives most."""

    children: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """What the clause finds, each with the same score."""

    clause: Clause
    score: float


@dataclass(frozen=True, slots=True)
class Boosted:
    """What the clause finds, its score multiplied."""

    clause: Clause
    factor: float


Clause: TypeAlias = Everything | Nothing | Term | Phrase | Numbers | Between | Boolean | Best | Constant | Boosted


def any_of(children: tuple[Clause, ...]) -> Clause:
    """What any child finds."""
    if not children:
        return Nothing()
    return children[0] if len(children) == 1 else Boolean(should=children)


def all_of(children: tuple[Clause, ...]) -> Clause:
    """What all children find."""
    if not children:
        return Everything()
    return children[0] if len(children) == 1 else Boolean(must=children)
