"""Who moved a motion: read from its title, the sentence that tells of it, or the signatures of the motion itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from council.bodies import slug
from council.model import Person, Voice
from council.sought import Sought
from council.values import value
from indexer.blocks import Block
from indexer.facts import stem_of
from indexer.people import NO_PARTY, Named, PartyReader
from indexer.signatures import names_in

_LODGED = Sought(
    r"(?i)\b(?:motion|initiativärende|interpellation|medborgarförslag|initiativ)\w*\b|\b(?:väckt|lämnat|lämnar|inkommit|inlämnat|väcker)\b",
    *("motion", "initiativ", "interpellation", "medborgarförslag", "väck", "lämna", "inkommit"),
)


# "Interpellation till kommunstyrelsens ordförande Bo Ek (M)": who is asked is no mover.
_ASKED = re.compile(r"(?i)\b(?:till|ställd till|riktad till)\b(?: \w+){0,5}\s*$")


# Two words of a name, a party's letters, perhaps "med flera" and an archive's number, at the end of a file's name.
_FILE_PARTY = re.compile(r"-[a-z]{3,}-[a-z]{2,}-(?P<party>s|m|sd|c|v|kd|l|fp|mp|fi)(?:-(?:med-flera|m-fl|mfl))?(?:-\d{4,7})?$")


@value
class Movers:
    """The movers (motionärer) of a matter; `parties` are their letters in the order printed, without "(-)"."""

    people: tuple[Person, ...] = ()
    parties: tuple[str, ...] = ()
    others: bool = False

    def voice(self) -> Voice:
        """The voice of their demands; a single mover is named."""
        return Voice("mover", parties=self.parties, person=self.people[0].name if len(self.people) == 1 else None)

    def __bool__(self) -> bool:
        return bool(self.people or self.parties)


def find_movers(text: str, reader: PartyReader, lodged: bool = False) -> Movers:
    """Movers that a title or a sentence names; with `lodged`, those of the first sentence that tells of a motion being lodged.

    "Svar på motion … - Anna Berg (S) och Bo Ek (M)" names them behind the title; "av Anna Berg m.fl. (S)" after a preposition.
    """
    stretch = _lodging_sentence(text) if lodged else text
    if not _LODGED.search(stretch):
        return Movers()
    named = [n for n in reader.people(stretch) if not n.genitive]
    named = [n for n in named if not _ASKED.search(stretch[: n.start])] or named
    if not named:
        return Movers((), reader.parties(stretch) if lodged and re.search(r"(?i)motion", stretch) and "har skrivit" in stretch else ())
    return _of(named)


def signed(blocks: Sequence[Block], reader: PartyReader) -> Movers:
    """The movers of a motion as they sign it: names with letters, or bare names with the party named beside them."""
    tail = [b.text for b in blocks[-10:]]
    named = [n for text in tail if len(text.split()) <= 30 for n in reader.people(text) if not _ASKED.search(text[: n.start])]
    if named:
        return _of(named)
    names = [name for text in tail for name in _bare_names(text, reader)]
    parties = tuple(dict.fromkeys(p for text in tail if len(text.split()) <= 8 for p in reader.parties(text)))
    if not parties:
        parties = tuple(dict.fromkeys(p for text in tail if len(text.split()) <= 6 for p in reader.bare_letters(text)))
    party = parties[0] if len(parties) == 1 else None
    return Movers(tuple(Person(name, party) for name in names), parties if names or parties else ())


def named_in_file(source: str, reader: PartyReader) -> Movers:
    """The party that a file's name ends with ("motion-om-cykelvagar-anna-ek-mp-med-flera.pdf"); names without å, ä and ö are not taken."""
    match = _FILE_PARTY.search(slug(stem_of(source)))
    parties = reader.bare_letters(match["party"].upper()) if match else ()
    return Movers((), parties, others=True) if parties else Movers()


def _bare_names(text: str, reader: PartyReader) -> tuple[str, ...]:
    """Names of a signature line; a party's name behind them is left out ("Anna Berg Miljöpartiet de gröna")."""
    short = re.sub(r"(?i)\b(?:för )?\w*(?:partiet|demokraterna|liberalerna|moderaterna|initiativ)\b.*$", "", text).strip(" ,")
    return names_in(short) if not reader.parties(short) else ()


def _lodging_sentence(text: str) -> str:
    for sentence in re.split(r"(?<=[a-zåäö)\d]{2}\.) (?=[A-ZÅÄÖ])", text):
        if re.search(r"(?i)\bmotion|initiativärende|interpellation|medborgarförslag", sentence):
            return sentence
    return ""


def _of(named: Sequence[Named]) -> Movers:
    people = tuple(dict.fromkeys(n.person for n in named))
    parties = tuple(dict.fromkeys(p for n in named for p in n.parties))
    return Movers(people, parties, any(n.others for n in named))


def printed_party(person: Person) -> str | None:
    """A mover's letters, or None for "(-)"."""
    return None if person.party == NO_PARTY else person.party
