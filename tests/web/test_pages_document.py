"""The document page: its text in parts, who speaks, hits marked and numbered, and addresses that last."""

from __future__ import annotations

import gzip
import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from council.model import Box, ReadDocument
from tests.web.fake_service import FakeService
from tests.web.reading import client, page, text_of, texts

MINUTES = "/dokument/lillaker-tekniska-2021-10-14"
PLAN = "/dokument/lillaker-kulturplan"
SMALL_ENOUGH = 60_000


def test_facts_stand_on_top_and_the_case_is_one_click_away():
    tree = page(client(), MINUTES)
    assert text_of(tree, "h1") == "Tekniska nämnden, protokoll 14 oktober 2021"
    assert text_of(tree, ".head .facts") == "Tekniska nämnden · protokoll · 14 oktober 2021 · dnr TN 2021/0231 · dnr KS 2021/0114".replace(
        " · ", " "
    )
    assert "/arenden/ks-2021-0114" in [link.get("href") for link in tree.cssselect(".head .tools a")]


def test_each_voice_is_named_where_it_begins_and_not_again():
    assert texts(page(client(), MINUTES), "p.voice") == [
        "Här talar Tekniska nämnden",
        "Här talar MP V Förslagsställaren",
        "Här talar Förvaltningen",
        "Här talar V Anton Vikby",
    ]


def test_headings_nest_without_gaps():
    levels = [int(heading.tag[1]) for heading in page(client(), MINUTES).cssselect("main h1, main h2, main h3, main h4")]
    assert levels[0] == 1
    assert all(now - before <= 1 for before, now in itertools.pairwise(levels))


def test_a_paragraph_in_english_is_marked_as_english():
    assert page(client(), MINUTES).cssselect('.paragraph p[lang="en"]')


def test_every_paragraph_has_an_anchor_and_a_lasting_address():
    for paragraph in page(client(), MINUTES).cssselect(".paragraph"):
        address = paragraph.cssselect("a.permalink")[0].get("href")
        assert client().get(address).headers["location"].endswith(f"#{paragraph.get('id')}")


def test_a_reference_to_copy_names_board_kind_date_paragraph_and_page():
    button = page(client(), MINUTES).cssselect(".paragraph button[data-copy]")[0]
    assert button.get("data-copy") == "Tekniska nämnden, protokoll 2021-10-14 § 63, s. 1"


def test_the_reference_is_there_to_read_without_script():
    tree = page(client(), MINUTES)
    assert "HänvisningTekniska nämnden, protokoll 2021-10-14" in text_of(tree, ".sheet").replace("Hänvisning ", "Hänvisning")
    assert texts(tree, ".paragraph noscript .cite")[0] == "Tekniska nämnden, protokoll 2021-10-14 § 63, s. 1"


def test_hits_are_numbered_and_lead_to_each_other():
    tree = page(client(), f"{MINUTES}?q=laddplatser")
    assert [step.split(" ←")[0].split(" Nästa")[0] for step in texts(tree, ".step")][:2] == ["Träff 1 av 4", "Träff 2 av 4"]
    assert tree.cssselect(".step a")[0].get("href") == f"{MINUTES}?q=laddplatser#lillaker-tekniska-2021-10-14-p1"
    assert text_of(tree, ".hitbar span") == "4 träffar på ”laddplatser”"


def test_hits_are_numbered_across_the_parts_of_a_long_document():
    tree = page(client(), f"{PLAN}?q=biblioteket&del=2")
    assert texts(tree, ".step")[0].startswith("Träff 151 av 320")
    assert tree.cssselect(".step a")[0].get("href") == f"{PLAN}?q=biblioteket#lillaker-kulturplan-p149"


def test_a_long_document_comes_in_parts_that_hold_all_of_it():
    found = [paragraph.get("id") for part in (1, 2, 3) for paragraph in page(client(), f"{PLAN}?del={part}").cssselect(".paragraph")]
    assert found == [f"lillaker-kulturplan-p{number}" for number in range(320)]
    assert text_of(page(client(), PLAN), ".leaf") == "Del 1 av 3"


@pytest.mark.parametrize("part", ["0", "4", "x"])
def test_a_part_that_is_not_there_is_said(part: str):
    assert f"heltal från 1 till 3, men är ”{part}”" in text_of(page(client(), f"{PLAN}?del={part}", status=422))


def test_the_longest_part_is_small_on_the_wire():
    assert len(gzip.compress(client().get(f"{PLAN}?q=biblioteket&del=2").content)) < SMALL_ENOUGH


def test_an_address_of_a_paragraph_leads_to_its_part():
    answer = client().get(f"{PLAN}/stycke/lillaker-kulturplan-p200?q=biblioteket")
    assert (answer.status_code, answer.headers["location"]) == (302, f"{PLAN}?q=biblioteket&del=2#lillaker-kulturplan-p200")


def test_an_old_address_of_a_paragraph_opens_the_document_with_a_notice():
    answer = client().get(f"{PLAN}/stycke/borta")
    assert answer.status_code == 303
    assert "finns inte kvar" in text_of(page(client(), answer.headers["location"]), ".note")


def test_masked_numbers_are_told_of():
    assert "2 personnummer är dolda. Originalet visas därför inte." in texts(page(client(), PLAN), ".note")


def test_a_document_of_markup_and_nothing_known_is_shown_as_text():
    answer = client().get("/dokument/lillaker-konstig")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "datum saknas" in answer.text


@pytest.mark.parametrize("path", ["/dokument/okand", "/dokument/okand/stycke/p1", "/liknande/okand"])
def test_an_unknown_document_is_not_found(path: str):
    assert text_of(page(client(), path, status=404), "h1") == "Sidan finns inte"


@pytest.mark.parametrize("path", [MINUTES, f"{MINUTES}/stycke/p1"])
def test_a_removed_document_is_gone(path: str):
    service = FakeService()
    del service.documents["lillaker-tekniska-2021-10-14"]
    service.gone.add("lillaker-tekniska-2021-10-14")
    assert text_of(page(client(service), path, status=410), "h1") == "Dokumentet är borttaget"


def test_similar_paragraphs_are_listed_below_the_one_that_was_asked_about():
    tree = page(client(), "/liknande/lillaker-motion-laddplatser-p1")
    assert text_of(tree, ".passage blockquote").startswith("Vi yrkar att kommunen bygger laddplatser")
    assert tree.cssselect(".hit")


def test_the_contents_of_a_long_document_name_its_chapters_alone():
    assert texts(page(client(), PLAN), ".contents li")[:2] == ["Kapitel 1", "Kapitel 2"]
    assert len(texts(page(client(), MINUTES), ".contents li")) == 5


PARAGRAPH = "lillaker-tekniska-2021-10-14-p"


def test_each_paragraph_with_a_place_on_a_page_offers_to_show_it_and_no_picture_comes_unasked():
    tree = page(client(), MINUTES)
    offers = [link for link in tree.cssselect(".place a") if link.text == "Visa sidan"]
    assert len(offers) == len(tree.cssselect(".paragraph"))
    assert offers[2].get("aria-label") == "Visa sidan 1 med stycket inramat"
    assert offers[2].get("href") == f"{MINUTES}?sida=1&stycke={PARAGRAPH}2#{PARAGRAPH}2"
    assert not tree.cssselect("img")


def test_the_picture_stands_beside_its_paragraph_with_its_place_kept_and_words_for_it():
    tree = page(client(), f"{MINUTES}?q=laddplatser&sida=1&stycke={PARAGRAPH}2")
    picture = tree.cssselect(f"#{PARAGRAPH}2 img")[0]
    assert len(tree.cssselect("img")) == 1
    assert picture.get("src") == f"/api{MINUTES.replace('dokument', 'documents')}/pages/1.png?paragraph={PARAGRAPH}2"
    assert (picture.get("width"), picture.get("height")) == ("595", "842")
    assert picture.get("alt").startswith("Sida 1 i originalet. Stycket är inramat")
    assert f"{MINUTES}?q=laddplatser#{PARAGRAPH}2" in [link.get("href") for link in tree.cssselect(f"#{PARAGRAPH}2 .place a")]


def test_a_paragraph_on_two_pages_leads_from_one_to_the_other():
    first = page(client(), f"{MINUTES}?sida=1&stycke={PARAGRAPH}3").cssselect("figcaption a")[0]
    assert (first.text, first.get("href")) == ("Stycket på s. 2", f"{MINUTES}?sida=2&stycke={PARAGRAPH}3#{PARAGRAPH}3")
    assert "/pages/2.png" in page(client(), first.get("href")).cssselect("img")[0].get("src")


def test_another_page_than_the_paragraphs_own_gives_its_first():
    assert "/pages/1.png" in page(client(), f"{MINUTES}?sida=7&stycke={PARAGRAPH}0").cssselect("img")[0].get("src")


def test_a_lying_page_keeps_a_lying_place():
    service = FakeService()
    read = service.documents["lillaker-tekniska-2021-10-14"]
    wide = replace(read.paragraphs[0], boxes=(Box(1, 70, 300, 780, 340),))
    service.documents[read.document.id] = ReadDocument(read.document, (wide,))
    picture = page(client(service), f"{MINUTES}?stycke={wide.id}").cssselect("img.lying")[0]
    assert (picture.get("width"), picture.get("height")) == ("842", "595")


def test_a_paragraph_that_is_gone_opens_the_document_with_a_notice_and_no_picture():
    tree = page(client(), f"{MINUTES}?sida=1&stycke=borta")
    assert "finns inte kvar" in text_of(tree, ".note")
    assert not tree.cssselect("img")


@pytest.mark.parametrize("page_number", ["0", "x", "1e9"])
def test_a_page_that_is_no_number_is_said(page_number: str):
    told = text_of(page(client(), f"{MINUTES}?sida={page_number}&stycke={PARAGRAPH}0", status=422))
    assert f"men är ”{page_number}”" in told


def test_a_paragraph_without_a_place_offers_no_picture():
    tree = page(client(), f"{PLAN}?stycke=lillaker-kulturplan-p200")
    assert "lillaker-kulturplan-p200" in [paragraph.get("id") for paragraph in tree.cssselect(".paragraph")]
    assert not tree.cssselect("img")
    assert "Visa sidan" not in texts(tree, ".place a")


def test_pages_of_a_document_with_masked_numbers_are_offered_where_a_setting_allows_alone():
    service = FakeService()
    read = service.documents["lillaker-tekniska-2021-10-14"]
    service.documents[read.document.id] = ReadDocument(replace(read.document, masked=1), read.paragraphs)
    address = f"{MINUTES}?sida=1&stycke={PARAGRAPH}0"
    withheld = page(client(service), address)
    assert not withheld.cssselect("img")
    assert "Visa sidan" not in texts(withheld, ".place a")
    assert page(client(service, serve_masked_originals=True), address).cssselect("img")


def masked_minutes(**masked: int) -> FakeService:
    service = FakeService()
    read = service.documents["lillaker-tekniska-2021-10-14"]
    service.documents[read.document.id] = ReadDocument(replace(read.document, **masked), read.paragraphs)
    return service


@pytest.mark.parametrize(
    ("masked", "said"),
    [
        ({"masked": 1}, "1 personnummer är dolt."),
        ({"masked": 3}, "3 personnummer är dolda."),
        ({"masked": 2, "masked_contacts": 1}, "2 personnummer är dolda. 1 kontaktuppgift till en privatperson är dold."),
        ({"masked_contacts": 4}, "4 kontaktuppgifter till privatpersoner är dolda."),
    ],
)
def test_what_is_masked_is_told_and_whether_the_original_is_shown(masked: dict[str, int], said: str):
    withheld = page(client(masked_minutes(**masked)), MINUTES)
    assert text_of(withheld, ".note") == f"{said} Originalet visas därför inte."
    assert "Öppna originalet" not in texts(withheld, ".head .tools a")
    shown = page(client(masked_minutes(**masked), serve_masked_originals=True), MINUTES)
    assert text_of(shown, ".note").startswith(f"{said} Originalet är inte maskerat. Den som driver sidan har valt att visa det")
    assert "Öppna originalet" in texts(shown, ".head .tools a")


def test_an_original_that_is_withheld_is_said_in_words_and_its_text_is_one_step_away():
    tree = page(client(masked_minutes(masked=1)), f"{MINUTES}/original", status=403)
    assert text_of(tree, "h1") == "Originalet visas inte"
    assert [link.get("href") for link in tree.cssselect(".problem li a")] == [MINUTES]


def test_an_original_whose_file_is_gone_is_said_in_words():
    assert text_of(page(client(), f"{MINUTES}/original", status=404), "h1") == "Originalet finns inte kvar"


def test_the_original_of_an_unknown_document_is_not_found_and_of_a_removed_one_gone():
    service = FakeService()
    service.gone.add("borttagen")
    assert text_of(page(client(service), "/dokument/okand/original", status=404), "h1") == "Sidan finns inte"
    assert text_of(page(client(service), "/dokument/borttagen/original", status=410), "h1") == "Dokumentet är borttaget"


def test_an_original_that_is_there_is_led_to(tmp_path: Path):
    service = FakeService()
    read = service.documents["lillaker-tekniska-2021-10-14"]
    service.documents[read.document.id] = ReadDocument(replace(read.document, root=str(tmp_path)), read.paragraphs)
    (tmp_path / "protokoll").mkdir()
    (tmp_path / read.document.source).write_bytes(b"%PDF-1.7")
    answer = client(service, public_url="https://kommun.example/handlingar").get(f"{MINUTES}/original")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/handlingar/api{MINUTES.replace('dokument', 'documents')}/original")
