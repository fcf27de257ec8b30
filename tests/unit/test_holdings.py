"""What is looked up once for each generation: the cases of a large index are joined beside the searches."""

import threading
from typing import cast

import pytest

from council.criteria import FACETS, Counts
from council.engine import Snapshot, Stats
from council.model import CaseRecord, Step
from search_api import holdings
from search_api.holdings import MOST_RESTED, Holdings, HoldingsKeeper, Pace

RECORD = CaseRecord(("dnr:2019-7",), title="Cykelväg", dnr=("KS 2019/7",), steps=(Step("motion", document_id="ekeby-motion"),))


class Slow:
    """A snapshot of one document, whose case records come when they are let go."""

    def __init__(self, generation: str, documents: int = 1) -> None:
        self.generation, self.documents = generation, documents
        self.let_go = threading.Event()

    def case_records(self) -> list[CaseRecord]:
        assert self.let_go.wait(10)
        return [RECORD]

    def stats(self) -> Stats:
        return Stats(documents=self.documents, generation=self.generation)

    def count(self, *_: object) -> Counts:
        return Counts(documents=1, paragraphs=3, facets=dict.fromkeys(FACETS, ()))


def seen(slow: Slow) -> Snapshot:
    """All that holdings ask of a snapshot."""
    return cast("Snapshot", slow)


@pytest.fixture(autouse=True)
def large_from_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdings, "JOINED_AT_ONCE", 1)


def test_a_search_of_a_small_index_waits_for_its_cases() -> None:
    small = Slow("one")
    small.let_go.set()
    assert list(Holdings(seen(small), "one").cases_by_document) == ["ekeby-motion"]


def test_a_search_of_a_large_index_goes_on_without_cases_until_they_are_joined() -> None:
    large = Slow("one", documents=2)
    held = Holdings(seen(large), "one")
    assert held.cases_by_document == {}
    assert held.matters is None
    large.let_go.set()
    assert [case.title for case in held.cases] == ["Cykelväg"]  # whoever asks for cases waits
    assert list(held.cases_by_document) == ["ekeby-motion"]
    assert held.matters is not None


def test_while_a_new_generation_is_joined_the_cases_of_the_last_one_are_shown() -> None:
    keeper, old, new = HoldingsKeeper(), Slow("one", documents=2), Slow("two", documents=2)
    old.let_go.set()
    first = keeper.of(seen(old))
    assert first.cases
    second = keeper.of(seen(new))
    assert second.cases_by_document == first.cases_by_document
    new.let_go.set()
    assert second.case_by_id.keys() == first.case_by_id.keys()
    assert second.paragraphs == 3


def test_cases_rest_while_searches_have_their_turn_and_never_long(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []
    monkeypatch.setattr(holdings, "WORKED_SECONDS", -1.0)
    pace = Pace(rests.append)
    pace()
    assert len(rests) == 1
    assert 0 <= rests[0] <= MOST_RESTED


def test_a_piece_that_took_no_time_needs_no_rest() -> None:
    rests: list[float] = []
    Pace(rests.append)()
    assert rests == []


def test_nobody_who_waits_for_cases_waits_for_a_rest() -> None:
    large = Slow("one", documents=2)
    held = Holdings(seen(large), "one")
    assert held.cases_by_document == {}
    pace = held._pace
    assert not pace.hurried
    large.let_go.set()
    assert held.cases
    assert pace.hurried
