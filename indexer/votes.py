"""Reads printed votes (voteringar): "23 ja-röster mot 14 nej-röster, 2 avstår", "Ja: 23 Nej: 14 Avstår: 2"."""

from __future__ import annotations

import re

from council.model import Votes

_NUMBERS = {
    "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10, "elva": 11, "tolv": 12,
    "tretton": 13, "fjorton": 14, "femton": 15, "ingen": 0, "inga": 0, "noll": 0,
}  # fmt: skip
_COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(_NUMBERS)})"
_BEFORE = (
    r"(?<![\w/]){count} ?(?:st\.? ?)?(?:som )?(?:röst(?:er|ade|ar)? |ledamöter(?:na)? |har röstat |röstade )?(?:på |för )?[\"”']?{word}"
)
_AFTER = r"{word}[\"”']?(?:-?röst(?:er|erna)?)?[\"”']?(?: röst(?:ade|ar|er))?\s*[:=|–-]?\s*{count}(?!\w)"
_WORDS = {"yes": "ja", "no": "nej", "abstained": r"(?:avstår?|avstod|avstående|avstått|avstannat|blank\w*|lade ned \w+ röst)"}


def find_votes(text: str) -> Votes | None:
    """The vote that a text prints, or None; both yes and no must be told."""
    yes, no, abstained = (_count(text, word) for word in _WORDS.values())
    if yes is None or no is None:
        return None
    return Votes(yes, no, abstained or 0)


def _count(text: str, word: str) -> int | None:
    bounded = rf"(?<![a-zåäö]){word}\b"
    for shape in (_BEFORE, _AFTER):
        if match := re.search(shape.format(count=_COUNT, word=bounded), text, re.IGNORECASE):
            return int(match["n"]) if match["n"].isdigit() else _NUMBERS[match["n"].lower()]
    listed = re.search(rf"{bounded}[^.()]{{0,30}}\((?P<n>\d{{1,3}})\)", text, re.IGNORECASE)
    return int(listed["n"]) if listed else None
