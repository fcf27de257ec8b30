"""The words that people meet: names of kinds, voices, stances and reasons, dates and numbers, in the language of the page."""

from __future__ import annotations

import datetime as dt
import functools
import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field

from babel.dates import format_date
from babel.numbers import format_decimal

from council.model import Voice
from search_api.notes import Note


def N_(message: str) -> str:  # noqa: N802  gettext's own name for "translate later", which Babel looks for
    """Mark a message for translation where it is defined; it is translated where it is shown."""
    return message


KINDS: Mapping[str, str] = {
    "protokoll": N_("protokoll"),
    "protokollsutdrag": N_("protokollsutdrag"),
    "tjänsteutlåtande": N_("tjänsteutlåtande"),
    "tjänsteskrivelse": N_("tjänsteskrivelse"),
    "utlåtande": N_("utlåtande"),
    "motion": N_("motion"),
    "initiativärende": N_("initiativärende"),
    "interpellation": N_("interpellation"),
    "remissvar": N_("remissvar"),
    "reservation": N_("reservation"),
    "kallelse": N_("kallelse"),
    "bilaga": N_("bilaga"),
    "other": N_("handling"),
}
SECTIONS: Mapping[str, str] = {
    "decision": N_("beslut"),
    "proposal": N_("förslag till beslut"),
    "summary": N_("sammanfattning"),
    "background": N_("bakgrund"),
    "matter": N_("ärendet"),
    "preparation": N_("beredning"),
    "administration_view": N_("förvaltningens synpunkter"),
    "equality_analysis": N_("jämställdhetsanalys"),
    "child_rights": N_("barnkonsekvenser"),
    "decision_process": N_("beslutsgång"),
    "vote": N_("votering"),
    "reservation": N_("reservation"),
    "special_statement": N_("särskilt uttalande"),
    "substitute_statement": N_("ersättaryttrande"),
    "motion_text": N_("motionens text"),
    "attendance": N_("närvarande"),
    "toc": N_("innehåll"),
    "attachment_list": N_("bilagor"),
    "footnote": N_("fotnot"),
}
VOICES: Mapping[str, str] = {
    "board": N_("nämnden"),
    "administration": N_("förvaltningen"),
    "party": N_("partier"),
    "person": N_("enskild ledamot"),
    "mover": N_("förslagsställaren"),
    "commissioner": N_("borgarrådet"),
    "external": N_("utomstående"),
    "none": N_("ingen angiven"),
}
REASONS: Mapping[str, str] = {
    "exact": N_("ordet som du skrev det"),
    "inflection": N_("böjning av ordet"),
    "compound": N_("sammansättning"),
    "synonym": N_("synonym"),
    "typo": N_("stavning"),
    "prefix": N_("ordets början"),
    "heading": N_("rubriken"),
    "meaning": N_("liknande innebörd"),
    "case": N_("svar i ärendet"),
}
STANCES: Mapping[str, str] = {
    "bifall": N_("bifall"),
    "delvis bifall": N_("delvis bifall"),
    "avslag": N_("avslag"),
    "besvarad": N_("besvarad"),
    "anser besvarad": N_("anser besvarad"),
    "tillstyrker": N_("tillstyrker"),
    "avstyrker": N_("avstyrker"),
    "återremiss": N_("återremiss"),
    "godkänner": N_("godkänner"),
    "yttrande": N_("yttrande"),
}
STANCE_SIGNS: Mapping[str, str] = {
    "bifall": "✓", "delvis bifall": "✓", "tillstyrker": "✓", "godkänner": "✓", "avslag": "✗", "avstyrker": "✗",
    "återremiss": "↺", "besvarad": "•", "anser besvarad": "•", "yttrande": "•",
}  # fmt: skip
STEPS: Mapping[str, str] = {
    "motion": N_("Motionen lämnas in"),
    "referral": N_("Skickas på remiss"),
    "received": N_("Tas emot"),
    "administration_opinion": N_("Förvaltningens yttrande"),
    "board_opinion": N_("Nämndens yttrande"),
    "company_opinion": N_("Bolagets yttrande"),
    "committee": N_("Utskottet"),
    "commissioner": N_("Borgarrådets förslag"),
    "proposal_to_council": N_("Förslag till fullmäktige"),
    "decision": N_("Beslut"),
    "reservation": N_("Reservation"),
    "special_statement": N_("Särskilt uttalande"),
    "record_note": N_("Protokollsanteckning"),
    "substitute_statement": N_("Ersättaryttrande"),
}
ORIGINS: Mapping[str, str] = {
    "motion": N_("motion"),
    "initiativärende": N_("initiativärende"),
    "remiss": N_("remiss"),
    "fråga": N_("fråga"),
    "other": N_("ärende"),
}
FACET_NAMES: Mapping[str, str] = {
    "municipality": N_("Kommun"),
    "board": N_("Nämnd"),
    "party": N_("Parti"),
    "about_party": N_("Om partiet"),
    "topic": N_("Ämne"),
    "kind": N_("Typ av handling"),
    "voice": N_("Vem som talar"),
    "year": N_("År"),
    "language": N_("Språk"),
}
CHIP_NAMES: Mapping[str, str] = {
    "municipality": N_("kommun"),
    "board": N_("nämnd"),
    "party": N_("parti"),
    "about_party": N_("om"),
    "topic": N_("ämne"),
    "kind": N_("typ"),
    "voice": N_("röst"),
    "year": N_("år"),
    "year_from": N_("från år"),
    "year_to": N_("till år"),
    "language": N_("språk"),
    "dnr": N_("diarienummer"),
    "motion": N_("motion"),
    "person": N_("person"),
    "section_kind": N_("avsnitt"),
    "question": N_("läst som"),
}
LANGUAGES: Mapping[str, str] = {
    "sv": N_("svenska"),
    "en": N_("engelska"),
    "fi": N_("finska"),
    "no": N_("norska"),
    "da": N_("danska"),
    "de": N_("tyska"),
}


@dataclass(frozen=True)
class Wording:
    """The words of one language: `locale` as in "sv", `catalogue` with the translations of the Swedish messages."""

    locale: str = "sv"
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)

    def text(self, message: str, **values: object) -> str:
        """A message in this language, with %(name)s filled in."""
        translated = self.catalogue.gettext(message) if message else ""
        return translated % values if values else translated

    def note(self, said: str) -> str:
        """What the search says, in this language, where it tells how it was made."""
        if not isinstance(said, Note):
            return said
        return self.text(
            said.message, **{name: self.note(value) if isinstance(value, str) else value for name, value in said.values.items()}
        )

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """The message for this number, with %(count)s written as this language writes numbers."""
        return self.catalogue.ngettext(one, many, count) % {"count": self.number(count), **values}

    def number(self, value: int) -> str:
        """1234 as "1 234"."""
        return _number(value, self.locale)

    def day(self, date: dt.date | None) -> str:
        """2019-03-21 as "21 mars 2019"; what has no date says so."""
        return _day(date, self.locale) if date else self.text("datum saknas")

    def kind(self, value: str) -> str:
        """The name of a document's kind."""
        return self.text(KINDS.get(value, value))

    def section(self, value: str) -> str:
        """The name of a section's kind; "" where it says nothing."""
        return self.text(SECTIONS.get(value, ""))

    def reason(self, value: str) -> str:
        """Why something matched."""
        return self.text(REASONS.get(value, value))

    def stance(self, value: str | None) -> str:
        """The word for a stance; "" for none."""
        return self.text(STANCES.get(value, value)) if value else ""

    def language(self, value: str) -> str:
        """The name of a language by its code."""
        return self.text(LANGUAGES.get(value, value))

    def speaker(self, voice: Voice) -> str:
        """Who speaks, in words, without parties: they have tags of their own."""
        if voice.role == "none":
            return ""
        if voice.role == "party":
            return voice.person or ""
        name = voice.person if voice.role in ("person", "commissioner", "external") and voice.person else None
        if voice.role == "board" and voice.board:
            return voice.board
        spoken = name or self.text(VOICES[voice.role])
        return spoken[:1].upper() + spoken[1:]

    def facet_label(self, facet: str, value: str, label: str) -> str:
        """The name of a facet's value: our own words for the closed sets, the engine's label for the open ones."""
        closed = {"kind": KINDS, "voice": VOICES, "language": LANGUAGES}.get(facet)
        if closed is not None:
            return self.text(closed.get(value, label or value))
        if facet == "year" and value == "none":
            return self.text("utan datum")
        # The service writes "Liberalerna (L)"; pages show the letter by itself.
        return self.note(label or value).removesuffix(f" ({value})")

    def listing(self, items: tuple[str, ...]) -> str:
        """ "S, M och V"."""
        if len(items) < 2:
            return "".join(items)
        return self.text("%(first)s och %(last)s", first=", ".join(items[:-1]), last=items[-1])


@functools.lru_cache(maxsize=4096)
def _number(value: int, locale: str) -> str:
    """Babel takes 20 µs for a number, and a result page writes two hundred, mostly the same."""
    return format_decimal(value, locale=locale)


@functools.lru_cache(maxsize=4096)
def _day(date: dt.date, locale: str) -> str:
    return format_date(date, "d MMMM y", locale=locale)
