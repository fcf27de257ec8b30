"""Start, cases, parties, boards, coverage and about."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from council.model import Case, Step
from tests.web.fake_cases import CASES
from tests.web.fake_service import FakeService
from tests.web.reading import client, page, text_of, texts
from ui.views.case import outcome_sentence, unanswered
from ui.views.coverage import spans
from ui.wording import Wording

MOTION = CASES[0]


def test_the_start_page_says_what_is_here_and_leads_into_it():
    tree = page(client(), "/")
    figures = dict(zip(texts(tree, ".figures dt"), texts(tree, ".figures dd"), strict=True))
    assert figures["nämnder"] == "5"
    assert figures["år"] == "2014–2024"
    assert "/sok?board=Tekniska+n%C3%A4mnden" in [link.get("href") for link in tree.cssselect(".examples a")]


def test_every_example_on_the_start_page_finds_something():
    examples = page(client(), "/").cssselect("section")[0].cssselect("a")
    assert examples
    for example in examples:
        assert "Inga stycken" not in text_of(page(client(), example.get("href")), "h2.summary")


def test_an_empty_index_says_how_to_begin():
    assert "namndsok index" in text_of(page(client(FakeService({})), "/"), ".note")


def test_a_case_begins_with_its_outcome_in_a_sentence():
    assert "Motionen avslogs av kommunfullmäktige den 13 december 2021; V och MP reserverade sig." in text_of(
        page(client(), "/arenden/ks-2021-0114"), ".verdict"
    )


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (replace(MOTION, outcome=None, final=False), "Motionen är inte avgjord i de handlingar som finns här."),
        (
            replace(MOTION, outcome="besvarad", final=False),
            "Förslaget är att motionen anses besvarad. Det slutliga beslutet finns inte här.",
        ),
        (replace(MOTION, steps=()), "Motionen avslogs."),
        (replace(MOTION, origin="other", outcome="godkänner", steps=()), "Förslaget godkändes."),
    ],
)
def test_a_case_says_no_more_of_its_outcome_than_is_known(case: Case, sentence: str):
    assert outcome_sentence(case, Wording()) == sentence


def test_dissent_stands_under_the_step_it_belongs_to():
    stages = page(client(), "/arenden/ks-2021-0114").cssselect(".stage")
    dissent = {text_of(stage, "h3"): texts(stage, ".dissent strong") for stage in stages if stage.cssselect(".dissent")}
    assert dissent == {"Nämndens yttrande – Tekniska nämnden § 63": ["Reservation"], "Beslut – Kommunfullmäktige § 201": ["Reservation"]}


def test_an_answer_that_was_asked_for_and_is_not_here_is_missing_in_its_place():
    assert unanswered(MOTION) == ("Kultur- och fritidsnämnden",)
    assert text_of(page(client(), "/arenden/ks-2021-0114"), ".missing .when") == "svar saknas"


def test_every_step_leads_to_the_paragraph_that_says_so():
    for link in page(client(), "/arenden/ks-2021-0114").cssselect(".stage .tools a"):
        assert client().get(link.get("href")).status_code == 302


def test_a_stance_is_a_word_with_a_sign():
    assert "✓ delvis bifall" in texts(page(client(), "/arenden/ks-2021-0114"), ".stance")


def test_a_case_without_dates_or_title_has_a_page():
    assert text_of(page(client(), "/arenden/sn-2019-7"), "h1") == "Ärende SN 2019/7"


def test_an_unknown_case_is_not_found():
    assert "Ärendet finns inte" in text_of(page(client(), "/arenden/okand", status=404))


def test_a_filter_of_the_cases_leaves_as_many_as_it_says():
    tree = page(client(), "/arenden")
    for select in tree.cssselect("select"):
        for option in select.cssselect("option")[1:]:
            left = page(client(), f"/arenden?{select.get('name')}={option.get('value')}")
            assert str(len(left.cssselect(".hit"))) == option.text.rsplit(" – ", 1)[1]


def test_parties_stand_side_by_side_with_their_own_words():
    tree = page(client(), "/partier?party=V&party=S")
    assert texts(tree, ".side h3") == ["V Vänsterpartiet", "S Socialdemokraterna"]
    assert tree.cssselect(".side .passage")


def test_a_count_of_the_matrix_opens_those_paragraphs():
    links = page(client(), "/partier?q=cykelv%C3%A4gen").cssselect("#matris ~ .wide td a")
    assert links
    for link in links[:12]:
        assert text_of(page(client(), link.get("href")), "h2.summary").startswith(f"{link.text} styck")


def test_a_row_of_the_matrix_leads_to_the_same_comparison_counted_the_other_way():
    topics = page(client(), "/partier?q=cykelv%C3%A4gen&party=V").cssselect("#matris ~ .wide tbody th a")
    topic = next(link for link in topics if link.text == "Trafik")
    assert topic.get("href") == "/partier?q=cykelv%C3%A4gen&topic=Trafik&party=V&rader=year"
    year = page(client(), topic.get("href")).cssselect("#matris ~ .wide tbody th a")[0]
    by_topic = page(client(), year.get("href"))
    assert by_topic.cssselect("input[name=year_from]")[0].get("value") == year.text
    assert texts(by_topic, "#matris ~ .wide tbody th") == ["Trafik"]


def test_a_comparison_keeps_to_a_board_and_years_and_its_counts_do_too():
    tree = page(client(), "/partier?board=Kommunstyrelsen&year_from=2016&year_to=2020&rader=year")
    years = texts(tree, "#matris ~ .wide tbody th")
    assert years
    assert set(years) <= {str(year) for year in range(2016, 2021)}
    for link in tree.cssselect("#matris ~ .wide td a"):
        assert "board=Kommunstyrelsen" in link.get("href")
        assert text_of(page(client(), link.get("href")), "h2.summary").startswith(f"{link.text} styck")


def test_what_is_compared_can_be_taken_away_whole():
    addresses = {
        link.text: link.get("href") for link in page(client(), "/partier?q=cykelv%C3%A4gen&party=V&party=S").cssselect("section .take a")
    }
    assert addresses["Ladda ner styckena (CSV)"] == "/api/export.csv?q=cykelv%C3%A4gen&mode=keyword&party=V&party=S"
    assert addresses["CSV för Excel"] == "/api/export.csv?q=cykelv%C3%A4gen&mode=keyword&party=V&party=S&bom=true&separator=%3B"
    assert addresses["Tabellen som JSON"] == "/api/matrix?q=cykelv%C3%A4gen&mode=keyword&party=V&party=S&rows=topic&about=false"
    about = page(client(), "/partier?om=1&party=V").cssselect("section .take a")
    assert not about or "about_party=V" in about[0].get("href")


def test_a_year_that_is_none_is_said():
    assert "men är ”igår”" in text_of(page(client(), "/partier?year_from=igår", status=422))


def test_a_count_of_motions_opens_those_motions():
    links = page(client(), "/partier").cssselect("section:last-of-type tbody td a")
    assert links
    for link in links:
        assert len(page(client(), link.get("href")).cssselect(".hit")) == int(link.text)


def test_motions_are_counted_for_each_of_their_parties():
    rows = {text_of(row, "th"): texts(row, "td") for row in page(client(), "/partier").cssselect("section:last-of-type tbody tr")}
    assert rows["V Vänsterpartiet"] == ["1", "0", "0", "0", "1", "0", "0"]
    assert rows["LL"] == ["1", "0", "0", "0", "0", "0", "1"]


def test_boards_are_listed_in_the_order_of_the_swedish_alphabet():
    names = texts(page(client(), "/namnder"), "tbody th")
    assert names == ["Kommunfullmäktige", "Kommunstyrelsen", "Kultur- och fritidsnämnden", "Socialnämnden", "Tekniska nämnden"]


def test_a_board_has_a_page_with_its_years_and_names():
    tree = page(client(), "/namnder/tekniska-namnden")
    assert "TN" in text_of(tree, ".sheet")
    assert tree.cssselect("svg.histogram rect.bar")
    assert page(client(), "/namnder/okand", status=404) is not None


def test_coverage_tells_what_failed_and_why():
    tree = page(client(), "/tackning")
    assert "skadad.pdffilen är trasig" in texts(tree, "#fel ~ .wide tr")
    assert "<i>.docannat fel" in texts(tree, "#fel ~ .wide tr")


def test_spans_of_numbers_are_short():
    assert spans((3, 4, 5, 9)) == "3–5, 9"
    assert spans(range(0, 60, 2)).endswith(" …")


def test_the_statement_of_accessibility_names_whom_to_write_to():
    assert page(client(contact="sok@lillaker.example"), "/om").cssselect('a[href="mailto:sok@lillaker.example"]')


def test_every_example_of_the_query_language_can_be_searched():
    for link in page(client(), "/om").cssselect("dl a"):
        assert client().get(link.get("href")).status_code == 200


def test_suggestions_lead_somewhere():
    offers = client().get("/forslag?q=te").json()
    assert offers[0] == {"text": "Tekniska nämnden", "label": "nämnd", "path": "/sok?board=Tekniska+n%C3%A4mnden"}
    assert all(client().get(offer["path"]).status_code == 200 for offer in offers)
    assert client().get("/forslag").json() == []


def test_a_dissent_without_a_step_of_its_board_stands_alone():
    lone = replace(MOTION, steps=(Step("reservation", board="Socialnämnden", parties=("V",)),))
    service = FakeService()
    service.case = lambda case_id: lone  # type: ignore[method-assign]
    assert texts(page(client(service), "/arenden/x"), ".stage h3") == ["Reservation – Socialnämnden"]


def test_a_dissent_without_a_date_stands_under_its_boards_step_however_late_it_comes():
    undated = Step("substitute_statement", board="Tekniska nämnden", parties=("V",))
    service = FakeService()
    service.case = lambda case_id: replace(MOTION, steps=(*MOTION.steps, undated))  # type: ignore[method-assign]
    stages = page(client(service), "/arenden/x").cssselect(".stage")
    below = next(stage for stage in stages if text_of(stage, "h3").startswith("Nämndens yttrande"))
    assert texts(below, ".dissent strong") == ["Reservation", "Ersättaryttrande"]
    assert text_of(stages[-1], "h3") == "Beslut – Kommunfullmäktige § 201"


def test_a_dissent_of_a_day_stands_under_that_days_step():
    first, second = (Step("board_opinion", dt.date(2021, month, 3), "Tekniska nämnden", ref=f"§ {month}") for month in (5, 9))
    dissent = Step("reservation", dt.date(2021, 5, 3), "Tekniska nämnden", parties=("V",))
    service = FakeService()
    service.case = lambda case_id: replace(MOTION, steps=(first, second, dissent))  # type: ignore[method-assign]
    stages = page(client(service), "/arenden/x").cssselect(".stage")
    assert [len(stage.cssselect(".dissent")) for stage in stages] == [1, 0]


def test_a_step_without_a_date_stands_where_its_kind_does():
    committee, motion = Step("committee", board="Kommunstyrelsens arbetsutskott"), replace(MOTION.steps[0], date=None)
    service = FakeService()
    service.case = lambda case_id: replace(MOTION, steps=(*MOTION.steps[1:], committee, motion))  # type: ignore[method-assign]
    kinds = [heading.split(" – ")[0] for heading in texts(page(client(service), "/arenden/x"), ".stage h3")]
    assert kinds == [
        "Motionen lämnas in",
        "Skickas på remiss",
        "Förvaltningens yttrande",
        "Nämndens yttrande",
        "Yttrande",
        "Utskottet",
        "Beslut",
    ]


def test_a_chosen_party_without_a_word_keeps_its_box():
    tree = page(client(), "/partier?q=laddplatser&party=C&party=V")
    assert tree.cssselect('input[name=party][value="C"]')[0].get("checked") is not None
    assert texts(tree, ".ticks li")[-1] == "C Centerpartiet 0"
