"""What is indexed of a paragraph: tokens of its words, and the values that filters and facets look at. The same for both engines."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from council import references
from council.criteria import FACETS, Field
from council.model import Document, Paragraph


class AnalysedToken(Protocol):
    """What indexing needs of council.swedish.Token."""

    @property
    def surface(self) -> str:
        """The word as written."""
        ...

    @property
    def position(self) -> int:
        """Its place among the words of the text."""
        ...

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Its dictionary forms."""
        ...

    @property
    def parts(self) -> tuple[str, ...]:
        """Lemmas of a compound's parts."""
        ...

    @property
    def deeper(self) -> tuple[str, ...]:
        """Lemmas of the parts' own parts."""
        ...


Analyse: TypeAlias = Callable[[str], tuple[AnalysedToken, ...]]
Readings: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""(lemmas, parts, deeper) of a word."""
ReadWords: TypeAlias = Callable[[str], tuple[Sequence[str], Sequence[Readings]]]
"""(the words of a text as written, how each is read): all that indexing needs of an analyser, whose tokens tell of places besides."""
BoardsOf: TypeAlias = Callable[[Paragraph, Document], tuple[str, ...]]
PlacedToken: TypeAlias = tuple[str, int]
"""A token and its position; several may share one."""

UNDATED = "none"
"""The year of what has no date."""

TOKEN_FIELDS: tuple[Field, ...] = ("surfaces", "lemmas", "compound_parts", "context", "references")
VALUE_FIELDS: tuple[str, ...] = (*FACETS, "section_kind", "dnr", "motion", "person")

MAX_TOKEN = 200
"""Longest token that is indexed, in characters: tantivy holds 65 kB, Lucene 32 kB, and no word is longer."""

_USUAL_WORD = MAX_TOKEN // 4
"""Characters: no lemma and no part of a word is four times as long as the word, so that those of shorter words need not be measured."""

_DIGIT = re.compile(r"\d")
"""What every reference holds: most paragraphs have none, and need not be searched for numbers."""

_GATHERINGS = frozenset({"protokoll", "kallelse"})
"""Kinds that hold many matters: a diary number of the document says nothing of a single paragraph there."""


@dataclass(frozen=True, slots=True)
class IndexedParagraph:
    """A paragraph as an engine indexes it: tokens by field, values by facet or filter, and numbers for ranges."""

    tokens: dict[Field, list[PlacedToken]]
    values: dict[str, tuple[str, ...]]
    year_number: int | None
    first_seen: int


class Fields:
    """Makes paragraphs ready for an index. Remembers the lemmas of headings, which stand over many paragraphs.

    `read` gives the words that `analyse` gives, sooner.
    """

    def __init__(self, analyse: Analyse, boards_of: BoardsOf, read: ReadWords | None = None) -> None:
        self._read = read or _by_tokens(analyse)
        self._boards_of = boards_of
        self._lemmas_of_heading = functools.lru_cache(maxsize=1_000)(self._heading)

    def indexed(self, paragraph: Paragraph, document: Document, ordinal: int) -> IndexedParagraph:
        """Everything that is looked up of a paragraph."""
        numbers = references.find(paragraph.text) if _DIGIT.search(paragraph.text) else ()
        return IndexedParagraph(
            tokens={
                **self._words(paragraph.text),
                "context": self._context((document.title, *paragraph.headings)),
                "references": [(form, place) for place, form in enumerate(_references(paragraph, document, ordinal, numbers))],
            },
            values=_values(paragraph, document, numbers, self._boards_of(paragraph, document)),
            year_number=document.date.year if document.date else None,
            first_seen=microseconds(document.first_seen) if document.first_seen else 0,
        )

    def _words(self, text: str) -> dict[Field, list[PlacedToken]]:
        words, readings = self._read(text)
        found: dict[Field, list[PlacedToken]] = {
            "surfaces": list(zip(map(str.casefold, words), range(len(words)), strict=True)),
            "lemmas": [(lemma, position) for position, (lemmas, _, _) in enumerate(readings) for lemma in lemmas],
            "compound_parts": [
                (part, position)
                for position, (_, parts, deeper) in enumerate(readings)
                if parts or deeper
                for part in dict.fromkeys((*parts, *deeper))
            ],
        }
        is_usual = max(map(len, words), default=0) <= _USUAL_WORD
        return found if is_usual else {name: _bounded(tokens) for name, tokens in found.items()}

    def _context(self, texts: tuple[str, ...]) -> list[PlacedToken]:
        """Lemmas of title and headings, with a gap between two texts so that no phrase runs across."""
        placed: list[PlacedToken] = []
        start = 0
        for text in texts:
            lemmas, length = self._lemmas_of_heading(text)
            placed.extend([(lemma, start + position) for lemma, position in lemmas])
            start += length + 1
        return placed

    def _heading(self, text: str) -> tuple[list[PlacedToken], int]:
        words, readings = self._read(text)
        return _bounded([(lemma, position) for position, (lemmas, _, _) in enumerate(readings) for lemma in lemmas]), len(words)


def _by_tokens(analyse: Analyse) -> ReadWords:
    def read(text: str) -> tuple[Sequence[str], Sequence[Readings]]:
        tokens = analyse(text)
        return [token.surface for token in tokens], [(token.lemmas, token.parts, token.deeper) for token in tokens]

    return read


def fields_for(analyse: Analyse | None, boards_of: BoardsOf | None, registers: Path | None) -> Fields:
    """Fields by council.swedish and the registers (`registers`: a municipality's own folder) where nothing takes their place.

    Loading the words takes a second, which only a writer should wait for.
    """
    if boards_of is None:
        from council.registers import load_registers

        boards_of = load_registers(registers).facet_boards
    if analyse is not None:
        return Fields(analyse, boards_of)
    from council import swedish

    return Fields(swedish.analyse, boards_of, swedish.read_words)


def own_boards(paragraph: Paragraph, document: Document) -> tuple[str, ...]:
    """A paragraph's boards where no register says more: its own and its document's."""
    return tuple(dict.fromkeys(board for board in (paragraph.board, paragraph.voice.board, document.board) if board))


def microseconds(moment: dt.datetime) -> int:
    """Microseconds since 1970; a time without a zone counts as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return (aware - _EPOCH) // dt.timedelta(microseconds=1)


def person_keys(name: str) -> tuple[str, ...]:
    """What a person is found by: the whole name, and each of its words; casefolded."""
    whole = " ".join(name.casefold().split())
    return tuple(dict.fromkeys((whole, *whole.split())))


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _bounded(tokens: list[PlacedToken]) -> list[PlacedToken]:
    return [token for token in tokens if 0 < len(token[0]) <= MAX_TOKEN]


def _references(paragraph: Paragraph, document: Document, ordinal: int, numbers: tuple[references.Reference, ...]) -> tuple[str, ...]:
    """Normal forms of the numbers in the text, of the paragraph's case, above it, and at the first paragraph of those of the document.

    Diary numbers often stand in the head of the page alone, which is no text: the first paragraph answers for them. In minutes they stand
    in the heading of their § ("§ 106 2026.198 KS Begäran om …"): everything under it belongs to the matter.
    """
    found = [form for number in numbers for form in references.normal_forms(number)]
    found += _forms_of_case(paragraph.case)
    found += [form for heading in paragraph.headings for form in _diary_forms_above(heading)]
    if ordinal == 0:
        found += [form for dnr in document.dnr for form in _dnr_forms(dnr)]
        found += [form for motion in document.motions for form in _motion_forms(motion)]
    return tuple(dict.fromkeys(found))


def _values(
    paragraph: Paragraph, document: Document, numbers: tuple[references.Reference, ...], boards: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    return {
        "municipality": _present(document.municipality),
        "board": boards,
        "party": paragraph.voice.parties,
        "about_party": paragraph.about_parties,
        "topic": paragraph.topics,
        "kind": (document.kind,),
        "voice": (paragraph.voice.role,),
        "language": _present(paragraph.language or document.language),
        "year": (str(document.date.year) if document.date else UNDATED,),
        "section_kind": (paragraph.section_kind,),
        "dnr": _dnr_values(paragraph, document, numbers),
        "motion": _motion_values(document, numbers),
        "person": person_keys(paragraph.voice.person) if paragraph.voice.person else (),
    }


def _dnr_values(paragraph: Paragraph, document: Document, numbers: tuple[references.Reference, ...]) -> tuple[str, ...]:
    found = [form for number in numbers if number.kind == "dnr" for form in references.normal_forms(number)]
    found += _dnr_forms(paragraph.case) if paragraph.case else []
    found += [form for heading in paragraph.headings for form in _diary_forms_above(heading)]
    if document.kind not in _GATHERINGS:
        found += [form for dnr in document.dnr for form in _dnr_forms(dnr)]
    return tuple(dict.fromkeys(found))


def _motion_values(document: Document, numbers: tuple[references.Reference, ...]) -> tuple[str, ...]:
    found = [f"{number.year}:{number.number}" for number in numbers if number.kind == "motion"]
    return tuple(dict.fromkeys([*found, *(document.motions if document.kind not in _GATHERINGS else ())]))


@functools.lru_cache(maxsize=1_000)
def _diary_forms_above(heading: str) -> tuple[str, ...]:
    """The forms of the diary numbers in a heading."""
    return tuple(form for number in references.find(heading) if number.kind == "dnr" for form in references.normal_forms(number))


def _dnr_forms(text: str) -> list[str]:
    reference = references.diary_number(text)
    return list(references.normal_forms(reference)) if reference else []


def _motion_forms(text: str) -> list[str]:
    return [form for reference in references.find(f"motion {text}") for form in references.normal_forms(reference)]


def _forms_of_case(case: str | None) -> list[str]:
    if not case:
        return []
    return [form for reference in references.find(case) for form in references.normal_forms(reference)] or _dnr_forms(case)


def _present(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
