"""The result page: what was asked, what was found, and where every link of it leads."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from search_api.results import ResultPage, SearchRequest, Suggestion
from tests.web.fake_service import FakeService
from tests.web.reading import client, page, text_of, texts

LADD = "/sok?q=laddplatser"


def paragraphs_found(path: str) -> int:
    """The number in the heading of a search in words alone."""
    summary = text_of(page(client(), path), "h2.summary")
    return int(re.sub(r"\D", "", summary.split(" stycke")[0]) or 0)


def test_the_heading_says_how_many_paragraphs_hold_the_words_and_how_many_are_near():
    assert text_of(page(client(), LADD), "h2.summary") == "4 stycken med orden och 2 med liknande innebörd, i 3 dokument"


def test_a_search_by_words_alone_counts_no_near_ones():
    assert text_of(page(client(), f"{LADD}&mode=keyword"), "h2.summary") == "6 stycken med orden i 3 dokument"


def test_matched_words_are_marked_with_their_reason():
    marks = page(client(), LADD).cssselect("mark")
    assert {mark.text for mark in marks} >= {"laddplatser"}
    assert {mark.get("title") for mark in marks} == {"böjning av ordet"}


def test_each_passage_says_who_speaks_where_and_links_to_its_place():
    passage = page(client(), LADD).cssselect(".passage")[0]
    assert "Förslagsställaren" in text_of(passage, ".origin")
    assert texts(passage, ".origin .party") == ["MP", "V"]
    assert passage.cssselect(".tools a")[0].get("href").startswith("/dokument/lillaker-motion-laddplatser/stycke/")


def test_a_party_is_named_by_letter_and_name_never_by_colour_alone():
    tags = page(client(), LADD).cssselect("abbr.party")
    assert ("V", "Vänsterpartiet") in {(tag.text, tag.get("title")) for tag in tags}


def test_a_passage_in_another_language_says_so():
    quotes = page(client(), "/sok?q=charging&group=paragraph").cssselect("blockquote[lang=en]")
    assert quotes


def test_text_from_a_document_is_never_markup():
    answer = client().get("/sok?q=laddplatser&group=paragraph")
    assert "<img src=x" not in answer.text
    assert "&lt;img src=x onerror=" in answer.text


@pytest.mark.parametrize("facet", ["board", "party", "topic", "voice"])
def test_a_count_in_a_facet_is_what_its_link_finds(facet: str):
    tree = page(client(), "/sok?q=cykelv%C3%A4gen&mode=keyword&board=Socialn%C3%A4mnden&board=Kommunstyrelsen")
    rows = [row for row in tree.cssselect(".facet li") if row.cssselect(f"input[name={facet}]")]
    assert rows
    for row in rows:
        link = row.cssselect("a.count")[0]
        assert paragraphs_found(link.get("href")) == int(re.sub(r"\D", "", link.text))


def test_a_bar_of_the_histogram_leads_to_its_year_alone():
    tree = page(client(), "/sok?q=cykelv%C3%A4gen&mode=keyword")
    rows = tree.cssselect(".years tbody tr")
    assert rows
    for row in rows:
        assert paragraphs_found(row.cssselect("a")[0].get("href")) == int(row.cssselect("a")[0].text)


def test_undated_paragraphs_are_a_year_of_their_own():
    box = page(client(), "/sok").cssselect("input[name=year][value=none]")
    assert box
    assert "utan datum" in text_of(box[0].getparent(), ".name")


def test_ticked_values_are_sent_by_the_search_form():
    tree = page(client(), "/sok?q=cykelv%C3%A4gen&board=Socialn%C3%A4mnden&party=S")
    ticked = {(box.get("name"), box.get("value")) for box in tree.cssselect("input[type=checkbox][checked]")}
    assert ticked == {("board", "Socialnämnden"), ("party", "S")}
    assert {box.get("form") for box in tree.cssselect(".facet input")} == {"sok"}


def test_every_part_of_the_query_can_be_taken_away():
    chips = page(client(), "/sok?q=cykelv%C3%A4gen+skolan&party=S&year_from=2016").cssselect(".chip a")
    assert [chip.get("href") for chip in chips] == [
        "/sok?q=skolan&party=S&year_from=2016",
        "/sok?q=cykelv%C3%A4gen&party=S&year_from=2016",
        "/sok?q=cykelv%C3%A4gen+skolan&year_from=2016",
        "/sok?q=cykelv%C3%A4gen+skolan&party=S",
    ]


def test_an_address_with_empty_values_leads_to_the_tidy_one():
    answer = client().get("/sok?q=cykel&year_from=&year_to=&board=Socialn%C3%A4mnden")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sok?q=cykel&board=Socialn%C3%A4mnden")


def test_results_are_paged_and_the_second_page_goes_on_where_the_first_ended():
    first = page(client(), "/sok?size=10")
    assert text_of(first, ".paging span") == "Sida 1 av 5"
    following = first.cssselect(".paging a[rel=next]")[0].get("href")
    assert not set(texts(first, ".hit h3")) & set(texts(page(client(), following), ".hit h3"))


def test_feeds_and_files_keep_the_filters_and_the_mode():
    links = {
        link.text: link.get("href")
        for link in page(client(), "/sok?q=skolan&board=Socialn%C3%A4mnden&mode=keyword&page=1").cssselect(".take a")
    }
    assert links["Bevaka sökningen (Atom)"] == "/feed.atom?q=skolan&mode=keyword&board=Socialn%C3%A4mnden"
    assert links["Ladda ner stycken (CSV)"] == "/api/export.csv?q=skolan&mode=keyword&board=Socialn%C3%A4mnden"


def test_results_are_kept_out_of_search_engines():
    assert page(client(), LADD).cssselect("meta[name=robots]")[0].get("content") == "noindex"


def test_nothing_found_shows_ways_out_and_what_lies_near():
    tree = page(client(), "/sok?q=ub%C3%A5tshamn&party=S")
    assert text_of(tree, "h2.summary") == "Inga stycken matchar."
    assert ("Sök utan filter", "/sok?q=ub%C3%A5tshamn") in {(link.text, link.get("href")) for link in tree.cssselect(".ways a")}
    assert text_of(tree, "h2.related") == "Inget innehåller orden. Detta ligger närmast i betydelse."


def test_where_one_filter_is_in_the_way_the_search_without_it_is_offered_and_finds_something():
    tree = page(client(), "/sok?q=cykelv%C3%A4gen&board=Socialn%C3%A4mnden&party=MP&year_from=2016")
    offered = {link.text: link.get("href") for link in tree.cssselect(".ways a")}
    assert "Sök utan parti: Miljöpartiet" in offered
    assert "Sök utan nämnd: Socialnämnden" not in offered
    for label, address in offered.items():
        if label.startswith("Sök utan parti"):
            assert address == "/sok?q=cykelv%C3%A4gen&board=Socialn%C3%A4mnden&year_from=2016"
            assert page(client(), address).cssselect(".hit")


def test_years_in_the_way_are_taken_away_together():
    tree = page(client(), "/sok?q=cykelv%C3%A4gen&board=Socialn%C3%A4mnden&year_from=1990&year_to=1991")
    offered = {link.text: link.get("href") for link in tree.cssselect(".ways a")}
    assert offered["Sök utan år: 1990, 1991"] == "/sok?q=cykelv%C3%A4gen&board=Socialn%C3%A4mnden"


def test_a_search_can_be_followed_and_taken_away_with_all_its_filters_and_its_mode():
    tree = page(client(), "/sok?q=cykelv%C3%A4gen&mode=keyword&board=Socialn%C3%A4mnden&party=S&year_from=2016&sort=newest&page=1&size=5")
    kept = "q=cykelv%C3%A4gen&mode=keyword&board=Socialn%C3%A4mnden&party=S&year_from=2016"
    feeds = {link.get("type"): link.get("href") for link in tree.cssselect("head link[rel=alternate]")}
    assert feeds == {"application/atom+xml": f"/feed.atom?{kept}", "application/feed+json": f"/feed.json?{kept}"}
    assert [link.get("href") for link in tree.cssselect(".take a")] == [
        f"/feed.atom?{kept}",
        f"/api/export.csv?{kept}&sort=newest",
        f"/api/export.csv?{kept}&sort=newest&bom=true&separator=%3B",
        f"/api/export.json?{kept}&sort=newest",
    ]


class Suggesting(FakeService):
    """Answers that the query was corrected."""

    def __init__(self, applied: bool) -> None:
        super().__init__()
        self.applied = applied

    def search(self, request: SearchRequest) -> ResultPage:
        found = super().search(request)
        return replace(
            found, query=replace(found.query, suggestion=Suggestion("laddplats", self.applied), notes=("Citattecknet saknade slut.",))
        )


def test_a_corrected_query_offers_to_search_as_typed():
    tree = page(client(Suggesting(applied=True)), "/sok?q=laddplst")
    assert tree.cssselect(".note a")[0].get("href") == "/sok?q=laddplst&literal=true"
    assert "Citattecknet saknade slut." in texts(tree, ".note")


def test_a_guess_is_offered_as_a_question():
    tree = page(client(Suggesting(applied=False)), "/sok?q=laddplst")
    assert "Menade du laddplats?" in texts(tree, ".note")


@pytest.mark.parametrize(
    "query",
    ["page=x", "page=0", "size=101", "year_from=tvåtusen", "mode=magisk", "sort=bäst", "page=600&size=100", "group=1", "year_to=-1"],
)
def test_a_parameter_that_cannot_be_is_said_on_a_page(query: str):
    tree = page(client(), f"/sok?{query}", status=422)
    assert text_of(tree, "h1") == "Det gick inte att förstå adressen"


@pytest.mark.parametrize("q", ['"', "((", "-", "a" * 5000, "<script>", "år:", "%00", "🙂 år:20999", "nämnd:"])
def test_no_query_breaks_the_page(q: str):
    answer = client().get("/sok", params={"q": q})
    assert answer.status_code in (200, 303)


def test_an_empty_query_shows_everything():
    assert re.match(r"40\d stycken i 4\d dokument", text_of(page(client(), "/sok"), "h2.summary"))


def test_an_empty_index_is_no_error():
    service = FakeService({})
    assert text_of(page(client(service), "/sok"), "h2.summary") == "Inga stycken matchar."


class Typed(FakeService):
    """Reads nämnd: in the query, as the real service does."""

    def search(self, request: SearchRequest) -> ResultPage:
        found = super().search(replace(request, board=("Socialnämnden",)))
        chips = tuple(replace(chip, typed="nämnd:social") for chip in found.query.filters)
        return replace(found, request=request, query=replace(found.query, filters=chips))


def test_a_filter_that_was_typed_is_taken_away_by_taking_its_words_away():
    tree = page(client(Typed()), "/sok?q=cykelv%C3%A4gen+n%C3%A4mnd%3Asocial")
    assert tree.cssselect("a.ticked")[0].get("href") == "/sok?q=cykelv%C3%A4gen"
    assert tree.cssselect(".chip a")[-1].get("href") == "/sok?q=cykelv%C3%A4gen"


def test_a_new_search_keeps_every_filter_that_no_box_shows():
    tree = page(client(), "/sok?q=ub%C3%A5tshamn&board=Ok%C3%A4nd&year=2018&mode=keyword&sort=newest&page=1")
    hidden = {(field.get("name"), field.get("value")) for field in tree.cssselect("form#sok input[type=hidden]")}
    assert {("board", "Okänd"), ("year", "2018"), ("mode", "keyword"), ("sort", "newest")} <= hidden
    assert "page" not in {name for name, _ in hidden}


def test_an_address_that_unfolds_repeated_paragraphs_keeps_doing_so():
    chip = page(client(), "/sok?q=cykel+skola&fold=false").cssselect(".segments a")[1]
    assert chip.get("href") == "/sok?q=cykel+skola&mode=keyword&fold=false"
