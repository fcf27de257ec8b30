"""Floors of the word analysis on ../shared/eval/words, and its speed and memory (issue 4: Numbers)."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from council import swedish
from namndsok.words import describe

pytestmark = pytest.mark.shared

REPOSITORY = Path(__file__).resolve().parents[2]


def rows(shared: Path, name: str) -> list[dict[str, Any]]:
    lines = (shared / "eval" / "words" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def share(right: list[bool]) -> float:
    assert right
    return sum(right) / len(right)


def same(gold: str, got: str) -> bool:
    return got in (gold.casefold(), swedish.lemma(gold).casefold()) or swedish.lemma(got) == swedish.lemma(gold)


def fits(split: list[str], got: list[str]) -> bool:
    return len(split) == len(got) and all(map(same, split, got))


def test_inflected_pairs_meet_and_groups_are_whole(shared: Path) -> None:
    groups = [[swedish.lemma(form) for form in row["forms"]] for row in rows(shared, "inflections") if "forms" in row]
    assert share([a == b for group in groups for a, b in itertools.combinations(group, 2)]) >= 0.96
    assert share([len(set(group)) == 1 for group in groups]) >= 0.88


def test_look_alikes_stay_apart(shared: Path) -> None:
    pairs = [row["not_same"] for row in rows(shared, "inflections") if "not_same" in row]
    assert share([swedish.lemma(a) != swedish.lemma(b) for a, b in pairs]) >= 0.93


def test_compounds_divide_as_people_would(shared: Path) -> None:
    found = [(row, describe(row["word"])["parts"]) for row in rows(shared, "compounds")]
    assert share([any(fits(split, list(got)) for split in [row["parts"], *row["alt"]]) for row, got in found]) >= 0.88


def test_what_is_no_compound_stays_whole(shared: Path) -> None:
    assert share([len(describe(row["word"])["parts"]) < 2 for row in rows(shared, "noncompounds")]) >= 0.96


def test_synonyms_are_met_in_their_direction(shared: Path) -> None:
    right = []
    for row in rows(shared, "synonyms"):
        first, both = row["set"][0], row["direction"] == "both"
        for a, b in itertools.permutations(row["set"], 2):
            if both or first in (a, b):
                said = [synonym.casefold() for synonym in describe(a)["synonyms"]]
                right.append((b.casefold() in said or swedish.lemma(b).casefold() in said) == (both or a == first))
    assert share(right) >= 0.9


def test_loading_takes_little_memory() -> None:
    code = (
        "from council import swedish; swedish.analyse('Nämndens beslut'); swedish.synonyms(['KS']); "
        "print(open('/proc/self/status').read().split('RssAnon:')[1].split()[0])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY).stdout.split()
    assert int(said[0]) <= 250_000
