"""The query language: what each sign means, and that no string whatever is refused."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_api.query import (
    MAX_CLAUSES,
    EitherClause,
    GroupClause,
    PhraseClause,
    ReferenceClause,
    WordClause,
    parse,
)
from search_api.query_lexer import MAX_LENGTH

SIGNS = st.sampled_from(
    ['"', "”", "(", ")", "-", "–", " ", "*", ":", "ELLER", "OR", "nämnd:", "år:", "2016..2019", "§", "2019:14", "KS 2019/1", "skola"]
)
ODD = st.one_of(
    st.text(max_size=300),
    st.lists(SIGNS, max_size=40).map("".join),
    st.lists(st.one_of(SIGNS, st.text(max_size=5)), max_size=20).map(" ".join),
)


def words(text: str) -> list[str]:
    return [clause.text for clause in parse(text).clauses if isinstance(clause, WordClause)]


@given(ODD)
def test_any_string_is_read(text: str):
    query = parse(text)
    assert len(query.clauses) + len(query.excluded) + len(query.fields) <= MAX_CLAUSES + 1
    assert all(note.strip() for note in query.notes)


@given(ODD)
def test_reading_is_the_same_twice(text: str):
    assert parse(text) == parse(text)


def test_plain_words_are_words_in_order():
    assert words("skola Norrmalm") == ["skola", "Norrmalm"]


def test_quotation_marks_of_any_kind_make_a_phrase():
    for typed in ('"hållbar utveckling"', "”hållbar utveckling”", "»hållbar utveckling«", "„hållbar utveckling“"):
        assert parse(typed).clauses == (PhraseClause("hållbar utveckling"),)


def test_a_minus_after_a_space_excludes():
    query = parse("parkering -cykel")
    assert query.clauses == (WordClause("parkering"),)
    assert query.excluded == (WordClause("cykel"),)


def test_a_minus_inside_a_word_or_alone_excludes_nothing():
    assert parse("Hägersten-Älvsjö").excluded == ()
    assert parse("buller - torget").excluded == ()
    assert words("buller - torget") == ["buller", "torget"]


def test_a_phrase_a_parenthesis_and_a_prefix_can_be_excluded():
    excluded = parse('buller -"nya torget" -(bil buss) -park*').excluded
    assert excluded == (PhraseClause("nya torget"), GroupClause((WordClause("bil"), WordClause("buss"))), WordClause("park", prefix=True))


def test_eller_binds_its_neighbours():
    query = parse("skola förskola ELLER dagis OR daghem")
    assert query.clauses == (WordClause("skola"), EitherClause((WordClause("förskola"), WordClause("dagis"), WordClause("daghem"))))


def test_eller_in_small_letters_is_a_word():
    assert words("skola eller förskola") == ["skola", "eller", "förskola"]


def test_habits_from_other_search_boxes_are_understood():
    query = parse("skola AND buss NOT (tåg bil)")
    assert words("skola AND buss NOT (tåg bil)") == ["skola", "buss"]
    assert query.excluded == (GroupClause((WordClause("tåg"), WordClause("bil"))),)
    assert words("NOT") == ["NOT"]


def test_parentheses_nest():
    query = parse("a (b ELLER (c d))")
    assert query.clauses == (WordClause("a"), EitherClause((WordClause("b"), GroupClause((WordClause("c"), WordClause("d"))))))


def test_signs_without_meaning_are_told_and_not_refused():
    assert "saknar slut" in " ".join(parse('"öppet').notes)
    assert "saknar slut" in " ".join(parse("(a b").notes)
    assert "saknar början" in " ".join(parse("a)").notes)
    assert "ELLER" in " ".join(parse("ELLER a").notes)
    assert words('"öppet hus') == ["öppet", "hus"]


def test_a_star_ends_a_beginning():
    assert parse("parkerings*").clauses == (WordClause("parkerings", prefix=True),)


def test_a_star_elsewhere_or_after_one_letter_is_told():
    assert "sist i ett ord" in " ".join(parse("*vandring").notes)
    assert "för kort" in " ".join(parse("a*").notes)
    assert words("a*") == ["a"]


def test_fields_take_a_word_a_quoted_value_or_a_space_after_the_colon():
    for typed in ("nämnd:Farsta", 'nämnd:"Farsta"', "nämnd: Farsta", "NÄMND:Farsta", "namnd:Farsta"):
        (field,) = parse(typed + " buller").fields
        assert (field.name, field.value) == ("board", "Farsta")
    assert words("nämnd:Farsta buller") == ["buller"]


def test_a_known_name_of_several_words_needs_no_quotation_marks():
    query = parse("nämnd:tekniska nämnden buller", lambda name, value: (name, value) == ("board", "tekniska nämnden"))
    assert query.fields[0].value == "tekniska nämnden"
    assert query.fields[0].typed == "nämnd:tekniska nämnden"
    assert query.clauses == (WordClause("buller"),)


def test_a_diary_number_in_a_field_may_hold_a_space():
    (field,) = parse("dnr:KS 2019/1899 buller").fields
    assert field.value == "KS 2019/1899"


def test_what_only_looks_like_a_field_is_words():
    assert words("EU:s regler") == ["EU:s", "regler"]
    assert "inget fält" in " ".join(parse("nämden:Farsta").notes)


def test_an_excluded_field_is_told():
    assert "går inte att utesluta" in " ".join(parse("buller -nämnd:Farsta").notes)


def test_numbers_are_references_however_they_are_written():
    for typed in ("KS 2019/1899", "Dnr KS 2019/1899", "dnr: KS 2019/1899 ".replace("dnr:", "Dnr")):
        (clause,) = parse(typed).clauses
        assert isinstance(clause, ReferenceClause)
        assert (clause.references[0].year, clause.references[0].number) == (2019, "1899")
    (clause,) = parse("1.2.1.-401-2017").clauses
    assert isinstance(clause, ReferenceClause)
    assert parse("1.2.1.-401-2017").excluded == ()


def test_a_motion_number_and_a_paragraph_are_references_with_or_without_their_word():
    for typed in ("2019:14", "motion 2019:14", "motion nr 2019:14", "§ 10", "§10", "paragraf 10"):
        (clause,) = parse(typed).clauses
        assert isinstance(clause, ReferenceClause), typed


def test_listed_paragraphs_are_alternatives():
    (clause,) = parse("§§ 10–12").clauses
    assert isinstance(clause, ReferenceClause)
    assert [reference.number for reference in clause.references] == ["10", "11", "12"]


def test_years_and_spans_are_words():
    assert words("budget 2018") == ["budget", "2018"]
    assert words("årskurs 7-9") == ["årskurs", "7-9"]


def test_length_clauses_and_depth_are_bounded_and_told():
    assert len(parse("ord " * 3000).text) <= MAX_LENGTH
    many = parse(" ".join(f"ord{n}" for n in range(200)))
    assert len(many.clauses) == MAX_CLAUSES
    assert any("många ord" in note for note in many.notes)
    assert any("djupare" in note for note in parse("(" * 50 + "a").notes)
