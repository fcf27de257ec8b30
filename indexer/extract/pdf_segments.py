"""Segments: words that stand together on one line of a page, be it a line of text or a line in a table's cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.extract.characters import one_space
from indexer.extract.pdf_words import LINE_END_HYPHEN, Word

# Two words on one baseline belong together when less than this many sizes lie between them. Justified text reaches 1.
_WORD_GAP = 1.5
# Letters may lap over each other (kerning, a fake bold drawn twice) by so many sizes.
_OVERLAP = 0.6
# Baselines that differ by less than this share of the size are one line: raised marks sit at a third of the size.
SAME_BASELINE = 0.38
# Gaps of a justified line differ by less than this share; two gaps are the fewest that can be compared.
_SAME_GAP = 0.03
# Wider gaps than so many sizes are a table's, whatever they have in common.
_WIDEST_GAP = 5.0
_FEWEST_GAPS = 2
# Rows of figures may stand at equal distances; a line of text is mostly words.
_MOSTLY_WORDS = 0.6
# A narrower gap (in sizes) is no space between letters when the file itself puts none there.
_SPACE = 0.12


@dataclass(slots=True)
class Segment:
    """A run of words on one baseline, in the order of reading; edges in points."""

    words: list[Word] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    baseline: float = 0.0
    size: float = 0.0

    @classmethod
    def of(cls, word: Word) -> Segment:
        """A segment of one word."""
        return cls([word], word.left, word.right, word.baseline, word.size)

    def add(self, word: Word) -> None:
        """Take the next word in."""
        self.words.append(word)
        self.left, self.right = min(self.left, word.left), max(self.right, word.right)
        if word.size > self.size * 1.05:
            # A raised mark may open the line; the line's own baseline is that of its larger letters.
            self.size, self.baseline = word.size, word.baseline

    @property
    def order(self) -> int:
        """Where in the file's order the segment begins."""
        return self.words[0].order

    @property
    def last_order(self) -> int:
        """Where in the file's order the segment ends."""
        return self.words[-1].order

    @property
    def text(self) -> str:
        """The words with the spaces that the file or the distances put between them."""
        parts = [self.words[0].text]
        for before, word in pairwise(self.words):
            parts.append(" " + word.text if _is_spaced(before, word) else word.text)
        return one_space("".join(parts))

    @property
    def letters(self) -> int:
        """How many characters it holds."""
        return sum(len(word.text) for word in self.words)


def segments_of(words: Iterable[Word]) -> list[Segment]:
    """Words that follow each other both in the file and on the page, as segments."""
    segments: list[Segment] = []
    for word in words:
        if segments and _follows(segments[-1], word):
            segments[-1].add(word)
        else:
            segments.append(Segment.of(word))
    return _with_justified_joined(segments)


def _with_justified_joined(segments: list[Segment]) -> list[Segment]:
    """Justified lines of few words have wide gaps, but all of one width, which cells never have."""
    joined: list[Segment] = []
    line: list[Segment] = []
    for segment in segments:
        if line and not _is_next_on_line(line[-1], segment):
            joined += _as_justified(line)
            line = []
        line.append(segment)
    return joined + (_as_justified(line) if line else [])


def _is_next_on_line(segment: Segment, following: Segment) -> bool:
    return abs(segment.baseline - following.baseline) < 0.1 * segment.size and following.left > segment.right


def _as_justified(line: list[Segment]) -> list[Segment]:
    words = [word for segment in line for word in segment.words]
    gaps = [word.left - before.right for before, word in pairwise(words)]
    if len(line) < 2 or len(gaps) < _FEWEST_GAPS or max(gaps) - min(gaps) > _SAME_GAP * max(gaps):
        return line
    if max(gaps) > _WIDEST_GAP * words[0].size:
        return line
    if sum(any(map(str.isalpha, word.text)) for word in words) < _MOSTLY_WORDS * len(words):
        return line
    whole = Segment.of(words[0])
    for word in words[1:]:
        whole.add(word)
    return [whole]


def _follows(segment: Segment, word: Word) -> bool:
    last = segment.words[-1]
    if last.text.endswith(LINE_END_HYPHEN):
        return False
    size = max(segment.size, word.size)
    gap = word.left - last.right
    return abs(word.baseline - segment.baseline) <= SAME_BASELINE * size and -_OVERLAP * size <= gap <= _WORD_GAP * size


def _is_spaced(before: Word, word: Word) -> bool:
    # White space in the file may be a line break before a raised mark: only a space that shows is one.
    gap = word.left - before.right
    return gap > _SPACE * word.size or (word.after_space and gap > -0.1 * word.size)
