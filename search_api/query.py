"""Reads a typed query into a tree of clauses, filters as typed, and notes on what was done instead. Never raises.

The language (docs/query-language.md): words, "phrases", -minus, ELLER, prefix*, parentheses, fields (nämnd:Farsta, år:2016..2019).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from council.references import Reference
from search_api.notes import Note
from search_api.query_lexer import Cut, Knows, Piece, cut, knows_nothing

MAX_CLAUSES = 64
"""Words, phrases and fields of a query that are read: an engine's clauses are bounded (docs/query-language.md)."""
MAX_PREFIXES = 8
MAX_DEPTH = 10
MIN_PREFIX = 2
"""Shorter beginnings stand in so many words that they say nothing."""


@dataclass(frozen=True, slots=True)
class WordClause:
    """A word as typed; `prefix` is a beginning (ord*)."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class PhraseClause:
    """Words in quotation marks: in this order."""

    text: str


@dataclass(frozen=True, slots=True)
class ReferenceClause:
    """A diary number, motion number or §; several are alternatives ("§§ 10–12")."""

    text: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class EitherClause:
    """ELLER: any of these."""

    children: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class GroupClause:
    """A parenthesis: all of these."""

    children: tuple[Clause, ...]


Clause: TypeAlias = WordClause | PhraseClause | ReferenceClause | EitherClause | GroupClause


@dataclass(frozen=True, slots=True)
class TypedField:
    """A field with its value as typed: `typed` is the stretch of the query ("nämnd:Farsta")."""

    name: str
    value: str
    typed: str


@dataclass(frozen=True, slots=True)
class Query:
    """What a query says, before any word is looked up: clauses in order, excluded clauses, fields, notes in Swedish."""

    text: str = ""
    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    fields: tuple[TypedField, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The plain words outside parentheses, in order."""
        return tuple(clause.text for clause in self.clauses if isinstance(clause, WordClause))


def parse(text: str, knows: Knows = knows_nothing) -> Query:
    """The meaning of any string, however odd. `knows` tells whether a field's value names something."""
    return _Reader(cut(text, knows)).read()


@dataclass(slots=True)
class _Level:
    """A parenthesis being read: its clauses, and whether an ELLER waits for its right side."""

    minus: bool = False
    clauses: list[Clause] = field(default_factory=list)
    excluded: list[Clause] = field(default_factory=list)
    waiting: bool = False

    def add(self, clause: Clause, minus: bool) -> None:
        if minus:
            self.excluded.append(clause)
        elif self.waiting and self.clauses:
            self.clauses[-1] = _either(self.clauses[-1], clause)
            self.waiting = False
        else:
            self.clauses.append(clause)
            self.waiting = False


def _either(left: Clause, right: Clause) -> EitherClause:
    """ELLER binds what stands next to it: "a b ELLER c" is a (b ELLER c)."""
    before = left.children if isinstance(left, EitherClause) else (left,)
    return EitherClause((*before, right))


class _Reader:
    """Builds the tree, piece by piece, with a stack of open parentheses."""

    def __init__(self, pieces: Cut) -> None:
        self.text = pieces.text
        self.pieces = pieces.pieces
        self.notes = list(pieces.notes)
        self.levels = [_Level()]
        self.fields: list[TypedField] = []
        self.taken = 0
        self.prefixes = 0

    def read(self) -> Query:
        for piece in self.pieces:
            if self.taken >= MAX_CLAUSES:
                self._note(Note("Sökningen har många ord: de första %(most)s söktes.", most=MAX_CLAUSES))
                break
            self._take(piece)
        if len(self.levels) > 1:
            self._note(Note("En parentes saknar slut: den stängdes sist i sökningen."))
        while len(self.levels) > 1:
            self._close()
        self._check_waiting(self.levels[0])
        top = self.levels[0]
        return Query(self.text, tuple(top.clauses), tuple(top.excluded), tuple(self.fields), tuple(dict.fromkeys(self.notes)))

    def _note(self, note: Note) -> None:
        self.notes.append(note)

    def _take(self, piece: Piece) -> None:
        if piece.kind == "open":
            self._open(piece)
        elif piece.kind == "close":
            self._take_close()
        elif piece.kind == "either":
            self._take_either()
        elif piece.kind == "field":
            self._take_field(piece)
        elif (clause := self._clause(piece)) is not None:
            self.taken += 1
            self.levels[-1].add(clause, piece.minus)

    def _open(self, piece: Piece) -> None:
        if len(self.levels) > MAX_DEPTH:
            self._note(Note("Parenteser djupare än %(most)s nivåer lästes som vanliga ord.", most=MAX_DEPTH))
            return
        self.levels.append(_Level(minus=piece.minus))

    def _take_close(self) -> None:
        if len(self.levels) == 1:
            self._note(Note("En parentes saknar början: den lästes inte."))
            return
        self._close()

    def _close(self) -> None:
        level = self.levels.pop()
        self._check_waiting(level)
        outer = self.levels[-1]
        # A minus inside a parenthesis holds for the whole search: "a (b -c)" leaves c out.
        outer.excluded.extend(level.excluded if not level.minus else [])
        if level.clauses:
            outer.add(level.clauses[0] if len(level.clauses) == 1 else GroupClause(tuple(level.clauses)), level.minus)

    def _check_waiting(self, level: _Level) -> None:
        if level.waiting:
            self._note(Note("ELLER saknar ord på ena sidan: det lästes inte."))
            level.waiting = False

    def _take_either(self) -> None:
        level = self.levels[-1]
        if not level.clauses or level.waiting:
            self._note(Note("ELLER saknar ord på ena sidan: det lästes inte."))
            return
        level.waiting = True

    def _take_field(self, piece: Piece) -> None:
        self.taken += 1
        if piece.minus:
            self._note(Note("Ett fält går inte att utesluta: ”-%(field)s” användes inte.", field=piece.typed))
        elif not piece.text.strip("*"):
            self._note(Note("Fältet ”%(field)s” saknar värde: det användes inte.", field=piece.typed))
        else:
            if len(self.levels) > 1 or self.levels[-1].waiting:
                self._note(Note("Fältet ”%(field)s” gäller hela sökningen, inte bara parentesen eller ELLER.", field=piece.typed))
            self.levels[-1].waiting = False
            self.fields.append(TypedField(piece.field, piece.text, piece.typed))

    def _clause(self, piece: Piece) -> Clause | None:
        if piece.kind == "reference":
            return ReferenceClause(piece.text, piece.references)
        if piece.kind == "phrase":
            return PhraseClause(piece.text) if _has_word(piece.text) else None
        if piece.kind == "prefix":
            return self._prefix(piece)
        return WordClause(piece.text) if _has_word(piece.text) else None

    def _prefix(self, piece: Piece) -> Clause | None:
        stem = piece.text.strip("*")
        if not _has_word(stem):
            self._note(Note("En ensam * lästes inte: skriv början av ett ord före den."))
            return None
        if "*" in stem or not piece.text.endswith("*") or piece.text.startswith("*"):
            self._note(Note("* fungerar bara sist i ett ord: ”%(word)s” söktes utan den.", word=piece.text))
            return WordClause(piece.text.replace("*", " "))
        if len(stem) < MIN_PREFIX:
            self._note(
                Note(
                    "”%(word)s” är för kort för att sökas som början av ord: skriv minst %(fewest)s bokstäver. Sökt som ord.",
                    word=piece.text,
                    fewest=MIN_PREFIX,
                )
            )
            return WordClause(stem)
        self.prefixes += 1
        if self.prefixes > MAX_PREFIXES:
            self._note(Note("Högst %(most)s ord med * söks åt gången: ”%(word)s” söktes som ord.", most=MAX_PREFIXES, word=piece.text))
            return WordClause(stem)
        return WordClause(stem, prefix=True)


_WORD_CHARACTER = re.compile(r"[^\W_]")


def _has_word(text: str) -> bool:
    return _WORD_CHARACTER.search(text) is not None
