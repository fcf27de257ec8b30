"""Who may do what, how often, and what is written down about it."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from council.errors import ConfigurationError
from council.settings import Settings, read_settings
from namndsok.logs import JsonLines, TextLines
from search_api.app import create_api, create_app
from search_api.clients import Clients
from search_api.figures import Figures
from search_api.observing import ACCESS
from search_api.rate_limit import MOST_CLIENTS, Buckets
from search_api.routes import Routes
from search_api.service import SearchService
from tests.small_index import document, service_over, town
from ui.app import API_SEGMENTS, PAGE_SEGMENTS, check_site, create_pages, create_site

READING = {"GET", "HEAD"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    return service_over(tmp_path_factory.mktemp("access"), town())


@pytest.fixture(scope="module")
def site(service: SearchService) -> TestClient:
    return TestClient(create_site(service, Settings()), raise_server_exceptions=False)


def every_route(routes: list[BaseRoute]) -> list[BaseRoute]:
    """All routes, those below mounts too."""
    return [inner for route in routes for inner in (every_route(route.routes or []) if isinstance(route, Mount) else [route])]


class TestOnlyReading:
    """Nothing over HTTP changes anything, so nothing needs a token."""

    def test_every_route_takes_get_and_head_alone(self, service: SearchService):
        api: FastAPI = create_api(service, Settings(), Figures())
        routes = every_route([*Routes(service, Settings()).router().routes, *api.routes, *create_pages(service, Settings()).routes])
        methods = {route.path: set(route.methods or ()) for route in routes if isinstance(route, Route)}
        assert len(methods) > 35
        assert {path: taken for path, taken in methods.items() if not taken <= READING} == {}
        assert {method for operations in api.openapi()["paths"].values() for method in operations} == {"get"}

    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
    def test_another_method_is_refused_before_any_route(self, site: TestClient, method: str):
        for path in ("/api/search", "/sok", "/healthz", "/static/x", "/", "/finns-inte", "/en/sok"):
            answer = site.request(method, path, content=b"q=1")
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD"), path

    def test_a_page_says_so_as_a_page(self, site: TestClient):
        assert "text/html" in site.post("/sok").headers["content-type"]
        assert site.post("/api/search").json()["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    "path",
    ["/", "/sok?q=laddstolpar", "/finns-inte", "/sok?page=x", "/static/finns-inte", "/api/search", "/api/search?size=0", "/docs",
     "/metrics", "/healthz", "/feed.atom", "/robots.txt", "/opensearch.xml", "/en", "/api/documents/x/original", f"/sok?q={'x' * 40_000}"],
)  # fmt: skip
def test_every_answer_has_the_security_headers_and_a_request_id(site: TestClient, path: str):
    for answer in (site.get(path, headers={"X-Request-ID": "prov-12345"}, follow_redirects=False), site.delete(path)):
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["permissions-policy"]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["x-request-id"]
        assert "server" not in answer.headers


class TestLog:
    """One line for each request, and nobody's question in it."""

    def lines(self, service: SearchService, caplog: pytest.LogCaptureFixture, **settings: object) -> list[logging.LogRecord]:
        site = TestClient(create_site(service, Settings(**settings)), raise_server_exceptions=False)  # type: ignore[arg-type]  # fields of Settings
        with caplog.at_level(logging.INFO, logger=ACCESS):
            site.get("/sok?q=hemligtord&board=hemlignämnd", headers={"X-Request-ID": "prov-12345"})
            site.get("/api/search?q=hemligtord")
            site.get("/finns%0a-inte")
        return [record for record in caplog.records if record.name == ACCESS]

    def test_a_line_says_id_method_path_status_and_time(self, service: SearchService, caplog: pytest.LogCaptureFixture):
        record = self.lines(service, caplog)[0]
        about = record.about  # type: ignore[attr-defined]  # given as extra
        assert {name: about[name] for name in ("request_id", "method", "path", "status")} == {
            "request_id": "prov-12345", "method": "GET", "path": "/sok", "status": 200,
        }  # fmt: skip
        assert about["ms"] > 0

    def test_no_question_is_written_unless_a_setting_says_so(self, service: SearchService, caplog: pytest.LogCaptureFixture):
        for formatter in (TextLines(), JsonLines()):
            caplog.clear()
            assert "hemlig" not in "".join(formatter.format(record) for record in self.lines(service, caplog))
            caplog.clear()
            assert "hemligtord" in "".join(formatter.format(record) for record in self.lines(service, caplog, log_queries=True))

    def test_json_is_one_object_a_line(self, service: SearchService, caplog: pytest.LogCaptureFixture):
        for record in self.lines(service, caplog):
            line = JsonLines().format(record)
            assert "\n" not in line
            assert {"time", "level", "logger", "message", "request_id", "method", "path", "status", "ms"} <= set(json.loads(line))

    def test_no_address_writes_a_line_of_its_own(self, service: SearchService, caplog: pytest.LogCaptureFixture):
        assert all("\n" not in TextLines().format(record) for record in self.lines(service, caplog))

    def test_an_unforeseen_error_is_logged_without_what_it_says(self, tmp_path: Path, caplog: pytest.LogCaptureFixture):
        class Broken(SearchService):
            def search(self, request: object) -> object:  # type: ignore[override]  # a test's stand-in
                raise RuntimeError(str(request))

        whole = service_over(tmp_path, town())
        for path in ("/sok?q=hemligtord", "/api/search?q=hemligtord"):
            answer = TestClient(create_site(Broken(whole.engine, whole.encoder), Settings()), raise_server_exceptions=False).get(path)
            assert answer.status_code == 500
            assert answer.headers["x-request-id"] in caplog.text
        assert "RuntimeError" in caplog.text
        assert "hemligtord" not in caplog.text


class TestRateLimit:
    """Off by default; then a bucket for each client."""

    def test_it_is_off_by_default(self, site: TestClient):
        assert {site.get("/api/suggest?q=a").status_code for _ in range(100)} == {200}

    def test_beyond_it_429_says_when_to_come_back_to_programs_and_to_people(self, service: SearchService):
        site = TestClient(create_site(service, Settings(rate_limit=3)))
        assert [site.get("/api/suggest?q=a").status_code for _ in range(4)] == [200, 200, 200, 429]
        answer, page = site.get("/api/search"), site.get("/sok", headers={"Accept-Language": "en"})
        assert answer.json()["error"]["code"] == "too_many_requests"
        assert "Many questions at once" in page.text
        assert {answer.status_code, page.status_code} == {429}
        assert 1 <= int(answer.headers["retry-after"]) <= 20
        assert int(page.headers["retry-after"]) >= 1
        assert site.get("/healthz").status_code == 200
        assert 'namndsok_refused_total{why="rate"}' in site.get("/metrics").text

    def test_each_client_behind_a_trusted_proxy_has_a_bucket_and_nobody_can_claim_to_be_another(self, service: SearchService):
        def statuses(trusted: tuple[str, ...], headers: list[str]) -> list[int]:
            app = create_app(service, Settings(rate_limit=1, trusted_proxies=trusted))
            client = TestClient(app, client=("10.0.0.1", 1234))
            return [client.get("/api/suggest?q=a", headers={"X-Forwarded-For": header}).status_code for header in headers]

        assert statuses(("10.0.0.0/8",), ["192.0.2.1", "192.0.2.2", "192.0.2.1"]) == [200, 200, 429]
        assert statuses((), ["192.0.2.1", "192.0.2.2"]) == [200, 429]
        assert statuses(("10.0.0.1",), ["198.51.100.7, 192.0.2.1", "203.0.113.9, 192.0.2.1"]) == [200, 429]

    def test_a_bucket_fills_evenly_and_holds_a_minutes_worth(self):
        now = [0.0]
        buckets = Buckets(60, clock=lambda: now[0])
        assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
        assert buckets.take("a") == pytest.approx(1.0)
        now[0] = 1.0
        assert buckets.take("a") == 0.0
        assert buckets.take("b") == 0.0
        now[0] = 10_000.0
        assert [buckets.take("a") for _ in range(61)][-1] > 0

    def test_the_memory_of_clients_has_an_end(self):
        buckets = Buckets(1, clock=lambda: 0.0)
        for number in range(MOST_CLIENTS + 10):
            buckets.take(str(number))
        assert len(buckets._buckets) == MOST_CLIENTS  # what the test is about


@pytest.mark.parametrize(
    ("client", "header", "trusted", "named"),
    [
        ("192.0.2.7", "", (), "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", (), "192.0.2.7"),
        ("127.0.0.1", "198.51.100.1", ("127.0.0.1",), "198.51.100.1"),
        ("127.0.0.1", "203.0.113.5, 198.51.100.1, 10.1.1.1", ("127.0.0.0/8", "10.0.0.0/8"), "198.51.100.1"),
        ("127.0.0.1", "10.1.1.1", ("127.0.0.0/8", "10.0.0.0/8"), "10.1.1.1"),
        ("127.0.0.1", "påhittat", ("127.0.0.1",), "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1:4711", ("127.0.0.1",), "198.51.100.1"),
        ("::ffff:192.0.2.7", "", (), "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "", (), "2001:db8:1:2::/64"),
        ("127.0.0.1", "[2001:db8::1]:80", ("127.0.0.1",), "2001:db8::/64"),
        (None, "", (), "unknown"),
    ],
)
def test_a_client_is_the_last_address_that_is_no_trusted_proxy(client: str | None, header: str, trusted: tuple[str, ...], named: str):
    headers = [(b"x-forwarded-for", header.encode("utf-8"))] if header else []
    scope = {"type": "http", "client": (client, 1) if client else None, "headers": headers}
    assert Clients(trusted).of(scope) == named


class TestPublicAddress:
    """https://kommun.example/handlingar: behind a proxy that takes the path off, and behind one that does not."""

    PREFIXED = Settings(public_url="https://kommun.example/handlingar/")

    @pytest.fixture
    def prefixed(self, service: SearchService) -> TestClient:
        return TestClient(create_site(service, self.PREFIXED), base_url="http://intern.example:8000", follow_redirects=False)

    @pytest.mark.parametrize("before", ["", "/handlingar"])
    @pytest.mark.parametrize(
        "path", ["/", "/sok?q=laddstolpar", "/en/sok?q=laddstolpar", "/api/search?q=laddstolpar", "/docs", "/docs/style.css",
                 "/openapi.json", "/feed.atom", "/healthz", "/opensearch.xml", "/dokument/prov-motion", "/api/documents/prov-motion",
                 "/robots.txt"],
    )  # fmt: skip
    def test_every_address_answers_with_and_without_the_path(self, prefixed: TestClient, before: str, path: str):
        answer = prefixed.get(before + path)
        assert answer.status_code == 200
        assert "intern.example" not in answer.text

    @pytest.mark.parametrize("before", ["", "/handlingar"])
    def test_what_a_page_needs_is_there_under_the_path(self, prefixed: TestClient, before: str):
        page = prefixed.get(f"{before}/sok?q=laddstolpar").text
        sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
        assert sheet.startswith("/handlingar/static/")
        assert prefixed.get(sheet).status_code == 200
        assert prefixed.get(sheet.removeprefix("/handlingar")).status_code == 200

    def test_the_path_itself_is_the_start_page(self, prefixed: TestClient):
        assert prefixed.get("/handlingar").status_code == 200

    def test_feeds_documentation_and_the_search_box_name_the_whole_address(self, prefixed: TestClient):
        assert 'href="https://kommun.example/handlingar/feed.atom"' in prefixed.get("/handlingar/feed.atom").text
        assert prefixed.get("/feed.json").json()["home_page_url"] == "https://kommun.example/handlingar/sok"
        assert 'href="/handlingar/openapi.json"' in prefixed.get("/docs").text
        assert 'href="/handlingar/docs/style.css"' in prefixed.get("/docs").text
        assert prefixed.get("/openapi.json").json()["servers"] == [{"url": "https://kommun.example/handlingar"}]
        assert 'template="https://kommun.example/handlingar/sok' in prefixed.get("/opensearch.xml").text

    def test_an_address_that_only_begins_alike_is_another(self, prefixed: TestClient):
        assert prefixed.get("/handlingarna").status_code == 404

    @pytest.mark.parametrize("first", sorted(API_SEGMENTS | PAGE_SEGMENTS))
    def test_a_path_that_is_one_of_the_sites_own_is_refused(self, first: str):
        with pytest.raises(ConfigurationError, match="NAMNDSOK_PUBLIC_URL"):
            check_site(Settings(public_url=f"https://kommun.example/{first}/x"))

    def test_every_first_segment_of_a_route_is_known_as_the_sites_own(self, service: SearchService):
        own = {getattr(route, "path", "/").split("/")[1] for route in every_route(list(create_pages(service, Settings()).routes))}
        assert own - PAGE_SEGMENTS == {"", "opensearch.xml", "robots.txt"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("PUBLIC_URL", "kommun.se"), ("PUBLIC_URL", "ftp://kommun.se"), ("PUBLIC_URL", "https://kommun.se?a=1"), ("TRUSTED_PROXIES", "proxy"),
     ("LOG_FORMAT", "xml"), ("RATE_LIMIT", "-1"), ("CONCURRENCY", "0"), ("REQUEST_SECONDS", "0"), ("QUEUE", "-1")],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str):
    with pytest.raises(ConfigurationError, match=f"NAMNDSOK_{name}"):
        read_settings({f"NAMNDSOK_{name}": value})


class TestKeptAnswers:
    """What many ask is reckoned out once, and never outlives its index."""

    def test_the_same_question_is_searched_once_until_the_index_changes(self, tmp_path: Path):
        service = service_over(tmp_path, town())
        site = TestClient(create_site(service, Settings()))
        first = site.get("/api/search?q=laddstolpar&mode=keyword")
        assert site.get("/api/search?q=laddstolpar&mode=keyword").content == first.content
        assert 'namndsok_kept_answers_total{outcome="found"} 1.0' in site.get("/metrics").text
        read = document("ny", "Nya laddstolpar vid gångvägen.")
        with service.engine.writer() as writer:
            writer.write(read, service.encoder.encode_passages([p.text for p in read.paragraphs]))  # type: ignore[union-attr]  # it has one
        assert site.get("/api/search?q=laddstolpar&mode=keyword").json()["total"]["documents"] == first.json()["total"]["documents"] + 1

    def test_what_is_taken_away_is_in_no_kept_answer(self, tmp_path: Path):
        service = service_over(tmp_path, town())
        site = TestClient(create_site(service, Settings()))
        paths = ("/sok?q=trygghetsvandringar", "/api/search?q=trygghetsvandringar", "/dokument/prov-farsta", "/feed.atom", "/")
        assert all("Trygghetsvandringar" in site.get(path).text for path in paths[:4] for _ in range(2))
        with service.engine.writer() as writer:
            writer.remove("prov-farsta", block=True)
        assert not [path for path in paths if "Trygghetsvandringar" in site.get(path).text]

    def test_language_and_compression_have_answers_of_their_own(self, site: TestClient):
        for _ in range(2):
            assert site.get("/om", headers={"Accept-Language": "en"}).headers["content-language"] == "en"
            assert site.get("/om", headers={"Accept-Language": "sv"}).headers["content-language"] == "sv"
            assert "content-encoding" not in site.get("/om", headers={"Accept-Encoding": "identity"}).headers
            assert site.get("/om", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"

    def test_a_reader_who_has_a_kept_answer_is_sent_none(self, site: TestClient):
        first = site.get("/api/coverage")
        again = site.get("/api/coverage", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])

    def test_head_of_a_kept_answer_has_its_length_and_no_body(self, site: TestClient):
        got = site.get("/api/search?q=laddstolpar", headers={"Accept-Encoding": "identity"})
        head = site.head("/api/search?q=laddstolpar", headers={"Accept-Encoding": "identity"})
        assert (head.content, head.headers["content-length"]) == (b"", str(len(got.content)))

    def test_their_memory_has_an_end(self, service: SearchService):
        site = TestClient(create_site(service, Settings(cache_megabytes=1)))
        for number in range(200):
            assert site.get(f"/api/search?q=laddstolpar&size={1 + number % 100}&page=1&x={number}").status_code == 200
        kept = site.app
        while type(kept).__name__ != "KeptAnswers":
            kept = kept.app  # type: ignore[attr-defined]  # each layer has the next
        assert 0 < kept._size <= 1024 * 1024  # type: ignore[attr-defined]  # what the test is about
        assert kept._size == sum(answer.size for answer in kept._answers.values())  # type: ignore[attr-defined]

    def test_a_setting_turns_it_off(self, service: SearchService):
        site = TestClient(create_site(service, Settings(cache_megabytes=0)))
        site.get("/api/search?q=laddstolpar")
        assert "namndsok_kept_answers_total{" not in site.get("/metrics").text
