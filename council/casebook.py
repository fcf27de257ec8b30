"""Joins what documents say of cases (records that share keys) into cases with a stable id and their steps in order of time."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from council.bodies import slug
from council.model import Case, CaseRecord, Motion, Stance, Step, StepKind
from council.references import Reference, diary_number

DISSENT: frozenset[StepKind] = frozenset({"reservation", "special_statement", "record_note", "substitute_statement"})
ANSWERS: frozenset[StepKind] = frozenset({"board_opinion", "administration_opinion", "company_opinion"})
# Of acts on one day, or without a day: the order in which a matter goes its way.
_ORDER: tuple[StepKind, ...] = (
    "motion", "referral", "received", "administration_opinion", "company_opinion", "board_opinion", "commissioner", "committee",
    "proposal_to_council", "decision", "reservation", "special_statement", "record_note", "substitute_statement",
)  # fmt: skip
# Kinds that may name one act: a board's proposal is an opinion to another who reports it.
_ALIKE: tuple[frozenset[StepKind], ...] = (
    frozenset({"referral", "received"}),
    frozenset({"board_opinion", "proposal_to_council", "decision", "referral"}),
    frozenset({"committee"}),
    frozenset({"administration_opinion"}),
    frozenset({"company_opinion"}),
)
_ANSWERS_TO_REMISS: frozenset[Stance] = frozenset({"tillstyrker", "avstyrker", "yttrande"})
"""What a board that was asked answers; how the matter ends is for whoever asked."""
_DAYS_APART = 3
"""A letter's date and the day under which minutes report it differ by a few days at most."""


def join(records: Iterable[CaseRecord], breathe: Callable[[], object] = bool) -> list[Case]:
    """Cases from records, ordered by id. Records share a case when they share a key; two diary numbers of one registering body never do.

    `breathe` is called after each case: whoever has other things to do meanwhile may rest in it.
    """
    rows, cases = list(records), []
    for group in _groups(rows):
        cases.append(_case([rows[i] for i in group]))
        breathe()
    return sorted(cases, key=lambda case: case.id)


def case_ids(case: Case) -> tuple[str, ...]:
    """Every id by which a case may be asked for: its own, and one for each of its numbers, so that links outlive new documents."""
    numbers = [_id(case.municipality, f"{n}") for n in case.dnr]
    return tuple(dict.fromkeys([case.id, *numbers]))


# Grouping


def _groups(rows: Sequence[CaseRecord]) -> list[list[int]]:
    """Indices of records by case: numbers tie first, then motions by title and mover, then acts that are reported, then titles."""
    parent = list(range(len(rows)))
    numbers = [_numbers(row) for row in rows]
    places = [{row.municipality} - {None} for row in rows]

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for prefix in ("dnr:", "motion:", "act:", "title:"):
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for i, row in enumerate(rows):
            for key in row.keys:
                if key.startswith(prefix):
                    holders[key].append(i)
        for key, same in sorted(holders.items()):
            for i in same[1:]:
                one, other = root(same[0]), root(i)
                if one == other or (places[one] and places[other] and places[one] != places[other]):
                    continue
                if not key.startswith("dnr:") and _clash(numbers[one], numbers[other]):
                    continue
                first, second = sorted((one, other))
                parent[second] = first
                numbers[first] = numbers[first] | numbers[second]
                places[first] = places[first] | places[second]
    found: defaultdict[int, list[int]] = defaultdict(list)
    for i in range(len(rows)):
        found[root(i)].append(i)
    return list(found.values())


def _numbers(row: CaseRecord) -> frozenset[tuple[str, int | None, str]]:
    references = [reference for number in row.dnr if (reference := diary_number(number))]
    return frozenset((r.code, r.year, r.number) for r in references)


def _clash(one: frozenset[tuple[str, int | None, str]], other: frozenset[tuple[str, int | None, str]]) -> bool:
    """Whether one registering body numbers the two differently: then they are two cases, however alike."""
    codes = {code for code, _, _ in one} & {code for code, _, _ in other}
    return any({n for n in one if n[0] == code}.isdisjoint({n for n in other if n[0] == code}) for code in codes)


# One case


def _case(rows: Sequence[CaseRecord]) -> Case:
    steps = _merged([step for row in rows for step in row.steps])
    municipality = next((row.municipality for row in rows if row.municipality), None)
    dnr = _ordered_numbers(rows)
    outcome, final = _outcome(steps)
    lead = _lead(rows, dnr)
    remitted = tuple(dict.fromkeys(name for row in rows for name in row.remitted))
    motion = _motion(rows)
    return Case(
        id=_id(municipality, dnr[0] if dnr else _without_number(lead, motion)),
        title=lead.title,
        dnr=dnr,
        origin=next((row.origin for row in rows if row.origin != "other"), "other"),
        motion=motion,
        outcome=outcome,
        final=final,
        municipality=municipality,
        steps=steps,
        keys=tuple(dict.fromkeys(key for row in rows for key in row.keys)),
        remitted=remitted,
        missing=tuple(name for name in remitted if not _answered(name, steps)),
    )


def _ordered_numbers(rows: Sequence[CaseRecord]) -> tuple[str, ...]:
    """A case's diary numbers: first the one that most records carry, of those as common the oldest."""
    printed: dict[tuple[int, str, str], str] = {}
    times: defaultdict[tuple[int, str, str], int] = defaultdict(int)
    for row in rows:
        for number in row.dnr:
            if reference := diary_number(number):
                key = _sort_key(reference)
                printed.setdefault(key, number)
                times[key] += 1
    return tuple(printed[key] for key in sorted(printed, key=lambda k: (-times[k], k)))


def _sort_key(reference: Reference) -> tuple[int, str, str]:
    return (reference.year or 0, reference.number.zfill(7), reference.code)


def _lead(rows: Sequence[CaseRecord], dnr: Sequence[str]) -> CaseRecord:
    """The record that names the case: one that carries its first number, the furthest on its way."""
    own = [row for row in rows if dnr and dnr[0] in row.dnr] or list(rows)
    return max(own, key=lambda row: (row.final, _furthest(row), bool(row.title), -len(row.title)))


def _furthest(row: CaseRecord) -> int:
    own = [_ORDER.index(step.kind) for step in row.steps if step.kind not in DISSENT and step.ref]
    return max(own, default=0)


def _motion(rows: Sequence[CaseRecord]) -> Motion | None:
    told = [row.motion for row in rows if row.motion]
    if not told:
        return None
    fullest = max(told, key=lambda m: (len(m.movers), sum(p.party is not None for p in m.movers)))
    ref = next((m.ref for m in told if m.ref), None)
    days = [m.date for m in told if m.date]
    return replace(fullest, ref=ref, date=min(days) if days else None)


def _outcome(steps: Sequence[Step]) -> tuple[Stance | None, bool]:
    """How a case ended so far: the last decision, else the last proposal to the council, else the last opinion of a committee or board."""
    order: tuple[tuple[frozenset[StepKind], bool], ...] = (
        (frozenset({"decision", "proposal_to_council"}), True),
        (frozenset({"committee"}), False),
        (frozenset({"board_opinion"}), False),
    )
    for kinds, _ in order:
        asked = {"board_opinion"} & kinds
        acts = [step for step in steps if step.kind in kinds and step.stance and not (asked and step.stance in _ANSWERS_TO_REMISS)]
        if acts:
            last = acts[-1]
            return last.stance, last.kind == "decision"
    return None, False


def _answered(name: str, steps: Sequence[Step]) -> bool:
    return any(name in {step.board, step.body} for step in steps if step.kind in ANSWERS)


def _id(municipality: str | None, number: str) -> str:
    return slug(f"{municipality or ''} {number}")


def _without_number(row: CaseRecord, motion: Motion | None) -> str:
    mover = motion.movers[0].name if motion and motion.movers else ""
    return f"{row.title[:60]} {mover}"


# Steps


def _merged(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Each act once: what minutes report of an act gives way to the act's own document, and lends it what it lacks."""
    kept: list[Step] = []
    for step in sorted(steps, key=_originality):
        same = next((i for i, other in enumerate(kept) if _same_act(step, other)), None)
        if same is None:
            kept.append(step)
        else:
            kept[same] = _completed(kept[same], step)
    return tuple(sorted(kept, key=_when))


def _originality(step: Step) -> tuple[int, int]:
    """Acts told by the document that is theirs come first: their § and day are those of its own minutes or letter."""
    own = step.ref is not None and not re.match(r"(?i)[\w ,-]+ (?:har|beslutade|fick|tillstyrkte|avstyrkte|ansåg) ", step.text[:120])
    told = step.kind == "administration_opinion" and step.stance not in {None, "yttrande"}
    return (0 if own or told or step.kind == "motion" else 1, _ORDER.index(step.kind))


def _same_act(one: Step, other: Step) -> bool:
    if one.kind in DISSENT or other.kind in DISSENT:
        return one.kind == other.kind and one.board == other.board and _same_people(one, other) and _near(one.date, other.date)
    if one.kind == "motion" or other.kind == "motion":
        return one.kind == other.kind
    if one.kind != other.kind and not any({one.kind, other.kind} <= alike for alike in _ALIKE):
        return False
    if one.kind == "administration_opinion":
        return _same_office(one, other) and _near(one.date, other.date)
    if one.board != other.board:
        return False
    if one.ref and other.ref:
        return one.ref == other.ref and _near(one.date, other.date, 400)
    return _near(one.date, other.date) and (one.date is not None or other.date is not None or one.kind == other.kind)


def _same_people(one: Step, other: Step) -> bool:
    return set(one.parties) == set(other.parties) and bool(set(one.persons) & set(other.persons) or not (one.persons and other.persons))


def _same_office(one: Step, other: Step) -> bool:
    """One office, whichever board it is said to write to; "Förvaltningen" alone may be any of the board's."""
    return one.body == other.body or (one.board == other.board and None in {one.body, other.body})


def _near(one: dt.date | None, other: dt.date | None, days: int = _DAYS_APART) -> bool:
    return one is None or other is None or abs((one - other).days) <= days


def _completed(step: Step, other: Step) -> Step:
    return replace(
        step,
        date=step.date or other.date,
        ref=step.ref or other.ref,
        body=step.body or other.body,
        stance=step.stance if step.stance not in {None, "yttrande"} else other.stance or step.stance,
        persons=step.persons or other.persons,
    )


def _when(step: Step) -> tuple[dt.date, int]:
    return (step.date or _undated(step), _ORDER.index(step.kind))


def _undated(step: Step) -> dt.date:
    """Undated steps stand last among what comes before the council: opinions early, proposals late."""
    return (
        dt.date.max
        if step.kind in {"committee", "commissioner", "proposal_to_council", "decision"} or step.kind in DISSENT
        else dt.date.min
    )
