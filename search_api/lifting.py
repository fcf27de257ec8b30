"""Changes the order of a ranking by what its paragraphs are: what a question asks for is lifted, and the case that it asks about is answered
from all its documents. Nothing is hidden; docs/decisions/fusion.md has the figures."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from council.criteria import Key
from council.engine import Passage
from council.model import Role, SectionKind
from search_api.fusion import Ranked
from search_api.matters import Matter, Matters

LIFTED = 60
"""How far down the ranking boosts reach: three pages of passages."""
ANSWERED_FROM = 0.15
"""What the best paragraph of a case must earn before the rest of the case is brought in: below, the case is met by chance."""
ON_THE_WAY = 0.6
"""A paragraph that tells that a matter came in, or announces what follows, is no answer to what was said of it."""
ANNOUNCEMENT_WORDS = 30
"""Longest announcement ("… har i skrivelse den 3 juni lämnat följande yttrande:")."""

Fetch = Callable[[Sequence[Key]], list[Passage]]
_REASONING = re.compile(
    r"\b(?:bedöm|anser|ansåg|menar|delar |instämm|ser (?:inte|inget|positivt|flera)|konstatera|avslå|avstyrk|tillstyrk|bifall|besvara|redan|"
    r"pågå|tillgodos|eftersom|därför|därmed|mot bakgrund|med hänvisning|tveksam|positiv|behov)",
    re.IGNORECASE,
)
"""How boards and offices word what they think and why."""


@dataclass(frozen=True, slots=True)
class Boost:
    """Lifts paragraphs that have any of these values in every field that is not empty; role and section are one field.

    `share` is what such a paragraph of the case that is asked about earns besides, of what the case's best paragraph earned.
    `reasoning` asks for the words of opinions and reasons, too.
    """

    factor: float
    roles: frozenset[Role] = frozenset()
    sections: frozenset[SectionKind] = frozenset()
    parties: frozenset[str] = frozenset()
    boards: frozenset[str] = frozenset()
    share: float = 0.0
    reasoning: bool = False

    def lifts(self, passage: Passage, matter: Matter | None = None) -> bool:
        """Whether a paragraph is of the kind that was asked for."""
        paragraph = passage.paragraph
        return (
            (not self.parties or bool(self.parties & set(paragraph.voice.parties)))
            and (not self.boards or bool(self.boards & _actors(passage, matter)))
            and (not (self.roles or self.sections) or paragraph.voice.role in self.roles or paragraph.section_kind in self.sections)
            and (not self.reasoning or _REASONING.search(paragraph.text) is not None)
        )


@dataclass(frozen=True, slots=True)
class Lifted:
    """A ranking in its new order, and the paragraphs that came in from the case asked about, in no order."""

    ranked: list[Ranked]
    joined: tuple[Key, ...] = ()


def lifted(ranked: Sequence[Ranked], boosts: Sequence[Boost], fetch: Fetch, matters: Matters | None = None) -> Lifted:
    """The ranking with what a question asks for lifted; what lies deeper than LIFTED stays in its place."""
    if not boosts:
        return Lifted(list(ranked))
    top = {passage.key: passage for passage in fetch([item.key for item in ranked[:LIFTED]])}
    asked = matters.asked_about([(top[i.key], i.score) for i in ranked[:LIFTED] if i.key in top]) if matters else None
    if matters is None or asked is None or asked[1] < ANSWERED_FROM:
        weighed = [item._replace(score=item.score * _factor(top[item.key], boosts)) for item in ranked[:LIFTED] if item.key in top]
        return Lifted([*sorted(weighed, key=lambda item: -item.score), *ranked[LIFTED:]])
    return _answered(ranked, boosts, top, matters.matter(asked[0]), asked[1])


def _answered(ranked: Sequence[Ranked], boosts: Sequence[Boost], top: dict[Key, Passage], matter: Matter, best: float) -> Lifted:
    """The ranking with the case's answers brought in from wherever they stand."""
    known = {item.key: item for item in ranked}
    own = {passage.key: passage for passage in matter.passages}
    weighed = {}
    for key, passage in {**top, **own}.items():
        item = known.get(key, Ranked(key, 0.0, False, False))
        share = max((boost.share for boost in boosts if boost.share and boost.lifts(passage, matter)), default=0.0) if key in own else 0.0
        if key in known or share:
            factor = _factor(passage, boosts, matter if key in own else None)
            weighed[key] = item._replace(score=(item.score + share * best) * factor)
    rest = [item for item in ranked if item.key not in weighed]
    first = sorted(weighed.values(), key=lambda item: -item.score)
    return Lifted([*first, *rest], tuple(key for key in weighed if key not in known))


def _factor(passage: Passage, boosts: Sequence[Boost], matter: Matter | None = None) -> float:
    factor = math.prod(boost.factor for boost in boosts if boost.lifts(passage, matter))
    return factor * ON_THE_WAY if matter is not None and _only_announces(passage, matter) else factor


def _only_announces(passage: Passage, matter: Matter) -> bool:
    text = passage.paragraph.text.rstrip()
    return matter.on_the_way(passage.paragraph.id) or (text.endswith(":") and text.count(" ") < ANNOUNCEMENT_WORDS)


def _actors(passage: Passage, matter: Matter | None) -> frozenset[str | None]:
    """Whose act or view a paragraph is; in the case asked about, also whose act it tells of."""
    paragraph = passage.paragraph
    named = {paragraph.board, paragraph.voice.board, passage.document.board}
    return frozenset(named) | (matter.acting(paragraph.id) if matter else frozenset())
