"""Finds politicians with their party letters in text, and who speaks in an opening sentence ("X (S) och Y (M) yrkar …")."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from council.model import Person
from council.registers import Registers, fold
from council.values import value

NO_PARTY = "-"
"""How minutes print a member without a party: "(-)"."""

_CAPITAL = r"[A-ZÅÄÖÉÜÁÓØÆŠŽČĆ][\w'’-]{0,40}[\w]"
_PARTICLE = r"(?:de|la|von|af|van|der|den|el|al|da|dos|du|bin|ibn|ter|zu|Al|El)"
_NAME = rf"{_CAPITAL}(?: (?:{_PARTICLE} ){{0,2}}(?:{_CAPITAL}|[A-ZÅÄÖ]\.)){{1,4}}"
_OTHERS = r"(?:,? (?:m\. ?fl\.?|mfl\.?|med flera|m fl\.?|et al\.?))?"
# Minutes of before about 2010 print the letters in lower case.
_LOWER = "s|m|c|v|kd|fp|mp|sd|l|kds|nyd|vpk|stp"
_LETTERS = rf"(?:båda |samtliga |alla )?(?:[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]{{0,4}}!?|{_LOWER})|[-–—−]|partilös|obunden|politisk vilde"
_PERSON = re.compile(
    rf"(?P<name>{_NAME})(?P<others>{_OTHERS}),? ?[(\[](?P<party>(?:{_LETTERS})(?:(?:, ?| och | & |/|"
    rf"\+)(?:{_LETTERS}))*)[)\]](?P<more>{_OTHERS})"
)
# "Anna Berg, S, ordförande" in lists of those who met: known letters behind a comma.
_COMMA_AND_LETTERS = re.compile(r", (?P<party>[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]{0,3})(?=[,;.\n |]|$)")
_BEHIND_COMMA = re.compile(rf"(?P<name>{_NAME}){_COMMA_AND_LETTERS.pattern}")
# Words that stand before a name, capital at a sentence's start: titles and offices.
_TITLE = re.compile(
    r"^(?:\d:[ea]|[Ff]örste|[Aa]ndre|[Tt]redje|[Vv]ice|[Tt]f|[Tt]jänstgörande|[Ii]cke|[Hh]err|[Ff]ru|[Ll]edamöterna|[Ll]edamoten|"
    r"[Ll]edamot|"
    r"[Ee]rsättar(?:en|e|na)|\w*[Oo]rdförande[n]?s?|\w*[Bb]orgarrådet|\w*[Rr]ådet|\w*[Kk]ommunalråd|\w*[Bb]orgarråd|\w*råd|"
    r"[Gg]ruppledar(?:en|e)|"
    r"[Mm]otionär(?:en|erna)|[Rr]iksdagsledamoten|[Kk]ommunstyrelsens|[Nn]ämndens|[Ss]amt|[Oo]ch|[Aa]v|[Mm]otion|[Ff]öredragande|"
    r"[Jj]usterare|"
    r"[Ss]ekreterare|[Bb]eslutande|[Nn]ärvarande|[Ff]rånvarande|[Ii]nterpellation|[Rr]eservation|[Yy]rkande|[Uu]tses|[Ee]rsätter|"
    r"[Aa]nteckning|"
    r"[Ää]ndringsyrkande|[Tt]illäggsyrkande|[Ff]råga|[Ss]var|[Ii]nitiativärende|[Ss]ärskilt|[Uu]ttalande|[Dd]eltagare|[Pp]residiet|"
    r"[Aa]vsägelse) "
)
_NOT_IN_NAMES = re.compile(
    r"(?i)(nämnd|styrelse|fullmäktige|utskott|förvaltning|kontor|kommun\b|kommuns\b|\bstad\b|stads\b|lagen|\bAB\b|motion|plan\b|partiet|"
    r"region)"
)


@value
class Named:
    """A person as printed: `parties` are letters as of today (FP became L), empty for "(-)"; `others` when "m.fl." follows.

    `genitive` holds for "Anna Bergs (M) förslag": named, but not speaking. The span is [start, end) in code points.
    """

    name: str
    parties: tuple[str, ...]
    start: int
    end: int
    others: bool = False
    genitive: bool = False

    @property
    def person(self) -> Person:
        """The person with the party's letters, or "-" where "(-)" is printed."""
        return Person(self.name, self.parties[0] if self.parties else NO_PARTY)


@value
class Speakers:
    """Who speaks: people and parties in the order printed; parties may speak without a name ("Moderaterna reserverar sig")."""

    people: tuple[Named, ...] = ()
    parties: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, once each."""
        return tuple(dict.fromkeys(p.name for p in self.people))


@dataclass(frozen=True)
class PartyReader:
    """Reads people and parties with the letters of a register and those that a document itself teaches (local parties)."""

    registers: Registers
    local: frozenset[str] = frozenset()

    def people(self, text: str) -> tuple[Named, ...]:
        """People with a party, or "(-)", in parentheses."""
        if not _may_name_party(text):
            return ()
        found: list[Named] = []
        for match in _with_party(text):
            letters = self._letters(match["party"])
            name, cut = self._own_name(match["name"])
            if letters is None or name is None:
                continue
            found += _sharing(text, match.start(), letters) if _TOGETHER.match(match["party"]) else []
            others = bool(match["others"].strip(" ,") or match["more"].strip(" ,"))
            found.append(Named(name, letters, match.start() + cut, match.end(), others))
        found += [n for n in self._behind_comma(text) if not any(n.start < f.end and f.start < n.end for f in found)]
        if not found:
            return ()
        return tuple(_with_genitives(sorted(found, key=lambda n: n.start), text))

    def _behind_comma(self, text: str) -> Iterator[Named]:
        for match in _BEHIND_COMMA.finditer(text) if _COMMA_AND_LETTERS.search(text) else ():
            letters, (name, cut) = match["party"], self._own_name(match["name"])
            if name and self._known(letters) and letters not in {"K", "D"}:
                yield Named(name, (self.registers.party_letters(letters),), match.start() + cut, match.end())

    def parties(self, text: str) -> tuple[str, ...]:
        """Letters of the parties that a text names in words ("Moderaterna", "Vänsterpartiets"), in order."""
        found = [party.letters for word in re.findall(r"\b[A-ZÅÄÖ][\wåäö]+(?: (?:de gröna|liberalerna|initiativ|samlingspartiet))?", text)
                 if len(word) > 4 and (party := self.registers.party(word))]  # fmt: skip
        return tuple(dict.fromkeys(found))

    def bare_letters(self, text: str) -> tuple[str, ...]:
        """Party letters printed alone, as in "M, KD och L reserverar sig" or "Reservation (SD)"; known letters only."""
        tokens = re.findall(r"(?<![\wåäö§])(?:[A-ZÅÄÖ]{1,4}|Fi)(?![\wåäö:.-])", text)
        return tuple(dict.fromkeys(self.registers.party_letters(t) for t in tokens if self._known(t)))

    def speakers(self, sentence: str) -> Speakers:
        """Who speaks in an opening sentence: those named before the verb, or after "av"; genitives name others' proposals."""
        people = [p for p in self.people(sentence) if not p.genitive]
        verb = _VERB.search(sentence)
        before = [p for p in people if verb and p.end <= verb.start() + 1]
        chosen = before or [p for p in people if _named_after(sentence, p)]
        if chosen:
            return Speakers(tuple(chosen), _ordered(x for p in chosen for x in p.parties))
        opening = sentence[: verb.start()] if verb else sentence
        parties = self.parties(opening) or self.bare_letters(opening) or self.bare_letters(_after_agent(sentence))
        return Speakers((), parties)

    def learn(self, texts: Iterable[str]) -> PartyReader:
        """A reader that also takes letters no register has, where two names or more carry them ("(HEL)", a local party)."""
        names: defaultdict[str, set[str]] = defaultdict(set)
        for text in texts:
            for match in _with_party(text):
                letters, (name, _) = match["party"], _without_titles(match["name"])
                if name and re.fullmatch(r"[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]{0,3}", letters) and not self.registers.party(letters):
                    names[letters].add(name)
        learned = {letters for letters, who in names.items() if len(who) >= 2}
        return PartyReader(self.registers, self.local | learned) if learned else self

    def _letters(self, printed: str) -> tuple[str, ...] | None:
        """Letters of what stands in the parentheses; () for no party; None when it is no party at all."""
        parts = [re.sub(r"^(?:båda|samtliga|alla) ", "", p).strip() for p in re.split(r", ?| och | & |/|\+", printed)]
        if all(re.fullmatch(r"[-–—−]|partilös|obunden|politisk vilde", p) for p in parts):
            return ()
        if not all(self._known(p) for p in parts):
            return None
        return _ordered(self.registers.party_letters(p) for p in parts)

    def _known(self, letters: str) -> bool:
        printed = letters.upper() if re.fullmatch(_LOWER, letters) else letters
        unknown = bool(re.fullmatch(r"[A-ZÅÄÖ]{2}", letters)) and letters not in _NO_LETTERS
        return unknown or letters in self.local or any(printed in (party.letters, *party.former) for party in self.registers.parties)

    def _own_name(self, printed: str) -> tuple[str | None, int]:
        """A name without the titles and the party before it ("Folkpartiets Karin Ek"), and how many characters they took."""
        first = printed.split(" ", 1)[0]
        skip = len(first) + 1 if len(first) > 4 and self.registers.party(first) else 0
        name, cut = _without_titles(printed[skip:])
        return name, skip + cut


def _may_name_party(text: str) -> bool:
    """Whether a text holds what stands around a person's party, or before it; most texts hold neither."""
    return "(" in text or "[" in text or _COMMA_AND_LETTERS.search(text) is not None


def _with_party(text: str) -> Iterator[re.Match[str]]:
    return _PERSON.finditer(text) if "(" in text or "[" in text else iter(())


def merge_spellings(found: Sequence[Named]) -> tuple[Person, ...]:
    """People of a document, each once, in order of first mention; of near spellings with one party the most printed one stands."""
    if not found:
        return ()
    times = Counter((n.name, n.person.party) for n in found)
    kept: list[Person] = []
    for person in dict.fromkeys(n.person for n in found):
        near = next((i for i, k in enumerate(kept) if same_person(person, k)), None)
        if near is None:
            kept.append(person)
        elif times[(person.name, person.party)] > times[(kept[near].name, kept[near].party)] and person.party != NO_PARTY:
            kept[near] = person
    return tuple(kept)


def same_person(one: Person, other: Person) -> bool:
    """Whether two names are one person's: near spellings (Cesár, César) and no two different parties."""
    if one.party and other.party and one.party != other.party and NO_PARTY not in {one.party, other.party}:
        return False
    a, b = fold(one.name), fold(other.name)
    if a == b or b + "s" == a or a + "s" == b:
        return True
    return a[0] == b[0] and difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.93


# Two capitals behind a name are a local party; these behind two capital words are something else.
_NO_LETTERS = frozenset({"AB", "KF", "KS", "EU", "EG", "FN", "VA", "IT", "GR", "KB", "HB", "RF", "SR", "PM"})
# Verbs of speaking and acting in minutes; what stands before the first is the subject.
_VERB = re.compile(
    r"\b(?:föreslår|föreslog|yrkar|yrkade|reserverar|reserverade|lämnar|lämnade|lämnat|anför|anförde|instämmer|instämde|anmäler|anmälde|"
    r"deltar|deltog|"
    r"avger|avgav|inkommer|inkom|inkommit|väckt|väcker|väckte|har|hade|lade|lägger|ställer|ställde|begär|begärde|anser|ansåg|framför|"
    r"framförde|önskar|"
    r"vill|meddelar|tillstyrker|avstyrker|biträder|biträdde|avstår|avstod|stödjer|ansluter|anslöt|hemställer|gör|gjorde|ber|bifaller|"
    r"motiverar|redogör|informerar|svarar|säger|skriver|ställs|uppger|röstar|röstade)\b"
)
_AGENT = re.compile(r"\b(?:av|från|genom|för)\b[: ]|reserverar sig |reserverade sig |: ?")


_TOGETHER = re.compile(r"(?:båda|samtliga|alla) ")
_LISTED = re.compile(rf"(?P<name>{_NAME})(?:, | och )(?=(?:{_NAME}(?:, | och ))*$)")


def _sharing(text: str, before: int, letters: tuple[str, ...]) -> list[Named]:
    """The people listed before one with "(båda M)" or "(samtliga M)", who share the party."""
    start = max(text.rfind(stop, 0, before) for stop in (". ", ") ", "\n", ": ")) + 1
    listed = _LISTED.finditer(text[start:before])
    named = [(_without_titles(m["name"])[0], m) for m in listed]
    return [Named(name, letters, start + m.start(), start + m.end("name")) for name, m in named if name]


def _named_after(sentence: str, person: Named) -> bool:
    """Whether a name stands where an agent stands: after "av", "från", "genom", a colon, or "reserverar sig"."""
    return any(m.end() <= person.start + 60 for m in _AGENT.finditer(sentence[: person.start + 1])) or len(sentence) < 160


def _after_agent(sentence: str) -> str:
    match = _AGENT.search(sentence)
    return sentence[match.end() :] if match else sentence if len(sentence) < 60 else ""


def _without_titles(name: str) -> tuple[str | None, int]:
    """A name without the titles before it, and how many characters they took; None when no name of two words is left."""
    cut = 0
    while (match := _TITLE.match(name[cut:])) and cut < len(name):
        cut += match.end()
    left = name[cut:]
    if " " not in left or _NOT_IN_NAMES.search(left):
        return None, cut
    return left, cut


_WHAT_IS_THEIRS = re.compile(
    r" (?:m\.fl\. )?(?:eget |egna |första |andra |tredje |alternativa |muntliga |skriftliga |gemensamma )?"
    r"(?:förslag|yrkande|ändring|tillägg|motion|ändringsförslag|tilläggsförslag|återremissyrkande|avslagsyrkande|bifallsyrkande|"
    r"initiativ|reservation)"
)


def _with_genitives(found: Sequence[Named], text: str) -> list[Named]:
    """Marks "Heidi Ängbergs (C) förslag" as a genitive and gives the name without its s."""
    result = []
    for named in found:
        after = text[named.end : named.end + 40]
        genitive = named.name.endswith("s") and _WHAT_IS_THEIRS.match(after)
        name = named.name[:-1] if genitive else named.name
        result.append(Named(name, named.parties, named.start, named.end, named.others, bool(genitive)))
    return result


def _ordered(letters: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(letters))
