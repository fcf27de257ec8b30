"""The contract in the plainest words: a search over lists, by DESIGN's definitions, which every engine must agree with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields

import numpy as np

from council.criteria import AllOf, AnyOf, Filters, LexicalQuery, Node, Variant, Word
from council.engines.fields import Fields, own_boards, placed
from council.model import Document, Paragraph, Vector
from tests.contract.library import Shelf
from tests.contract.small_swedish import small_analyse

FIELDS = Fields(small_analyse, own_boards)


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph with what is looked up of it."""

    paragraph: Paragraph
    document: Document
    ordinal: int
    vector: Vector
    tokens: dict[str, set[tuple[str, int]]]
    values: dict[str, tuple[str, ...]]


@dataclass(slots=True)
class Oracle:
    """Answers questions about shelves by looking at each paragraph."""

    shelves: list[Shelf]
    items: list[Item] = field(init=False)

    def __post_init__(self) -> None:
        self.items = [
            Item(paragraph, shelf.read.document, ordinal, vector, _tokens(shelf, ordinal), _values(shelf, ordinal))
            for shelf in self.shelves
            for ordinal, (paragraph, vector) in enumerate(zip(shelf.read.paragraphs, shelf.vectors, strict=True))
        ]

    def by_words(self, query: LexicalQuery) -> set[str]:
        """Paragraphs that match by words, before filters and minus words."""
        base = [item for item in self.items if all(holds(item, node) for node in query.required)]
        if not query.words:
            return {item.paragraph.id for item in base}
        weights = [self._weight(node) for node in query.words]
        earned = {item.paragraph.id: sum(w for node, w in zip(query.words, weights, strict=True) if holds(item, node)) for item in base}
        best = max(earned.values(), default=0)
        whole = sum(sorted(weights)[-max(2, query.coverage.counted) :])
        if len(weights) <= 2:
            return {key for key, weight in earned.items() if best and weight >= best and 2 * weight > whole}
        needed = max(query.coverage.tau * whole, query.coverage.rho * best)
        return {key for key, weight in earned.items() if weight > 0 and weight >= needed}

    def by_meaning(self, vector: Vector, k: int, floor: float) -> tuple[set[str], float]:
        """Paragraphs at or above the cutoff, before filters, and the cutoff."""
        cosines = {item.paragraph.id: float(np.dot(item.vector, vector)) for item in self.items if item.vector.any()}
        if not cosines or not vector.any():
            return set(), 1.0
        ranked = sorted(cosines.values(), reverse=True)
        cutoff = max(floor, ranked[min(k, len(ranked)) - 1])
        return {key for key, cosine in cosines.items() if cosine >= cutoff - 1e-6}, cutoff

    def passing(self, query: LexicalQuery | None, neighbours: set[str] | None, filters: Filters) -> list[Item]:
        """The match set under filters and minus words."""
        words = self.by_words(query) if query is not None else set()
        near = {
            item.paragraph.id
            for item in self.items
            if item.paragraph.id in (neighbours or set()) and all(holds(item, node) for node in (query.required if query else ()))
        }
        everything = query is None and not neighbours
        return [
            item
            for item in self.items
            if (everything or item.paragraph.id in words | near)
            and passes(item, filters)
            and not any(holds(item, node) for node in (query.excluded if query else ()))
        ]

    def values(self, items: list[Item], facet: str) -> dict[str, int]:
        """A facet's values and counts."""
        return dict(Counter(value for item in items for value in item.values[facet]))

    def ordered(self, items: list[Item], order: str) -> list[str]:
        """Ids in order of date or of first_seen; ties by source and place."""
        keys: dict[str, Callable[[Item], tuple[float, ...]]] = {
            "newest": lambda i: (0, -i.document.date.toordinal()) if i.document.date else (1, 0),
            "oldest": lambda i: (0, i.document.date.toordinal()) if i.document.date else (1, 0),
            "first_seen": lambda i: (-i.document.first_seen.timestamp(),) if i.document.first_seen else (0,),
        }
        ordered = sorted(items, key=lambda i: (keys[order](i), i.document.source, i.ordinal))
        return [item.paragraph.id for item in ordered]

    def _weight(self, node: Node) -> int:
        if isinstance(node, AllOf):
            return sum(self._weight(child) for child in node.children)
        held = max(1, sum(holds(item, node) for item in self.items))
        return max(1, round(1000 * math.log(1 + (len(self.items) - held + 0.5) / (held + 0.5))))


def holds(item: Item, node: Node) -> bool:
    """Whether a paragraph holds a node; headings hold nothing."""
    if isinstance(node, Word):
        return any(_variant(item, variant) for variant in node.variants if variant.field != "context")
    held = [holds(item, child) for child in node.children]
    return any(held) if isinstance(node, AnyOf) else all(held)


def passes(item: Item, filters: Filters) -> bool:
    """Whether a paragraph passes every filter."""
    year = item.document.date.year if item.document.date else None
    if filters.impossible or (filters.documents and item.document.id not in filters.documents):
        return False
    if (filters.year_from or filters.year_to) and not (year and (filters.year_from or 0) <= year <= (filters.year_to or 9999)):
        return False
    if filters.seen_after and not (item.document.first_seen and item.document.first_seen > filters.seen_after):
        return False
    named = [f.name for f in fields(Filters) if f.name in item.values and f.name not in {"dnr", "motion", "person"}]
    return all(not getattr(filters, name) or set(getattr(filters, name)) & set(item.values[name]) for name in named)


def _variant(item: Item, variant: Variant) -> bool:
    places = item.tokens[variant.field]
    *before, last = variant.tokens
    return any(
        all((token, start + step) in places for step, token in enumerate(before))
        and any(p == start + len(before) and (t.startswith(last) if variant.prefix else t == last) for t, p in places)
        for start in {place for _, place in places}
    )


def _tokens(shelf: Shelf, ordinal: int) -> dict[str, set[tuple[str, int]]]:
    tokens = FIELDS.indexed(shelf.read.paragraphs[ordinal], shelf.read.document, ordinal).tokens
    return {name: set(placed(held)) for name, held in tokens.items()}


def _values(shelf: Shelf, ordinal: int) -> dict[str, tuple[str, ...]]:
    return FIELDS.indexed(shelf.read.paragraphs[ordinal], shelf.read.document, ordinal).values
