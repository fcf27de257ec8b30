"""From stored passages to hits: a document's few facts, and each passage with marks, window and reasons."""

from __future__ import annotations

from collections.abc import Mapping

from council.criteria import Reason
from council.engine import Passage
from council.model import Document
from search_api.results import DocumentHead, PassageHit
from search_api.snippets import Marker, Shown


def document_head(document: Document, cases: Mapping[str, tuple[str, ...]] | None = None) -> DocumentHead:
    """The few facts of a document; `cases` gives the ids of its cases by document id."""
    return DocumentHead(
        id=document.id,
        source=document.source,
        title=document.title or document.source.rsplit("/", 1)[-1],
        kind=document.kind,
        board=document.board,
        municipality=document.municipality,
        date=document.date,
        dnr=document.dnr,
        url=document.url,
        case_ids=(cases or {}).get(document.id, ()),
    )


def passage_hit(
    passage: Passage,
    marker: Marker,
    score: float = 0.0,
    *,
    shown: Shown | None = None,
    by_meaning: bool = False,
    by_case: bool = False,
) -> PassageHit:
    """A paragraph that was found, marked by the query's words; `shown` are its marks where they were looked for together with others.
    `by_meaning` and `by_case` add the reasons meaning and case."""
    paragraph = passage.paragraph
    shown = shown or marker.show(paragraph.text)
    why: tuple[Reason, ...] = shown.reasons
    if marker.in_context((passage.document.title, *paragraph.headings)):
        why = (*why, "heading")
    if by_meaning:
        why = (*why, "meaning")
    if by_case:
        why = (*why, "case")
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
        window=shown.window,
        marks=shown.marks,
        score=round(score, 6),
        why=why,
    )
