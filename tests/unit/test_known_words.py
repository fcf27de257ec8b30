"""Texts are tokenized word by word, and come out as the tokenizer alone has them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken, Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFC, Lowercase, Replace, Sequence
from tokenizers.pre_tokenizers import Metaspace, Split, Whitespace

from council.encoder import shipped_folder
from council.encoders import known_words
from council.encoders.known_words import KnownWords, reads_words_alone


def tokenizer() -> Tokenizer:
    made = Tokenizer(Unigram([("?", 0.0), ("cykel", -2.0), ("bana", -2.0), ("å", -3.0), ("a", -3.0)], unk_id=0))
    made.normalizer = Sequence([NFC(), Lowercase()])
    made.pre_tokenizer = Split(Regex(r"\w+"), behavior="removed", invert=True)
    return made


def alone(made: Tokenizer) -> known_words.Tokenize:
    return lambda texts: [encoding.ids for encoding in made.encode_batch_fast(list(texts), add_special_tokens=False)]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="aåCc ykelban-.\n\t\u00a0\u2028\x1c\u030a\u00ad'Σ1_", max_size=40), max_size=5))
def test_word_by_word_gives_the_same_ids(texts: list[str]) -> None:
    plain = alone(tokenizer())
    assert KnownWords(plain)(texts) == plain(texts)


def test_the_shipped_model_reads_words_alone() -> None:
    shipped = Tokenizer.from_file(str(shipped_folder() / "tokenizer.json"))
    assert reads_words_alone(shipped)
    texts = ["Cykelbanor och gång-\nvägar, 24 st.", "§ 12 Motion om A\u030angström", ""]
    assert KnownWords(alone(shipped))(texts) == alone(shipped)(texts)


def test_a_word_is_tokenized_once() -> None:
    asked: list[str] = []

    def tokenize(texts: list[str]) -> list[list[int]]:
        asked.extend(texts)
        return [[len(text)] for text in texts]

    known = KnownWords(tokenize)  # type: ignore[arg-type]  # only lists are given
    assert known(["en cykel", "en bana"]) == [[2, 5], [2, 4]]
    assert known(["bana en"]) == [[4, 2]]
    assert sorted(asked) == ["bana", "cykel", "en"]


def test_too_many_words_are_met_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_words, "MOST_KNOWN", 2)
    known = KnownWords(alone(tokenizer()))
    assert known(["cykel bana å", "a"]) == known(["cykel bana å", "a"]) == alone(tokenizer())(["cykel bana å", "a"])


def test_tokenizers_that_see_more_than_a_word_are_left_alone() -> None:
    marked, spaced, replaced, added = tokenizer(), tokenizer(), tokenizer(), tokenizer()
    marked.pre_tokenizer = Metaspace()
    spaced.pre_tokenizer = Whitespace()
    replaced.normalizer = Replace(" ", "a")
    added.add_tokens([AddedToken("cykel bana")])
    assert reads_words_alone(tokenizer())
    assert not any(map(reads_words_alone, (marked, spaced, replaced, added)))
