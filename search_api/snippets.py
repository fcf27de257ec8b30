"""Marks the words of a paragraph that matched, with the reason of each, and chooses the window that a page shows."""

from __future__ import annotations

import functools
import re
from array import array
from bisect import bisect_right
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from council import references, swedish
from council.criteria import LexicalQuery, Node, Reason, Variant, Word
from search_api.results import Mark, Window

WINDOW = 360
"""Code points of a long paragraph that a page shows: five or six lines at 65 characters (UI.md)."""
WHOLE = 440
"""A paragraph up to this length is shown whole: a window of it would save a line."""
LEAD = 90
"""How far before the first mark a sentence may begin to be shown from its beginning."""

REASON_ORDER: tuple[Reason, ...] = ("exact", "inflection", "prefix", "compound", "synonym", "typo", "heading", "meaning")
_RANK = {reason: rank for rank, reason in enumerate(REASON_ORDER)}
_SENTENCE = re.compile(r"[.!?:]\s+(?=[\"”(–-]?[A-ZÅÄÖ0-9])|\n+")
_SPACE = re.compile(r"\s")
NOTHING: tuple[Mark, ...] = ()

_Matches: TypeAlias = tuple[tuple[int, Reason], ...]
"""(word of the query, why) of each match."""
_BEGINS: tuple[int, Reason] = (-1, "exact")
"""Stands for the beginning of words in order, which only their neighbours can tell."""


class _Found(NamedTuple):
    """A stretch that matched: which word of the query, and why."""

    start: int
    end: int
    reason: Reason
    word: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph's marks in order, none overlapping, its window, and the reasons of its marks, best first."""

    marks: tuple[Mark, ...]
    window: Window
    reasons: tuple[Reason, ...]


class Marker:
    """Finds a query's words in texts, by the same tokens that the engines index."""

    def __init__(self, query: LexicalQuery) -> None:
        self.single: dict[tuple[str, str], tuple[int, Reason]] = {}
        self.prefixes: list[tuple[str, int]] = []
        self.sequences: list[tuple[Variant, int]] = []
        self.references: dict[str, int] = {}
        self.context: frozenset[str] = frozenset()
        self._of_surface: dict[str, _Matches] = {}
        for number, word in enumerate(words_of((*query.words, *query.required))):
            self._learn(word, number)

    def _learn(self, word: Word, number: int) -> None:
        for variant in word.variants:
            if variant.field == "context":
                self.context |= {variant.tokens[0]}
            elif variant.field == "references":
                self.references.setdefault(variant.tokens[0], number)
            elif len(variant.tokens) > 1:
                self.sequences.append((variant, number))
            elif variant.prefix:
                self.prefixes.append((variant.tokens[0], number))
            else:
                self._learn_single(variant, number)

    def _learn_single(self, variant: Variant, number: int) -> None:
        key = (variant.field, variant.tokens[0])
        known = self.single.get(key)
        if known is None or _RANK[variant.reason] < _RANK[known[1]]:
            self.single[key] = (number, variant.reason)

    @property
    def idle(self) -> bool:
        """Whether the query asks for no words at all."""
        return not (self.single or self.prefixes or self.sequences or self.references)

    def show(self, text: str) -> Shown:
        """The marks and window of a paragraph's text."""
        found = [] if self.idle else _untangled(list(self._find(text)))
        marks = tuple(Mark(f.start, f.end, f.reason) for f in found)
        reasons = tuple(sorted({mark.reason for mark in marks}, key=_RANK.__getitem__))
        return Shown(marks, window(text, [(f.start, f.end, f.word) for f in found]), reasons)

    def in_context(self, texts: Sequence[str]) -> bool:
        """Whether the title or a heading holds a word of the query."""
        return any(not self.context.isdisjoint(_lemmas(text)) for text in texts) if self.context else False

    def _find(self, text: str) -> Iterator[_Found]:
        begins = yield from self._single(text)
        if begins:
            known = looked_up(text)
            for variant, number in self.sequences:
                yield from _sequences(known, variant, number)
        if self.references:
            yield from self._references(text)

    def _single(self, text: str) -> Generator[_Found, None, bool]:
        """Words that match by themselves; returns whether words in order may begin in the text.

        A page shows thirty new texts, so what a word matches is kept, not texts.
        """
        known, otherwise, begins = self._of_surface, swedish.read_otherwise(text), False
        for word in swedish.WORD.finditer(text):
            surface = word[0]
            matches = known.get(surface)
            if matches is None:
                matches = known[surface] = self._matches(surface, swedish.readings_alone(surface))
            if otherwise and (readings := otherwise.get(word.start())):
                matches = self._matches(surface, readings)
            for match in matches:
                if match is _BEGINS:
                    begins = True
                else:
                    yield _Found(word.start(), word.end(), match[1], match[0])
        return begins

    def _matches(self, surface: str, readings: swedish.Readings) -> _Matches:
        """Which words of the query a word of the text matches, and why."""
        lemmas, parts, deeper = readings
        by_surface, by_lemma, by_part = self._sought
        found = [match for lemma in lemmas if lemma in by_lemma for match in by_lemma[lemma]]
        if parts or deeper:
            found += [match for part in parts + deeper if part in by_part for match in by_part[part]]
        if by_surface or self.prefixes:
            folded = surface.casefold()
            found += by_surface.get(folded, ())
            found += [(number, "prefix") for prefix, number in self.prefixes if folded.startswith(prefix)]
        return tuple(dict.fromkeys(found)) if found else ()

    @functools.cached_property
    def _sought(self) -> tuple[Mapping[str, list[tuple[int, Reason]]], ...]:
        """What a surface, a lemma and a part of a compound match, or _BEGINS where words in order begin with it."""
        found: dict[str, dict[str, list[tuple[int, Reason]]]] = {"surfaces": {}, "lemmas": {}, "compound_parts": {}}
        for (field, token), match in self.single.items():
            found[field].setdefault(token, []).append(match)
        for variant, _ in self.sequences:
            found[variant.field].setdefault(variant.tokens[0], []).append(_BEGINS)
        return tuple(found.values())

    def _references(self, text: str) -> Iterator[_Found]:
        for reference in references.find(text):
            number = next((self.references[form] for form in references.normal_forms(reference) if form in self.references), None)
            if number is not None and reference.end > reference.start:
                yield _Found(reference.start, reference.end, "exact", number)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Where a text's words stand: offsets by place, and the places of each surface, lemma and compound part."""

    starts: array[int]
    ends: array[int]
    places: Mapping[str, Mapping[str, tuple[int, ...]]]

    def found(self, first: int, last: int, reason: Reason, number: int) -> _Found:
        """The stretch from one place to another."""
        return _Found(self.starts[first], self.ends[last], reason, number)

    def beginning(self, prefix: str) -> tuple[int, ...]:
        """The places of words that begin so."""
        return tuple(place for surface, places in self.places["surfaces"].items() if surface.startswith(prefix) for place in places)


@functools.lru_cache(maxsize=4_096)
def _lemmas(text: str) -> frozenset[str]:
    """The lemmas of a title or a heading, which stand over many paragraphs."""
    otherwise = swedish.read_otherwise(text)
    return frozenset(
        lemma for word in swedish.WORD.finditer(text) for lemma in (otherwise.get(word.start()) or swedish.readings_alone(word[0]))[0]
    )


@functools.lru_cache(maxsize=512)
def looked_up(text: str) -> LookedUp:
    """A text ready for marking words in order; 512 of them take about 10 MB."""
    tokens = swedish.analyse(text)
    surfaces: dict[str, tuple[int, ...]] = {}
    lemmas: dict[str, tuple[int, ...]] = {}
    parts: dict[str, tuple[int, ...]] = {}
    for place, token in enumerate(tokens):
        surface = token.surface.casefold()
        surfaces[surface] = (*surfaces.get(surface, ()), place)
        for lemma in token.lemmas:
            lemmas[lemma] = (*lemmas.get(lemma, ()), place)
        for part in (*token.parts, *token.deeper):
            parts[part] = (*parts.get(part, ()), place)
    starts, ends = array("l", (token.start for token in tokens)), array("l", (token.end for token in tokens))
    return LookedUp(starts, ends, {"surfaces": surfaces, "lemmas": lemmas, "compound_parts": parts})


def words_of(nodes: Sequence[Node]) -> Iterator[Word]:
    """The words of a query's nodes, in order."""
    for node in nodes:
        if isinstance(node, Word):
            yield node
        else:
            yield from words_of(node.children)


def window(text: str, found: Sequence[tuple[int, int, int]]) -> Window:
    """The stretch that holds most of what matched, (start, end, word) in order, cut at word borders."""
    if len(text) <= WHOLE:
        return Window(0, len(text))
    first, last = _densest(found)
    start = _sentence_start(text, first) if found else 0
    end = max(last, start + WINDOW)
    if end >= len(text):
        start = _word_start(text, max(0, min(start, len(text) - WINDOW)))
        return Window(start, len(text))
    return Window(start, _word_end(text, max(last, end)))


def _densest(found: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """First and last offset of the marks that fit one window and hold most of the query's words."""
    best, best_score = (0, 0), (0, 0)
    ends = [end for _, end, _ in found]
    for i, (start, end, _) in enumerate(found):
        stop = max(bisect_right(ends, start + WINDOW - LEAD), i + 1)
        score = (len({word for _, _, word in found[i:stop]}), stop - i)
        if score > best_score:
            best, best_score = (start, max(end, found[stop - 1][1])), score
    return best


def _sentence_start(text: str, at: int) -> int:
    low = max(0, at - LEAD)
    if low == 0:
        return 0
    starts = [match.end() for match in _SENTENCE.finditer(text, low, at)]
    return starts[0] if starts else _word_start(text, low)


def _word_start(text: str, at: int) -> int:
    """The next beginning of a word at or after an offset."""
    if at == 0 or _SPACE.match(text[at - 1]):
        return at
    space = _SPACE.search(text, at)
    return space.end() if space else at


def _word_end(text: str, at: int) -> int:
    """The end of the word that an offset stands in."""
    space = _SPACE.search(text, at)
    return space.start() if space else len(text)


def _sequences(known: LookedUp, variant: Variant, number: int) -> Iterator[_Found]:
    """Places where the variant's words stand in order, at most `slop` late in all."""
    held = known.places[variant.field]
    places = [held.get(token, ()) for token in variant.tokens]
    if variant.prefix:
        places[-1] = known.beginning(variant.tokens[-1])
    if not all(places):
        return
    for first in places[0]:
        last = _follow(places, first, variant.slop)
        if last is not None:
            yield known.found(first, last, variant.reason, number)


def _follow(places: Sequence[tuple[int, ...]], first: int, slop: int) -> int | None:
    """Where the sequence ends that begins at `first`, or None."""
    at, slack = first, slop
    for following in places[1:]:
        late = next((n for n in range(slack + 1) if at + 1 + n in following), None)
        if late is None:
            return None
        at, slack = at + 1 + late, slack - late
    return at


def _untangled(found: list[_Found]) -> list[_Found]:
    """Marks in order; of those that overlap the longest stays, then the one with the best reason."""
    chosen: list[_Found] = []
    for item in sorted(found, key=lambda f: (-(f.end - f.start), _RANK[f.reason], f.start, f.word)):
        if all(item.end <= other.start or item.start >= other.end for other in chosen):
            chosen.append(item)
    return sorted(chosen, key=lambda f: f.start)
