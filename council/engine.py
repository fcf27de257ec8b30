"""The seam: what Nämndsök asks of an engine. Values of the domain go in and out, never an engine's own dicts.

Reading goes through a Snapshot, a consistent view that a writer does not disturb; writing through a Writer, of which
there is one at a time. tests/contract/ runs every promise made here against each engine.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from council.criteria import (
    Counts,
    DocumentKey,
    FacetName,
    Filters,
    Key,
    LexicalMatches,
    LexicalQuery,
    MatchSet,
    Neighbours,
    Order,
)
from council.model import CaseRecord, Document, FailedFile, ModelIdentity, Paragraph, ReadDocument, Vector, Vectors

SEMANTIC_K = 50
"""How many nearest paragraphs set the cutoff of a search by meaning (docs/quality.md)."""

Copied: TypeAlias = Callable[[int, int, str], None]
"""Told after each document that is copied: how many are, of how many, and the source of the last."""

_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored paragraph with the document it stands in and its place there (`ordinal` counts from 0)."""

    key: Key
    paragraph: Paragraph
    document: Document
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What the indexer needs to know of an indexed file to skip, replace or prune it."""

    document_id: str
    label: str
    root: str
    source: str
    digest: str
    paragraphs: int


def block_key(document_id: str) -> str:
    """What lists that outlive a document hold of it: the SHA-256 of its id, since an id is made from a file's name.

    A key stands for itself: ids hold a hyphen, so none is taken for a key.
    """
    return document_id if _KEY.fullmatch(document_id) else hashlib.sha256(document_id.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every indexed file, every file that failed, and the block list: keys of documents that must not come back."""

    entries: tuple[CatalogueEntry, ...] = ()
    failed: tuple[FailedFile, ...] = ()
    blocked: frozenset[str] = frozenset()

    def blocks(self, document_id: str) -> bool:
        """Whether a document must not come back."""
        return block_key(document_id) in self.blocked


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds. `generation` changes with every commit; `updated` is the time of the last one."""

    documents: int = 0
    paragraphs: int = 0
    model: ModelIdentity | None = None
    generation: str = ""
    updated: dt.datetime | None = None
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word of the index as written (casefolded) and how many paragraphs hold it."""

    word: str
    paragraphs: int


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """What is compared by meaning: the arguments of `Snapshot.nearest`."""

    vector: Vector
    k: int = SEMANTIC_K
    floor: float = 0.0
    excluded: LexicalQuery | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows of a match set: its counts, and passages that were asked for along with them."""

    counts: Counts
    passages: tuple[Passage, ...] = ()


class Snapshot(Protocol):
    """A consistent view of the index; cheap to make, one for each request.

    `prepare`, `both` and `answer` join what a search asks into few requests, for engines that are not in this process;
    what they give is what the single methods give (council.engines.one_by_one).
    """

    def prepare(self, query: LexicalQuery, terms: Sequence[tuple[str, str]] = ()) -> None:
        """Look up at once what `query` and the `frequencies` of terms, (field, token), will need. Changes no answer."""
        ...

    def both(self, query: LexicalQuery, near: Near | None, filters: Filters, limit: int) -> tuple[LexicalMatches, Neighbours | None]:
        """What `lexical` and `nearest` find under the same filters; without `near` words alone."""
        ...

    def answer(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName], guess: Callable[[], Sequence[Key]]) -> Answer:
        """What `count` gives, and `fetch` of a guess of what the page will show: an engine may leave passages out, or not ask."""
        ...

    def lexical(self, query: LexicalQuery, filters: Filters, limit: int) -> LexicalMatches:
        """The best `limit` matches by words under the filters. Coverage is reckoned on the unfiltered index."""
        ...

    def nearest(self, vector: Vector, k: int, floor: float, filters: Filters, excluded: LexicalQuery | None = None) -> Neighbours:
        """Every paragraph whose cosine reaches max(floor, that of the k-th nearest of the unfiltered index).

        `excluded` contributes its minus words only (and `required`, when given).
        """
        ...

    def count(self, matches: MatchSet, filters: Filters, facets: Sequence[FacetName] = ()) -> Counts:
        """Totals under all filters, and each facet under all filters but its own. Minus words of `matches.words` apply to all."""
        ...

    def paragraphs_of(self, matches: MatchSet, filters: Filters, documents: Sequence[DocumentKey]) -> list[int]:
        """How many paragraphs of each document (see `documents_of`) belong to the match set under the filters."""
        ...

    def select(self, matches: MatchSet, filters: Filters, order: Order, offset: int, limit: int) -> list[Key]:
        """A slice of the match set by date (undated last) or by first_seen (newest first); ties by source and ordinal."""
        ...

    def scan(self, matches: MatchSet, filters: Filters, order: Order) -> Iterator[Key]:
        """The whole match set, in order, however large (export)."""
        ...

    def fetch(self, keys: Sequence[Key]) -> list[Passage]:
        """The passages of these keys, in this order; a key that is not known is left out."""
        ...

    def documents_of(self, keys: Sequence[Key]) -> list[DocumentKey]:
        """Whose paragraph each key is, in this order, without reading stored text: grouping asks it of 2,000 keys a search.

        Keys of one document have the same handle; one that is not known has a handle of no document.
        """
        ...

    def find(self, paragraph_ids: Sequence[str]) -> list[Passage]:
        """The passages with these paragraph ids; unknown ones are left out."""
        ...

    def vectors(self, keys: Sequence[Key]) -> Vectors:
        """The stored vectors of these keys, shape [n, d]."""
        ...

    def document(self, document_id: str) -> ReadDocument | None:
        """A document with all its paragraphs and case records, or None."""
        ...

    def documents(self) -> Iterator[Document]:
        """Every document, without paragraphs, ordered by source."""
        ...

    def case_records(self, keys: Iterable[str] | None = None) -> list[CaseRecord]:
        """Every record that has one of these keys, or all records."""
        ...

    def frequencies(self, field: str, tokens: Sequence[str]) -> list[int]:
        """How many paragraphs hold each token in a field."""
        ...

    def similar_words(self, word: str, limit: int = 5) -> list[WordCount]:
        """Words of the index one edit away (a swap of neighbours is one edit), most frequent first."""
        ...

    def words_from(self, prefix: str, limit: int = 10) -> list[WordCount]:
        """Words of the index that begin so, most frequent first."""
        ...

    def frequent_words(self, limit: int) -> list[str]:
        """The words that most paragraphs hold, folded, most frequent first; none where an engine cannot tell without much work."""
        ...

    def catalogue(self) -> Catalogue:
        """What is indexed, what failed, and what is blocked."""
        ...

    def stats(self) -> Stats:
        """Sizes, model and generation."""
        ...


class Writer(Protocol):
    """The one writer. What `commit` returned from is never lost; what it has not is never seen."""

    def write(self, read: ReadDocument, vectors: Vectors) -> None:
        """Put a document in, replacing what it had. `vectors` has one row a paragraph. `first_seen` of an id outlives this."""
        ...

    def remove(self, document_id: str, *, block: bool = False) -> bool:
        """Take a document out; `block` keeps it out. False when it was not there. A key of the block list names a document, too."""
        ...

    def unblock(self, document_id: str) -> None:
        """Let a removed document, named by its id or its key, be indexed again."""
        ...

    def fail(self, failed: FailedFile) -> None:
        """Record that a file could not be read; a later write or `forget` of the same source clears it."""
        ...

    def forget(self, label: str, source: str) -> None:
        """Clear what was recorded of a file's failure."""
        ...

    def commit(self) -> None:
        """Make all since the last commit durable and visible, at once."""
        ...


class Engine(Protocol):
    """An index of paragraphs."""

    def snapshot(self) -> Snapshot:
        """The newest committed state. Raises IndexMissing, ModelMismatch, IndexFormatError, EngineUnavailable."""
        ...

    def stored(self) -> Snapshot:
        """The newest committed state, whichever model filled it: what a rebuild takes along. Never raises ModelMismatch."""
        ...

    def writer(self) -> AbstractContextManager[Writer]:
        """Open for writing; commits on a clean exit, drops what was not committed on an error. Raises IndexLocked."""
        ...

    def rebuild(self) -> AbstractContextManager[Writer]:
        """Build a new index beside the old one; swapped in on a clean exit, discarded on an error."""
        ...

    def compact(self, progress: Copied | None = None) -> None:
        """Copy what is alive into a new index beside and swap: of what was removed or replaced no byte stays in the index.

        Readers never wait. Raises IndexMissing, IndexLocked, ModelMismatch, WriteRefused; the old index serves on then.
        """
        ...

    def close(self) -> None:
        """Give back files and connections."""
        ...


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What every engine is opened with."""

    model: ModelIdentity
    options: dict[str, str] = field(default_factory=dict)
