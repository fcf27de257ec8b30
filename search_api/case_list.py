"""Finds cases: by words of their title, by number, and by who moved them, which board answered, how they ended and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from council import references, swedish
from council.model import Case


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """What cases are asked for: words or a number, and values of which a case has any. `outcome` is a final one; "open" is the rest."""

    q: str = ""
    party: tuple[str, ...] = ()
    board: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()


OPEN = "open"
"""The outcome of a case that no document here decides; a proposal is not the end of it."""


def find_cases(cases: Iterable[Case], request: CaseRequest) -> tuple[Case, ...]:
    """The cases asked for, the best first where words were given, else the latest first."""
    kept = [case for case in cases if _passes(case, request)]
    if not request.q.strip():
        return tuple(sorted(kept, key=_recency, reverse=True))
    scored = [(_score(case, request.q), _recency(case), case) for case in kept]
    ordered = sorted((item for item in scored if item[0] > 0), key=lambda item: (item[0], item[1]), reverse=True)
    return tuple(case for _, _, case in ordered)


def case_year(case: Case) -> str:
    """The year that a case began in: its motion's, else its first dated step's; "none" without a date."""
    if case.motion and case.motion.date:
        return str(case.motion.date.year)
    first = min((step.date for step in case.steps if step.date), default=None)
    return str(first.year) if first else "none"


def case_outcome(case: Case) -> str:
    """How a case ended, as the filter knows it: the stance of a final decision, else OPEN."""
    return case.outcome if case.final and case.outcome else OPEN


def case_parties(case: Case) -> tuple[str, ...]:
    """Letters of the parties that moved the motion."""
    movers = case.motion.movers if case.motion else ()
    return tuple(dict.fromkeys(mover.party for mover in movers if mover.party))


def _passes(case: Case, request: CaseRequest) -> bool:
    return (
        _any(request.party, case_parties(case))
        and _any(request.board, [step.board for step in case.steps if step.board])
        and _any(request.outcome, [case_outcome(case)])
        and _any(request.year, [case_year(case)])
        and _any(request.municipality, [case.municipality or ""])
        and _any(request.origin, [case.origin])
    )


def _any(wanted: Sequence[str], held: Iterable[str]) -> bool:
    return not wanted or bool({value.casefold() for value in wanted} & {value.casefold() for value in held})


def _recency(case: Case) -> tuple[int, str]:
    dates = [step.date for step in case.steps if step.date]
    return (max(dates).toordinal() if dates else 0, case.id)


def _score(case: Case, q: str) -> float:
    """The share of the words that the title holds; a number that is the case's own is all."""
    numbers = [reference for reference in references.find(q) if reference.kind in ("dnr", "motion")]
    number = references.diary_number(q)
    if any(_has_number(case, reference) for reference in (*numbers, *([number] if number else []))):
        return 2.0
    if numbers:
        return 0.0
    words = [token for token in swedish.analyse(q) if not swedish.is_stop_word(token.surface)]
    held = _title_words(case)
    found = sum(1 for word in words if set(word.lemmas) & held)
    return found / len(words) if words and 2 * found > len(words) else 0.0


def _has_number(case: Case, reference: references.Reference) -> bool:
    plain = f"{reference.year}:{reference.number}"
    if case.motion and case.motion.ref == plain and reference.kind != "dnr":
        return True
    own = [number for dnr in case.dnr if (number := references.diary_number(dnr)) is not None]
    return any(references.same_number(reference, number) for number in own)


def _title_words(case: Case) -> set[str]:
    movers = " ".join(mover.name for mover in case.motion.movers) if case.motion else ""
    tokens = swedish.analyse(f"{case.title} {movers}")
    return {word for token in tokens for word in (*token.lemmas, *token.parts)}
