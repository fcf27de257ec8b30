"""A case as a page shows it: its outcome in a sentence, then its way, step by step, with what is missing in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from council.bodies import find_bodies
from council.model import Case, Stance, Step
from ui import links
from ui.views.parts import cut
from ui.views.passages import PartyNames, PartyTag
from ui.wording import N_, ORIGINS, STANCE_SIGNS, STEPS, Wording

DISSENT = frozenset({"reservation", "special_statement", "record_note", "substitute_statement"})
BEFORE_ANSWERS = frozenset({"motion", "referral", "received"})
AFTER_ANSWERS = frozenset({"committee", "commissioner", "proposal_to_council", "decision"})
SENT = re.compile(r"(?i)\b(?:remi|överlämna|översänd|skicka|sänd)\w*\b[^.]*?\btill\b(?P<to>[^.]*)")
ORDER = {
    kind: place
    for place, kind in enumerate(
        (
            "motion",
            "received",
            "referral",
            "administration_opinion",
            "board_opinion",
            "company_opinion",
            "committee",
            "commissioner",
            "proposal_to_council",
            "decision",
        )
    )
}
"""The way that a matter takes: where a step without a date stands among the dated."""
MOTION_OUTCOMES: dict[Stance, str] = {
    "bifall": N_("Motionen bifölls"),
    "delvis bifall": N_("Motionen bifölls delvis"),
    "avslag": N_("Motionen avslogs"),
    "besvarad": N_("Motionen förklarades besvarad"),
    "anser besvarad": N_("Motionen förklarades besvarad"),
    "återremiss": N_("Motionen återremitterades"),
    "godkänner": N_("Motionen godkändes"),
}
MATTER_OUTCOMES: dict[Stance, str] = {
    "bifall": N_("Ärendet bifölls"),
    "delvis bifall": N_("Ärendet bifölls delvis"),
    "avslag": N_("Ärendet avslogs"),
    "besvarad": N_("Ärendet förklarades besvarat"),
    "anser besvarad": N_("Ärendet förklarades besvarat"),
    "återremiss": N_("Ärendet återremitterades"),
    "godkänner": N_("Förslaget godkändes"),
    "yttrande": N_("Ett yttrande lämnades"),
}
MOTION_WISHES: dict[Stance, str] = {
    "bifall": N_("Förslaget är att motionen bifalls"),
    "delvis bifall": N_("Förslaget är att motionen delvis bifalls"),
    "avslag": N_("Förslaget är att motionen avslås"),
    "besvarad": N_("Förslaget är att motionen anses besvarad"),
    "anser besvarad": N_("Förslaget är att motionen anses besvarad"),
    "återremiss": N_("Förslaget är att motionen återremitteras"),
}
MATTER_WISHES: dict[Stance, str] = {
    "bifall": N_("Förslaget är bifall"),
    "avslag": N_("Förslaget är avslag"),
    "återremiss": N_("Förslaget är återremiss"),
    "godkänner": N_("Förslaget är att godkänna"),
}
COMMON_NOUN = re.compile(r"(?<!stadsdels)nämnden$|styrelsen$|fullmäktige$|utskottet$|utskott$")
EXCERPT = 260
"""Characters of a step's quote that show at once: about three lines."""
AROUND = 250
"""Characters that a step's facts and links weigh beside its quote when a long case is cut into parts."""


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quoted paragraph: its beginning, the whole where that is longer, and where it stands. `source` names the document in print."""

    excerpt: str
    whole: str
    path: str
    source: str


@dataclass(frozen=True, slots=True)
class StageView:
    """A step of the way. `missing` is an answer that was asked for and is not here."""

    date: str
    iso_date: str
    kind: str
    who: str
    stance: str
    sign: str
    ref: str
    parties: tuple[PartyTag, ...]
    persons: tuple[str, ...]
    quote: QuoteView | None
    dissent: tuple[StageView, ...] = ()
    missing: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case's dossier."""

    title: str
    outcome: str
    sign: str
    decided: bool
    facts: tuple[tuple[str, str], ...]
    movers: tuple[tuple[str, PartyTag | None], ...]
    stages: tuple[StageView, ...]
    missing: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]
    search: str
    part: int
    parts: int
    previous: str | None
    next: str | None


def way_of(case: Case, words: Wording, parties: PartyNames, titles: Mapping[str, str]) -> tuple[tuple[StageView, ...], ...]:
    """The way of a case in parts that each fit on a page, nearly always one: its steps in order, and what is missing in its place.

    `titles` gives the titles of its documents by id."""
    acts = _acts(_in_place(case.steps))
    shown = [_stage(step, words, parties, titles, dissent) for step, dissent in acts]
    end = _end_of_answers([step for step, _ in acts])
    stages = (*shown[:end], *(_missing_stage(board, words) for board in unanswered(case)), *shown[end:])
    return tuple(tuple(stages[place] for place in places) for places in cut(map(_weight, stages)))


def _weight(stage: StageView) -> int:
    text = len(stage.quote.excerpt) + len(stage.quote.whole) if stage.quote else 0
    return AROUND + text + sum(map(_weight, stage.dissent))


def case_view(
    case: Case, way: tuple[tuple[StageView, ...], ...], words: Wording, parties: PartyNames, titles: Mapping[str, str], part: int = 1
) -> CaseView:
    """Part `part` of a case's way for the template; its documents stand below the last part."""
    last = part == len(way)
    return CaseView(
        title=case.title or words.text("Ärende %(dnr)s", dnr=", ".join(case.dnr)),
        outcome=outcome_sentence(case, words),
        sign=STANCE_SIGNS.get(case.outcome or "", ""),
        decided=case.final,
        facts=_facts(case, words),
        movers=tuple((person.name, _tag(person.party, parties)) for person in case.motion.movers) if case.motion else (),
        stages=way[part - 1],
        missing=unanswered(case),
        documents=_documents(case, titles) if last else (),
        search=links.with_query("/sok", q=case.dnr[0] if case.dnr else case.title),
        part=part,
        parts=len(way),
        previous=links.case_path(case.id, part=part - 1) if part > 1 else None,
        next=links.case_path(case.id, part=part + 1) if not last else None,
    )


def unanswered(case: Case) -> tuple[str, ...]:
    """Boards that a referral names as asked, and of which nothing is here."""
    heard = {name for step in case.steps if step.kind not in BEFORE_ANSWERS for name in (step.board, step.body) if name}
    asked = (name for step in case.steps if step.kind == "referral" for name in asked_boards(step.text))
    return tuple(dict.fromkeys(name for name in asked if name not in heard))


def asked_boards(text: str) -> tuple[str, ...]:
    """The boards to which a text sends a matter: "remitteras till socialnämnden och tekniska nämnden"."""
    receivers = (match["to"] for match in SENT.finditer(text))
    return tuple(mention.name for to in receivers for mention in find_bodies(to) if mention.kind == "board" and not mention.own)


def outcome_sentence(case: Case, words: Wording) -> str:
    """ "Motionen avslogs av kommunfullmäktige den 10 juni 2026; V och MP reserverade sig."."""
    motion = case.origin == "motion"
    if case.outcome is None:
        return words.text(_unknown(motion, case.final))
    if not case.final:
        wished = words.text((MOTION_WISHES if motion else MATTER_WISHES).get(case.outcome, N_("Ett beslut är föreslaget")))
        return words.text("%(wished)s. Det slutliga beslutet finns inte här.", wished=wished)
    done = words.text((MOTION_OUTCOMES if motion else MATTER_OUTCOMES).get(case.outcome, N_("Ärendet avgjordes")))
    return f"{done}{_where_and_when(case, words)}."


def _unknown(motion: bool, final: bool) -> str:
    if final:
        return N_("Motionen är avgjord.") if motion else N_("Ärendet är avgjort.")
    if motion:
        return N_("Motionen är inte avgjord i de handlingar som finns här.")
    return N_("Ärendet är inte avgjort i de handlingar som finns här.")


def _where_and_when(case: Case, words: Wording) -> str:
    last = _deciding(case)
    by = words.text(" av %(board)s", board=_lower(last.board)) if last and last.board else ""
    when = words.text(" den %(day)s", day=words.day(last.date)) if last and last.date else ""
    dissenters = _dissenters(case, last)
    tail = words.text("; %(parties)s reserverade sig", parties=words.listing(dissenters)) if dissenters else ""
    return f"{by}{when}{tail}"


def _deciding(case: Case) -> Step | None:
    decisions = [step for step in case.steps if step.kind == "decision"]
    return decisions[-1] if decisions else None


def _dissenters(case: Case, last: Step | None) -> tuple[str, ...]:
    against = [step for step in case.steps if step.kind == "reservation" and (last is None or step.board == last.board)]
    return tuple(dict.fromkeys(party for step in against for party in step.parties))


def _lower(board: str) -> str:
    """A board's name inside a sentence: "Socialnämnden" is a common noun there, "Bromma stadsdelsnämnd" a name."""
    return board[:1].lower() + board[1:] if COMMON_NOUN.search(board) else board


def _facts(case: Case, words: Wording) -> tuple[tuple[str, str], ...]:
    motion = case.motion
    rows = (
        (words.text("Slag"), words.text(ORIGINS[case.origin])),
        (words.text("Motion"), (motion.ref or "") if motion else ""),
        (words.text("Inlämnad"), words.day(motion.date) if motion and motion.date else ""),
        (words.text("Diarienummer"), ", ".join(case.dnr)),
        (words.text("Kommun"), case.municipality or ""),
    )
    return tuple(row for row in rows if row[1])


def _end_of_answers(steps: Sequence[Step]) -> int:
    """Where answers end and are weighed: what is missing stands there."""
    asked = next((place for place, step in enumerate(steps) if step.kind == "referral"), len(steps))
    return next((place for place, step in enumerate(steps) if place > asked and step.kind in AFTER_ANSWERS), len(steps))


def _in_place(steps: Iterable[Step]) -> list[Step]:
    """Steps as they come, those without a date before what follows after their kind; dissent without one stays last and finds its step."""
    placed: list[Step] = []
    for step in sorted(steps, key=lambda step: step.date is None):
        if step.date is None and step.kind not in DISSENT:
            after = (place for place, other in enumerate(placed) if ORDER.get(other.kind, -1) > ORDER.get(step.kind, len(ORDER)))
            placed.insert(next(after, len(placed)), step)
        else:
            placed.append(step)
    return placed


def _acts(steps: Iterable[Step]) -> list[tuple[Step, list[Step]]]:
    """Steps in order, each with the dissent from it: a dissent belongs to the same board's step of its day, else to its latest before."""
    acts: list[tuple[Step, list[Step]]] = []
    for step in steps:
        own = [act for act in acts if act[0].board == step.board] if step.kind in DISSENT else []
        if own:
            same_day = [act for act in own if step.date is not None and act[0].date == step.date]
            (same_day or own)[-1][1].append(step)
        else:
            acts.append((step, []))
    return acts


def _stage(step: Step, words: Wording, parties: PartyNames, titles: Mapping[str, str], dissent: Sequence[Step] = ()) -> StageView:
    return StageView(
        date=words.day(step.date),
        iso_date=step.date.isoformat() if step.date else "",
        kind=words.text(STEPS[step.kind]),
        who=step.body or step.board or "",
        stance=words.stance(step.stance) if step.stance != "yttrande" else "",
        sign=STANCE_SIGNS.get(step.stance or "", ""),
        ref=step.ref or "",
        parties=tuple(PartyTag(letter, parties.get(letter, letter)) for letter in step.parties),
        persons=step.persons,
        quote=_quote(step, titles.get(step.document_id) or step.source) if step.text else None,
        dissent=tuple(_stage(step, words, parties, titles) for step in dissent),
    )


def _quote(step: Step, source: str) -> QuoteView:
    path = links.paragraph_path(step.document_id, step.paragraph_id) if step.paragraph_id else links.document_path(step.document_id)
    text = " ".join(step.text.split())
    if len(text) <= EXCERPT:
        return QuoteView(text, "", path, source)
    return QuoteView(text[:EXCERPT].rsplit(" ", 1)[0] + " …", text, path, source)


def _missing_stage(board: str, words: Wording) -> StageView:
    return StageView(words.text("svar saknas"), "", words.text("Yttrande"), board, "", "", "", (), (), None, missing=True)


def _tag(letter: str | None, parties: PartyNames) -> PartyTag | None:
    return PartyTag(letter, parties.get(letter, letter)) if letter else None


def _documents(case: Case, titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    seen = {step.document_id: step.source for step in case.steps if step.document_id}
    return tuple((titles.get(document_id) or source, links.document_path(document_id)) for document_id, source in seen.items())


def year_of(case: Case) -> int | None:
    """The year in which a case began: its motion's, else its first dated step's."""
    if case.motion and case.motion.date:
        return case.motion.date.year
    return min((step.date.year for step in case.steps if step.date), default=None)
