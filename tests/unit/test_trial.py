"""How models are set side by side: where the answering sentence stands, and what meaning adds to words."""

from __future__ import annotations

import pytest

from council.encoder import load_encoder
from models.pairs import Pair
from models.trial import on_collection, row, unseen
from search_api.evaluation import Collection, JudgedText

TEXTS = (
    JudgedText("skjuts", "Skolskjuts", "Elever som bor långt från skolan får skolskjuts."),
    JudgedText("snö", "Snöröjning", "Gatorna plogas före klockan sju på morgonen."),
    JudgedText("bygg", "Bygglov", "Den som vill bygga ett hus söker bygglov hos nämnden."),
)
COLLECTION = Collection(TEXTS, {"q": "plogas gatorna"}, {"q": {"snö": 1}})


def test_a_question_is_measured_by_where_its_sentence_stands_among_other_texts() -> None:
    asked = [Pair("när plogas gatorna", TEXTS[1].text), Pair("elever som får skolskjuts", TEXTS[0].text)]
    assert unseen(load_encoder(), asked, [TEXTS[2].text]) == (1.0, 1.0)


def test_a_sentence_behind_another_text_counts_for_less() -> None:
    asked = [Pair("när plogas gatorna", TEXTS[0].text)]
    hit, reciprocal = unseen(load_encoder(), asked, [TEXTS[1].text])
    assert hit == 1.0
    assert reciprocal == 0.5


def test_meaning_alone_and_with_words_find_a_text_that_says_the_same() -> None:
    assert on_collection(load_encoder(), COLLECTION) == pytest.approx((1.0, 1.0))


def test_a_row_names_the_model_and_has_a_cell_for_each_measure() -> None:
    cells = row("ny", load_encoder(), [COLLECTION], documents=()).strip("| ").split(" | ")
    assert cells[0] == "ny"
    assert len(cells) == 3
    assert cells[2] == "1.000 / 1.000"
