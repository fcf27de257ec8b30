"""Makes the keys that tie what documents say of one matter together: diary numbers, motion numbers, motions by title and mover, acts."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence

from council.bodies import slug
from council.model import Person
from council.references import diary_number, find, normal_forms

LONG_WORDS = 4
"""How many of a title's longest words make its keys; a matter's title has about as many that tell it from others."""

_PREFIX = re.compile(
    r"(?i)^(?:protokoll\w*|tjänsteskrivelse|tjänsteutlåtande|motionssvar|svar på|yttrande över|remiss av|remissvar|besvarande av|"
    r"återremiss|motion(?:en)?|initiativärende\w*|interpellation|angående|gällande|avseende|om|att|till kommunfullmäktige|"
    r"till kommunstyrelsen|[-–:,.\d§\s]+)\s+"
)
_NAMES = re.compile(
    r"(?:\s[-–]\s?|,? av )[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)+ ?\(.*$|\s(?:av|från) [A-ZÅÄÖ].*\([A-ZÅÄÖ-]+\).*$|\(.*?\)|"
    r"\s-\s[A-ZÅÄÖ][^()]*$"
)
# Words that many titles share.
_WEAK = frozenset({
    "gällande", "angående", "avseende", "motion", "kommun", "kommuns", "kommunen", "kommunens", "möjligheten", "möjlighet", "utreda",
    "införa", "inrätta", "starta", "stärka", "stockholm", "stockholms", "genom", "flera", "mellan", "svar", "till", "inom", "samt",
    "remiss",
})  # fmt: skip


THEIRS = re.compile(r"(?i)\b(?:er|ert|era) (?:dnr|diarie\w*|ärendenummer|beteckning|referens|ref)\W{0,4}$")
"""What stands before the number that a letter answers to: "Ert diarienummer: KS 2021/150"."""


def answered_numbers(text: str) -> tuple[str, ...]:
    """The diary numbers of whoever asked, in a letter that answers."""
    return tuple(r.text for r in find(text) if r.kind == "dnr" and THEIRS.search(text[: r.start]))


def number_keys(dnr: Iterable[str], motions: Iterable[str]) -> tuple[str, ...]:
    """Keys of diary numbers ("dnr:2026-131-ks") and motion numbers ("motion:2019-14")."""
    forms = [normal_forms(reference)[-1] for number in dnr if (reference := diary_number(number))]
    return tuple(dict.fromkeys([*(f"dnr:{form}" for form in forms), *(f"motion:{m.replace(':', '-')}" for m in motions)]))


def act_key(body: str, date: dt.date | None, ref: str | None) -> tuple[str, ...]:
    """The key of a body's act at a § of a day, or nothing when either is unknown."""
    return (f"act:{slug(body)}:{date.isoformat()}:{slug(ref)}",) if date and ref else ()


def title_words(title: str) -> tuple[str, ...]:
    """Beginnings of the longest words of a matter's title, without the words and names that answers to it add."""
    plain = title
    while (shorter := _PREFIX.sub("", plain, count=1)) != plain:
        plain = shorter
    plain = _NAMES.sub("", f" {plain}")
    found = [w for w in dict.fromkeys(re.findall(r"[a-zåäöé]{5,}", plain.casefold())) if w not in _WEAK]
    longest = sorted(found, key=lambda w: (-len(w), w))[:LONG_WORDS]
    return tuple(sorted({slug(w)[:7] for w in longest}))


def motion_keys(title: str, movers: Sequence[Person]) -> tuple[str, ...]:
    """Keys of a motion without a number: its first mover with each two of its title's long words, so that small changes still meet."""
    if not movers:
        return ()
    mover = slug(movers[0].name.split()[-1])
    return tuple(f"motion:{mover}:{a}+{b}" for a, b in itertools.combinations(title_words(title), 2))


def title_key(title: str) -> tuple[str, ...]:
    """The key of a matter's whole title by its words' beginnings; only where it has enough words to be no standing item of agendas."""
    words = [w for w in re.findall(r"\w{4,}", re.sub(r"\(.*?\)", "", title).casefold()) if w not in _WEAK]
    stems = [slug(w)[:6] if not w.isdigit() else w for w in words]
    return (f"title:{'-'.join(stems)[:120]}",) if len(words) >= 3 and sum(map(len, words)) >= 28 else ()
