"""A turn to write in Elasticsearch: the lock, the records that only its holder may write, and the numbers that are free."""

from __future__ import annotations

from dataclasses import dataclass, replace

from council.engines.elastic import Cluster
from council.engines.elastic_commit import FIRST_NUMBER, Commit, Records, Serving, Span
from council.engines.elastic_lock import WriterLock
from council.engines.elastic_names import Names
from council.engines.elastic_sweep import sweep
from council.engines.elastic_writer import Free
from council.engines.records import State


@dataclass(frozen=True, slots=True)
class Turn:
    """What one writer may use, from taking the lock to its release. `serving` is what serves as it begins."""

    lock: WriterLock
    records: Records
    free: Free
    serving: Serving | None

    @classmethod
    def taken(cls, lock: WriterLock, records: Records) -> Turn:
        """The turn of the lock's holder; no earlier writer can commit from now on, even one that was only asleep."""
        number, row = records.follow()
        return cls(lock, records, Free(number, row), records.serving())

    def tidied(self, cluster: Cluster, names: Names) -> Commit:
        """The commit that serves, after what killed writers left was taken away, and their numbers hidden for good."""
        serving = self.serving
        if serving is None or serving.model is None:
            return self.beginning()
        commit = self._hiding(serving.commit)
        if commit == serving.commit and not commit.gone:
            return commit
        sweep(cluster, names, commit)
        commit = replace(commit, gone=())
        self.records.publish(serving.generation, serving.model, commit)
        return commit

    def beginning(self) -> Commit:
        """What a new generation begins with: commits are counted on, and so are numbers."""
        if self.serving is None:
            return self._hiding(Commit(State(next_docno=FIRST_NUMBER)))
        old = self._hiding(self.serving.commit)
        return Commit(State(serial=old.state.serial, next_docno=old.state.next_docno), hidden=old.hidden)

    def _hiding(self, commit: Commit) -> Commit:
        """Numbers between what was committed and what is free were taken by writers that were killed."""
        return commit.hiding(Span(max(FIRST_NUMBER, commit.state.next_docno), self.free.number))
