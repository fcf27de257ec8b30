"""What a commit is in Elasticsearch: one record that says which numbers of documents are seen, whatever else lies in the indices.

Every writing of a document, every recorded failure and every change of what outlives an index takes a number that is never used
again. A commit is the record `state`, written when all it names is there; what a killed writer left has numbers that no record names.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from council.engines import stored
from council.engines.elastic import Cluster
from council.engines.elastic_errors import ConflictError, GoneError
from council.engines.elastic_queries import Json
from council.engines.records import State
from council.errors import IndexLocked
from council.model import ModelIdentity

FORMAT = 2
"""Version of mappings and of what is stored; grows when an older program could not read it, or a newer not the old."""

STATE = "state"
"""Id of the record that says which generation serves, and what its last commit was."""

NUMBERS = "numbers"
"""Id of the record that says which numbers are taken, committed or not."""

FIRST_NUMBER = 1
"""What has no number counts as 0, which every commit shows: older programs wrote none."""

KEPT = "kept-"
"""What stands before a document's key in the id of what outlives it."""

TAKEN_OVER = "En annan indexering har tagit över: den här svarade inte på länge. Kör om den."

MOST_HIDDEN = 100
"""Spans of numbers that are remembered as hidden: what lay in them was deleted long ago, and their writers are dead."""

_AT_ONCE = 50_000
"""Values of one `terms` query: Elasticsearch takes 65,536."""


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` up to, not including, `high`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Commit:
    """`gone`: numbers of what this commit replaced or removed; it is deleted right after. `hidden`: numbers that never were committed."""

    state: State = field(default_factory=State)
    gone: tuple[int, ...] = ()
    hidden: tuple[Span, ...] = ()

    def shows(self, number: int) -> bool:
        """Whether what has this number belongs to the commit."""
        return number < self.state.next_docno and number not in self.gone and not any(s.low <= number < s.high for s in self.hidden)

    def hiding(self, span: Span) -> Commit:
        """The same commit, with these numbers hidden for good."""
        if span.low >= span.high:
            return self
        if self.hidden and self.hidden[-1].high == span.low:
            return replace(self, hidden=(*self.hidden[:-1], Span(self.hidden[-1].low, span.high)))
        return replace(self, hidden=(*self.hidden, span)[-MOST_HIDDEN:])

    def unseen(self, column: str = "docno") -> Json:
        """The query that finds what does not belong to the commit; `column` holds the numbers."""
        parts: list[Json] = [{"range": {column: {"gte": self.state.next_docno}}}]
        parts += [{"range": {column: {"gte": span.low, "lt": span.high}}} for span in self.hidden]
        for start in range(0, len(self.gone), _AT_ONCE):
            parts.append({"terms": {column: list(self.gone[start : start + _AT_ONCE])}})
        return {"bool": {"should": parts, "minimum_should_match": 1}}


@dataclass(frozen=True, slots=True)
class Kept:
    """What outlives every index: when a document was first seen, and whether it must not come back."""

    first_seen: str | None = None
    blocked: bool = False

    @classmethod
    def read(cls, source: Json, commit: Commit) -> Kept:
        """What a record says in a commit: its last change, or what held before where that was not committed."""
        if commit.shows(int(source.get("number", 0))):
            return cls(source.get("first_seen"), bool(source.get("blocked")))
        return cls(source.get("was_seen"), bool(source.get("was_blocked")))

    def after(self, before: Kept, key: str, number: int) -> Json:
        """The record of this change, which took a number."""
        seen = {name: value for name, value in (("first_seen", self.first_seen), ("was_seen", before.first_seen)) if value is not None}
        return {"record": "kept", "key": key, "number": number, "blocked": self.blocked, "was_blocked": before.blocked, **seen}


@dataclass(frozen=True, slots=True)
class Serving:
    """The record `state`, read: its format, and where that is ours also generation, model and commit."""

    format: int
    generation: str = ""
    model: ModelIdentity | None = None
    commit: Commit = field(default_factory=Commit)


class Records:
    """The records `state` and `numbers`. A writer that another took over from is refused: each writing must follow the last one seen."""

    def __init__(self, cluster: Cluster, control: str) -> None:
        self._cluster = cluster
        self._control = control
        self._seen: dict[str, tuple[int, int] | None] = {}

    def serving(self) -> Serving | None:
        """What serves, as last written; None where nothing was indexed."""
        try:
            about = self._cluster.get(self._control, [STATE]).get(STATE)
        except GoneError:
            return None
        if about is None:
            return None
        if about["format"] != FORMAT:
            return Serving(about["format"], about["generation"])
        return Serving(FORMAT, about["generation"], stored.load(ModelIdentity, about["model"]), stored.load(Commit, about["state"]))

    def follow(self) -> tuple[int, int]:
        """Take over from every earlier writer, so that none of them can commit any more; (numbers, rows) that are free from here on."""
        numbers = self._touch(NUMBERS, {"record": "numbers", "next_docno": FIRST_NUMBER, "rows": 0})
        self._touch(STATE, None)
        return int(numbers["next_docno"]), int(numbers["rows"])

    def _touch(self, record: str, first: Json | None) -> Json:
        """Write a record again as it is: whoever saw it before may not write it any more."""
        try:
            source, sequence, term = self._cluster.versioned(self._control, record)
            self._seen[record] = (sequence, term)
        except GoneError:
            self._seen[record] = None
            if first is None:
                return {}
            source = first
        self._write(record, source)
        return source

    def reserve(self, numbers: int, rows: int) -> None:
        """Take all numbers and rows below these, before they are used. Raises IndexLocked where another writer took over."""
        self._write(NUMBERS, {"record": "numbers", "next_docno": numbers, "rows": rows})

    def publish(self, generation: str, model: ModelIdentity, commit: Commit) -> None:
        """Let a commit be the one that is seen. One document, so it is the old commit or the new one. Raises IndexLocked."""
        about = {"record": "state", "format": FORMAT, "generation": generation, "model": stored.dump(model), "state": stored.dump(commit)}
        self._write(STATE, about)

    def _write(self, record: str, source: Json) -> None:
        try:
            self._seen[record] = self._cluster.put_after(self._control, record, source, self._seen[record])
        except ConflictError as error:
            # Where the answer to a writing was lost, the client writes again, and what stands there is our own.
            found, sequence, term = self._cluster.versioned(self._control, record)
            if found != source:
                raise IndexLocked(TAKEN_OVER) from error
            self._seen[record] = (sequence, term)
