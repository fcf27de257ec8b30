"""A service over a handful of fictional documents that answers as the real one does: filters, facets that agree, marks, pages.

Lillåker is made up, and so is everything that is said there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from council.criteria import FACETS, FacetName
from council.model import Box, Document, Paragraph, Person, ReadDocument, Voice
from search_api.results import (
    DocumentHead,
    Mark,
    SearchRequest,
)

BOARDS = ("Kommunfullmäktige", "Kommunstyrelsen", "Tekniska nämnden", "Kultur- och fritidsnämnden", "Socialnämnden")
PARTY_NAMES = {
    "S": "Socialdemokraterna",
    "M": "Moderaterna",
    "V": "Vänsterpartiet",
    "MP": "Miljöpartiet",
    "C": "Centerpartiet",
    "LL": "Lillåkerslistan",
}

Found = tuple[Document, Paragraph]


def _paragraph(document_id: str, place: int, text: str, **values: object) -> Paragraph:
    return replace(Paragraph(id=f"{document_id}-p{place}", text=text, page=place // 4 + 1), **values)  # type: ignore[arg-type]  # the fields are the test's own


MOTION_TEXTS = (
    (
        "Allt fler i Lillåker cyklar till arbetet, och många gör det på elcykel. Vid stationen finns ingen plats att ladda.",
        ("Bakgrund",),
        "background",
    ),
    (
        "Vi yrkar att kommunen bygger laddplatser för elcyklar vid stationen, simhallen och biblioteket senast 2022.",
        ("Förslag",),
        "motion_text",
    ),
    (
        "Vi yrkar att tekniska nämnden får i uppdrag att utreda väderskyddade cykelparkeringar med laddning.",
        ("Förslag",),
        "motion_text",
    ),
)
"""The motion: text, headings and section kind of each paragraph."""


def motion() -> ReadDocument:
    """A motion by two parties."""
    document = Document(
        id="lillaker-motion-laddplatser",
        source="motioner/2021-laddplatser.pdf",
        title="Motion om laddplatser för elcyklar",
        kind="motion",
        municipality="Lillåker",
        board="Kommunfullmäktige",
        date=dt.date(2021, 3, 8),
        dnr=("KS 2021/0114",),
        motions=("2021:7",),
        parties=("MP", "V"),
        people=(Person("Ylva Strandmark", "MP"), Person("Anton Vikby", "V")),
        topics=("Trafik", "Klimat"),
        pages=2,
    )
    mover = Voice("mover", parties=("MP", "V"), person="Ylva Strandmark")
    return ReadDocument(
        document,
        tuple(
            _paragraph(
                document.id,
                n,
                text,
                headings=path,
                section_kind=kind,
                voice=mover,
                topics=("Trafik",),
                language="sv",
                board="Kommunfullmäktige",
            )
            for n, (text, path, kind) in enumerate(MOTION_TEXTS)
        ),
    )


def places(n: int) -> tuple[Box, ...]:
    """Where paragraph n of the minutes stands: four on each page, and the fourth goes on at the top of the next."""
    top = 640.0 - 130 * (n % 4)
    here = Box(n // 4 + 1, 70.0, top - 60, 525.0, top)
    return (here, Box(n // 4 + 2, 70.0, 700.0, 525.0, 730.0)) if n % 4 == 3 else (here,)


MINUTES_ROWS: tuple[tuple[str, tuple[str, ...], str, Voice, str], ...] = (
    (
        "Tekniska nämnden överlämnar förvaltningens tjänsteutlåtande som sitt yttrande över motionen om laddplatser för elcyklar.",
        ("§ 63 Yttrande över motion om laddplatser", "Beslut"),
        "decision",
        Voice("board", board="Tekniska nämnden"),
        "sv",
    ),
    (
        "Motionärerna föreslår att kommunen bygger laddplatser för elcyklar vid stationen, simhallen och biblioteket.",
        ("§ 63 Yttrande över motion om laddplatser", "Ärendet"),
        "matter",
        Voice("mover", parties=("MP", "V")),
        "sv",
    ),
    (
        "Förvaltningen ser positivt på laddplatser vid stationen. Vid simhallen och biblioteket behöver kostnaden utredas först.",
        ("§ 63 Yttrande över motion om laddplatser", "Förvaltningens synpunkter"),
        "administration_view",
        Voice("administration"),
        "sv",
    ),
    (
        "Förvaltningen bedömer att åtta laddskåp kostar omkring 240 000 kronor och att cyklisterna själva bör betala för elen.",
        ("§ 63 Yttrande över motion om laddplatser", "Förvaltningens synpunkter"),
        "administration_view",
        Voice("administration"),
        "sv",
    ),
    (
        "Charging points for electric bicycles are requested by visitors who arrive by ferry.",
        ("§ 63 Yttrande över motion om laddplatser", "Förvaltningens synpunkter"),
        "administration_view",
        Voice("administration"),
        "en",
    ),
    (
        "Vi reserverar oss mot beslutet. Laddplatserna borde byggas på alla tre platserna redan i år.",
        ("§ 63 Yttrande över motion om laddplatser", "Reservation"),
        "reservation",
        Voice("party", parties=("V",), person="Anton Vikby"),
        "sv",
    ),
)
"""The minutes: text, headings, section kind, voice and language of each paragraph."""


def minutes() -> ReadDocument:
    """Minutes in which a board answers the motion, with a reservation, and a paragraph in English."""
    document = Document(
        id="lillaker-tekniska-2021-10-14",
        source="protokoll/tn-2021-10-14.pdf",
        title="Tekniska nämnden, protokoll 14 oktober 2021",
        kind="protokoll",
        municipality="Lillåker",
        board="Tekniska nämnden",
        date=dt.date(2021, 10, 14),
        dnr=("TN 2021/0231", "KS 2021/0114"),
        motions=("2021:7",),
        parties=("S", "M", "V"),
        topics=("Trafik",),
        pages=9,
    )
    paragraphs = tuple(
        _paragraph(
            document.id,
            n,
            text,
            headings=path,
            section_kind=kind,
            voice=voice,
            language=language,
            case="§ 63",
            topics=("Trafik",),
            board="Tekniska nämnden",
            boxes=places(n),
        )
        for n, (text, path, kind, voice, language) in enumerate(MINUTES_ROWS)
    )
    return ReadDocument(document, paragraphs)


def long_report() -> ReadDocument:
    """A report of 320 paragraphs, so that it is shown in three parts."""
    document = Document(
        id="lillaker-kulturplan",
        source="utredningar/kulturplan.docx",
        title="Kulturplan för Lillåker",
        kind="tjänsteskrivelse",
        municipality="Lillåker",
        board="Kultur- och fritidsnämnden",
        topics=("Kultur",),
        warnings=("Sidnummer saknas.",),
        masked=2,
    )
    office = Voice("administration")
    paragraphs = tuple(
        replace(
            _paragraph(
                document.id, n, f"Åtgärd {n}: biblioteket i kommundel {n} håller öppet för barn och unga, och föreningar får låna lokaler."
            ),
            page=None,
            headings=(f"Kapitel {n // 20 + 1}", f"Avsnitt {n // 5 + 1}"),
            voice=office,
            topics=("Kultur",),
            language="sv",
            board=document.board,
        )
        for n in range(320)
    )
    return ReadDocument(document, paragraphs)


def hostile() -> ReadDocument:
    """A document whose text is full of markup, and without title, board or date."""
    document = Document(
        id="lillaker-konstig", source="övrigt/<b>konstig</b>.txt", title="<script>alert(1)</script>", kind="other", municipality="Lillåker"
    )
    return ReadDocument(
        document, (_paragraph(document.id, 0, '<img src=x onerror="alert(1)"> laddplatser & "citat"', page=None, language="sv"),)
    )


def minutes_by_year() -> list[ReadDocument]:
    """One decision a year and board, so that facets have something to count."""
    held = ((place, board, year) for place, board in enumerate(BOARDS) for year in range(2014, 2025) if (year + place) % 3)
    return [_decision_of(place, board, year) for place, board, year in held]


def _decision_of(place: int, board: str, year: int) -> ReadDocument:
    document = Document(
        id=f"lillaker-{place}-{year}",
        source=f"protokoll/{place}-{year}.pdf",
        title=f"{board}, protokoll {year}",
        kind="protokoll",
        municipality="Lillåker",
        board=board,
        date=dt.date(year, 5, 3 + place),
        dnr=(f"KS {year}/0{place}12",),
        pages=3,
    )
    party = ("S", "M", "V", "C", "LL")[(year + place) % 5]
    common = {"board": board, "language": "sv", "case": "§ 4"}
    decided = _paragraph(
        document.id,
        0,
        f"{board} beslutar att cykelvägen vid skolan byggs ut under {year}.",
        voice=Voice("board", board=board),
        section_kind="decision",
        headings=("§ 4 Cykelväg", "Beslut"),
        topics=("Trafik",),
        **common,
    )
    moved = _paragraph(
        document.id,
        1,
        f"Kim Bergdal yrkar att cykelvägen i stället prövas i budgeten för {year + 1}.",
        voice=Voice("party", parties=(party,), person="Kim Bergdal"),
        section_kind="proposal",
        headings=("§ 4 Cykelväg", "Yrkanden"),
        topics=("Trafik", "Ekonomi"),
        **common,
    )
    return ReadDocument(document, (decided, moved))


def archive() -> dict[str, ReadDocument]:
    """Every fictional document by id."""
    return {read.document.id: read for read in (motion(), minutes(), long_report(), hostile(), *minutes_by_year())}


READ_FACET: dict[FacetName, Callable[[Document, Paragraph], tuple[str, ...]]] = {
    "municipality": lambda d, p: (d.municipality,) if d.municipality else (),
    "board": lambda d, p: (p.board,) if p.board else (),
    "party": lambda d, p: p.voice.parties,
    "about_party": lambda d, p: p.about_parties,
    "topic": lambda d, p: p.topics,
    "kind": lambda d, p: (d.kind,),
    "voice": lambda d, p: (p.voice.role,),
    "year": lambda d, p: (str(d.date.year) if d.date else "none",),
    "language": lambda d, p: (p.language,) if p.language else (),
}


def head(document: Document) -> DocumentHead:
    """The head of a document."""
    return DocumentHead(
        document.id,
        document.source,
        document.title,
        document.kind,
        document.board,
        document.municipality,
        document.date,
        document.dnr,
        document.url,
    )


def stems(text: str) -> list[str]:
    """The words of a query, shortened so that inflections meet: enough for a fake."""
    return [word[:6].casefold() for word in re.findall(r"\w+", re.sub(r"[\w]+:\S+", " ", text)) if len(word) > 2]


def marks_in(text: str, wanted: list[str]) -> tuple[Mark, ...]:
    """A mark on every word that begins as a wanted one."""
    return tuple(Mark(m.start(), m.end(), "inflection") for m in re.finditer(r"\w+", text) if m[0][:6].casefold() in wanted)


def passes(found: Found, request: SearchRequest, but: str = "") -> bool:
    """Whether a paragraph passes every filter but one."""
    document, paragraph = found
    for name in FACETS:
        wanted = getattr(request, name)
        if name != but and wanted and not set(wanted) & set(READ_FACET[name](document, paragraph)):
            return False
    if but == "year" or (request.year_from is None and request.year_to is None):
        return True
    return document.date is not None and (request.year_from or 0) <= document.date.year <= (request.year_to or 9999)
