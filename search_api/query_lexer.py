"""Cuts a typed query into pieces: words, quoted phrases, references, fields, minus, ELLER and parentheses. Never raises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from council import references
from council.references import Reference
from search_api.notes import Note

MAX_LENGTH = 2_000
"""Code points of a query that are read: a pasted paragraph fits, a pasted document does not (docs/query-language.md)."""

PieceKind = Literal["word", "prefix", "phrase", "reference", "field", "either", "open", "close"]

FIELDS: dict[str, str] = {
    "nämnd": "board", "namnd": "board", "board": "board",
    "parti": "party", "party": "party",
    "omparti": "about_party",
    "ämne": "topic", "amne": "topic", "topic": "topic",
    "typ": "kind", "kind": "kind", "type": "kind",
    "år": "year", "ar": "year", "year": "year",
    "dnr": "dnr", "diarienummer": "dnr",
    "motion": "motion",
    "person": "person",
    "roll": "voice", "röst": "voice", "role": "voice", "voice": "voice",
    "kommun": "municipality", "municipality": "municipality",
    "språk": "language", "language": "language",
}  # fmt: skip
"""Fields as typed, with or without dots and rings, and in English for those who know the API."""

Knows = Callable[[str, str], bool]
"""Whether a value of a field names something: lets `nämnd:tekniska nämnden` do without quotation marks."""
LONGEST_NAME = 6
"""Words of an unquoted name ("Kultur- och fritidsnämnden i Alingsås")."""

QUOTES = '"”“„‟«»″'
_MINUS = "-−–"
_EITHER = frozenset({"ELLER", "OR", "|", "||"})
# Habits from other search boxes: all words are sought anyway, and NOT is a minus.
_TOGETHER, _WITHOUT = frozenset({"AND", "&", "&&", "+"}), "NOT"
_FIELD = re.compile(r"(?P<name>[^\W\d_]{2,15}):(?P<space>[ \t]*)(?=\S)")
_CHUNK = re.compile(rf"[^\s(){QUOTES}]+")
_NEXT_WORD = re.compile(rf"[ \t]+(?![{_MINUS}])[^\s(){QUOTES}:]+(?![^\s(){QUOTES}])")
# What stands before a number and says only what kind of number it is: "Dnr KS 2019/1", "motion nr 2019:14", "paragraf 10".
_NUMBER_LABEL = re.compile(
    r"(?i)\b(?:(?:dnr|diarie(?:nummer|nr)|d:nr|ärende(?:nummer|nr))\.?:?|motion(?:en|er|erna)?|mot\.?|nr\.?|nummer)\s*$"
)
_SPELLED_PARAGRAPH = re.compile(r"(?i)\bparagraf(?:en)?\s+(?=\d)")
_BARE_DIARY = re.compile(r"\d{1,7}/(?:19|20)\d\d|(?:19|20)\d\d/\d{1,7}")
_LIST_JOIN = re.compile(r"[\s,–-]*(?:och)?[\s,–-]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a query: what it is, its text, and whether a minus stands before it.

    `references` are alternatives ("§§ 10–12"); `field` is the canonical name of a field whose value `text` is; `typed` is the
    stretch of the query that it was read from.
    """

    kind: PieceKind
    text: str = ""
    minus: bool = False
    references: tuple[Reference, ...] = ()
    field: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """The pieces of a query in order, and notes on what was done instead of what cannot be understood."""

    text: str
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]


def clean(text: str) -> str:
    """A query without control characters, format characters and halves of code points, in NFC, spaces collapsed at the ends."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") else c for c in text[: MAX_LENGTH * 2])
    return unicodedata.normalize("NFC", kept).strip()


def knows_nothing(_field: str, _value: str) -> bool:
    """For reading a query without registers: a field's value is one word."""
    return False


def cut(text: str, knows: Knows = knows_nothing) -> Cut:
    """The pieces of a query."""
    notes: list[Note] = []
    whole = clean(text)
    if len(whole) > MAX_LENGTH or len(text) > 2 * MAX_LENGTH:
        whole = whole[:MAX_LENGTH].rstrip()
        notes.append(Note("Sökningen är lång: de första %(most)s tecknen söktes.", most=MAX_LENGTH))
    whole = _SPELLED_PARAGRAPH.sub("§ ", whole)
    scanner = _Scanner(whole, notes, knows)
    return Cut(whole, tuple(scanner.pieces()), tuple(dict.fromkeys(notes)))


class _Scanner:
    """Reads a query from left to right."""

    def __init__(self, text: str, notes: list[Note], knows: Knows) -> None:
        self.text = text
        self.notes = notes
        self.knows = knows
        self.at = 0
        self.minus = False
        self.numbers = _reference_spans(text)

    def pieces(self) -> Iterator[Piece]:
        while self.at < len(self.text):
            yield from self._next()

    def _next(self) -> Iterator[Piece]:
        character = self.text[self.at]
        if character.isspace():
            self.at += 1
            self.minus = False
        elif character in "()":
            yield self._parenthesis(character)
        elif character in QUOTES:
            yield from self._quoted()
        elif self._is_minus():
            self.minus = True
            self.at += 1
        elif (number := self.numbers.get(self.at)) is not None:
            yield self._reference(*number)
        else:
            yield from self._chunk()

    def _parenthesis(self, character: str) -> Piece:
        self.at += 1
        return Piece("open" if character == "(" else "close", character, self._take_minus(), typed=character)

    def _take_minus(self) -> bool:
        minus, self.minus = self.minus, False
        return minus

    def _is_minus(self) -> bool:
        """A minus excludes after a space (or first) and before something; inside a word it does not."""
        before = self.text[self.at - 1] if self.at else " "
        after = self.text[self.at + 1 : self.at + 2]
        return self.text[self.at] in _MINUS and (before.isspace() or before == "(") and bool(after) and not after.isspace()

    def _quoted(self) -> Iterator[Piece]:
        start = self.at
        end = next((i for i in range(start + 1, len(self.text)) if self.text[i] in QUOTES), None)
        self.at += 1
        if end is None:
            if self.text[self.at :].strip():
                self.notes.append(Note("Ett citattecken saknar slut: orden efter det söktes vart för sig."))
            return
        inside = self.text[start + 1 : end].strip()
        self.at = end + 1
        minus = self._take_minus()
        if inside:
            yield _quoted_piece(inside, minus, self.text[start : end + 1])

    def _reference(self, end: int, found: tuple[Reference, ...]) -> Piece:
        typed = self.text[self.at : end]
        self.at = end
        return Piece("reference", typed, self._take_minus(), found, typed=typed)

    def _chunk(self) -> Iterator[Piece]:
        field = _FIELD.match(self.text, self.at)
        name = FIELDS.get(field["name"].casefold()) if field else None
        if field and name:
            yield self._field(field, name)
            return
        match = _CHUNK.match(self.text, self.at)
        chunk = match.group() if match else self.text[self.at]
        nearest_number = min((n for n in self.numbers if self.at < n < self.at + len(chunk)), default=self.at + len(chunk))
        chunk = self.text[self.at : nearest_number]
        self._note_unknown_field(field, chunk)
        self.at += len(chunk)
        if chunk == _WITHOUT and self.text[self.at :].strip():
            self._exclude_next()
        elif chunk not in _TOGETHER:
            yield self._word(chunk)

    def _exclude_next(self) -> None:
        """NOT is a minus before what follows."""
        self.at += len(self.text[self.at :]) - len(self.text[self.at :].lstrip())
        self.minus = True

    def _word(self, chunk: str) -> Piece:
        minus = self._take_minus()
        if chunk in _EITHER:
            return Piece("either", chunk, typed=chunk)
        bare = chunk.rstrip(".,;:!?")
        if _BARE_DIARY.fullmatch(bare) and (number := references.diary_number(bare)):
            return Piece("reference", bare, minus, (number,), typed=chunk)
        return Piece("prefix" if "*" in chunk else "word", chunk, minus, typed=chunk)

    def _field(self, field: re.Match[str], name: str) -> Piece:
        start, at = self.at, field.end()
        if self.text[at] in QUOTES and (end := _closing(self.text, at)) is not None:
            value, self.at = self.text[at + 1 : end].strip(), end + 1
        else:
            match = _CHUNK.match(self.text, at)
            self.at = match.end() if match else at + 1
            value = match.group() if match else ""
            self.at = self._name_end(name, at, self.at)
            value = self.text[at : self.at] if self.at > at + len(value) else value
        if name in ("dnr", "motion"):
            self.at = _number_end(self.text, at, self.at)
            value = self.text[at : self.at].strip(QUOTES + " ")
        return Piece("field", value, self._take_minus(), field=name, typed=self.text[start : self.at])

    def _name_end(self, name: str, start: int, end: int) -> int:
        """Where the longest name ends that begins at `start`, known or one word."""
        longest = end
        for _ in range(LONGEST_NAME - 1):
            match = _NEXT_WORD.match(self.text, end)
            if match is None:
                break
            end = match.end()
            if self.knows(name, self.text[start:end]):
                longest = end
        return longest

    def _note_unknown_field(self, field: re.Match[str] | None, chunk: str) -> None:
        """ "nämden:Farsta" is told; "EU:s", "kl:10" and addresses are words like others."""
        if field is None or field["space"] or len(field["name"]) < 4 or "//" in chunk or not field["name"].islower():
            return
        self.notes.append(Note("”%(name)s:” är inget fält: det söktes som vanliga ord.", name=field["name"]))


def _closing(text: str, opening: int) -> int | None:
    return next((i for i in range(opening + 1, len(text)) if text[i] in QUOTES), None)


def _quoted_piece(inside: str, minus: bool, typed: str) -> Piece:
    found = references.find(inside)
    if len(found) == 1 and len(found[0].text) >= len(inside) - len("Dnr: "):
        return Piece("reference", inside, minus, found, typed=typed)
    return Piece("phrase", inside, minus, typed=typed)


def _number_end(text: str, start: int, end: int) -> int:
    """Where the number ends that begins at `start`: "dnr:KS 2019/1899" holds a space."""
    rest = text[start : start + 40]
    for reference in references.find(f"Dnr {rest}"):
        if reference.start <= 5 and reference.end > reference.start:
            return max(end, min(len(text), start + reference.end - 4))
    return end


def _reference_spans(text: str) -> dict[int, tuple[int, tuple[Reference, ...]]]:
    """References outside quotation marks: where each begins (with its label: "Dnr", "motion nr") → where it ends, and its readings."""
    plain = re.sub(rf"[{QUOTES}][^{QUOTES}]*[{QUOTES}]", lambda m: " " * len(m.group()), text)
    spans: dict[int, tuple[int, tuple[Reference, ...]]] = {}
    for group in _joined(references.find(plain), plain):
        start = _label_start(plain, group[0].start)
        spans[start] = (max(reference.end for reference in group), tuple(group))
    return spans


def _joined(found: tuple[Reference, ...], text: str) -> list[list[Reference]]:
    """§ that are listed together ("§§ 10–12, 15") are alternatives of one reference."""
    groups: list[list[Reference]] = []
    for reference in found:
        last = groups[-1][-1] if groups else None
        if last and last.kind == reference.kind == "paragraph" and _LIST_JOIN.fullmatch(text[last.end : reference.start]):
            groups[-1].append(reference)
        else:
            groups.append([reference])
    return groups


def _label_start(text: str, start: int) -> int:
    """Where the words before a number begin that only say which kind it is; a field's name is none of them."""
    while match := _NUMBER_LABEL.search(text, max(0, start - 24), start):
        if match.group().rstrip().endswith(":") and match.group().rstrip(": ").casefold() in FIELDS:
            break
        start = match.start()
    return start
