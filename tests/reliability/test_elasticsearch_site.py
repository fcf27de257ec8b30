"""The site over Elasticsearch: how many requests a search takes, and what people meet when the cluster is gone, slow, busy or full."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from council.criteria import FACETS
from council.engines.elastic import Cluster, Connection
from council.engines.elastic_engine import ElasticEngine, ElasticOptions
from council.engines.fields import own_boards
from council.errors import WriteRefused
from council.settings import Settings
from search_api.results import SearchRequest, Sort
from search_api.service import SearchService
from tests.contract.small_swedish import small_analyse
from tests.elasticsearch.node import Node, restart
from tests.reliability.between import Between, between
from tests.small_index import MODEL, CountingEncoder, document, town
from ui.app import create_site

OpenService = Callable[..., SearchService]
LOOKS = ("_mget", "_pit")
"""Requests that look for a new commit, at most once a second, and belong to no search."""


def service_over(url: str, prefix: str, timeout: float = 60.0, fresh: float = 3600.0) -> SearchService:
    """A service whose engine looks for a new commit only in the beginning, and which makes every search that is asked for."""
    options = ElasticOptions(prefix, replicas=0, vectors="flat", fresh=fresh, patience=0.0)
    engine = ElasticEngine(Connection((url,), timeout=timeout), MODEL, options, analyse=small_analyse, boards_of=own_boards)
    return SearchService(engine, CountingEncoder(), remembered=0)


@pytest.fixture(scope="module")
def town_index(server: Node) -> Iterator[str]:
    """The prefix of an index of the town's documents."""
    prefix = f"test-{secrets.token_hex(6)}"
    service = service_over(server.url, prefix)
    with service.engine.writer() as writer:
        for read in town():
            writer.write(read, CountingEncoder().encode_passages([p.text for p in read.paragraphs]))
    yield prefix
    service.engine.close()


@pytest.fixture
def open_service(town_index: str) -> Iterator[OpenService]:
    """Opens services over an address, and closes them."""
    opened: list[SearchService] = []

    def open_one(url: str, timeout: float = 60.0) -> SearchService:
        service = service_over(url, town_index, timeout)
        opened.append(service)
        return service

    yield open_one
    for service in opened:
        service.engine.close()


def site_over(service: SearchService) -> TestClient:
    return TestClient(create_site(service, Settings()), raise_server_exceptions=False)


def requests_of(proxy: Between, service: SearchService, request: SearchRequest) -> list[str]:
    """The requests that one search takes."""
    proxy.asked.clear()
    assert service.search(request).total.paragraphs
    return [path for path in proxy.asked if not path.endswith(LOOKS)]


def test_a_search_takes_two_requests_and_one_more_for_words_that_are_new(server: Node, open_service: OpenService) -> None:
    with between(server.url) as proxy:
        service = open_service(proxy.url)
        service.search(SearchRequest())
        asked = SearchRequest("laddstolpar stationen")
        assert requests_of(proxy, service, asked) == ["/_msearch"] * 3
        assert requests_of(proxy, service, asked) == ["/_msearch"] * 2
        for other in ({"page": 2, "size": 1}, {"year_from": 2000}, {"group": "paragraph"}, {"fold": True}, {"kind": ("protokoll",)}):
            assert len(requests_of(proxy, service, replace(asked, **other))) == 2, other


def test_a_search_in_another_order_or_of_everything_takes_a_request_or_two_more(server: Node, open_service: OpenService) -> None:
    with between(server.url) as proxy:
        service = open_service(proxy.url)
        service.search(SearchRequest("laddstolpar"))
        orders: tuple[Sort, ...] = ("newest", "oldest")
        assert {len(requests_of(proxy, service, SearchRequest("laddstolpar", sort=sort))) for sort in orders} == {4}
        assert len(requests_of(proxy, service, SearchRequest())) <= 4


def test_a_cluster_that_is_gone_is_a_clear_page_and_red_and_one_that_is_back_is_green(server: Node, town_index: str) -> None:
    service = service_over(server.url, town_index, timeout=10.0, fresh=1.0)
    site = site_over(service)
    assert site.get("/readyz").status_code == 200
    assert site.get("/api/search?q=laddstolpar").status_code == 200
    server.kill()
    refused = site.get("/api/search?q=elcyklar")  # what was answered before may be answered again
    assert (refused.status_code, refused.headers.get("Retry-After")) == (503, "10"), refused.text
    assert "svarar inte just nu" in refused.json()["error"]["message"]
    assert site.get("/readyz").status_code == 503
    page = site.get("/sok?q=stationen")
    assert (page.status_code, "<h1" in page.text) == (503, True)
    assert "Traceback" not in page.text
    assert site.get("/healthz").status_code == 200
    restart(server)
    until = time.monotonic() + 120
    while site.get("/readyz").status_code != 200 or site.get("/api/search?q=elcyklar").status_code != 200:
        assert time.monotonic() < until, "the site did not come back"
        time.sleep(0.5)
    assert site.get("/sok?q=stationen").status_code == 200
    service.engine.close()


def test_a_slow_cluster_is_a_time_out_and_no_hung_page(server: Node, open_service: OpenService) -> None:
    with between(server.url) as proxy:
        service = open_service(proxy.url, timeout=2.0)
        site = site_over(service)
        assert site.get("/api/search?q=laddstolpar").status_code == 200
        proxy.delay = 60.0
        started = time.monotonic()
        refused = site.get("/api/search?q=elcyklar")
        assert time.monotonic() - started < 30
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "engine_unavailable")
        proxy.delay = 0.0
        assert site.get("/api/search?q=elcyklar").status_code == 200


def test_a_busy_cluster_is_asked_again_and_one_that_stays_busy_is_told(server: Node, open_service: OpenService) -> None:
    with between(server.url) as proxy:
        service = open_service(proxy.url, timeout=4.0)
        site = site_over(service)
        site.get("/api/search?q=laddstolpar")
        proxy.refusals = 2
        assert site.get("/api/search?q=stationen").status_code == 200
        assert proxy.refusals == 0
        proxy.refusals = 1_000_000
        refused = site.get("/api/search?q=elcyklar")
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "engine_unavailable")
        proxy.refusals = 0


def test_a_full_disk_stops_writing_and_says_so_while_searches_go_on(server: Node, town_index: str) -> None:
    service = service_over(server.url, town_index, fresh=0.0)
    cluster = Cluster(Connection((server.url,)))
    indices = ",".join(cluster.indices(f"{town_index}-*"))
    # What Elasticsearch sets by itself at the flood stage of a disk; here the disk has room, so it is taken off by hand.
    cluster._client.indices.put_settings(index=indices, settings={"index.blocks.read_only_allow_delete": True})
    read = document("ny", "En ny laddstolpe vid torget.")
    with pytest.raises(WriteRefused, match="disken är full"), service.engine.writer() as writer:
        writer.write(read, CountingEncoder().encode_passages([p.text for p in read.paragraphs]))
    assert service.search(SearchRequest("laddstolpar")).total.paragraphs
    cluster._client.indices.put_settings(index=indices, settings={"index.blocks.read_only_allow_delete": None})
    assert set(service.count(SearchRequest(), FACETS).facets) == set(FACETS)
    cluster.close()
    service.engine.close()
