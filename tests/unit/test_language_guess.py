"""The quick way to guess a language answers as langdetect does, to the last bit."""

from __future__ import annotations

import pytest
from langdetect import DetectorFactory, detect_langs
from langdetect.lang_detect_exception import LangDetectException

from indexer.language_guess import SEED, guesses

TEXTS = (
    "The committee has been asked to comment on the proposal for a new library in the old town hall",
    "Nämnden har fått i uppdrag att yttra sig över förslaget till nytt bibliotek i det gamla rådhuset",
    "Utvalget er blevet bedt om at udtale sig om forslaget til et nyt bibliotek i det gamle rådhus",
    "Valiokuntaa on pyydetty lausumaan ehdotuksesta uudeksi kirjastoksi vanhaan kaupungintaloon",
    "Komitten har blivit asked to comment sur la proposition und das alte Rathaus",
    "Alm Ek Berg Lind Sten Dal",
)


@pytest.mark.parametrize("text", TEXTS)
def test_answers_are_those_of_langdetect(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DetectorFactory, "seed", SEED)
    assert [(guess.lang, guess.prob) for guess in guesses(text)] == [(guess.lang, guess.prob) for guess in detect_langs(text)]


def test_a_text_without_letters_has_no_language() -> None:
    with pytest.raises(LangDetectException):
        guesses("12 34")
