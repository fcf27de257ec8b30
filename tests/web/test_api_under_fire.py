"""The API under fire: values of every sort for every parameter of its own OpenAPI document, and documents that try to break out."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import time
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from council.settings import Settings
from search_api.service import SearchService
from tests.small_index import document, service_over, town
from ui.app import create_site

EXAMPLES = 10_000 if os.environ.get("NAMNDSOK_SOAK") else 500
CPU_SECONDS = 20.0
"""Of one request over a handful of documents; the median is some milliseconds."""
BOUNDED = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "javascript:alert(4)",
    "{{7*7}}",
    "{% include '/etc/passwd' %}",
    "${7*7}",
    '=HYPERLINK("http://x.example")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "]]><script>alert(5)</script>",
    "<!--",
    "&lt;b&gt;",
    "</title><script>alert(6)</script>",
    "x\r\nSet-Cookie: a=b",
    "../../etc/passwd",
    "%2e%2e%2f",
    "' onmouseover='alert(7)",
)
REDOS = (
    "a" * 5_000 + "!",
    "(" * 3_000,
    '"' * 3_001,
    "-" * 4_000,
    "år:" * 1_000,
    "år:2016.." * 500,
    "(a+)+$" * 500,
    "*" * 3_000,
    "ord* " * 1_000,
    "ELLER " * 1_000,
    "§" * 3_000,
    "1/" * 3_000,
    "2019:" * 1_500,
    " " * 9_000,
    "å\u0301" * 3_000,
    'nämnd:"' * 900,
    "vad tycker " * 500,
    "dnr: " * 1_500,
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    """A town, and documents whose every text tries to break out."""
    hostile = [
        document(f"ond-{n}", f"Belysning {attack} vid gångvägen", title=attack, board=attack, topics=(attack,), dnr=(attack,))
        for n, attack in enumerate(ATTACKS)
    ]
    return service_over(tmp_path_factory.mktemp("index"), [*town(), *hostile])


@pytest.fixture(scope="module")
def site(service: SearchService) -> TestClient:
    return TestClient(create_site(service, Settings()), base_url="http://namndsok.example", raise_server_exceptions=False)


ANY = st.one_of(
    st.text(max_size=60),
    st.sampled_from([*ATTACKS, "", "\0", "\ud7ff", "-1", "0", "1e9", "99999999999999999999", "true", "null", "hybrid", "M", "prov"]),
    st.integers().map(str),
    st.floats().map(str),
)


@st.composite
def requests(draw: st.DrawFn, paths: dict[str, Any]) -> str:
    """An address of the OpenAPI document with values that fit its parameters, and with others that do not."""
    path = draw(st.sampled_from(sorted(paths)))
    pairs: list[str] = []
    for parameter in paths[path]["get"].get("parameters", []):
        value = draw(_value(parameter["schema"]))
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(value or "x", safe=""))
        elif parameter["required"] or draw(st.integers(0, 3)) == 0:
            pairs.append(f"{parameter['name']}={quote(value, safe='')}")
    return f"{path}?{'&'.join(pairs)}"


def _value(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if "enum" in schema:
        return st.one_of(st.sampled_from(schema["enum"]).map(str), ANY)
    if schema.get("type") == "integer":
        return st.one_of(st.integers(schema.get("minimum", 0), schema.get("maximum", 100)).map(str), ANY)
    return ANY


def check(answer: Any) -> None:
    """No 5xx but 503; an error of the API in the contract's shape."""
    assert answer.status_code < 500 or answer.status_code == 503, answer.text[:300]
    if answer.status_code >= 400 and answer.request.url.path.startswith(("/api/", "/feed")):
        error = json.loads(answer.text)["error"]
        assert set(error) == {"code", "message"}
        assert "Traceback" not in answer.text


def test_every_address_of_the_document_stands_any_value(site: TestClient) -> None:
    paths = site.get("/openapi.json").json()["paths"]

    @BOUNDED
    @given(requests(paths))
    def stands(address: str) -> None:
        check(site.get(address, follow_redirects=False))

    stands()


@BOUNDED
@given(text=st.text(max_size=300))
def _any_query(site: TestClient, text: str) -> None:
    for path in ("/api/search", "/sok"):
        check(site.get(f"{path}?q={quote(text.encode('utf-8', 'surrogatepass'))}"))


def test_any_text_is_a_query(site: TestClient) -> None:
    _any_query(site)


@pytest.mark.parametrize("path", ["/api/search", "/sok", "/api/suggest", "/api/compare", "/api/cases"])
@pytest.mark.parametrize("query", REDOS, ids=range(len(REDOS)))
def test_a_query_made_to_be_slow_is_not(site: TestClient, path: str, query: str) -> None:
    before = time.process_time()
    check(site.get(path, params={"q": query}))
    assert time.process_time() - before < CPU_SECONDS


def _addresses(service: SearchService) -> list[str]:
    ids = [entry.document_id for entry in service.engine.snapshot().catalogue().entries]
    queries = [f"/sok?q={quote(attack)}&board={quote(attack)}" for attack in ATTACKS]
    return [
        "/",
        "/sok?size=100",
        "/arenden",
        "/partier",
        "/namnder",
        "/tackning",
        "/om",
        *queries,
        *(f"/dokument/{i}?q=%3Cb%3E" for i in ids),
    ]


def test_no_page_holds_their_markup(site: TestClient, service: SearchService) -> None:
    for address in _addresses(service):
        page = site.get(address).text
        assert not re.search(r"<script>alert|<img src=x|<svg onload|<b>|href=.javascript:|' onmouseover='alert", page), address
        assert ">49<" not in page
        assert "root:x:0" not in page


def test_feeds_hold_text_and_no_markup(site: TestClient) -> None:
    assert "<script" not in site.get("/feed.atom").text
    assert "<script" not in "".join(item.get("content_html", "") for item in site.get("/feed.json").json()["items"])


def test_no_cell_of_the_csv_is_a_formula(site: TestClient) -> None:
    rows = list(csv.reader(io.StringIO(site.get("/api/export.csv").text)))
    assert len(rows) > len(ATTACKS)
    assert not [cell for row in rows for cell in row if cell.lstrip(" ")[:1] in set("=+-@\t\r") and not re.fullmatch(r"-?[\d.]+", cell)]


@pytest.mark.parametrize(
    "attack", ["..%2f..%2fetc%2fpasswd", "....//....//etc/passwd", "%00", "/etc/passwd", "prov-motion%2f..%2fx", "%ff%fe"]
)
def test_no_path_leads_out(site: TestClient, attack: str) -> None:
    for path in (
        f"/api/documents/{attack}",
        f"/api/documents/{attack}/original",
        f"/dokument/{attack}",
        f"/static/{attack}",
        f"/api/cases/{attack}",
    ):
        answer = site.get(path)
        check(answer)
        assert answer.status_code in (400, 404, 422), path
        assert "root:x:0" not in answer.text


@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host", "X-Request-ID", "Accept", "Accept-Language", "If-None-Match", "Range"])
def test_no_header_comes_back_in_an_answer(site: TestClient, name: str) -> None:
    for path in ("/sok?q=belysning", "/feed.atom", "/api/search?q=belysning"):
        answer = site.get(path, headers={name: "evil.example<script>"})
        check(answer)
        assert "evil.example" not in answer.text
        assert not [value for value in answer.headers.values() if "evil" in value]


def test_no_query_splits_a_header(site: TestClient) -> None:
    answer = site.get("/sok?q=x%0d%0aSet-Cookie:%20a=b", follow_redirects=False)
    assert "set-cookie" not in answer.headers
