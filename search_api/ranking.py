"""Puts what a search found in order: fuses the sides, likens the best of them word by word, and lifts what a question asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from council import references
from council.coverage import idf
from council.criteria import Candidate, Filters, Key, LexicalQuery, MatchSet
from council.encoder import Encoder
from council.encoders.static import StaticEncoder
from council.engine import SEMANTIC_K, Passage, Snapshot
from council.model import SectionKind
from search_api import fusion
from search_api.fusion import Ranked
from search_api.lifting import LIFTED, Fetch, Lifted, best_first, lifted
from search_api.likeness import WordLikeness
from search_api.matching import NO_WORD, Matched
from search_api.matters import Matters
from search_api.numbered_texts import NumberedTexts
from search_api.query import Clause, ReferenceClause
from search_api.query_numbers import dates_in
from search_api.query_words import WordWeights
from search_api.understanding import Understood

STATED_AMONG = 200
"""Paragraphs of a numbered case that are looked at for the number itself: as many as a case of a dozen documents has."""
STATED = 1.5
"""What a paragraph that states the number earns against one that only belongs to its case."""

LIKENED = 50
"""Best paragraphs by words and meaning that are likened word by word: with more the first ten hardly change (docs/decisions/fusion.md)."""

ACT = 1.25
"""What decisions and proposals earn more: who looks up a number wants to know how it ended."""

_ACTS: frozenset[SectionKind] = frozenset({"decision", "proposal"})
_LISTS: frozenset[SectionKind] = frozenset({"toc", "attachment_list", "attendance", "footnote", "furniture"})


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """What evaluation chose (docs/decisions/fusion.md); each can be left out to see what it is worth (docs/quality.md).

    `meaning` is the cosine's share of the fused score, `likeness` the share that word by word likeness has of the whole among the best
    `likened`, `related_likeness` its share among what is only related. `lists` is what contents, attachment lists and attendance earn of
    their score. `levelled`: the same text earns the same wherever it stands. `questions` and `cases`: whether questions are read, and
    answered from their case.
    """

    meaning: float = fusion.MEANING_SHARE
    semantic_k: int = SEMANTIC_K
    words: WordWeights = field(default_factory=WordWeights)
    likeness: float = 0.5
    likened: int = LIKENED
    related_likeness: float = 0.5
    lists: float = 0.8
    levelled: bool = True
    questions: bool = True
    cases: bool = True


CHOSEN = RankingWeights()


class Held(Protocol):
    """What an order asks of the index as a whole: search_api.holdings."""

    @property
    def paragraphs(self) -> int:
        """How many paragraphs it holds."""

    @property
    def texts(self) -> NumberedTexts:
        """Those that were read."""


class Ranker:
    """Orders matches by one set of weights. Word by word likeness needs a model whose words mean the same in every text: a static one."""

    def __init__(self, encoder: Encoder | None, weights: RankingWeights) -> None:
        self._weights = weights
        self._likeness = WordLikeness(encoder) if isinstance(encoder, StaticEncoder) else None

    def meet(self, words: Sequence[str]) -> None:
        """Learn words, folded, before they are met in a text."""
        if self._likeness is not None:
            self._likeness.meet(words)

    def foreseen(self, understood: Understood, matched: Matched) -> tuple[list[Ranked], list[Ranked]]:
        """The order by words and meaning alone, and of it what `order` is going to look at."""
        ranked = fusion.convex(matched.sides, self._weights.meaning)
        deep = STATED_AMONG if sought_numbers(understood.query.clauses) else max(self._weights.likened, LIFTED)
        near = understood.asked.mode != "keyword" and self._likeness is not None
        looked_at = near or bool(understood.reading.boosts) or deep == STATED_AMONG
        return ranked, ranked[:deep] if looked_at else []

    def order(self, understood: Understood, matched: Matched, fetch: Fetch, held: Held, matters: Matters | None) -> Lifted:
        """The whole order. By words alone nothing comes in that does not hold the words."""
        ranked = fusion.convex(matched.sides, self._weights.meaning)
        if understood.asked.mode != "keyword":
            ranked = self._likened(ranked, understood, fetch, held)
        if sought := sought_numbers(understood.query.clauses):
            ranked = self._numbered(ranked, understood, sought, fetch, held)
        boosts = understood.reading.boosts if self._weights.questions else ()
        from_case = self._weights.cases and understood.asked.mode != "keyword"
        return lifted(ranked, boosts, fetch, understood.reading.sought, matters if from_case else None)

    def related(self, understood: Understood, near: Sequence[Candidate], fetch: Fetch, held: Held) -> list[Candidate]:
        """What is near in meaning alone, the nearest word by word first."""
        share = self._weights.related_likeness
        if self._likeness is None or not share:
            return list(near)
        passages = {passage.key: passage for passage in fetch([candidate.key for candidate in near])}
        like = self._likeness(weighed(understood, held.paragraphs), list(passages.values()), held.texts)
        met = dict(zip(passages, map(float, like), strict=True))
        scores = {c.key: (1 - share) * c.score + share * met[c.key] for c in near if c.key in passages}
        _level(scores, self._likeness.twins(list(passages.values()), held.texts) if self._weights.levelled else ())
        return sorted((c._replace(score=scores[c.key]) for c in near if c.key in scores), key=lambda candidate: -candidate.score)

    def _likened(self, ranked: list[Ranked], understood: Understood, fetch: Fetch, held: Held) -> list[Ranked]:
        """The ranking with what each of the best earns word by word; the others keep their order behind."""
        share = self._weights.likeness
        if self._likeness is None or not share or not understood.asked.meaning:
            return ranked
        best = [item.key for item in ranked[: self._weights.likened]]
        passages = {passage.key: passage for passage in fetch(best)}
        like = self._likeness(weighed(understood, held.paragraphs), list(passages.values()), held.texts)
        scores = {item.key: (1 - share) * item.score for item in ranked}
        for (key, passage), met in zip(passages.items(), like, strict=True):
            scores[key] = (scores[key] + share * float(met)) * self._prior(passage)
        _level(scores, self._likeness.twins(list(passages.values()), held.texts) if self._weights.levelled else ())
        new = tuple.__new__  # a NamedTuple's own __new__ takes three times as long
        scored = [new(Ranked, (item[0], scores[item[0]], *item[2:])) for item in ranked]
        return sorted(scored, key=best_first)

    def _numbered(self, ranked: list[Ranked], understood: Understood, sought: frozenset[str], fetch: Fetch, held: Held) -> list[Ranked]:
        """The ranking with what states the number first, and by the words that stand beside the number."""
        passages = fetch([item.key for item in ranked[:STATED_AMONG]])
        by_words = self._likeness is not None and understood.info.mode != "keyword"
        like = (
            self._likeness(weighed(understood, held.paragraphs), passages, held.texts)
            if self._likeness and by_words
            else [0.0] * len(passages)
        )
        dates = dates_in(understood.query)
        weights = {
            passage.key: (stating(passage, sought, dates) * self._prior(passage), self._weights.likeness * float(met))
            for passage, met in zip(passages, like, strict=True)
        }
        mixed = []
        for item in ranked:
            factor, met = weights.get(item.key, (1.0, 0.0))
            mixed.append(item._replace(score=(item.score + met) * factor))
        return sorted(mixed, key=best_first)

    def _prior(self, passage: Passage) -> float:
        return self._weights.lists if passage.paragraph.section_kind in _LISTS else 1.0


def _level(scores: dict[Key, float], twins: Sequence[Sequence[Passage]]) -> None:
    """Let the same text earn the same wherever it stands: what the best of its twins earns."""
    for same in twins:
        best = max(scores[passage.key] for passage in same)
        scores.update((passage.key, best) for passage in same)


def weighed(understood: Understood, total: int) -> list[tuple[str, float]]:
    """The query's words as they were meant, with their idf in the index."""
    return [(word, idf(paragraphs, total)) for word, paragraphs in understood.meant]


def sought_numbers(clauses: Sequence[Clause]) -> frozenset[str]:
    """The forms of every number that a query asks for."""
    asked = (reference for clause in clauses if isinstance(clause, ReferenceClause) for reference in clause.references)
    return frozenset(form for reference in asked for form in references.sought_forms(reference))


def stating(passage: Passage, sought: frozenset[str], dates: frozenset[dt.date] = frozenset()) -> float:
    """What a paragraph earns more that states a number, is the § that was asked for, or is of the day that was asked for."""
    paragraph = passage.paragraph
    own = paragraph.case if paragraph.case and paragraph.case.startswith("§") else ""
    stated = STATED if _states(paragraph.text, sought) or _states(own, sought) else 1.0
    act = ACT if paragraph.section_kind in _ACTS else 1.0
    return stated * act * (STATED if passage.document.date in dates else 1.0)


def _states(text: str, sought: frozenset[str]) -> bool:
    return any(not sought.isdisjoint(references.normal_forms(reference)) for reference in references.find(text))


def passing(order: Lifted, matched: Matched, filters: Filters, snapshot: Snapshot) -> list[Ranked]:
    """The ranking without what came in from a case but does not pass the filters or holds a minus word."""
    excluded = matched.matches.words.excluded if matched.matches.words else ()
    if not order.joined or (filters == Filters() and not excluded):
        return order.ranked
    came_in = MatchSet(words=LexicalQuery(words=(NO_WORD,), excluded=excluded), neighbours=order.joined)
    kept: frozenset[Key] = frozenset(snapshot.select(came_in, filters, "newest", 0, len(order.joined)))
    out = frozenset(order.joined) - kept
    return [item for item in order.ranked if item.key not in out]
