"""Words of texts as bytes of Latin-1."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.registers import Topic
from indexer.plain_words import PlainWords, plain_word
from indexer.topics import find_topics

LETTERS = PlainWords(r"[^\W\d_]")
LATIN = st.characters(max_codepoint=0xFF, exclude_characters="ßµ") | st.sampled_from("–—”“’‘•…€")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nämnden beslutar: § 12, 4 ja-röster.", ["nämnden", "beslutar", "ja", "röster"]),
        ("”Åtgärder” – enligt förslaget …", ["åtgärder", "enligt", "förslaget"]),
        ("", []),
        ("2024 | 120,5", []),
    ],
)
def test_the_words_of_a_swedish_text_are_its_runs_of_letters_folded(text: str, words: list[str]) -> None:
    assert LETTERS.of(text) == [word.encode("latin-1") for word in words]


def test_a_letter_beyond_latin_1_keeps_its_place() -> None:
    assert LETTERS.of("Anna Šarić, Umeå") == [b"anna", b"?ari?", plain_word("umeå")]


@given(st.text(LATIN))
def test_the_words_are_those_that_a_regular_expression_finds(text: str) -> None:
    assert LETTERS.of(text) == [plain_word(word) for word in re.findall(r"[^\W\d_]+", text)]


def test_a_topic_may_be_told_by_a_word_of_other_letters() -> None:
    topic = Topic("Minoriteter", ("čállit*",), ())
    assert find_topics("Skolan erbjuder čállit i Šuoššjávri.", "", (topic,)) == ("Minoriteter",)
    assert find_topics("Skolan erbjuder allit.", "", (topic,)) == ()
