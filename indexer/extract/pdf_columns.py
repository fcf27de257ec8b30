"""Columns of a page: which parts of it are read one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.extract.pdf_segments import Segment

# A column of text has at least so many lines, of so many characters on the average; a table's columns are shorter or narrower.
_FEWEST_LINES = 5
_FEWEST_CHARACTERS = 18
# In the file's own order a column is finished before the next begins; a table's rows change sides again and again.
_MOST_SWITCHES = 3
_STEPS = 40


def in_reading_order(segments: Sequence[Segment]) -> list[list[Segment]]:
    """The page's segments as regions, each read as rows from top to bottom, in the order that a reader takes them."""
    gutter = _gutter(segments)
    if gutter is None:
        return [list(segments)]
    regions: list[list[Segment]] = []
    for band in _bands(segments, gutter):
        left = [segment for segment in band if segment.right <= gutter]
        right = [segment for segment in band if segment.left >= gutter]
        if len(left) + len(right) == len(band) and _are_columns(left, right):
            regions += in_reading_order(left) + in_reading_order(right)
        else:
            regions.append(band)
    return regions


def _gutter(segments: Sequence[Segment]) -> float | None:
    """The x of the emptiest upright strip with columns of text on both sides, or None."""
    first, last = min(s.left for s in segments), max(s.right for s in segments)
    long = [s for s in segments if s.letters >= _FEWEST_CHARACTERS]
    third = (last - first) / 3
    if sum(s.right < last - third * 0.8 for s in long) < _FEWEST_LINES or sum(s.left > first + third * 0.8 for s in long) < _FEWEST_LINES:
        return None
    candidates = [first + third * 0.6 + third * 1.8 * step / _STEPS for step in range(_STEPS + 1)]
    crossing = [sum(s.left < x < s.right for s in segments) for x in candidates]
    fewest = min(crossing)
    best = [x for x, count in zip(candidates, crossing, strict=True) if count == fewest]
    gutter = best[len(best) // 2]
    left, right = [s for s in long if s.right <= gutter], [s for s in long if s.left >= gutter]
    enough = min(len(left), len(right)) >= _FEWEST_LINES
    return gutter if enough and fewest <= max(_FEWEST_LINES, len(segments) * 0.5) else None


def _bands(segments: Sequence[Segment], gutter: float) -> list[list[Segment]]:
    """Segments from top to bottom, cut where lines that cross the gutter stand between lines that do not."""
    bands: list[list[Segment]] = []
    crossing_before: bool | None = None
    for segment in sorted(segments, key=lambda s: (-s.baseline, s.left)):
        crosses = segment.left < gutter < segment.right
        if crosses != crossing_before:
            bands.append([])
        bands[-1].append(segment)
        crossing_before = crosses
    return bands


def _are_columns(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    if min(len(left), len(right)) < _FEWEST_LINES:
        return False
    if min(_mean_letters(left), _mean_letters(right)) < _FEWEST_CHARACTERS:
        return False
    lefts = {id(segment) for segment in left}
    sides = [id(segment) in lefts for segment in sorted([*left, *right], key=lambda s: s.order)]
    return sum(a != b for a, b in pairwise(sides)) <= _MOST_SWITCHES


def _mean_letters(segments: Sequence[Segment]) -> float:
    return sum(segment.letters for segment in segments) / len(segments)
