"""Tells which topics (ämnen) a paragraph is about, from the seed words of the register."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from council.registers import Topic

MOST_TOPICS = 3
"""A paragraph is about three things at most; more would make the facet useless."""

DOCUMENT_SHARE = 0.15
"""A topic is a document's when this share of its words is about it; below, minutes of twenty matters would have all topics."""

FAINTEST = 0.5
"""A topic stays with this share of the evidence for the surest one; on 60 labelled paragraphs this cost little recall."""

_STEM = 6
_WORD = re.compile(r"\w[\w-]*")
_BODY = re.compile(r"(?:nämnd|förvaltning|kontor|utskott|fullmäktige|styrelse)(?:en|et)?s?$")


@dataclass(frozen=True, slots=True)
class _Seed:
    """A seed word's topic and strength; `stem` is what inflections share, so that they count once."""

    topic: str
    strong: bool
    stem: str


@dataclass(frozen=True)
class _Book:
    """The seeds ready for look-up: whole words, beginnings by their first three letters, ends or middles of words, and phrases."""

    whole: dict[str, list[_Seed]] = field(default_factory=lambda: defaultdict(list))
    beginnings: dict[str, list[_Seed]] = field(default_factory=lambda: defaultdict(list))
    anywhere: list[tuple[bool, _Seed]] = field(default_factory=list)
    phrases: dict[str, _Seed] = field(default_factory=dict)
    seen: dict[str, tuple[_Seed, ...]] = field(default_factory=dict)

    def of_word(self, word: str) -> tuple[_Seed, ...]:
        """The seeds that a word is a form of."""
        if word not in self.seen:
            found = [*self.whole.get(word, ()), *(s for s in self.beginnings.get(word[:3], ()) if word.startswith(s.stem))]
            self.seen[word] = (*found, *(seed for ends, seed in self.anywhere if (word.endswith(seed.stem) if ends else seed.stem in word)))
        return self.seen[word]

    def of_text(self, text: str) -> set[_Seed]:
        """The different seeds that a text holds. Names of boards and offices tell who acts, not what it is about."""
        lower = text.casefold()
        found = {seed for word in set(_WORD.findall(lower)) if not _BODY.search(word) for seed in self.of_word(word)}
        return found | {seed for match in self.phrase.finditer(lower) if (seed := self.phrases.get(" ".join(match[0].split())))}

    @functools.cached_property
    def phrase(self) -> re.Pattern[str]:
        """All phrases in one pattern, the longest first."""
        longest = sorted(self.phrases, key=len, reverse=True)
        return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in longest) + ")")


def find_topics(text: str, context: str, topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """Names of the topics of a text, the surest first. `context` (title and headings) counts less than the text itself.

    A strong word in the text names a topic; so do two different weak words; a strong word of the context needs a weak one beside it.
    """
    book = _book(topics)
    told = _named_by(context, topics)
    strong: Counter[str] = Counter()
    weak: Counter[str] = Counter()
    # Seeds that overlap (förskol*, *förskola) are one piece of evidence.
    for topic, is_strong, _ in {(seed.topic, seed.strong, seed.stem[:_STEM]) for seed in book.of_text(text)}:
        (strong if is_strong else weak)[topic] += 1
    named = [t for t in {*strong, *weak} if strong[t] or weak[t] >= 2 or (weak[t] and t in told)]
    scores = {t: 3 * strong[t] + weak[t] + 2 * (t in told) for t in named}
    most = max(scores.values(), default=0)
    kept = [t for t in named if scores[t] > FAINTEST * most]
    return tuple(sorted(kept, key=lambda t: (-scores[t], t))[:MOST_TOPICS])


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


@functools.lru_cache(maxsize=512)
def _named_by(context: str, topics: tuple[Topic, ...]) -> frozenset[str]:
    """Topics that strong words of a title or heading name; the same context stands over many paragraphs."""
    return frozenset(seed.topic for seed in _book(topics).of_text(context) if seed.strong)


@functools.cache
def _book(topics: tuple[Topic, ...]) -> _Book:
    book = _Book()
    for topic in topics:
        for strong, words in ((True, topic.strong), (False, topic.weak)):
            for word in words:
                _enter(book, word.casefold(), _Seed(topic.name, strong, word.casefold().strip("*")))
    return book


def _enter(book: _Book, word: str, seed: _Seed) -> None:
    if " " in seed.stem:
        book.phrases[seed.stem] = seed
    elif word.startswith("*"):
        book.anywhere.append((not word.endswith("*"), seed))
    elif word.endswith("*") and len(seed.stem) >= 3:
        book.beginnings[seed.stem[:3]].append(seed)
    else:
        book.whole[seed.stem].append(seed)
