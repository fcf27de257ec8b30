"""Says how well a paragraph of a case answers what a question asks of the case: the act, its reasons, or someone's own words."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from council.bodies import parent_name
from council.engine import Passage
from council.model import Role, SectionKind
from search_api.matters import Matter

ANNOUNCEMENT_WORDS = 30
"""Longest announcement ("… har i skrivelse den 3 juni lämnat följande yttrande:")."""
OTHERS = 0.5
"""What the answer of another than the one that was asked for is worth."""
NOT_DECIDING = 0.85
"""Where no one is asked for: what the answer of a body that only was consulted is worth."""
COMMISSIONER = 1.1
"""Where no one is asked for: what a commissioner's own view is worth, to which the decision refers ("med hänvisning till …")."""
OUTCOME = 0.2
"""What a paragraph is worth more that tells of the outcome asked about."""
MORE_REASONS = 0.05
"""What each further word of reasoning is worth, up to MOST_REASONS."""
MOST_REASONS = 3
PROPOSED = 0.9
"""What an office's proposal is worth against the decision, which often has the same words."""
MOVED = 0.85
"""What a proposal moved at the meeting is worth against a reservation or a statement, which says why."""
MENTION = 0.6
"""What an answering body's paragraph without a word of reasoning is worth."""

ANSWERING: frozenset[Role] = frozenset({"board", "administration", "commissioner", "external"})
_ACTS: frozenset[SectionKind] = frozenset({"decision", "proposal"})
_LISTS: frozenset[SectionKind] = frozenset({"toc", "attachment_list", "attendance", "footnote", "furniture"})
_DISSENTS: frozenset[SectionKind] = frozenset({"reservation", "special_statement", "substitute_statement"})
_VIEWS: frozenset[SectionKind] = frozenset({"administration_view", "preparation", "summary", "other", "decision_process"})
_ANNOUNCES = re.compile(
    r"(?:följande (?:\w+ )?(?:yttrande|svar|lydelse|förslag|\w*beslut)|anför(?:de)?s? (?:bl\.a\. )?följande|enligt följande)[.:]?$|:$"
)
_REASONING = re.compile(
    r"\b(?:bedöm|anser\b|ansåg\b|menar\b|delar \w+ (?:\w+ )?(?:synpunkt|uppfattning|bild|oro)|instämm|ser (?:inte|inget|positivt|flera)|"
    r"konstatera|avslå|avslag|avstyrk|tillstyrk|bifall|besvara[dt]|redan\b|pågå|tillgodos|eftersom\b|därför\b|därmed\b|mot bakgrund|"
    r"med hänvisning|tveksam|positiv|föresl|behov)",
    re.IGNORECASE,
)
"""How boards and offices word what they think and why."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question asks of a case: how much acts, reasons, dissent, the motion's demands and its coming in are worth as answers
    (0 to 1), and whose."""

    acts: float = 0.0
    reasons: float = 0.0
    dissent: float = 0.0
    demands: float = 0.0
    coming: float = 0.0
    roles: frozenset[Role] = frozenset()
    boards: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    named: str = ""
    """One who is no board, party or office of the index: a person, or a body such as Länsstyrelsen."""
    outcome: re.Pattern[str] | None = None
    """How the outcome that is asked about is worded where it is told."""


def worth(passage: Passage, matter: Matter, sought: Sought) -> float:
    """How well a paragraph of the case answers, 0 to about 1; 0 for what is no answer."""
    if sought.coming and matter.on_the_way(passage.paragraph.id) and passage.paragraph.section_kind not in _LISTS:
        return sought.coming
    base = _kind_worth(passage, matter, sought)
    if not base or (only_announces(passage, matter) and not (sought.demands or _all_there_is(passage, matter))):
        return 0.0
    told = OUTCOME if sought.outcome and sought.outcome.search(passage.paragraph.text) else 0.0
    return (base + told) * _whose_worth(passage, matter, sought)


def only_announces(passage: Passage, matter: Matter) -> bool:
    """Whether a paragraph only tells that the matter came in or was sent on, or announces what follows."""
    text = passage.paragraph.text.rstrip()
    return matter.on_the_way(passage.paragraph.id) or (text.count(" ") < ANNOUNCEMENT_WORDS and _ANNOUNCES.search(text) is not None)


def of_whom_it_knows(sought: Sought, matter: Matter) -> Sought:
    """What is sought, without a name that no paragraph of the case bears: it then is no one whose words could be told apart."""
    if sought.named and not any(_names(passage, sought.named) for passage in matter.passages):
        return replace(sought, named="")
    return sought


def _all_there_is(passage: Passage, matter: Matter) -> bool:
    """Whether a paragraph is the decision to send on a matter that no one has answered yet."""
    return passage.paragraph.section_kind in _ACTS and not matter.answered


def _kind_worth(passage: Passage, matter: Matter, sought: Sought) -> float:
    paragraph = passage.paragraph
    if paragraph.section_kind in _LISTS:
        return 0.0
    if paragraph.section_kind in _DISSENTS or matter.dissents(paragraph.id):
        return sought.dissent
    if paragraph.voice.role == "mover" or paragraph.section_kind == "motion_text":
        return sought.demands
    if paragraph.voice.role in {"party", "person"}:
        moved = sought.outcome is not None and sought.outcome.search(paragraph.text) is not None
        return max(MOVED * sought.dissent, sought.acts if moved else 0.0)
    if paragraph.section_kind in _ACTS or matter.acting(paragraph.id):
        return sought.acts * (PROPOSED if paragraph.section_kind == "proposal" and paragraph.voice.role == "administration" else 1.0)
    if paragraph.voice.role not in ANSWERING or paragraph.section_kind not in _VIEWS:
        return 0.0
    reasons = reasons_in(paragraph.text)
    return sought.reasons * (1.0 + MORE_REASONS * min(reasons - 1, MOST_REASONS) if reasons else MENTION)


def _whose_worth(passage: Passage, matter: Matter, sought: Sought) -> float:
    paragraph = passage.paragraph
    actors = matter.acting(paragraph.id) or _named(paragraph.voice.board, paragraph.board or passage.document.board)
    actors |= _named(*map(parent_name, actors))
    whose = 1.0
    if sought.parties:
        whose *= 1.0 if sought.parties & set(paragraph.voice.parties) else OTHERS
    if sought.named:
        whose *= 1.0 if _names(passage, sought.named) else OTHERS
    if sought.roles:
        whose *= 1.0 if paragraph.voice.role in sought.roles else OTHERS
    if sought.boards:
        whose *= 1.0 if sought.boards & actors else OTHERS
    elif not (sought.parties or sought.roles or sought.named):
        whose *= _part_in_deciding(passage, matter, actors)
    return whose


def _part_in_deciding(passage: Passage, matter: Matter, actors: frozenset[str]) -> float:
    """Where no one is asked for, those answer that decided, and before all the commissioner whose view the decision refers to."""
    if passage.paragraph.voice.role == "commissioner":
        return COMMISSIONER
    deciding = _deciding(matter)
    return NOT_DECIDING if deciding and not deciding & actors else 1.0


def _names(passage: Passage, name: str) -> bool:
    """Whether one speaks or is named, in the text ("Alva Exempel (V) reserverar sig") or in a heading ("6. Lantmäteriet")."""
    paragraph = passage.paragraph
    return name.casefold() in "\n".join((paragraph.voice.person or "", paragraph.text, *paragraph.headings)).casefold()


def _named(*names: str | None) -> frozenset[str]:
    return frozenset(name for name in names if name)


def _deciding(matter: Matter) -> frozenset[str]:
    """The bodies that decided or proposed the decision to the council."""
    kinds = {"decision", "proposal_to_council", "committee", "commissioner"}
    return frozenset(step.board for step in matter.case.steps if step.kind in kinds and step.board)


@functools.lru_cache(maxsize=4_096)
def reasons_in(text: str) -> int:
    """How many words of reasoning a text has."""
    return len(_REASONING.findall(text))
