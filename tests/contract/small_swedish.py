"""A small analyser in place of council.swedish, so that the contract says exactly which tokens an index holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

LEMMAS = {
    "skolan": ("skola",),
    "skolor": ("skola",),
    "nämnden": ("nämnd",),
    "nämndens": ("nämnd",),
    "vägen": ("väg",),
    "vägar": ("väg",),
    "stöden": ("stöd",),
    "föreningar": ("förening",),
    "fan": ("fan", "få"),
}
PARTS = {
    "grundskola": ("grund", "skola"),
    "skolväg": ("skola", "väg"),
    "föreningsstöd": ("förening", "stöd"),
}


@dataclass(frozen=True, slots=True)
class SmallToken:
    """What the index asks of a token."""

    surface: str
    position: int
    lemmas: tuple[str, ...]
    parts: tuple[str, ...] = ()
    deeper: tuple[str, ...] = ()


def small_analyse(text: str) -> tuple[SmallToken, ...]:
    """Words with the lemmas and parts of the tables above; other words are their own lemma."""
    found = []
    for position, match in enumerate(re.finditer(r"\w+", text)):
        surface = match.group()
        word = surface.casefold()
        found.append(SmallToken(surface, position, LEMMAS.get(word, (word,)), PARTS.get(word, ())))
    return tuple(found)
