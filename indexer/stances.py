"""Tells what a decision, proposal or opinion says of its matter: bifall, avslag, besvarad, tillstyrker, godkänner, …"""

from __future__ import annotations

import re

from council.model import Stance

_NOT = r"(?<!inte )(?<!ej )"
_WORDS: tuple[tuple[Stance, str], ...] = (
    ("återremiss", r"\båterremi(?:tter(?:as|ar|ades|ade|at)|ss)\b"),
    ("delvis bifall", (r"\bdelvis (?:bifall\w*|bifalls|bifaller)|\b(?:bifalls|bifaller|bifall) (?:\w+ ){0,2}delvis|"
                      r"\bi vissa delar bifall|\bbifall\w* (?:motionen )?i (?:den del|de delar)\b|\btillstyrk\w* (?:motionen )?delvis|"
                      r"\bdelvis tillstyrk\w*|\btillstyrk\w*\b[^.]{3,120}\bmen\b[^.]{0,40}\bavstyrk\w*")),
    ("besvarad", (rf"\b{_NOT}(?:anses?|ansåg|betrakta\w*|förklara\w*|är|vara|som|därmed|härmed) (?:\w+ ){{0,3}}besvara[dt]e?\b|"
                 rf"\bbesvara[dt]e?(?:\W|$)|\bbesvaras med\b|\bbesvara (?:motionen|remissen|medborgarförslaget|interpellationen)\b")),
    ("avslag", (rf"\b{_NOT}(?:avslå(?:s|r)?|avslogs?|avslagits)\b|\b(?:föreslår|yrkar|föreslog|yrkade|beslutar|till) avslag\b|"
               rf"\bbör inte bifallas|\binte (?:bör |kan |ska )?bifall")),
    ("avstyrker", r"\bavstyrk(?:er|s|a|as|te|tes|t|an)\b"),
    ("tillstyrker", r"\btillstyrk(?:er|s|a|as|te|tes|t|an)\b"),
    ("bifall", rf"\b{_NOT}(?:bifall(?:as|s|er|a)?|biföll)\b(?! (?:av )?(?:\w+s )?(?:förslag|yrkande))"),
    ("yttrande", (r"\b(?:överlämna\w*|översänd\w*|avge\w*|avger) (?:\w+ ){0,12}(?:som|till) (?:\w+ ){0,6}(?:svar|yttrande)\b|"
                 r"\bsom (?:sitt|nämndens|styrelsens) (?:eget )?(?:svar|yttrande|remissvar)\b")),
    ("godkänner", (r"\b(?:godkänn(?:s|er|a|as|d|t)|godkändes?|antas|antar|anta|antog|antogs|fastställ(?:s|er|a|as|d)|fastställdes?|"
                  r"beviljas|beviljar|ställer sig bakom)\b")),
    ("godkänner", (r"\b(?:beslutar|beslutade) (?:\w+ ){0,3}(?:enligt|i enlighet med) (?:\w+ ){0,3}förslag|\bbifall(?:er|a|"
                  r"s)? (?:till )?(?:\w+ ){0,3}förslag")),
)  # fmt: skip
_RULES = tuple((stance, re.compile(pattern, re.IGNORECASE)) for stance, pattern in _WORDS)
_BOTH = re.compile(r"(?i)\b(?:godkänn|anta[rs]?\b)\w* (?:\w+ ){0,4}(?:tjänsteutlåtande|yttrande|förslag)\b|\byttrande antas\b")
_SENT_ON = re.compile(
    r"(?i)\b(?:hänskjut\w*|hänsköt\w*|bordlägg\w*|remitter\w*|lämnas|lämna|överlämnas|noteras?|läggs|utgår|avförs|tas emot)\b|"
    r"till handlingarna|för beredning"
)


def find_stance(text: str, final: bool = False) -> Stance | None:
    """The stance of a text, or None. A motion that a body proposes to regard as answered "anser besvarad"; with `final`, the council's
    own "besvarad". A remiss that is answered is "besvarad" whoever says it."""
    found = [(stance, match.start()) for stance, pattern in _RULES if (match := pattern.search(text))]
    if not found:
        return None
    stance = found[0][0]
    if stance == "yttrande" and (match := _BOTH.search(text)) and match.start() < found[0][1]:
        return "godkänner"
    if stance == "besvarad" and not final and not re.search(r"(?i)\bremissen\b", text):
        return "anser besvarad"
    return stance


def decided_stance(text: str, final: bool = False) -> Stance | None:
    """The stance of a decision: one that says no other word does as was proposed, which is "godkänner"; one that only sends on has none."""
    return find_stance(text, final) or (None if _SENT_ON.search(text) else "godkänner")
