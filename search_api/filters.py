"""Resolves filters as typed (nämnd:Farsta, party=Vänsterpartiet) to the values that the index holds, with chips and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from council import references
from council.bodies import slug
from council.criteria import FacetName, Filters
from council.registers import Registers, fold
from search_api import facets
from search_api.notes import Note
from search_api.query import TypedField
from search_api.results import FilterChip, SearchRequest

VALUE_FIELDS: tuple[FacetName, ...] = ("municipality", "board", "party", "about_party", "topic", "kind", "voice", "language", "year")
FIRST_YEAR, LAST_YEAR = 1800, 2200
MAX_VALUES = 100
"""Values of one filter that are read; more than any page offers."""

_YEAR_RANGE = re.compile(r"(?P<low>\d{4})?\s*(?:\.\.+|…|[-–—])\s*(?P<high>\d{4})?")
_UNDATED = frozenset({"none", "okänt", "okänd", "utan datum", "utandatum", "odaterad", "odaterat", "saknas"})
_VOICE_NAMES: Mapping[str, str] = {
    "nämnd": "board", "nämnden": "board", "förvaltning": "administration", "förvaltningen": "administration",
    "tjänsteman": "administration", "tjänstepersoner": "administration", "parti": "party", "partier": "party", "politiker": "party",
    "person": "person", "ledamot": "person", "motionär": "mover", "motionären": "mover", "förslagsställare": "mover",
    "förslagsställaren": "mover", "borgarråd": "commissioner", "borgarrådet": "commissioner", "kommunalråd": "commissioner",
    "extern": "external", "externa": "external", "utomstående": "external", "ingen": "none",
}  # fmt: skip
_KIND_NAMES: Mapping[str, str] = {
    "minutes": "protokoll", "utdrag": "protokollsutdrag", "motioner": "motion", "interpellationer": "interpellation",
    "reservationer": "reservation", "bilagor": "bilaga", "kallelser": "kallelse", "dagordning": "kallelse", "annat": "other",
    "övrigt": "other", "yttrande": "remissvar", "remissyttrande": "remissvar", "skrivelse": "tjänsteskrivelse",
    "medborgarförslag": "other",
}  # fmt: skip
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class KnownValues:
    """The values that an index holds, by facet; taken once for each generation of the index."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[str, ...]:
        """The values of a facet."""
        return self.values.get(name, ())


@dataclass(frozen=True, slots=True)
class Resolved:
    """Filters that an engine understands, the chips that show them, notes, and the request with its values made canonical."""

    filters: Filters
    chips: tuple[FilterChip, ...]
    notes: tuple[Note, ...]
    request: SearchRequest


class FilterReader:
    """Knows the names of the registers and the values of the index."""

    def __init__(self, registers: Registers, known: KnownValues) -> None:
        self.registers = registers
        self.known = known

    def knows(self, name: str, value: str) -> bool:
        """Whether a typed value names something; lets `nämnd:tekniska nämnden` do without quotation marks."""
        return bool(self.values(name, value)) if name in VALUE_FIELDS else False

    def values(self, name: str, typed: str) -> tuple[str, ...]:
        """The canonical values that a typed one stands for, () when nothing is known by it."""
        typed = " ".join(typed.split())
        if not typed:
            return ()
        same = tuple(value for value in self.known.of(name) if fold(value) == fold(typed) or slug(value) == typed.casefold())
        return same or _NAMED[name](self, typed)

    def _boards(self, typed: str) -> tuple[str, ...]:
        board = self.registers.board(typed)
        if board is None:
            return ()
        held = self.known.of("board")
        if board.name in held:
            return (board.name,)
        # A short form may be another board's in this municipality (BUN): the one that the index holds is meant.
        meant = [value for value in held if (b := self.registers.board(value)) and fold(typed) in {fold(s) for s in (*b.short, *b.aliases)}]
        return tuple(meant) or ((board.name,) if board in self.registers.boards else ())

    def _parties(self, typed: str) -> tuple[str, ...]:
        party = self.registers.party(typed)
        return (party.letters,) if party else ()

    def _topics(self, typed: str) -> tuple[str, ...]:
        topic = self.registers.topic(typed)
        if topic is None:
            return ()
        return (topic.id,) if topic.id in self.known.of("topic") else (topic.name,)

    def _kinds(self, typed: str) -> tuple[str, ...]:
        key = typed.casefold()
        by_label = {name.casefold(): kind for kind, name in facets.KINDS.items()}
        found = key if key in facets.KINDS else by_label.get(key) or _KIND_NAMES.get(key) or _stem_of(key, facets.KINDS)
        return (found,) if found else ()

    def _voices(self, typed: str) -> tuple[str, ...]:
        key = typed.casefold()
        by_label = {name.casefold(): voice for voice, name in facets.VOICES.items()}
        found = key if key in facets.VOICES else by_label.get(key) or _VOICE_NAMES.get(key)
        return (found,) if found else ()

    def _languages(self, typed: str) -> tuple[str, ...]:
        key = typed.casefold()
        found = key if key in facets.LANGUAGES else next((code for code, name in facets.LANGUAGES.items() if name == key), None)
        return (found,) if found else ()

    def _municipalities(self, typed: str) -> tuple[str, ...]:
        bare = _bare_municipality(typed)
        return tuple(value for value in self.known.of("municipality") if _bare_municipality(value) == bare)

    def _years(self, typed: str) -> tuple[str, ...]:
        if typed.casefold() in _UNDATED:
            return (facets.UNDATED,)
        return (typed,) if re.fullmatch(r"\d{4}", typed) else ()

    def resolve(self, request: SearchRequest, fields: Sequence[TypedField] = ()) -> Resolved:
        """All filters of a request: its parameters and the fields in its query, which are alternatives within one field."""
        work = _Work(self, request)
        for name in VALUE_FIELDS:
            work.parameter(name, getattr(request, name))
        work.years_of_request()
        for typed in fields:
            work.field(typed)
        return work.result()


_NAMED: Mapping[str, Callable[[FilterReader, str], tuple[str, ...]]] = {
    "board": FilterReader._boards, "party": FilterReader._parties, "about_party": FilterReader._parties, "topic": FilterReader._topics,
    "kind": FilterReader._kinds, "voice": FilterReader._voices, "language": FilterReader._languages,
    "municipality": FilterReader._municipalities, "year": FilterReader._years,
}  # fmt: skip


class _Work:
    """Gathers the filters of one request."""

    def __init__(self, reader: FilterReader, request: SearchRequest) -> None:
        self.reader = reader
        self.request = request
        self.values: dict[str, list[str]] = {}
        self.unknown: set[str] = set()
        self.low: int | None = None
        self.high: int | None = None
        self.chips: list[FilterChip] = []
        self.notes: list[Note] = []

    def parameter(self, name: FacetName, typed: Sequence[str]) -> None:
        canonical: list[str] = []
        for value in [value for value in typed if value.strip()][:MAX_VALUES]:
            found = self._look_up(name, value)
            canonical.extend(found or (value,))
            for item in found or (value,):
                self._chip(name, item, None)
        changes: dict[str, Any] = {name: _unique(canonical)}
        if changes[name] != getattr(self.request, name):  # nine fields a search, seldom one that is typed otherwise
            self.request = replace(self.request, **changes)

    def field(self, typed: TypedField) -> None:
        if typed.name == "year":
            self._year_field(typed)
        elif typed.name in ("dnr", "motion", "person"):
            self._number_or_person(typed)
        else:
            for value in [part for part in typed.value.split(",") if part.strip()]:
                for item in self._look_up(typed.name, value) or (value,):
                    self._chip(typed.name, item, typed.typed)

    def years_of_request(self) -> None:
        self._bounds(self.request.year_from, self.request.year_to)
        for name in ("year_from", "year_to"):
            year = getattr(self.request, name)
            if year is not None:
                self._chip(name, str(year), None)

    def _look_up(self, name: str, typed: str) -> tuple[str, ...]:
        found = self.reader.values(name, typed)
        if found:
            self.values.setdefault(name, []).extend(found)
            self._note_empty(name, typed, found)
        else:
            self.unknown.add(name)
            field = facets.FIELD_NAMES[name]
            self.notes.append(
                Note("Inget värde för %(field)s motsvarar ”%(typed)s”: det ger inga träffar.", field=field, typed=typed.strip())
            )
        return found

    def _note_empty(self, name: str, typed: str, found: Sequence[str]) -> None:
        """A name that a register knows, but of which the index holds nothing."""
        held = self.reader.known.of(name)
        if name in ("board", "party", "topic") and not any(value in held for value in found):
            field = facets.FIELD_NAMES[name]
            self.notes.append(Note("Inget i sökindexet hör till %(field)s ”%(typed)s”.", field=field, typed=typed.strip()))

    def _year_field(self, typed: TypedField) -> None:
        for part in [part.strip() for part in re.split(r"[,;]", typed.value) if part.strip()]:
            if years := _years(part):
                low, high = years
                if low == high and low is not None:
                    self.values.setdefault("year", []).append(str(low))
                else:
                    self._bounds(low, high)
                self._chip("year", part, typed.typed)
            else:
                for item in self._look_up("year", part) or (part,):
                    self._chip("year", item, typed.typed)

    def _bounds(self, low: int | None, high: int | None) -> None:
        if low is not None and high is not None and low > high:
            low, high = high, low
            self.notes.append(Note("Åren stod i omvänd ordning: sökt %(low)s–%(high)s.", low=low, high=high))
        self.low = self.low if low is None else (low if self.low is None else max(self.low, low))
        self.high = self.high if high is None else (high if self.high is None else min(self.high, high))

    def _number_or_person(self, typed: TypedField) -> None:
        value = " ".join(typed.value.split())
        if typed.name == "motion":
            found = next((r for r in references.find(f"motion {value}") if r.year is not None), None)
            if found is None:
                self.unknown.add("motion")
                self.notes.append(Note("”%(value)s” är inget motionsnummer: skriv till exempel motion:2019:14.", value=value))
            value = f"{found.year}:{found.number}" if found else value
        elif typed.name == "dnr" and references.diary_number(value) is None:
            self.notes.append(Note("”%(value)s” liknar inget diarienummer: skriv till exempel dnr:KS 2019/1899.", value=value))
        self.values.setdefault(typed.name, []).append(value)
        self._chip(typed.name, value, typed.typed)

    def _chip(self, name: str, value: str, typed: str | None) -> None:
        shown = facets.label(name, value, self.reader.registers)
        chip = FilterChip(name, value, shown, typed)
        if chip not in self.chips:
            self.chips.append(chip)

    def result(self) -> Resolved:
        lists: dict[str, Any] = {name: _unique(values) for name, values in self.values.items()}
        impossible = any(not lists.get(name) for name in self.unknown)
        filters = Filters(**lists, year_from=self.low, year_to=self.high, impossible=impossible)
        return Resolved(filters, tuple(self.chips), tuple(self.notes), self.request)


def _years(text: str) -> tuple[int | None, int | None] | None:
    """ "2018", "2016..2019", "2016-", "..2019" as (first, last), either open; None when it is no year."""
    if re.fullmatch(r"\d{4}", text):
        return int(text), int(text)
    span = _YEAR_RANGE.fullmatch(text)
    if span is None or not (span["low"] or span["high"]):
        return None
    return (int(span["low"]) if span["low"] else None), (int(span["high"]) if span["high"] else None)


def _unique(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))


def _stem_of(key: str, table: Mapping[str, str]) -> str | None:
    """A kind in the plural or definite form: "tjänsteutlåtanden", "motionen"."""
    return next((kind for kind in table if len(kind) > 5 and key.startswith(kind) and len(key) - len(kind) <= 3), None)


def _bare_municipality(name: str) -> str:
    folded = re.sub(r"\s+(kommun|stad)$", "", fold(name))
    return folded[:-1] if folded.endswith("s") and len(folded) > 4 else folded
