"""Reads questions ("hur svarade nämnden på …", "vad tycker V om …") into boosts that a person sees and can take away.

A reading takes the words of the question's frame out of the search (they stand in no answer) and lifts paragraphs of the kind
that answers. It hides nothing: boosts change the order alone, and the chip says what was read and gives the words back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from council import swedish
from council.bodies import board_of_administration, canonical_administration
from council.model import Role
from search_api.answering import Sought
from search_api.facets import label
from search_api.filters import FilterReader
from search_api.lifting import Boost
from search_api.notes import Note
from search_api.query import Clause, Query, WordClause
from search_api.question_frames import AMOUNT, DEMANDED, ECONOMY, FRAMES, LABELS, PROCEDURAL, Frame, FrameKind, outcome_told
from search_api.results import FilterChip

ANSWER_LIFT = 1.4
"""What a paragraph of the kind asked for earns more (docs/decisions/fusion.md, "Questions")."""
QUESTION_RETOLD = 0.7
"""A motion's demands, retold in every answer to it, are no answer."""
LIST_DROP = 0.6
"""Contents, attachments and attendance repeat the words of a matter's title and answer nothing."""
COST_LIFT = 1.4
"""What a paragraph with an amount earns more where a cost is asked for."""
PARTY_LIFT = 1.4
MEMBERS_LIFT = 2.0
"""What a board's attendance earns more where a post in it is asked for: lists earn less than texts everywhere else."""
BOARD_LIFT = 1.2

BEFORE_SENT_BACK = 0.5
"""What reasons in a case are worth where it was sent back or postponed: they were given for what was not decided then."""

CHIP_FIELD = "question"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks for: boosts, what it asks of a case, the chips that show it, and the clauses that are left to search for."""

    boosts: tuple[Boost, ...] = ()
    chips: tuple[FilterChip, ...] = ()
    clauses: tuple[Clause, ...] = ()
    sought: Sought | None = None
    meaning: str = ""
    """What is compared by meaning, where it is more than the clauses."""


NO_READING = Reading()

ANSWERS = Boost(
    ANSWER_LIFT,
    roles=frozenset({"board", "administration", "commissioner", "external"}),
    sections=frozenset({"decision", "proposal", "administration_view", "decision_process"}),
)
RETOLD = Boost(QUESTION_RETOLD, roles=frozenset({"mover"}), sections=frozenset({"motion_text"}))
OPINIONS = Boost(ANSWER_LIFT, roles=frozenset({"party", "mover", "commissioner"}))
DISSENT = Boost(PARTY_LIFT, sections=frozenset({"reservation", "special_statement"}))
MOTIONS = Boost(PARTY_LIFT, roles=frozenset({"mover"}), sections=frozenset({"motion_text"}))
MATTERS = Boost(ANSWER_LIFT, roles=frozenset({"mover"}), sections=frozenset({"matter", "background", "summary", "motion_text"}))
COSTS = (Boost(COST_LIFT, words=AMOUNT), Boost(COST_LIFT, headings=ECONOMY))
VOTES = Boost(PARTY_LIFT, sections=frozenset({"vote", "decision_process"}))
MEMBERS = Boost(MEMBERS_LIFT, sections=frozenset({"attendance"}))
LISTS = Boost(LIST_DROP, sections=frozenset({"toc", "attachment_list", "attendance", "footnote", "furniture"}))

BOOSTS: dict[FrameKind, tuple[Boost, ...]] = {
    "answers": (ANSWERS, RETOLD), "reasons": (ANSWERS, RETOLD), "opinions": (OPINIONS,), "demands": (MOTIONS,), "dissent": (DISSENT,),
    "votes": (VOTES,), "motions": (MOTIONS,), "movers": (MATTERS,), "costs": COSTS,
    "members": (MEMBERS,),
}  # fmt: skip
SOUGHT: dict[FrameKind, Sought] = {
    "answers": Sought(acts=0.9, reasons=0.8, dissent=0.3),
    "reasons": Sought(acts=0.65, reasons=0.9, dissent=0.3),
    "opinions": Sought(acts=0.4, reasons=0.4, dissent=0.9, demands=0.6),
    "demands": Sought(demands=0.9),
    "movers": Sought(demands=0.6, coming=0.9),
    "dissent": Sought(dissent=0.9),
    "votes": Sought(acts=0.6, dissent=0.6),
}
"""What each kind of question asks of the case that it is about; "motions", "costs" and "members" ask for no one case."""

_BODIES: dict[str, Role] = {
    "nämnden": "board", "nämnderna": "board", "kommunen": "board", "staden": "board", "politikerna": "party", "partierna": "party",
    "förvaltningen": "administration", "förvaltningarna": "administration", "tjänstemännen": "administration",
    "kontoret": "administration", "motionären": "mover", "motionärerna": "mover", "borgarrådet": "commissioner",
    "man": "none", "de": "none", "ni": "none", "vi": "none",
}  # fmt: skip
_OFFICE = re.compile(r"(?i)(?:^|\s)(?P<own>[\w-]+(?:förvaltning(?:en)?|kontoret))$")

_NAME = re.compile(r"[A-ZÅÄÖ][\w-]+(?:\s+[\w-]+){0,3}|[a-zåäö-]{4,}(?<!na)")
"""A name that begins with a capital (Lantmäteriet, Västtrafik AB, Alva Exempel), or one body as people write it (länsstyrelsen, facket)."""
_PERSON = re.compile(r"[A-ZÅÄÖ][\w-]+(?:\s+[A-ZÅÄÖ][\w-]+)+")
"""A person's name: first and last, with capitals. Bodies that are no board of the index answer (Länsstyrelsen), persons say."""


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


@dataclass(frozen=True, slots=True)
class _Who:
    """The one whose act or view is asked for: a board, office, party or role; `known` when the words that name it need not be found."""

    name: str | None = None
    known: bool = True
    boards: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    named: str = ""
    """One who is none of these: a person, or a body such as Länsstyrelsen."""

    @property
    def is_person(self) -> bool:
        return _PERSON.fullmatch(self.named) is not None


def _read(frame: Frame, match: re.Match[str], filters: FilterReader) -> Reading | None:
    groups = match.groupdict()
    typed, whose, rest = groups.get("who"), groups.get("whose"), match["rest"]
    if not _content(rest):
        return None
    who = _whose_act(typed, filters)
    if frame.needs_who and not who.known:
        return None
    # A board's name stands in what others tell of it, too: among three words or more it can be asked for without being demanded.
    # Who holds a post is told where the board is named.
    known = who.known and frame.kind != "members" and not (who.boards and not who.roles and _content(f"{whose or ''} {rest}") > 1)
    words = " ".join(word for word in ((None if known else typed), whose, rest) if word)
    kind = "answers" if frame.kind == "opinions" and (who.boards or not (who.known or who.is_person)) else frame.kind
    shown = Note("%(who)s: %(what)s", who=who.name, what=LABELS[kind]) if who.name else LABELS[kind]
    chip = FilterChip(CHIP_FIELD, kind, shown, _spent(match, None if known else "who"))
    clauses = tuple(WordClause(word) for word in words.split())
    return Reading(_boosts(kind, who), (chip,), clauses, _sought(kind, who, groups.get("ended")), _meant(kind, match, who))


def _meant(kind: FrameKind, match: re.Match[str], who: _Who) -> str:
    """What is compared by meaning in place of the clauses, or ""."""
    if kind == "costs":  # "kostar" is near to how the answer is worded ("avgiften", "kronor"); the words of other frames stand in no answer
        return match.string
    if kind == "members":  # posts stand in lists of names, which are near to no question, but to how such lists begin
        return f"Protokoll {who.name or match['who']}. Närvarande, beslutande: {match['rest']}, ledamöter, ersättare"
    return ""


def _sought(kind: FrameKind, who: _Who, ended: str | None) -> Sought | None:
    """What is asked of the case: of the kind of question, by the one who is asked for."""
    if kind not in SOUGHT:
        return None
    # Offices and commissioners say what they think in their views; parties in statements, movers in demands.
    views = kind == "opinions" and who.roles & {"administration", "commissioner"}
    sought = SOUGHT["reasons"] if views else SOUGHT[kind]
    outcome = DEMANDED if kind == "demands" else outcome_told(ended)
    if ended and PROCEDURAL.match(ended):
        sought = replace(sought, acts=SOUGHT["answers"].acts, reasons=BEFORE_SENT_BACK)
    return replace(sought, boards=who.boards, parties=who.parties, roles=who.roles, named=who.named, outcome=outcome)


def _boosts(kind: FrameKind, who: _Who) -> tuple[Boost, ...]:
    """What is lifted wherever it stands, also outside the case."""
    kinds = BOOSTS[kind]
    if kind == "opinions" and who.roles:
        kinds = (Boost(ANSWER_LIFT, roles=who.roles),)
    elif kind == "opinions" and who.parties:
        kinds = ()
    own = (Boost(PARTY_LIFT, parties=who.parties),) if who.parties else ()
    boards = (Boost(BOARD_LIFT, boards=who.boards),) if who.boards else ()
    lists = () if kind == "members" else (LISTS,)
    return (*kinds, *own, *boards, *lists)


def _content(words: str) -> int:
    """How many words carry content."""
    return sum(not swedish.is_stop_word(token.surface) for token in swedish.analyse(words))


def _spent(match: re.Match[str], kept: str | None) -> str:
    """The question up to the first word that is still searched for, or what follows the last: what a removed chip takes away."""
    groups = match.groupdict()
    starts = [match.start(name) for name in (kept, "whose", "rest") if name and groups.get(name)]
    return match.string[: min(starts)].strip() or match.string[match.end("rest") :].strip(" ,:;–-")


def _whose_act(typed: str | None, filters: FilterReader) -> _Who:
    """Whose act or view is asked for, as far as the registers and the index know."""
    if typed is None:
        return _Who()
    boards = _boards(typed, filters)
    # A short form of a board that the index holds ("KS") is no party's genitive.
    if not boards and (party := filters.registers.party(typed)) is not None:
        return _Who(label("party", party.letters, filters.registers), parties=frozenset({party.letters}))
    if role := _BODIES.get(typed.casefold()):
        return _Who(roles=frozenset() if role in {"none", "board"} else frozenset({role}))
    if (office := _OFFICE.search(typed)) is not None:
        return _office(typed, office["own"], filters)
    if boards:
        return _Who(boards[0], boards=frozenset(boards))
    return _Who(known=False, named=typed if _NAME.fullmatch(typed) else "")


def _boards(typed: str, filters: FilterReader) -> tuple[str, ...]:
    """The boards of the index that a name stands for, also as people say it: "tekniska", "socialen", "kultur och fritid"."""
    apart = typed.replace(" och ", "- och ")
    spoken = (typed, f"{typed} nämnden", f"{apart}nämnden", f"{apart}snämnden", f"{typed.removesuffix('en')}nämnden")
    held = filters.known.of("board")
    return next((found for name in spoken if (found := tuple(value for value in filters.values("board", name) if value in held))), ())


def _office(typed: str, own: str, filters: FilterReader) -> _Who:
    """An administration, by its own name or with its municipality's before ("Stockholms socialförvaltning")."""
    office = next(filter(None, map(canonical_administration, (typed, own, f"{own}en"))), None)
    board = board_of_administration(office) if office else None
    held = frozenset({board} & set(filters.known.of("board"))) if board else frozenset()
    return _Who(office or typed, boards=held, roles=frozenset({"administration"}))
