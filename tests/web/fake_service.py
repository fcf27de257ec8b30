"""The FakeService: what the pages ask of search_api.service.SearchService, answered from tests/web/fakes.py."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from council.criteria import FACETS, Counts, FacetCount, FacetName
from council.engine import Catalogue, Passage, Stats
from council.model import Case, FailedFile, ReadDocument
from council.registers import load_registers
from search_api.comparison import Comparison, Matrix, Rows, compare, matrix
from search_api.coverage import Coverage, coverage
from search_api.results import (
    FacetValue,
    FilterChip,
    Hit,
    OpenDocument,
    PassageHit,
    QueryInfo,
    ResultPage,
    SearchRequest,
    TermInfo,
    Total,
    Window,
)
from search_api.suggest import Offer
from tests.web.fake_cases import CASES
from tests.web.fakes import BOARDS, PARTY_NAMES, READ_FACET, Found, archive, head, marks_in, passes, stems


class FakeService:
    """Searches the fictional documents by the beginnings of words."""

    def __init__(self, documents: dict[str, ReadDocument] | None = None) -> None:
        self.documents = archive() if documents is None else documents
        self.gone: set[str] = set()
        self.registers = load_registers()

    def everything(self) -> list[Found]:
        return [(read.document, paragraph) for read in self.documents.values() for paragraph in read.paragraphs]

    def search(self, request: SearchRequest) -> ResultPage:
        wanted = stems(request.q)
        matching = [found for found in self.everything() if not wanted or marks_in(found[1].text, wanted)]
        inside = [found for found in matching if passes(found, request)]
        grouped: dict[str, list[Found]] = defaultdict(list)
        for found in inside:
            grouped[found[0].id if request.group == "document" else found[1].id].append(found)
        groups = list(grouped.values())
        shown = groups[(request.page - 1) * request.size : request.page * request.size]
        related = () if inside or not wanted else tuple(self._hit([found], wanted) for found in self.everything()[:2])
        return ResultPage(
            query=self._info(request, wanted),
            request=request,
            total=Total(
                len({document.id for document, _ in inside}), len(inside), len(inside) // 3 if wanted and request.mode == "hybrid" else 0
            ),
            hits=tuple(self._hit(group, wanted) for group in shown),
            related=related,
            facets={name: self._facet(name, matching, request) for name in FACETS},
        )

    def _info(self, request: SearchRequest, wanted: list[str]) -> QueryInfo:
        counts = {stem: sum(bool(marks_in(p.text, [stem])) for _, p in self.everything()) for stem in wanted}
        words = [word for word in request.q.split() if stems(word)]
        terms = tuple(TermInfo(word, word.casefold(), paragraphs=counts[stems(word)[0]]) for word in words)
        chips = [FilterChip(name, value, PARTY_NAMES.get(value, value)) for name in FACETS for value in getattr(request, name)]
        chips += [FilterChip(name, str(value), str(value)) for name in ("year_from", "year_to") if (value := getattr(request, name))]
        return QueryInfo(text=request.q, mode=request.mode, terms=terms, filters=tuple(chips))

    def _facet(self, name: FacetName, matching: list[Found], request: SearchRequest) -> tuple[FacetValue, ...]:
        counted = Counter(value for found in matching if passes(found, request, but=name) for value in READ_FACET[name](*found))
        chosen = getattr(request, name)
        return tuple(FacetValue(value, PARTY_NAMES.get(value, value), count, value in chosen) for value, count in counted.most_common())

    def _hit(self, group: list[Found], wanted: list[str]) -> Hit:
        passages = tuple(self._passage(found, wanted) for found in group[:3])
        return Hit(head(group[0][0]), passages, more=max(0, len(group) - 3))

    def _passage(self, found: Found, wanted: list[str]) -> PassageHit:
        _, paragraph = found
        marks = marks_in(paragraph.text, wanted)
        return PassageHit(
            id=paragraph.id,
            page=paragraph.page,
            heading=paragraph.headings[-1] if paragraph.headings else None,
            headings=paragraph.headings,
            section_kind=paragraph.section_kind,
            voice=paragraph.voice,
            about_parties=paragraph.about_parties,
            board=paragraph.board,
            case=paragraph.case,
            topics=paragraph.topics,
            language=paragraph.language,
            text=paragraph.text,
            window=Window(0, len(paragraph.text)),
            marks=marks,
            score=1.0,
            why=("inflection",) if marks else ("meaning",),
        )

    def document(self, document_id: str, q: str = "") -> OpenDocument | None:
        read = self.documents.get(document_id)
        if read is None:
            return None
        wanted = stems(q)
        marks = {p.id: found for p in read.paragraphs if (found := marks_in(p.text, wanted))}
        return OpenDocument(
            read.document, read.paragraphs, tuple(c for c in CASES if any(s.document_id == document_id for s in c.steps)), marks
        )

    def cases(self, q: str = "") -> tuple[Case, ...]:
        return tuple(case for case in CASES if q.casefold() in case.title.casefold() or q in case.dnr)

    def case(self, case_id: str) -> Case | None:
        return next((case for case in CASES if case.id == case_id), None)

    def similar(self, paragraph_id: str) -> tuple[Hit, ...] | None:
        others = [found for found in self.everything() if found[1].id != paragraph_id]
        return tuple(self._hit([found], []) for found in others[:3]) if len(others) < len(self.everything()) else None

    def paragraph(self, paragraph_id: str) -> Passage | None:
        found = next((found for found in self.everything() if found[1].id == paragraph_id), None)
        return Passage(0, found[1], found[0]) if found else None

    def compare(self, q: str, parties: Sequence[str], *, about: bool = False, base: SearchRequest | None = None) -> Comparison:
        return compare(self.search, replace(base or SearchRequest(), q=q), parties, about=about)

    def matrix(self, parties: Sequence[str], rows: Rows = "topic", *, about: bool = False, base: SearchRequest | None = None) -> Matrix:
        return matrix(self.count, base or SearchRequest(), parties, rows, self.registers, about=about)

    def count(self, request: SearchRequest, facets: Sequence[FacetName] = ()) -> Counts:
        page = self.search(request)
        counted = {name: tuple(FacetCount(value.value, value.count) for value in page.facets[name]) for name in facets}
        return Counts(page.total.documents, page.total.paragraphs, page.total.meaning_only, counted)

    def suggest(self, prefix: str) -> tuple[Offer, ...]:
        boards = [Offer("board", name, name) for name in BOARDS if name.casefold().startswith(prefix.casefold())]
        cases = [Offer("case", case.title, case.id) for case in CASES if prefix.casefold() in case.title.casefold()]
        return (*boards, *cases, Offer("word", f"{prefix}n", f"{prefix}n", 3)) if len(prefix) > 1 else ()

    def coverage(self) -> Coverage:
        failed = (FailedFile("skadad.pdf", "lillaker", "broken", "trailer saknas"), FailedFile("<i>.doc", "lillaker", "okänd", "annat fel"))
        documents = [read.document for read in self.documents.values()]
        return coverage(
            documents, Catalogue(failed=failed), Stats(len(documents), len(self.everything()), updated=dt.datetime(2024, 6, 1, 12))
        )

    def version(self) -> object:
        return object()  # tests change the documents in place: no answer is kept

    def removed(self, document_id: str) -> bool:
        return document_id in self.gone
