"""Load on a real server: clients who wait for it all the time, memory that does not grow, and overload that is told and passes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.large_corpus import archive
from benchmarks.load import Load, Outcome, queries, run
from benchmarks.load_server import index_of, serving, worker_processes
from tests.event_loops import apart
from tests.small_index import town

SOAK = bool(os.environ.get("NAMNDSOK_SOAK"))
MOST_GROWTH = 0.05
"""Of RssAnon over ten minutes: allocators breathe by a few percent."""
FILLING = Load(clients=20, seconds=300)
"""What fills the caches first: words that were met and answers that are kept have an end, but take thousands of searches to reach it."""
SEARCHES = [
    "laddstolpar",
    "trygghetsvandringar i Farsta",
    "parkeringsavgiften",
    "skolgårdar",
    "hållbar utveckling",
    "vid torget",
    "elcyklar",
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index_of(town(), tmp_path_factory.mktemp("load") / "data")


def loaded(data: Path, load: Load, searches: list[str], *options: str, **settings: str) -> Outcome:
    with serving(data, *options, **settings) as (address, process):
        return apart(run, address, load, searches, worker_processes(process))


def test_clients_who_wait_all_the_time_are_all_answered(data: Path) -> None:
    outcome = loaded(data, Load(clients=40, seconds=3, warm_up=1), SEARCHES, "--workers", "2")
    assert set(outcome.statuses) == {200}
    assert outcome.errors == 0
    assert len(outcome.answered) > 40


def test_overload_is_told_with_when_to_come_back_and_is_over_when_the_clients_are(data: Path) -> None:
    limits = {"NAMNDSOK_QUEUE": "5", "NAMNDSOK_CONCURRENCY": "1", "NAMNDSOK_CACHE_MEGABYTES": "0"}
    with serving(data, **limits) as (address, process):
        crowd = apart(run, address, Load(clients=60, seconds=3, warm_up=0), SEARCHES, worker_processes(process))
        after = apart(run, address, Load(clients=2, seconds=1, warm_up=0), SEARCHES, worker_processes(process))
    assert set(crowd.statuses) == {200, 503}
    assert crowd.errors == 0, "a refusal that does not say when to come back"
    assert set(after.statuses) == {200}


@pytest.mark.soak
@pytest.mark.skipif(not SOAK, reason="takes a quarter of an hour: make soak")
def test_ten_minutes_of_two_hundred_clients_on_a_hundred_thousand_paragraphs_leave_memory_as_it_was(tmp_path: Path) -> None:
    data, asked = index_of(archive(100_000), tmp_path / "data"), queries()
    with serving(data, "--workers", "2") as (address, process):
        workers = worker_processes(process)
        apart(run, address, FILLING, asked, workers)
        outcome = apart(run, address, Load(clients=200, seconds=600, think=5, warm_up=60), asked, workers)
    assert set(outcome.statuses) == {200}
    assert outcome.growth < MOST_GROWTH, outcome.memory
