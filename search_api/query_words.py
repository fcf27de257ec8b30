"""Turns the clauses of a query into the words that an engine looks up: inflections, compounds, other names, headings, references."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from council import references, swedish
from council.criteria import AllOf, AnyOf, Coverage, LexicalQuery, Node, Variant, Word
from search_api.query import Clause, EitherClause, GroupClause, PhraseClause, Query, ReferenceClause, WordClause
from search_api.query_numbers import MONTHS, day

TYPO_WEIGHT = 0.8
"""What was meant earns a little less than what was typed would."""
MAX_PHRASE_READINGS = 16
"""Combinations of lemmas of an ambiguous phrase that are looked up."""

SynonymsOf = Callable[[Sequence[str]], swedish.SynonymMatch | None]
_RANGE = re.compile(r"(\d+)[-–](\d+)")


@dataclass(frozen=True, slots=True)
class WordWeights:
    """What a match earns against the word itself (docs/decisions/fusion.md, "Field weights").

    `part`: the word is part of a compound. `context`: it stands in the title or a heading, too, and earns this much more.
    """

    part: float = 0.7
    context: float = 0.5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a query's words are called besides: synonyms, and corrections of words the index does not know (by casefolded word)."""

    synonyms_of: SynonymsOf = swedish.synonyms
    corrections: Mapping[str, str] = field(default_factory=dict)
    weights: WordWeights = field(default_factory=WordWeights)


PLAIN = Vocabulary()


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A plain word of the query as it was understood: its analysed token and the synonyms that its place in the query has."""

    token: swedish.Token
    synonyms: tuple[swedish.Synonym, ...] = ()


def lexical_query(query: Query, vocabulary: Vocabulary = PLAIN, coverage: Coverage | None = None) -> LexicalQuery:
    """What an engine is asked for. Phrases and references are required, the other words are matched by coverage."""
    required = [clause for clause in query.clauses if is_exact(clause)]
    loose = [clause for clause in query.clauses if not is_exact(clause)]
    excluded = [node for clause in query.excluded if (node := _excluded(clause)) is not None]
    return LexicalQuery(
        words=tuple(_nodes(loose, vocabulary)),
        required=tuple(node for clause in required if (node := _node(clause, vocabulary)) is not None),
        excluded=tuple(excluded),
        coverage=coverage or Coverage(),
    )


def is_exact(clause: Clause) -> bool:
    """Whether a clause is answered by words alone: a phrase, a reference, or what holds one."""
    if isinstance(clause, EitherClause | GroupClause):
        return any(is_exact(child) for child in clause.children)
    return isinstance(clause, PhraseClause | ReferenceClause)


def asked_words(clauses: Sequence[Clause], vocabulary: Vocabulary = PLAIN) -> tuple[AskedWord, ...]:
    """The content words of a query, also inside parentheses and ELLER, with their synonyms."""
    found: list[AskedWord] = []
    for run in _runs(clauses):
        if isinstance(run, list):
            found.extend(AskedWord(token, _single_synonyms(token, vocabulary)) for token in _content(run))
        elif isinstance(run, EitherClause | GroupClause):
            found.extend(asked_words(run.children, vocabulary))
    return tuple(found)


def phrases(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The quoted phrases and references of a query, as typed."""
    found: list[str] = []
    for clause in clauses:
        if isinstance(clause, PhraseClause | ReferenceClause):
            found.append(clause.text)
        elif isinstance(clause, EitherClause | GroupClause):
            found.extend(phrases(clause.children))
    return tuple(found)


def word_variants(token: swedish.Token, synonyms: Sequence[swedish.Synonym], vocabulary: Vocabulary = PLAIN) -> tuple[Variant, ...]:
    """Every way in which a paragraph may hold a word, the likeliest first."""
    weights = vocabulary.weights
    correction = vocabulary.corrections.get(token.surface.casefold())
    # An abbreviation is its capitals: LOV is no lov.
    capitals = token.lemmas[0].isupper()
    variants = [Variant("lemmas", token.lemmas[:1], "exact") if capitals else Variant("surfaces", (token.surface.casefold(),), "exact")]
    variants += [Variant("lemmas", (lemma,), "inflection") for lemma in token.lemmas]
    variants += [Variant("compound_parts", (lemma,), "compound", weights.part) for lemma in token.lemmas]
    variants += _written_apart(token)
    variants += [variant for synonym in synonyms for variant in synonym_variants(synonym, weights)]
    if correction is not None:
        variants += _typo_variants(correction)
    variants += [Variant("context", (lemma,), "heading", weights.context) for lemma in token.lemmas[:1]]
    return tuple(dict.fromkeys(variants))


def synonym_variants(synonym: swedish.Synonym, weights: WordWeights = PLAIN.weights) -> list[Variant]:
    """A synonym as an engine finds it: a word with its inflections and compounds, or its words in order."""
    tokens = swedish.analyse(synonym.text)
    if len(tokens) != 1:
        return [Variant("lemmas", lemmas, "synonym", synonym.weight) for lemmas in _readings(tokens)]
    found = [Variant("lemmas", (lemma,), "synonym", synonym.weight) for lemma in tokens[0].lemmas]
    return [*found, *(Variant("compound_parts", v.tokens, "synonym", synonym.weight * weights.part) for v in found)]


def phrase_word(text: str) -> Word | None:
    """A quoted phrase: these words in this order, inflected or not; no parts of compounds, no synonyms. `ord*` may end it."""
    tokens = swedish.analyse(text)
    if not tokens:
        return None
    surfaces = tuple(token.surface.casefold() for token in tokens)
    if text.rstrip().endswith("*"):
        return Word(text, (Variant("surfaces", surfaces, "prefix", prefix=True),))
    lemmas = [Variant("lemmas", reading, "inflection") for reading in _readings(tokens)]
    return Word(text, tuple(dict.fromkeys((Variant("surfaces", surfaces, "exact"), *lemmas))))


def reference_word(clause: ReferenceClause) -> Word:
    """A reference in its normal forms, and as typed where that is more than a bare number."""
    forms = dict.fromkeys(form for reference in clause.references for form in references.sought_forms(reference))
    variants = [Variant("references", (form,), "exact") for form in forms]
    for reference in clause.references:
        tokens = tuple(token.surface.casefold() for token in swedish.analyse(reference.text))
        if reference.kind != "paragraph" and (len(tokens) > 1 or not tokens[0].isdigit()):
            variants.append(Variant("surfaces", tokens, "exact"))
    return Word(clause.text, tuple(variants))


def _nodes(clauses: Sequence[Clause], vocabulary: Vocabulary) -> list[Node]:
    nodes: list[Node] = []
    runs = list(_runs(clauses))
    alone = len(runs) == 1
    for run in runs:
        if isinstance(run, list):
            nodes.extend(_run_nodes(_content(run, keep_all=alone), vocabulary))
        elif (node := _node(run, vocabulary)) is not None:
            nodes.append(node)
    return nodes


def _runs(clauses: Sequence[Clause]) -> list[list[WordClause] | Clause]:
    """Neighbouring plain words together, since they may be one name (Sveriges Kommuner och Regioner); all else alone."""
    runs: list[list[WordClause] | Clause] = []
    for clause in clauses:
        if isinstance(clause, WordClause) and not clause.prefix:
            if runs and isinstance(runs[-1], list):
                runs[-1].append(clause)
            else:
                runs.append([clause])
        else:
            runs.append(clause)
    return runs


def _content(run: Sequence[WordClause], keep_all: bool = True) -> list[swedish.Token]:
    """The tokens of a run that carry content; when none does, all of them (unless other words are asked for)."""
    tokens = [token for clause in run for token in swedish.analyse(clause.text)]
    content = [token for token in tokens if not swedish.is_stop_word(token.surface)]
    return content or (tokens if keep_all else [])


def _run_nodes(tokens: Sequence[swedish.Token], vocabulary: Vocabulary) -> list[Node]:
    nodes: list[Node] = []
    at = 0
    while at < len(tokens):
        match = vocabulary.synonyms_of([token.surface for token in tokens[at:]])
        length = match.length if match else 1
        synonyms = match.synonyms if match else ()
        if length == 1:
            nodes.append(_word(tokens[at], synonyms, vocabulary))
        else:
            nodes.append(_named(tokens[at : at + length], synonyms, vocabulary))
        at += length
    return nodes


def _word(token: swedish.Token, synonyms: Sequence[swedish.Synonym], vocabulary: Vocabulary) -> Word:
    variants = word_variants(token, synonyms, vocabulary)
    if span := _RANGE.fullmatch(token.surface):
        variants = (*variants, Variant("surfaces", span.groups(), "exact"))
    if (date := day(token.surface)) is not None:
        variants = (*variants, Variant("surfaces", (str(date.day), MONTHS[date.month - 1], str(date.year)), "exact"))
    return Word(token.surface, variants)


def _named(tokens: Sequence[swedish.Token], synonyms: Sequence[swedish.Synonym], vocabulary: Vocabulary) -> Node:
    """Several words that are one name: held by all of them, or by what else it is called."""
    together = AllOf(tuple(_word(token, _single_synonyms(token, vocabulary), vocabulary) for token in tokens))
    others = tuple(variant for synonym in synonyms for variant in synonym_variants(synonym, vocabulary.weights))
    return AnyOf((together, Word("", others)))


def _single_synonyms(token: swedish.Token, vocabulary: Vocabulary) -> tuple[swedish.Synonym, ...]:
    match = vocabulary.synonyms_of([token.surface])
    return match.synonyms if match else ()


def _node(clause: Clause, vocabulary: Vocabulary) -> Node | None:
    if isinstance(clause, ReferenceClause):
        return reference_word(clause)
    if isinstance(clause, PhraseClause):
        return phrase_word(clause.text)
    if isinstance(clause, WordClause):
        return _prefix_word(clause) if clause.prefix else _together(_run_nodes(_content([clause]), vocabulary), AllOf)
    if isinstance(clause, EitherClause):
        return _together([node for child in clause.children if (node := _node(child, vocabulary)) is not None], AnyOf)
    return _together(_nodes(clause.children, vocabulary), AllOf)


def _together(nodes: Sequence[Node], kind: type[AllOf] | type[AnyOf]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else kind(tuple(nodes))


def _prefix_word(clause: WordClause) -> Word | None:
    tokens = tuple(token.surface.casefold() for token in swedish.analyse(clause.text))
    return Word(f"{clause.text}*", (Variant("surfaces", tokens, "prefix", prefix=True),)) if tokens else None


def _excluded(clause: Clause) -> Node | None:
    """A minus takes away inflections and compounds of the word, but no synonyms: what was not written is not excluded."""
    return _node(clause, Vocabulary(synonyms_of=_no_synonyms))


def _no_synonyms(_words: Sequence[str]) -> swedish.SynonymMatch | None:
    return None


def _written_apart(token: swedish.Token) -> list[Variant]:
    return [Variant("lemmas", phrase.lemmas, "compound", phrase.weight, phrase.slop) for phrase in swedish.compound_phrases(token.surface)]


def _typo_variants(correction: str) -> list[Variant]:
    return [Variant("lemmas", (lemma,), "typo", TYPO_WEIGHT) for lemma in swedish.lemmas(correction)]


def _readings(tokens: Sequence[swedish.Token]) -> list[tuple[str, ...]]:
    """The lemma sequences that words may be, at most MAX_PHRASE_READINGS."""
    return list(itertools.islice(itertools.product(*(token.lemmas for token in tokens)), MAX_PHRASE_READINGS))
