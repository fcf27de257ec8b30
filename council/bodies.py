"""Recognises the names of boards (nämnder), committees and administrations in Swedish text, and gives each its canonical form.

Canonical is what minutes print as a title: "Kommunstyrelsen", "Vård- och omsorgsnämnden", "Bromma stadsdelsnämnd" (district boards
stand in the indefinite form), "Tekniska nämndens arbetsutskott", "Kommunledningskontoret", "Bromma stadsdelsförvaltning".
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from council.sought import holds
from council.values import value

BodyKind = Literal["board", "committee", "administration"]


@value
class Mention:
    """A body named in text: its canonical name, and the span [start, end) in code points.

    `own` is true for names that stand for the reader's own body ("nämnden", "förvaltningen", "arbetsutskottet"); `genitive` for "nämndens".
    """

    name: str
    kind: BodyKind
    start: int
    end: int
    own: bool = False
    genitive: bool = False


@functools.lru_cache(maxsize=20_000)
def slug(text: str) -> str:
    """An id of [a-z0-9-]: accents dropped, å and ä to a, ö to o, all else a hyphen."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_OF_IDS.sub("-", plain).strip("-")


@functools.lru_cache(maxsize=2_000)
def find_bodies(text: str) -> tuple[Mention, ...]:
    """Boards, committees and administrations that a text names, in order, none overlapping."""
    found: list[Mention] = []
    if not may_name_body(text):
        return ()
    for mention in sorted(_mentions(text), key=lambda m: (m.start, -m.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return tuple(found)


# The same text is asked about by the readers of head, structure and voices.
@functools.lru_cache(maxsize=2_000)
def may_name_body(text: str) -> bool:
    """Whether a text holds a word that names of bodies are made of; none is found in one that does not."""
    return holds(text, *_ANY)


def canonical_board(text: str) -> str | None:
    """The canonical form of a board's or committee's name that makes up the whole text, or None."""
    return _whole(text, ("board", "committee"))


def canonical_administration(text: str) -> str | None:
    """The canonical form of an administration's name that makes up the whole text, or None."""
    return _whole(text, ("administration",))


def parent_name(committee: str) -> str | None:
    """The board that a committee's name begins with: "Tekniska nämndens arbetsutskott" gives "Tekniska nämnden"."""
    match = _COMMITTEE.fullmatch(committee)
    return _definite(match["board"]) if match and match["board"] else None


def board_of_administration(administration: str) -> str | None:
    """The board whose name is built as the administration's: "Vård- och omsorgsförvaltningen" gives "Vård- och omsorgsnämnden"."""
    district = re.fullmatch(r"(.+) stadsdelsförvaltning", administration)
    if district:
        return f"{district[1]} stadsdelsnämnd"
    if re.match(r"(?i)(kommunlednings|stadslednings|kommunstyrelse)", administration):
        return "Kommunstyrelsen"
    for ending in ("förvaltningen", "kontoret"):
        if administration.endswith(ending) and len(administration) > len(ending) + 2:
            return administration.removesuffix(ending) + "nämnden"
    return None


def abbreviations(name: str) -> frozenset[str]:
    """Short forms that minutes give a body: KF, KS, VON and VONAU, BUN, SN, TN and TEN."""
    committee = re.fullmatch(r"(.+)s (\w+)utskott", name)
    if committee:
        letters = committee[2][0].upper() + "U"
        return frozenset(short + letters for short in abbreviations(committee[1]))
    fixed = {"Kommunfullmäktige": "KF", "Kommunstyrelsen": "KS", "Regionfullmäktige": "RF", "Regionstyrelsen": "RS"}
    if name in fixed:
        return frozenset({fixed[name]})
    words = [w for w in re.split(r"[\s,-]+", name.removesuffix("nämnden").removesuffix(" nämnden")) if w not in {"och", "för", "samt", ""}]
    if not words or not name.endswith("nämnden"):
        return frozenset()
    initials = "".join(w[0].upper() for w in words) + "N"
    return frozenset({initials, words[0][:2].upper() + "N"} if len(words) == 1 else {initials})


# The accents of Latin letters; U+034F among them joins letters and has no place above or below one.
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]")
_NOT_OF_IDS = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 160
# Every name holds one of these; most sentences hold none.
_ANY = ("nämnd", "styrelse", "fullmäktige", "utskott", "presidi", "förvaltning", "kontor", "kansli", "beredning", "ledningsstab")
_UP, _LO = "A-ZÅÄÖÉÜ", "a-zåäöéü"
# Bounded, so that a page of letters without a space costs no more than words do.
_WORD = rf"[{_UP}{_LO}]{{1,60}}"
# "Vård- och omsorgs…", "Kultur-, idrotts- och fritids…", "Arbetsmarknads-, vuxenutbildnings- och …".
_JOINED = rf"(?:{_WORD}-,? ){{0,6}}{_WORD}- (?:och|samt) "
_ADJECTIVES = r"(?:Tekniska|Sociala|Humanistiska|Gemensamma|Regionala|Kommunala|Lokala|Norra|Södra|Östra|Västra|Centrala)"
_DISTRICT = (
    rf"(?:(?:Norra|Södra|Östra|Västra|Västra|Örgryte|Lundby|Askim)[ -])?[{_UP}][{_LO}]+(?:-[{_UP}{_LO}]+)*(?: gamla stans?| innerstadens?)?"
)
_HEAD = rf"(?:{_JOINED}{_WORD}|{_ADJECTIVES} |{_ADJECTIVES.lower()} |{_WORD})"
_BOARD = re.compile(
    rf"(?<![\w-])(?P<name>(?P<district>{_DISTRICT}) (?P<dn>stadsdelsnämnd|kommundelsnämnd|områdesnämnd)(?:en)?"
    rf"|(?P<head>{_HEAD})(?P<nd>nämnd)(?P<def>en)?|[Nn]ämnden för (?!detta|den|det|att){_WORD}(?:(?:,| och) {_WORD})?"
    rf"|(?P<top>[Kk]ommunfullmäktige|[Ss]tadsfullmäktige|[Rr]egionfullmäktige|[Ll]andstingsfullmäktige|[Kk]ommunstyrelsen?|[Rr]egionstyrelsen?"
    rf"|[Ll]andstingsstyrelsen|[Bb]orgarrådsberedningen|[Vv]alberedningen))(?P<gen>s)?(?![\w-])"
)
_UTSKOTT = r"(?P<utskott>(?:(?:sociala|allmänna|tekniska|personal- och|individ- och|strategiska) )?\w*utskott|presidium)(?:et)?"
_COMMITTEE = re.compile(
    rf"(?<![\w-])(?P<name>(?P<board>[{_UP}{_LO}][\w, -]{{2,60}}?(?:nämnden|nämnd|styrelsen|fullmäktige))s {_UTSKOTT})(?P<gen>s)?(?![\w-])"
)
_OWN_COMMITTEE = re.compile(
    r"(?<![\w-])(?P<name>(?:Sociala |Allmänna |sociala |allmänna )?\w{0,60}[Uu]tskottet|[Pp]residiet)(?P<gen>s)?(?![\w-])"
)
_ADMINISTRATION = re.compile(
    rf"(?<![\w-])(?P<name>(?P<district>{_DISTRICT}) (?P<dn>stadsdelsförvaltning|kommundelsförvaltning)(?:en)?"
    rf"|[Tt]ekniska (?:förvaltningen|kontoret)|[Ss]ociala förvaltningen|[Hh]umanistiska förvaltningen"
    rf"|(?:{_JOINED})?[{_UP}{_LO}]{{0,60}}(?:förvaltningen|kontoret|ledningsstaben|kommunkansliet|stadskansliet|regionkansliet)"
    rf"|[Ff]örvaltningen för {_WORD}(?: och {_WORD})?|Kontoret|Förvaltningen)(?P<gen>s)?(?![\w-])"
)
_OWN_BOARDS = frozenset({"nämnden", "stadsdelsnämnden", "facknämnden", "styrelsen", "fullmäktige", "kommundelsnämnden"})
_OWN_ADMINISTRATIONS = frozenset({"förvaltningen", "kontoret", "stadsdelsförvaltningen", "fackförvaltningen"})
# Offices and boards that are no part of the municipality's politics, or no body at all.
_NO_BODY = re.compile(
    r"(?i)(hyresnämnd|arrendenämnd|överklagandenämnd|marknadsföringsnämnd|arbetstidsnämnd|prövningsnämnd|valprövning|skattenämnd|"
    r"partnämnd|lokalkontoret|huvudkontoret|hemmakontoret|medborgarkontoret|skattekontoret|bankkontoret|säljkontoret|egenförvaltningen|"
    r"myndighetsförvaltningen|kapitalförvaltningen|rättsförvaltningen|fastighetsförvaltningen av|skogsförvaltningen|bolagsförvaltning|"
    r"värdeförvaltning|medelsförvaltning|donationsförvaltning|antagningsnämnd|nämndemän|konkursförvaltning|riksdagsutskott|bankutskott)"
)


def _mentions(text: str) -> Iterator[Mention]:
    if holds(text, "utskott", "presidi"):
        yield from _committees(text)
    if holds(text, "nämnd", "styrelse", "fullmäktige", "beredning"):
        yield from _boards(text)
    if holds(text, "förvaltning", "kontor", "kansli", "ledningsstab"):
        for match in _ADMINISTRATION.finditer(text):
            if not _NO_BODY.search(match["name"]):
                own = _bare(match["name"]) in _OWN_ADMINISTRATIONS
                yield Mention(_definite(match["name"]), "administration", match.start(), match.end(), own, bool(match["gen"]))


def _committees(text: str) -> Iterator[Mention]:
    for match in _COMMITTEE.finditer(text):
        inner = _BOARD.search(match["board"])
        if inner and not _NO_BODY.search(match["name"]):
            start = match.start("board") + inner.start()
            own = _bare(inner["name"]) in _OWN_BOARDS
            yield Mention(f"{_definite(inner['name'])}s {match['utskott']}", "committee", start, match.end(), own, bool(match["gen"]))
    for match in _OWN_COMMITTEE.finditer(text):
        if not _NO_BODY.search(match["name"]):
            yield Mention(_capital(match["name"]), "committee", match.start(), match.end(), True, bool(match["gen"]))


def _boards(text: str) -> Iterator[Mention]:
    for match in _BOARD.finditer(text):
        if not _NO_BODY.search(match["name"]):
            own = _bare(match["name"]) in _OWN_BOARDS
            yield Mention(_definite(match["name"]), "board", match.start(), match.end(), own, bool(match["gen"]))
    for match in re.finditer(r"(?<![\w-])(?:[Nn]ämnden|[Ss]tyrelsen|[Ff]ullmäktige)(?P<gen>s)?(?![\w-])(?! för [A-ZÅÄÖ])", text):
        yield Mention(_capital(match[0].removesuffix("s")), "board", match.start(), match.end(), True, bool(match["gen"]))


def _whole(text: str, kinds: tuple[str, ...]) -> str | None:
    if len(text) > _LONGEST_NAME or not may_name_body(text):
        return None
    plain = " ".join(text.split()).strip(" .:")
    plain = plain.capitalize() if plain.isupper() else plain
    for mention in find_bodies(_capital(plain)):
        if mention.kind in kinds and mention.start == 0 and mention.end == len(plain):
            return mention.name
    return None


def _bare(name: str) -> str:
    return name.casefold().removesuffix("s") if not name.casefold().endswith("fullmäktige") else name.casefold()


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _definite(name: str) -> str:
    """ "socialnämnd" gives "Socialnämnden"; district bodies keep the indefinite form that their names have."""
    name = " ".join(name.split())
    district = re.fullmatch(rf"({_DISTRICT}) (stadsdels|kommundels|områdes)(nämnd|förvaltning)(?:en)?s?", name)
    if district:
        return f"{district[1]} {district[2]}{district[3]}"
    if re.fullmatch(r"\w*styrelse", name):
        name += "n"
    name = re.sub(r"(?<=nämnd)$", "en", name)
    return _capital(_lower_after_first(name))


def _lower_after_first(name: str) -> str:
    """ "Kultur- och Utbildningsnämnden" and "KOMMUNSTYRELSEN" in the usual case."""
    if re.match(r"(?i)(nämnden|förvaltningen) för", name):
        return name
    return name[:1] + name[1:].lower()
