"""What the golden tests share: the samples, read once a session, and the option that renews the golden files."""

from __future__ import annotations

from pathlib import Path

import pytest

from council.casebook import join
from council.model import Case, FailedFile, ReadDocument
from indexer.pipeline import read_folder
from indexer.tasks import ReadingOptions

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", default=False, help="write tests/golden/gold anew instead of comparing")
    parser.addoption("--note-misreads", action="store_true", default=False, help="write tests/golden/known_misreads.json anew")


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden", default=False))


@pytest.fixture(scope="session")
def note_misreads(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--note-misreads", default=False))


@pytest.fixture(scope="session")
def reads() -> dict[str, ReadDocument]:
    """Every sample as the program understands it, by its path below samples/dokument."""
    outcomes = list(read_folder(SAMPLES / "dokument", ReadingOptions()))
    failed = [outcome for outcome in outcomes if isinstance(outcome, FailedFile)]
    assert not failed, failed
    return {outcome.document.source: outcome for outcome in outcomes if isinstance(outcome, ReadDocument)}


@pytest.fixture(scope="session")
def cases(reads: dict[str, ReadDocument]) -> tuple[Case, ...]:
    """The cases that the samples tell of, joined across documents."""
    return tuple(join([record for read in reads.values() for record in read.cases]))
