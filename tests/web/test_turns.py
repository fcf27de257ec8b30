"""Overload and time: a few requests at a time, a short queue, 503 beyond it, and no request without an end."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message

from search_api import admission
from search_api.admission import EXPORTS_AT_ONCE, AbandonedError, Admission, Bounds, FullError, Places
from search_api.figures import Figures
from search_api.problems import refuse_as_json
from tests.event_loops import run_apart


class Slow:
    """An application whose searches wait until they are let go, and which counts how many it holds at a time."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.inside = 0
        self.most = 0
        self._lock = threading.Lock()

    def search(self, _request: Request) -> Response:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.go.wait(20)
        with self._lock:
            self.inside -= 1
        return PlainTextResponse("svar")

    def export(self, _request: Request) -> Response:
        def lines() -> Any:
            yield "huvud\n"
            self.go.wait(20)
            yield "rad\n"

        return StreamingResponse(lines())

    def alive(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    def app(self) -> Starlette:
        export = Route("/api/export.csv", self.export)
        return Starlette(routes=[Route("/sok", self.search), Route("/healthz", self.alive), export])


class House:
    """A client before a slow application with these bounds."""

    def __init__(self, **bounds: Any) -> None:
        self.slow = Slow()
        self.figures = Figures()
        self.admission = Admission(self.slow.app(), Bounds(**bounds), refuse_as_json, self.figures)

    def ask(self, use: Callable[[httpx.AsyncClient, Slow], Any]) -> Any:
        async def inside() -> Any:
            transport = httpx.ASGITransport(app=self.admission)
            async with httpx.AsyncClient(transport=transport, base_url="http://namndsok.example") as client:
                return await use(client, self.slow)

        return run_apart(inside())


async def until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.005)


def test_no_more_are_answered_at_a_time_than_there_are_places():
    async def use(client: httpx.AsyncClient, slow: Slow) -> list[int]:
        asked = [asyncio.create_task(client.get("/sok")) for _ in range(8)]
        await until(lambda: slow.inside == 3)
        slow.go.set()
        return [answer.status_code for answer in await asyncio.gather(*asked)]

    house = House(concurrent=3, queue=10)
    assert house.ask(use) == [200] * 8
    assert house.slow.most == 3


def test_beyond_a_short_queue_the_answer_is_503_at_once_with_when_to_come_back():
    async def use(client: httpx.AsyncClient, slow: Slow) -> tuple[list[httpx.Response], list[httpx.Response]]:
        inside = [asyncio.create_task(client.get("/sok")) for _ in range(3)]
        await until(lambda: slow.inside == 1)
        refused = [await client.get("/sok") for _ in range(5)]
        slow.go.set()
        return refused, list(await asyncio.gather(*inside))

    refused, answered = House(concurrent=1, queue=2).ask(use)
    assert [answer.status_code for answer in answered] == [200] * 3
    assert {answer.status_code for answer in refused} == {503}
    assert {answer.json()["error"]["code"] for answer in refused} == {"overloaded"}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)


def test_whoever_waits_too_long_is_told_so():
    async def use(client: httpx.AsyncClient, slow: Slow) -> tuple[int, int]:
        first = asyncio.create_task(client.get("/sok"))
        await until(lambda: slow.inside == 1)
        second = await client.get("/sok")
        slow.go.set()
        return (await first).status_code, second.status_code

    assert House(concurrent=1, queue=5, wait=0.05).ask(use) == (200, 503)


def test_what_was_waited_for_anothers_answer_counts_as_waiting():
    async def use(_client: httpx.AsyncClient, slow: Slow) -> list[Message]:
        first = asyncio.create_task(house.admission(scope(0.0), receive, lambda _message: asyncio.sleep(0)))
        await until(lambda: slow.inside == 1)
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        await house.admission(scope(60.0), receive, send)
        slow.go.set()
        await first
        return sent

    def scope(waited: float) -> dict[str, Any]:
        state = {"arrived": time.perf_counter() - waited}
        return {"type": "http", "method": "GET", "path": "/sok", "query_string": b"", "headers": [], "state": state}

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    house = House(concurrent=1, queue=5, wait=30.0)
    assert house.ask(use)[0]["status"] == 503


def test_health_is_told_however_busy_the_rest_is():
    async def use(client: httpx.AsyncClient, slow: Slow) -> int:
        asked = asyncio.create_task(client.get("/sok"))
        await until(lambda: slow.inside == 1)
        health = await client.get("/healthz")
        slow.go.set()
        await asked
        return health.status_code

    assert House(concurrent=1, queue=0).ask(use) == 200


def test_a_request_without_end_is_answered_in_time_and_keeps_its_place_until_its_work_ends():
    async def use(client: httpx.AsyncClient, slow: Slow) -> tuple[httpx.Response, httpx.Response, httpx.Response]:
        late = await client.get("/sok")
        meanwhile = await client.get("/sok")
        slow.go.set()
        await until(lambda: slow.inside == 0)
        await asyncio.sleep(0.05)
        return late, meanwhile, await client.get("/sok")

    house = House(concurrent=1, queue=0, seconds=0.1)
    late, meanwhile, after = house.ask(use)
    assert (late.status_code, late.json()["error"]["code"]) == (503, "too_slow")
    assert (meanwhile.status_code, meanwhile.json()["error"]["code"]) == (503, "overloaded")
    assert after.status_code == 200
    assert 'namndsok_refused_total{why="slow"} 1.0' in house.figures.text().decode()


class TestKeptAnswersInTheLine:
    """An answer that is kept needs no place; it waits its turn where others have waited long."""

    def order(self, waited: float) -> list[str]:
        """In which order one with work, one who only passes, and another with work come to their turns."""
        said: list[str] = []

        async def inside() -> None:
            places = Places(1, 10)
            await places.enter(1.0)

            async def works(name: str) -> None:
                await places.enter(5.0)
                said.append(name)
                await asyncio.sleep(0.01)
                places.leave()

            async def passes() -> None:
                await places.pass_by(5.0)
                said.append("passes")

            first = asyncio.create_task(works("first"))
            await asyncio.sleep(waited)
            others = [asyncio.create_task(passes()), asyncio.create_task(works("second"))]
            await asyncio.sleep(0.02)
            places.leave()
            await asyncio.gather(first, *others)

        run_apart(inside())
        return said

    def test_while_the_line_is_short_it_goes_first(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(admission, "FAIR_SECONDS", 60.0)
        assert self.order(0.01) == ["passes", "first", "second"]

    def test_where_the_first_has_waited_long_it_comes_in_its_turn(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(admission, "FAIR_SECONDS", 0.01)
        assert self.order(0.1) == ["first", "passes", "second"]

    def test_it_waits_for_a_while_at_most_and_takes_nobodys_place(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(admission, "FAIR_SECONDS", 0.0)

        async def inside() -> bool:
            places = Places(1, 1)
            await places.enter(1.0)
            waiting = asyncio.create_task(places.enter(5.0))
            await asyncio.sleep(0.01)
            await asyncio.gather(*(places.pass_by(0.05) for _ in range(5)))
            places.leave()
            await waiting
            places.leave()
            await places.enter(0.0)
            return True

        assert run_apart(inside())

    def test_one_who_goes_away_while_waiting_leaves_the_line(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(admission, "FAIR_SECONDS", 0.0)

        async def inside() -> list[str]:
            places = Places(1, 1)
            await places.enter(1.0)
            first = asyncio.create_task(places.enter(5.0))
            await asyncio.sleep(0.01)
            passing = asyncio.create_task(places.pass_by(5.0))
            await asyncio.sleep(0.01)
            passing.cancel()
            await asyncio.gather(passing, return_exceptions=True)
            places.leave()
            await first
            with pytest.raises(FullError):
                await places.enter(0.0)
            return ["done"]

        assert run_apart(inside()) == ["done"]


def test_exports_have_places_of_their_own_and_leave_searches_theirs():
    async def use(client: httpx.AsyncClient, slow: Slow) -> tuple[int, list[str]]:
        exports = [asyncio.create_task(client.get("/api/export.csv")) for _ in range(EXPORTS_AT_ONCE)]
        await asyncio.sleep(0.1)
        one_more = await client.get("/api/export.csv")
        slow.go.set()
        search = await client.get("/sok")
        assert search.status_code == 200
        return one_more.status_code, [export.text for export in await asyncio.gather(*exports)]

    refused, exported = House(concurrent=1, queue=1).ask(use)
    assert refused == 503
    assert exported == ["huvud\nrad\n"] * EXPORTS_AT_ONCE


def test_a_reader_who_takes_nothing_is_given_up():
    house = House(concurrent=1, queue=0, seconds=0.1)
    house.slow.go.set()
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)
        if message.get("body"):
            await asyncio.sleep(30)

    async def receive() -> Message:
        await asyncio.sleep(30)
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/api/export.csv",
        "query_string": b"",
        "headers": [],
        "asgi": {"spec_version": "2.4"},
    }
    run_apart(asyncio.wait_for(house.admission(scope, receive, send), 10))
    assert not [message for message in sent if message["type"] == "http.response.body" and not message.get("more_body")]


def test_places_go_to_the_first_that_came_and_are_never_lost():
    async def use() -> list[int]:
        places, order = Places(1, 10), list[int]()
        await places.enter(1)

        async def enter(number: int) -> None:
            await places.enter(5)
            order.append(number)
            places.leave()

        waiting = [asyncio.create_task(enter(number)) for number in range(4)]
        await asyncio.sleep(0.01)
        waiting[1].cancel()
        places.leave()
        await asyncio.gather(*waiting, return_exceptions=True)
        await places.enter(0)  # the place is free again
        with pytest.raises(FullError):
            await Places(0, 0).enter(1)
        return order

    assert run_apart(use()) == [0, 2, 3]


def test_an_abandoned_answer_is_an_error_that_servers_know():
    assert issubclass(AbandonedError, OSError)
