"""Paragraphs that resemble one, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from council.engine import Passage
from search_api.results import Hit
from ui import links
from ui.views.passages import HitView, PartyNames, SpeakerView, foreign, hit_view, speaker_view
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class SimilarView:
    """The paragraph that was asked about, and those nearest to it in meaning."""

    text: str
    lang: str | None
    speaker: SpeakerView
    source: str
    path: str
    hits: tuple[HitView, ...]


def similar_view(asked: Passage, found: tuple[Hit, ...], words: Wording, parties: PartyNames) -> SimilarView:
    """The nearest paragraphs, best first, below the one that was asked about."""
    paragraph, document = asked.paragraph, asked.document
    return SimilarView(
        text=paragraph.text,
        lang=foreign(paragraph.language, words),
        speaker=speaker_view(paragraph.voice, words, parties),
        source=document.title or document.source,
        path=links.paragraph_path(document.id, paragraph.id),
        hits=tuple(hit_view(hit, "", words, parties) for hit in found),
    )
