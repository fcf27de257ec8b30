"""Says why a search found nothing, and what to try: words that stand nowhere, words that never meet, filters that leave nothing."""

from __future__ import annotations

from dataclasses import replace

from council.criteria import Filters
from council.engine import Snapshot
from search_api.listing import Found
from search_api.notes import Note
from search_api.results import QueryInfo

MOST_NAMED = 5


def advised(found: Found, snapshot: Snapshot) -> QueryInfo:
    """How the query was understood, with advice where it helps."""
    info = found.understood.info
    notes = [*info.notes, *_unknown(found, info), *_numbers_only(found)]
    if not found.counts.paragraphs and len(notes) == len(info.notes):
        notes += _apart(found, info) if not found.matched.found else _filtered(found, snapshot)
    return replace(info, notes=tuple(notes)) if len(notes) > len(info.notes) else info


def _unknown(found: Found, info: QueryInfo) -> list[Note]:
    """Words that the index holds in no form, unless they were corrected."""
    unknown = [word for word in found.matched.unknown if word][:MOST_NAMED]
    if info.suggestion is not None or not unknown:
        return []
    return [Note("Finns inte i någon handling: %(words)s.", words=", ".join(f"”{word}”" for word in unknown))]


def _numbers_only(found: Found) -> list[Note]:
    """The words beside a number were left out."""
    if not found.matched.numbers_only:
        return []
    numbers = " ".join(found.understood.info.phrases)
    return [Note("Inget stycke innehåller både ”%(numbers)s” och resten av orden: här är det som hör till numret.", numbers=numbers)]


def _apart(found: Found, info: QueryInfo) -> list[Note]:
    """Every word is there, but no paragraph holds them together."""
    if len(info.terms) + len(info.phrases) < 2 or found.understood.asked.nothing:
        return []
    rarest = min(info.terms, key=lambda term: term.paragraphs).text if info.terms else info.phrases[-1]
    return [Note("Inget stycke innehåller allt. Prova utan: ”%(word)s”.", word=rarest)]


def _filtered(found: Found, snapshot: Snapshot) -> list[Note]:
    """The filters leave nothing of what matches."""
    if found.understood.asked.filters == Filters() or found.understood.asked.filters.impossible:
        return []
    without = snapshot.count(found.matched.matches, Filters()).paragraphs
    if without == 1:
        return [Note("Inget med de valda filtren. Utan filter finns 1 stycke.")]
    return [Note("Inget med de valda filtren. Utan filter finns %(count)s stycken.", count=without)] if without else []
