"""Word by word likeness: each word of a query meets the paragraph's nearest word; only static models can, and words alone never ask it."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from council.encoder import Encoder, load_encoder, passage_text
from council.encoders.known_model import unit_length
from council.encoders.static import StaticEncoder
from council.engine import Passage
from council.engines.embedded import EmbeddedEngine
from council.model import ModelIdentity, Vector, Vectors
from search_api import likeness
from search_api.likeness import WordLikeness
from search_api.numbered_texts import NumberedTexts
from search_api.ranking import RankingWeights
from search_api.results import SearchRequest
from search_api.service import SearchService
from tests.small_index import document, sentences

NEAR = {"bibblan": (1, 0, 0), "bibliotek": (0.9, 0.1, 0), "gratis": (0, 1, 0), "kostnadsfritt": (0, 0.9, 0.3), "vägar": (0, 0, 1)}


class Dictionary:
    """An encoder that knows five words in three dimensions, and counts how often it is asked."""

    identity = ModelIdentity("ordbok", "0" * 64, 3)
    calibrated, floor, sure = True, 0.0, None

    def __init__(self) -> None:
        self.asked = 0

    def encode_query(self, text: str) -> Vector:
        return np.asarray(self.encode_passages([text])[0], dtype=np.float32)

    def encode_words(self, words: Sequence[str]) -> Vectors:
        return self.encode_passages(words)

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        self.asked += len(texts)
        rows = np.array([NEAR.get(text, (0, 0, 0)) for text in texts], dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        scaled: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
        return scaled


def passage(text: str, title: str = "") -> Passage:
    read = document("prov", text, title=title)
    return Passage(0, read.paragraphs[0], read.document)


def test_a_word_meets_the_word_that_is_nearest_wherever_it_stands() -> None:
    met = WordLikeness(Dictionary())([("bibblan", 1.0)], [passage("Kommunens bibliotek är kostnadsfritt."), passage("Kommunens vägar.")])
    assert met[0] > 0.9
    assert met[1] == 0.0


def test_rare_words_weigh_more() -> None:
    both = [passage("bibliotek"), passage("kostnadsfritt")]
    first, second = WordLikeness(Dictionary())([("bibblan", 3.0), ("gratis", 1.0)], both)
    assert first > second > 0


def test_a_word_that_training_made_long_weighs_more() -> None:
    class Weighty(Dictionary):
        def encode_words(self, words: Sequence[str]) -> Vectors:
            lengths = np.array([[3.0 if word == "bibblan" else 1.0] for word in words], dtype=np.float32)
            weighty: Vectors = self.encode_passages(words) * lengths
            return weighty

    both = [passage("bibliotek"), passage("kostnadsfritt")]
    first, second = WordLikeness(Weighty())([("bibblan", 1.0), ("gratis", 1.0)], both)
    assert first == pytest.approx(3 * second, rel=0.1)


def test_the_title_is_met_too() -> None:
    (met,) = WordLikeness(Dictionary())([("bibblan", 1.0)], [passage("Öppettider.", title="Plan för bibliotek")])
    assert met > 0.9


def test_a_word_without_a_vector_neither_helps_nor_hinders() -> None:
    likened = WordLikeness(Dictionary())
    alone = likened([("bibblan", 1.0)], [passage("bibliotek")])
    assert likened([("bibblan", 1.0), ("xyzzy", 9.0)], [passage("bibliotek")]) == pytest.approx(alone)
    assert likened([("xyzzy", 1.0)], [passage("bibliotek")]).tolist() == [0.0]


def test_the_same_words_in_another_document_are_twins_but_short_texts_are_not() -> None:
    minutes, extract = (passage("Nämnden anser att badhuset vid sjön byggs ut redan i vår.", title) for title in ("Protokoll", "Utdrag"))
    others = [
        passage("Motionen avslås."),
        passage("Motionen avslås."),
        passage("Nämnden anser att badhuset rivs i vår och att sjön dräneras."),
    ]
    assert WordLikeness(Dictionary()).twins([minutes, *others, extract]) == [[minutes, extract]]


def test_nothing_asked_and_nothing_found_is_likened_to_nothing() -> None:
    likened = WordLikeness(Dictionary())
    assert likened([], [passage("bibliotek")]).tolist() == [0.0]
    assert likened([("bibblan", 1.0)], []).tolist() == []
    assert likened([("bibblan", 1.0)], [passage("och")]).tolist() == [0.0]


def test_a_word_is_embedded_once_and_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Dictionary()
    likened = WordLikeness(encoder)
    for _ in range(3):
        likened([("bibblan", 1.0)], [passage("bibliotek vägar")])
    assert encoder.asked == 3
    monkeypatch.setattr(likeness, "WORDS_KEPT", 2)
    monkeypatch.setattr(likeness, "LASTING", 1)
    assert likened([("bibblan", 1.0)], [passage("bibliotek vägar")])[0] > 0.9
    assert encoder.asked == 5  # the word that was learned first has stayed


def test_words_learned_ahead_are_not_embedded_again_and_no_more_of_them_than_last(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Dictionary()
    likened = WordLikeness(encoder)
    monkeypatch.setattr(likeness, "LASTING", 2)
    likened.meet(["bibblan", "bibliotek", "och"])
    likened.meet(["vägar"])
    assert encoder.asked == 2
    assert likened([("bibblan", 1.0)], [passage("Bibliotek, (och vägar).")])[0] > 0.9
    assert encoder.asked == 3


def test_a_text_says_the_same_however_its_words_are_parted_and_written() -> None:
    likened = WordLikeness(Dictionary())
    texts = [passage("bibliotek vägar"), passage("Vägar/BIBLIOTEK"), passage("»Bibliotek«\u00a0–\u2028vägar, 2019")]
    assert len(set(likened([("bibblan", 1.0), ("vägar", 1.0)], texts).tolist())) == 1


def test_texts_that_are_read_anew_mean_the_same_and_no_word_is_embedded_again() -> None:
    encoder = Dictionary()
    likened, asked, texts = WordLikeness(encoder), [("bibblan", 1.0)], [passage("bibliotek, vägar")]
    known = NumberedTexts()
    before = likened(asked, texts, known).tolist()
    assert likened(asked, texts, known).tolist() == before
    assert likened(asked, texts, NumberedTexts()).tolist() == before
    assert encoder.asked == 3


def test_words_that_hold_several_mean_what_each_of_them_means() -> None:
    likened = WordLikeness(Dictionary())
    apart, joined = passage("vägar, bibliotek och 2019"), passage("vägar-bibliotek 2019:14")
    first, second = likened([("bibblan", 1.0), ("vägar", 2.0)], [apart, joined]).tolist()
    assert first == second > 0.9


def test_what_is_kept_of_texts_leaves_with_them() -> None:
    likened, texts = WordLikeness(Dictionary()), NumberedTexts()
    likened([("bibblan", 1.0)], [passage("bibliotek vägar")], texts)
    gone = weakref.ref(texts)
    assert len(likened._meant) == 1
    del texts
    assert gone() is None
    assert len(likened._meant) == 0


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> EmbeddedEngine:
    engine = EmbeddedEngine(tmp_path_factory.mktemp("innebord"), encoder.identity)
    with engine.writer() as writer:
        for read in sentences(
            "Biblioteket erbjuder kostnadsfri tillgång till internet.",
            "Nämnden godkänner delårsrapporten för verksamhetsområdet.",
            "Gator och vägar underhålls enligt plan.",
        ):
            writer.write(read, encoder.encode_passages([passage_text(p, read.document) for p in read.paragraphs]))
    return engine


def test_what_no_word_finds_is_related_word_by_word(engine: EmbeddedEngine, encoder: Encoder) -> None:
    page = SearchService(engine, encoder).search(SearchRequest(q="bibblan"))
    assert page.total.paragraphs == 0
    assert page.related[0].passages[0].text.startswith("Biblioteket")


def test_without_likeness_the_order_is_the_fused_one(engine: EmbeddedEngine, encoder: Encoder, tmp_path: Path) -> None:
    plain = SearchService(engine, encoder, weights=RankingWeights(likeness=0.0, related_likeness=0.0))
    liken = SearchService(engine, encoder)
    q = "underhåll av vägar"
    assert plain.rank(q, "keyword") == liken.rank(q, "keyword")
    assert plain.rank(q)[0].paragraph_id == liken.rank(q)[0].paragraph_id
    assert plain.rank(q)[0].score != liken.rank(q)[0].score


def test_words_have_the_vectors_that_they_have_as_texts(encoder: Encoder) -> None:
    assert isinstance(encoder, StaticEncoder)
    words = ["bibliotek", "kommunfullmäktigesammanträde", "", "  ", "å", "qxz"]
    np.testing.assert_allclose(unit_length(encoder.encode_words(words)), encoder.encode_passages(words), atol=1e-6)
    assert encoder.encode_words([]).shape == (0, encoder.identity.dimensions)
