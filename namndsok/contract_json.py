"""The objects that `read --json` and `cases --json` print, field by field as the design page fixes them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from council.model import AgendaItem, Case, Motion, Paragraph, Person, ReadDocument, Step


def dumps(value: Mapping[str, object]) -> str:
    """One JSON object on one line, letters as they are; lone surrogates are replaced so that the line is always UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def read_object(read: ReadDocument) -> dict[str, object]:
    """What was understood of one file."""
    document = read.document
    return {
        "source": document.source,
        "title": document.title,
        "kind": document.kind,
        "municipality": document.municipality,
        "board": document.board,
        "date": document.date.isoformat() if document.date else None,
        "dnr": list(document.dnr),
        "motions": list(document.motions),
        "parties": list(document.parties),
        "people": [_person(p) for p in document.people],
        "topics": list(document.topics),
        "language": document.language,
        "pages": document.pages,
        "needs_ocr": list(document.needs_ocr),
        "agenda": [_agenda(item) for item in document.agenda],
        "paragraphs": [_paragraph(p) for p in read.paragraphs],
        "furniture": list(document.furniture),
        "masked": document.masked,
        "warnings": list(document.warnings),
        "provenance": [{"field": p.field, "value": p.value, "where": p.where, "confidence": p.confidence} for p in document.provenance],
    }


def unread_object(source: str, code: str, reason: str) -> dict[str, object]:
    """The line of a file that could not be read: the same fields, empty, with the reason among the warnings."""
    empty: dict[str, object] = dict.fromkeys(("title", "municipality", "board", "date", "language", "pages"))
    lists: dict[str, object] = {name: [] for name in ("dnr", "motions", "parties", "people", "agenda", "paragraphs", "furniture")}
    return {"source": source, "kind": "other", **empty, **lists, "masked": 0, "warnings": [reason], "error": code}


def case_object(case: Case) -> dict[str, object]:
    """One case of the index with its steps in order of time."""
    return {
        "id": case.id,
        "title": case.title,
        "dnr": list(case.dnr),
        "origin": case.origin,
        "municipality": case.municipality,
        "motion": _motion(case.motion),
        "outcome": case.outcome,
        "final": case.final,
        "steps": [_step(step) for step in case.steps],
    }


def _person(person: Person) -> dict[str, object]:
    return {"name": person.name, "party": person.party}


def _agenda(item: AgendaItem) -> dict[str, object]:
    return {"ref": item.ref, "title": item.title, "page": item.page}


def _paragraph(paragraph: Paragraph) -> dict[str, object]:
    voice = paragraph.voice
    votes = paragraph.votes
    return {
        "id": paragraph.id,
        "page": paragraph.page,
        "headings": list(paragraph.headings),
        "section_kind": paragraph.section_kind,
        "voice": {"role": voice.role, "board": voice.board, "parties": list(voice.parties), "person": voice.person},
        "about_parties": list(paragraph.about_parties),
        "board": paragraph.board,
        "case": paragraph.case,
        "topics": list(paragraph.topics),
        "language": paragraph.language,
        "votes": {"yes": votes.yes, "no": votes.no, "abstained": votes.abstained} if votes else None,
        "text": paragraph.text,
    }


def _motion(motion: Motion | None) -> dict[str, object] | None:
    if motion is None:
        return None
    date = motion.date.isoformat() if motion.date else None
    return {"ref": motion.ref, "date": date, "movers": [_person(p) for p in motion.movers]}


def _step(step: Step) -> dict[str, object]:
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
        "paragraph_id": step.paragraph_id,
        "text": step.text,
    }
