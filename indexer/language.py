"""Which language a document and its paragraphs are in: a cheap test for Swedish first, langdetect where it doubts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import TypeAlias

from council.values import value
from indexer.plain_words import PlainWords, plain_word

SWEDISH = "sv"
Detect: TypeAlias = Callable[[str, float], str | None]
"""The language of a text, where it is surer than a figure."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _plain(words: frozenset[str]) -> frozenset[bytes]:
    return frozenset(map(plain_word, words))


# Swedish words that stand in nearly every sentence, and hardly in other languages' ("en", "i" and "man" are French, Italian, German).
_SWEDISH_WORDS = _words(
    "och att det som på är av för med till den har de inte om ett vid från eller ska kan enligt samt under mot efter"
    " inom även också bör sin sina sitt detta dessa denna var där när hur vad vilka vilket mellan utan över så men nu"
    " blir blev varit vara finns får har kommunens kommunen nämnden nämndens kommunstyrelsen kommunfullmäktige beslut"
    " beslutar ärendet förslag förslaget motionen yttrande bilaga"
)
# The same of the languages that meet Swedish in council documents, and are taken for it or it for them.
_NEAR_WORDS = {
    "da": _words("og ikke af til der som det på er at jeg blev også efter være skal kun hvis mellem kommunen meget nogle"),
    "no": _words("og ikke av til som det på er å jeg ble også etter være skal bare hvis mellom kommunen mye noen"),
}
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = PlainWords(r"[^\W\d_]")
_SWEDISH = _plain(_SWEDISH_WORDS)
_ONLY_NEAR = tuple(_plain(words - _SWEDISH_WORDS) for words in _NEAR_WORDS.values())
_TELLING = _SWEDISH.union(*_ONLY_NEAR)
_NO_NEIGHBOUR = (0,) * len(_ONLY_NEAR)
# Of a Swedish text's words about a third are in the list above; tables and lists of names have fewer.
_SURELY_SWEDISH = 0.12
_SURELY_NOT = 0.05
# Shorter texts say nothing of their language: they take their document's.
_FEWEST_WORDS = 9
_FEWEST_LETTERS = 45
# langdetect's own figure; below it several languages were in play.
_SURE = 0.95
MOST_DOUBTS = 300
"""Paragraphs of one document that langdetect is asked about (10 to 40 ms each): one with more is a table or a register of names."""
_SAMPLE = 6_000
_LISTENED = 2_000


def document_language(texts: Iterable[str]) -> str | None:
    """The language (ISO 639-1) that most of a document is in, None when it holds too little text to tell."""
    sample, size = [], 0
    for text in texts:
        if len(text) < _FEWEST_LETTERS:
            continue
        sample.append(text)
        size += len(text)
        if size > _SAMPLE:
            break
    if not sample:
        return None
    if _together([_counted(text) for text in sample]).share >= _SURELY_SWEDISH:
        return SWEDISH
    return _detected("\n".join(sample), sure=0.7)


def paragraph_languages(texts: Iterable[str], of_document: str | None) -> list[str | None]:
    """The language of each paragraph of a document. Those whose words are the same are asked about once; beyond MOST_DOUBTS nobody asks."""
    heard: dict[str, str | None] = {}

    def listen(text: str, sure: float) -> str | None:
        words = " ".join(_WORD.findall(text))
        if words not in heard:
            heard[words] = _detected(text, sure) if len(heard) < MOST_DOUBTS else None
        return heard[words]

    return [paragraph_language(text, of_document, listen) for text in texts]


def paragraph_language(text: str, of_document: str | None, detected: Detect | None = None) -> str | None:
    """A paragraph's language: the document's, unless the paragraph is long enough and surely in another."""
    counted = _counted(text)
    if counted.words < _FEWEST_WORDS or counted.letters < _FEWEST_LETTERS:
        return of_document
    if counted.share >= _SURELY_SWEDISH or (of_document == SWEDISH and counted.share > _SURELY_NOT):
        return SWEDISH
    return (detected or _detected)(text, _SURE) or of_document


@value
class _Counted:
    """Words and letters of a text, and how many of the words are everyday Swedish ones, and only those of each neighbour."""

    words: int
    letters: int
    swedish: int
    near: tuple[int, ...]

    @property
    def share(self) -> float:
        """The share of the words that are everyday Swedish ones; neighbours' words count against it."""
        return max(0, self.swedish - 2 * max(self.near)) / self.words if self.words else 0.0


# A document's paragraphs are counted for the document, and once more for themselves.
@lru_cache(maxsize=256)
def _counted(text: str) -> _Counted:
    words = _LETTERS.of(text)
    telling = list(filter(_TELLING.__contains__, words))
    swedish = sum(map(_SWEDISH.__contains__, telling))
    near = _NO_NEIGHBOUR if swedish == len(telling) else tuple([sum(map(others.__contains__, telling)) for others in _ONLY_NEAR])
    return _Counted(len(words), len(b"".join(words)), swedish, near)


def _together(texts: Sequence[_Counted]) -> _Counted:
    if len(texts) == 1:
        return texts[0]
    near = tuple(map(sum, zip(*(counted.near for counted in texts), strict=True)))
    words, letters, swedish = map(sum, zip(*((counted.words, counted.letters, counted.swedish) for counted in texts), strict=True))
    return _Counted(words, letters, swedish, near)


def load() -> None:
    """Load what tells languages apart, which takes 0.2 s, before the first text that wants it."""
    from langdetect.detector_factory import init_factory

    init_factory()


def _detected(text: str, sure: float) -> str | None:
    # Without letters in sentences (names, figures, addresses) langdetect guesses wildly: capitals are left out where enough remains.
    words = [word for word in _WORD.findall(text[:_LISTENED]) if word.islower() or not word.isascii()]
    if len(words) < _FEWEST_WORDS // 2 or (guess := _guess(" ".join(words))) is None:
        return None
    code, probability = guess
    if code in _NEAR_WORDS and not any(word.casefold() in _NEAR_WORDS[code] - _SWEDISH_WORDS for word in words):
        return SWEDISH
    return code if probability >= sure else None


# A document of one paragraph is asked about for the document, and once more for the paragraph.
@lru_cache(maxsize=16)
def _guess(text: str) -> tuple[str, float] | None:
    """The likeliest language of a text and how likely it is, as langdetect says; None where it finds nothing to tell by."""
    from langdetect.lang_detect_exception import LangDetectException

    try:
        best = _detector()(text)[0]
    except LangDetectException:
        return None
    return best.lang.split("-")[0], best.prob


@cache
def _detector():  # type: ignore[no-untyped-def]  # langdetect has no types
    """langdetect with a seed: unseeded it answers differently from run to run. Where nobody has loaded it ahead, it is loaded now."""
    from langdetect import DetectorFactory, detect_langs

    DetectorFactory.seed = 0
    return detect_langs
