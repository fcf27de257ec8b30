"""Who pastes the name of a file gets that document."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_api.results import ResultPage, SearchRequest
from search_api.service import SearchService
from tests.small_index import document, service_over

NAME = "2031-06-01-underlag--92219.txt"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    return service_over(
        tmp_path_factory.mktemp("filer"),
        [
            document("2031-06-01-underlag--92219", "Badet rustas upp.", "Kostnaden är 40 000 kronor."),
            document("Taxa för bad", "Avgiften höjs."),
            document("annat", "Underlag om bad finns i filen."),
        ],
    )


def ask(service: SearchService, q: str) -> ResultPage:
    return service.search(SearchRequest(q=q, group="paragraph"))


def texts(page: ResultPage) -> list[str]:
    return [hit.passages[0].text for hit in page.hits]


@pytest.mark.parametrize(
    "typed", ["2031-06-01-underlag--92219.txt", "2031-06-01-UNDERLAG--92219.TXT", "mapp/2031-06-01-underlag--92219.txt."]
)
def test_the_name_of_a_file_opens_all_of_it_and_says_so(service: SearchService, typed: str) -> None:
    page = ask(service, typed)
    assert texts(page) == ["Badet rustas upp.", "Kostnaden är 40 000 kronor."]
    assert page.total.documents == 1
    assert any("filen" in note for note in page.query.notes)


def test_a_name_with_spaces_stands_in_quotation_marks(service: SearchService) -> None:
    assert texts(ask(service, '"Taxa för bad.txt"')) == ["Avgiften höjs."]


def test_words_beside_the_name_are_looked_for_in_the_file(service: SearchService) -> None:
    assert texts(ask(service, f"{NAME} kostnaden")) == ["Kostnaden är 40 000 kronor."]


def test_a_file_that_is_not_there_is_words(service: SearchService) -> None:
    page = ask(service, "saknas.txt")
    assert page.total.paragraphs == 0
    assert not any("filen" in note for note in page.query.notes)


def test_facets_and_export_are_of_the_file_alone(service: SearchService) -> None:
    request = SearchRequest(q=NAME)
    assert len(list(service.export(request))) == service.count(request).paragraphs == 2


def test_any_folder_counts_as_the_same_name(tmp_path: Path) -> None:
    small = service_over(tmp_path, [document("a/protokoll", "Första."), document("b/protokoll", "Andra."), document("c", "Tredje.")])
    assert sorted(texts(ask(small, "protokoll.txt"))) == ["Andra.", "Första."]
