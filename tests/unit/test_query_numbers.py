"""A number is found in any writing: what states it first, then all that belongs to it, whose it is and of which year."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from council.model import ReadDocument
from search_api.query_numbers import day
from search_api.results import PassageHit, ResultPage, SearchRequest
from search_api.service import SearchService
from tests.small_index import FARSTA, TEKNISKA, document, paragraph, service_over

KS = "Kommunstyrelsen"
STATED = "Diarienummer: 2031.198 KS. Handläggare: Alva Exempel."
VIEW = "Kontoret har inga synpunkter på bedömningen av nattvila."
DECIDED = "Kommunstyrelsen medger undantag."
LISTED = "Beslutsunderlag: skrivelse om nattvila."
OTHER = "Simhallen får nya öppettider."
MENTIONED = "Tekniska nämnden behandlade frågan den 2 maj, § 76."
OWN = "Nämnden avslår ansökan om grusväg."
OF_FARSTA = "Farsta ordnar en höstmarknad."
LAW = "Enligt avfallsförordningen (SFS 2020:614) lämnas tidningar till återvinning."


def minutes() -> list[ReadDocument]:
    matter = "§ 106 2031.198 KS Begäran om undantag från nattvila"
    other = "§ 107 2031.220 KS Simhallens öppettider"
    return [
        document(
            "skrivelse",
            paragraph("prov-skrivelse", 0, STATED, case="2031.198 KS"),
            paragraph("prov-skrivelse", 1, VIEW, case="2031.198 KS", section_kind="administration_view"),
            kind="tjänsteskrivelse", board=KS, dnr=("2031.198 KS",), date=dt.date(2031, 5, 11), title="Undantag från nattvila",
        ),
        document(
            "protokoll",
            paragraph("prov-protokoll", 0, "Plats och tid: Rådhuset.", section_kind="attendance"),
            paragraph("prov-protokoll", 1, LISTED, case="§ 106", headings=(matter,), section_kind="attachment_list"),
            paragraph("prov-protokoll", 2, DECIDED, case="§ 106", headings=(matter, "Beslut"), section_kind="decision"),
            paragraph("prov-protokoll", 3, OTHER, case="§ 107", headings=(other,), section_kind="decision"),
            board=KS, dnr=("2031.198 KS", "2031.220 KS"), date=dt.date(2031, 6, 1), title="Protokoll Kommunstyrelsen",
        ),
        document("ks", paragraph("prov-ks", 0, MENTIONED, case="§ 12"), board=KS, date=dt.date(2030, 6, 1)),
        document(
            "tekniska", paragraph("prov-tekniska", 0, OWN, case="§ 76", section_kind="decision"), board=TEKNISKA, date=dt.date(2030, 5, 2)
        ),
        document("farsta", paragraph("prov-farsta", 0, OF_FARSTA, case="§ 76"), board=FARSTA, date=dt.date(2031, 5, 2)),
        document("avfall", LAW),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    return service_over(tmp_path_factory.mktemp("nummer"), minutes())


def ask(service: SearchService, q: str) -> ResultPage:
    return service.search(SearchRequest(q=q, group="paragraph"))


def texts(page: ResultPage) -> list[str]:
    found: list[PassageHit] = [passage for hit in page.hits for passage in hit.passages]
    return [passage.text for passage in found]


@pytest.mark.parametrize(
    "typed",
    [
        "2031.198 KS",
        "dnr 2031.198 KS",
        "KS 2031/198",
        "KS-2031-198",
        "2031/198",
        "Dnr KS 2031/00198",
        "2031.198",
        "diarienummer KS 2031-198",
    ],
)
def test_every_writing_of_a_diary_number_finds_what_states_it_then_the_whole_matter(service: SearchService, typed: str) -> None:
    found = texts(ask(service, typed))
    assert found[0] == STATED
    assert set(found[1:]) >= {DECIDED, VIEW, LISTED}
    assert OTHER not in found


def test_lists_come_after_what_was_decided(service: SearchService) -> None:
    found = texts(ask(service, "2031.198 KS"))
    assert found.index(DECIDED) < found.index(LISTED)


def test_words_beside_a_diary_number_leave_none_of_the_matter_out(service: SearchService) -> None:
    assert set(texts(ask(service, "nattvila 2031.198 KS"))) == set(texts(ask(service, "2031.198 KS")))


def test_a_diary_number_that_is_nowhere_finds_nothing_whatever_stands_beside_it(service: SearchService) -> None:
    page = ask(service, "nattvila 2031.999 KS")
    assert page.total.paragraphs == 0
    assert not page.hits


def test_a_field_finds_the_matter_in_minutes_too(service: SearchService) -> None:
    assert DECIDED in texts(ask(service, "dnr:2031.198"))


def test_the_paragraph_itself_stands_before_what_mentions_it(service: SearchService) -> None:
    found = texts(ask(service, "§ 76"))
    assert found[0] == OWN
    assert set(found) == {OWN, OF_FARSTA, MENTIONED}


@pytest.mark.parametrize("typed", ["§ 76 tekniska nämnden", "tekniska nämnden § 76", "paragraf 76 i Tekniska nämnden"])
def test_a_board_beside_a_paragraph_says_whose_it_is(service: SearchService, typed: str) -> None:
    page = ask(service, typed)
    assert texts(page) == [OWN]
    (chip,) = page.query.filters
    assert (chip.field, chip.value, (chip.typed or "").casefold()) == ("board", TEKNISKA, "tekniska nämnden")


def test_a_year_beside_a_paragraph_is_its_year_and_a_date_brings_that_day_first(service: SearchService) -> None:
    assert set(texts(ask(service, "§ 76 2031"))) == {OF_FARSTA}
    assert texts(ask(service, "§ 76 2030-06-01"))[0] in {OWN, MENTIONED}
    assert set(texts(ask(service, "§ 76 2030-06-01"))) == {OWN, MENTIONED}


def test_the_year_of_a_statute_is_no_year_of_the_minutes(service: SearchService) -> None:
    assert not ask(service, "kommunallagen 2017 § 76").query.filters


def test_words_beside_a_paragraph_are_wanted_where_any_text_holds_both(service: SearchService) -> None:
    page = ask(service, "§ 76 grusväg")
    assert texts(page) == [OWN]
    assert not page.query.notes


def test_words_that_nothing_holds_beside_a_number_are_left_out_and_told(service: SearchService) -> None:
    page = ask(service, "SFS 2020:614 simhall")
    assert texts(page) == [LAW]
    assert any("resten av orden" in note for note in page.query.notes)
    assert texts(ask(service, "SFS 2020:614 tidningar")) == [LAW]


def test_a_quoted_phrase_beside_a_number_is_still_demanded(service: SearchService) -> None:
    assert texts(ask(service, '2031.198 KS "inga synpunkter"')) == [VIEW]


def test_a_date_is_found_as_it_is_written_in_running_text(tmp_path: Path) -> None:
    small = service_over(
        tmp_path, [document("a", "Sammanträdet hölls den 1 juni 2026 i Rådhuset."), document("b", "Den 2 juni 2026 var det lov.")]
    )
    assert texts(ask(small, "2026-06-01")) == ["Sammanträdet hölls den 1 juni 2026 i Rådhuset."]


def test_a_day_is_a_day_of_the_calendar() -> None:
    assert day("2026-02-28") == dt.date(2026, 2, 28)
    assert day("2026-02-30") is None
    assert day("2026") is None
