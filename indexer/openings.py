"""Tells who takes the word at the opening of a piece: the chair, members by name, or parties by their letters."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from council.model import Voice
from indexer.people import Named, PartyReader, Speakers
from indexer.structure import DISSENT, Piece

CHAIR = re.compile(
    r"^(?:\w+ )?[Oo]rdförande\w* (?:[A-ZÅÄÖ][\w-]+ ){0,4}?(?:\([A-Za-zÅÄÖåäö-]+\) )?(?:ställer|ställde|finner|fann|frågar|frågade|"
    r"konstaterar|förklarar|yttrar|meddelar|informerar|"
    r"redogör|tackar|öppnar|avslutar|prövar|medger|godkänner|hälsar)|^(?:Först|Därefter|Sedan|Mötet|Sammanträdet|Ajournering|"
    r"Proposition)\b"
)
_PROPOSES = re.compile(
    r"\b(?:föreslår|föreslog|yrkar|yrkade|instämmer|instämde|lade|lägger|reserverar|reserverade|lämnar|lämnade|anför|anförde|begär|"
    r"begärde|ställer|[Bb]ifall|[Aa]vslag|"
    r"[Åå]terremiss|tillstyrker|avstyrker|biträder|hemställer|anmäler|vill|framför|meddelar|avstår|deltar|stödjer)"
)


_MOVES = re.compile(r"\b(?:yrkar|yrkade|föreslår|föreslog|hemställer|instämmer|instämde|biträder|tillstyrker|avstyrker)\b")
# "Moderaterna anser att …", "Vi i Vänsterpartiet och Miljöpartiet vill …": a statement that says for whom it speaks.
_HOLDS = re.compile(
    r"(?P<who>(?:Vi i |I )?[A-ZÅÄÖ][\wåäö]+(?:partiet|demokraterna|liberalerna|oderaterna|iberalerna|entern)(?: de gröna)?"
    r"(?:(?:,| och) [A-ZÅÄÖ][\wåäö]+)*) (?:anser|vill|ser|beklagar|har|menar|tycker|föreslår|delar|kan|står|välkomnar|instämmer|är|noterar|"
    r"konstaterar|stödjer|ställer|hade|röstade|röstar|framhåller|motsätter)\b"
)
# Titles before a name that opens a sentence.
_UP_TO_NAME = re.compile(r"(?i)\b(?:\w*ordföranden?|vice|1:e|2:e|3:e|förste|andre|ledamoten|ledamöterna|ersättaren|tjänstgörande)\b")


def opening_speakers(text: str, reader: PartyReader, dissent: bool = False) -> Speakers | None:
    """Who opens a piece by name or party; None when nobody does and the word stays where it was."""
    first = re.split(r"(?<=[a-zåäö)]{2}[.:]) (?=[A-ZÅÄÖ])|\n", text, maxsplit=1)[0][:700]
    named = reader.people(first)
    if named and (named[0].start <= 60 or (dissent and re.search(r"(?i)reserv|uttalande|yttrande|anteckning", first[:200]))):
        speakers = reader.speakers(first)
        return speakers if speakers.people and (dissent or _PROPOSES.search(first)) else None
    if (
        dissent
        and re.search(r"(?i)\breserverar sig|reserverade sig|lämnar|anför\b|\bav\b|anmäler|gjordes", first[:160])
        and len(first.split()) <= 40
    ):
        speakers = reader.speakers(first)
        return speakers if speakers.parties else None
    if re.match(r"(?:[A-ZÅÄÖ][\w()-]+,? (?:och )?){1,6}(?:yrkar|föreslår|reserverar|instämmer|begär)\b", first):
        speakers = reader.speakers(first)
        return speakers if speakers.parties else None
    return None


def moving_speakers(text: str, reader: PartyReader) -> Speakers | None:
    """The members who move something where the course of a decision is told ("Anna Ek (C) yrkar …"), not those who only take part."""
    first = re.split(r"(?<=[a-zåäö)]{2}[.:]) (?=[A-ZÅÄÖ])|\n", text, maxsplit=1)[0]
    named = reader.people(first[:700])
    if (
        not named
        or _MOVES.search(first[named[0].end : named[-1].end + 120]) is None
        or re.search(r"\w", _UP_TO_NAME.sub("", first[: named[0].start]))
    ):
        return None
    return opening_speakers(text, reader)


def holding_parties(text: str, reader: PartyReader) -> Speakers | None:
    """The parties for which a statement says that it speaks, where nobody is named: "Vi i Vänsterpartiet anser …"."""
    match = _HOLDS.match(text)
    parties = reader.parties(match["who"].removeprefix("Vi i ").removeprefix("I ")) if match else ()
    return Speakers((), parties) if parties else None


def voice_of(speakers: Speakers) -> Voice:
    """The voice of one member, of several, or of a party."""
    names = speakers.names
    person = names[0] if len(names) == 1 else None
    if speakers.parties or not names:
        return Voice("party", parties=speakers.parties, person=person)
    return Voice("person", person=person)


def chairing_voice(text: str, reader: PartyReader, board: str | None) -> Voice:
    """The board's voice, with the chair's name where the chair is named as who acts."""
    chair = re.match(r"\w*[Oo]rdförande\w*\s", text)
    people = reader.people(text[:120]) if chair else ()
    return Voice("board", board, person=people[0].name if people and people[0].start <= 24 else None)


_LONGEST_SIGNATURE = 30
"""Words of a line of names below a statement."""


def signers(pieces: Sequence[Piece], reader: PartyReader) -> dict[int, Voice]:
    """Who signs each statement of dissent: the lines that hold names with party letters and nothing else, by section."""
    signed: dict[int, list[Named]] = {}
    for piece in pieces:
        if piece.kind in DISSENT and len(piece.text.split()) <= _LONGEST_SIGNATURE:
            people = reader.people(piece.text)
            if people and not re.search(r"\w", _without(piece.text, people)):
                signed.setdefault(piece.root, []).extend(people)
    return {root: voice_of(Speakers(tuple(people), _letters(people))) for root, people in signed.items()}


def _without(text: str, people: Sequence[Named]) -> str:
    for person in reversed(people):
        text = text[: person.start] + text[person.end :]
    return re.sub(r"\b(?:och|samt|m ?fl|m\.fl\.|med flera)\b", "", text)


def _letters(people: Sequence[Named]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(letters for person in people for letters in person.parties))


# A report of what was answered (samrådsredogörelse): under its headings outsiders speak, and the municipality comments.
_ANSWERED = re.compile(
    r"(?i)\b(?:inkomna (?:yttranden|synpunkter|remissvar)|(?:yttranden|synpunkter) från|(?:samråds|gransknings)yttrande)"
)
_COMMENTED = re.compile(r"(?i)(?:\w+s )?(?:kommentar(?:er)?|svar|bemötande|ställningstagande)\b")


def answering(piece: Piece) -> Voice | None:
    """Who speaks below a heading like "Inkomna yttranden": who answers, or the administration in its comment.

    None elsewhere, and in the list of those who answered.
    """
    return _answering(piece.headings) if piece.block.kind != "table_row" else None


# All pieces of a section stand below the same headings.
@functools.lru_cache(maxsize=256)
def _answering(headings: tuple[str, ...]) -> Voice | None:
    answered = next((place for place, heading in enumerate(headings) if _ANSWERED.search(heading)), None)
    if answered is None or answered == len(headings) - 1:
        return None
    return Voice("administration" if any(_COMMENTED.match(h) for h in headings[answered + 1 :]) else "external")
