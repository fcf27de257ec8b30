"""Dictionaries in dictd's format give pairs of a word with what it means, and of words that translate one sense."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from models.dictionaries import FROM_SWEDISH, INTO_SWEDISH, Entry, Sense, definition_pairs, read_dictionary, translation_pairs
from models.pairs import Pair

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

FROM = (
    "sparkis /spˈarkɪs/ <n, ut>\nTretroller\nfordon som man sparkar fram sig på\n",
    "bank /baŋk/ <n>\n1. Geldhaus, Geldinstitut\nföretag som lånar ut pengar\n2. Damm 2.\nvall av jord\n 3.\nupphöjning under väg\n",
    "Exempelköping /ɛ/ <pn>\nBeispielstadt\nen påhittad stad\n",
)
INTO = ("Tretroller /t/ <n, masc>\n1. sparkcykel, sparkis (vardagligt)\nein Fahrzeug\n2. trehjuling\n",)


def write(folder: Path, name: str, entries: tuple[str, ...]) -> None:
    """A dictionary of ours in dictd's two files; its index also names what the dictionary is, as they do."""
    text, rows = b"", ["00databaseinfo\tA\tA"]
    for entry in entries:
        start, raw = len(text), entry.encode("utf-8")
        rows.append(f"{entry.split(' ', 1)[0]}\t{number(start)}\t{number(len(raw))}")
        text += raw
    (folder / f"freedict-{name}.dict.dz").write_bytes(gzip.compress(text))
    (folder / f"freedict-{name}.index").write_text("\n".join(rows), encoding="utf-8")


def number(value: int) -> str:
    return (number(value // 64) if value >= 64 else "") + DIGITS[value % 64]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FROM_SWEDISH:
        write(tmp_path, name, FROM)
    for name in INTO_SWEDISH:
        write(tmp_path, name, INTO)
    return tmp_path


def test_an_entry_has_its_senses_with_translations_and_explanations(folder: Path) -> None:
    bank = list(read_dictionary(folder, "swe-deu"))[1]
    first, second = (
        Sense(("Geldhaus", "Geldinstitut"), ("företag som lånar ut pengar",)),
        Sense(("Damm",), ("vall av jord", "upphöjning under väg")),
    )
    assert bank == Entry("bank", "n", (first, second))


def test_a_word_is_paired_with_what_it_means_once_and_names_are_left_out(folder: Path) -> None:
    assert definition_pairs(folder) == [
        Pair("sparkis", "fordon som man sparkar fram sig på"),
        Pair("bank", "företag som lånar ut pengar"),
        Pair("bank", "vall av jord"),
        Pair("bank", "upphöjning under väg"),
    ]


def test_words_that_translate_one_sense_stand_for_each_other(folder: Path) -> None:
    assert translation_pairs(folder) == [Pair("sparkcykel", "sparkis"), Pair("sparkis", "sparkcykel")]


def test_a_dictionary_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        definition_pairs(tmp_path)
