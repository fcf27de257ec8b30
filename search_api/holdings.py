"""What an index holds, looked up once for each generation of it: values of the facets, cases, and which documents they stand in."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from council import casebook
from council.criteria import FACETS, Counts, Filters, MatchSet
from council.engine import Snapshot
from council.model import Case
from search_api.case_titles import CaseTitles
from search_api.coverage import Coverage, coverage
from search_api.filters import KnownValues
from search_api.matters import Matters
from search_api.numbered_texts import NumberedTexts
from search_api.query_files import by_file_name

JOINED_AT_ONCE = 5_000
"""Documents up to which a search waits until their cases are joined: half a second. A hundred thousand take twenty."""


WORKED_SECONDS = 0.01
"""How long cases are joined beside searches before these get their turn."""
RESTED, MOST_RESTED = 2, 0.1
"""How long they get it, by what was worked, and in seconds at most. Beside a thread that never rests a search takes twice its time."""


class Pace:
    """Rests now and then between pieces of work, until somebody waits for what is made."""

    def __init__(self, rest: Callable[[float], object] = time.sleep) -> None:
        self.hurried = False
        self._rest = rest
        self._since = time.perf_counter()

    def __call__(self) -> None:
        """A piece is done."""
        worked = time.perf_counter() - self._since
        if worked > WORKED_SECONDS and not self.hurried:
            self._rest(min(RESTED * worked, MOST_RESTED))
            self._since = time.perf_counter()


@dataclass(frozen=True)
class Cases:
    """The cases of a generation, and where they are found."""

    all: tuple[Case, ...]
    by_id: Mapping[str, Case]
    by_document: Mapping[str, tuple[str, ...]]
    matters: Matters

    @functools.cached_property
    def titles(self) -> CaseTitles:
        """What suggestions look in."""
        return CaseTitles(self.all)


class Holdings:
    """One generation of an index. Everything is looked up when it is first asked for.

    Cases of a large index are joined beside the searches: until that is done, these show the cases of the generation before, or none,
    while whatever asks for cases themselves waits.
    """

    def __init__(self, snapshot: Snapshot, generation: str, before: Cases | None = None) -> None:
        self.snapshot = snapshot
        self.generation = generation
        self._before = before
        self._joining = threading.Lock()
        self._joiner: threading.Thread | None = None
        self._joined: Cases | None = None
        self._pace = Pace()
        self._texts = NumberedTexts()

    @property
    def texts(self) -> NumberedTexts:
        """The texts that were looked at, as numbers of their words; once they are many they begin anew."""
        if self._texts.full:
            self._texts = NumberedTexts()
        return self._texts

    @functools.cached_property
    def counts(self) -> Counts:
        """Every facet of the whole index."""
        return self.snapshot.count(MatchSet(), Filters(), FACETS)

    @property
    def paragraphs(self) -> int:
        """How many paragraphs the index holds."""
        return self.counts.paragraphs

    @functools.cached_property
    def known(self) -> KnownValues:
        """The values that filters may have."""
        return KnownValues({name: tuple(count.value for count in counts) for name, counts in self.counts.facets.items()})

    def documents_of_file(self, name: str) -> tuple[str, ...]:
        """Ids of the documents whose file has this name, in whatever folder and case."""
        return self._by_file.get(name.casefold(), ())

    @functools.cached_property
    def _by_file(self) -> Mapping[str, tuple[str, ...]]:
        return by_file_name(self.snapshot.catalogue().entries)

    @property
    def cases(self) -> tuple[Case, ...]:
        """Every case, joined from what the documents say."""
        return self._join().all

    @property
    def case_titles(self) -> CaseTitles:
        """The cases by how their titles begin."""
        return self._join().titles

    @property
    def case_by_id(self) -> Mapping[str, Case]:
        """Cases by id, and by the other ids that links may hold."""
        return self._join().by_id

    @property
    def cases_by_document(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the cases that a document is about, by document id."""
        known = self.newest_cases
        return known.by_document if known else {}

    @property
    def matters(self) -> Matters | None:
        """The cases by the paragraphs that belong to them; None while they are joined for the first time."""
        known = self.newest_cases
        return known.matters if known else None

    @property
    def newest_cases(self) -> Cases | None:
        """The cases, or what was known of them before while those of a large index are joined."""
        if self._joined is not None:
            return self._joined
        if self.snapshot.stats().documents <= JOINED_AT_ONCE:
            return self._join()
        if self._joiner is None:
            self._joiner = threading.Thread(target=self._join, kwargs={"hurried": False}, name="joins cases", daemon=True)
            self._joiner.start()
        return self._before

    def _join(self, *, hurried: bool = True) -> Cases:
        self._pace.hurried |= hurried
        with self._joining:
            if self._joined is None:
                cases = tuple(casebook.join(self.snapshot.case_records(), self._pace))
                others = {other: case for case in cases for other in casebook.case_ids(case)}
                by_id = others | {case.id: case for case in cases}
                self._joined = Cases(cases, by_id, _by_document(cases), Matters(self.snapshot, cases))
                self._before = None
            return self._joined

    @functools.cached_property
    def coverage(self) -> Coverage:
        """What is in the index and what is not."""
        return coverage(self.snapshot.documents(), self.snapshot.catalogue(), self.snapshot.stats())


def _by_document(cases: Iterable[Case]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for case in cases:
        for step in case.steps:
            if step.document_id:
                found.setdefault(step.document_id, {})[case.id] = None
    return {document_id: tuple(ids) for document_id, ids in found.items()}


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
                before = self._newest.newest_cases if self._newest else None
                self._newest = Holdings(snapshot, generation, before)
            return self._newest
