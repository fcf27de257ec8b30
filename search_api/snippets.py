"""Marks the words of a paragraph that matched, with the reason of each, and has the window chosen that a page shows."""

from __future__ import annotations

import functools
import itertools
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from council import references, swedish
from council.criteria import LexicalQuery, Node, Reason, Variant, Word
from search_api.numbered_texts import READ_ALONE, NumberedText, NumberedTexts, together
from search_api.results import Mark, Window
from search_api.windows import window
from search_api.word_forms import FIELDS, WordForms, word_forms
from search_api.word_places import places

REASON_ORDER: tuple[Reason, ...] = ("exact", "inflection", "prefix", "compound", "synonym", "typo", "heading", "meaning")
_RANK = {reason: rank for rank, reason in enumerate(REASON_ORDER)}
NOTHING: tuple[Mark, ...] = ()

_Matches: TypeAlias = tuple[tuple[int, Reason], ...]
"""(word of the query, why) of each match, the best first; below 0 a step of words in order, which only its neighbours can make a match."""


class _Found(NamedTuple):
    """A stretch that matched: which word of the query, and why."""

    start: int
    end: int
    reason: Reason
    word: int


def _best_first(match: tuple[int, Reason]) -> tuple[int, int]:
    return _RANK[match[1]], match[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph's marks in order, none overlapping, its window, and the reasons of its marks, best first."""

    marks: tuple[Mark, ...]
    window: Window
    reasons: tuple[Reason, ...]


class Marker:
    """Finds a query's words in texts, by the same tokens that the engines index. Several threads may ask."""

    def __init__(self, query: LexicalQuery, texts: NumberedTexts | None = None) -> None:
        """`texts` has the texts of a snapshot that were read already."""
        self.single: dict[tuple[str, str], tuple[int, Reason]] = {}
        self.prefixes: list[tuple[str, int]] = []
        self.sequences: list[tuple[Variant, int]] = []
        self.references: dict[str, int] = {}
        self.context: frozenset[str] = frozenset()
        self._texts = texts or NumberedTexts()
        self._candidates: tuple[int, frozenset[str]] = (0, frozenset())
        self._matching: dict[str, _Matches] = {}
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
        return self.show_all([text])[0]

    def show_all(self, texts: Sequence[str]) -> list[Shown]:
        """The same of several texts, in their order, which takes far less than one by one."""
        if self.idle:
            return [_shown(text, ()) for text in texts]
        read = self._texts.read(texts)
        return [
            _shown(text, self._find(text, surfaces, self._texts.otherwise(text, known)))
            for text, surfaces, known in zip(texts, self._matching_in(read), read, strict=True)
        ]

    def in_context(self, texts: Sequence[str]) -> bool:
        """Whether the title or a heading holds a word of the query."""
        return any(not self.context.isdisjoint(_lemmas(text)) for text in texts) if self.context else False

    def _find(self, text: str, surfaces: Sequence[str], otherwise: Mapping[int, swedish.Readings]) -> Sequence[_Found]:
        """What matches in a text, in order, none overlapping, by its words that match alone and those that are read otherwise."""
        matched = [*self._alone(text, surfaces, otherwise), *self._otherwise(text, otherwise)] if otherwise else self._alone(text, surfaces)
        if not (self._in_order or self.references):  # then no two matches overlap, and the first of a word's is its best
            return sorted(_Found(start, end, matches[0][1], matches[0][0]) for start, end, matches in matched)
        matched = [*matched]
        found = [_Found(start, end, reason, number) for start, end, matches in matched for number, reason in matches if number >= 0]
        steps = {number for _, _, matches in matched for number, _ in matches}
        for needed, variant, number in self._in_order:
            if needed <= steps:
                found += _sequences(looked_up(text), variant, number)
        return _untangled([*found, *self._references(text)] if self.references else found)

    def _alone(
        self, text: str, surfaces: Sequence[str], otherwise: Mapping[int, swedish.Readings] = READ_ALONE
    ) -> Iterator[tuple[int, int, _Matches]]:
        """Where words stand that match as they are read by themselves."""
        for surface in surfaces:
            matches = self._matching.get(surface)
            if matches is None:
                matches = self._matching[surface] = self._matches(surface, swedish.readings_alone(surface))
            length = len(surface)
            for start in places(surface, text):
                if start not in otherwise:
                    yield start, start + length, matches

    def _otherwise(self, text: str, otherwise: Mapping[int, swedish.Readings]) -> Iterator[tuple[int, int, _Matches]]:
        """Where words stand that match as their neighbours make them read."""
        for start, readings in otherwise.items():
            word = swedish.WORD.match(text, start)
            if word and (matches := self._matches(word[0], readings)):
                yield start, word.end(), matches

    def _matching_in(self, read: Sequence[NumberedText]) -> list[list[str]]:
        """The words of each text that match as they are read alone, each once: the texts' numbers are looked up all at once."""
        numbers, ends = together(read)
        self._forms.meet(self._texts.unmet(numbers, self._forms), self._sieve)
        at = np.flatnonzero(self._texts.holding(self._named())[numbers])
        found: list[dict[str, None]] = [{} for _ in read]
        for text, number in zip(np.searchsorted(ends, at, side="right").tolist(), numbers[at].tolist(), strict=True):
            found[text][self._texts.words[number]] = None
        return [list(surfaces) for surfaces in found]

    def _named(self) -> frozenset[str]:
        """The words met so far that match. Of a page's new words most look unlike, and are not read."""
        known, named = self._candidates
        if len(self._forms) != known:
            known = len(self._forms)  # before the words are asked for: another thread may add some meanwhile
            named = self._forms.named(dict(zip(FIELDS, self._sought, strict=True)), [prefix for prefix, _ in self.prefixes])
            self._candidates = known, named
        return named

    @functools.cached_property
    def _forms(self) -> WordForms:
        return word_forms()

    @functools.cached_property
    def _sieve(self) -> swedish.Sieve:
        """Tells which words may match before they are read: a page's new words are mostly long compounds of something else."""
        return swedish.Sieve([*itertools.chain.from_iterable(self._sought), *(prefix for prefix, _ in self.prefixes)])

    def _matches(self, surface: str, readings: swedish.Readings) -> _Matches:
        """Which words of the query a word of the text matches, and why."""
        lemmas, parts, deeper = readings
        by_surface, by_lemma, by_part = self._sought
        folded = surface.casefold()
        found = [match for lemma in lemmas for match in by_lemma.get(lemma, ())]
        found += [match for part in parts + deeper for match in by_part.get(part, ())]
        found += by_surface.get(folded, ())
        found += [(number, "prefix") for prefix, number in self.prefixes if folded.startswith(prefix)]
        return tuple(sorted(dict.fromkeys(found), key=_best_first))

    @functools.cached_property
    def _in_order(self) -> tuple[tuple[frozenset[int], Variant, int], ...]:
        """Words in order: the steps that a text must hold before it is worth a look, the words, and the word of the query."""
        return tuple(
            (frozenset(self._steps[variant.field, token] for token in _whole(variant)), variant, number)
            for variant, number in self.sequences
        )

    @functools.cached_property
    def _steps(self) -> Mapping[tuple[str, str], int]:
        """A number below 0 for each word that stands in words in order."""
        tokens = dict.fromkeys((variant.field, token) for variant, _ in self.sequences for token in _whole(variant))
        return {token: -place for place, token in enumerate(tokens, 1)}

    @functools.cached_property
    def _sought(self) -> tuple[Mapping[str, list[tuple[int, Reason]]], ...]:
        """What a surface, a lemma and a part of a compound match, and of which words in order they are a step: in the order of FIELDS."""
        found: dict[str, dict[str, list[tuple[int, Reason]]]] = {field: {} for field in FIELDS}
        for (field, token), match in self.single.items():
            found[field].setdefault(token, []).append(match)
        for (field, token), step in self._steps.items():
            found[field].setdefault(token, []).append((step, "exact"))
        return tuple(found.values())

    def _references(self, text: str) -> Iterator[_Found]:
        for reference in references.find(text):
            number = next((self.references[form] for form in references.normal_forms(reference) if form in self.references), None)
            if number is not None and reference.end > reference.start:
                yield _Found(reference.start, reference.end, "exact", number)


def _shown(text: str, found: Sequence[_Found]) -> Shown:
    if not found:
        return Shown(NOTHING, window(text, ()), ())
    marks = tuple([Mark(f.start, f.end, f.reason) for f in found])
    reasons = tuple(sorted({f.reason for f in found}, key=_RANK.__getitem__))
    return Shown(marks, window(text, [(f.start, f.end, f.word) for f in found]), reasons)


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
    otherwise = swedish.read_otherwise(text, swedish.WORD.findall(text))
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


def _whole(variant: Variant) -> tuple[str, ...]:
    """The words in order that stand as they are: not the beginning of a word at their end."""
    return variant.tokens[:-1] if variant.prefix else variant.tokens


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
