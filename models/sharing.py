"""Which rows a token shares with others: its stem, its lemmas, the parts of a compound, and its kin among the everyday words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import Stemmer

from council.lemmas import division, readings
from models.table import Features

READINGS = 2
"""Lemmas of an ambiguous form that share its row; further ones are rare."""

PART_SHARE = 0.5
"""How much a compound leans on each of its parts (docs/decisions/static-model.md)."""

KIN_SHARE = 0.5
"""How much a word leans on the everyday groups it stands in, all together."""

KIN_GROUPS = 4
"""Groups that a word leans on at most: a word of many groups (barn, stöd) belongs to none of them."""

Kin = Mapping[str, Sequence[str]]
"""The names of the groups that a lemma stands in."""


def stem_and_lemma(token: str) -> list[tuple[str, float]]:
    """A row for the token's Snowball stem, and one for each lemma it may have, which together weigh as much."""
    lemmas = _lemmas(token)
    return [(f"stem:{_STEMMER.stemWord(token)}", 1.0), *((f"lemma:{lemma}", 1.0 / len(lemmas)) for lemma in lemmas)]


def kin_of(groups: Sequence[Sequence[str]]) -> Kin:
    """The groups of each lemma; phrases have none, since no token is one."""
    kin: dict[str, list[str]] = {}
    for number, group in enumerate(groups):
        for word in (member.lower() for member in group if " " not in member):
            kin.setdefault(_lemmas(word)[0], []).append(f"group:{number}")
    return kin


def with_parts_and_kin(kin: Kin) -> Features:
    """Stem, lemma and kin of the token, and at a share those of a compound's parts: cykelbana leans on cykel and bana, hoj on cykel."""

    def of_word(word: str) -> list[tuple[str, float]]:
        groups = kin.get(_lemmas(word)[0], ())[:KIN_GROUPS]
        return [*stem_and_lemma(word), *((group, KIN_SHARE / len(groups)) for group in groups)]

    def features(token: str) -> list[tuple[str, float]]:
        split = division(token) if token.isalpha() else None
        parts = split.parts if split and len(split.parts) > 1 else ()
        return [*of_word(token), *((name, PART_SHARE * weight) for part in parts for name, weight in of_word(part))]

    return features


def _lemmas(token: str) -> tuple[str, ...]:
    return readings(token)[:READINGS] if token.isalpha() else (token,)


_STEMMER = Stemmer.Stemmer("swedish")
