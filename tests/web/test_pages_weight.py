"""Every page is at most 60 kB on the wire, however long the document, the case or the list, and what is cut is all there in its parts."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from council.settings import Settings
from search_api.compressing import compressed
from tests.web.heavy import FILES, PARTIES, STEPS, HeavyService
from tests.web.reading import page, text_of, texts
from ui.app import create_pages
from ui.views.parts import MOST_CHARACTERS, MOST_ITEMS, cut

HEAVIEST = 60_000
"""Bytes of a page, compressed (issue 8)."""
EVERY_PARTY = "&".join(f"party={party}" for party in PARTIES)
HEAVY = (
    "/",
    "/sok",
    "/sok?q=kommun",
    "/sok?group=paragraph",
    "/dokument/tung-0",
    "/dokument/tung-0?q=kommun&del=3",
    "/arenden",
    "/arenden/storst",
    "/arenden/storst?del=2",
    "/partier",
    "/partier?rader=year",
    f"/partier?q=kommun&{EVERY_PARTY}",
    "/namnder",
    "/tackning",
    "/tackning?page=3",
)


@pytest.fixture(scope="module")
def heavy() -> TestClient:
    return TestClient(create_pages(HeavyService(), Settings()))  # type: ignore[arg-type]  # a fake with the service's methods


@pytest.mark.parametrize("path", HEAVY)
def test_the_heaviest_pages_are_light_on_the_wire(heavy: TestClient, path: str):
    answer = heavy.get(path)
    assert answer.status_code == 200
    assert len(compressed(answer.content)) <= HEAVIEST


def parts_of(heavy: TestClient, address: str) -> list[str]:
    count = int(text_of(page(heavy, address), ".leaf").split()[-1])
    return [f"{address}?del={part}" for part in range(1, count + 1)]


def test_a_document_of_long_paragraphs_is_all_there_in_its_parts(heavy: TestClient):
    shown = [paragraph.get("id") for part in parts_of(heavy, "/dokument/tung-0") for paragraph in page(heavy, part).cssselect(".paragraph")]
    assert shown == [paragraph.id for paragraph in HeavyService().documents["tung-0"].paragraphs]


def test_a_case_of_hundreds_of_steps_is_all_there_in_its_parts(heavy: TestClient):
    shown = [quote for part in parts_of(heavy, "/arenden/storst") for quote in page(heavy, part).cssselect(".stage .tools a")]
    assert len(shown) == STEPS


@pytest.mark.parametrize("part", ["0", "99", "x"])
def test_a_part_of_a_case_that_is_not_there_is_said(heavy: TestClient, part: str):
    assert f"men är ”{part}”" in text_of(page(heavy, f"/arenden/storst?del={part}", status=422))


def test_every_board_is_on_a_page_of_the_coverage_and_what_is_not_listed_is_counted(heavy: TestClient):
    first = page(heavy, "/tackning")
    pages = int(text_of(first, ".paging span").split()[-1])
    boards = [name for number in range(1, pages + 1) for name in texts(page(heavy, f"/tackning?page={number}"), ".board h3")]
    assert len(boards) == len(set(boards)) == len({row.board for row in HeavyService().coverage().boards})
    assert f"och {FILES - 200:,} till".replace(",", " ") in text_of(first)
    page(heavy, f"/tackning?page={pages + 1}", status=422)


def test_a_facet_of_hundreds_of_values_lists_the_commonest_and_says_how_many_more_there_are(heavy: TestClient):
    tree = page(heavy, "/sok")
    board = next(facet for facet in tree.cssselect("details.facet") if text_of(facet, "h3") == "Nämnd")
    assert len(board.cssselect("li")) == 100
    assert "till finns. Skriv namnet i sökrutan" in text_of(board, ".hint")


def test_parts_hold_everything_in_order_and_none_is_too_large():
    lengths = [30_000, 50_000, 90_000, 10, *[1] * 400]
    ranges = cut(lengths)
    assert [place for places in ranges for place in places] == list(range(len(lengths)))
    for places in ranges:
        assert len(places) <= MOST_ITEMS
        assert len(places) == 1 or sum(lengths[place] for place in places) <= MOST_CHARACTERS
    assert cut([]) == (range(0),)
