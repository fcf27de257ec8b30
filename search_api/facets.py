"""Names of facets and their values for people, and the order in which values are shown."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from council.criteria import FacetCount, FacetName, Filters
from council.registers import Registers
from search_api.notes import Note
from search_api.results import FacetValue

UNDATED = "none"
"""The year of what has no date (council.criteria.Filters)."""

KINDS: Mapping[str, str] = {
    "protokoll": "Protokoll", "protokollsutdrag": "Protokollsutdrag", "tjänsteutlåtande": "Tjänsteutlåtande",
    "tjänsteskrivelse": "Tjänsteskrivelse", "utlåtande": "Utlåtande", "motion": "Motion", "initiativärende": "Initiativärende",
    "interpellation": "Interpellation", "remissvar": "Remissvar", "reservation": "Reservation", "kallelse": "Kallelse",
    "bilaga": "Bilaga", "other": "Annan handling",
}  # fmt: skip
VOICES: Mapping[str, str] = {
    "board": "Nämnd", "administration": "Förvaltning", "party": "Parti", "person": "Ledamot utan parti", "mover": "Motionär",
    "commissioner": "Borgarråd", "external": "Utomstående", "none": "Ingen särskild röst",
}  # fmt: skip
LANGUAGES: Mapping[str, str] = {
    "sv": "svenska", "en": "engelska", "fi": "finska", "no": "norska", "nb": "norska", "da": "danska", "de": "tyska", "fr": "franska",
    "es": "spanska", "pl": "polska", "ar": "arabiska", "so": "somaliska", "se": "nordsamiska", "uk": "ukrainska",
}  # fmt: skip
SECTIONS: Mapping[str, str] = {
    "decision": "beslut", "proposal": "förslag till beslut", "reservation": "reservation", "special_statement": "särskilt uttalande",
    "substitute_statement": "ersättaryttrande", "motion_text": "motionens text", "administration_view": "förvaltningens synpunkter",
}  # fmt: skip

_LABELS: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS, "voice": VOICES, "language": LANGUAGES, "section_kind": SECTIONS, "year": {UNDATED: "utan datum"},
}  # fmt: skip

_NAMED = frozenset((*_LABELS, "party", "about_party"))
"""Facets whose values have other names for people."""

FIELD_NAMES: Mapping[str, Note] = {
    "municipality": Note("kommun"),
    "board": Note("nämnd"),
    "party": Note("parti"),
    "about_party": Note("om parti"),
    "topic": Note("ämne"),
    "kind": Note("typ"),
    "voice": Note("röst"),
    "language": Note("språk"),
    "year": Note("år"),
    "year_from": Note("från år"),
    "year_to": Note("till år"),
    "dnr": Note("diarienummer"),
    "motion": Note("motion"),
    "person": Note("person"),
}


def label(facet: str, value: str, registers: Registers) -> str:
    """A value's name for people: "Vänsterpartiet (V)", "utan datum"."""
    if facet in ("party", "about_party"):
        party = registers.party(value)
        return f"{party.name} ({value})" if party and party.letters == value else value
    return _LABELS[facet].get(value, value) if facet in _LABELS else value


def shown(facet: FacetName, counts: Iterable[FacetCount], filters: Filters, registers: Registers) -> tuple[FacetValue, ...]:
    """A facet's values with labels: years newest first, all else by count, then name; a chosen value is there also at 0."""
    chosen = _chosen(facet, filters)
    found = {count.value: count.count for count in counts}
    for value in getattr(filters, facet):
        found.setdefault(value, 0)
    # Of most facets the values are their own names: what is named otherwise is named one by one.
    named = {value: label(facet, value, registers) for value in found} if facet in _NAMED else {}
    values = [FacetValue(value, named.get(value, value), count, value in chosen) for value, count in found.items()]
    return tuple(sorted(values, key=_by_year if facet == "year" else _by_count))


def _chosen(facet: FacetName, filters: Filters) -> frozenset[str]:
    chosen = set(getattr(filters, facet))
    if facet == "year" and (filters.year_from is not None or filters.year_to is not None):
        chosen |= {str(year) for year in range(filters.year_from or 1800, (filters.year_to or 2200) + 1)} if not chosen else set()
    return frozenset(chosen)


def _by_year(value: FacetValue) -> tuple[bool, int]:
    return (not value.value.isdigit(), -int(value.value) if value.value.isdigit() else 0)


def _by_count(value: FacetValue) -> tuple[int, str]:
    return (-value.count, swedish_key(value.label))


@functools.lru_cache(maxsize=4_096)
def swedish_key(text: str) -> str:
    """A sort key with å, ä and ö last, in that order."""
    return text.casefold().translate(_SWEDISH)


# In Unicode ä and å change places, and é sorts after z.
_SWEDISH = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y"})
