"""A word is found where it stands as a whole word, just as reading the text from the left finds it."""

from hypothesis import given
from hypothesis import strategies as st

from council import swedish
from search_api.word_places import places

PIECES = st.sampled_from(["skol", "skola", "Å", "o", "-", "--", ":", "’", "'", " ", "\n", "_", "1", "\u00ad", "\u0301", ".", "–", "\u2011"])


@given(st.lists(PIECES, max_size=14).map("".join))
def test_every_word_of_a_text_is_found_where_it_stands(text: str) -> None:
    standing = [(match[0], match.start()) for match in swedish.WORD.finditer(text)]
    assert {word: places(word, text) for word, _ in standing} == {
        word: [start for other, start in standing if other == word] for word, _ in standing
    }


def test_a_word_within_another_is_not_found() -> None:
    assert places("skola", "förskola skolan skola-lek skola, för-skola (skola)") == [26, 44]


def test_a_word_that_is_not_there_has_no_place() -> None:
    assert places("skola", "") == []
