"""Clauses and paragraphs in Elasticsearch's terms."""

from __future__ import annotations

import json

import pytest

import mappings
from council.engines.clauses import Best, Between, Boolean, Boosted, Clause, Constant, Everything, Nothing, Numbers, Phrase, Term
from council.engines.elastic_queries import LAYERS, Json, found_by, query, token_fields
from council.engines.fields import TOKEN_FIELDS, VALUE_FIELDS, Fields, own_boards
from tests.contract.library import read
from tests.contract.small_swedish import small_analyse


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Everything(), {"match_all": {}}),
        (Nothing(), {"match_none": {}}),
        (Best(()), {"match_none": {}}),
        (Boolean(), {"match_all": {}}),
        (Term("board", "Norra"), {"term": {"board": {"value": "Norra"}}}),
        (Numbers("row", (1, 2)), {"terms": {"row": [1, 2]}}),
        (Between("year_number", 2018, None), {"range": {"year_number": {"gte": 2018}}}),
        (Constant(Term("kind", "motion"), 2.0), {"constant_score": {"filter": {"term": {"kind": {"value": "motion"}}}, "boost": 2.0}}),
        (Phrase("surfaces", ("sk",), prefix=True), {"prefix": {"surfaces": {"value": "sk"}}}),
        (Phrase("surfaces", ("ny", "skola")), {"match_phrase": {"surfaces": {"query": "ny skola"}}}),
    ],
)
def test_a_clause_has_one_form(clause: Clause, expected: Json) -> None:
    assert query(clause) == expected


def test_what_earns_nothing_is_a_filter_and_what_earns_is_scored() -> None:
    found = query(Boolean(must=(Constant(Term("kind", "motion"), 0.0), Term("board", "Norra")), should=(Term("party", "S"),)))
    assert set(found["bool"]) == {"filter", "must", "should", "minimum_should_match"}
    assert found["bool"]["minimum_should_match"] == 0
    assert query(Boolean(should=(Term("party", "S"),)))["bool"]["minimum_should_match"] == 1


def test_a_filter_sheds_its_constant_score() -> None:
    assert found_by(Constant(Term("kind", "motion"), 0.0)) == {"term": {"kind": {"value": "motion"}}}


def test_a_boost_multiplies_what_a_clause_scores() -> None:
    assert query(Boosted(Term("board", "Norra"), 0.5))["bool"]["boost"] == 0.5


def test_lemmas_are_looked_for_in_every_layer() -> None:
    assert len(query(Term("lemmas", "fan"))["dis_max"]["queries"]) == len(LAYERS["lemmas"])


def test_layers_keep_positions_so_that_phrases_run_through_them() -> None:
    document = read("a", f"det fan {'x' * 500} sa")
    fields = Fields(small_analyse, own_boards).indexed(document.paragraphs[0], document.document, 0)
    texts = token_fields(fields)
    assert texts["surfaces"] == "det fan _ sa"
    assert texts["lemmas"] == "det fan _ sa"
    assert texts["lemmas_2"] == "det få _ sa"
    assert "lemmas_3" not in texts


def test_the_mapping_knows_every_field_that_is_indexed() -> None:
    known = json.loads(mappings.read_text("paragraphs.json"))["template"]["mappings"]["properties"]
    layers = {layer for name in TOKEN_FIELDS for layer in LAYERS.get(name, (name,))}
    assert layers | set(VALUE_FIELDS) <= set(known)
