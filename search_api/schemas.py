"""The JSON of the HTTP contract: values of the reading side as plain objects, field by field (docs/api.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from council.model import Case, Document, Paragraph, Person, Step, Voice
from search_api.comparison import Comparison, Matrix
from search_api.coverage import Coverage
from search_api.results import DocumentHead, FacetValue, FilterChip, Hit, OpenDocument, PassageHit, QueryInfo, ResultPage, TermInfo, Total
from search_api.suggest import Offer

Json: TypeAlias = Mapping[str, object]


def result_object(page: ResultPage) -> Json:
    """The object of /api/search."""
    return {
        "query": query_object(page.query),
        "total": total_object(page.total),
        "hits": [hit_object(hit) for hit in page.hits],
        "related": [hit_object(hit) for hit in page.related],
        "facets": {name: [facet_object(value) for value in values] for name, values in page.facets.items()},
        "page": page.request.page,
        "size": page.request.size,
        "took_ms": page.took_ms,
    }


def total_object(total: Total) -> Json:
    """How much matches."""
    return {"documents": total.documents, "paragraphs": total.paragraphs, "meaning_only": total.meaning_only}


def query_object(query: QueryInfo) -> Json:
    """How a query was understood."""
    return {
        "text": query.text,
        "mode": query.mode,
        "terms": [term_object(term) for term in query.terms],
        "phrases": list(query.phrases),
        "excluded": list(query.excluded),
        "filters": [chip_object(chip) for chip in query.filters],
        "notes": list(query.notes),
        "suggestion": {"text": query.suggestion.text, "applied": query.suggestion.applied} if query.suggestion else None,
    }


def term_object(term: TermInfo) -> Json:
    """One word as understood."""
    return {
        "text": term.text,
        "lemma": term.lemma,
        "parts": list(term.parts),
        "synonyms": list(term.synonyms),
        "paragraphs": term.paragraphs,
    }


def chip_object(chip: FilterChip) -> Json:
    """A filter or a reading that is on."""
    return {"field": chip.field, "value": chip.value, "label": chip.label, "typed": chip.typed}


def hit_object(hit: Hit) -> Json:
    """A document with passages."""
    return {"document": head_object(hit.document), "passages": [passage_object(p) for p in hit.passages], "more": hit.more}


def head_object(head: DocumentHead) -> Json:
    """The few facts of a document."""
    return {
        "id": head.id,
        "source": head.source,
        "title": head.title,
        "kind": head.kind,
        "municipality": head.municipality,
        "board": head.board,
        "date": head.date.isoformat() if head.date else None,
        "dnr": list(head.dnr),
        "url": head.url,
        "cases": list(head.case_ids),
    }


def passage_object(passage: PassageHit) -> Json:
    """A paragraph that was found."""
    return {
        "id": passage.id,
        "page": passage.page,
        "heading": passage.heading,
        "headings": list(passage.headings),
        "section_kind": passage.section_kind,
        "voice": voice_object(passage.voice),
        "about_parties": list(passage.about_parties),
        "board": passage.board,
        "case": passage.case,
        "topics": list(passage.topics),
        "language": passage.language,
        "text": passage.text,
        "window": {"start": passage.window.start, "end": passage.window.end},
        "marks": [{"start": mark.start, "end": mark.end, "reason": mark.reason} for mark in passage.marks],
        "score": passage.score,
        "why": list(passage.why),
        "also_in": [head_object(head) for head in passage.also_in],
    }


def voice_object(voice: Voice) -> Json:
    """Who speaks."""
    return {"role": voice.role, "board": voice.board, "parties": list(voice.parties), "person": voice.person}


def facet_object(value: FacetValue) -> Json:
    """A value of a facet."""
    return {"value": value.value, "label": value.label, "count": value.count, "selected": value.selected}


def document_object(document: Document) -> Json:
    """A document's facts. `root` and `digest` never leave the server."""
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "kind": document.kind,
        "municipality": document.municipality,
        "board": document.board,
        "date": document.date.isoformat() if document.date else None,
        "dnr": list(document.dnr),
        "motions": list(document.motions),
        "parties": list(document.parties),
        "people": [person_object(person) for person in document.people],
        "topics": list(document.topics),
        "language": document.language,
        "pages": document.pages,
        "agenda": [{"ref": item.ref, "title": item.title, "page": item.page} for item in document.agenda],
        "url": document.url,
        "first_seen": document.first_seen.isoformat() if document.first_seen else None,
        "masked": document.masked,
        "needs_ocr": list(document.needs_ocr),
        "warnings": list(document.warnings),
    }


def paragraph_object(paragraph: Paragraph) -> Json:
    """A paragraph of a document."""
    return {
        "id": paragraph.id,
        "page": paragraph.page,
        "headings": list(paragraph.headings),
        "section_kind": paragraph.section_kind,
        "voice": voice_object(paragraph.voice),
        "about_parties": list(paragraph.about_parties),
        "board": paragraph.board,
        "case": paragraph.case,
        "topics": list(paragraph.topics),
        "language": paragraph.language,
        "text": paragraph.text,
    }


def person_object(person: Person) -> Json:
    """A person and the party's letters."""
    return {"name": person.name, "party": person.party}


def case_object(case: Case) -> Json:
    """A case, in the shape of `namndsok cases --json`."""
    motion = case.motion
    return {
        "id": case.id,
        "title": case.title,
        "dnr": list(case.dnr),
        "origin": case.origin,
        "municipality": case.municipality,
        "motion": {
            "ref": motion.ref,
            "date": motion.date.isoformat() if motion.date else None,
            "movers": [person_object(mover) for mover in motion.movers],
        }
        if motion
        else None,
        "outcome": case.outcome,
        "final": case.final,
        "steps": [step_object(step) for step in case.steps],
    }


def step_object(step: Step) -> Json:
    """What happened to a case."""
    return {
        "kind": step.kind,
        "date": step.date.isoformat() if step.date else None,
        "board": step.board,
        "body": step.body,
        "ref": step.ref,
        "stance": step.stance,
        "parties": list(step.parties),
        "persons": list(step.persons),
        "source": step.source,
        "document_id": step.document_id,
        "paragraph_id": step.paragraph_id,
        "text": step.text,
    }


def open_document_object(found: OpenDocument) -> Json:
    """A document with its paragraphs, and the marks of a query where it matches."""
    marks = {
        paragraph_id: [{"start": mark.start, "end": mark.end, "reason": mark.reason} for mark in own]
        for paragraph_id, own in found.marks.items()
    }
    return {
        "document": {**document_object(found.document), "cases": [case.id for case in found.cases]},
        "paragraphs": [{**paragraph_object(p), "marks": marks.get(p.id)} for p in found.paragraphs],
    }


def comparison_object(comparison: Comparison) -> Json:
    """Parties side by side."""
    return {
        "query": query_object(comparison.query),
        "about": comparison.about,
        "columns": [
            {
                "party": column.party,
                "label": column.label,
                "total": total_object(column.total),
                "hits": [hit_object(hit) for hit in column.hits],
            }
            for column in comparison.columns
        ],
    }


def matrix_object(matrix: Matrix) -> Json:
    """Counts by party and topic or year."""
    return {
        "kind": matrix.kind,
        "parties": list(matrix.parties),
        "labels": list(matrix.labels),
        "rows": [{"value": row.value, "label": row.label, "counts": list(row.counts)} for row in matrix.rows],
    }


def offer_object(offer: Offer) -> Json:
    """One suggestion."""
    return {"kind": offer.kind, "text": offer.text, "value": offer.value, "paragraphs": offer.paragraphs}


def coverage_object(coverage: Coverage) -> Json:
    """What is in and what is not."""
    return {
        "documents": coverage.documents,
        "paragraphs": coverage.paragraphs,
        "updated": coverage.updated.isoformat() if coverage.updated else None,
        "undated": coverage.undated,
        "masked": coverage.masked,
        "removed": coverage.removed,
        "kinds": dict(coverage.kinds),
        "boards": [
            {
                "board": row.board,
                "year": row.year,
                "documents": row.documents,
                "minutes": row.minutes,
                "missing_paragraphs": list(row.missing_paragraphs),
                "missing_months": list(row.missing_months),
            }
            for row in coverage.boards
        ],
        "needs_ocr": [
            {"document_id": item.document_id, "title": item.title, "source": item.source, "pages": list(item.pages)}
            for item in coverage.needs_ocr
        ],
        "failed": [{"source": file.source, "code": file.code, "reason": file.reason} for file in coverage.failed],
    }
