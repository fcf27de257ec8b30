"""From a request to what is asked of an engine, and to the lines under the search box that say how the query was understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from council import swedish
from council.criteria import LexicalQuery
from council.engine import Snapshot
from search_api import spelling
from search_api.filters import FilterReader, Resolved
from search_api.matching import Asked
from search_api.query import Clause, EitherClause, GroupClause, PhraseClause, Query, ReferenceClause, WordClause, parse
from search_api.query_files import DocumentsOf, named_files, no_files
from search_api.query_numbers import names_a_matter, numbers_alone, whose_paragraph
from search_api.query_words import AskedWord, Vocabulary, asked_words, is_exact, lexical_query, phrases
from search_api.questions import NO_READING, Reading, read_question
from search_api.results import QueryInfo, SearchRequest, Suggestion, TermInfo


@dataclass(frozen=True, slots=True)
class Understood:
    """A request made ready: what is asked of both sides, the filters, the reading of a question, and the lines for people."""

    query: Query
    asked: Asked
    resolved: Resolved
    reading: Reading
    info: QueryInfo
    meant: tuple[tuple[str, int], ...] = ()
    """The plain words of the query, corrected, with how many paragraphs hold each."""


def understand(
    request: SearchRequest, snapshot: Snapshot, filters: FilterReader, vocabulary: Vocabulary, documents_of: DocumentsOf = no_files
) -> Understood:
    """Read a request against one snapshot. `documents_of` finds the files that a query names. Never raises for what a person typed."""
    files = named_files(whose_paragraph(parse(request.q, filters.knows), filters), documents_of)
    query = files.query
    reading = NO_READING if request.literal else read_question(query, filters)
    clauses = reading.clauses or query.clauses
    asked_for = asked_words(clauses, vocabulary)
    read = Query(query.text, clauses, query.excluded)
    words = lexical_query(read, vocabulary)
    snapshot.prepare(words, _terms_asked(asked_for))
    corrections = {} if request.literal else spelling.corrections(snapshot, asked_for)
    resolved = filters.resolve(request, query.fields)
    if corrections:
        words = lexical_query(read, replace(vocabulary, corrections=corrections))
    asked = Asked(
        words=words,
        meaning="" if any(map(is_exact, query.clauses)) else spelling.corrected_text(reading.meaning or meaning_text(clauses), corrections),
        filters=replace(resolved.filters, documents=files.documents),
        mode="keyword" if any(map(is_exact, query.clauses)) else request.mode,
        nothing=not files.documents and _says_nothing(query, words),
        numbered=lexical_query(alone, vocabulary) if (alone := numbers_alone(query)) else None,
        number_decides=names_a_matter(query),
    )
    info = _info(request, query, asked_for, snapshot, resolved, reading, corrections, files.notes)
    meant = tuple((spelling.corrected_text(term.text, corrections), term.paragraphs) for term in info.terms)
    return Understood(query, asked, resolved, reading, info, meant)


def _terms_asked(asked_for: Sequence[AskedWord]) -> list[tuple[str, str]]:
    """The terms whose frequencies spelling and the lines for people look at, (field, token)."""
    tokens = list(dict.fromkeys(word.token for word in asked_for))
    return [("surfaces", token.surface.casefold()) for token in tokens] + [("lemmas", token.lemmas[0]) for token in tokens]


def meaning_text(clauses: Sequence[Clause]) -> str:
    """The words of a query as plain text, for comparison by meaning."""
    texts: list[str] = []
    for clause in clauses:
        if isinstance(clause, EitherClause | GroupClause):
            texts.append(meaning_text(clause.children))
        elif isinstance(clause, WordClause | PhraseClause | ReferenceClause):
            texts.append(clause.text)
    return " ".join(texts)


def _says_nothing(query: Query, words: LexicalQuery) -> bool:
    """Whether something was typed that has no word in it: "???" finds nothing, while an empty query finds all."""
    return bool(query.text) and not (words.words or words.required or words.excluded or query.fields)


def _info(
    request: SearchRequest,
    query: Query,
    asked_for: Sequence[AskedWord],
    snapshot: Snapshot,
    resolved: Resolved,
    reading: Reading,
    corrections: dict[str, str],
    of_files: tuple[str, ...],
) -> QueryInfo:
    suggestion = Suggestion(spelling.corrected_text(request.q, corrections), applied=True) if corrections else None
    notes = [*query.notes, *resolved.notes, *of_files]
    if query.text and not (query.clauses or query.excluded or query.fields or of_files):
        notes.append("Sökningen innehåller inga ord att söka på.")
    if request.mode == "semantic" and any(map(is_exact, query.clauses)):
        notes.append("Citat och nummer besvaras av orden, inte av innebörden.")
    return QueryInfo(
        text=request.q,
        mode=request.mode,
        terms=_terms(asked_for, snapshot),
        phrases=phrases(query.clauses),
        excluded=tuple(meaning_text((clause,)) for clause in query.excluded),
        filters=(*resolved.chips, *reading.chips),
        notes=tuple(notes),
        suggestion=suggestion,
    )


def _terms(asked_for: Sequence[AskedWord], snapshot: Snapshot) -> tuple[TermInfo, ...]:
    words = list(dict.fromkeys(asked_for))
    counts = snapshot.frequencies("lemmas", [word.token.lemmas[0] for word in words])
    return tuple(_term(word, count) for word, count in zip(words, counts, strict=True))


def _term(word: AskedWord, paragraphs: int) -> TermInfo:
    token: swedish.Token = word.token
    return TermInfo(token.surface, token.lemmas[0], token.parts, tuple(s.text for s in word.synonyms), paragraphs)
