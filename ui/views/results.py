"""The result page as a value: what was asked, what was found, and every address that leads on from it."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search_api.questions import CHIP_FIELD as READING
from search_api.results import FilterChip, Hit, ResultPage, SearchRequest
from search_api.service import MAX_REACH
from ui import links
from ui.views.chips import Chip, chips
from ui.views.facets import FacetView, YearsView, facet_views, years_view
from ui.views.passages import HitView, PartyNames, hit_view
from ui.wording import CHIP_NAMES, N_, Wording

MODES = (
    ("hybrid", N_("Ord + mening"), N_("Visar stycken som har orden, och stycken med liknande innebörd.")),
    ("keyword", N_("Bara ord"), N_("Visar bara stycken som har orden, böjda eller i sammansättningar.")),
    ("semantic", N_("Bara mening"), N_("Visar stycken med liknande innebörd, också när de använder andra ord.")),
)
SORTS = (("relevance", N_("Bäst först")), ("newest", N_("Nyast först")), ("oldest", N_("Äldst först")))
GROUPS = (("document", N_("per dokument")), ("paragraph", N_("per stycke")))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few ways to see the results; the current one leads nowhere."""

    label: str
    path: str
    current: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in the results one is. `end` says that no more can be turned to though more match."""

    page: int
    pages: int
    previous: str | None
    next: str | None
    end: bool


@dataclass(frozen=True, slots=True)
class ResultsView:
    """The result page."""

    q: str
    request: SearchRequest
    hidden: tuple[tuple[str, str], ...]
    modes: tuple[Choice, ...]
    mode_about: str
    sorts: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    notes: tuple[str, ...]
    suggestion: tuple[str, bool, str] | None
    summary: str
    found: bool
    filters_on: int
    facets: tuple[FacetView, ...]
    years: YearsView | None
    hits: tuple[HitView, ...]
    related: tuple[HitView, ...]
    ways_out: tuple[tuple[str, str], ...]
    paging: Paging
    atom: str
    feed_json: str
    csv: str
    csv_excel: str
    json: str
    clear: str


def results_view(page: ResultPage, words: Wording, parties: PartyNames) -> ResultsView:
    """A result page for the template."""
    request = page.request
    modes = tuple(
        Choice(words.text(label), links.search_path(request, mode=name), request.mode == name, words.text(about))
        for name, label, about in MODES
    )
    facets = facet_views(page, words)
    years = years_view(page.facets.get("year", ()), request, words)
    return ResultsView(
        q=request.q,
        request=request,
        hidden=hidden_values(request, facets, years),
        modes=modes,
        mode_about=next(mode.about for mode in modes if mode.current),
        sorts=tuple(Choice(words.text(label), links.search_path(request, sort=name), request.sort == name) for name, label in SORTS),
        groups=tuple(Choice(words.text(label), links.search_path(request, group=name), request.group == name) for name, label in GROUPS),
        chips=chips(page, words),
        notes=tuple(map(words.note, page.query.notes)),
        suggestion=_suggestion(page),
        summary=summary(page, words),
        found=page.total.paragraphs > 0,
        filters_on=len(filters_of(page)),
        facets=facets,
        years=years,
        hits=tuple(hit_view(hit, request.q, words, parties) for hit in page.hits),
        related=tuple(hit_view(hit, request.q, words, parties) for hit in gathered(page.related)),
        ways_out=ways_out(page, words),
        paging=paging(page),
        atom=links.feed_path(request, "feed.atom"),
        feed_json=links.feed_path(request, "feed.json"),
        csv=links.export_path(request, "csv"),
        csv_excel=links.export_path(request, "csv", excel=True),
        json=links.export_path(request, "json"),
        clear=links.search_path(links.fresh(q=_without_fields(page), mode=request.mode)),
    )


def hidden_values(request: SearchRequest, facets: tuple[FacetView, ...], years: YearsView | None) -> tuple[tuple[str, str], ...]:
    """What the search form sends along because no box or field of the page does: a new search loses no filter unseen."""
    boxes = {(facet.name, value.value) for facet in facets for value in (*facet.shown, *facet.rest)}
    fields = {"q"}
    if years is not None:
        fields |= {"year_from", "year_to"}
        boxes |= {("year", years.undated.value)} if years.undated else set()
    return tuple(pair for pair in links.search_pairs(request, leave=("page", "literal")) if pair not in boxes and pair[0] not in fields)


def summary(page: ResultPage, words: Wording) -> str:
    """What was found, in one honest sentence."""
    total, request = page.total, page.request
    if not total.paragraphs:
        several = len(page.query.terms) > 1 and not filters_of(page)
        return words.text("Inget stycke innehåller alla orden.") if several else words.text("Inga stycken matchar.")
    documents = words.plural("%(count)s dokument", "%(count)s dokument", total.documents)
    if not request.q.strip():
        return words.plural("%(count)s stycke i %(documents)s", "%(count)s stycken i %(documents)s", total.paragraphs, documents=documents)
    by_words = total.paragraphs - total.meaning_only
    near = words.plural("%(count)s stycke med liknande innebörd", "%(count)s stycken med liknande innebörd", total.meaning_only)
    if not by_words:
        return words.text("%(near)s i %(documents)s", near=near, documents=documents)
    held = words.plural("%(count)s stycke med orden", "%(count)s stycken med orden", by_words)
    if not total.meaning_only:
        return words.text("%(held)s i %(documents)s", held=held, documents=documents)
    also = words.plural("%(count)s med liknande innebörd", "%(count)s med liknande innebörd", total.meaning_only)
    return words.text("%(held)s och %(also)s, i %(documents)s", held=held, also=also, documents=documents)


def filters_of(page: ResultPage) -> tuple[FilterChip, ...]:
    """The filters that are on; how a question was read is a chip, too, but narrows nothing."""
    return tuple(chip for chip in page.query.filters if chip.field != READING)


def gathered(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Hits of one document put together, in the order in which the documents come."""
    by_document: dict[str, list[Hit]] = {}
    for hit in hits:
        by_document.setdefault(hit.document.id, []).append(hit)
    return tuple(replace(same[0], passages=tuple(passage for hit in same for passage in hit.passages)) for same in by_document.values())


def _suggestion(page: ResultPage) -> tuple[str, bool, str] | None:
    """(the corrected query, whether it is what was searched, the address of the other one)."""
    suggestion = page.query.suggestion
    if suggestion is None:
        return None
    other = links.search_path(page.request, literal=True) if suggestion.applied else links.search_path(page.request, q=suggestion.text)
    return suggestion.text, suggestion.applied, other


def ways_out(page: ResultPage, words: Wording) -> tuple[tuple[str, str], ...]:
    """What to try when nothing matched: (label, address), the likeliest first."""
    if page.total.paragraphs:
        return ()
    request, ways = page.request, []
    if filters_of(page):
        ways.extend(_without_one_filter(page, words))
        bare = links.fresh(q=_without_fields(page), mode=request.mode)
        ways.append((words.text("Sök utan filter"), links.search_path(bare)))
    ways.extend(_without_words(page, words))
    if request.mode == "keyword":
        ways.append((words.text("Sök också efter liknande innebörd"), links.search_path(request, mode="hybrid")))
    return tuple(ways)


def _without_one_filter(page: ResultPage, words: Wording) -> list[tuple[str, str]]:
    """Where one filter alone is in the way: the search without it. A facet counts with all filters but its own, so it tells which."""
    by_facet: dict[str, list[FilterChip]] = {}
    for chip in filters_of(page):
        by_facet.setdefault("year" if chip.field.startswith("year") else chip.field, []).append(chip)
    counted: dict[str, int] = {name: sum(value.count for value in values) for name, values in page.facets.items()}
    found = []
    for facet, chips_of_it in by_facet.items():
        if len(by_facet) > 1 and counted.get(facet):
            said = ", ".join(words.facet_label(chip.field, chip.value, chip.label) for chip in chips_of_it)
            label = words.text("Sök utan %(name)s: %(label)s", name=words.text(CHIP_NAMES.get(facet, facet)), label=said)
            found.append((label, links.without_chips(page.request, chips_of_it)))
    return found


def _without_words(page: ResultPage, words: Wording) -> list[tuple[str, str]]:
    """The search without the words that stand nowhere, if others do; where all stand somewhere, without each of them."""
    terms = page.query.terms
    missing = [term.text for term in terms if not term.paragraphs]
    if missing:
        return [_without(missing, page.request, words)] if len(missing) < len(terms) + len(page.query.phrases) else []
    return [_without([term.text], page.request, words) for term in terms] if len(terms) > 1 else []


def _without(left_out: Sequence[str], request: SearchRequest, words: Wording) -> tuple[str, str]:
    query = functools.reduce(links.without_words, left_out, request.q)
    return words.text("Sök utan ”%(word)s”", word="”, ”".join(left_out)), links.search_path(request, q=query)


def _without_fields(page: ResultPage) -> str:
    q = page.request.q
    for chip in filters_of(page):
        if chip.typed is not None:
            q = links.without_words(q, chip.typed)
    return q


def paging(page: ResultPage) -> Paging:
    """The pages before and after, by what the list is made of: documents or paragraphs."""
    request = page.request
    things = page.total.documents if request.group == "document" else page.total.paragraphs
    pages = max(1, math.ceil(things / request.size))
    reachable = min(pages, MAX_REACH // request.size)
    return Paging(
        page=request.page,
        pages=pages,
        previous=links.search_path(request, page=request.page - 1) if request.page > 1 else None,
        next=links.search_path(request, page=request.page + 1) if request.page < reachable else None,
        end=request.page == reachable < pages,
    )


def title_of(request: SearchRequest, words: Wording) -> str:
    """What the window's title says of a search."""
    return request.q.strip() or words.text("Alla stycken")
