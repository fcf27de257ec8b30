"""Keeps which facet values each paragraph has, as numbers side by side, so that a match set is counted by looking up its rows.

tantivy counts values along with looking for matches, well for thousands of them; but most searches match fifty to five hundred
paragraphs, whose rows are known or found in a tenth of the time. Columns are read from the index beside the searches, and what a commit
adds is read alone: a row never changes within a generation. They are an answer's means, not its source: without them tantivy counts.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from council.criteria import FACETS, FacetName
from council.engines.clauses import Between, Boolean, Constant, Term
from council.engines.tantivy_index import TantivySearcher

ASKED_BEFORE = 3
"""Counts of a generation that tantivy makes before columns are read: a command that asks once or twice has no use for them."""
ROWS_AT_ONCE = 50_000
"""Rows that are read in one step, some 20 MB meanwhile."""
PAUSE = 0.002
"""Seconds between the questions of a reading: searches go first."""
_log = logging.getLogger(__name__)

Rows = NDArray[np.int64]
_Value = tuple[FacetName, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """The values of each row up to `rows`: those of row r are `numbers[ends[r]:ends[r + 1]]`, places in `values`. Some 20 bytes a row."""

    values: tuple[_Value, ...]
    ends: NDArray[np.int64]
    numbers: NDArray[np.unsignedinteger]

    @property
    def rows(self) -> int:
        """How many rows it knows."""
        return len(self.ends) - 1

    def counts(self, rows: Rows) -> Mapping[FacetName, list[tuple[str, int]]]:
        """Each facet's values among some rows, with how many of the rows have them."""
        starts = self.ends[rows]
        sizes = self.ends[rows + 1] - starts
        places = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
        held = np.bincount(self.numbers[places], minlength=len(self.values))
        found: dict[FacetName, list[tuple[str, int]]] = {name: [] for name in FACETS}
        used = np.flatnonzero(held)
        for number, count in zip(used.tolist(), held[used].tolist(), strict=True):
            name, value = self.values[number]
            found[name].append((value, count))
        return found


NO_ROW: Rows = np.zeros(0, dtype=np.int64)
NO_ROWS = Columns((), np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint16))


class FacetColumns:
    """The columns of one generation, as far as they were read. Several threads may ask."""

    def __init__(self) -> None:
        self._columns = NO_ROWS
        self._asked = 0
        self._lock = threading.Lock()
        self._reader: threading.Thread | None = None

    def of(self, searcher: TantivySearcher, rows: int) -> Columns | None:
        """The columns, where they know so many rows; else None, and they are read beside once they were asked for often enough."""
        columns = self._columns
        if columns.rows >= rows:
            return columns
        with self._lock:
            self._asked += 1
            if self._asked > ASKED_BEFORE and (self._reader is None or not self._reader.is_alive()):
                self._reader = threading.Thread(target=self._read_beside, args=(searcher, rows), name="reads facets", daemon=True)
                self._reader.start()
        return None

    def _read_beside(self, searcher: TantivySearcher, rows: int) -> None:
        try:
            self.read(searcher, rows)
        except (ValueError, OSError) as error:  # the files went away with their generation
            _log.info("facets were not read: %s", type(error).__name__)

    def read(self, searcher: TantivySearcher, rows: int, pause: float = PAUSE) -> Columns:
        """Read what is missing up to so many rows of a commit."""
        columns = self._columns
        while columns.rows < rows:
            columns = extended(columns, searcher, min(rows, columns.rows + ROWS_AT_ONCE), pause)
        self._columns = columns
        return columns


def extended(columns: Columns, searcher: TantivySearcher, rows: int, pause: float = 0.0) -> Columns:
    """The same columns with the rows that follow, up to so many. Rows whose paragraphs are gone have no values."""
    first = columns.rows
    here = Constant(Between("row", first, rows - 1), 0.0)
    places = {value: place for place, value in enumerate(columns.values)}
    found = [NO_ROW]
    numbers: list[int] = []
    for name, counted in searcher.values(here, FACETS).items():
        for value, count in counted:
            numbers.append(places.setdefault((_facet(name), value), len(places)))
            rows_with = searcher.row_numbers(Boolean(must=(Constant(Term(name, value), 0.0), here)), count)
            found.append(NO_ROW if rows_with is None else rows_with)
            time.sleep(pause)
    return _joined(columns, tuple(places), np.concatenate(found) - first, np.repeat(numbers, [len(some) for some in found[1:]]), rows)


def _joined(columns: Columns, values: tuple[_Value, ...], of_row: Rows, numbers: Rows, rows: int) -> Columns:
    """Columns with more rows: `numbers[i]` is a value of the row `of_row[i]`, counted from the first new one."""
    sizes = np.bincount(of_row, minlength=rows - columns.rows)
    in_order = numbers[np.argsort(of_row, kind="stable")]
    ends = np.concatenate((columns.ends, columns.ends[-1] + np.cumsum(sizes)))
    kind = np.min_scalar_type(len(values))
    return Columns(values, ends, np.concatenate((columns.numbers.astype(kind), in_order.astype(kind))))


def _facet(name: str) -> FacetName:
    return next(facet for facet in FACETS if facet == name)


def counted_by_document(docnos: Sequence[int] | Rows) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The docno of each of some paragraphs as (docnos in order, how many paragraphs each has)."""
    found, numbers = np.unique(np.asarray(docnos), return_counts=True)
    return found.astype(np.int32), numbers.astype(np.int32)
