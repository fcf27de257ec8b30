"""Every limit of what can be asked: what is just within is answered, what is just beyond is refused, or bounded with a note."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from council.settings import Settings
from search_api.comparison import MAX_PARTIES
from search_api.front import LONGEST_ADDRESS
from search_api.parameters import LONGEST_QUERY, MOST_VALUES
from search_api.query import MAX_CLAUSES, MAX_DEPTH, MAX_PREFIXES
from search_api.query_lexer import MAX_LENGTH
from search_api.routes import CASES_AT_ONCE, LONGEST_ID, MAX_PAGE
from search_api.service import MAX_REACH, MAX_SIZE, SearchService
from tests.small_index import service_over, town
from ui.app import create_site


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    return service_over(tmp_path_factory.mktemp("limits"), town())


@pytest.fixture(scope="module")
def site(service: SearchService) -> TestClient:
    return TestClient(create_site(service, Settings()))


def values(name: str, number: int, length: int = 3) -> str:
    return "&".join(f"{name}={n:0{length}d}" for n in range(number))


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        (f"/api/search?q={'a' * LONGEST_QUERY}", f"/api/search?q={'a' * (LONGEST_QUERY + 1)}"),
        (f"/api/suggest?q={'a' * LONGEST_QUERY}", f"/api/suggest?q={'a' * (LONGEST_QUERY + 1)}"),
        (f"/api/cases?q={'a' * LONGEST_QUERY}", f"/api/cases?q={'a' * (LONGEST_QUERY + 1)}"),
        (f"/api/search?size={MAX_SIZE}", f"/api/search?size={MAX_SIZE + 1}"),
        (f"/api/search?page={MAX_REACH // 50}&size=50", f"/api/search?page={MAX_REACH // 50 + 1}&size=50"),
        (f"/api/search?{values('board', MOST_VALUES)}", f"/api/search?{values('board', MOST_VALUES + 1)}"),
        (f"/api/search?board={'a' * 200}", f"/api/search?board={'a' * 201}"),
        ("/api/search?year_from=1000", "/api/search?year_from=999"),
        ("/api/search?year_to=2999", "/api/search?year_to=3000"),
        (f"/api/cases?size={CASES_AT_ONCE}", f"/api/cases?size={CASES_AT_ONCE + 1}"),
        ("/api/cases?page=10000", "/api/cases?page=10001"),
        (f"/api/similar/prov-farsta-00000000?limit={MAX_SIZE}", f"/api/similar/prov-farsta-00000000?limit={MAX_SIZE + 1}"),
        (f"/sok?size={MAX_SIZE}", f"/sok?size={MAX_SIZE + 1}"),
        (f"/sok?page={MAX_REACH // 50}&size=50", f"/sok?page={MAX_REACH // 50 + 1}&size=50"),
    ],
)
def test_what_is_within_a_limit_is_answered_and_what_is_beyond_is_422(site: TestClient, within: str, beyond: str):
    assert (site.get(within).status_code, site.get(beyond).status_code) == (200, 422)


def test_a_page_of_an_original_has_a_number_within_bounds(site: TestClient):
    statuses = [site.get(f"/api/documents/prov-farsta/pages/{page}.png").status_code for page in (MAX_PAGE, MAX_PAGE + 1, 0)]
    assert statuses == [404, 422, 422]


def test_an_address_has_a_length(site: TestClient):
    query = "x=" + "a" * (LONGEST_ADDRESS - 2)
    for path in ("/api/search", "/sok", "/tackning"):
        assert (site.get(f"{path}?{query}").status_code, site.get(f"{path}?{query}a").status_code) == (200, 414), path


@pytest.mark.parametrize("path", ["/api/documents/{}", "/api/documents/{}/original", "/api/cases/{}", "/api/similar/{}"])
def test_an_id_has_a_length(site: TestClient, path: str):
    assert {site.get(path.format("a" * length)).status_code for length in (LONGEST_ID, LONGEST_ID + 1, 8_000)} == {404}


def notes(site: TestClient, query: str) -> str:
    answer = site.get("/api/search", params={"q": query})
    assert answer.status_code == 200
    return " ".join(answer.json()["query"]["notes"])


def test_of_a_long_query_the_beginning_is_searched_with_a_note(site: TestClient):
    assert "är lång" not in notes(site, "x" * MAX_LENGTH)
    assert "är lång" in notes(site, "x" * (MAX_LENGTH + 1))


def test_of_many_words_the_first_are_searched_with_a_note(site: TestClient):
    assert "många ord" in notes(site, " ".join(f"ord{n}" for n in range(MAX_CLAUSES + 1)))


def test_deep_brackets_are_words_with_a_note(site: TestClient):
    assert "djupare" in notes(site, "(" * (MAX_DEPTH + 5) + "snö" + ")" * (MAX_DEPTH + 5))


def test_open_endings_have_a_number(site: TestClient):
    assert notes(site, " ".join(f"{letter}nö*" for letter in "abcdefghijklm"[: MAX_PREFIXES + 3]))


def test_a_comparison_has_a_number_of_parties(site: TestClient):
    columns = site.get(f"/api/compare?q=laddstolpar&{values('party', 40)}").json()["columns"]
    assert len(columns) <= MAX_PARTIES


def test_the_page_takes_a_query_of_a_length_and_searches_the_beginning_of_a_longer_one(site: TestClient):
    assert site.get(f"/sok?q={quote('snö ' * 2_000)}").status_code == 200
