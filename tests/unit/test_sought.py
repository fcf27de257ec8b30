"""Patterns that are tried only where a word of theirs stands find what they find when tried everywhere."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import council
import indexer
from council.sought import Sought, holds, shortest
from tests.conftest import REPOSITORY


def patterns() -> Iterator[tuple[str, Sought]]:
    for package in (council, indexer):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, Sought):
                    yield f"{module.name}.{name}", value


def texts() -> list[str]:
    folders = (REPOSITORY / "tests" / "unit" / "minutes_texts", REPOSITORY / "tests" / "golden", REPOSITORY / "docs")
    found = [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in {".txt", ".md"}]
    return [*found, *(line for text in found for line in text.split("\n"))]


def test_no_pattern_of_the_program_misses_what_its_words_should_let_it_find() -> None:
    lines = texts()
    some = dict(patterns())
    assert len(some) > 10
    for name, sought in some.items():
        missed = [line for line in lines if sought.pattern.search(line) and not sought.search(line)]
        assert not missed, name


def test_capitals_are_no_hindrance() -> None:
    sought = Sought(r"(?i)\bkallelse\b", "kallelse")
    assert sought.search("KALLELSE till sammanträde")
    assert sought.match("Kallelse")
    assert [match.start() for match in sought.finditer("kallelse, Kallelse")] == [0, 10]
    assert sought.search("Protokoll") is None
    assert list(sought.finditer("Protokoll")) == []


def test_a_text_holds_one_of_the_words_or_none() -> None:
    assert holds("Socialnämnden beslutar", "styrelse", "nämnd")
    assert not holds("Förskolan", "styrelse", "nämnd")


def test_of_words_that_hold_each_other_the_shortest_are_looked_for() -> None:
    assert shortest(["plan", "planer", "program", "handlingsplan", "plan"]) == ["plan", "program"]


def test_words_are_given_as_they_are_compared() -> None:
    with pytest.raises(ValueError, match="casefolded"):
        Sought("Kallelse", "Kallelse")
    with pytest.raises(ValueError, match="words"):
        Sought("kallelse")
    assert isinstance(Sought("kallelse", "kallelse").pattern, re.Pattern)
