"""Tells which topics (ämnen) a paragraph is about, from the seed words of the register."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from council.registers import Topic
from council.sought import folded
from indexer.plain_words import PlainWords, plain_word

MOST_TOPICS = 3
"""A paragraph is about three things at most; more would make the facet useless."""

DOCUMENT_SHARE = 0.15
"""A topic is a document's when this share of its words is about it; below, minutes of twenty matters would have all topics."""

FAINTEST = 0.6
"""A topic stays with more than this share of the evidence for the surest one."""

# What a piece of evidence weighs, swept together with FAINTEST on the even rows of tests/relevance/topics.jsonl (docs/registers.md).
_STRONG, _WEAK, _AGAIN, _TOLD = 3, 1, 1, 4
# A word said over and over counts so many times at most.
_MOST_TIMES = 4
# From so many words on a paragraph that names no topic is about its matter's; what is shorter is procedure.
_TELLS = 25
# A title that names more topics than these does not say which of them such a paragraph is about.
_PLAIN = 2

_STEM = 6
# Headings whose topics are remembered.
_MOST_CONTEXTS = 512
_WORDS = PlainWords(r"[\w-]")
_BODY = re.compile(r"(?:nämnd|förvaltning|kontor|utskott|fullmäktige|styrelse)(?:en|et)?s?$")


@dataclass(frozen=True, slots=True, eq=False)
class _Seed:
    """A seed word's topic and strength; `stem` is what inflections share, so that they count once. Made once, each is its own key.

    `piece` is what it has in common with seeds that overlap (förskol*, *förskola): they are one piece of evidence.
    """

    topic: str
    strong: bool
    stem: str
    piece: tuple[str, bool, str]

    @classmethod
    def of(cls, topic: str, strong: bool, stem: str) -> _Seed:
        """A seed of a topic."""
        return cls(topic, strong, stem, (topic, strong, stem[:_STEM]))


@dataclass(frozen=True)
class _Book:
    """The seeds ready for look-up: whole words, beginnings by their first three letters, ends or middles of words, and phrases."""

    whole: dict[str, list[_Seed]] = field(default_factory=lambda: defaultdict(list))
    beginnings: dict[str, list[_Seed]] = field(default_factory=lambda: defaultdict(list))
    anywhere: list[tuple[bool, _Seed]] = field(default_factory=list)
    phrases: dict[str, _Seed] = field(default_factory=dict)
    named: dict[str, frozenset[str]] = field(default_factory=dict)
    """Topics that a title or heading names; the same one stands over many paragraphs."""

    @functools.cached_property
    def seeds_of(self) -> _SeedsOfWords:
        """The seeds of each word, worked out once a word."""
        return _SeedsOfWords(self)

    def of_word(self, word: str) -> tuple[_Seed, ...]:
        """The seeds that a word is a form of. Names of boards and offices tell who acts, not what a text is about."""
        found = [*self.whole.get(word, ()), *[s for s in self.beginnings.get(word[:3], ()) if word.startswith(s.stem)]]
        for ends, seed in self.anywhere:
            if seed.stem in word and (not ends or word.endswith(seed.stem)):
                found.append(seed)
        return () if found and _BODY.search(word) else tuple(found)

    def of_text(self, text: str) -> dict[_Seed, int]:
        """The seeds that a text holds, and how often."""
        words = _WORDS.of(text)
        found: dict[_Seed, int] = {}
        for seeds in filter(None, map(self.seeds_of.__getitem__, words)):
            for seed in seeds:
                found[seed] = found.get(seed, 0) + 1
        if begun := found.keys() & self.begun.keys():
            for opening in begun:
                del found[opening]
            self._add_phrases(found, text, begun)
        return found

    def _add_phrases(self, found: dict[_Seed, int], text: str, begun: Iterable[_Seed]) -> None:
        said = folded(text)
        if any(self.begun[opening].search(said) for opening in begun):
            for match in self.phrase.finditer(said):
                if phrase := self.phrases.get(" ".join(match[0].split())):
                    found[phrase] = found.get(phrase, 0) + 1

    @functools.cached_property
    def openings(self) -> dict[bytes, _Seed]:
        """The first words of the phrases, each with what stands for it among the seeds: a text with none of them holds no phrase."""
        return {plain_word(opening.stem): opening for opening in self.begun}

    @functools.cached_property
    def begun(self) -> dict[_Seed, re.Pattern[str]]:
        """How phrases begin, by their first word; this is found faster than the phrases, and few texts with the word hold one."""
        after: dict[str, list[str]] = defaultdict(list)
        for phrase in self.phrases:
            first, *more = phrase.split()
            after[first].append(re.escape("".join(more[:1])))
        return {_Seed.of("", False, first): re.compile(rf"{re.escape(first)}\s+(?:{'|'.join(second)})") for first, second in after.items()}

    @functools.cached_property
    def phrase(self) -> re.Pattern[str]:
        """All phrases in one pattern, the longest first."""
        longest = sorted(self.phrases, key=len, reverse=True)
        return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in longest) + ")")


class _SeedsOfWords(dict[bytes, tuple[_Seed, ...]]):
    """The seeds of every word that was met. A dash before a word is none of it."""

    def __init__(self, book: _Book) -> None:
        self._book = book

    def __missing__(self, word: bytes) -> tuple[_Seed, ...]:
        seeds = self._book.of_word(word.decode("latin-1").lstrip("-").casefold())
        opening = self._book.openings.get(word)
        self[word] = seeds = (*seeds, opening) if opening else seeds
        return seeds


def find_topics(text: str, context: str, topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """Names of the topics of a text, the surest first. `context` (title and headings) counts less than the text itself.

    A strong word in the text names a topic; so do two different weak words; a strong word of the context needs a weak one beside it.
    A longer paragraph that names none is about what its title and headings name.
    """
    book = _book(topics)
    told = _named_by(context, book)
    evidence = _weigh(book.of_text(text))
    named = {t: e for t, e in evidence.items() if e.strong or e.weak >= 2 or t in told}
    if not named:
        return tuple(sorted(told)) if told and len(told) <= _PLAIN and len(text.split()) >= _TELLS else ()
    scores = {t: e.score + _TOLD * (t in told) for t, e in named.items()}
    most = max(scores.values())
    kept = [t for t, score in scores.items() if score > FAINTEST * most]
    return tuple(sorted(kept, key=lambda t: (-scores[t], t))[:MOST_TOPICS])


@dataclass(slots=True)
class _Evidence:
    """What a text holds of one topic: different strong and weak words, and how often strong ones stand in all."""

    strong: int = 0
    weak: int = 0
    times: int = 0

    @property
    def score(self) -> int:
        again = max(0, min(self.times, _MOST_TIMES) - self.strong)
        return _STRONG * self.strong + _WEAK * self.weak + _AGAIN * again


def _weigh(seeds: Mapping[_Seed, int]) -> dict[str, _Evidence]:
    """Evidence by topic, of pieces that do not overlap."""
    evidence: defaultdict[str, _Evidence] = defaultdict(_Evidence)
    pieces: dict[tuple[str, bool, str], int] = {}
    for seed, times in seeds.items():
        if times > pieces.get(seed.piece, 0):
            pieces[seed.piece] = times
    for (topic, strong, _), times in pieces.items():
        found = evidence[topic]
        if strong:
            found.strong += 1
            found.times += times
        else:
            found.weak += 1
    return evidence


def document_topics(paragraphs: Iterable[tuple[Sequence[str], int]]) -> tuple[str, ...]:
    """Topics of a document: those of a good part of its words. Each paragraph is (its topics, its number of words)."""
    weights: defaultdict[str, float] = defaultdict(float)
    words = 0
    for names, count in paragraphs:
        words += count
        for place, name in enumerate(names):
            weights[name] += count / (place + 1)
    most = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[: MOST_TOPICS + 2]
    return tuple(name for name, weight in most if weight >= DOCUMENT_SHARE * words)


def _named_by(context: str, book: _Book) -> frozenset[str]:
    """Topics that strong words of a title or heading name."""
    if context not in book.named:
        if len(book.named) >= _MOST_CONTEXTS:
            book.named.clear()
        book.named[context] = frozenset(seed.topic for seed in book.of_text(context) if seed.strong)
    return book.named[context]


# By the identity of the register's topics, which are kept beside: they hold thousands of words, and hashing them takes longer than a text.
_BOOKS: dict[int, tuple[tuple[Topic, ...], _Book]] = {}


def _book(topics: tuple[Topic, ...]) -> _Book:
    if id(topics) not in _BOOKS:
        _BOOKS[id(topics)] = (topics, _made(topics))
    return _BOOKS[id(topics)][1]


def _made(topics: tuple[Topic, ...]) -> _Book:
    book, seed = _Book(), functools.cache(_Seed.of)
    for topic in topics:
        for strong, words in ((True, topic.strong), (False, topic.weak)):
            for word in words:
                _enter(book, word.casefold(), seed(topic.name, strong, _stem(word.casefold().strip("*"))))
    return book


def _stem(stripped: str) -> str:
    """A seed's word as words of texts are met; phrases are looked for in the text itself."""
    return stripped if " " in stripped else plain_word(stripped).decode("latin-1")


def _enter(book: _Book, word: str, seed: _Seed) -> None:
    if " " in seed.stem:
        book.phrases[seed.stem] = seed
    elif word.startswith("*"):
        book.anywhere.append((not word.endswith("*"), seed))
    elif word.endswith("*") and len(seed.stem) >= 3:
        book.beginnings[seed.stem[:3]].append(seed)
    else:
        book.whole[seed.stem].append(seed)
