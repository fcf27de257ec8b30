"""A document as a page shows it: facts, contents, and one part of its text as runs of paragraphs that one voice speaks."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from council.model import Document, Paragraph
from search_api.results import DocumentHead, OpenDocument, Window
from ui import links
from ui.views.page_picture import Asked, PictureView, has_pictures, pages_of, picture_view
from ui.views.parts import Parts
from ui.views.passages import Part, PartyNames, PartyTag, SpeakerView, citation, foreign, marked, speaker_view
from ui.wording import N_, Wording

DEEPEST_HEADING = 5
"""A page has h1 for its title, so that headings of the text are h2 to h6."""
CONTENTS_DEPTH = 3
ORIGINAL_WITHHELD = N_("Originalet visas därför inte.")
ORIGINAL_SHOWN = N_("Originalet är inte maskerat. Den som driver sidan har valt att visa det: sprid inte uppgifterna vidare.")
MOST_CONTENTS = 40
"""Lines of the contents beyond which deeper headings are left out: the § of minutes, not the headings inside each."""


@dataclass(frozen=True, slots=True)
class HitStep:
    """A paragraph's place among the hits of the query in this document, with the way to those beside it."""

    number: int
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph with its marks, its lasting address and what to copy as a reference. `page` shows where a new page begins.

    `show` is the address with the picture of page `shown_page` beside it, `picture` that picture where asked for, `hide` the way back.
    """

    id: str
    parts: tuple[Part, ...]
    lang: str | None
    page: int | None
    address: str
    citation: str
    original: str
    hit: HitStep | None
    shown_page: int | None
    show: str | None
    hide: str
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class HeadingView:
    """A heading of the text; `level` counts from 2."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class RunView:
    """Paragraphs in a row that one voice speaks. `named` is false where the run before has just named it. `level`: it is no heading."""

    speaker: SpeakerView
    named: bool
    paragraphs: tuple[ParagraphView, ...]
    level: None = None


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents."""

    text: str
    depth: int
    path: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A part of a document."""

    title: str
    q: str
    facts: tuple[str, ...]
    date: str
    iso_date: str
    dnr: tuple[str, ...]
    sheet: tuple[tuple[str, str], ...]
    parties: tuple[PartyTag, ...]
    cases: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    contents: tuple[ContentsEntry, ...]
    blocks: tuple[HeadingView | RunView, ...]
    part: int
    parts: int
    previous: str | None
    next: str | None
    hits: int
    first_hit: str | None
    unmarked: str
    has_picture: bool
    original: str | None
    url: str | None
    citation: str
    notice: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every step below needs to know."""

    read: OpenDocument
    parts: Parts
    head: DocumentHead
    q: str
    words: Wording
    parties: PartyNames
    asked: Asked | None
    has_pictures: bool

    @property
    def document_id(self) -> str:
        return self.head.id


def head_of(document: Document) -> DocumentHead:
    """The few facts of a document that a reference needs."""
    return DocumentHead(
        id=document.id,
        source=document.source,
        title=document.title,
        kind=document.kind,
        board=document.board,
        municipality=document.municipality,
        date=document.date,
        dnr=document.dnr,
        url=document.url,
    )


def document_view(
    read: OpenDocument,
    cut: Parts,
    words: Wording,
    parties: PartyNames,
    *,
    part: int = 1,
    q: str = "",
    notice: str = "",
    asked: Asked | None = None,
    shows_masked: bool = False,
) -> DocumentView:
    """Part `part` of a document that is cut so, with the hits of `q` where the service marked them, and the picture of a page asked for."""
    document = read.document
    reading = _Reading(read, cut, head_of(document), q, words, parties, asked, has_pictures(document, shows_masked=shows_masked))
    steps = _hit_steps(reading)
    blocks = tuple(_blocks(reading, part, steps))
    return DocumentView(
        title=document.title or document.source,
        q=q,
        facts=tuple(filter(None, (document.board or "", words.kind(document.kind)))),
        date=words.day(document.date),
        iso_date=document.date.isoformat() if document.date else "",
        dnr=document.dnr,
        sheet=(*fact_sheet(document, words), (words.text("Hänvisning"), citation(reading.head, words))),
        parties=tuple(PartyTag(letter, parties.get(letter, letter)) for letter in document.parties),
        cases=tuple((case.title or ", ".join(case.dnr), links.case_path(case.id)) for case in read.cases),
        warnings=warnings(document, words, shows_masked=shows_masked),
        contents=contents(reading),
        blocks=blocks,
        part=part,
        parts=len(cut),
        previous=links.document_path(document.id, part=part - 1, q=q) if part > 1 else None,
        next=links.document_path(document.id, part=part + 1, q=q) if part < len(cut) else None,
        hits=len(steps),
        first_hit=next((_place(reading, paragraph.id) for paragraph in read.paragraphs if paragraph.id in steps), None),
        unmarked=links.document_path(document.id, part=part),
        has_picture=any(paragraph.picture for block in blocks if isinstance(block, RunView) for paragraph in block.paragraphs),
        original=links.original_path(document.id) if shows_masked or not document.withheld else None,
        url=document.url,
        citation=citation(reading.head, words),
        notice=notice,
    )


def fact_sheet(document: Document, words: Wording) -> tuple[tuple[str, str], ...]:
    """What is known of a document, as (name, value), without what is not known."""
    people = ", ".join(f"{person.name} ({person.party})" if person.party else person.name for person in document.people)
    rows = (
        (words.text("Kommun"), document.municipality or ""),
        (words.text("Nämnd"), document.board or ""),
        (words.text("Datum"), document.date.isoformat() if document.date else words.text("datum saknas")),
        (words.text("Diarienummer"), ", ".join(document.dnr)),
        (words.text("Motion"), ", ".join(document.motions)),
        (words.text("Ämnen"), ", ".join(document.topics)),
        (words.text("Personer"), people),
        (words.text("Sidor"), words.number(document.pages) if document.pages else ""),
        (words.text("Fil"), document.source),
    )
    return tuple(row for row in rows if row[1])


def warnings(document: Document, words: Wording, *, shows_masked: bool = False) -> tuple[str, ...]:
    """What a reader should know before trusting the text. `shows_masked` is the setting that hands out originals all the same."""
    notes = []
    if document.needs_ocr:
        pages = ", ".join(str(page) for page in document.needs_ocr)
        notes.append(words.text("Sida %(pages)s är en bild och behöver texttolkning (OCR). Dess text är inte sökbar.", pages=pages))
    if document.withheld:
        notes.append(" ".join((*_masked(document, words), words.text(ORIGINAL_SHOWN if shows_masked else ORIGINAL_WITHHELD))))
    return (*notes, *document.warnings)


def _masked(document: Document, words: Wording) -> tuple[str, ...]:
    """What is masked in a document, a sentence for each kind."""
    numbers = words.plural("%(count)s personnummer är dolt.", "%(count)s personnummer är dolda.", document.masked)
    contacts = words.plural(
        "%(count)s kontaktuppgift till en privatperson är dold.",
        "%(count)s kontaktuppgifter till privatpersoner är dolda.",
        document.masked_contacts,
    )
    return (*((numbers,) if document.masked else ()), *((contacts,) if document.masked_contacts else ()))


def contents(reading: _Reading) -> tuple[ContentsEntry, ...]:
    """The headings of the whole document, each with the address of its first paragraph; of a long one the outer headings alone."""
    found = [(paragraph.id, depth, text) for paragraph, depth, text in _new_headings(reading.read.paragraphs)]
    deepest = next((depth for depth in range(CONTENTS_DEPTH, 1, -1) if sum(d <= depth for _, d, _ in found) <= MOST_CONTENTS), 1)
    return tuple(ContentsEntry(text, depth, _place(reading, paragraph_id)) for paragraph_id, depth, text in found if depth <= deepest)


def _new_headings(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, int, str]]:
    """(first paragraph under it, depth from 1, text) of each heading where it begins."""
    above: tuple[str, ...] = ()
    for paragraph in paragraphs:
        for depth, text in _changed(above, paragraph.headings):
            yield paragraph, depth, text
        above = paragraph.headings


def _changed(above: tuple[str, ...], now: tuple[str, ...]) -> list[tuple[int, str]]:
    same = 0
    while same < min(len(above), len(now)) and above[same] == now[same]:
        same += 1
    return [(depth + 1, now[depth]) for depth in range(same, len(now))]


def _place(reading: _Reading, paragraph_id: str) -> str:
    return links.document_path(reading.document_id, part=reading.parts.part_of[paragraph_id], q=reading.q, paragraph_id=paragraph_id)


def _hit_steps(reading: _Reading) -> dict[str, HitStep]:
    found = [paragraph.id for paragraph in reading.read.paragraphs if paragraph.id in reading.read.marks]
    places = [_place(reading, paragraph_id) for paragraph_id in found]
    return {
        paragraph_id: HitStep(
            number=at + 1,
            previous=places[at - 1] if at else None,
            next=places[at + 1] if at + 1 < len(places) else None,
        )
        for at, paragraph_id in enumerate(found)
    }


def _blocks(reading: _Reading, part: int, steps: Mapping[str, HitStep]) -> Iterator[HeadingView | RunView]:
    shown = [reading.read.paragraphs[place] for place in reading.parts.ranges[part - 1]]
    above: tuple[str, ...] = ()
    page: int | None = None
    run: list[ParagraphView] = []
    speaker: SpeakerView | None = None
    named: SpeakerView | None = None
    for paragraph in shown:
        spoken = speaker_view(paragraph.voice, reading.words, reading.parties)
        headings = _changed(above, paragraph.headings)
        if run and speaker is not None and (headings or spoken != speaker):
            yield RunView(speaker, speaker != named, tuple(run))
            named, run = speaker, []
        for depth, text in headings:
            yield HeadingView(min(depth, DEEPEST_HEADING) + 1, text, f"r-{paragraph.id}-{depth}")
        run.append(_paragraph_view(paragraph, reading, part, paragraph.page if paragraph.page != page else None, steps))
        above, page, speaker = paragraph.headings, paragraph.page, spoken
    if run and speaker is not None:
        yield RunView(speaker, speaker != named, tuple(run))


def _paragraph_view(
    paragraph: Paragraph, reading: _Reading, part: int, new_page: int | None, steps: Mapping[str, HitStep]
) -> ParagraphView:
    whole = Window(0, len(paragraph.text))
    here = functools.partial(links.document_path, reading.document_id, part=part, q=reading.q, paragraph_id=paragraph.id)
    page = next(iter(pages_of(paragraph)), None) if reading.has_pictures else None
    return ParagraphView(
        id=paragraph.id,
        parts=marked(paragraph.text, whole, reading.read.marks.get(paragraph.id, ()), reading.words),
        lang=foreign(paragraph.language, reading.words),
        page=new_page,
        address=links.paragraph_path(reading.document_id, paragraph.id),
        citation=citation(reading.head, reading.words, case=paragraph.case, page=paragraph.page),
        original=links.original_path(reading.document_id, paragraph.page),
        hit=steps.get(paragraph.id),
        shown_page=page,
        show=here(page=page) if page else None,
        hide=here(),
        picture=_picture(paragraph, reading, part) if page else None,
    )


def _picture(paragraph: Paragraph, reading: _Reading, part: int) -> PictureView | None:
    """The picture beside a paragraph, where the address asks for it."""
    if reading.asked is None or reading.asked.paragraph_id != paragraph.id:
        return None
    return picture_view(reading.document_id, paragraph, reading.asked, reading.words, part=part, q=reading.q)
