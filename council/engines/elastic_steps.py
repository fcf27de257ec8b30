"""Steps: work that asks Elasticsearch in rounds, written so that several pieces of work can share each round's one request."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Generic, Literal, TypeAlias, TypeVar

from council.engines.elastic_queries import Json

One = TypeVar("One")
Other = TypeVar("Other")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Ask:
    """A search over the paragraphs, or over the documents with their cases and failures."""

    body: Json
    of: Literal["paragraphs", "documents"] = "paragraphs"


Steps: TypeAlias = Generator[list[Ask], list[Json], Done]
"""Yields the searches of a round (never none) and is sent their answers, in order."""


def both(one: Steps[One], other: Steps[Other]) -> Steps[tuple[One, Other]]:
    """Two pieces of work side by side: their first rounds share a request, their second rounds the next."""
    first, second = _Going(one), _Going(other)
    while first.asks or second.asks:
        answers = yield [*first.asks, *second.asks]
        own = len(first.asks)
        first.tell(answers[:own])
        second.tell(answers[own:])
    return first.results[0], second.results[0]


class _Going(Generic[Done]):
    """Work under way: the searches it waits for, and in the end its result."""

    def __init__(self, steps: Steps[Done]) -> None:
        self.asks: list[Ask] = []
        self.results: list[Done] = []
        self._steps = steps
        try:
            self.asks = next(steps)
        except StopIteration as done:
            self.results.append(done.value)

    def tell(self, answers: list[Json]) -> None:
        """Go on with the answers, unless nothing was asked."""
        if not self.asks:
            return
        try:
            self.asks = self._steps.send(answers)
        except StopIteration as done:
            self.asks = []
            self.results.append(done.value)
