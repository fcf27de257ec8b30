"""Tells from a paragraph's words what opens without a heading: a statement of dissent, a commissioner's report, a bare decision."""

from __future__ import annotations

import re

from council.model import SectionKind
from council.values import value

_OPENS_DISSENT = re.compile(
    r"(?i)\b(?P<kind>reserv\w+|särskil\w+ (?:uttalande|yttrande)n?|protokollsanteckning\w*|ersättaryttrande\w*|"
    r"anteckning till protokollet|röstförklaring)"
)
_RESERVES = re.compile(
    r"\b(?:reserverar|reserverade) sig\b|\b(?:anmäler|anmälde|lämnar|lämnade|anför|anförde)s? (?:en |skriftlig |följande )*reservation"
)
_POINTER = re.compile(r"(?i)\bbilag(?:a|or)\b|\bse (?:nedan|sid)|\bsist i protokollet")
_FOLLOWS = re.compile(r"(?i)(enligt följande|följande|nedan|lydelse|anförs)[^.]{0,40}[.:]?$|:$")
_IS_MADE = re.compile(r"\b(?:gjordes|lämnas|lämnades|lämnar|anfördes|avges|avgavs|anförs|av)\b")
# Words of a paragraph that only leads into a statement, and of one that only points to where it stands.
_LONGEST_LEAD, _LONGEST_POINTER, _LONGEST_BARE_DECISION = 60, 40, 16


@value
class Opened:
    """A statement that a paragraph opens: its kind, whether it is named by its word, and whether its text follows below."""

    kind: SectionKind
    named: bool
    follows: bool


def opened_statement(text: str, lead: str = "") -> Opened | None:
    """The statement that a paragraph opens or is pointed at; `lead` is the bold run before it. None where it opens none."""
    named = bool(_OPENS_DISSENT.search(lead or text[:90]))
    if not (_RESERVES.search(text[:400]) or (named and _IS_MADE.search(text[:200]))):
        return None
    follows = len(text.split()) <= _LONGEST_LEAD and bool(_FOLLOWS.search(text)) and not _POINTER.search(text)
    return Opened(_dissent_kind(text), named, follows)


def points_away(text: str) -> bool:
    """Whether a statement only says where it stands: "… enligt bilaga 2"."""
    return bool(_POINTER.search(text)) and len(text.split()) <= _LONGEST_POINTER


def is_bare_decision(text: str) -> bool:
    """A decision without a heading: "Informationen noteras.", "Redovisningen läggs till handlingarna."."""
    acts = r"noteras|godkänns|läggs till handlingarna|lägger .{0,60}till handlingarna|tar del av|fastställs|antas"
    return len(text.split()) <= _LONGEST_BARE_DECISION and bool(re.search(rf"\b(?:{acts})\b", text)) and text.endswith(".")


def opens_report(text: str) -> SectionKind | None:
    """In an utlåtande: the proposal to the council, and where the commissioner begins to speak."""
    if re.search(r"föreslår (?:att )?kommunfullmäktige (?:att )?beslut\w* (?:följande|att)?", text):
        return "proposal"
    return "other" if re.match(r"Föredragande (?:borgar|kommunal|region|oppositions)råd\w* .{3,60}anför", text) else None


def _dissent_kind(text: str) -> SectionKind:
    opening = text[:160].casefold()
    if "ersättaryttrande" in opening:
        return "substitute_statement"
    return "reservation" if "reserv" in opening else "special_statement"
