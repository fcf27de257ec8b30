"""What an index holds, looked up once for each generation of it: values of the facets, cases, and which documents they stand in."""

from __future__ import annotations

import functools
import threading
from collections.abc import Mapping

from council import casebook
from council.criteria import FACETS, Counts, Filters, MatchSet
from council.engine import Snapshot
from council.model import Case
from search_api.coverage import Coverage, coverage
from search_api.filters import KnownValues
from search_api.matters import Matters


class Holdings:
    """One generation of an index. Everything is looked up when it is first asked for."""

    def __init__(self, snapshot: Snapshot, generation: str) -> None:
        self.snapshot = snapshot
        self.generation = generation

    @functools.cached_property
    def counts(self) -> Counts:
        """Every facet of the whole index."""
        return self.snapshot.count(MatchSet(), Filters(), FACETS)

    @functools.cached_property
    def known(self) -> KnownValues:
        """The values that filters may have."""
        return KnownValues({name: tuple(count.value for count in counts) for name, counts in self.counts.facets.items()})

    @functools.cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every case, joined from what the documents say."""
        return tuple(casebook.join(self.snapshot.case_records()))

    @functools.cached_property
    def case_by_id(self) -> Mapping[str, Case]:
        """Cases by id, and by the other ids that links may hold."""
        others = {other: case for case in self.cases for other in casebook.case_ids(case)}
        return others | {case.id: case for case in self.cases}

    @functools.cached_property
    def cases_by_document(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the cases that a document is about, by document id."""
        found: dict[str, dict[str, None]] = {}
        for case in self.cases:
            for step in case.steps:
                if step.document_id:
                    found.setdefault(step.document_id, {})[case.id] = None
        return {document_id: tuple(ids) for document_id, ids in found.items()}

    @functools.cached_property
    def matters(self) -> Matters:
        """The cases by the paragraphs that belong to them."""
        return Matters(self.snapshot, self.cases)

    @functools.cached_property
    def coverage(self) -> Coverage:
        """What is in the index and what is not."""
        return coverage(self.snapshot.documents(), self.snapshot.catalogue(), self.snapshot.stats())


class HoldingsKeeper:
    """Keeps the newest generation's holdings."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: Holdings | None = None

    def of(self, snapshot: Snapshot) -> Holdings:
        """The holdings of a snapshot."""
        newest = self._newest
        if newest is not None and newest.snapshot is snapshot:
            return newest
        generation = snapshot.stats().generation
        with self._lock:
            if self._newest is None or self._newest.generation != generation:
                self._newest = Holdings(snapshot, generation)
            return self._newest
