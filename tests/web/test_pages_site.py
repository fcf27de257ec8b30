"""What holds for every page: headers, static files, links, errors, and where the API begins."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from council.errors import EngineUnavailable, IndexMissing
from council.settings import Settings
from search_api.results import ResultPage, SearchRequest
from tests.web.fake_service import FakeService
from tests.web.reading import client, local_links, page, text_of
from ui.app import API_SEGMENTS, create_site

EVERY = (
    "/",
    "/sok",
    "/sok?q=laddplatser",
    "/sok?q=ub%C3%A5tshamn",
    "/dokument/lillaker-tekniska-2021-10-14",
    "/dokument/lillaker-tekniska-2021-10-14?sida=1&stycke=lillaker-tekniska-2021-10-14-p2",
    "/dokument/lillaker-kulturplan?del=2",
    "/liknande/lillaker-konstig-p0",
    "/arenden",
    "/arenden/ks-2021-0114",
    "/partier",
    "/partier?party=V&party=S",
    "/namnder",
    "/namnder/tekniska-namnden",
    "/tackning",
    "/om",
)


@pytest.fixture(scope="module")
def site() -> TestClient:
    return TestClient(create_site(FakeService(), Settings()), follow_redirects=False)  # type: ignore[arg-type]  # a fake with the service's methods


@pytest.mark.parametrize("path", EVERY)
def test_every_page_forbids_what_is_inline_or_from_elsewhere(path: str):
    answer = client().get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    tree = page(client(), path)
    assert not tree.cssselect("style, script:not([src])")
    assert not [name for element in tree.iter() for name in element.attrib if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("path", EVERY)
def test_every_page_has_one_heading_a_title_and_a_language(path: str):
    tree = page(client(), path)
    assert len(tree.cssselect("h1")) == 1
    assert tree.cssselect("title")[0].text.endswith("Nämndsök")
    assert tree.get("lang") == "sv"


@pytest.mark.parametrize("path", EVERY)
def test_every_page_is_sent_once(path: str):
    tag = client().get(path).headers["etag"]
    again = client().get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_no_link_of_the_site_is_dead(site: TestClient):
    seen: set[str] = set()
    waiting = ["/", "/sok?q=laddplatser", "/partier?party=V&party=S", "/sok?q=ub%C3%A5tshamn"]
    while waiting and len(seen) < 400:
        path = waiting.pop()
        if path in seen or path.startswith(("/api/", "/feed.", "/docs")) or path.endswith("/original"):
            continue
        seen.add(path)
        answer = site.get(path)
        assert answer.status_code in (200, 302, 303), (path, answer.status_code)
        if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
            waiting.extend(local_links(page(site, path)))
    assert len(seen) > 100


def test_static_files_are_kept_for_ever_under_names_with_digests():
    sheet = page(client(), "/").cssselect("link[rel=stylesheet]")[0].get("href")
    assert re.fullmatch(r"/static/site\.[0-9a-f]{10}\.css", sheet)
    answer = client().get(sheet)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("path", ["/static/site.css", "/static/site.0000000000.css", "/finns-inte", "/dokument/"])
def test_an_address_that_nothing_has_is_not_found(path: str):
    assert text_of(page(client(), path, status=404), "h1") == "Sidan finns inte"


def test_canonical_links_come_from_the_setting_alone():
    assert not page(client(), "/arenden").cssselect("link[rel=canonical]")
    tree = page(client(public_url="https://sok.lillaker.example/"), "/arenden?q=cykel")
    assert tree.cssselect("link[rel=canonical]")[0].get("href") == "https://sok.lillaker.example/arenden?q=cykel"


def test_a_host_header_is_never_repeated():
    assert "evil.example" not in client().get("/sok?q=cykel", headers={"Host": "evil.example"}).text


def test_browsers_can_add_the_search_box():
    answer = client(public_url="https://sok.lillaker.example").get("/opensearch.xml")
    assert answer.headers["content-type"].startswith("application/opensearchdescription+xml")
    assert 'template="https://sok.lillaker.example/sok?q={searchTerms}"' in answer.text


class Away(FakeService):
    """A service whose engine cannot answer."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def search(self, request: SearchRequest) -> ResultPage:
        raise self.error


def test_an_engine_that_is_away_is_said_with_when_to_try_again():
    answer = client(Away(EngineUnavailable("http://10.0.0.3:9200 svarar inte"))).get("/sok?q=cykel")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "Sökmotorn svarar inte just nu" in answer.text
    assert "10.0.0.3" not in answer.text


def test_an_index_that_is_not_made_yet_is_said():
    answer = client(Away(IndexMissing("saknas"))).get("/sok")
    assert answer.status_code == 503
    assert "Ingenting är indexerat ännu" in answer.text


def test_a_fault_of_ours_is_a_page_without_its_details():
    answer = client(Away(RuntimeError("hemlig väg /srv/x"))).get("/sok")
    assert answer.status_code == 500
    assert "Något gick fel" in answer.text
    assert "hemlig" not in answer.text


def test_pages_and_api_answer_their_own_errors(site: TestClient):
    assert site.get("/api/finns-inte").json()["error"]["code"] == "not_found"
    assert "<h1>Sidan finns inte</h1>" in site.get("/finns-inte").text


def test_every_address_of_the_api_reaches_the_api(site: TestClient):
    paths = site.get("/openapi.json").json()["paths"]
    assert {path.split("/")[1] for path in paths} <= API_SEGMENTS


def test_what_is_large_is_compressed(site: TestClient):
    assert site.get("/sok", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"


def test_robots_are_told_what_not_to_read():
    assert "Disallow: /api/" in client().get("/robots.txt").text


@pytest.mark.parametrize("path", ["/dokument/{}", "/arenden/{}", "/namnder/{}", "/liknande/{}", "/dokument/x/stycke/{}", "/static/{}"])
@pytest.mark.parametrize("odd", ["<script>", "a b", "å" * 300, "%", "'\""])
def test_odd_ids_are_not_found(path: str, odd: str):
    answer = client().get(path.format(quote(odd, safe="")))
    assert answer.status_code == 404
    assert "<script>" not in answer.text.replace('<script type="module"', "")
