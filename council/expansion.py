"""What a query's words may be called besides: the synonym file, the registers of boards and parties, a municipality's own file,
compounds written apart, and a thesaurus for words of nearly the same meaning."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mappings
from council import synonyms
from council.abbreviations import abbreviation, lower_case_key
from council.lemmas import compound_parts, readings
from council.lexicon import lexicon
from council.registers import load_registers
from council.synonyms import EntryForm, SynonymTable

PREPOSITIONS = ("för", "till", "av", "om", "mot", "åt")
"""What joins head and modifier when a compound is written apart: stöd till föreningar, skydd mot brand, vård av äldre."""
APART_WEIGHT = 0.5
"""Written apart ranks below the whole word."""
APART_SLOP = 1
"""One word may come between: stöd till ideella föreningar."""
MOST_PARTS_APART = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """Lemmas that stand for a compound written apart: in this order, together at most `slop` positions late."""

    lemmas: tuple[str, ...]
    slop: int
    weight: float


def phrases_of(parts: tuple[str, ...]) -> tuple[Phrase, ...]:
    """How a compound of these parts may be written apart: head, preposition and modifier, or a genitive before its head."""
    if not 2 <= len(parts) <= MOST_PARTS_APART:
        return ()
    *modifiers, head = parts
    if len(modifiers) > 1:
        return (Phrase(parts, 0, APART_WEIGHT),)
    apart = [Phrase((head, preposition, modifiers[0]), APART_SLOP, APART_WEIGHT) for preposition in PREPOSITIONS]
    return (Phrase((modifiers[0], head), 0, APART_WEIGHT), *apart)


@functools.cache
def stop_words() -> frozenset[str]:
    """Function words, casefolded."""
    return frozenset(word for line in mappings.read_lines("swedish/stop_words.txt") for word in line.split())


def choices(word: str) -> tuple[str, ...]:
    """What a query's word may be known by in the synonym table, likeliest first; () for a function word."""
    word = word.strip("-–.,()")
    short = word if len(word) == 1 and word.isupper() else abbreviation(word)
    if short:
        return (short,)
    plain = word.casefold()
    return () if plain in stop_words() else readings(plain)


def entry_form(form: str) -> EntryForm:
    """How an entry of a synonym file is known: by the lemmas of its content words, an abbreviation by its capitals."""
    words = words_of(form)
    if len(words) == 1 and (short := choices(words[0])) and short[0] == words[0] and words[0] != words[0].casefold():
        lower = lower_case_key(words[0])
        return EntryForm(((words[0],), (lower,)) if lower else ((words[0],),), capitals=True)
    known = [choices(word) for word in words]
    content = [choice[0] for choice in known if choice] or [word.casefold() for word in words]
    return EntryForm((tuple(content),))


def words_of(form: str) -> list[str]:
    """The words of an entry as an analyser would take them, hanging hyphens aside (Barn- och ungdomsnämnden)."""
    return [word for raw in form.split() if (word := raw.strip("-–.,()"))]


@functools.cache
def synonym_table(extra: Path | None = None) -> SynonymTable:
    """The shipped file, the registers, and a municipality's own file where one is given. Raises ConfigurationError."""
    shipped = synonyms.parse(synonyms.shipped_lines(), entry_form, synonyms.SYNONYM_FILE)
    taken: set[synonyms.Key] = {key for key in shipped if len(key) == 1}
    tables = [shipped, synonyms.group(_register_names(taken), entry_form)]
    if extra is not None:
        tables.append(synonyms.parse(synonyms.read_file(extra), entry_form, str(extra)))
    return synonyms.combine(*tables)


def _register_names(taken: set[synonyms.Key]) -> Iterator[list[str]]:
    """Boards and parties with their short forms. Short forms that the file gives another meaning (FN) are left out."""
    registers = load_registers()
    for board in registers.boards:
        short = [form for form in board.short if (form,) not in taken]
        yield [board.name, *short, *board.aliases]
    for party in registers.parties:
        if party.municipality is None:
            letters = [form for form in (party.letters, *party.former) if form.isalpha() and form.casefold() not in lexicon().closed]
            yield [party.name, *party.aliases, *letters]


@functools.cache
def _thesaurus() -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in mappings.read_text("swedish/thesaurus.tsv").splitlines() if not line.startswith("#"))
    return {word: tuple(near.split("|")) for word, near in rows}


def near_words(lemma: str) -> tuple[str, ...]:
    """Words of nearly the same meaning as a lemma, after the thesaurus Synlex."""
    return _thesaurus().get(lemma, ())


def compound_phrases(lemma: str, parts: tuple[str, ...] | None = None) -> tuple[Phrase, ...]:
    """How a compound may be written apart, for a lemma whose parts are not known yet."""
    return phrases_of(compound_parts(lemma, lemma) if parts is None else parts)
