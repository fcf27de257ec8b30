"""What is indexed of a paragraph: tokens of its words, and the values that filters and facets look at. The same for both engines."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from council import references
from council.criteria import FACETS, Field
from council.model import Document, Paragraph
from council.written_words import SHARED, Written


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
WriteWords: TypeAlias = Callable[[str], Sequence[Written]]
"""The words of a text as they are indexed: all that is needed of an analyser, whose tokens tell of places in the text besides."""
WriteTexts: TypeAlias = Callable[[str], Written | None]
"""The same for a whole text, sooner: one text of each sort, tokens in order; None where that does not tell all."""
BoardsOf: TypeAlias = Callable[[Paragraph, Document], tuple[str, ...]]
PlacedToken: TypeAlias = tuple[str, int]
"""A token and its position; several may share one."""
Tokens: TypeAlias = tuple[str, ...] | list[PlacedToken]
"""Texts of tokens that follow on each other, parted by a space (between two texts one place is free); or, where several tokens share a
place, each with its own. tantivy splits texts itself. Places are told of the fields IN_ORDER alone."""

UNDATED = "none"
"""The year of what has no date."""

TOKEN_FIELDS: tuple[Field, ...] = ("surfaces", "lemmas", "compound_parts", "context", "references")
IN_ORDER: frozenset[Field] = frozenset({"surfaces", "lemmas", "context"})
"""Fields in which words are sought in their order; in the others no place is kept."""
VALUE_FIELDS: tuple[str, ...] = (*FACETS, "section_kind", "dnr", "motion", "person")

MAX_TOKEN = 200
"""Longest token that is indexed, in characters: tantivy holds 65 kB, Lucene 32 kB, and no word is longer."""

_DIGIT = re.compile(r"\d")
"""What every reference holds: most paragraphs have none, and need not be searched for numbers."""

_GATHERINGS = frozenset({"protokoll", "kallelse"})
"""Kinds that hold many matters: a diary number of the document says nothing of a single paragraph there."""


@dataclass(frozen=True, slots=True)
class IndexedParagraph:
    """A paragraph as an engine indexes it: tokens by field, values by facet or filter, and numbers for ranges."""

    tokens: dict[Field, Tokens]
    values: dict[str, tuple[str, ...]]
    year_number: int | None
    first_seen: int


class Fields:
    """Makes paragraphs ready for an index. Remembers the lemmas of headings, which stand over many paragraphs."""

    def __init__(self, analyse: Analyse, boards_of: BoardsOf, write: WriteWords | None = None, texts: WriteTexts | None = None) -> None:
        self._write = write or _by_tokens(analyse)
        self._texts = texts or (lambda _: None)
        self._boards_of = boards_of
        self._lemmas_of_heading = functools.lru_cache(maxsize=1_000)(self._heading)

    def indexed(self, paragraph: Paragraph, document: Document, ordinal: int) -> IndexedParagraph:
        """Everything that is looked up of a paragraph."""
        numbers = references.find(paragraph.text) if _DIGIT.search(paragraph.text) else ()
        return IndexedParagraph(
            tokens={
                **self._words(paragraph.text),
                "context": self._context((document.title, *paragraph.headings)),
                "references": _in_a_row(" ".join(_references(paragraph, document, ordinal, numbers))),
            },
            values=_values(paragraph, document, numbers, self._boards_of(paragraph, document)),
            year_number=document.date.year if document.date else None,
            first_seen=microseconds(document.first_seen) if document.first_seen else 0,
        )

    def _words(self, text: str) -> dict[Field, Tokens]:
        texts = self._texts(text)
        if texts is None:
            surfaces, lemmas, parts = zip(*written, strict=True) if (written := self._write(text)) else ((), (), ())
            return {"surfaces": _bounded(surfaces), "lemmas": _bounded(lemmas), "compound_parts": _bounded(parts)}
        surface_text, lemma_text, part_text = texts
        return {"surfaces": _in_a_row(surface_text), "lemmas": _in_order(lemma_text), "compound_parts": _in_a_row(part_text)}

    def _context(self, texts: tuple[str, ...]) -> Tokens:
        """Lemmas of title and headings, with a gap between two texts so that no phrase runs across."""
        headings = [self._lemmas_of_heading(text) for text in texts]
        while headings and not headings[-1][1]:
            headings.pop()
        told = tuple([text for text, _ in headings if isinstance(text, str)])
        if len(told) == len(headings) and all(told):
            return told
        placed: list[PlacedToken] = []
        start = 0
        for tokens, length in headings:
            held = enumerate(tokens.split()) if isinstance(tokens, str) else ((place, token) for token, place in tokens)
            placed.extend([(token, start + place) for place, token in held])
            start += length + 1
        return placed

    def _heading(self, text: str) -> tuple[str | list[PlacedToken], int]:
        """(the lemmas of a heading, how many words it has)."""
        texts = self._texts(text)
        if texts is not None:
            tokens = _in_order(texts[1])
            return tokens if isinstance(tokens, list) else texts[1], len(texts[1].split(" ")) if texts[1] else 0
        lemmas = [lemma for _, lemma, _ in self._write(text)]
        return _bounded(lemmas), len(lemmas)


def placed(tokens: Tokens) -> list[PlacedToken]:
    """Every token with its place."""
    if isinstance(tokens, list):
        return tokens
    found: list[PlacedToken] = []
    for text in tokens:
        start = found[-1][1] + 2 if found else 0
        found += [(token, start + place) for place, token in enumerate(text.split(" "))]
    return found


def _in_order(text: str) -> Tokens:
    """The lemmas of some words, no longer than an engine takes."""
    if SHARED not in text:
        return (text,) if text else ()
    words = text.split(" ")
    tokens = [*zip(words, range(len(words)), strict=True)]
    before = text.split(SHARED)[:-1]
    places = itertools.accumulate(part.count(" ") for part in before)
    for place in sorted(set(places), reverse=True):
        tokens[place : place + 1] = [(lemma, place) for lemma in words[place].split(SHARED)]
    return tokens


def _in_a_row(text: str) -> Tokens:
    """Tokens that follow on each other, or whose places say nothing."""
    return (text,) if text else ()


def _bounded(words: Sequence[str]) -> list[PlacedToken]:
    """The tokens of each word, but for those that are too long."""
    tokens = ((token, place) for place, word in enumerate(words) for token in word.replace(SHARED, " ").split(" "))
    return [(token, place) for token, place in tokens if 0 < len(token) <= MAX_TOKEN]


def _by_tokens(analyse: Analyse) -> WriteWords:
    def write(text: str) -> Sequence[Written]:
        return [
            (token.surface.casefold(), SHARED.join(token.lemmas), " ".join(dict.fromkeys((*token.parts, *token.deeper))))
            for token in analyse(text)
        ]

    return write


def fields_for(analyse: Analyse | None, boards_of: BoardsOf | None, registers: Path | None) -> Fields:
    """Fields by council.swedish and the registers (`registers`: a municipality's own folder) where nothing takes their place.

    Loading the words takes a second, which only a writer should wait for.
    """
    if boards_of is None:
        from council.registers import load_registers

        boards_of = load_registers(registers).facet_boards
    if analyse is not None:
        return Fields(analyse, boards_of)
    from council.swedish import analyse as analysed
    from council.written_words import written_texts, written_words

    return Fields(analysed, boards_of, written_words, written_texts)


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


def _references(paragraph: Paragraph, document: Document, ordinal: int, numbers: tuple[references.Reference, ...]) -> tuple[str, ...]:
    """Normal forms of the numbers in the text, of the paragraph's case, above it, and at the first paragraph of those of the document.

    Diary numbers often stand in the head of the page alone, which is no text: the first paragraph answers for them. In minutes they stand
    in the heading of their § ("§ 106 2026.198 KS Begäran om …"): everything under it belongs to the matter.
    """
    found = [form for number in numbers for form in references.normal_forms(number)]
    found += _forms_of_case(paragraph.case)
    found += _forms_of_motion(document)
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


def _forms_of_motion(document: Document) -> list[str]:
    """The forms of the number of the motion that a document is about: all of it belongs to the matter."""
    return _motion_forms(document.motions[0]) if len(document.motions) == 1 and document.kind not in _GATHERINGS else []


def _present(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
