"""Pairs from lists of words: a free thesaurus, and everyday Swedish beside what councils write (our own, in everyday/)."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import permutations
from pathlib import Path
from zlib import crc32

from models.pairs import Pair

THESAURUS = Path("/usr/share/mythes/th_sv_SE_v2.dat")
"""Synlex (Folkets synonymlexikon), Copyright 2009 Viggo Kann, from the Debian package mythes-sv; notice in models/README.md."""

EVERYDAY = Path(__file__).parent / "everyday"
"""Words that stand for each other (words/), what is of which kind (kinds.txt), the councils' words in plain ones (meanings.txt), and
questions with a sentence that answers (questions/)."""

UNSEEN, OLDEST = 15, "blandat.txt"
"""One question in so many is kept out of a trial's training; none of the oldest list, which every model that shipped has learned."""


def thesaurus_pairs(path: Path = THESAURUS) -> list[Pair]:
    """Words of a MyThes thesaurus with each of their synonyms."""
    pairs = []
    word = ""
    for line in path.read_text(encoding="latin-1").splitlines()[1:]:
        if line.startswith(("|", "-|", "(")):
            pairs += [Pair(word, synonym) for synonym in line.split("|")[1:] if synonym and synonym != word]
        else:
            word = line.rsplit("|", 1)[0]
    return list(dict.fromkeys(pairs))


def words_in_use(most: int, among: Container[str]) -> set[str]:
    """Those of the `most` common words of Swedish (in subtitles, the web, news and talk) that are `among` others.

    Counted by wordfreq (extra `training`; Robyn Speer, data of 2021 under CC BY-SA 4.0). ImportError where it is not installed.
    """
    from wordfreq import top_n_list

    return {word for word in top_n_list("sv", most) if word.isalpha() and len(word) > 2 and word in among}


def everyday_groups(folder: Path = EVERYDAY) -> list[list[str]]:
    """Groups of words and phrases, every member of which can stand for every other."""
    return _rows(sorted((folder / "words").glob("*.txt")), "|")


def everyday_words(folder: Path = EVERYDAY) -> list[Pair]:
    """Every two members of each group."""
    return list(dict.fromkeys(Pair(one, other) for group in everyday_groups(folder) for one, other in permutations(group, 2)))


def everyday_kinds(folder: Path = EVERYDAY) -> list[Pair]:
    """A word with what it is a kind of: never the other way, for a search for one kind does not mean the rest."""
    rows = _rows([folder / "kinds.txt"], ":")
    return [Pair(member.strip(), kind) for kind, members in rows for member in members.split(",")]


def everyday_meanings(folder: Path = EVERYDAY) -> list[Pair]:
    """What a word of the councils means in plain words, with the word."""
    return [Pair(meaning, word) for word, meaning in _rows([folder / "meanings.txt"], "|")]


def everyday_questions(folder: Path = EVERYDAY) -> list[Pair]:
    """Questions as people ask them, and the sentence of a document that answers."""
    return _questions(sorted((folder / "questions").glob("*.txt")))


def unseen_questions(folder: Path = EVERYDAY) -> list[Pair]:
    """The fixed share of the questions that a trial keeps out of the training (`--hold-out`) and is measured on (`models.trial`)."""
    newer = [path for path in sorted((folder / "questions").glob("*.txt")) if path.name != OLDEST]
    return [pair for pair in _questions(newer) if crc32(pair.query.encode()) % UNSEEN == 0]


def _questions(paths: Sequence[Path]) -> list[Pair]:
    return [Pair(question, sentence) for question, sentence in _rows(paths, "|")]


def _rows(paths: Sequence[Path], mark: str) -> list[list[str]]:
    """The lines of lists, in order, taken apart at a mark; lines that begin with # are remarks."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [[part.strip() for part in line.split(mark)] for line in lines if line and not line.startswith("#")]
