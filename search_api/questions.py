"""Reads questions ("hur svarade nämnden på …", "vad tycker V om …") into boosts that a person sees and can take away.

A reading takes the words of the question's frame out of the search (they stand in no answer) and lifts paragraphs of the kind
that answers. It hides nothing: boosts change the order alone, and the chip says what was read and gives the words back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from council import swedish
from council.model import Role
from search_api.facets import label
from search_api.filters import FilterReader
from search_api.lifting import Boost
from search_api.query import Clause, Query, WordClause
from search_api.results import FilterChip

ANSWER_LIFT = 1.4
"""What a paragraph of the kind asked for earns more (docs/decisions/fusion.md, "Questions")."""
QUESTION_RETOLD = 0.7
"""A motion's demands, retold in every answer to it, are no answer."""
LIST_DROP = 0.6
"""Contents, attachments and attendance repeat the words of a matter's title and answer nothing."""
PARTY_LIFT = 1.4
BOARD_LIFT = 1.2
CHIP_FIELD = "question"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks for: boosts, the chips that show them, and the clauses that are left to search for."""

    boosts: tuple[Boost, ...] = ()
    chips: tuple[FilterChip, ...] = ()
    clauses: tuple[Clause, ...] = ()


NO_READING = Reading()

ANSWERS = Boost(
    ANSWER_LIFT,
    share=0.5,
    roles=frozenset({"board", "administration", "commissioner", "external"}),
    sections=frozenset({"decision", "proposal", "administration_view", "decision_process"}),
)
RETOLD = Boost(QUESTION_RETOLD, roles=frozenset({"mover"}), sections=frozenset({"motion_text"}))
OPINIONS = Boost(ANSWER_LIFT, roles=frozenset({"party", "mover", "commissioner"}))
DISSENT = Boost(PARTY_LIFT, sections=frozenset({"reservation", "special_statement"}))
MOTIONS = Boost(PARTY_LIFT, roles=frozenset({"mover"}), sections=frozenset({"motion_text"}))
VOTES = Boost(PARTY_LIFT, sections=frozenset({"vote", "decision_process"}))
LISTS = Boost(LIST_DROP, sections=frozenset({"toc", "attachment_list", "attendance", "footnote", "furniture"}))


@dataclass(frozen=True, slots=True)
class _Frame:
    """A kind of question: its words with the groups `who` (whose act or view) and `rest` (what it is about)."""

    value: str
    label: str
    boost: Boost
    words: re.Pattern[str]


_ABOUT = r"(?:om|på|över|till|kring|angående|gällande|rörande|i|med|mot|för)"
# What was answered: not a word of the matter itself. Who moved it ("Centerpartiets motion om") is, and stays.
_OBJECT = (
    r"(?:(?P<whose>[\w-]+s)\s+)?(?:motion(?:en|er|erna)?|medborgarförslag(?:et|en)?|förslag(?:et|en)?|remiss(?:en)?|skrivelsen?|"
    r"interpellation(?:en)?|initiativ(?:et)?|initiativärendet?|ärendet|frågan|frågor|beslut(?:et)?)\s+"
    r"(?:(?:om|angående|kring|gällande|rörande|över|mot|till|från|för|i)\s+)?"
)
_WHO = r"(?P<who>(?:[^\s?]+\s+){0,4}?[^\s?]+)"
_REST = r"(?P<rest>.+?)[\s?!.]*$"


def _frame(value: str, label_: str, boost: Boost, words: str) -> _Frame:
    return _Frame(value, label_, boost, re.compile(rf"^\s*{words}{_REST}", re.IGNORECASE))


_ANSWERED = r"(?:svarade|svarar|besvarade|besvarar|yttrade\s+sig|yttrar\s+sig|beslutade|beslöt|beslutar|bestämde|reagerade)"
_HAS_ANSWERED = r"(?:svarat|besvarat|yttrat\s+sig|beslutat|bestämt)"
_THINKS = (
    r"(?:tycker|tyckte|anser|ansåg|säger|sade|sa|vill|ville|menar|menade|föreslår|föreslog|ställer\s+sig|ställde\s+sig|"
    r"resonerar|resonerade)"
)
_ENDED = r"(?:avslogs|bifölls|besvarades|tillstyrktes|avstyrktes|godkändes|återremitterades|avslås|bifalls|besvaras)"
_WHICH = r"(?:vilka|vilket|vem|vad)\s+(?:(?:partier|parti|ledamöter|politiker)\s+)?(?:har\s+)?"
_WROTE = r"(?:motioner(?:ade|at|ar)|(?:skrev|skrivit|lämnade\s+in|lämnat\s+in|väckte|väckt)(?:\s+en)?(?:\s+motion(?:er)?)?)"
_WENT = r"(?:hur\s+gick\s+det|vad\s+hände|vad\s+blev\s+(?:svaret|beslutet|resultatet|det))"
_THING = rf"(?:{_OBJECT})?"
_DISSENT, _ANSWER = "reservationer först", "svar och beslut först"

FRAMES: tuple[_Frame, ...] = (
    _frame("dissent", _DISSENT, DISSENT, rf"{_WHICH}reserver(?:ade|at|ar)\s+sig\s+(?:{_ABOUT}\s+)?{_THING}"),
    _frame("dissent", _DISSENT, DISSENT, rf"(?:varför|hur)\s+reserver(?:ade|ar)\s+sig\s+{_WHO}\s+{_ABOUT}\s+{_THING}"),
    _frame("motions", "motioner först", MOTIONS, rf"{_WHICH}{_WROTE}\s+(?:om|angående|kring)\s+"),
    _frame("votes", "omröstningar först", VOTES, rf"hur\s+röstade\s+{_WHO}\s+{_ABOUT}\s+{_THING}"),
    _frame("answers", _ANSWER, ANSWERS, rf"(?:varför|hur|när)\s+{_ENDED}\s+{_THING}"),
    _frame("answers", _ANSWER, ANSWERS, rf"{_WENT}\s+{_ABOUT}\s+{_THING}"),
    _frame("answers", _ANSWER, ANSWERS, rf"(?:hur|vad)\s+{_ANSWERED}\s+{_WHO}\s+{_ABOUT}\s+{_THING}"),
    _frame("answers", _ANSWER, ANSWERS, rf"(?:hur|vad)\s+har\s+{_WHO}\s+{_HAS_ANSWERED}\s+{_ABOUT}\s+{_THING}"),
    _frame("opinions", "egna ord först", OPINIONS, rf"(?:hur|vad|varför)\s+{_THINKS}\s+{_WHO}\s+(?:{_ABOUT}|att)\s+{_THING}"),
)
"""Kinds of questions, tried in this order."""

_BODIES: dict[str, Role] = {
    "nämnden": "board", "nämnderna": "board", "kommunen": "board", "staden": "board", "politikerna": "party", "partierna": "party",
    "förvaltningen": "administration", "förvaltningarna": "administration", "tjänstemännen": "administration",
    "kontoret": "administration", "motionären": "mover", "motionärerna": "mover", "borgarrådet": "commissioner",
    "man": "none", "de": "none", "ni": "none",
}  # fmt: skip


def read_question(query: Query, filters: FilterReader) -> Reading:
    """The reading of a query of plain words, or NO_READING for one that is no question of a known kind."""
    if not query.clauses or len(query.words) != len(query.clauses):
        return NO_READING
    text = " ".join(query.words)
    for frame in FRAMES:
        match = frame.words.match(text)
        if match is not None and (reading := _read(frame, match, filters)) is not None:
            return reading
    return NO_READING


def _read(frame: _Frame, match: re.Match[str], filters: FilterReader) -> Reading | None:
    groups = match.groupdict()
    who, whose, rest = groups.get("who"), groups.get("whose"), match["rest"]
    boosts, name, known = _whose_act(frame, who, filters)
    if not _content(rest):
        return None
    # A board's name stands in what others tell of it, too: among three words or more it can be asked for without being demanded.
    known = known and not (name in filters.known.of("board") and _content(f"{whose or ''} {rest}") > 1)
    words = " ".join(word for word in ((None if known else who), whose, rest) if word)
    boosts = (*boosts, LISTS, *((RETOLD,) if frame.boost is ANSWERS else ()))
    typed = _spent(match, None if known else "who")
    shown = f"{name}: {frame.label}" if name else frame.label
    chip = FilterChip(CHIP_FIELD, frame.value, shown, typed)
    return Reading(boosts, (chip,), tuple(WordClause(word) for word in words.split()))


def _content(words: str) -> int:
    """How many words carry content."""
    return sum(not swedish.is_stop_word(token.surface) for token in swedish.analyse(words))


def _spent(match: re.Match[str], kept: str | None) -> str:
    """The beginning of the question up to the first word that is still searched for: what a removed chip takes away."""
    groups = match.groupdict()
    starts = [match.start(name) for name in (kept, "whose", "rest") if name and groups.get(name)]
    return match.string[: min(starts)].strip()


def _whose_act(frame: _Frame, who: str | None, filters: FilterReader) -> tuple[tuple[Boost, ...], str | None, bool]:
    """(boosts, name for the chip, whether the words that name it are spent) of the one whose act or view is asked for."""
    if who is None:
        return (frame.boost,), None, True
    party = filters.registers.party(who)
    if party is not None:
        own = Boost(PARTY_LIFT, parties=frozenset({party.letters}))
        return ((own,) if frame.value == "opinions" else (frame.boost, own)), label("party", party.letters, filters.registers), True
    if role := _BODIES.get(who.casefold()):
        lifted_role = frame.boost if role == "none" or frame.value != "opinions" else Boost(ANSWER_LIFT, roles=frozenset({role}))
        return (lifted_role,), None, True
    boards = [value for value in filters.values("board", who) if value in filters.known.of("board")]
    if boards:
        kind = ANSWERS if frame.value == "opinions" else frame.boost
        return (kind, Boost(BOARD_LIFT, boards=frozenset(boards))), boards[0], True
    return (ANSWERS if frame.value == "opinions" else frame.boost,), None, False
