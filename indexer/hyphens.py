"""Line ends inside a word: which hyphens go or stay, and where a space belongs, by Swedish spelling and the document's own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

LINE_END_HYPHEN = "\ufffe"
"""What pdfium gives for a hyphen at a line's end."""

_SOFT = "\u00ad"
_HYPHENS = f"-{LINE_END_HYPHEN}{_SOFT}‐"
_DASHES = "–—−"
_LEFT_PART = re.compile(r"\S+$")
_RIGHT_PART = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Words that take up a suspended part: barn- och ungdomsnämnden, för- eller nackdelar, drift- respektive underhållskostnad.
_TAKES_UP = frozenset(
    ["och", "eller", "samt", "respektive", "resp", "resp.", "alternativt", "till", "men", "kontra", "and", "or", "&", "å"]
)
_ADDRESS = re.compile(r"(?:https?://|www\.|[\w.+-]+@)\S*$|\S+\.(?:se|com|org|nu|eu|net)/\S*$", re.IGNORECASE)
_ADDRESS_REST = re.compile(r"[\w./?=&%#~+-]+$")
# First parts that keep their hyphen in Swedish: single letters (e-post), letters in capitals (VA-plan), figures (50-tal), icke- and ex-.
_KEEPS = re.compile(r"(?:.*[\W\d_])?(?:[^\W\d_]|[A-ZÅÄÖ]{2,}|\d+|icke|ex|f\.d)$")
_RANGE_LEFT = re.compile(r"\d$")
_RANGE_RIGHT = re.compile(r"[(\d]")


class DocumentWords:
    """How often the words of a document stand in it, whole and away from line ends; they decide about unclear hyphens."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = tuple(lines)

    @cached_property
    def _times(self) -> Counter[str]:
        """Counted when first asked for: most text files break no word."""
        times: Counter[str] = Counter()
        for line in self._lines:
            words = _WORD.findall(line)
            if words and line.rstrip()[-1:] in (*_HYPHENS, *_DASHES):
                words.pop()
            times.update(map(str.casefold, words))
        return times

    def times(self, word: str) -> int:
        """How often a word stands in the document, whatever its case; also as the beginning of a hyphenated one."""
        return self._times[word.casefold()]


def joined(left: str, right: str, words: DocumentWords) -> str:
    """Two lines of one paragraph as one text. `left` may end with a hyphen in any of its forms; nothing but hyphens is ever dropped."""
    left, right = left.rstrip(), right.lstrip()
    if not left or not right:
        return left + right
    end = left[-1]
    if end in _DASHES:
        return left + right if _RANGE_LEFT.search(left[:-1]) and _RANGE_RIGHT.match(right) else f"{left} {right}"
    if end not in _HYPHENS:
        return left + right if _is_broken_address(left, right) else f"{left} {right}"
    return _joined_at_hyphen(left[:-1], right, words)


def without_marks(text: str, words: DocumentWords) -> str:
    """A text with the line-end and soft hyphens that stand inside it resolved."""
    while LINE_END_HYPHEN in text:
        left, _, right = text.partition(LINE_END_HYPHEN)
        text = joined(left + "-", right, words) if left.strip() and right.strip() else left + "-" + right
    return text.replace(_SOFT, "")


def _joined_at_hyphen(left: str, right: str, words: DocumentWords) -> str:
    if not left or left[-1].isspace():
        return f"{left}- {right}"
    first = _LEFT_PART.search(left)
    second = _RIGHT_PART.match(right)
    first_part, second_part = first.group() if first else "", second.group() if second else ""
    if _ADDRESS.search(first_part):
        return f"{left}-{right}"
    if second_part.casefold().rstrip(",;:") in _TAKES_UP:
        return f"{left}- {right}"
    return left + ("" if _is_soft(first_part, second_part, words) else "-") + right


def _is_soft(first: str, second: str, words: DocumentWords) -> bool:
    """Whether the hyphen only marks the line's end."""
    if not second[0].islower() or not first[-1].isalpha():
        return False
    whole = _WORD.match(second)
    tail = whole.group() if whole else second
    head = re.split(r"[^\w-]", first)[-1]
    kept, dropped = words.times(f"{head}-{tail}"), words.times(head + tail)
    if kept != dropped:
        return dropped > kept
    return not _KEEPS.match(head)


def _is_broken_address(left: str, right: str) -> bool:
    """Whether a web address goes on in the next line: it stopped at one of its own marks, or the next line is only the rest of it."""
    last = _LEFT_PART.search(left)
    following = _RIGHT_PART.match(right)
    if last is None or following is None or not _ADDRESS.search(last.group()):
        return False
    return last.group()[-1] in "/=?&_%" and bool(_ADDRESS_REST.match(following.group().rstrip(").,")))
