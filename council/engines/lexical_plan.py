"""What a query by words means in one commit: how much each word weighs, which paragraphs match, and what each earns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from council.coverage import K1, idf, minimal_covers, threshold, weight
from council.criteria import AllOf, LexicalQuery, Node, Word
from council.engines.clauses import Boolean, Clause, Constant, Everything, Nothing, all_of, any_of
from council.engines.matching import earned, held, required, rows_clause, silent, texts_of, worth

FEW_ROWS = 64
"""Matches that are named by their rows; above, the words' covers are searched for (363 of 100,000: as rows 3 ms, as covers 0.9)."""

MOST_COVERS = 64
"""Covers that are searched for as OR of ANDs; above, matches are named by their rows, however many."""


class Lookup(Protocol):
    """What planning asks of an index, unfiltered."""

    def count_each(self, clauses: Sequence[Clause], terms: Sequence[tuple[str, str]] = ()) -> list[int]:
        """How many paragraphs each clause finds. `terms` are those whose idf is asked for next: one request may answer both."""
        ...

    def top(self, clause: Clause, limit: int) -> tuple[list[int], list[float]]:
        """(rows, scores) of the best, best first."""
        ...

    def term_idfs(self, terms: Sequence[tuple[str, str]]) -> list[float]:
        """The idf that the engine gives each term, (field, token), when it scores."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """`match` finds what matches before filters and minus words; `score` is what matches earn."""

    match: Clause
    score: tuple[Clause, ...]
    found: bool
    earnable: float
    unknown: tuple[str, ...] = ()


class Planner:
    """Plans queries against one commit, and remembers how many paragraphs hold a node."""

    def __init__(self, lookup: Lookup, paragraphs: int) -> None:
        self._lookup = lookup
        self._paragraphs = paragraphs
        self._held: dict[Node, int] = {}
        self._plans: dict[LexicalQuery, Plan] = {}

    def plan(self, query: LexicalQuery) -> Plan:
        """What a query means; the same query twice is planned once."""
        plan = self._plans.get(query)
        if plan is None:
            plan = self._plan(query)
            _remember(self._plans, query, plan)
        return plan

    def _plan(self, query: LexicalQuery) -> Plan:
        nodes = (*query.words, *query.required)
        self._look_up(nodes)
        unknown = tuple(dict.fromkeys(w.text for node in nodes for w in texts_of(node) if not self._paragraphs_with(w)))
        match = self._match(query)
        found = not isinstance(match, Nothing) and (not isinstance(match, Everything) or self._paragraphs > 0)
        score = self._score(nodes) if found else ()
        return Plan(match, score, found, (K1 + 1) * sum(worth(node, self._idf) for node in nodes), unknown)

    def _look_up(self, nodes: tuple[Node, ...]) -> None:
        """Ask at once for how many paragraphs hold each node and each word in it."""
        asked = dict.fromkeys(part for node in nodes for part in (node, *_within(node)) if part not in self._held)
        if asked:
            numbers = self._lookup.count_each([held(node) for node in asked], _terms(nodes))
            for node, number in zip(asked, numbers, strict=True):
                _remember(self._held, node, number)

    def _score(self, nodes: tuple[Node, ...]) -> tuple[Clause, ...]:
        asked = _terms(nodes)
        idfs = dict(zip(asked, self._lookup.term_idfs(asked), strict=True))
        return tuple(earned(node, self._idf, lambda field, token: idfs[field, token]) for node in nodes)

    def _match(self, query: LexicalQuery) -> Clause:
        if any(not self._paragraphs_with(node) for node in query.required):
            return Nothing()
        musts = silent(required(query))
        if query.words:
            return self._covered(query, musts)
        return self._unless_empty(all_of(musts)) if len(musts) > 1 else all_of(musts)

    def _unless_empty(self, clause: Clause) -> Clause:
        return clause if self._lookup.count_each([clause])[0] else Nothing()

    def _covered(self, query: LexicalQuery, musts: tuple[Clause, ...]) -> Clause:
        """Paragraphs that hold enough of the words. `best` is looked for where everything required is held."""
        if len(query.words) == 1 and not musts:
            (only,) = query.words
            return Constant(held(only), 0.0) if self._paragraphs_with(only) else Nothing()
        weights = [self._weight(node) for node in query.words]
        words = tuple(Constant(held(node), 0.0) for node in query.words)
        weighing = Boolean(must=musts, should=tuple(Constant(held(n), w) for n, w in zip(query.words, weights, strict=True)))
        rows, scores = self._lookup.top(weighing, FEW_ROWS + 1 if len(words) > 2 else 1)
        needed = threshold(weights, round(scores[0]) if scores else 0, query.coverage)
        if needed is None:
            return Nothing()
        if len(words) > 2 and round(scores[-1]) < needed:
            return rows_clause(tuple(sorted(row for row, score in zip(rows, scores, strict=True) if round(score) >= needed)))
        covers = minimal_covers(weights, needed, MOST_COVERS)
        if covers is None:
            return self._all_rows(weighing, needed)
        return Boolean(must=(*musts, any_of(tuple(all_of(tuple(words[i] for i in cover)) for cover in covers))))

    def _all_rows(self, weighing: Boolean, needed: int) -> Clause:
        """Many covers and many matches: the rows are looked up, twice as many until some weigh too little."""
        limit = FEW_ROWS * 8
        while True:
            rows, scores = self._lookup.top(weighing, limit)
            if len(rows) < limit or round(scores[-1]) < needed:
                return rows_clause(tuple(sorted(row for row, score in zip(rows, scores, strict=True) if round(score) >= needed)))
            limit *= 4

    def _paragraphs_with(self, node: Node) -> int:
        number = self._held.get(node)
        if number is None:
            (number,) = self._lookup.count_each([held(node)])
            _remember(self._held, node, number)
        return number

    def _idf(self, node: Node) -> float:
        return idf(self._paragraphs_with(node), self._paragraphs)

    def _weight(self, node: Node) -> int:
        """A parenthesis of several words weighs what its words weigh together."""
        if isinstance(node, AllOf):
            return sum(map(self._weight, node.children))
        return weight(self._paragraphs_with(node), self._paragraphs)


def _terms(nodes: tuple[Node, ...]) -> list[tuple[str, str]]:
    """Every (field, token) that the nodes' variants earn by."""
    variants = [v for node in nodes for word in texts_of(node) for v in word.variants if not v.prefix]
    return list(dict.fromkeys((str(variant.field), token) for variant in variants for token in variant.tokens))


def _within(node: Node) -> tuple[Node, ...]:
    """A node's children and theirs."""
    return () if isinstance(node, Word) else tuple(part for child in node.children for part in (child, *_within(child)))


_MOST_REMEMBERED = 2_000
_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")


def _remember(memory: dict[_Asked, _Answer], key: _Asked, value: _Answer) -> None:
    """Keep a bounded number of answers; the oldest go first."""
    while len(memory) >= _MOST_REMEMBERED:
        memory.pop(next(iter(memory)), None)
    memory[key] = value
