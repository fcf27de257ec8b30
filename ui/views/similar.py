"""Paragraphs that resemble one, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from search_api.results import Hit
from ui.views.passages import HitView, PartyNames, hit_view
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class SimilarView:
    """The paragraph that was asked about, and those nearest to it in meaning."""

    hits: tuple[HitView, ...]


def similar_view(found: tuple[Hit, ...], words: Wording, parties: PartyNames) -> SimilarView:
    """The nearest paragraphs, best first."""
    return SimilarView(tuple(hit_view(hit, "", words, parties) for hit in found))
