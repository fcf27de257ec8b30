"""Reads what stands beside a number: whose § it is and of which year, and whether the number alone decides what is found."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from council import swedish
from council.references import Reference
from search_api.filters import FilterReader
from search_api.query import Clause, PhraseClause, Query, ReferenceClause, TypedField, WordClause

LONGEST_BOARD = 6
"""Words of a board's name: "kultur- och utbildningsnämndens arbetsutskott i Alingsås"."""

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
"""The months as they stand in a running text."""

_STATUTE = re.compile(r"(?i)(?:lag|lagen|balk|balken|förordning|förordningen|stadgan?)$")
"""A § of a statute has the statute's year, which no document has ("kommunallagen 2017 § 10")."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)")


def whose_paragraph(query: Query, filters: FilterReader) -> Query:
    """A query for a § with the board and the year beside it read as fields: every board has a § 76 each year, and no text says whose it is.

    A date is read as its year here; the documents of that day come first (`dates_in`).
    """
    if not any(reference.kind == "paragraph" for reference in references_of(query.clauses)):
        return query
    fields, clauses = list(query.fields), list(query.clauses)
    given = {field.name for field in fields}
    if "board" not in given and (stretch := _board(clauses, filters)) is not None:
        name = " ".join(clause.text for clause in clauses[stretch] if isinstance(clause, WordClause))
        fields.append(TypedField("board", name, _as_typed(name, query.text)))
        del clauses[stretch]
    if "year" not in given and not any(_STATUTE.search(word) for word in query.words):
        years = [clause for clause in clauses if isinstance(clause, WordClause) and (_YEAR.fullmatch(clause.text) or day(clause.text))]
        fields += [TypedField("year", clause.text[:4], clause.text) for clause in years]
        clauses = [clause for clause in clauses if clause not in years]
    return replace(query, clauses=tuple(clauses), fields=tuple(fields))


def numbers_alone(query: Query) -> Query | None:
    """The query without the plain words beside its numbers; None where there are no numbers, or nothing else."""
    numbers = [clause for clause in query.clauses if isinstance(clause, ReferenceClause | PhraseClause)]
    if len(numbers) == len(query.clauses) or not references_of(numbers):
        return None
    return replace(query, clauses=tuple(numbers))


def names_a_matter(query: Query) -> bool:
    """Whether a diary number is asked for: that is one matter, and words beside it only describe it."""
    return any(reference.kind == "dnr" for reference in references_of(query.clauses))


def dates_in(query: Query) -> frozenset[dt.date]:
    """The dates in a query."""
    return frozenset(date for match in _DATE.finditer(query.text) if (date := day(match.group())) is not None)


def day(text: str) -> dt.date | None:
    """The date that a text is ("2026-06-01"), or None."""
    match = _DATE.fullmatch(text)
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"])) if match else None
    except ValueError:  # the 31st of a month that has none
        return None


def references_of(clauses: Sequence[Clause]) -> tuple[Reference, ...]:
    """The numbers of clauses outside parentheses and ELLER."""
    return tuple(reference for clause in clauses if isinstance(clause, ReferenceClause) for reference in clause.references)


def _board(clauses: Sequence[Clause], filters: FilterReader) -> slice | None:
    """Where the longest name of a board that the index holds stands among the plain words."""
    held = frozenset(filters.known.of("board"))
    for start, end in _stretches(clauses):
        words = [clause.text for clause in clauses[start:end] if isinstance(clause, WordClause)]
        if swedish.is_stop_word(words[0]) or swedish.is_stop_word(words[-1]):
            continue
        if not held.isdisjoint(filters.values("board", " ".join(words))):
            return slice(start, end)
    return None


def _stretches(clauses: Sequence[Clause]) -> Iterator[tuple[int, int]]:
    """Stretches of plain words near a number, the longest first."""
    numbers = [place for place, clause in enumerate(clauses) if isinstance(clause, ReferenceClause)]
    near = {place for number in numbers for place in range(number - LONGEST_BOARD, number + LONGEST_BOARD + 2)}
    plain = [place in near and isinstance(clause, WordClause) and not clause.prefix for place, clause in enumerate(clauses)]
    for length, start in itertools.product(range(min(LONGEST_BOARD, len(clauses)), 0, -1), range(len(clauses))):
        if start + length <= len(clauses) and all(plain[start : start + length]):
            yield start, start + length


def _as_typed(words: str, text: str) -> str:
    """The stretch of the query that holds these words."""
    match = re.search(r"\s+".join(map(re.escape, words.split())), text)
    return match.group() if match else words
