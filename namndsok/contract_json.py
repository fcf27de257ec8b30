"""The objects that `read --json` prints: those of the API, with what only a reading has (furniture, where values were read, why not)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from council.model import Paragraph, ReadDocument
from search_api.schemas import document_object, paragraph_object


def dumps(value: Mapping[str, object]) -> str:
    """One JSON object on one line, letters as they are; lone surrogates are replaced so that the line is always UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def read_object(read: ReadDocument) -> dict[str, object]:
    """What was understood of one file."""
    document = read.document
    facts = document_object(document)
    return {
        **{name: facts[name] for name in facts if name not in ("id", "url", "first_seen")},
        "paragraphs": [_paragraph(p) for p in read.paragraphs],
        "furniture": list(document.furniture),
        "provenance": [{"field": p.field, "value": p.value, "where": p.where, "confidence": p.confidence} for p in document.provenance],
    }


def unread_object(source: str, code: str, reason: str) -> dict[str, object]:
    """The line of a file that could not be read: the same fields, empty, with the reason among the warnings."""
    empty: dict[str, object] = dict.fromkeys(("title", "municipality", "board", "date", "language", "pages"))
    lists: dict[str, object] = {name: [] for name in ("dnr", "motions", "parties", "people", "agenda", "paragraphs", "furniture")}
    return {"source": source, "kind": "other", **empty, **lists, "masked": 0, "warnings": [reason], "error": code}


def _paragraph(paragraph: Paragraph) -> dict[str, object]:
    votes = paragraph.votes
    return {
        **paragraph_object(paragraph),
        "votes": {"yes": votes.yes, "no": votes.no, "abstained": votes.abstained} if votes else None,
    }
