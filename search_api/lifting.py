"""Changes the order of a ranking by what its paragraphs are: what a question asks for is lifted, and the case that it asks about answers
from all its documents. Nothing is hidden; docs/decisions/fusion.md has the figures."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from council.criteria import Key
from council.engine import Passage
from council.model import Role, SectionKind
from search_api.answering import Sought, of_whom_it_knows, worth
from search_api.fusion import Ranked
from search_api.matters import Matter, Matters

LIFTED = 60
"""How far down the ranking boosts reach: three pages of passages."""
ANSWERED_FROM = 0.15
"""What the best paragraph of a case must earn before the rest of the case is brought in: below, the case is met by chance."""
IN_CASE = 1.4
"""What a full answer in the case earns, of what the case's best paragraph earned."""
OWN_WORDS = 0.3
"""How much an answer's own words and meaning count beside: in a case every paragraph is about the same matter."""
NO_ANSWER = 0.6
"""What a paragraph of the case earns that is no answer: it tells of the matter, that it came in or was sent on."""
OUTSIDE = 0.85
"""What a paragraph earns at most, of its own score, that is not of the case which is asked about."""

Fetch = Callable[[Sequence[Key]], list[Passage]]


@dataclass(frozen=True, slots=True)
class Boost:
    """Lifts paragraphs that have any of these values in every field that is not empty; role and section are one field."""

    factor: float
    roles: frozenset[Role] = frozenset()
    sections: frozenset[SectionKind] = frozenset()
    parties: frozenset[str] = frozenset()
    boards: frozenset[str] = frozenset()
    words: re.Pattern[str] | None = None
    headings: re.Pattern[str] | None = None

    def lifts(self, passage: Passage) -> bool:
        """Whether a paragraph is of the kind that was asked for."""
        paragraph = passage.paragraph
        own_boards = {paragraph.board, paragraph.voice.board, passage.document.board}
        return (
            (self.words is None or self.words.search(paragraph.text) is not None)
            and (self.headings is None or any(map(self.headings.search, paragraph.headings)))
            and (not self.parties or bool(self.parties & set(paragraph.voice.parties)))
            and (not self.boards or bool(self.boards & own_boards))
            and (not (self.roles or self.sections) or paragraph.voice.role in self.roles or paragraph.section_kind in self.sections)
        )


@dataclass(frozen=True, slots=True)
class Lifted:
    """A ranking in its new order, and the paragraphs that came in from the case asked about, in no order."""

    ranked: list[Ranked]
    joined: tuple[Key, ...] = ()


def lifted(
    ranked: Sequence[Ranked], boosts: Sequence[Boost], fetch: Fetch, sought: Sought | None = None, matters: Matters | None = None
) -> Lifted:
    """The ranking with what a question asks for lifted; what lies deeper than LIFTED stays in its place."""
    if not boosts:
        return Lifted(list(ranked))
    top = {passage.key: passage for passage in fetch([item.key for item in ranked[:LIFTED]])}
    asked = matters.asked_about([(top[i.key], i.score) for i in ranked[:LIFTED] if i.key in top]) if matters and sought else None
    if matters is None or sought is None or asked is None or asked[1] < ANSWERED_FROM:
        weighed = [item._replace(score=item.score * _factor(top[item.key], boosts)) for item in ranked[:LIFTED] if item.key in top]
        return Lifted([*sorted(weighed, key=best_first), *ranked[LIFTED:]])
    return _answered(ranked, boosts, top, sought, matters.matter(asked[0]), asked[1])


def _answered(
    ranked: Sequence[Ranked], boosts: Sequence[Boost], top: dict[Key, Passage], sought: Sought, matter: Matter, best: float
) -> Lifted:
    """The ranking with the case's answers brought in from wherever they stand."""
    known = {item.key: item for item in ranked}
    own = {passage.key: passage for passage in matter.passages}
    weighed: dict[Key, Ranked] = {}
    asked = of_whom_it_knows(sought, matter)
    for key, passage in {**top, **own}.items():
        item = known.get(key, Ranked(key, 0.0, False, False))
        share = worth(passage, matter, asked) if key in own else 0.0
        if share:
            weighed[key] = item._replace(score=IN_CASE * best * share + OWN_WORDS * item.score, by_case=True)
        elif key in known:
            factor = _factor(passage, boosts)
            weighed[key] = item._replace(score=item.score * (factor * NO_ANSWER if key in own else min(factor, OUTSIDE)))
    rest = [item for item in ranked if item.key not in weighed]
    return Lifted([*sorted(weighed.values(), key=best_first), *rest], tuple(key for key in weighed if key not in known))


def best_first(item: Ranked) -> float:
    """A key that sorts the best to the front."""
    return -item.score


def _factor(passage: Passage, boosts: Sequence[Boost]) -> float:
    return math.prod(boost.factor for boost in boosts if boost.lifts(passage))
