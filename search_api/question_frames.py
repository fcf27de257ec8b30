"""The forms in which people ask how something was answered, who was against, and what someone thinks, as patterns over a query's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from search_api.notes import Note
from search_api.question_words import (
    ABOUT,
    ANSWER,
    ANSWER_NAMED,
    ANSWERED,
    ANY_RESERVATION,
    COSTS,
    DECIDED,
    END,
    ENDED,
    ENDING,
    FOR_OR_AGAINST,
    GOT,
    HAS_ANSWERED,
    HAS_DECIDED,
    HAS_THOUGHT,
    IS_ENDED,
    MOTION,
    MOVED,
    NAMED,
    NO,
    OBJECT,
    ON_WHAT_GROUNDS,
    OPINION,
    POST,
    REASON,
    REFUSAL,
    REFUSED,
    REST,
    REST_BEFORE,
    SAYING,
    SHOULD_END,
    THING,
    THINKS,
    WENT,
    WHICH,
    WHICH_BODIES,
    WHO,
    WHOSE_OWN,
    WONDERS,
    WROTE,
)

FrameKind = Literal["answers", "reasons", "opinions", "demands", "movers", "dissent", "votes", "motions", "costs", "members"]
"""What is asked for: how it was answered, why, what someone thinks, what a motion wants, who moved it, who was against, how they voted,
motions, what it costs, who holds a post."""

LABELS: dict[FrameKind, Note] = {
    "answers": Note("svar och beslut först"),
    "reasons": Note("skälen först"),
    "opinions": Note("egna ord först"),
    "demands": Note("motionens förslag först"),
    "dissent": Note("reservationer först"),
    "votes": Note("omröstningar först"),
    "motions": Note("motioner först"),
    "movers": Note("vem som lämnade förslaget först"),
    "costs": Note("kostnader först"),
    "members": Note("närvaro först"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A form of question: a pattern with the groups `who` (whose act or view), `whose` (who moved it), `ended` (the verb of the outcome)
    and `rest` (what it is about). `needs_who`: it is one only where the one that is named is known, for the words say too little."""

    kind: FrameKind
    words: re.Pattern[str]
    needs_who: bool = False


def _frame(kind: FrameKind, words: str, *, needs_who: bool = False, whole: bool = False) -> Frame:
    pattern = rf"^\s*(?:{WONDERS})?{words}" + (END if whole else REST)
    return Frame(kind, re.compile(pattern, re.IGNORECASE), needs_who)


FRAMES: tuple[Frame, ...] = (
    _frame("dissent", rf"{WHICH}reserver(?:ade|at|ar)\s+sig\s+(?:{ABOUT}\s+)?{THING}"),
    _frame("dissent", rf"(?:varför|hur)\s+reserver(?:ade|ar)\s+sig\s+{WHO}\s+{ABOUT}\s+{THING}"),
    _frame("dissent", rf"reserver(?:ade|ar)\s+sig\s+{WHO}\s+{ABOUT}\s+{THING}", needs_who=True),
    _frame("dissent", rf"{WHICH}(?:var|är|varit)\s+(?:e?mot|negativ(?:a|t)?\s+till|kritisk(?:a|t)?\s+(?:mot|till))\s+{THING}"),
    _frame(
        "dissent",
        rf"(?:vilka|vem|vilket\s+parti)\s+(?:har\s+)?(?:protesterade|protesterat|invände|invänt|motsatte\s+sig)\s+(?:mot\s+)?{THING}",
    ),
    _frame("dissent", rf"(?:{ANY_RESERVATION}\s+){{1,2}}(?:mot|i|om|till)\s+{THING}"),
    _frame("dissent", rf"(?:reservation(?:er)?|särskil(?:t|da)\s+uttalanden?|protokollsanteckning(?:ar)?)\s+(?:mot|i|om|till)\s+{THING}"),
    _frame("movers", rf"(?:{WHICH}|vem\s+var\s+det\s+som\s+){MOVED}\s+(?:{OBJECT})"),
    _frame(
        "movers", rf"vil(?:ket|ka)\s+parti(?:er)?\s+(?:vill|ville|föreslår|föreslog|kräver|krävde)\s+(?:(?:ha|att|införa|bygga)\s+)*{THING}"
    ),
    _frame("movers", rf"vem\s+(?:föreslog|har\s+föreslagit|tog\s+initiativ(?:et)?\s+till)\s+(?:att\s+)?{THING}"),
    _frame("motions", rf"{WHICH}{WROTE}\s+(?:om|angående|kring)\s+"),
    _frame("motions", rf"(?:vilka\s+)?motion(?:er|en)?\s+(?:från|av)\s+{WHO}\s+(?:om|angående|kring)\s+", needs_who=True),
    _frame("motions", rf"vilka\s+motioner\s+har\s+{WHO}\s+(?:lämnat(?:\s+in)?|skrivit|väckt)\s+(?:om|angående|kring)\s+"),
    _frame("votes", rf"hur\s+(?:gick|blev)\s+(?:om)?röstningen\s+(?:om|i|kring)\s+{THING}"),
    _frame("votes", rf"hur\s+röstade\s+{WHO}\s+{ABOUT}\s+{THING}"),
    _frame("votes", rf"{WHICH}röstade\s+(?:{FOR_OR_AGAINST}\s+)*(?:(?:avslag|bifall)\s+(?:av|på|till)\s+)?{THING}"),
    _frame("votes", rf"röstade\s+{WHO}\s+{FOR_OR_AGAINST}\s+(?:{ABOUT}\s+)?(?:(?:avslag|bifall)\s+(?:av|på|till)\s+)?{THING}"),
    _frame(
        "demands",
        rf"vad\s+(?:föreslår|föreslås|vill|yrkas|krävs|kräver|yrkar|står|står\s+det|innehåller|innebär|säger)\s+(?:i\s+)?"
        rf"{MOTION}\s+(?:(?:{NAMED}|med)\s+)?",
    ),
    _frame("demands", rf"vad\s+(?:går|handlar|gick|handlade)\s+{OBJECT}{REST_BEFORE}\s+(?:ut\s+på|om)", whole=True),
    _frame(
        "reasons", rf"varför\s+(?:föreslås|föreslogs|blir|yrkas|yrkades)\s+(?P<ended>avslag|bifall|återremiss)\s+(?:av|på|till)\s+{THING}"
    ),
    _frame("reasons", rf"varför\s+{THINKS}\s+{WHO}\s+att\s+{THING}{REST_BEFORE}\s+{SHOULD_END}", whole=True),
    _frame("reasons", rf"varför\s+{ENDED}\s+(?:inte\s+)?{THING}"),
    _frame("reasons", rf"varför\s+blev\s+det\s+{NO}\s+(?:(?:av|på|till|med)\s+)?{THING}"),
    _frame("reasons", rf"varför\s+(?:blev|har)\s+{OBJECT}{REST_BEFORE}\s+(?:inte\s+)?{IS_ENDED}", whole=True),
    _frame("reasons", rf"{ON_WHAT_GROUNDS}\s+{ENDED}\s+{THING}"),
    _frame("reasons", rf"{ON_WHAT_GROUNDS}\s+{REFUSED}\s+{WHO}\s+{OBJECT}"),
    _frame(
        "reasons",
        rf"(?:vad|vilka|vilket)\s+(?:var|är|blev)\s+{REASON}\s+(?:till|för|bakom)\s+att\s+{THING}{REST_BEFORE}\s+{ENDED}",
        whole=True,
    ),
    _frame("reasons", rf"vilka?\s+{REASON}\s+(?:angavs|fanns|anfördes|gavs)\s+(?:till|för|mot)\s+(?:att\s+)?{SAYING}{THING}"),
    _frame(
        "reasons",
        rf"hur\s+motivera(?:de|r)\s+{WHO}\s+(?:sitt\s+|det\s+)?(?P<ended>avslag(?:et)?|bifall(?:et)?|nej|ja)\s+(?:av|på|till|om)\s+{THING}",
    ),
    _frame("reasons", rf"(?:vad|vilka|vilket)\s+(?:var|är|blev)\s+{REASON}\s+(?:till|för|bakom|mot)\s+{REFUSAL}{THING}"),
    _frame("reasons", rf"hur\s+motivera(?:de|des|s)\s+{REFUSAL}{THING}"),
    _frame("reasons", rf"{WHOSE_OWN}\s+{REASON}\s+(?:till|för|bakom|mot|i|om)\s+{REFUSAL}{THING}"),
    _frame("reasons", rf"varför\s+(?:har\s+|vill\s+|ville\s+)?{WHO}\s+{REFUSED}\s+{THING}"),
    _frame("reasons", rf"varför\s+(?:vill|ville|valde|föreslår|föreslog)\s+{WHO}\s+(?:att\s+)?{REFUSED}\s+{THING}"),
    _frame("reasons", rf"varför\s+{REFUSED}\s+{WHO}\s+{OBJECT}"),
    _frame("reasons", rf"varför\s+(?:sa|sade|säger)\s+{WHO}\s+(?P<ended>nej|ja)\s+till\s+{THING}"),
    _frame("reasons", rf"varför\s+(?:vill|ville|får|fick|kan|kunde)\s+inte\s+{WHO}\s+(?:ha|införa|bygga|göra|se)\s+{THING}"),
    _frame("reasons", rf"varför\s+(?:vill|ville|kan|kunde)\s+{WHO}\s+inte\s+(?:ha|införa|bygga|göra|se)\s+{THING}"),
    _frame("costs", rf"{COSTS}\s+(?:det\s+)?(?:att\s+)?{THING}"),
    _frame(
        "costs",
        rf"(?:vad|hur\s+mycket)\s+(?:skulle|kommer|väntas|beräknas|får)\s+{THING}{REST_BEFORE}\s+(?:att\s+)?(?:kosta|få\s+kosta)",
        whole=True,
    ),
    _frame(
        "members",
        rf"(?:vem|vilka)\s+(?:är|var|blev|valdes\s+till)\s+(?P<rest>{POST})\s+(?:i|på|för|vid|hos|av)\s+{WHO}",
        whole=True,
        needs_who=True,
    ),
    _frame("members", rf"(?:vem|vilka)\s+(?:är|var)\s+{WHOSE_OWN}\s+(?P<rest>{POST})", whole=True, needs_who=True),
    _frame("answers", rf"{WHICH_BODIES}\s+{ENDING}\s+{THING}"),
    _frame("answers", rf"hur\s+(?:löd|lyder|såg)\s+(?:svaret|beslutet|yttrandet)(?:\s+ut)?\s+(?:{ABOUT})\s+{THING}"),
    _frame("answers", rf"fick\s+{WHO}\s+igenom\s+(?:(?:sitt|sin|sina|deras)\s+)?{THING}", needs_who=True),
    _frame("answers", rf"(?:hur|när|vem)?\s*{ENDED}\s+{OBJECT}"),
    _frame("answers", rf"(?:när|hur|var)\s+{ENDED}\s+"),
    _frame("answers", rf"(?:när|hur|var|vad|vem)?\s*{DECIDED}\s+(?:{NAMED}\s+)?{THING}"),
    _frame("answers", rf"{WENT}\s+(?:{ABOUT}|av)\s+{THING}"),
    _frame("answers", rf"(?:vad\s+)?blev\s+det\s+(?:(?:{GOT}|av|med|något|någon|några)\s+)?(?:(?:av|med|till|på|om)\s+)?{THING}"),
    _frame("answers", rf"gick\s+{OBJECT}{REST_BEFORE}\s+igenom", whole=True),
    _frame("answers", rf"fick\s+{OBJECT}{REST_BEFORE}\s+{GOT}", whole=True),
    _frame("answers", rf"(?:blev|är|har|var)\s+{OBJECT}{REST_BEFORE}\s+{IS_ENDED}", whole=True),
    _frame("answers", rf"vilket\s+(?:svar|besked)\s+(?:fick|gavs\s+på|har)\s+(?:{WHO}\s+på\s+(?:sin|sitt|deras)\s+)?{OBJECT}"),
    _frame("answers", rf"(?:hur|vad|när|vem)\s+{ANSWERED}\s+{WHO}\s+(?:till\s+)?{ABOUT}\s+{THING}"),
    _frame("answers", rf"(?:hur|vad|när)\s+{WHO}\s+{ANSWERED}\s+(?:till\s+)?{ABOUT}\s+{THING}", needs_who=True),
    _frame("answers", rf"(?:vem|vilka|vilken\s+nämnd)\s+{ANSWERED}\s+{ABOUT}\s+{THING}"),
    _frame("answers", rf"(?:hur|vad)\s+har\s+{WHO}\s+{HAS_ANSWERED}\s+(?:till\s+)?{ABOUT}\s+{THING}"),
    _frame("answers", rf"har\s+{WHO}\s+{HAS_DECIDED}\s+(?:{ABOUT}\s+)?{THING}"),
    _frame("answers", rf"{REFUSED}\s+{WHO}\s+{OBJECT}"),
    _frame("answers", rf"{REFUSED}\s+{WHO}\s+", needs_who=True),
    _frame("answers", rf"(?:sa|sade)\s+{WHO}\s+(?P<ended>ja|nej)\s+till\s+{THING}"),
    _frame(
        "answers", rf"(?:vad|vil(?:ket|ka)\s+uppdrag)\s+fick\s+{WHO}\s+(?:i\s+uppdrag\s+)?(?:om|kring|att|gällande|angående|för)\s+{THING}"
    ),
    _frame("answers", rf"{ANSWER}\s+(?:från|av)\s+{WHO}\s+{ABOUT}\s+{THING}"),
    _frame("answers", rf"{ANSWER_NAMED}\s+(?:på|över|i|till|om|angående|gällande|kring)\s+{THING}"),
    _frame("answers", rf"(?:vad\s+(?:var|är|blev)\s+)?{WHOSE_OWN}\s+{ANSWER}\s+(?:{ABOUT}|av)\s+{THING}"),
    _frame("opinions", rf"(?:vad\s+(?:var|är)\s+)?{WHOSE_OWN}\s+{OPINION}\s+(?:{ABOUT}|i)\s+{THING}"),
    _frame("opinions", rf"vad\s+(?:hade|har)\s+{WHO}\s+för\s+{OPINION}\s+(?:{ABOUT}|i)\s+{THING}"),
    _frame("opinions", rf"vad\s+(?:står|stod)\s+{WHO}\s+för\s+(?:{ABOUT}\s+)?{THING}", needs_who=True),
    _frame("opinions", rf"vil(?:ken|ket|ka)\s+{OPINION}\s+(?:har|hade|lämnade|framförde|tog|tar)\s+{WHO}\s+(?:{ABOUT}|i)\s+{THING}"),
    _frame("opinions", rf"(?:hur|vad|varför)\s+{THINKS}\s+{WHO}\s+(?:{ABOUT}|att)\s+{THING}"),
    _frame("opinions", rf"(?:hur|vad|varför)\s+{WHO}\s+{THINKS}\s+(?:{ABOUT}|att)\s+{THING}", needs_who=True),
    _frame("opinions", rf"(?:hur|vad|varför)\s+har\s+{WHO}\s+{HAS_THOUGHT}\s+(?:{ABOUT}|att)\s+{THING}"),
    _frame(
        "opinions",
        rf"(?:vill|ville|är|var)\s+{WHO}\s+(?:ha|för\s+eller\s+e?mot|för|emot|positiv(?:a|t)?\s+till|negativ(?:a|t)?\s+till|stoppa|införa)"
        rf"\s+{THING}",
    ),
    _frame("opinions", rf"(?:tycker|tyckte|anser|ansåg|vill|ville|menar)\s+{WHO}\s+(?:att|om)\s+{THING}", needs_who=True),
    _frame("opinions", rf"(?:stödde|stöder|stödjer|backar|backade)\s+{WHO}\s+{THING}", needs_who=True),
    _frame(
        "answers", rf"{THING}{REST_BEFORE}[\s,:;–-]+(?:{WENT}|vad\s+{DECIDED}|(?:hur|när)\s+{ENDED}|blev\s+det\s+(?:ja|nej))", whole=True
    ),
    _frame("answers", r"fick\s+"),
)
"""Forms of questions, tried in this order."""

OUTCOMES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(said, re.IGNORECASE))
    for asked, said in (
        ("avsl|avstyrk|nej", r"\b(?:avsl[åa]|avslog|avstyrk)"),
        ("bif|tillstyrk|^ja$", r"\b(?:bifall|biföll|tillstyrk)"),
        ("besvara", r"\bbesvara[dt]"),
        ("återremit", r"\båterremi"),
        ("bordl", r"\bbordl[äa]"),
        ("godkän|antog", r"\b(?:godkän|anta[rs]?\b|antog)"),
    )
)
"""How the outcome that is asked about is worded where it is told: (in the question, in the answer)."""


AMOUNT = re.compile(r"\d[\d\s,.]*\s*(?:kr\b|kronor|[tmk]kr\b|mnkr|msek|miljon|miljard)", re.IGNORECASE)
"""How sums of money are written."""
ECONOMY = re.compile(r"ekonomi|kostnad|finansiering|avgift|taxa", re.IGNORECASE)
"""Headings under which costs are told."""
DEMANDED = re.compile(r"\b(?:föreslå|yrka)|(?:^|\n)\s*(?:[•–-]|\d+[.)])?\s*att\b", re.IGNORECASE)
"""How a motion words what it wants."""
PROCEDURAL = re.compile(r"återremi|bordl", re.IGNORECASE)
"""Outcomes whose reasons stand in the act itself: sent back in order to be completed."""


def outcome_told(ended: str | None) -> re.Pattern[str] | None:
    """The words that tell of the outcome that a question's verb names, or None."""
    return next((said for asked, said in OUTCOMES if asked.search(ended.casefold())), None) if ended else None
