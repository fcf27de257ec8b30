"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


def missing(reason: str) -> None:
    """Skip a test for a missing tool or folder; under CI that is a failure, so that nothing goes untested unseen."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing in CI: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared with the corpus and gold, which are not in the repository."""
    folder = Path(os.environ.get("NAMNDSOK_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "corpus").is_dir():
        missing(f"{folder} with corpus and gold is not here")
    return folder
