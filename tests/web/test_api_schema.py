"""The API against its own OpenAPI document: schemathesis makes calls that fit it and calls that do not; no answer may surprise."""

from __future__ import annotations

import contextlib
import os
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from council.settings import Settings
from search_api.service import MAX_REACH
from tests.small_index import service_over, town
from ui.app import create_site

SOAK = bool(os.environ.get("NAMNDSOK_SOAK"))
EXAMPLES = 450 if SOAK else 45
"""For each address and each way to make calls."""
CALLS = 10_000 if SOAK else 1_000
"""What all of them must come to."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PATIENCE = 120
"""Seconds that an answer may take: a busy machine is no fault of the API's."""
REAL = {"document_id": "prov-protokoll", "paragraph_id": "prov-protokoll-00000000", "case_id": "ts-2018-77", "page": 1}
"""What is there: made-up ids alone would never reach beyond 404."""
BOUNDED = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> schemathesis.BaseSchema:
    service = service_over(tmp_path_factory.mktemp("index"), town())
    return schemathesis.openapi.from_asgi("/openapi.json", create_site(service, Settings()))


def made_calls(schema: schemathesis.BaseSchema, mode: GenerationMode) -> Counter[int]:
    """Statuses of all answers to calls made in one way, each held to the document."""
    statuses: Counter[int] = Counter()
    for found in schema.get_all_operations():
        calls = found.ok().as_strategy(generation_mode=mode)

        @BOUNDED
        @given(calls, st.booleans())
        def stands(case: Case, real: bool) -> None:
            if real:
                case.path_parameters = {name: REAL[name] for name in case.path_parameters or {}}
            answer = case.call(timeout=PATIENCE)
            statuses[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)
            assert mode is GenerationMode.NEGATIVE or answer.status_code != 422 or _reaches_too_far(case), case.as_curl_command()

        # An address without parameters has no call that does not fit.
        with contextlib.suppress(Unsatisfiable):
            stands()
    return statuses


def _reaches_too_far(case: Case) -> bool:
    """The one thing that the document cannot say: page and size are each in bounds, and reach too far together."""
    asked = case.query or {}
    return int(asked.get("page", 1)) * int(asked.get("size", 20)) > MAX_REACH


@pytest.mark.soak
def test_no_answer_surprises_whoever_read_the_document(schema: schemathesis.BaseSchema) -> None:
    fitting = made_calls(schema, GenerationMode.POSITIVE)
    others = made_calls(schema, GenerationMode.NEGATIVE)
    assert fitting.total() + others.total() >= CALLS
    assert fitting[200] > CALLS / 5, "too few calls reached an answer to be worth much"
    assert others[422] > CALLS / 10
