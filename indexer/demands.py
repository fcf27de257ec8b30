"""Recognises the sentences in which a board or an administration retells what a motion demands."""

from __future__ import annotations

import re

_DEMANDS = re.compile(
    r"(?i)\b(?:motionär(?:en|erna)s?|förslagsställar(?:en|na)|initiativtagar(?:en|na)|interpellant(?:en|erna)|(?:i|"
    r"genom) (?:\w+ )?(?:motionen|initiativärendet|medborgarförslaget|motion)|"
    r"motionen|initiativärendet|i \w+partiets motion|de(?= (?:föreslår|yrkar|vill|kräver|önskar)))\b[^.:]{0,120}?\b(?:föreslår|föreslås|"
    r"yrkar|yrkas|hemställer|hemställs|vill|kräver|begär|önskar|framhålls|framkommer|framförs|skriver|lyfter)\b"
)


def introduces_demands(text: str) -> bool:
    """Whether a piece tells what a motion demands: its opening says so, or a motion's demand fills its second half."""
    opening = re.sub(r"^(?:\d+\.|•|[a-z]\)) ", "", text)
    if re.match(r"(?i)(?:vidare |det |dessutom )?(?:föreslår|föreslås|yrkas) (?:vidare )?(?:att|även)", opening):
        return True
    if re.search(
        r"(?i)\bi (?:en|sin|ett) (?:motion|skrivelse|initiativärende)\b[^.]{0,100}\b(?:föreslagit|föreslår|yrkat|yrkar|begärt|"
        r"hemställt) att\b",
        opening[:300],
    ):
        return True
    match = _DEMANDS.search(opening)
    if match is None:
        return False
    if match.start() <= 12:
        return bool(re.search(r"(?i)föresl|yrka|hemställ|begär|kräv|önskar|vill|framkommer|framhåll", opening))
    return bool(re.search(r"(?i)i (?:motionen|initiativärendet) (?:yrkas|föreslås|hemställs)", opening)) or (
        goes_on(opening) and "föresl" in opening[-160:]
    )


def goes_on(text: str) -> bool:
    """Whether a sentence leads into what follows: "… föreslår följande:", "… beslutar att"."""
    # The last characters hold the longest of these endings, and the one before it.
    return bool(re.search(r"(?i)(?::|\bföljande\.?|\batt)$", text.rstrip()[-12:]))
