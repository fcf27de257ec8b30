"""What a search hands to JSON (schemas) and to HTML (ui.views): frozen values in the shape of the HTTP contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from council.criteria import FacetName, Filters, Reason
from council.model import Case, Document, Paragraph, Voice

Mode = Literal["hybrid", "keyword", "semantic"]
Sort = Literal["relevance", "newest", "oldest"]
Group = Literal["document", "paragraph"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as asked for: values as typed, not yet resolved. `page` counts from 1; size ≤ 100, page · size ≤ 10,000."""

    q: str = ""
    mode: Mode = "hybrid"
    municipality: tuple[str, ...] = ()
    board: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    about_party: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = "relevance"
    group: Group = "document"
    page: int = 1
    size: int = 20
    fold: bool = False
    literal: bool = False
    """Search as typed: no correction of typos, no reading of questions."""


class Mark(NamedTuple):
    """A stretch of a passage's text that matched, [start, end) in code points, and why."""

    start: int
    end: int
    reason: Reason


class Window(NamedTuple):
    """The stretch of the text that a page shows, [start, end)."""

    start: int
    end: int


class PassageHit(NamedTuple):
    """A paragraph that was found. `heading` is its innermost heading, `headings` the whole path."""

    id: str
    page: int | None
    heading: str | None
    headings: tuple[str, ...]
    section_kind: str
    voice: Voice
    about_parties: tuple[str, ...]
    board: str | None
    case: str | None
    topics: tuple[str, ...]
    language: str | None
    text: str
    window: Window
    marks: tuple[Mark, ...]
    score: float
    why: tuple[Reason, ...]
    also_in: tuple[DocumentHead, ...] = ()


class DocumentHead(NamedTuple):
    """The few facts of a document that stand at its hits."""

    id: str
    source: str
    title: str
    kind: str
    board: str | None
    municipality: str | None
    date: dt.date | None
    dnr: tuple[str, ...]
    url: str | None
    case_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A document with its best passages (group=document: up to 3, `more` counts the rest), or one passage."""

    document: DocumentHead
    passages: tuple[PassageHit, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """How much matches: paragraphs in documents; `meaning_only` of the paragraphs match by meaning alone."""

    documents: int = 0
    paragraphs: int = 0
    meaning_only: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet with its name for people, its count, and whether it is chosen."""

    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter that is on, as a removable part. `typed` is what stood in the query (nämnd:Farsta), or None for a parameter."""

    field: str
    value: str
    label: str
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """ "Menade du …?": the query with a word corrected, and whether that is what was searched."""

    text: str
    applied: bool


@dataclass(frozen=True, slots=True)
class TermInfo:
    """How one word of the query was understood: its lemma, parts and synonyms, and how many paragraphs hold it."""

    text: str
    lemma: str
    parts: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    paragraphs: int = 0


@dataclass(frozen=True, slots=True)
class QueryInfo:
    """How the query was understood, for the line under the search box."""

    text: str
    mode: Mode
    terms: tuple[TermInfo, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: tuple[FilterChip, ...] = ()
    notes: tuple[str, ...] = ()
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of answers. `filters` are the resolved filters; `related` is filled when nothing matches for sure."""

    query: QueryInfo
    request: SearchRequest
    total: Total
    hits: tuple[Hit, ...]
    related: tuple[Hit, ...] = ()
    facets: dict[FacetName, tuple[FacetValue, ...]] = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document with its paragraphs in order, its cases, and the marks of a query by paragraph id (a hit without marks is a key, too)."""

    document: Document
    paragraphs: tuple[Paragraph, ...]
    cases: tuple[Case, ...] = ()
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
