"""Parts Swedish text into sentences, past the abbreviations and numbers of minutes ("m.fl.", "kap. 4", "§ 12.")."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[\wåäö)”\"%][.!?]) (?=[A-ZÅÄÖ”\"•])|(?<=[\wåäö)”\"%:][.!?:])\n|\n(?=[•\d–-])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:bl\.a|t\.ex|m\.fl|m\.m|m\. ?fl|s\.k|kap|nr|kl|ca|resp|dvs|o\.s\.v|f\.d|p\.g\.a|inkl|exkl|jfr|st|art|mom|bil|dnr|Dnr|"
    r"[A-ZÅÄÖ])|\bmfl)\.$"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text in order; joined with a space they give the text but for its white space."""
    found: list[str] = []
    for part in _END.split(text):
        if found and _ABBREVIATION.search(found[-1]):
            found[-1] += f" {part}"
        elif part.strip():
            found.append(part.strip())
    return found
