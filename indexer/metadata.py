"""Reads a document's head: title, board, date, diary and motion numbers, municipality; each with where it was read and how sure it is.

A value that is less than half sure is left out: an empty field is better than a wrong one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from council.bodies import slug
from council.model import DocumentKind
from council.references import Reference, find, may_hold_motion
from council.registers import Registers
from council.sought import Sought, folded, holds
from council.values import value
from indexer.agenda import MinutesItem
from indexer.blocks import Block
from indexer.case_keys import THEIRS
from indexer.dates import date_in_path, find_dates, first_date, may_hold_year
from indexer.document_kind import HEAD_BLOCKS
from indexer.facts import FileFacts
from indexer.head_boards import BoardReader
from indexer.head_text import HeadText, Read, Value, lone_date, slug_parts, surest
from indexer.structure import MINUTES
from indexer.titles import TitleReader


@value
class Head:
    """What a document's head says of it; None where nothing is sure enough."""

    title: Read[str]
    board: Read[str] | None = None
    date: Read[dt.date] | None = None
    dnr: tuple[Read[str], ...] = ()
    motions: tuple[Read[str], ...] = ()
    municipality: Read[str] | None = None
    external: bool = False
    sent_by_board: bool = False


class HeadReader(HeadText):
    """Reads the head of one document."""

    def read(self) -> Head:
        """All of the head. What the sidecar says is taken without a look at the text."""
        side = self.facts.sidecar
        municipality = _said(side.municipality) or self._municipality()
        place = municipality.value if municipality else None
        board = _said(side.board and self.registers.canonical(side.board, place)) or BoardReader(*self._parts).surest_board(place)
        date = _said(side.date) or surest(self._dates())
        dnr = tuple(Read(d, 1.0, "sidecar") for d in side.dnr) or tuple(self._diary_numbers())
        title = _said(side.title) or self._title(board, date)
        sent = self.kind == "remissvar" and BoardReader(*self._parts).is_sent_by_board()
        return Head(title, board, date, dnr, tuple(self._motions()), municipality, self._is_external(), sent)

    # Dates

    def _dates(self) -> Iterator[Read[dt.date]]:
        name, folder = self.facts.name, self.facts.folder
        if self.kind in MINUTES:
            yield from self._dates_above()
            if (day := date_in_path(name)) is not None:
                yield Read(day, 0.6, "file name")
            if "protokoll" in name.casefold() and (day := date_in_path(folder)) is not None:
                yield Read(day, 0.55, "folder")
            return
        first, foot, end = self.first, self.foot, len(self.blocks) - 8
        for place, block in enumerate(self.blocks):
            if not may_hold_year(block.text):
                continue
            if (place <= first or place in foot) and (day := _labelled_date(block.text)) is not None:
                yield Read(day, 0.9 - place / 100, "text", place)
            elif self.kind == "kallelse" and place < HEAD_BLOCKS and (day := _time_of_meeting(block.text)) is not None:
                yield Read(day, 0.95 - place / 100, "text", place)
            elif (place < HEAD_BLOCKS or place >= end or self.kind == "utlåtande") and (day := _date_of_cell(block.text)) is not None:
                yield Read(day, 0.8 - place / 10_000, "text", place)
        if (day := first_date("\n".join(f for f in self.facts.furniture if len(f) < 80))) is not None:
            yield Read(day, 0.7, "furniture")
        folders = slug_parts(folder)
        undated = self.kind not in _DATED_BY_WRITERS and not folders.isdisjoint(self.registers.ids)
        if undated and (day := date_in_path(folder)) is not None:
            yield Read(day, 0.55 if self.kind == "kallelse" else 0.5, "folder")

    def _dates_above(self) -> Iterator[Read[dt.date]]:
        """The day of a meeting stands in the lines above minutes, or at their front."""
        days = Counter(found.date for line in self.facts.furniture if len(line) < 80 for found in find_dates(line) if found.date)
        for day, _ in days.most_common(1):
            yield Read(day, 0.95, "furniture")
        for place, block in enumerate(self.blocks[: self.first]):
            found = [d.date for d in find_dates(block.text) if d.date]
            if found and not re.search(r"(?i)justera|anslag|sätts upp|tas ned|beslutade|antog", block.text):
                yield Read(found[0], 0.9 - place / 1000, "text", place)

    # Numbers

    def _diary_numbers(self) -> Iterator[Read[str]]:
        seen: set[str] = set()
        for reference, place in self._own_references():
            if (number := _printed(reference)) not in seen:
                seen.add(number)
                yield Read(number, 0.95, "text", place)

    def _own_references(self) -> Iterator[tuple[Reference, int]]:
        if self.kind in MINUTES:
            for item in self.items:
                found = [(r, item.start) for number in item.dnr for r in find(f"Dnr {number}") if r.kind == "dnr"]
                yield from found or _lone_numbers(self.blocks, range(item.body, item.end))
            return
        if self.kind == "kallelse":
            listed = [(r, i) for i, b in enumerate(self.blocks) for r in find(b.text) if r.kind == "dnr" and _is_entry(b.text, r)]
            yield from listed
            return
        head = [*range(min(len(self.blocks), self.first + 2)), *self.foot]
        labels = holds(self.whole, *_LABELS)
        labelled = [
            (r, place)
            for place in head
            if _may_be_alone(self.blocks[place].text) or (labels and holds(self.blocks[place].text, *_LABELS))
            for r in find(self.blocks[place].text)
            if r.kind == "dnr" and _is_label(self.blocks[place].text, r)
        ]
        yield from labelled or [
            (r, 0) for line in self.facts.furniture if len(line) < 90 for r in find(line) if r.kind == "dnr" and _is_label(line, r)
        ]

    def _motions(self) -> Iterator[Read[str]]:
        if not may_hold_motion(self.whole) or not (self.kind == "motion" or holds(self.whole, "motion")):
            return
        seen: set[str] = set()
        for place, block in enumerate(self.blocks):
            for reference in find(block.text) if may_hold_motion(block.text) else ():
                if reference.kind != "motion" or reference.text in seen:
                    continue
                if self.kind == "motion" or re.search(r"(?i)motion\w*[^.]{0,40}$", block.text[: reference.start]):
                    seen.add(reference.text)
                    yield Read(re.sub(r"\s", "", reference.text), 0.9, "text", place)

    # Title

    def _title(self, board: Read[str] | None, date: Read[dt.date] | None) -> Read[str]:
        titles = TitleReader(*self._parts)
        named = surest(titles.candidates())
        if self.kind == "kallelse" and named and re.match(r"(?i)\W*(?:kallelse|föredragningslista|dagordning) \w", named.value):
            return named
        if self.kind in {"protokoll", "kallelse"}:
            parts = [self.kind.capitalize(), board.value if board else "", date.value.isoformat() if date else ""]
            return Read(" ".join(p for p in parts if p), 0.8, "text")
        if self.kind == "protokollsutdrag" and self.items and self.items[0].title:
            return Read(self.items[0].title, 0.95, "text", self.items[0].start)
        if self.kind in {"other", "bilaga"} and named and not titles.is_told_by_name(named.value):
            return Read(titles.name_as_title(), 0.5, "file name")
        return named or Read(titles.name_as_title(), 0.3, "file name")

    # Municipality and author

    @property
    def _parts(self) -> tuple[Sequence[Block], Sequence[MinutesItem], DocumentKind, FileFacts, Registers, int, str]:
        return self.blocks, self.items, self.kind, self.facts, self.registers, self.first, self.whole

    def _municipality(self) -> Read[str] | None:
        texts = [*self.facts.furniture[:_LINES_ABOVE], *[b.text for b in self.blocks[:_MOST_BLOCKS]]]
        whole = self.whole if not self.facts.furniture and len(self.blocks) <= _MOST_BLOCKS else "\n".join(texts)
        names_one = _names_place(whole)
        named = Counter(_place(m) for text in texts if _names_place(text) for m in _MUNICIPALITY.finditer(text)) if names_one else None
        if named and (own := self._named_by_folder(name for name, _ in named.most_common())):
            return own
        if district := self.registers.district_in(whole):
            return Read(district.municipality or "", 0.8, "text")
        if self.facts.municipality:
            return Read(self.facts.municipality, 0.8, "setting")
        if not names_one:
            return None
        for cell in (cell for text in texts[:12] if _names_place(text) for cell in text.split(" | ")):
            if alone := _MUNICIPALITY.fullmatch(cell.strip()):
                return Read(_place(alone), 0.8, "text")
        for text in texts[:3]:
            if _names_place(text) and (placed := re.search(rf"\bi {_MUNICIPALITY.pattern[2:]}", text)):
                return Read(_place(placed), 0.7, "text")
        if named and (most := named.most_common(1)[0])[1] >= 2:
            return Read(most[0], 0.6, "text")
        return None

    def _named_by_folder(self, named: Iterable[str]) -> Read[str] | None:
        """The municipality, of some that the text names, after which a folder is named, too."""
        folders = slug_parts(self.facts.folder) | {slug(self.facts.label)}
        return next((Read(name, 0.9, "folder") for name in named if slug(name) in folders), None)

    def _is_external(self) -> bool:
        """Whether a company or an authority writes: the head names it, and no administration of the municipality."""
        if not (holds(self.whole, *_COMPANIES) or _FOLDED_ORG_NUMBER.search(folded(self.whole))) or not _OF_COMPANIES.search(self.whole):
            return False
        return _COMPANY.search("\n".join(b.text for b in self.blocks[: self.first + 4])[:_LONGEST_HEAD]) is not None


_DATED_BY_WRITERS: frozenset[DocumentKind] = frozenset({"motion", "interpellation", "initiativärende", "reservation"})
"""Kinds whose day is that of the writing; the folder's is that of a meeting."""

_LONGEST_HEAD = 8000
"""Characters of a head; what is longer is no head."""

_LINES_ABOVE, _MOST_BLOCKS = 40, 400
"""Heads and feet, and blocks, in which a municipality is looked for."""

_MUNICIPALITY = re.compile(r"\b(?P<name>[A-ZÅÄÖ][\wåäö]+(?:-[A-ZÅÄÖ]\w+)?) (?P<what>kommuns?|[Ss]tads?)\b")


_COMPANY = re.compile(r"\b(?:[A-ZÅÄÖ][\wåäö]+(?:hem|bostäder|fastigheter|bolaget)|[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+){0,4} AB|Org\.? ?nr)\b")
_OF_COMPANIES = re.compile(r"(?i)\borg\.? ?nr|bolagets|AB yttrande|aktiebolag")
# One of these stands wherever that pattern fits: in a folded text they are found in a quarter of the time.
_COMPANIES, _FOLDED_ORG_NUMBER = ("bolag", "ab yttrande"), re.compile(r"org\.? ?nr")
_DATED = Sought(
    r"(?i)\b(?:datum|upprättad|daterad|beslutsdatum|skapad|sammanträdesdatum|inkom(?:men|met)?(?: till \w+)?|ankom(?:men|met)?)\b:?\s*"
    r"(?:\|\s*)?(?P<rest>.{6,40})",
    *("datum", "upprättad", "daterad", "skapad", "inkom", "ankom"),
)


_LABELS = ("dnr", "diarie", "ärenden")
"""What stands before a document's own diary number, casefolded."""

_LONGEST_NUMBER = 80
"""Characters of a line that holds a diary number and nothing else; the longest numbers have half as many."""


def _names_place(text: str) -> bool:
    """Whether a text holds what every match of _MUNICIPALITY does."""
    return " kommun" in text or " stad" in text or " Stad" in text


def _place(match: re.Match[str]) -> str:
    """ "Stockholms stad" is Stockholm, "Alingsås kommun" is Alingsås: a genitive s goes where a consonant other than s stands before it."""
    name = match["name"]
    return name[:-1] if name.endswith("s") and not name.endswith(("ås", "ss", "us", "äs", "ös", "rås", "fors", "höors")) else name


def _date_of_cell(text: str) -> dt.date | None:
    """The date of a line, or of one of its cells, that is a date and no more."""
    cells = (text, *text.split(" | ")) if " | " in text else (text,)
    return next((day for cell in cells if (day := lone_date(cell)) is not None), None)


def _labelled_date(text: str) -> dt.date | None:
    match = _DATED.search(text)
    return first_date(match["rest"]) if match else None


def _time_of_meeting(text: str) -> dt.date | None:
    """The day of a meeting that people are called to: "Tid: måndagen den 10 mars 2025 kl. 14.00", "Plats och tid | …"."""
    label = re.match(r"(?i)(?:(?:plats|dag|datum) och )?(?:tid|tidpunkt|sammanträdes(?:dag|tid|datum)|mötes(?:dag|tid))\b[^.]{0,12}", text)
    return first_date(text) if label or re.search(r"(?i)\bkallas till\b", text) else None


def _is_entry(text: str, reference: Reference) -> bool:
    """Whether a number of a list of matters is an entry's: a cell of its own, last on its line, or behind "Dnr"."""
    cell = any(len(part.strip()) <= len(reference.text) + 8 and reference.text in part for part in text.split(" | "))
    return cell or text.rstrip(" )").endswith(reference.text) or _is_label(text, reference)


def _lone_numbers(blocks: Sequence[Block], places: Iterable[int]) -> list[tuple[Reference, int]]:
    """Diary numbers that are lines of their own under a §."""
    found = [
        (r, place) for place in places for r in find(blocks[place].text) if r.kind == "dnr" and len(blocks[place].text) <= len(r.text) + 14
    ]
    return found[:1]


def _is_label(text: str, reference: Reference) -> bool:
    """Whether a number is the document's own: it stands behind "Dnr" or alone on its line."""
    before = text[: reference.start]
    if THEIRS.search(before):
        return False
    alone = any(reference.text in cell and len(cell) <= len(reference.text) + 4 for cell in text.split(" | "))
    return alone or bool(re.search(r"(?i)(?:dnr|diarie\w* ?nr|diarienummer|ärendenr|ärendenummer)\W{0,4}$", before))


def _may_be_alone(text: str) -> bool:
    """Whether a text may hold a number that stands alone on its line or in a cell; most are long and hold no cells."""
    return len(text) <= _LONGEST_NUMBER or " | " in text


def _printed(reference: Reference) -> str:
    return re.sub(r"(?<=\d) ?([./:-]) ?(?=\d)", r"\1", re.sub(r"\s+", " ", reference.text))


def _said(value: Value | None) -> Read[Value] | None:
    return Read(value, 1.0, "sidecar") if value else None
