"""Answers searches: reads the query, asks the engine for both sides, fuses, groups, marks, and counts. The door of the reading side."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from council import swedish
from council.criteria import FACETS, Counts, FacetName, Filters
from council.encoder import Encoder
from council.engine import Engine, Passage, Snapshot, Stats
from council.model import Case
from council.registers import Registers, load_registers
from council.settings import Settings
from search_api import fusion
from search_api.advice import advised
from search_api.ahead import guessed
from search_api.case_list import CaseRequest, find_cases
from search_api.comparison import Comparison, Matrix, Rows, compare, matrix
from search_api.coverage import Coverage
from search_api.export import ExportRow
from search_api.facets import shown
from search_api.feeds import ENTRIES, FeedEntry
from search_api.filters import FilterReader
from search_api.fusion import Ranked
from search_api.holdings import Holdings, HoldingsKeeper
from search_api.lifting import Fetch, Lifted
from search_api.listing import Fetched, Found, Listing
from search_api.matching import Matched, joined, match
from search_api.query_words import SynonymsOf, Vocabulary
from search_api.ranking import CHOSEN, Ranker, RankingWeights, passing
from search_api.recent import KEPT, RecentSearches, Searched, shown_as
from search_api.results import FacetValue, Hit, Mark, OpenDocument, ResultPage, SearchRequest, Total
from search_api.similar import similar
from search_api.snippets import Marker
from search_api.suggest import Offer, suggest
from search_api.understanding import Understood, understand
from search_api.word_forms import learn

MAX_REACH = 10_000
"""page · size goes no further (DESIGN.md); export has no end."""
MAX_SIZE = 100
MAX_HITS_IN_DOCUMENT = 10_000
MAX_TYPED = 200
"""Letters of the box that suggestions look at."""

RankingMode: TypeAlias = Literal["hybrid", "keyword", "semantic", "rrf"]


@dataclass(frozen=True, slots=True)
class RankedParagraph:
    """A paragraph in the order of a search, for measuring."""

    paragraph_id: str
    document_id: str
    score: float


class SearchService:
    """One for each process; safe to use from many threads."""

    def __init__(
        self,
        engine: Engine,
        encoder: Encoder | None,
        *,
        weights: RankingWeights = CHOSEN,
        registers: Registers | None = None,
        synonyms_of: SynonymsOf = swedish.synonyms,
        remembered: int = KEPT,
    ) -> None:
        """`remembered` searches are not made again for another page or order of theirs."""
        self.engine = engine
        self.encoder = encoder
        self.weights = weights
        self.registers = registers or load_registers()
        self._vocabulary = Vocabulary(synonyms_of, weights=weights.words)
        self._keeper = HoldingsKeeper()
        self._ranker = Ranker(encoder, weights)
        self._recent = RecentSearches(remembered)

    @classmethod
    def configured(cls, engine: Engine, encoder: Encoder | None, settings: Settings) -> SearchService:
        """A service with the municipality's own registers and synonyms, where settings name them. Raises ConfigurationError."""
        table = swedish.load_extra(settings.synonyms) if settings.synonyms else None
        synonyms_of = functools.partial(swedish.synonyms, table=table)
        return cls(engine, encoder, registers=load_registers(settings.registers), synonyms_of=synonyms_of)

    def search(self, request: SearchRequest) -> ResultPage:
        """One page of answers. Raises EngineError alone, never for what was typed."""
        started = time.perf_counter()
        request = bounded(request)
        snapshot = self.engine.snapshot()
        holdings = self._keeper.of(snapshot)
        cases = holdings.newest_cases
        searched = self._recent.of(request, snapshot, cases, lambda: self._search(request, snapshot, holdings))
        found, listing = searched.listing.found, searched.listing
        hits, related = listing.hits(request), listing.related()
        return ResultPage(
            query=searched.query,
            request=shown_as(request, found.understood.resolved.request),
            total=Total(found.counts.documents, found.counts.paragraphs, found.counts.meaning_only),
            hits=hits,
            related=related,
            facets=dict(searched.facets),
            filters=found.understood.resolved.filters,
            took_ms=round(1000 * (time.perf_counter() - started), 2),
        )

    def _search(self, request: SearchRequest, snapshot: Snapshot, holdings: Holdings) -> Searched:
        found = self._find(request, snapshot, holdings)
        return Searched(Listing(found, snapshot, holdings.cases_by_document, holdings.texts), advised(found, snapshot), self._facets(found))

    def rank(self, q: str, mode: RankingMode = "hybrid", limit: int = 100) -> tuple[RankedParagraph, ...]:
        """The best paragraphs alone, without counts and marks: what evaluation measures. "rrf" fuses by rank, to compare."""
        snapshot = self.engine.snapshot()
        request = SearchRequest(q=q, mode="hybrid" if mode == "rrf" else mode)
        holdings = self._keeper.of(snapshot)
        understood, matched = self._matched(request, snapshot, holdings)
        fetch = Fetched(snapshot)
        if mode == "rrf":
            best = fusion.reciprocal_rank(matched.sides)[:limit]
        else:
            best = self._ordered(understood, matched, fetch, holdings).ranked[:limit]
        if not matched.found and matched.related is not None:
            near = self._with_related(understood, matched, fetch, holdings).related
            best = [Ranked(c.key, c.score, False, True) for c in near.candidates[:limit]] if near else []
        passages = {passage.key: passage for passage in snapshot.fetch([item.key for item in best])}
        return tuple(RankedParagraph(passages[i.key].paragraph.id, passages[i.key].document.id, i.score) for i in best if i.key in passages)

    def document(self, document_id: str, q: str = "") -> OpenDocument | None:
        """A document with its paragraphs, and where `q` matches by words in it."""
        snapshot = self.engine.snapshot()
        read = snapshot.document(document_id)
        if read is None:
            return None
        holdings = self._keeper.of(snapshot)
        by_id = holdings.case_by_id  # waits until the cases are joined, so that the next line sees the same ones
        cases = tuple(by_id[case_id] for case_id in holdings.cases_by_document.get(document_id, ()))
        marks = self._marks(snapshot, holdings, document_id, q) if q.strip() else {}
        return OpenDocument(read.document, read.paragraphs, cases, marks)

    def _marks(self, snapshot: Snapshot, holdings: Holdings, document_id: str, q: str) -> dict[str, tuple[Mark, ...]]:
        reader = FilterReader(self.registers, holdings.known)
        words = understand(SearchRequest(q=q), snapshot, reader, self._vocabulary).asked.words
        if not (words.words or words.required):
            return {}
        here = snapshot.lexical(words, Filters(documents=(document_id,)), MAX_HITS_IN_DOCUMENT)
        marker = Marker(words, holdings.texts)
        passages = sorted(snapshot.fetch([candidate.key for candidate in here.candidates]), key=lambda p: p.ordinal)
        shown = marker.show_all([passage.paragraph.text for passage in passages])
        return {passage.paragraph.id: one.marks for passage, one in zip(passages, shown, strict=True)}

    def similar(self, paragraph_id: str, limit: int = 10) -> tuple[Hit, ...] | None:
        """Paragraphs of other documents near one in meaning, nearest first; None for a paragraph that is not there."""
        snapshot = self.engine.snapshot()
        floor = self.encoder.floor if self.encoder else 0.0
        cases = self._keeper.of(snapshot).cases_by_document
        return similar(snapshot, paragraph_id, min(max(1, limit), MAX_SIZE), floor, cases)

    def paragraph(self, paragraph_id: str) -> Passage | None:
        """A paragraph with its document, or None."""
        return next(iter(self.engine.snapshot().find([paragraph_id])), None)

    def case(self, case_id: str) -> Case | None:
        """A case with all its steps, or None."""
        return self._holdings().case_by_id.get(case_id)

    def cases(self, q: str = "", request: CaseRequest | None = None) -> tuple[Case, ...]:
        """The cases that words or a number name, the best first; without them all, the latest first."""
        asked = request or CaseRequest()
        return find_cases(self._holdings().cases, replace(asked, q=q or asked.q))

    def compare(self, q: str, parties: Sequence[str], *, about: bool = False, base: SearchRequest | None = None) -> Comparison:
        """Parties side by side on a question: their own words, or with `about` words about them."""
        return compare(self.search, replace(base or SearchRequest(), q=q), parties, about=about)

    def matrix(self, parties: Sequence[str], rows: Rows = "topic", *, about: bool = False, base: SearchRequest | None = None) -> Matrix:
        """How many paragraphs match for each party and topic, or party and year."""
        named = parties or self._holdings().known.of("about_party" if about else "party")
        return matrix(self.count, base or SearchRequest(), named, rows, self.registers, about=about)

    def count(self, request: SearchRequest, facets: Sequence[FacetName] = ()) -> Counts:
        """Totals and facets of a search alone."""
        snapshot = self.engine.snapshot()
        holdings = self._keeper.of(snapshot)
        understood, matched = self._matched(request, snapshot, holdings)
        if understood.reading.boosts:  # an answer from the case asked about counts here as it does on the page
            matched = joined(matched, self._ordered(understood, matched, Fetched(snapshot), holdings).joined)
        return snapshot.count(matched.matches, understood.asked.filters, facets) if matched.found else Counts()

    def suggest(self, prefix: str) -> tuple[Offer, ...]:
        """What to offer while a person types."""
        holdings = self._holdings()
        return suggest(prefix[:MAX_TYPED], holdings.snapshot, holdings.known, holdings.case_titles, self.registers)

    def coverage(self) -> Coverage:
        """What is in the index and what is not."""
        return self._holdings().coverage

    def export(self, request: SearchRequest) -> Iterator[ExportRow]:
        """Every paragraph of the match set, in the order of the search. Raises EngineError before the first row, too."""
        snapshot = self.engine.snapshot()
        holdings = self._keeper.of(snapshot)
        found = self._find(bounded(request), snapshot, holdings)
        return Listing(found, snapshot, holdings.cases_by_document, holdings.texts).rows(request.sort)

    def feed(self, request: SearchRequest) -> tuple[FeedEntry, ...]:
        """The paragraphs of a search that came in last, newest first."""
        snapshot = self.engine.snapshot()
        holdings = self._keeper.of(snapshot)
        found = self._find(bounded(request), snapshot, holdings)
        return Listing(found, snapshot, holdings.cases_by_document, holdings.texts).newest(ENTRIES)

    def removed(self, document_id: str) -> bool:
        """Whether a document was taken away for good: its address answers 410."""
        return self.engine.snapshot().catalogue().blocks(document_id)

    def meet(self, words: Sequence[str]) -> None:
        """Learn words, folded, before searches meet them: how they are read, as written small and with a capital, and what they mean."""
        learn(words)
        self._ranker.meet(words)

    def ready(self) -> bool:
        """Whether a search can be answered. Raises EngineError when not."""
        return self.engine.snapshot().stats().paragraphs >= 0

    def version(self) -> Snapshot:
        """The same object until the index changes. Raises EngineError."""
        return self.engine.snapshot()

    def stats(self) -> Stats:
        """Sizes of the index. Raises EngineError."""
        return self.engine.snapshot().stats()

    def _holdings(self) -> Holdings:
        return self._keeper.of(self.engine.snapshot())

    def _find(self, request: SearchRequest, snapshot: Snapshot, holdings: Holdings) -> Found:
        understood, matched = self._matched(request, snapshot, holdings)
        fetch, filters, counts = Fetched(snapshot), understood.asked.filters, Counts()
        if matched.found:
            # What ordering and the page look at comes along with the counts; ordering seldom adds to what was counted.
            foreseen = functools.partial(self._ranker.foreseen, understood, matched)
            answer = snapshot.answer(matched.matches, filters, FACETS, lambda: guessed(*foreseen(), request, snapshot))
            counts = answer.counts
            fetch.hold(answer.passages)
        order = self._ordered(understood, matched, fetch, holdings)
        if not matched.found:
            return Found(understood, self._with_related(understood, matched, fetch, holdings), order.ranked, counts, fetch)
        matched = joined(matched, order.joined)
        if order.joined:
            counts = snapshot.count(matched.matches, filters, FACETS)
        return Found(understood, matched, passing(order, matched, filters, snapshot), counts, fetch)

    def _ordered(self, understood: Understood, matched: Matched, fetch: Fetch, holdings: Holdings) -> Lifted:
        matters = holdings.matters
        # While a large index's cases are joined anew these are of the generation before, whose keys mean nothing here.
        current = matters if matters is not None and matters.snapshot is holdings.snapshot else None
        return self._ranker.order(understood, matched, fetch, holdings, current)

    def _with_related(self, understood: Understood, matched: Matched, fetch: Fetch, holdings: Holdings) -> Matched:
        if matched.related is None:
            return matched
        near = self._ranker.related(understood, matched.related.candidates, fetch, holdings)
        return replace(matched, related=replace(matched.related, candidates=tuple(near)))

    def _matched(self, request: SearchRequest, snapshot: Snapshot, holdings: Holdings) -> tuple[Understood, Matched]:
        reader = FilterReader(self.registers, holdings.known)
        understood = understand(request, snapshot, reader, self._vocabulary, holdings.documents_of_file)
        return understood, match(snapshot, self.encoder, understood.asked, self.weights.semantic_k)

    def _facets(self, found: Found) -> dict[FacetName, tuple[FacetValue, ...]]:
        filters = found.understood.resolved.filters
        return {name: shown(name, found.counts.facets.get(name, ()), filters, self.registers) for name in FACETS}


def bounded(request: SearchRequest) -> SearchRequest:
    """A request within what a search answers: size at most 100, page · size at most 10,000."""
    size = min(max(1, request.size), MAX_SIZE)
    page = min(max(1, request.page), MAX_REACH // size)
    return request if (size, page) == (request.size, request.page) else replace(request, size=size, page=page)
