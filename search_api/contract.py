"""The shapes of the API's answers, for its documentation; a test holds what schemas makes to them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from council.criteria import FacetName, Reason
from council.model import Role, SectionKind, Stance, StepKind
from search_api.results import Mode


class Shape(BaseModel):
    """A JSON object with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class ErrorBody(Shape):
    """What went wrong."""

    code: str
    message: str


class Error(Shape):
    """Every answer that is no success."""

    error: ErrorBody


class Term(Shape):
    """A word as understood."""

    text: str
    lemma: str
    parts: list[str]
    synonyms: list[str]
    paragraphs: int


class Chip(Shape):
    """A filter or a reading that is on; `typed` is what to take out of the query to remove it."""

    field: str
    value: str
    label: str
    typed: str | None


class Suggestion(Shape):
    """A corrected query; `applied` when it is what was searched."""

    text: str
    applied: bool


class QueryInfo(Shape):
    """How the query was understood."""

    text: str
    mode: Mode
    terms: list[Term]
    phrases: list[str]
    excluded: list[str]
    filters: list[Chip]
    notes: list[str]
    suggestion: Suggestion | None


class Total(Shape):
    """How much matches."""

    documents: int
    paragraphs: int
    meaning_only: int


class DocumentHead(Shape):
    """The few facts of a document."""

    id: str
    source: str
    title: str
    kind: str
    municipality: str | None
    board: str | None
    date: str | None
    dnr: list[str]
    url: str | None
    cases: list[str]


class Voice(Shape):
    """Who speaks."""

    role: Role
    board: str | None
    parties: list[str]
    person: str | None


class Window(Shape):
    """A stretch of the text, in code points."""

    start: int
    end: int


class Mark(Window):
    """A stretch that matched, and why."""

    reason: Reason


class Passage(Shape):
    """A paragraph that was found; `text` is all of it, `window` what a page shows."""

    id: str
    page: int | None
    heading: str | None
    headings: list[str]
    section_kind: SectionKind
    voice: Voice
    about_parties: list[str]
    board: str | None
    case: str | None
    topics: list[str]
    language: str | None
    text: str
    window: Window
    marks: list[Mark]
    score: float
    why: list[Reason]
    also_in: list[DocumentHead]


class Hit(Shape):
    """A document with its best passages; `more` counts the rest."""

    document: DocumentHead
    passages: list[Passage]
    more: int


class Exported(Shape):
    """One passage of an export."""

    document: DocumentHead
    passage: Passage


class FacetValue(Shape):
    """A value of a facet with what a click on it shows."""

    value: str
    label: str
    count: int
    selected: bool


class ResultPage(Shape):
    """One page of answers."""

    query: QueryInfo
    total: Total
    hits: list[Hit]
    related: list[Hit]
    facets: dict[FacetName, list[FacetValue]]
    page: int
    size: int
    took_ms: float


class Person(Shape):
    """A person and the letters of a party."""

    name: str
    party: str | None


class AgendaItem(Shape):
    """One § of minutes."""

    ref: str
    title: str
    page: int | None


class Document(Shape):
    """A document's facts."""

    id: str
    source: str
    title: str
    kind: str
    municipality: str | None
    board: str | None
    date: str | None
    dnr: list[str]
    motions: list[str]
    parties: list[str]
    people: list[Person]
    topics: list[str]
    language: str | None
    pages: int | None
    agenda: list[AgendaItem]
    url: str | None
    first_seen: str | None
    masked: int
    needs_ocr: list[int]
    warnings: list[str]
    cases: list[str]


class Paragraph(Shape):
    """A paragraph of a document; `marks` is null where the query does not match it."""

    id: str
    page: int | None
    headings: list[str]
    section_kind: SectionKind
    voice: Voice
    about_parties: list[str]
    board: str | None
    case: str | None
    topics: list[str]
    language: str | None
    text: str
    marks: list[Mark] | None


class OpenDocument(Shape):
    """A document with its paragraphs in order."""

    document: Document
    paragraphs: list[Paragraph]


class Motion(Shape):
    """The motion that a case began with."""

    ref: str | None
    date: str | None
    movers: list[Person]


class Step(Shape):
    """What happened to a case, and the paragraph that says so."""

    kind: StepKind
    date: str | None
    board: str | None
    body: str | None
    ref: str | None
    stance: Stance | None
    parties: list[str]
    persons: list[str]
    source: str
    document_id: str
    paragraph_id: str
    text: str


class Case(Shape):
    """One matter across documents."""

    id: str
    title: str
    dnr: list[str]
    origin: str
    municipality: str | None
    motion: Motion | None
    outcome: Stance | None
    final: bool
    steps: list[Step]


class CaseList(Shape):
    """One page of cases."""

    total: int
    cases: list[Case]


class Similar(Shape):
    """Paragraphs of other documents about the same thing."""

    hits: list[Hit]


class Column(Shape):
    """One party of a comparison."""

    party: str
    label: str
    total: Total
    hits: list[Hit]


class Comparison(Shape):
    """Parties side by side."""

    query: QueryInfo
    about: bool
    columns: list[Column]


class MatrixRow(Shape):
    """A topic or year with one count for each party."""

    value: str
    label: str
    counts: list[int]


class Matrix(Shape):
    """Paragraphs by party and topic or year."""

    kind: str
    parties: list[str]
    labels: list[str]
    rows: list[MatrixRow]


class Offer(Shape):
    """One suggestion."""

    kind: str
    text: str
    value: str
    paragraphs: int | None


class Suggestions(Shape):
    """What to offer while a person types."""

    suggestions: list[Offer]


class BoardYear(Shape):
    """A board in a year."""

    board: str | None
    year: int | None
    documents: int
    minutes: int
    missing_paragraphs: list[int]
    missing_months: list[int]


class ScannedDocument(Shape):
    """A document with pages that hold no text."""

    document_id: str
    title: str
    source: str
    pages: list[int]


class FailedFile(Shape):
    """A file that could not be read."""

    source: str
    code: str
    reason: str


class Coverage(Shape):
    """All that is in and all that is not."""

    documents: int
    paragraphs: int
    updated: str | None
    undated: int
    masked: int
    removed: int
    kinds: dict[str, int]
    boards: list[BoardYear]
    needs_ocr: list[ScannedDocument]
    failed: list[FailedFile]


class State(Shape):
    """Whether the server lives ("ok"), or can answer a search ("ready")."""

    status: str
