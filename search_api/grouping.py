"""Arranges found paragraphs into one page of hits: by document with its best passages, or one by one; twins folded."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from council.criteria import DocumentKey, Key
from council.engine import Passage, Snapshot
from search_api.lifting import Fetch

BEST = 3
"""Passages of a document that are shown with it (DESIGN.md)."""
_AT_ONCE = 256
_FOLDED_AT_ONCE = 32

Twin = Callable[[Passage], Passage | None]
"""The passage met before that says the same, or None; remembers the passage it is asked about."""


@dataclass(slots=True)
class Entry:
    """One hit of a page: a document's keys in order of rank (the first few are shown), or one key."""

    document: DocumentKey
    keys: list[Key] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Arranged:
    """The entries of one page, and where folded twins of a shown passage stand, by the shown passage's key."""

    entries: tuple[Entry, ...]
    twins: dict[Key, list[Passage]]


def by_paragraph(keys: Iterator[Key], snapshot: Snapshot, fetch: Fetch, offset: int, size: int, twin: Twin | None) -> Arranged:
    """One page of single passages."""
    twins: dict[Key, list[Passage]] = {}
    own = _unfolded(keys, fetch, twin, twins) if twin else keys
    page = list(itertools.islice(own, offset, offset + size))
    return Arranged(tuple(Entry(d, [k]) for k, d in zip(page, snapshot.documents_of(page), strict=True)), twins)


def by_document(
    ranked: Sequence[Key], rest: Iterator[Key], snapshot: Snapshot, fetch: Fetch, offset: int, size: int, twin: Twin | None
) -> Arranged:
    """One page of documents in the order of their best passage. All of `ranked` is looked at, of `rest` what the page needs."""
    twins: dict[Key, list[Passage]] = {}
    wanted = offset + size
    if twin is not None:
        own = _unfolded(itertools.chain(ranked, rest), fetch, twin, twins)
        entries = _gather_until(own, snapshot, wanted, _FOLDED_AT_ONCE)
        return Arranged(tuple(list(entries.values())[offset:wanted]), twins)
    entries = {}
    _gather(ranked, snapshot, entries)
    if len(entries) < wanted:
        for chunk in _chunks(rest, _AT_ONCE):
            _gather(chunk, snapshot, entries)
            if len(entries) >= wanted:
                break
    return Arranged(tuple(list(entries.values())[offset:wanted]), twins)


def _gather(keys: Sequence[Key], snapshot: Snapshot, entries: dict[DocumentKey, Entry]) -> None:
    for key, document in zip(keys, snapshot.documents_of(keys), strict=True):
        entry = entries.get(document)
        if entry is None:
            entry = entries[document] = Entry(document)
        entry.keys.append(key)


def _gather_until(keys: Iterator[Key], snapshot: Snapshot, wanted: int, at_once: int) -> dict[DocumentKey, Entry]:
    """Entries until a page is full, and a little further, so that its documents get their best passages."""
    entries: dict[DocumentKey, Entry] = {}
    for chunk in _chunks(keys, at_once):
        full = len(entries) >= wanted
        _gather(chunk, snapshot, entries)
        if full:
            break
    return entries


def _unfolded(keys: Iterator[Key], fetch: Fetch, twin: Twin, twins: dict[Key, list[Passage]]) -> Iterator[Key]:
    """The keys whose text was not met before in another document; the others are remembered as twins of the first."""
    for chunk in _chunks(keys, _FOLDED_AT_ONCE):
        for passage in fetch(chunk):
            first = twin(passage)
            if first is None or first.document.id == passage.document.id:
                yield passage.key
            else:
                twins.setdefault(first.key, []).append(passage)


def _chunks(keys: Iterator[Key], size: int) -> Iterator[list[Key]]:
    while chunk := list(itertools.islice(keys, size)):
        yield chunk
