"""Reads a document's head: title, board, date, diary and motion numbers, municipality; each with where it was read and how sure it is.

A value that is less than half sure is left out: an empty field is better than a wrong one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from council.bodies import canonical_administration, canonical_board, find_bodies, slug
from council.model import DocumentKind
from council.references import Reference, find
from council.registers import Registers
from indexer.agenda import MinutesItem
from indexer.blocks import Block
from indexer.dates import date_in_path, find_dates, first_date
from indexer.document_kind import HEAD_BLOCKS
from indexer.facts import FileFacts
from indexer.structure import MINUTES

Value = TypeVar("Value")
LEAST_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Read(Generic[Value]):
    """A value that was read: `block` is the block it stands in, or None with `where` "file name", "folder", "furniture" or "sidecar"."""

    value: Value
    confidence: float
    where: str = ""
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a document's head says of it; None where nothing is sure enough."""

    title: Read[str]
    board: Read[str] | None = None
    date: Read[dt.date] | None = None
    dnr: tuple[Read[str], ...] = ()
    motions: tuple[Read[str], ...] = ()
    municipality: Read[str] | None = None
    external: bool = False


@dataclass(frozen=True)
class HeadReader:
    """Reads the head of one document."""

    blocks: Sequence[Block]
    items: Sequence[MinutesItem]
    kind: DocumentKind
    facts: FileFacts
    registers: Registers

    def read(self) -> Head:
        """All of the head. What the sidecar says is taken without a look at the text."""
        side = self.facts.sidecar
        municipality = _said(side.municipality) or self._municipality()
        place = municipality.value if municipality else None
        board = _said(side.board and self.registers.canonical(side.board, place)) or _surest(self._boards(place))
        date = _said(side.date) or _surest(self._dates())
        dnr = tuple(Read(d, 1.0, "sidecar") for d in side.dnr) or tuple(self._diary_numbers())
        title = _said(side.title) or self._title(board, date)
        return Head(title, board, date, dnr, tuple(self._motions()), municipality, self._is_external())

    @property
    def _first(self) -> int:
        """The block where the head ends: the first §, or the first section of a letter."""
        if self.items:
            return self.items[0].start
        known = (i for i, b in enumerate(self.blocks) if self.registers.section_kind(b.text) not in {None, "motion_text", "attendance"})
        return min(next(known, HEAD_BLOCKS), HEAD_BLOCKS)

    @property
    def _foot(self) -> range:
        """The last blocks, where some letters print their number and date."""
        return range(max(self._first + 2, len(self.blocks) - 4), len(self.blocks))

    # Boards

    def _boards(self, municipality: str | None) -> Iterator[Read[str]]:
        for name, confidence, where, block in self._board_names():
            board = self.registers.board(name, municipality)
            yield Read(board.name if board else name, confidence, where, block)

    def _board_names(self) -> Iterator[tuple[str, float, str, int | None]]:
        if self.kind in MINUTES:
            yield from self._printed_above()
        if self.kind in {"motion", "interpellation", "initiativärende"}:
            yield from self._addressees()
        elif self.kind == "utlåtande":
            yield "Kommunstyrelsen", 0.9, "text", None
        else:
            yield from self._head_boards()
            yield from self._acting_boards()
        stem = PurePosixPath(self.facts.source).stem
        if self.kind in MINUTES:
            yield from ((b.name, 0.6, "file name", None) for b in self.registers.boards if f"-{b.id}-" in f"-{slug(stem)}-")
            yield from ((b.name, 0.55, "folder", None) for b in self.registers.boards if b.id in slug_parts(self.facts.source))

    def _printed_above(self) -> Iterator[tuple[str, float, str, int | None]]:
        """The board in the lines above minutes: whole lines, or names that break over two or three of them."""
        for source, where in ((self.facts.furniture, "furniture"), ([b.text for b in self.blocks[: max(self._first, 3)]], "text")):
            names = Counter(name for name in _joined_names(source))
            for name, times in names.most_common(3):
                yield name, 0.9 + min(times, 5) / 100 + len(name) / 10_000, where, None

    def _addressees(self) -> Iterator[tuple[str, float, str, int | None]]:
        for place, block in enumerate(self.blocks):
            if place < 5 and (name := canonical_board(re.sub(r"(?i)^till |\s*\d{4}-\d\d-\d\d\s*", "", block.text))):
                yield name, 0.95, "text", place
            for mention in find_bodies(block.text):
                if mention.kind == "board" and not mention.own:
                    to = re.search(r"(?i)(?:till|att|föreslår|i)\s*$", block.text[max(0, mention.start - 12) : mention.start])
                    early = place < 3 or self.kind != "initiativärende"
                    council = mention.name.endswith("fullmäktige")
                    yield mention.name, (0.9 if council else 0.6 if early and to else 0.3), "text", place
        if self.kind == "motion":
            yield "Kommunfullmäktige", 0.7, "text", None

    def _head_boards(self) -> Iterator[tuple[str, float, str, int | None]]:
        """The board that a letter is addressed to, printed in its head; an administration there names its board."""
        above = [(line, None) for line in dict.fromkeys(self.facts.furniture) if len(line) < 90]
        for text, place in [*((block.text, i) for i, block in enumerate(self.blocks[: self._first + 1])), *above]:
            cells = [text, *text.split(" | ")]
            cells += [re.sub(r"(?i)^(?:till|datum:?|mottagare:?)\s*|(?:\d{4}-\d\d-\d\d)", "", cell).strip() for cell in cells]
            for cell in cells:
                if name := canonical_board(cell):
                    yield name, 0.9, "text", place
                elif (office := canonical_administration(cell)) and (board := self.registers.administration_board(office)):
                    yield board, 0.55, "text", place
        if self.kind != "other":
            for place, block in enumerate(self.blocks[: self._first]):
                text = re.sub(r"\s*\d{4}-\d\d-\d\d\s*", " ", block.text)
                for mention in find_bodies(text):
                    asked = re.search(r"(?i)\b(?:från|av)\s*$", text[: mention.start])
                    if mention.kind == "board" and not (mention.own or asked):
                        yield mention.name, 0.6, "text", place

    def _acting_boards(self) -> Iterator[tuple[str, float, str, int | None]]:
        """Where the head is silent: the board that a proposal lets decide, or the one whose administration writes."""
        if self.kind == "other":
            return
        for place, block in enumerate(self.blocks):
            decides = re.search(r"(?:(?:[Ff]örvaltningen|[Kk]ontoret) föreslår att |[Ff]örslag till beslut i )(?=\w)", block.text)
            for mention in find_bodies(block.text):
                council = mention.name.endswith("fullmäktige") and self.kind != "protokollsutdrag"
                if mention.kind == "board" and not (mention.own or council):
                    starts = mention.start == 0 and _DECIDES.match(block.text[mention.end :])
                    if starts or (decides and decides.end() == mention.start):
                        yield mention.name, 0.65 + 0.01 * self._is_proposal(place), "text", place
                elif mention.kind == "administration" and not mention.own and (board := self.registers.administration_board(mention.name)):
                    reported = re.match(r" hade redovisat| har (?:i|redovisat)| svarar| har beretts", block.text[mention.end :])
                    yield board, 0.56 if reported else 0.5, "text", place

    def _is_proposal(self, place: int) -> bool:
        return any(self.registers.section_kind(b.text) == "proposal" for b in self.blocks[max(0, place - 2) : place])

    # Dates

    def _dates(self) -> Iterator[Read[dt.date]]:
        name = PurePosixPath(self.facts.source).name
        if self.kind in MINUTES:
            yield from self._dates_above()
            if (day := date_in_path(name)) is not None:
                yield Read(day, 0.6, "file name")
            if "protokoll" in name.casefold() and (day := date_in_path(str(PurePosixPath(self.facts.source).parent))) is not None:
                yield Read(day, 0.55, "folder")
            return
        for place, block in enumerate(self.blocks):
            if (place <= self._first or place in self._foot) and (day := _labelled_date(block.text)) is not None:
                yield Read(day, 0.9 - place / 100, "text", place)
            elif (place < HEAD_BLOCKS or place >= len(self.blocks) - 8 or self.kind == "utlåtande") and (
                day := _lone_date(block.text)
            ) is not None:
                yield Read(day, 0.8 - place / 10_000, "text", place)
        if (day := first_date("\n".join(f for f in self.facts.furniture if len(f) < 80))) is not None:
            yield Read(day, 0.7, "furniture")

    def _dates_above(self) -> Iterator[Read[dt.date]]:
        """The day of a meeting stands in the lines above minutes, or at their front."""
        days = Counter(found.date for line in self.facts.furniture if len(line) < 80 for found in find_dates(line) if found.date)
        for day, _ in days.most_common(1):
            yield Read(day, 0.95, "furniture")
        for place, block in enumerate(self.blocks[: self._first]):
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
        head = [*range(min(len(self.blocks), self._first + 2)), *self._foot]
        labelled = [
            (r, place) for place in head for r in find(self.blocks[place].text) if r.kind == "dnr" and _is_label(self.blocks[place].text, r)
        ]
        yield from labelled or [
            (r, 0) for line in self.facts.furniture if len(line) < 90 for r in find(line) if r.kind == "dnr" and _is_label(line, r)
        ]

    def _motions(self) -> Iterator[Read[str]]:
        seen: set[str] = set()
        for place, block in enumerate(self.blocks):
            for reference in find(block.text):
                named = re.search(r"(?i)motion\w*[^.]{0,40}$", block.text[: reference.start])
                if reference.kind == "motion" and (named or self.kind == "motion") and reference.text not in seen:
                    seen.add(reference.text)
                    yield Read(re.sub(r"\s", "", reference.text), 0.9, "text", place)

    # Title

    def _title(self, board: Read[str] | None, date: Read[dt.date] | None) -> Read[str]:
        if self.kind == "protokoll":
            parts = ["Protokoll", board.value if board else "", date.value.isoformat() if date else ""]
            return Read(" ".join(p for p in parts if p), 0.8, "text")
        if self.kind == "protokollsutdrag" and self.items and self.items[0].title:
            return Read(self.items[0].title, 0.95, "text", self.items[0].start)
        return _surest(self._titles()) or Read(self._name_as_title(), 0.3, "file name")

    def _titles(self) -> Iterator[Read[str]]:
        for place, block in enumerate(self.blocks[:HEAD_BLOCKS]):
            text = self._whole_title(place)
            if block.kind == "list_item" or not 4 <= len(text) <= 260 or not _may_be_title(text):
                continue
            if self.registers.section_kind(text) not in {None, "motion_text"} or canonical_board(text) or _lone_date(text):
                continue
            if self.kind == "utlåtande" and re.match(r"Utlåtande\b", text):
                continue
            looks = 0.9 - block.level / 50 if block.kind == "heading" else 0.62 if block.bold else 0.55 if block.lines <= 3 else 0.0
            yield Read(text, looks - place / 1000, "text", place)
        for place, block in enumerate(self.blocks[:HEAD_BLOCKS]):
            if match := _NAMED_MOTION.search(block.text):
                yield Read(match[0][:1].upper() + match[0][1:], 0.51 - place / 10_000, "text", place)
        if (
            self.facts.format_title
            and len(self.facts.format_title) > 8
            and not re.search(r"(?i)\.(docx?|pdf|odt)$|microsoft|^untitled|mall\b", self.facts.format_title)
        ):
            yield Read(self.facts.format_title, 0.52, "format")

    def _whole_title(self, place: int) -> str:
        """A title with the lines of the same look that go on with it."""
        block, parts = self.blocks[place], [self.blocks[place].text]
        for following in self.blocks[place + 1 : place + 3]:
            same = following.kind == block.kind == "heading" and following.level == block.level and following.size == block.size
            if not same or self.registers.section_kind(following.text) or not following.text[:1].islower():
                break
            parts.append(following.text)
        return " ".join(" ".join(parts).split())

    def _name_as_title(self) -> str:
        return re.sub(r"[-_]+", " ", PurePosixPath(self.facts.source).stem).strip().capitalize()

    # Municipality and author

    def _municipality(self) -> Read[str] | None:
        texts = [*self.facts.furniture[:40], *(b.text for b in self.blocks[:400])]
        named = Counter(_place(m) for text in texts for m in _MUNICIPALITY.finditer(text))
        folders = slug_parts(self.facts.source) | {slug(self.facts.label)}
        for name, _ in named.most_common():
            if slug(name) in folders:
                return Read(name, 0.9, "folder")
        for district in (b for b in self.registers.boards if b.kind == "district" and b.municipality):
            if any(district.name in text for text in texts):
                return Read(district.municipality or "", 0.8, "text")
        if self.facts.municipality:
            return Read(self.facts.municipality, 0.8, "setting")
        for text in texts[:12]:
            if alone := _MUNICIPALITY.fullmatch(text.strip()):
                return Read(_place(alone), 0.8, "text")
        if named and (most := named.most_common(1)[0])[1] >= 2:
            return Read(most[0], 0.6, "text")
        return None

    def _is_external(self) -> bool:
        """Whether a company or an authority writes: the head names it, and no administration of the municipality."""
        head = "\n".join(b.text for b in self.blocks[: self._first + 4])
        company = re.search(
            r"\b(?:[A-ZÅÄÖ][\wåäö]+(?:hem|bostäder|fastigheter|bolaget)|[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)* AB|Org\.? ?nr)\b", head
        )
        return bool(company and re.search(r"(?i)\borg\.? ?nr|bolagets|AB yttrande|aktiebolag", "\n".join(b.text for b in self.blocks)))


_DECIDES = re.compile(r" (?:beslutar|godkänner|föreslår|överlämnar|antar|begär|tillstyrker|avstyrker|lägger)\b")
_NAMED_MOTION = re.compile(
    r"\b[Mm]otion(?:en)?,? (?:\(\d{4}:\d+\) )?(?:av [A-ZÅÄÖ].{3,90}? )?(?:om|angående|gällande|avseende) [^.]{8,160}(?=\.)"
)
_MUNICIPALITY = re.compile(r"\b(?P<name>[A-ZÅÄÖ][\wåäö]+(?:-[A-ZÅÄÖ]\w+)?) (?P<what>kommuns?|[Ss]tads?)\b")


def slug_parts(path: str) -> frozenset[str]:
    """The folders of a path, each as a slug."""
    return frozenset(slug(part) for part in PurePosixPath(path).parts[:-1])


def _place(match: re.Match[str]) -> str:
    """ "Stockholms stad" is Stockholm, "Alingsås kommun" is Alingsås: a genitive s goes where a consonant other than s stands before it."""
    name = match["name"]
    return name[:-1] if name.endswith("s") and not name.endswith(("ås", "ss", "us", "äs", "ös", "rås", "fors", "höors")) else name


def _joined_names(lines: Sequence[str]) -> Iterator[str]:
    """Boards printed as lines of their own, also broken over two or three lines, with or without a hyphen."""
    index = 0
    while index < len(lines):
        for width in (3, 2, 1):
            parts = [line.strip() for line in lines[index : index + width]]
            if len(parts) < width or any(len(p) > 70 for p in parts):
                continue
            name = canonical_board(" ".join(parts)) or (canonical_board("".join(parts)) if width > 1 and parts[1][:1].islower() else None)
            if name:
                yield name
                index += width - 1
                break
        index += 1


def _labelled_date(text: str) -> dt.date | None:
    match = re.search(r"(?i)\b(?:datum|upprättad|daterad|beslutsdatum|skapad|sammanträdesdatum)\b:?\s*(?:\|\s*)?(?P<rest>.{6,40})", text)
    return first_date(match["rest"]) if match else None


def _lone_date(text: str) -> dt.date | None:
    """The date of a line that is a date, perhaps with a place before it: "Stockholm den 17 februari 2021"."""
    found = find_dates(text)
    if len(found) != 1 or found[0].date is None:
        return None
    before, after = text[: found[0].start].strip(" ,|"), text[found[0].end :].strip(" .|")
    place = re.fullmatch(r"(?:[A-ZÅÄÖ][\wåäö-]+(?: [A-ZÅÄÖ]?[\wåäö-]+)?)?,? ?(?:den)?", before)
    alone = (place and (not after or canonical_board(after))) or (canonical_board(before) and not after)
    return found[0].date if alone else None


def _lone_numbers(blocks: Sequence[Block], places: Iterable[int]) -> list[tuple[Reference, int]]:
    """Diary numbers that are lines of their own under a §."""
    found = [
        (r, place) for place in places for r in find(blocks[place].text) if r.kind == "dnr" and len(blocks[place].text) <= len(r.text) + 14
    ]
    return found[:1]


def _is_label(text: str, reference: Reference) -> bool:
    """Whether a number is the document's own: it stands behind "Dnr" or alone on its line."""
    before = text[: reference.start]
    return (
        bool(re.search(r"(?i)(?:dnr|diarie\w* ?nr|diarienummer|ärendenr|ärendenummer)\W{0,4}$", before))
        or len(text) <= len(reference.text) + 4
    )


def _printed(reference: Reference) -> str:
    return re.sub(r"\s+", " ", reference.text)


def _may_be_title(text: str) -> bool:
    labels = (
        r"(?i)^(datum|handläggare|diarie\w*|dnr|sida|telefon|e-post|till|från|dokument\w*|org|box|besök\w*|postadress|version|upprättad)\b"
    )
    return (
        not re.match(labels, text)
        and bool(re.search(r"[a-zåäö]{3}", text))
        and not re.search(r"@|www\.|\|", text)
        and not re.search(r"[.;]$", text)
    )


def _said(value: Value | None) -> Read[Value] | None:
    return Read(value, 1.0, "sidecar") if value else None


def _surest(found: Iterable[Read[Value]]) -> Read[Value] | None:
    best = max(found, key=lambda r: r.confidence, default=None)
    return best if best and best.confidence >= LEAST_SURE else None
