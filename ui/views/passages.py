"""A found passage as a page shows it: marked text, who speaks, where it stands, why it was found, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from council.model import Voice
from search_api.results import DocumentHead, Hit, Mark, PassageHit, Window
from ui import links
from ui.wording import Wording

LANGUAGE_OF_DOCUMENTS = "sv"
"""The language of a passage whose own is not known."""

HEADINGS_SHOWN = 2
"""Headings of the path that stand beside a passage; the document shows all."""


class Part(NamedTuple):
    """A stretch of text; `reason` is the words for why it is marked, or "" where it is not. `kind` is the reason's own name."""

    text: str
    reason: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PartyTag:
    """A party's letter and name; the letter also picks its colour, which never stands alone."""

    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """Who speaks: a tone for the line in the margin, a name, the parties."""

    tone: str
    name: str
    parties: tuple[PartyTag, ...]

    @property
    def silent(self) -> bool:
        """Whether there is nobody to name."""
        return not self.name and not self.parties


class PassageView(NamedTuple):
    """A passage of a result list."""

    id: str
    parts: tuple[Part, ...]
    starts_late: bool
    ends_early: bool
    lang: str | None
    speaker: SpeakerView
    headings: tuple[str, ...]
    section: str
    place: tuple[str, ...]
    why: tuple[str, ...]
    path: str
    similar: str
    original: str
    citation: str
    also_in: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """A document with the passages that were found in it."""

    title: str
    path: str
    facts: tuple[str, ...]
    date: str
    iso_date: str
    dnr: tuple[str, ...]
    cases: tuple[str, ...]
    passages: tuple[PassageView, ...]
    more: int
    more_path: str


PartyNames = dict[str, str]
"""Party letters with the parties' names, from the register."""


def marked(text: str, window: Window, marks: Iterable[Mark], words: Wording) -> tuple[Part, ...]:
    """The text of a window cut at its marks, in order; marks outside it, and those that overlap an earlier one, are left out."""
    parts: list[Part] = []
    at = window.start
    for mark in sorted(marks, key=lambda item: (item.start, -item.end)):
        if mark.start < at or mark.end > window.end:
            continue
        if mark.start > at:
            parts.append(Part(text[at : mark.start]))
        parts.append(Part(text[mark.start : mark.end], words.reason(mark.reason), mark.reason))
        at = mark.end
    if at < window.end:
        parts.append(Part(text[at : window.end]))
    return tuple(parts)


def foreign(language: str | None, words: Wording) -> str | None:
    """The `lang` of a passage that is not in the language of the page, so that it is read aloud in its own."""
    own = language or LANGUAGE_OF_DOCUMENTS
    return None if own == words.locale else own


def speaker_view(voice: Voice, words: Wording, parties: PartyNames) -> SpeakerView:
    """Who speaks in a paragraph."""
    tags = tuple(PartyTag(letter, parties.get(letter, letter)) for letter in voice.parties)
    return SpeakerView(voice.role, words.speaker(voice), tags)


def citation(head: DocumentHead, words: Wording, *, case: str | None = None, page: int | None = None) -> str:
    """A reference to copy: "Farsta stadsdelsnämnd, protokoll 2019-03-21 § 8, s. 4"."""
    what = " ".join(filter(None, (words.kind(head.kind), head.date.isoformat() if head.date else "", case or "")))
    where = words.text("s. %(page)s", page=page) if page else ""
    return ", ".join(filter(None, (head.board or head.municipality or "", what, where)))


def passage_view(head: DocumentHead, hit: PassageHit, q: str, words: Wording, parties: PartyNames) -> PassageView:
    """A passage with its marks, its place and its links; `q` is carried along so that the document marks it too."""
    where = words.text("s. %(page)s", page=hit.page) if hit.page else ""
    return PassageView(
        id=hit.id,
        parts=marked(hit.text, hit.window, hit.marks, words),
        starts_late=hit.window.start > 0,
        ends_early=hit.window.end < len(hit.text),
        lang=foreign(hit.language, words),
        speaker=speaker_view(hit.voice, words, parties),
        headings=innermost(hit.headings, head.title),
        section=words.section(hit.section_kind),
        place=tuple(filter(None, (where, "" if _told(hit, head) else hit.case))),
        why=tuple(words.reason(reason) for reason in hit.why),
        path=links.paragraph_path(head.id, hit.id, q),
        similar=links.similar_path(hit.id),
        original=links.original_path(head.id, hit.page),
        citation=citation(head, words, case=hit.case, page=hit.page),
        also_in=tuple((other.title or other.source, links.document_path(other.id)) for other in hit.also_in),
    )


def innermost(headings: tuple[str, ...], title: str) -> tuple[str, ...]:
    """The headings closest to a passage, without those that only repeat the document's title."""
    return tuple(heading for heading in headings if not title or title.casefold() not in heading.casefold())[-HEADINGS_SHOWN:]


def _told(hit: PassageHit, head: DocumentHead) -> bool:
    """Whether the case stands beside the passage anyway: in a heading ("§ 63 Yttrande över …") or among the document's numbers."""
    if hit.case in head.dnr:
        return True
    shown = innermost(hit.headings, head.title)
    return bool(hit.case) and any(heading == hit.case or heading.startswith(f"{hit.case} ") for heading in shown)


def hit_view(hit: Hit, q: str, words: Wording, parties: PartyNames) -> HitView:
    """A hit as the list shows it."""
    head = hit.document
    return HitView(
        title=head.title or head.source,
        path=links.document_path(head.id, q=q),
        facts=tuple(filter(None, (head.board or head.municipality or "", words.kind(head.kind)))),
        date=words.day(head.date),
        iso_date=head.date.isoformat() if head.date else "",
        dnr=head.dnr,
        cases=tuple(links.case_path(case_id) for case_id in head.case_ids),
        passages=tuple(passage_view(head, passage, q, words, parties) for passage in hit.passages),
        more=hit.more,
        more_path=links.document_path(head.id, q=q),
    )
