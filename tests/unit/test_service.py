"""What a search means, over a small index: coverage, meaning, one match set, facets, groups, folding, typos, questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_api.results import ResultPage, SearchRequest
from search_api.service import SearchService
from tests.small_index import FARSTA, TEKNISKA, CountingEncoder, sentences, service_over, town


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    return service_over(tmp_path_factory.mktemp("stad"), town())


@pytest.fixture
def among(tmp_path: Path):
    """The texts of an index of these sentences that a query finds by words."""

    def found(query: str, *texts: str) -> set[str]:
        small = service_over(tmp_path / str(abs(hash((query, texts)))), sentences(*texts))
        return texts_of(small.search(SearchRequest(q=query, mode="keyword", group="paragraph", size=100)))

    return found


def texts_of(page: ResultPage) -> set[str]:
    return {passage.text for hit in page.hits for passage in hit.passages}


def sources(page: ResultPage) -> list[str]:
    return [hit.document.source for hit in page.hits]


def test_two_words_are_both_wanted_where_a_paragraph_has_both(among):
    both, one = "Skolan på Norrmalm byggs ut.", "Skolan på Södermalm byggs ut."
    assert among("skola Norrmalm", both, one) == {both}


def test_a_word_that_stands_nowhere_leaves_nothing_of_two(among):
    assert among("ubåtshamn Farsta", "Torget i Farsta rustas upp.") == set()


def test_a_long_question_finds_the_paragraph_about_its_rare_words(among):
    about, other = "Vargavinter i Kvarnby gör att plogning dröjer.", "Kommunen svarar på frågor varje dag."
    assert about in among("vad gör kommunen när plogning dröjer i Kvarnby under vargavinter", about, other)


def test_an_exclusion_takes_inflections_and_compounds_along(among):
    kept = "Parkering för bilar finns vid torget."
    assert among("parkering -cykel", kept, "Parkering för cyklar finns.", "Cykelparkering med parkering finns.") == {kept}


def test_eller_widens_and_parentheses_group(among):
    school, nursery, other = "Skolan i Kvarnby byggs ut.", "Förskolan i Kvarnby byggs ut.", "Badhuset i Kvarnby byggs ut."
    assert among("(skola ELLER badhus) Kvarnby", school, other, "Badhuset stängs.") == {school, other}
    assert nursery in among("badhus ELLER förskola", nursery, other)


def test_a_phrase_keeps_order_and_allows_inflection(among):
    held = "Staden verkar för en hållbar utveckling."
    assert among('"hållbar utveckling"', held, "Utvecklingen är ekonomiskt hållbar.") == {held}
    assert among('"hållbara utvecklingen"', held) == {held}


def test_a_phrase_is_answered_by_words_alone(service: SearchService):
    page = service.search(SearchRequest(q='"hållbar utveckling"'))
    assert page.total.meaning_only == 0
    assert sources(page) == ["farsta.txt"]


def test_a_number_is_found_as_a_whole(among):
    held = "Utlåtande (Dnr KS 2019/1899)"
    assert among("KS 2019/1899", held, "Dnr KS 2019/189", "KS beslutade 2019 om 1899 platser.") == {held}


def test_a_typo_is_forgiven_and_told(tmp_path: Path):
    small = service_over(tmp_path, sentences("Kommunstyrelsen beslutar.", "Kommunens styrmodell antas."))
    page = small.search(SearchRequest(q="kommunstyrelesn", mode="keyword"))
    assert texts_of(page) == {"Kommunstyrelsen beslutar."}
    assert page.query.suggestion is not None
    assert page.query.suggestion.text == "kommunstyrelsen"
    (mark,) = page.hits[0].passages[0].marks
    assert mark.reason == "typo"


def test_a_typo_searched_as_typed_finds_nothing(tmp_path: Path):
    small = service_over(tmp_path, sentences("Kommunstyrelsen beslutar."))
    page = small.search(SearchRequest(q="kommunstyrelesn", mode="keyword", literal=True))
    assert page.total.paragraphs == 0
    assert page.query.suggestion is None


def test_short_words_and_known_words_are_not_corrected(among):
    assert among("tal", "Antalet ökar.", "Talet hölls.") == {"Talet hölls."}
    assert among("torget", "Torget rustas.", "Torgen rustas.") >= {"Torget rustas."}


def test_nothing_sure_gives_no_hits_but_names_what_lies_near(service: SearchService):
    page = service.search(SearchRequest(q="trygghetshamnar"))
    assert page.total.paragraphs == 0
    assert page.hits == ()
    assert 0 < len(page.related) <= 10
    assert all(values == () for values in page.facets.values())


def test_a_best_cosine_above_the_sure_threshold_joins_the_match_set(tmp_path: Path):
    sure = service_over(tmp_path, town(), CountingEncoder(sure=0.2))
    page = sure.search(SearchRequest(q="trygghetshamnar"))
    assert page.total.paragraphs == page.total.meaning_only > 0


def test_words_alone_offer_nothing_related(service: SearchService):
    assert service.search(SearchRequest(q="trygghetshamnar", mode="keyword")).related == ()


def test_matches_by_meaning_join_where_words_match_and_are_counted(service: SearchService):
    page = service.search(SearchRequest(q="laddstolpar"))
    assert page.total.meaning_only < page.total.paragraphs
    assert any("meaning" in passage.why for hit in page.hits for passage in hit.passages)


def test_an_empty_query_finds_all_newest_first_and_undated_last(service: SearchService):
    page = service.search(SearchRequest())
    assert page.total.paragraphs == 8
    assert sources(page)[0] == "farsta.txt"
    assert sources(page)[-1] == "odaterad.txt"


def test_signs_alone_find_nothing_and_say_so(service: SearchService):
    page = service.search(SearchRequest(q="???"))
    assert page.total.paragraphs == 0
    assert page.query.notes


def test_minus_alone_finds_all_else(service: SearchService):
    page = service.search(SearchRequest(q="-laddstolpar"))
    assert page.total.paragraphs == 4
    assert "motion.txt" not in sources(page)


def test_totals_facets_export_and_feed_are_of_one_match_set(service: SearchService):
    request = SearchRequest(q="laddstolpar")
    page = service.search(request)
    assert len(list(service.export(request))) == page.total.paragraphs == len(service.feed(request))
    assert sum(value.count for value in page.facets["kind"]) == page.total.paragraphs


def test_a_count_in_a_facet_is_what_a_click_on_it_shows(service: SearchService):
    page = service.search(SearchRequest(q="laddstolpar", board=(TEKNISKA,)))
    for value in page.facets["kind"]:
        clicked = service.search(SearchRequest(q="laddstolpar", board=(TEKNISKA,), kind=(value.value,)))
        assert clicked.total.paragraphs == value.count


def test_facets_count_without_their_own_filter(service: SearchService):
    values = {value.value: value for value in service.search(SearchRequest(board=(FARSTA,))).facets["board"]}
    assert values[FARSTA].selected
    assert values[TEKNISKA].count == 4


def test_filters_take_names_ids_and_aliases(service: SearchService):
    for typed in ("Farsta stadsdelsnämnd", "farsta stadsdelsnämnd", "Farsta", "farsta-stadsdelsnamnd"):
        assert service.search(SearchRequest(board=(typed,))).total.documents == 1, typed
    for typed in ("V", "v", "Vänsterpartiet"):
        assert service.search(SearchRequest(party=(typed,))).total.paragraphs == 1, typed


def test_the_request_of_a_page_has_canonical_values(service: SearchService):
    page = service.search(SearchRequest(board=("farsta",), party=("vänsterpartiet",)))
    assert page.request.board == (FARSTA,)
    assert page.request.party == ("V",)


def test_an_unknown_value_finds_nothing_and_says_so(service: SearchService):
    page = service.search(SearchRequest(board=("Rymdnämndsberedningen",)))
    assert page.total.paragraphs == 0
    assert any("Rymdnämndsberedningen" in note for note in page.query.notes)


def test_fields_in_the_query_are_filters_with_chips_that_can_be_taken_away(service: SearchService):
    page = service.search(SearchRequest(q="nämnd:Farsta trygghetsvandringar"))
    assert sources(page) == ["farsta.txt"]
    (chip,) = page.query.filters
    assert (chip.field, chip.value, chip.typed) == ("board", FARSTA, "nämnd:Farsta")


@pytest.mark.parametrize(
    ("field", "count"),
    [
        ("parti:M", 1), ("parti:V,M", 2), ("typ:protokoll", 3), ("roll:nämnd", 3), ("år:2019", 4), ("år:2018..2019", 5), ("år:2020..", 2),
        ("år:2019..2018", 5), ("år:okänt", 1), ("dnr:TN 2018/77", 0), ("motion:2018:14", 1), ("person:Exempel", 1), ("ämne:trafik", 3),
    ],
)  # fmt: skip
def test_each_field_filters(service: SearchService, field: str, count: int):
    page = service.search(SearchRequest(q=field))
    assert page.total.paragraphs >= count if field.startswith("dnr") else page.total.paragraphs == count


def test_documents_show_their_best_passages_and_count_the_rest(service: SearchService):
    page = service.search(SearchRequest(kind=("protokoll",)))
    (hit,) = page.hits
    assert len(hit.passages) == 3
    assert hit.more == 0


def test_pages_of_passages_follow_each_other_without_repeats(service: SearchService):
    whole = [p.id for hit in service.search(SearchRequest(group="paragraph", size=100)).hits for p in hit.passages]
    pages = [service.search(SearchRequest(group="paragraph", size=3, page=n)) for n in (1, 2, 3, 4)]
    assert [p.id for page in pages for hit in page.hits for p in hit.passages] == whole


def test_folding_shows_a_twin_once_and_changes_no_total(service: SearchService):
    request = SearchRequest(q="laddstolpar elcyklar stationen", mode="keyword", group="paragraph")
    plain, folded = service.search(request), service.search(SearchRequest(q=request.q, mode="keyword", group="paragraph", fold=True))
    assert plain.total == folded.total
    assert len(folded.hits) == len(plain.hits) - 1
    assert [head.title for hit in folded.hits for p in hit.passages for head in p.also_in] in (
        ["Utdrag § 10"],
        ["Protokoll Tekniska nämnden"],
    )


def test_a_question_is_read_into_a_chip_and_hides_nothing(service: SearchService):
    page = service.search(SearchRequest(q="hur svarade nämnden på motionen om laddstolpar"))
    plain = service.search(SearchRequest(q="laddstolpar"))
    (chip,) = page.query.filters
    assert chip.typed == "hur svarade nämnden på motionen om"
    assert page.total.paragraphs >= plain.total.paragraphs - plain.total.meaning_only
    assert page.hits[0].passages[0].section_kind == "decision"


def test_a_question_about_a_party_lifts_its_own_words(service: SearchService):
    page = service.search(SearchRequest(q="vad tycker V om laddstolpar", group="paragraph"))
    assert page.hits[0].passages[0].voice.parties == ("V",)


def test_a_question_searched_as_typed_is_not_read(service: SearchService):
    assert service.search(SearchRequest(q="vad tycker V om laddstolpar", literal=True)).query.filters == ()


def test_similar_passages_stand_in_other_documents_and_are_no_twins(service: SearchService):
    hits = service.similar("prov-protokoll-00000000")
    assert hits is not None
    assert "utdrag.txt" not in [hit.document.source for hit in hits]
    assert "protokoll.txt" not in [hit.document.source for hit in hits]
    assert service.similar("finns-inte") is None


def test_an_opened_document_has_the_marks_of_a_query(service: SearchService):
    opened = service.document("prov-protokoll", "laddstolpar")
    assert opened is not None
    assert len(opened.paragraphs) == 3
    assert set(opened.marks) == {"prov-protokoll-00000000", "prov-protokoll-00000002"}
    assert service.document("finns-inte") is None


def test_parties_are_compared_by_their_own_words(service: SearchService):
    comparison = service.compare("laddstolpar", ("V", "Moderaterna"))
    assert [(column.party, column.total.paragraphs) for column in comparison.columns] == [("V", 1), ("M", 1)]


def test_without_named_parties_those_that_say_most_are_compared(service: SearchService):
    assert {column.party for column in service.compare("laddstolpar", ()).columns} == {"V", "M"}
    assert set(service.matrix(()).parties) == {"V", "M"}


def test_a_matrix_counts_what_its_cells_open(service: SearchService):
    table = service.matrix(("V", "M"), "topic")
    counts = {row.value: row.counts for row in table.rows}
    assert counts["Trafik"][0] == service.search(SearchRequest(party=("V",), topic=("Trafik",), mode="keyword")).total.paragraphs


def test_suggestions_name_boards_and_words_of_the_index(service: SearchService):
    offers = service.suggest("far")
    assert ("board", FARSTA) in [(offer.kind, offer.value) for offer in offers]
    assert ("word", "farsta") in [(offer.kind, offer.value) for offer in offers]
    assert service.suggest("f") == ()


def test_coverage_counts_documents_by_board_and_year(service: SearchService):
    covered = service.coverage()
    assert covered.documents == 5
    assert covered.undated == 1
    assert {(row.board, row.year, row.documents) for row in covered.boards} >= {(TEKNISKA, 2019, 2), (FARSTA, 2021, 1)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.sampled_from(["hybrid", "keyword", "semantic"]))
def test_any_text_can_be_searched_for(service: SearchService, text: str, mode):
    page = service.search(SearchRequest(q=text, mode=mode))
    assert page.total.paragraphs >= sum(len(hit.passages) for hit in page.hits)


def test_words_that_never_meet_and_filters_that_leave_nothing_are_told(service: SearchService):
    apart = service.search(SearchRequest(q='"hållbar utveckling" parkeringsavgiften'))
    assert any("Prova utan: ”parkeringsavgiften”" in note for note in apart.query.notes)
    filtered = service.search(SearchRequest(q="trygghetsvandringar", board=(TEKNISKA,), mode="keyword"))
    assert filtered.query.notes == ("Inget med de valda filtren. Utan filter finns 1 stycke.",)
