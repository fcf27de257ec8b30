"""Clauses and paragraphs as Elasticsearch has them: queries, and the fields of a document. Pure."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeAlias

from council.criteria import Field
from council.engines.clauses import Best, Between, Boolean, Boosted, Clause, Constant, Everything, Nothing, Numbers, Phrase, Term
from council.engines.fields import IndexedParagraph, PlacedToken, placed

Json: TypeAlias = dict[str, Any]
"""What Elasticsearch is sent and answers. It stays within council.engines.elastic*."""

LAYERS = {"lemmas": ("lemmas", "lemmas_2", "lemmas_3")}
"""Fields that hold several tokens at one position: the first of each in the first layer, the second in the next. A layer
repeats the first token where a word has no other, so that phrases run through it."""

PREFIX_TERMS = 200
"""Words that the beginning at the end of a phrase may stand for; the same as in the embedded engine."""

FILLER = "_"
"""Stands where a token was too long to be indexed, so that those after it keep their positions."""


def query(clause: Clause) -> Json:
    """A clause in Elasticsearch's query language."""
    match clause:
        case Term() | Phrase():
            return _leaf(clause)
        case Boolean():
            return _boolean(clause)
        case Constant(inner, score):
            return {"constant_score": {"filter": query(inner), "boost": score}}
        case Boosted(inner, factor):
            return {"bool": {"must": [query(inner)], "boost": factor}}
        case Best(children):
            return {"dis_max": {"queries": [query(child) for child in children]}} if children else {"match_none": {}}
        case Numbers(field, values):
            return {"terms": {field: list(values)}}
        case Between(field, low, high):
            return {"range": {field: {name: value for name, value in (("gte", low), ("lte", high)) if value is not None}}}
        case Everything():
            return {"match_all": {}}
        case Nothing():
            return {"match_none": {}}


def found_by(clause: Clause) -> Json:
    """The same as a filter, which scores nothing and may be cached."""
    return query(clause.clause if isinstance(clause, Constant) else clause)


def _boolean(clause: Boolean) -> Json:
    parts: defaultdict[str, list[Json]] = defaultdict(list)
    for child in clause.must:
        silent = isinstance(child, Constant) and child.score == 0.0
        parts["filter" if silent else "must"].append(found_by(child) if silent else query(child))
    parts["should"] += [query(child) for child in clause.should]
    parts["must_not"] += [found_by(child) for child in clause.must_not]
    body: Json = {name: children for name, children in parts.items() if children}
    if clause.should:
        body["minimum_should_match"] = 0 if clause.must else 1
    return {"bool": body} if body else {"match_all": {}}


@functools.lru_cache(maxsize=10_000)
def _leaf(clause: Term | Phrase) -> Json:
    """A search names each of its words many times over, and nobody changes what is made of one."""
    layers = LAYERS.get(clause.field, (clause.field,))
    each = [_phrase(clause, layer) if isinstance(clause, Phrase) else {"term": {layer: {"value": clause.value}}} for layer in layers]
    return each[0] if len(each) == 1 else {"dis_max": {"queries": each}}


def _phrase(phrase: Phrase, field: str) -> Json:
    if phrase.prefix and len(phrase.tokens) == 1:
        return {"prefix": {field: {"value": phrase.tokens[0]}}}
    if phrase.prefix:
        return {"match_phrase_prefix": {field: {"query": " ".join(phrase.tokens), "max_expansions": PREFIX_TERMS, "slop": phrase.slop}}}
    if phrase.slop:
        words = [{"span_term": {field: token}} for token in phrase.tokens]
        return {"span_near": {"clauses": words, "slop": phrase.slop, "in_order": True}}
    return {"match_phrase": {field: {"query": " ".join(phrase.tokens)}}}


def token_fields(fields: IndexedParagraph) -> Json:
    """The token fields of a paragraph as texts, parted by white space."""
    texts: Json = {}
    for name, tokens in fields.tokens.items():
        layers = LAYERS.get(name, (name,))
        for layer, text in zip(layers, _layers(name, placed(tokens), len(layers)), strict=False):
            texts[layer] = text
    return texts


def _layers(name: Field, tokens: list[PlacedToken], most: int) -> Iterable[str]:
    if name not in LAYERS and name != "surfaces":
        return (" ".join([token for token, _ in tokens]),)
    first: list[str | None] = [None] * (1 + max([position for _, position in tokens], default=-1))
    others: defaultdict[int, list[str]] = defaultdict(list)
    for token, position in tokens:
        if first[position] is None:
            first[position] = token
        else:
            others[position].append(token)
    layers = [[token or FILLER for token in first]]
    for depth in range(min(most - 1, max(map(len, others.values()), default=0))):
        layer = layers[0].copy()
        for position, more in others.items():
            if depth < len(more):
                layer[position] = more[depth]
        layers.append(layer)
    return tuple(" ".join(layer) for layer in layers)
