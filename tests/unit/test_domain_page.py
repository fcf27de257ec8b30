"""docs/domain.md lists exactly the values that council/model.py allows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from council.model import DocumentKind, Origin, Role, SectionKind, Stance, StepKind

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "domain.md").read_text(encoding="utf-8")


def values_below(heading: str) -> set[str]:
    """The words in backticks that open a row of the first table below a heading."""
    part = PAGE.split(f"{heading} (", 1)[1].split("\n#", 1)[0]
    return set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))


@pytest.mark.parametrize(
    ("heading", "allowed"),
    [
        ("## Document kind", DocumentKind),
        ("## Section kind", SectionKind),
        ("## Voice: role", Role),
        ("## Steps of a case", StepKind),
        ("### Stance", Stance),
    ],
)
def test_the_page_lists_every_value_and_no_other(heading: str, allowed: object) -> None:
    assert values_below(heading) == set(get_args(allowed))


def test_the_page_lists_the_origins_of_cases() -> None:
    part = PAGE.split("### Origin", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"`([^`]+)`", part)) == set(get_args(Origin))
