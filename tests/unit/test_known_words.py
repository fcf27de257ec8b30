"""Texts are tokenized word by word, and come out as the tokenizer alone has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken, Encoding, Regex, Token, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFC, NFD, Lowercase, Replace, StripAccents
from tokenizers.normalizers import Sequence as Steps
from tokenizers.pre_tokenizers import Metaspace, Split, Whitespace

from council.encoder import shipped_folder
from council.encoders import known_words
from council.encoders.known_words import KnownWords, reads_words_alone


def tokenizer() -> Tokenizer:
    made = Tokenizer(Unigram([("?", 0.0), ("cykel", -2.0), ("bana", -2.0), ("å", -3.0), ("a", -3.0)], unk_id=0))
    made.normalizer = Steps([NFC(), Lowercase()])
    made.pre_tokenizer = Split(Regex(r"\w+"), behavior="removed", invert=True)
    return made


def ids_of(known: KnownWords, texts: Sequence[str]) -> list[list[int]]:
    return [ids.tolist() for ids in known(texts)]


def alone(made: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    return [encoding.ids for encoding in made.encode_batch_fast(list(texts), add_special_tokens=False)]


class Counting:
    """A tokenizer, or its model, that tells which words it was asked for."""

    def __init__(self, made: Any, asked: list[str] | None = None) -> None:
        self._made = made
        self.asked: list[str] = [] if asked is None else asked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)

    @property
    def model(self) -> Any:
        return Counting(self._made.model, self.asked)

    def encode_batch_fast(self, texts: list[str], add_special_tokens: bool) -> list[Encoding]:
        self.asked += texts
        return list(self._made.encode_batch_fast(texts, add_special_tokens=add_special_tokens))

    def tokenize(self, word: str) -> list[Token]:
        self.asked.append(word)
        return list(self._made.tokenize(word))


def without_marks() -> Tokenizer:
    """A tokenizer to which å is a."""
    made = tokenizer()
    made.normalizer = Steps([NFD(), StripAccents(), Lowercase()])
    return made


@settings(deadline=None)
@given(st.lists(st.text(alphabet="aåCc ykelban-.\n\t\u00a0\u2028\x1c\u030a\u00ad'Σ1_½²ªß/", max_size=40), max_size=5))
def test_word_by_word_gives_the_same_ids(texts: list[str]) -> None:
    for make in (tokenizer, without_marks):
        assert ids_of(KnownWords(make()), texts) == alone(make(), texts)


def test_an_unknown_piece_is_left_out_wherever_a_word_stands() -> None:
    known = KnownWords(tokenizer(), unknown=0)
    whole = [[token for token in ids if token != 0] for ids in alone(tokenizer(), ["(qcykel) bana/å xyz", "x_a"])]
    assert ids_of(known, ["(qcykel) bana/å xyz", "x_a"]) == whole


def test_the_shipped_model_reads_words_alone() -> None:
    shipped = Tokenizer.from_file(str(shipped_folder() / "tokenizer.json"))
    assert reads_words_alone(shipped)
    texts = ["Cykelbanor och gång-\nvägar, 24 st.", "§ 12 Motion om A\u030angström", ""]
    assert ids_of(KnownWords(shipped), texts) == alone(shipped, texts)


def test_a_word_is_tokenized_once_whatever_stands_around_it() -> None:
    counting = Counting(tokenizer())
    known = KnownWords(counting)
    assert ids_of(known, ["en cykel", "en bana"]) == alone(tokenizer(), ["en cykel", "en bana"])
    assert ids_of(known, ["(cykel), bana/en!"]) == alone(tokenizer(), ["cykel bana en"])
    assert sorted(word for text in counting.asked for word in text.split()) == ["bana", "cykel", "en"]


def test_capitals_that_the_tokenizer_folds_make_no_other_word() -> None:
    counting = Counting(tokenizer())
    assert ids_of(KnownWords(counting), ["Cykel CYKEL (cykel) Åa åA"]) == alone(tokenizer(), ["cykel cykel cykel åa åa"])
    assert sorted(" ".join(counting.asked).split()) == ["cykel", "åa"]


def test_capitals_that_the_tokenizer_keeps_are_asked_for() -> None:
    heeding = tokenizer()
    heeding.normalizer = NFC()
    texts = ["Cykel cykel Bana bana"]
    assert ids_of(KnownWords(heeding), texts) == alone(heeding, texts) != alone(tokenizer(), texts)


def test_of_too_many_words_those_stay_that_are_met_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_words, "MOST_KNOWN", 2)
    counting = Counting(tokenizer())
    known = KnownWords(counting)
    for texts in (["cykel bana å"], ["cykel"], ["cykel a", "aa, åå"], ["cykel"]):
        assert ids_of(known, texts) == alone(tokenizer(), texts)
    assert " ".join(counting.asked).split().count("cykel") == 1


def test_of_too_many_words_those_go_that_are_not_met_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_words, "MOST_KNOWN", 0)
    counting = Counting(tokenizer())
    known = KnownWords(counting)
    for texts in (["cykel"], ["bana"], ["å"], ["cykel"]):
        assert ids_of(known, texts) == alone(tokenizer(), texts)
    assert counting.asked == ["cykel", "bana", "å", "cykel"]


def test_tokenizers_that_see_more_than_a_word_are_left_alone() -> None:
    marked, spaced, replaced, added = tokenizer(), tokenizer(), tokenizer(), tokenizer()
    marked.pre_tokenizer = Metaspace()
    spaced.pre_tokenizer = Whitespace()
    replaced.normalizer = Replace(" ", "a")
    added.add_tokens([AddedToken("cykel bana")])
    assert reads_words_alone(tokenizer())
    assert not any(map(reads_words_alone, (marked, spaced, replaced, added)))
