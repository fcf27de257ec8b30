"""The picture of a page beside a paragraph: which pages can be shown, where they are, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

from council.model import Box, Document, Paragraph
from ui import links
from ui.wording import Wording

WIDEST_UPRIGHT = 620.0
"""Points. A4 is 595 wide and US Letter 612: what stands further to the right stands on a lying page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks to see: a paragraph, and which of its pages (None: its first)."""

    paragraph_id: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class PictureView:
    """A page's picture. `others` are the paragraph's other pages as (number, address); `lying` is a page wider than it is high."""

    page: int
    image: str
    alt: str
    lying: bool
    others: tuple[tuple[int, str], ...]
    original: str


def pages_of(paragraph: Paragraph) -> tuple[int, ...]:
    """The pages that a paragraph is known to stand on, by its boxes, in order."""
    return tuple(sorted({box.page for box in paragraph.boxes}))


def has_pictures(document: Document, *, shows_masked: bool) -> bool:
    """Whether pages of a document may be shown: not where something was masked, unless a setting allows."""
    return shows_masked or not document.withheld


def picture_view(document_id: str, paragraph: Paragraph, asked: Asked, words: Wording, *, part: int, q: str) -> PictureView | None:
    """The page that is asked for, when the paragraph has places on pages; another page than its own gives its first."""
    pages = pages_of(paragraph)
    if not pages:
        return None
    page = asked.page if asked.page in pages else pages[0]
    return PictureView(
        page=page,
        image=links.page_picture_path(document_id, page, paragraph.id),
        alt=words.text("Sida %(page)s i originalet. Stycket är inramat; dess text står här intill.", page=page),
        lying=_is_lying([box for box in paragraph.boxes if box.page == page]),
        others=tuple(
            (other, links.document_path(document_id, part=part, q=q, paragraph_id=paragraph.id, page=other))
            for other in pages
            if other != page
        ),
        original=links.original_path(document_id, page),
    )


def _is_lying(boxes: list[Box]) -> bool:
    return any(box.right > WIDEST_UPRIGHT for box in boxes)
