"""What the search box offers while one types, each with the address it leads to."""

from __future__ import annotations

from dataclasses import dataclass

from search_api.suggest import Offer, OfferKind
from ui import links
from ui.wording import N_, Wording

KINDS: dict[OfferKind, str] = {"board": N_("nämnd"), "party": N_("parti"), "topic": N_("ämne"), "case": N_("ärende"), "word": ""}


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """An offer: what it says, what sort it is, and where it leads."""

    text: str
    label: str
    path: str


def suggestion_views(offers: tuple[Offer, ...], words: Wording) -> tuple[SuggestionView, ...]:
    """The offers in their order."""
    return tuple(SuggestionView(offer.text, _label(offer, words), _path(offer)) for offer in offers)


def _label(offer: Offer, words: Wording) -> str:
    if offer.kind == "word" and offer.paragraphs:
        return words.plural("%(count)s stycke", "%(count)s stycken", offer.paragraphs)
    return words.text(KINDS[offer.kind])


def _path(offer: Offer) -> str:
    if offer.kind == "case":
        return links.case_path(offer.value)
    if offer.kind == "word":
        return links.search_path(links.fresh(q=offer.value))
    return links.search_path(links.fresh(**{offer.kind: (offer.value,)}))
