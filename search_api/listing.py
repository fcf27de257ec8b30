"""Makes the hits of one page from a ranked match set: order, groups, passages with marks, and what is related."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from council.criteria import Counts, DocumentKey, Key, Order
from council.engine import Passage, Snapshot
from search_api.export import ExportRow
from search_api.feeds import FeedEntry
from search_api.folding import Twins
from search_api.fusion import Ranked
from search_api.grouping import BEST, Arranged, Entry, by_document, by_paragraph
from search_api.hits import document_head, passage_hit
from search_api.lifting import Fetch
from search_api.matching import RELATED, Matched
from search_api.numbered_texts import NumberedTexts
from search_api.results import Hit, PassageHit, SearchRequest, Sort
from search_api.snippets import Marker
from search_api.understanding import Understood

FETCHED_AT_ONCE = 200
"""Passages of an export that are read in one step."""


_UNRANKED = Ranked(-1, 0.0, False, False)
"""What is known of a paragraph that stands below what was ranked."""


@dataclass(frozen=True, slots=True)
class Found:
    """A request, answered by the engine and ranked, before anything is fetched."""

    understood: Understood
    matched: Matched
    ranked: Sequence[Ranked]
    counts: Counts
    fetch: Fetch


class Fetched:
    """Passages of one request, each read once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._held: dict[Key, Passage] = {}

    def __call__(self, keys: Sequence[Key]) -> list[Passage]:
        """The passages of these keys, in this order; a key that is not known is left out."""
        missing = self.missing(keys)
        self.hold(self._snapshot.fetch(missing) if missing else ())
        return [self._held[key] for key in keys if key in self._held]

    def missing(self, keys: Sequence[Key]) -> list[Key]:
        """Those keys whose passages were not read yet."""
        return [key for key in keys if key not in self._held]

    def hold(self, passages: Iterable[Passage]) -> None:
        """Take passages that were read along with something else."""
        self._held.update((passage.key, passage) for passage in passages)


class Listing:
    """The hits of one search in one snapshot. `cases` gives the ids of a document's cases. Several threads may ask for pages of it."""

    def __init__(self, found: Found, snapshot: Snapshot, cases: Mapping[str, tuple[str, ...]], texts: NumberedTexts | None = None) -> None:
        self.found = found
        self.snapshot = snapshot
        self.cases = cases
        self.marker = Marker(found.understood.asked.words, texts)
        self._by_key = {item.key: item for item in found.ranked}
        self._hits: dict[Key, PassageHit] = {}

    def hits(self, request: SearchRequest) -> tuple[Hit, ...]:
        """The hits of the page that is asked for."""
        if not self.found.counts.paragraphs:
            return ()
        offset = (request.page - 1) * request.size
        ranked, rest = self.order(request.sort)
        twin = Twins() if request.fold else None
        if request.group == "paragraph":
            arranged = by_paragraph(itertools.chain(ranked, rest), self.snapshot, self.found.fetch, offset, request.size, twin)
            return self._dressed(arranged, {})
        arranged = by_document(ranked, rest, self.snapshot, self.found.fetch, offset, request.size, twin)
        return self._dressed(
            arranged, self._of_document(arranged.entries, whole=len(ranked) >= self.found.counts.paragraphs and twin is None)
        )

    def related(self) -> tuple[Hit, ...]:
        """What lies nearest in meaning when nothing is sure."""
        if self.found.matched.related is None:
            return ()
        nearest = self.found.matched.related.candidates[:RELATED]
        passages = {passage.key: passage for passage in self.snapshot.fetch([candidate.key for candidate in nearest])}
        return tuple(
            Hit(document_head(p.document, self.cases), (passage_hit(p, self.marker, c.score, by_meaning=True),))
            for c in nearest
            if (p := passages.get(c.key)) is not None
        )

    def rows(self, sort: Sort) -> Iterator[ExportRow]:
        """Every paragraph of the match set, in the order of the search."""
        if not self.found.counts.paragraphs:
            return
        ranked, rest = self.order(sort)
        keys = itertools.chain(ranked, rest)
        while chunk := list(itertools.islice(keys, FETCHED_AT_ONCE)):
            passages = self.snapshot.fetch(chunk)
            for passage, hit in zip(passages, self._marked(passages), strict=True):
                yield ExportRow(document_head(passage.document, self.cases), hit)

    def newest(self, limit: int) -> tuple[FeedEntry, ...]:
        """The paragraphs that came in last."""
        if not self.found.counts.paragraphs:
            return ()
        keys = self.snapshot.select(self.found.matched.matches, self.found.understood.asked.filters, "first_seen", 0, limit)
        passages = self.snapshot.fetch(keys)
        marked = zip(passages, self._marked(passages), strict=True)
        return tuple(FeedEntry(document_head(p.document, self.cases), hit, p.document.first_seen) for p, hit in marked)

    def order(self, sort: Sort) -> tuple[Sequence[Key], Iterator[Key]]:
        """The fused keys, and those that follow by date; for a sort by date all follow."""
        matches, filters = self.found.matched.matches, self.found.understood.asked.filters
        ranked = [item.key for item in self.found.ranked] if sort == "relevance" else []
        if len(ranked) >= self.found.counts.paragraphs:
            return ranked, iter(())
        taken = frozenset(ranked)
        by_date: Order = "oldest" if sort == "oldest" else "newest"
        follow = self.snapshot.scan(matches, filters, by_date)
        return ranked, (key for key in follow if key not in taken)

    def _dressed(self, arranged: Arranged, of_document: Mapping[DocumentKey, int]) -> tuple[Hit, ...]:
        """Fetch, mark and name what a page shows. `of_document`: how many passages of each of its documents match."""
        shown = [self._best(entry) for entry in arranged.entries]
        fetched = {passage.key: passage for passage in self.found.fetch([key for keys in shown for key in keys])}
        new = [passage for key, passage in fetched.items() if key not in self._hits]
        self._hits.update((passage.key, hit) for passage, hit in zip(new, self._marked(new), strict=True))
        hits = []
        for entry, keys in zip(arranged.entries, shown, strict=True):
            passages = [fetched[key] for key in keys if key in fetched]
            if passages:
                more = max(0, of_document.get(entry.document, 0) - len(passages))
                dressed = tuple(self._passage(passage, arranged) for passage in passages)
                hits.append(Hit(document_head(passages[0].document, self.cases), dressed, more))
        return tuple(hits)

    def _best(self, entry: Entry) -> list[Key]:
        """The passages of a document that are shown: the best ranked, else the first."""
        ranked = sorted((key for key in entry.keys if key in self._by_key), key=lambda key: -self._by_key[key].score)
        return [*ranked, *(key for key in entry.keys if key not in self._by_key)][:BEST]

    def _passage(self, passage: Passage, arranged: Arranged) -> PassageHit:
        also_in = tuple(
            {twin.document.id: document_head(twin.document, self.cases) for twin in arranged.twins.get(passage.key, ())}.values()
        )
        hit = self._hits[passage.key]
        return hit._replace(also_in=also_in) if also_in else hit

    def _marked(self, passages: Sequence[Passage]) -> list[PassageHit]:
        """Passages with their marks, in their order."""
        return [
            passage_hit(passage, self.marker, item.score, shown=shown, by_meaning=item.by_meaning, by_case=item.by_case)
            for passage, shown in zip(passages, self.marker.show_all([passage.paragraph.text for passage in passages]), strict=True)
            for item in (self._by_key.get(passage.key, _UNRANKED),)
        ]

    def _of_document(self, entries: Sequence[Entry], *, whole: bool) -> Mapping[DocumentKey, int]:
        """How many passages of each document match: those of its entry where the entries have them `whole`, else counted in the ranking
        where that holds all, else by the engine."""
        if whole:
            return {entry.document: len(entry.keys) for entry in entries}
        documents = [entry.document for entry in entries]
        if len(self.found.ranked) >= self.found.counts.paragraphs:
            return {document: self._ranked_by_document[document] for document in documents}
        matches, filters = self.found.matched.matches, self.found.understood.asked.filters
        return dict(zip(documents, self.snapshot.paragraphs_of(matches, filters, documents), strict=True))

    @functools.cached_property
    def _ranked_by_document(self) -> Counter[DocumentKey]:
        return Counter(self.snapshot.documents_of([item.key for item in self.found.ranked]))
