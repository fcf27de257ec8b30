"""From criteria to clauses: how a word is held, what it earns, and what filters require. Pure, and the same for both engines."""

from __future__ import annotations

from collections.abc import Callable

from council import references
from council.criteria import AllOf, AnyOf, FacetName, Filters, LexicalQuery, Node, Variant, Word
from council.engines.clauses import Best, Between, Boolean, Boosted, Clause, Constant, Numbers, Phrase, Term, all_of, any_of
from council.engines.fields import microseconds, person_keys

Idf = Callable[[Node], float]
"""The idf of a node: of how many paragraphs hold it."""

TermIdf = Callable[[str, str], float]
"""The idf that the engine itself gives a term of a field when it scores."""


def held(node: Node) -> Clause:
    """Paragraphs that hold a node. Titles and headings (`context`) rank, but hold nothing."""
    if isinstance(node, Word):
        return any_of(tuple(_variant(variant) for variant in node.variants if variant.field != "context"))
    children = tuple(held(child) for child in node.children)
    return any_of(children) if isinstance(node, AnyOf) else all_of(children)


def texts_of(node: Node) -> tuple[Word, ...]:
    """The words of a node, in order."""
    if isinstance(node, Word):
        return (node,)
    return tuple(word for child in node.children for word in texts_of(child))


def excluded(query: LexicalQuery | None) -> tuple[Clause, ...]:
    """What no match may hold."""
    return tuple(held(node) for node in query.excluded) if query else ()


def required(query: LexicalQuery | None) -> tuple[Clause, ...]:
    """What every match must hold, beside its share of the words."""
    return tuple(held(node) for node in query.required) if query else ()


def earned(node: Node, idf: Idf, term_idf: TermIdf) -> Clause:
    """What a node earns where it is held, at most `worth(node)` · (k1 + 1): of a word's variants the one that gives most.

    Each variant is reckoned with the word's own idf, so that a rare synonym or a rare compound earns no more than the word that
    was asked for; and each child of an ELLER with the idf of the whole.
    """
    return _earned(node, worth(node, idf), idf, term_idf)


def worth(node: Node, idf: Idf) -> float:
    """A node's idf; a parenthesis of several words is worth what its words are together."""
    if isinstance(node, AllOf):
        return sum(worth(child, idf) for child in node.children)
    return idf(node)


def _earned(node: Node, weight: float, idf: Idf, term_idf: TermIdf) -> Clause:
    if isinstance(node, AnyOf):
        return Best(tuple(_earned(child, weight, idf, term_idf) for child in node.children))
    if isinstance(node, AllOf):
        shares = [worth(child, idf) for child in node.children]
        scale = weight / sum(shares) if shares else 0.0
        children = zip(node.children, shares, strict=True)
        return Boolean(should=tuple(_earned(child, share * scale, idf, term_idf) for child, share in children))
    body = tuple(_earned_by(v, weight, term_idf) for v in node.variants if v.field != "context")
    context = tuple(_earned_by(v, weight, term_idf) for v in node.variants if v.field == "context")
    text: Clause = body[0] if len(body) == 1 else Best(body)
    return Boolean(should=(text, *context)) if context else text


def filter_clauses(filters: Filters, without: FacetName | None = None) -> tuple[Clause, ...]:
    """One clause for each filter that is on, but the facet's own. All must hold."""
    clauses: list[Clause] = []
    for name in ("municipality", "board", "party", "about_party", "topic", "kind", "voice", "language", "year", "section_kind"):
        values: tuple[str, ...] = getattr(filters, name)
        if values and name != without:
            clauses.append(_one_of(name, values))
    if filters.year_from is not None or filters.year_to is not None:
        clauses.append(Between("year_number", filters.year_from, filters.year_to))
    if filters.seen_after is not None:
        clauses.append(Between("first_seen", microseconds(filters.seen_after) + 1))
    return (*clauses, *_identity_clauses(filters))


def _identity_clauses(filters: Filters) -> list[Clause]:
    clauses: list[Clause] = []
    if filters.documents:
        clauses.append(_one_of("document_id", filters.documents))
    if filters.dnr:
        clauses.append(_one_of("dnr", tuple(form for value in filters.dnr for form in _diary_forms(value))))
    if filters.motion:
        clauses.append(_one_of("motion", filters.motion))
    if filters.person:
        clauses.append(_one_of("person", tuple(person_keys(value)[0] for value in filters.person)))
    if filters.impossible:
        clauses.append(any_of(()))
    return clauses


def rows_clause(rows: tuple[int, ...]) -> Clause:
    """The paragraphs of these rows, without a score."""
    return Constant(Numbers("row", rows), 0.0) if rows else any_of(())


def silent(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The same clauses, earning nothing."""
    return tuple(Constant(clause, 0.0) for clause in clauses)


def _diary_forms(value: str) -> tuple[str, ...]:
    reference = references.diary_number(value)
    return (value.casefold(), *(references.sought_forms(reference) if reference else ()))


def _one_of(field: str, values: tuple[str, ...]) -> Clause:
    return any_of(tuple(Term(field, value) for value in dict.fromkeys(values)))


def _variant(variant: Variant) -> Clause:
    if len(variant.tokens) == 1 and not variant.prefix:
        return Term(variant.field, variant.tokens[0])
    return Phrase(variant.field, variant.tokens, variant.slop, variant.prefix) if variant.tokens else any_of(())


def _earned_by(variant: Variant, word_idf: float, term_idf: TermIdf) -> Clause:
    clause = _variant(variant)
    if variant.prefix:
        # Prefixes have no frequency of their own: what they find earns the word's idf once, as a term that fills its paragraph evenly.
        return Constant(clause, variant.weight * word_idf)
    own = sum(term_idf(variant.field, token) for token in variant.tokens)
    return Boosted(clause, variant.weight * word_idf / own) if own > 0 else clause
