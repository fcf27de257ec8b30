"""The forms in which people ask how something was answered, who was against, and what someone thinks, as patterns over a query's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

FrameKind = Literal["answers", "reasons", "opinions", "demands", "dissent", "votes", "motions"]
"""What is asked for: how it was answered, why, what someone thinks, what a motion wants, who was against, how they voted, motions."""

LABELS: dict[FrameKind, str] = {
    "answers": "svar och beslut först", "reasons": "skälen först", "opinions": "egna ord först", "demands": "motionens förslag först",
    "dissent": "reservationer först", "votes": "omröstningar först", "motions": "motioner först",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """A form of question: a pattern with the groups `who` (whose act or view), `whose` (who moved it), `ended` (the verb of the outcome)
    and `rest` (what it is about)."""

    kind: FrameKind
    words: re.Pattern[str]


_ABOUT = r"(?:om|på|över|till|kring|angående|gällande|rörande|avseende|i|med|mot|för)"
_NAMED = r"(?:om|angående|kring|gällande|rörande|avseende|över|mot|till|från|för|i)"
# What was answered: not a word of the matter itself. Who moved it ("Centerpartiets motion om") is, and stays.
_OBJECT = (
    r"(?:(?P<whose>[\w-]+s)\s+)?(?:motion(?:en|er|erna)?|medborgarförslag(?:et|en)?|e-förslag(?:et)?|förslag(?:et|en)?|remiss(?:en)?|"
    r"skrivelsen?|interpellation(?:en)?|initiativ(?:et)?|initiativärende(?:t|na)?|ärendet|frågan|frågor|beslut(?:et)?)\s+"
    rf"(?:{_NAMED}\s+)?"
)
_THING = rf"(?:{_OBJECT})?"
_WHO = r"(?P<who>(?:[^\s?]+\s+){0,4}?[^\s?]+)"
_WHOSE_OWN = r"(?P<who>(?:[^\s?]+\s+){0,4}?[^\s?]*?)s"
_REST = r"(?P<rest>.+?)[\s?!.]*$"

_ANSWERED = r"(?:svarade|svarar|besvarade|besvarar|yttrade\s+sig|yttrar\s+sig|beslutade|beslöt|beslutar|bestämde|reagerade|ställde\s+sig)"
_HAS_ANSWERED = r"(?:svarat|besvarat|yttrat\s+sig|beslutat|bestämt|ställt\s+sig|gjort)"
_THINKS = (
    r"(?:tycker|tyckte|anser|ansåg|säger|sade|sa|vill|ville|menar|menade|föreslår|föreslog|ställer\s+sig|ställde\s+sig|"
    r"resonerar|resonerade|tänker|tänkte|skriver|skrev|bedömer|bedömde)"
)
_HAS_THOUGHT = r"(?:tyckt|ansett|sagt|föreslagit|menat|tänkt|skrivit|bedömt|yrkat|velat)"
_ENDED = (
    r"(?P<ended>avslogs|bifölls|besvarades|tillstyrktes|avstyrktes|godkändes|antogs|återremitterades|bordlades|avslås|bifalls|besvaras|"
    r"återremitteras|avstyrks|tillstyrks)"
)
_REFUSED = (
    r"(?P<ended>avslog|avslå|avslår|biföll|bifalla|bifaller|avstyrkte|avstyrka|avstyrker|tillstyrkte|tillstyrka|tillstyrker|"
    r"godkände|återremitterade)"
)
_WHICH = r"(?:vilka|vilket|vem|vad)\s+(?:(?:partier|parti|ledamöter|politiker)\s+)?(?:har\s+)?"
_WROTE = r"(?:motioner(?:ade|at|ar)|(?:skrev|skrivit|lämnade\s+in|lämnat\s+in|väckte|väckt)(?:\s+en)?(?:\s+motion(?:er)?)?)"
_WENT = r"(?:hur\s+(?:gick|blev)\s+det|vad\s+hände|(?:vad|vilket)\s+blev\s+(?:svaret|beslutet|resultatet|utfallet|det))"
_OPINION = r"(?:åsikt(?:er)?|syn|inställning|ståndpunkt|linje|hållning|argument)"
_ANSWER = r"(?:svar|motionssvar|yttrande|remissvar|remissyttrande|beslut|bedömning|utlåtande|ställningstagande)"
_MOTION = r"(?:motion(?:en|ären|ärerna|erna)?|initiativet|initiativärendet|medborgarförslaget|förslagsställaren)"


def _frame(kind: FrameKind, words: str) -> Frame:
    return Frame(kind, re.compile(rf"^\s*{words}{_REST}", re.IGNORECASE))


FRAMES: tuple[Frame, ...] = (
    _frame("dissent", rf"{_WHICH}reserver(?:ade|at|ar)\s+sig\s+(?:{_ABOUT}\s+)?{_THING}"),
    _frame("dissent", rf"(?:varför|hur)\s+reserver(?:ade|ar)\s+sig\s+{_WHO}\s+{_ABOUT}\s+{_THING}"),
    _frame("dissent", rf"{_WHICH}(?:var|är|varit)\s+emot\s+{_THING}"),
    _frame("dissent", rf"(?:reservation(?:er)?|särskil(?:t|da)\s+uttalanden?|protokollsanteckning(?:ar)?)\s+(?:mot|i|om|till)\s+{_THING}"),
    _frame("motions", rf"{_WHICH}{_WROTE}\s+(?:om|angående|kring)\s+"),
    _frame("votes", rf"hur\s+röstade\s+{_WHO}\s+{_ABOUT}\s+{_THING}"),
    _frame(
        "demands", rf"vad\s+(?:föreslår|föreslås|vill|yrkas|krävs|kräver|yrkar|står|står\s+det)\s+(?:i\s+)?{_MOTION}\s+(?:{_NAMED}\s+)?"
    ),
    _frame("reasons", rf"varför\s+{_ENDED}\s+{_THING}"),
    _frame("reasons", rf"varför\s+(?:har\s+|vill\s+|ville\s+)?{_WHO}\s+{_REFUSED}\s+{_THING}"),
    _frame("reasons", rf"varför\s+(?:vill|ville|valde|föreslår|föreslog)\s+{_WHO}\s+(?:att\s+)?{_REFUSED}\s+{_THING}"),
    _frame("reasons", rf"varför\s+{_REFUSED}\s+{_WHO}\s+{_OBJECT}"),
    _frame("reasons", rf"varför\s+(?:sa|sade)\s+{_WHO}\s+(?:nej|ja)\s+till\s+{_THING}"),
    _frame("answers", rf"(?:hur|när|vem)?\s*{_ENDED}\s+{_OBJECT}"),
    _frame("answers", rf"{_WENT}\s+{_ABOUT}\s+{_THING}"),
    _frame("answers", rf"(?:hur|vad|när)\s+{_ANSWERED}\s+{_WHO}\s+{_ABOUT}\s+{_THING}"),
    _frame("answers", rf"(?:hur|vad)\s+har\s+{_WHO}\s+{_HAS_ANSWERED}\s+{_ABOUT}\s+{_THING}"),
    _frame("answers", rf"{_ANSWER}\s+(?:från|av)\s+{_WHO}\s+{_ABOUT}\s+{_THING}"),
    _frame("answers", rf"(?:svar|motionssvar)\s+på\s+{_OBJECT}"),
    _frame("answers", rf"(?:vad\s+(?:var|är|blev)\s+)?{_WHOSE_OWN}\s+{_ANSWER}\s+(?:{_ABOUT})\s+{_THING}"),
    _frame("opinions", rf"(?:vad\s+(?:var|är)\s+)?{_WHOSE_OWN}\s+{_OPINION}\s+(?:{_ABOUT}|i)\s+{_THING}"),
    _frame("opinions", rf"(?:hur|vad|varför)\s+{_THINKS}\s+{_WHO}\s+(?:{_ABOUT}|att)\s+{_THING}"),
    _frame("opinions", rf"(?:hur|vad|varför)\s+har\s+{_WHO}\s+{_HAS_THOUGHT}\s+(?:{_ABOUT}|att)\s+{_THING}"),
    _frame("opinions", rf"(?:vill|är)\s+{_WHO}\s+(?:ha|för|emot|positiv(?:a|t)?\s+till|negativ(?:a|t)?\s+till|stoppa|införa)\s+{_THING}"),
)
"""Forms of questions, tried in this order."""

OUTCOMES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(said, re.IGNORECASE))
    for asked, said in (
        ("avsl|avstyrk", r"\b(?:avsl[åa]|avslog|avstyrk)"),
        ("bif|tillstyrk", r"\b(?:bifall|biföll|tillstyrk)"),
        ("besvara", r"\bbesvara[dt]"),
        ("återremit", r"\båterremi"),
        ("bordl", r"\bbordl[äa]"),
        ("godkän|antog", r"\b(?:godkän|anta[rs]?\b|antog)"),
    )
)
"""How the outcome that is asked about is worded where it is told: (in the question, in the answer)."""


DEMANDED = re.compile(r"\b(?:föreslå|yrka)|(?:^|\n)\s*(?:[•–-]|\d+[.)])?\s*att\b", re.IGNORECASE)
"""How a motion words what it wants."""
PROCEDURAL = re.compile(r"återremi|bordl", re.IGNORECASE)
"""Outcomes whose reasons stand in the act itself: sent back in order to be completed."""


def outcome_told(ended: str | None) -> re.Pattern[str] | None:
    """The words that tell of the outcome that a question's verb names, or None."""
    return next((said for asked, said in OUTCOMES if asked.search(ended.casefold())), None) if ended else None
