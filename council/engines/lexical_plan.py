"""What a query by words means in one commit: how much each word weighs, which paragraphs match, and what each earns."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any, Protocol, TypeAlias, TypeVar

from council.coverage import K1, idf, minimal_covers, threshold, weight
from council.criteria import AllOf, LexicalQuery, Node, Word
from council.engines.clauses import Boolean, Clause, Constant, Everything, Nothing, all_of, any_of
from council.engines.matching import earned, held, required, rows_clause, silent, texts_of, worth

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Result = TypeVar("Result")

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


@dataclass(frozen=True, slots=True)
class Counting:
    """`Lookup.count_each` is asked for."""

    clauses: tuple[Clause, ...]
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Top:
    """`Lookup.top` is asked for."""

    clause: Clause
    limit: int


@dataclass(frozen=True, slots=True)
class Idfs:
    """`Lookup.term_idfs` is asked for."""

    terms: tuple[tuple[str, str], ...]


Question: TypeAlias = Counting | Top | Idfs
Asking: TypeAlias = Generator[Question, Any, Result]
"""Asks its questions one at a time and is sent what the lookup's method of that name gives; a far engine answers several in one request."""


class Planning:
    """Plans queries against one commit, and remembers how many paragraphs hold a node.

    Where a query has at most `together` words, it is asked at once how many paragraphs hold each set of them: then the first
    question tells how much of the query one paragraph holds at best, too.
    """

    def __init__(self, paragraphs: int, together: int = 0) -> None:
        self._paragraphs = paragraphs
        self._together = together
        self._held: dict[Node, int] = {}
        self._plans: dict[LexicalQuery, Plan] = {}

    def planned(self, query: LexicalQuery) -> Plan | None:
        """The plan of a query that was planned lately."""
        return self._plans.get(query)

    def asking(self, query: LexicalQuery) -> Asking[Plan]:
        """What a query means; the same query twice is planned once."""
        plan = self._plans.get(query)
        if plan is None:
            plan = yield from self._plan(query)
            remember(self._plans, query, plan, MOST_REMEMBERED)
        return plan

    def _plan(self, query: LexicalQuery) -> Asking[Plan]:
        nodes = (*query.words, *query.required)
        known, sets = yield from self._look_up(query, nodes)
        unknown = tuple(dict.fromkeys(w.text for node in nodes for w in texts_of(node) if not known.held[w]))
        match = yield from _match(query, known, sets)
        found = not isinstance(match, Nothing) and (not isinstance(match, Everything) or self._paragraphs > 0)
        score = (yield from _score(nodes, known)) if found else ()
        return Plan(match, score, found, (K1 + 1) * sum(worth(node, known.idf) for node in nodes), unknown)

    def _look_up(self, query: LexicalQuery, nodes: tuple[Node, ...]) -> Asking[tuple[_Known, dict[tuple[int, ...], int] | None]]:
        """Ask at once for how many paragraphs hold each node and each word in it, and perhaps each set of the query's words."""
        parts = tuple(dict.fromkeys(part for node in nodes for part in (node, *_within(node))))
        known = _Known({part: number for part in parts if (number := self._held.get(part)) is not None}, self._paragraphs)
        asked = [part for part in parts if part not in known.held]
        sets = _sets(query) if len(query.words) <= self._together else {}
        if asked or sets:
            clauses = (*(held(node) for node in asked), *sets.values())
            numbers: list[int] = yield Counting(clauses, tuple(_terms(nodes)))
            for node, number in zip(asked, numbers, strict=False):
                known.held[node] = number
                remember(self._held, node, number, MOST_REMEMBERED)
            return known, dict(zip(sets, numbers[len(asked) :], strict=True)) if sets else None
        return known, None


class Planner(Planning):
    """Plans with a lookup at hand."""

    def __init__(self, lookup: Lookup, paragraphs: int) -> None:
        super().__init__(paragraphs)
        self._lookup = lookup

    def plan(self, query: LexicalQuery) -> Plan:
        """What a query means; the same query twice is planned once."""
        asking = self.asking(query)
        answer: Any = None
        while True:
            try:
                question = asking.send(answer)
            except StopIteration as done:
                plan: Plan = done.value
                return plan
            answer = self._answer(question)

    def _answer(self, question: Question) -> Any:
        match question:
            case Counting(clauses, terms):
                return self._lookup.count_each(clauses, terms)
            case Top(clause, limit):
                return self._lookup.top(clause, limit)
            case Idfs(terms):
                return self._lookup.term_idfs(terms)


@dataclass(frozen=True, slots=True)
class _Known:
    """How many paragraphs hold each node of a query, of how many."""

    held: dict[Node, int]
    paragraphs: int

    def idf(self, node: Node) -> float:
        return idf(self.held[node], self.paragraphs)

    def weight(self, node: Node) -> int:
        """A parenthesis of several words weighs what its words weigh together."""
        if isinstance(node, AllOf):
            return sum(map(self.weight, node.children))
        return weight(self.held[node], self.paragraphs)


def _score(nodes: tuple[Node, ...], known: _Known) -> Asking[tuple[Clause, ...]]:
    asked = tuple(_terms(nodes))
    answer: list[float] = yield Idfs(asked)
    idfs = dict(zip(asked, answer, strict=True))
    return tuple(earned(node, known.idf, lambda field, token: idfs[field, token]) for node in nodes)


def _match(query: LexicalQuery, known: _Known, sets: dict[tuple[int, ...], int] | None) -> Asking[Clause]:
    if any(not known.held[node] for node in query.required):
        return Nothing()
    musts = silent(required(query))
    if query.words:
        return (yield from _covered(query, musts, known, sets))
    if len(musts) < 2:
        return all_of(musts)
    (number,) = yield Counting((all_of(musts),))
    return all_of(musts) if number else Nothing()


def _covered(query: LexicalQuery, musts: tuple[Clause, ...], known: _Known, sets: dict[tuple[int, ...], int] | None) -> Asking[Clause]:
    """Paragraphs that hold enough of the words. `best` is looked for where everything required is held."""
    if len(query.words) == 1 and not musts:
        (only,) = query.words
        return Constant(held(only), 0.0) if known.held[only] else Nothing()
    weights = [known.weight(node) for node in query.words]
    words = tuple(Constant(held(node), 0.0) for node in query.words)
    weighing = Boolean(must=musts, should=tuple(Constant(held(n), w) for n, w in zip(query.words, weights, strict=True)))
    rows, scores = (yield Top(weighing, FEW_ROWS + 1 if len(words) > 2 else 1)) if sets is None else ([], [])
    best = round(scores[0]) if scores else max((sum(weights[i] for i in some) for some, n in (sets or {}).items() if n), default=0)
    needed = threshold(weights, best, query.coverage)
    if needed is None:
        return Nothing()
    if len(words) > 2 and scores and round(scores[-1]) < needed:
        return rows_clause(tuple(sorted(row for row, score in zip(rows, scores, strict=True) if round(score) >= needed)))
    covers = minimal_covers(weights, needed, MOST_COVERS)
    if covers is None:
        return (yield from _all_rows(weighing, needed))
    return Boolean(must=(*musts, any_of(tuple(all_of(tuple(words[i] for i in cover)) for cover in covers))))


def _all_rows(weighing: Boolean, needed: int) -> Asking[Clause]:
    """Many covers and many matches: the rows are looked up, four times as many until some weigh too little."""
    limit = FEW_ROWS * 8
    while True:
        rows, scores = yield Top(weighing, limit)
        if len(rows) < limit or round(scores[-1]) < needed:
            return rows_clause(tuple(sorted(row for row, score in zip(rows, scores, strict=True) if round(score) >= needed)))
        limit *= 4


def _sets(query: LexicalQuery) -> dict[tuple[int, ...], Clause]:
    """Every set of the query's words, as places, with what finds it and everything required; {} for one word alone."""
    places = range(len(query.words))
    if len(places) == 1 and not query.required:
        return {}
    some = chain.from_iterable(combinations(places, size) for size in range(1, len(places) + 1))
    nodes = [held(node) for node in query.words]
    return {places: all_of((*required(query), *(nodes[i] for i in places))) for places in some}


def _terms(nodes: tuple[Node, ...]) -> list[tuple[str, str]]:
    """Every (field, token) that the nodes' variants earn by."""
    variants = [v for node in nodes for word in texts_of(node) for v in word.variants if not v.prefix]
    return list(dict.fromkeys((str(variant.field), token) for variant in variants for token in variant.tokens))


def _within(node: Node) -> tuple[Node, ...]:
    """A node's children and theirs."""
    return () if isinstance(node, Word) else tuple(part for child in node.children for part in (child, *_within(child)))


MOST_REMEMBERED = 2_000
"""Queries, and words, whose numbers are remembered within a commit."""


def remember(memory: dict[Asked, Answer], key: Asked, value: Answer, most: int) -> None:
    """Keep a bounded number of answers; the oldest go first."""
    while len(memory) >= most:
        memory.pop(next(iter(memory)), None)
    memory[key] = value
