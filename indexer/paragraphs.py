"""From printed lines to blocks of running text: furniture dropped, lines joined, hyphens resolved, headings and list items told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from council.model import Box
from council.values import value
from indexer.blocks import Block, BlockKind, ExtractedText, Line
from indexer.furniture import set_apart
from indexer.headings import heading_level
from indexer.hyphens import DocumentWords, joined, without_marks
from indexer.joining import runs
from indexer.list_marks import opens_paragraph_of_minutes, split_mark
from indexer.typography import Typography

# The entries of a list stand closer than this, in line heights.
_LIST_GAP = 0.5
# Formats whose lines are whole paragraphs already.
_WHOLE = frozenset({"docx", "odt", "rtf", "html"})


@value
class Layout:
    """A document's blocks in order, and every line that was dropped as furniture, each time it stands."""

    blocks: tuple[Block, ...]
    furniture: tuple[str, ...] = ()


def blocks(extracted: ExtractedText) -> Layout:
    """The blocks of a document. Every letter of its lines ends in a block or in the furniture."""
    body, furniture = set_apart(extracted.lines, extracted.page_sizes)
    typography = Typography.of(body)
    words = DocumentWords(line.text for line in body)
    built = _without_listed_headings([_block(run, typography, words) for run in runs(body, typography, whole=extracted.format in _WHOLE)])
    dropped = (*extracted.furniture, *(without_marks(line.text, words) for line in furniture))
    return Layout(tuple(block for block in built if block.text or block.marker), dropped)


def _without_listed_headings(built: Sequence[Block]) -> list[Block]:
    """§§ right after each other are the list of a meeting's matters, not their headings."""
    listed: set[int] = set()
    for place, (before, block) in enumerate(pairwise(built)):
        if block.gap < _LIST_GAP and all(opens_paragraph_of_minutes(b.text) and not b.marker and not b.bold for b in (before, block)):
            listed |= {place, place + 1}
    return [
        replace(block, kind="text", level=0) if place in listed and block.kind == "heading" else block for place, block in enumerate(built)
    ]


def _block(run: Sequence[Line], typography: Typography, words: DocumentWords) -> Block:
    first = run[0]
    text = first.text
    for line in run[1:]:
        text = joined(text, line.text, words)
    text = without_marks(text, words)
    level = heading_level(run, typography)
    marker, rest = ("", text) if level or first.cell else split_mark(text)
    kind: BlockKind = "heading" if level else "table_row" if first.cell else "list_item" if marker or first.list_level else "text"
    return Block(
        kind=kind,
        text=rest,
        page=first.page,
        boxes=_boxes(run),
        size=first.size,
        bold=first.bold and all(line.bold for line in run),
        italic=first.italic and all(line.italic for line in run),
        level=level,
        marker=marker,
        lead=_lead(run, marker, words),
        indent=round(first.box.left - typography.left, 1) if first.box else 0.0,
        gap=first.gap,
        lines=len(run),
    )


def _lead(run: Sequence[Line], marker: str, words: DocumentWords) -> str:
    """The bold or italic run that opens a block, over its line ends."""
    lead, first = "", run[0]
    if not (first.lead or first.bold or first.italic):
        return ""
    for line in run:
        whole = line.bold or line.italic
        lead = joined(lead, line.text if whole else line.lead, words)
        if not whole:
            break
    else:
        return ""
    lead = without_marks(lead, words)
    return lead.removeprefix(marker).strip() if marker else lead


def _boxes(run: Sequence[Line]) -> tuple[Box, ...]:
    """One box for each page and column that a block stands in."""
    boxes: list[Box] = []
    for line in run:
        if line.box is None:
            continue
        last = boxes[-1] if boxes else None
        if last and last.page == line.box.page and line.box.top <= last.bottom + (line.box.top - line.box.bottom):
            boxes[-1] = Box(last.page, min(last.left, line.box.left), line.box.bottom, max(last.right, line.box.right), last.top)
        else:
            boxes.append(line.box)
    return tuple(boxes)
