"""Which blocks are headings beyond doubt: marked by the format, or set larger, bold or numbered, short and without a full stop."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.blocks import Line
from indexer.list_marks import opens_paragraph_of_minutes
from indexer.typography import Typography

# Titles of matters run long ("Svar på motion gällande …"), over three or four lines at most.
_LONGEST = 260
_MOST_LINES = 5
_SENTENCE_ENDS = (".", ";", ",")
_ABBREVIATED_END = re.compile(r"\b(?:m\.m|m\.fl|m\.\s?fl|bl\.a|etc|osv)\.$")
_DEEP_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+[A-ZÅÄÖ]")
_SHORTEST_BOLD = 2
_LARGER = 1.1
# Below the sizes that are larger than body text; bold text of body size is the lowest level.
_DEEPEST = 6


def heading_level(run: Sequence[Line], typography: Typography) -> int:
    """The level of a heading (1 is the highest), 0 for a block that may be one only by its words."""
    first = run[0]
    if first.heading_level:
        return min(first.heading_level, _DEEPEST)
    if first.cell or len(run) > _MOST_LINES or len(first.text) > _LONGEST:
        return 0
    text = " ".join([line.text for line in run])
    if len(text) > _LONGEST or (text.endswith(_SENTENCE_ENDS) and not _ABBREVIATED_END.search(text)):
        return 0
    if not (any(map(str.isalpha, text)) or "§" in text):
        return 0
    return _typographic_level(run, text, typography)


def _typographic_level(run: Sequence[Line], text: str, typography: Typography) -> int:
    size = run[0].size
    bold = run[0].bold and all(line.bold for line in run)
    below = len(typography.larger) + 1
    if typography.size and size > _LARGER * typography.size:
        rank = sum(larger > size + 0.25 for larger in typography.larger)
        return min(rank + 1, _DEEPEST)
    if bold and len(text) > _SHORTEST_BOLD and size >= 0.95 * typography.size:
        return min(below, _DEEPEST)
    if len(run) == 1 and _DEEP_NUMBER.match(text) and len(text) < 80:
        return min(below, _DEEPEST)
    return min(below, _DEEPEST) if len(run) == 1 and opens_paragraph_of_minutes(text) and len(text) < 40 else 0
