"""Matching by words: coverage, phrases, references, what is unknown, and what earns most."""

from __future__ import annotations

import pytest

from council.coverage import K1, idf
from council.criteria import Filters, MatchSet, Variant, Word
from council.engine import Engine
from tests.contract.library import ask, beginning, both, either, found, ids, phrase, plain, put, read, with_paragraphs, word


def test_two_words_want_both_where_a_paragraph_has_both(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skolan i Norrmalm", "skolan är ny", "Norrmalm är stort", "något annat"))
    assert found(snapshot, ask(word("skola"), word("norrmalm"))) == ["a-0"]


def test_a_word_that_no_text_knows_weighs_as_the_rarest_so_the_rest_is_not_half(engine: Engine) -> None:
    snapshot = put(engine, read("a", "möte i Farsta", "beslut i Farsta", "en gata"))
    matches = snapshot.lexical(ask(word("ubåtshamn"), word("farsta")), Filters(), 10)
    assert (matches.candidates, matches.found, matches.unknown) == ((), False, ("ubåtshamn",))


def test_the_rarer_of_two_words_is_enough_where_no_paragraph_has_both(engine: Engine) -> None:
    snapshot = put(engine, read("a", "vägen är lång", "vägen är kort", "vägen är bred", "en brygga"))
    assert found(snapshot, ask(word("väg"), word("brygga"))) == ["a-3"]


def test_a_long_question_finds_the_paragraphs_about_its_rare_words(engine: Engine) -> None:
    texts = ["nämnden säger ja", "nämnden säger nej", "nämnden vill vänta", "laddstation vid brygga", "nämnden har en fråga"]
    snapshot = put(engine, read("a", *texts))
    query = ask(word("säger"), word("nämnd"), word("laddstation"), word("brygga"))
    assert found(snapshot, query)[0] == "a-3"
    assert "a-2" not in found(snapshot, query)


def test_what_is_found_and_earnable_is_taken_from_the_whole_index(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skolan", "brygga", "brygga", "väg"))
    matches = snapshot.lexical(ask(plain("skola")), Filters(documents=("ingen",)), 10)
    assert matches.found
    assert matches.candidates == ()
    assert matches.earnable == pytest.approx((K1 + 1) * idf(1, 4))


def test_headings_and_titles_rank_but_never_match_alone(engine: Engine) -> None:
    under = with_paragraphs(read("b", "skolan byggs", "torget byggs"), headings=("Om skolan",))
    snapshot = put(engine, read("a", "skolan byggs"), under)
    assert found(snapshot, ask(word("skola"))) == ["b-0", "a-0"]


def test_a_word_in_the_middle_of_a_compound_earns_less_than_the_word_itself(engine: Engine) -> None:
    snapshot = put(engine, read("a", "en grundskola", "en skola"))
    assert found(snapshot, ask(word("skola"))) == ["a-1", "a-0"]


def test_a_rare_synonym_earns_no_more_than_the_word_that_was_asked_for(engine: Engine) -> None:
    snapshot = put(engine, read("a", "en skola", "en skola", "en skola", "ett lärosäte"))
    query = ask(word("skola", Variant("lemmas", ("lärosäte",), "synonym", 0.7)))
    assert found(snapshot, query)[-1] == "a-3"
    assert len(found(snapshot, query)) == 4


def test_a_phrase_is_its_words_in_order_inflected_or_not(engine: Engine) -> None:
    snapshot = put(engine, read("a", "nämnden beslutar om vägar", "beslutar om vägar gör nämnden", "nämndens om beslutar"))
    assert found(snapshot, ask(required=(phrase("nämnd", "beslutar"),))) == ["a-0"]


def test_words_late_in_a_phrase_are_forgiven_as_far_as_its_slop(engine: Engine) -> None:
    snapshot = put(engine, read("a", "stöd till föreningar", "stöd till många föreningar", "föreningar utan stöd"))
    assert found(snapshot, ask(phrase("stöd", "förening", slop=1))) == ["a-0"]
    assert found(snapshot, ask(phrase("stöd", "förening"))) == []


def test_any_lemma_of_a_word_may_stand_in_a_phrase(engine: Engine) -> None:
    snapshot = put(engine, read("a", "det fan sa"))
    assert found(snapshot, ask(phrase("det", "fan"))) == ["a-0"]
    assert found(snapshot, ask(phrase("få", "sa"))) == ["a-0"]


def test_what_is_required_must_be_held_and_what_is_excluded_must_not(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola vid väg", "skola vid brygga", "skola vid väg och brygga"))
    assert found(snapshot, ask(plain("skola"), required=(plain("väg"),), excluded=(plain("brygga"),))) == ["a-0"]


def test_the_best_is_looked_for_where_everything_required_is_held(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola brygga", "skola väg", "torg väg", "isbana"))
    assert found(snapshot, ask(plain("skola"), plain("brygga"), required=(plain("väg"),))) == []
    assert found(snapshot, ask(plain("skola"), required=(plain("väg"),))) == ["a-1"]


def test_minus_words_do_not_change_what_is_found_without_them(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola vid väg"))
    matches = snapshot.lexical(ask(plain("skola"), excluded=(plain("väg"),)), Filters(), 10)
    assert (matches.candidates, matches.found) == ((), True)


def test_minus_words_alone_find_all_the_rest(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola", "väg", "brygga"))
    query = ask(excluded=(plain("väg"),))
    assert snapshot.count(MatchSet(query), Filters()).paragraphs == 2
    assert sorted(found(snapshot, query)) == ["a-0", "a-2"]


def test_either_is_held_by_any_and_a_parenthesis_by_all(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola väg", "brygga", "skola", "isbana"))
    assert sorted(found(snapshot, ask(either(both(plain("skola"), plain("väg")), plain("brygga"))))) == ["a-0", "a-1"]


def test_a_star_finds_every_ending_also_last_in_a_phrase(engine: Engine) -> None:
    snapshot = put(engine, read("a", "ny skolväg", "ny skola", "ny väg", "skol ny"))
    assert sorted(found(snapshot, ask(beginning("skol")))) == ["a-0", "a-1", "a-3"]
    assert sorted(found(snapshot, ask(beginning("ny", "skol")))) == ["a-0", "a-1"]


def test_a_word_without_variants_is_held_by_none(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola"))
    assert snapshot.lexical(ask(Word("?", ())), Filters(), 10).unknown == ("?",)
    assert found(snapshot, ask(Word("?", ()))) == []


def test_eight_common_words_find_what_holds_enough_of_them_in_a_large_index(engine: Engine) -> None:
    names = [chr(ord("a") + n) for n in range(8)]
    texts = [" ".join(name for n, name in enumerate(names) if number >> n & 1) or "tom" for number in range(256)] * 6
    snapshot = put(engine, read("stor", *texts))
    matches = snapshot.lexical(ask(*map(plain, names)), Filters(), 5_000)
    wanted = {place for place in range(len(texts)) if (place % 256).bit_count() >= 5}
    assert {int(key.split("-")[1]) for key in ids(snapshot, [c.key for c in matches.candidates])} == wanted
    assert snapshot.count(MatchSet(ask(*map(plain, names))), Filters()).paragraphs == len(wanted)


def test_a_diary_number_is_found_in_text_and_where_only_the_document_has_it(engine: Engine) -> None:
    snapshot = put(engine, read("a", "Ärendet KS 2019/1899 avgörs."), read("b", "Första.", "Andra.", dnr=("KS 2019/1899",)))
    coded = Word("KS 2019/1899", (Variant("references", ("2019-1899-ks",), "exact"), Variant("references", ("2019-1899-*",), "exact")))
    assert sorted(found(snapshot, ask(required=(coded,)))) == ["a-0", "b-0"]
    by_filter = snapshot.select(MatchSet(), Filters(dnr=("KS 2019/1899",)), "oldest", 0, 10)
    assert ids(snapshot, by_filter) == ["a-0", "b-0", "b-1"]


def test_a_person_is_found_by_name_or_surname_in_any_case(engine: Engine) -> None:
    from council.model import Voice

    speaks = with_paragraphs(read("a", "yrkar bifall"), voice=Voice("party", parties=("S",), person="Anna Alm"))
    snapshot = put(engine, speaks, read("b", "annat"))
    for typed in ("Anna Alm", "alm", "ANNA  ALM"):
        assert ids(snapshot, snapshot.select(MatchSet(), Filters(person=(typed,)), "newest", 0, 9)) == ["a-0"]


def test_scores_do_not_remember_what_was_taken_away(engine: Engine) -> None:
    put(engine, read("a", "skola", "väg"), read("b", *["skola"] * 30))
    with engine.writer() as writer:
        writer.remove("b")
    matches = engine.snapshot().lexical(ask(plain("skola"), plain("väg")), Filters(), 10)
    assert matches.earnable == pytest.approx(2 * (K1 + 1) * idf(1, 2))
    assert matches.candidates == ()
