"""How a document is set: its usual size, spacing and margins, measured on its own lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from council.values import value
from indexer.blocks import Line
from indexer.widths import width

# Lefts within so many points are one margin.
_MARGIN_GRAIN = 4.0
# Of the lines at one margin so many may stick out over the right edge: a stray long line is no margin.
_EDGE_SHARE = 0.97
_ENOUGH_LINES = 12
# A space and half a letter: what must be left over before a word is said to have fitted.
_SPACE = 0.28
# Text files don't say how wide their letters were: the estimate is off by so much.
_TEXT_SLACK = 0.05
# A size within this share of the usual one is body text.
BODY_TOLERANCE = 0.08


@value
class Typography:
    """The usual look of a document. Sizes and edges in points; `gap` is the white space between lines of a paragraph, in line heights.

    `printed` is whether lines have places on a page; without them widths are estimated in sizes of the font.
    """

    size: float
    left: float
    gap: float
    printed: bool
    edge: Callable[[Line], float]
    """How far right lines reach that begin where a line does."""
    larger: tuple[float, ...] = ()
    """Sizes above the usual one, from the largest."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Typography:
        """Measure a document's lines (furniture left out)."""
        plain = [line for line in lines if not line.cell and not line.heading_level] or list(lines)
        if not any(line.box or line.size for line in plain):  # text files show nothing but words
            return cls(size=0.0, left=0.0, gap=0.0, printed=False, edge=_one_edge(plain))
        printed = any(line.box for line in plain)
        size = _commonest((line.size, len(line.text)) for line in plain)
        body = [line for line in plain if is_near(line.size, size)]
        return cls(
            size=size,
            left=_commonest((round(line.box.left), len(line.text)) for line in body if line.box),
            gap=_usual_gap(body) if printed else 0.0,
            printed=printed,
            edge=_edges(lines, body) if printed else _one_edge(body),
            larger=_larger(plain, size),
        )

    def fits(self, before: Line, line: Line) -> bool:
        """Whether the first word of `line` had had room on the line before, so that the line was ended on purpose."""
        edge = self.edge(before)
        word = line.text.split(" ", 1)[0]
        if before.box is None:
            return width(before.text) + _SPACE + width(word) < edge * (1 - _TEXT_SLACK)
        size = before.size or self.size
        wide = width(word) * size * (1.06 if line.bold else 1.0)
        return before.box.right + _SPACE * size + wide * 1.03 < edge


def is_near(size: float, usual: float) -> bool:
    """Whether a size is the usual one, or nothing is known of it."""
    return not size or not usual or abs(size - usual) <= BODY_TOLERANCE * usual


def _commonest(weighed: Iterable[tuple[float, int]]) -> float:
    counts: Counter[float] = Counter()
    for size, weight in weighed:
        counts[size] += weight
    return counts.most_common(1)[0][0] if counts else 0.0


def _usual_gap(body: Sequence[Line]) -> float:
    """The middle of the gaps below one line: larger ones part paragraphs."""
    gaps = [line.gap for line in body if -0.5 < line.gap < 0.95]
    return median(gaps) if gaps else 0.0


def _larger(lines: Sequence[Line], size: float) -> tuple[float, ...]:
    sizes = {round(line.size * 2) / 2 for line in lines if line.size > size * (1 + BODY_TOLERANCE)}
    return tuple(sorted(sizes, reverse=True))


def _one_edge(body: Sequence[Line]) -> Callable[[Line], float]:
    """One right edge for all lines, measured when first asked for: blank lines part the paragraphs of most text files."""
    measured: list[float] = []

    def edge(_line: Line) -> float:
        if not measured:
            measured.append(_edge([width(line.text) for line in body]))
        return measured[0]

    return edge


def _edges(lines: Sequence[Line], body: Sequence[Line]) -> Callable[[Line], float]:
    """The right edge for every line, by the address of the line: by column where there are columns, else by margin."""
    by_margin: dict[int, list[float]] = defaultdict(list)
    for line in body:
        if line.box and not line.bold:
            by_margin[_margin(line)].append(line.box.right)
    known = {margin: _edge(rights) for margin, rights in by_margin.items()}
    edges: dict[int, float] = {}
    for column in columns(lines):
        rights = [line.box.right for line in column if line.box and not line.bold and not line.cell]
        margins = Counter(_margin(line) for line in column if line.box and not line.cell)
        usual = margins.most_common(1)[0][0] if margins else 0
        edge = max(_edge(rights), known.get(usual, 0.0))
        edges |= {id(line): edge for line in column}
    return lambda line: edges.get(id(line), 0.0)


def columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that run down a page without a jump up: a page, or a column of one."""
    parts: list[list[Line]] = []
    before: Line | None = None
    for line in lines:
        if before is None or starts_column(before, line):
            parts.append([])
        parts[-1].append(line)
        before = line
    return parts


def starts_column(before: Line, line: Line) -> bool:
    """Whether a line stands on another page than the line before, or above it on the same page."""
    if before.page != line.page:
        return True
    return bool(before.box and line.box and line.box.bottom > before.box.top)


def _margin(line: Line) -> int:
    return round(line.box.left / _MARGIN_GRAIN) if line.box else 0


def _edge(rights: Sequence[float]) -> float:
    if not rights:
        return 0.0
    ordered = sorted(rights)
    return ordered[-1] if len(ordered) < _ENOUGH_LINES else ordered[int(_EDGE_SHARE * (len(ordered) - 1))]
