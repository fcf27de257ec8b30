"""Reads the acts that a text reports: referrals, opinions, committees' handling and decisions, with body, day, § and stance."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from council.bodies import Mention, find_bodies
from council.model import Stance, StepKind
from council.references import find
from council.values import value
from indexer.dates import find_dates
from indexer.stances import find_stance


@value
class Act:
    """An act told in one sentence. `body` is the canonical name of who acted; `leads` when the statement itself follows."""

    kind: StepKind
    body: str
    date: dt.date | None
    ref: str | None
    stance: Stance | None
    administration: bool = False
    leads: bool = False


Named = Callable[[Mention], str | None]
"""Gives a mention its full name ("arbetsutskottet" is the board's own committee)."""

_REFERS = re.compile(
    r"\b(?:lämna\w*|överlämna\w*|remittera\w*|hänskjut\w*|skicka\w*|sänd\w*)\b.{0,120}\b(?:beredning|yttrande|remiss|besvarande)\b"
)
# "remitterade motionen den 24 februari 2020, § 18": told in passing, to whom or why is not said.
_REMITS = re.compile(
    r"\b(?:remitterade|remitterat|hänsköt|hänskjutit) (?:motionen|ärendet|initiativärendet|interpellationen|medborgarförslaget)\b"
)
# "Motionen remitterades av kommunfullmäktige den 30 mars 2015, § 29": the body stands behind the verb.
_REMITTED_BY = re.compile(r"(?i)\b(?:motion|ärende)\w* (?:har )?(?:remitterades|remitterats|hänsköts|hänskjutits) av (?=\w)")
# "har till kommunfullmäktige den 24 september 2018, § 98, lämnat en motion": the § is the one under which the council took it up.
_LODGED = re.compile(r"\bhar till (?=[a-zåäö]+fullmäktige\b)")
_LODGES = re.compile(r"\b(?:lämnat|väckt|inkommit med|inlämnat) (?:in )?(?:en |följande )?motion")
_NAMED_ONLY = re.compile(r"s? den [^.]{5,24}, §+ ?\d+[a-z]?\.?")
_RECEIVED = re.compile(r"\b(?:fick|erhöll|har fått|mottog)\b.{0,120}\b(?:beredning|yttrande|besvarande|remiss)")
_WROTE = re.compile(r"\b(?:skrivelse|tjänsteskrivelse|tjänsteutlåtande|yttrande)\b")
_HANDLED = re.compile(r"\b(?:behandlat|behandlade|behandlar) (?:ärendet|motionen|frågan|remissen)|\bhänsköt ärendet|\bberett ärendet")
_ACTS_ON = re.compile(
    r"\b(?:beslutade|beslutat|beslöt|har|föreslår(?= den \d)|"
    r"tillstyrkte|avstyrkte|ansåg|biföll|avslog|föreslog|återremitterade|bordlade|godkände)\b"
    r".{0,160}\b(?:motionen|ärendet|initiativärendet|remissen|förslaget)\b"
)
_DECIDED = re.compile(r"^ (?:beslutade|beslöt|har|föreslog|begärde|ansökte)\b.{0,60}§ ?\d+.{0,20}\b(?:att|beslutat|begärt|föreslagit)\b")
_ASSIGNED = re.compile(r"\b(?:beslutade|beslutat|gav)\b.{0,200}\b(?:ge|gav|uppdra)\b.{0,120}\b(?:i uppdrag|åt)\b")


def find_act(sentence: str, named: Named, before: dt.date | None, own: frozenset[str] = frozenset()) -> Act | None:
    """The act that a sentence tells of the matter, or None. `before` is the day of the document, for days without a year.

    What `own` bodies decided earlier is background, unless the sentence says that it was about this matter.
    """
    subject, passing = _subject(sentence), None
    if subject is None:
        subject = passing = _told_in_passing(sentence)
    if subject is None or (body := named(subject)) is None:
        return None
    rest = sentence[subject.end :]
    day = next((d.near(before) for d in find_dates(rest)), None)
    ref = next((r.text for r in find(rest) if r.kind == "paragraph"), None)
    if subject.kind == "administration":
        return _written(body, rest, day)
    kind: StepKind | None = "referral" if passing else _kind(subject, body, rest, body in own)
    if kind is None or (day is None and ref is None and kind != "committee"):
        return None
    stance = None if kind in {"referral", "received"} else find_stance(rest, final=body.endswith("fullmäktige"))
    return Act(kind, body, day, ref, stance)


def _subject(sentence: str) -> Mention | None:
    opening = re.match(r"(?:Dåvarande |Därefter har |Sedan |Ärendet har |I )?", sentence)
    at = opening.end() if opening else 0
    return next(
        (m for m in find_bodies(sentence[:160]) if m.start <= at and (not m.genitive or _WROTE.match(sentence[m.end :].strip()))), None
    )


def _told_in_passing(sentence: str) -> Mention | None:
    """The body that referred a motion, where the sentence begins with the motion or its movers."""
    before = _REMITTED_BY.search(sentence) or (_LODGED.search(sentence) if _LODGES.search(sentence) else None)
    if before is None or (before.re is _LODGED and "§" not in sentence):
        return None
    return next((m for m in find_bodies(sentence) if m.start == before.end()), None)


def _written(body: str, rest: str, day: dt.date | None) -> Act | None:
    """A statement of an administration: dated, or announced as following."""
    wrote = _WROTE.search(rest[:120])
    if not wrote or not (day or re.search(r"(?i)följande|lydelse", rest)):
        return None
    follows = bool(re.search(r"(?i)\bföljande\b|lydelse", rest))
    return Act("administration_opinion", body, day, None, find_stance(rest) if not follows else None, administration=True, leads=follows)


def _kind(subject: Mention, body: str, rest: str, own: bool) -> StepKind | None:
    council = body.endswith("fullmäktige")
    if _REMITS.search(rest[:60]):
        return "referral"
    if subject.kind == "committee" and _NAMED_ONLY.fullmatch(rest):
        return "committee"
    if _REFERS.search(rest) and not _HANDLED.search(rest):
        return "referral" if re.search(r"(?i)motion|ärende|remiss|interpellation", rest) else None
    if _RECEIVED.search(rest):
        return "received"
    about = _HANDLED.search(rest) or _ACTS_ON.search(rest[:260])
    if not about and (own or not (_ASSIGNED.search(rest) or (not council and _DECIDED.match(rest)))):
        return None
    if subject.kind == "committee":
        return "committee"
    if council or (_ASSIGNED.search(rest) and not about):
        return "decision"
    return "proposal_to_council" if body in {"Kommunstyrelsen", "Regionstyrelsen"} else "board_opinion"
