"""Answers that the workers of one server share: made once for all, never from another index, and no worker depends on it."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from council.settings import Settings
from search_api import shared_answers
from search_api.answer_frames import ASK, GIVE, HERE, LARGEST, MAKE, WAIT, Frame, Reader
from search_api.answer_keeper import AnswerKeeper, Worker, keeping
from search_api.service import SearchService
from search_api.shared_answers import SharedAnswers, digest
from tests.event_loops import run_apart
from tests.small_index import document, service_over, town
from ui.app import create_site

FIRST, SECOND = "utgåva-1", "utgåva-2"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path: that of a socket has an end."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def with_workers(folder: Path, use: Callable[[SharedAnswers, SharedAnswers], Awaitable[Any]], megabytes: int = 1) -> Any:
    """What `use` gives with two workers of one server."""

    async def inside(address: Path) -> Any:
        workers = SharedAnswers(address), SharedAnswers(address)
        try:
            return await use(*workers)
        finally:
            for worker in workers:
                worker.close()
            await asyncio.sleep(0)

    with keeping(folder, megabytes, 300.0) as address:
        return run_apart(inside(address))


def test_what_one_worker_made_another_need_not_make(folder: Path) -> None:
    async def use(one: SharedAnswers, other: SharedAnswers) -> tuple[bytes | None, bytes | None]:
        first = await one.ask(FIRST, "/sok?q=snö")
        one.give(FIRST, "/sok?q=snö", b"svar")
        return first, await other.ask(FIRST, "/sok?q=snö")

    assert with_workers(folder, use) == (None, b"svar")


def test_who_asks_while_another_makes_it_waits_and_gets_the_same(folder: Path) -> None:
    async def use(one: SharedAnswers, other: SharedAnswers) -> tuple[bool, list[bytes | None]]:
        await one.ask(FIRST, "snö")
        waiting = [asyncio.create_task(other.ask(FIRST, "snö")) for _ in range(3)]
        await asyncio.sleep(0.05)
        early = any(task.done() for task in waiting)
        one.give(FIRST, "snö", b"svar")
        return early, await asyncio.gather(*waiting)

    assert with_workers(folder, use) == (False, [b"svar"] * 3)


@pytest.mark.parametrize("ends", ["nothing to keep", "the worker dies"])
def test_who_waits_in_vain_makes_it(folder: Path, ends: str) -> None:
    async def use(one: SharedAnswers, other: SharedAnswers) -> bytes | None:
        await one.ask(FIRST, "snö")
        waiting = asyncio.create_task(other.ask(FIRST, "snö"))
        await asyncio.sleep(0.02)
        if ends == "the worker dies":
            one.close()
        else:
            one.give(FIRST, "snö", None)
        return await waiting

    assert with_workers(folder, use) is None


def test_another_version_of_the_index_has_no_answer_of_the_one_before(folder: Path) -> None:
    async def use(one: SharedAnswers, other: SharedAnswers) -> list[bytes | None]:
        await one.ask(FIRST, "snö")
        one.give(FIRST, "snö", b"gammalt")
        new = await other.ask(SECOND, "snö")
        one.give(FIRST, "is", b"gammalt")
        return [new, await other.ask(SECOND, "is")]

    assert with_workers(folder, use) == [None, None]


def test_who_waits_for_an_answer_from_an_index_that_is_no_more_makes_it(folder: Path) -> None:
    async def use(one: SharedAnswers, other: SharedAnswers) -> bytes | None:
        await one.ask(FIRST, "snö")
        waiting = asyncio.create_task(other.ask(FIRST, "snö"))
        await asyncio.sleep(0.02)
        await other.ask(SECOND, "is")
        return await waiting

    assert with_workers(folder, use) is None


def test_their_memory_has_an_end_and_holds_what_was_asked_last(folder: Path) -> None:
    async def use(one: SharedAnswers, other: SharedAnswers) -> list[bool]:
        for number in range(5):
            await one.ask(FIRST, str(number))
            one.give(FIRST, str(number), bytes([number]) * 300_000)
        return [await other.ask(FIRST, str(number)) is not None for number in range(5)]

    assert with_workers(folder, use) == [False, False, True, True, True]


def test_an_answer_grows_old() -> None:
    now = [0.0]
    keeper, said = AnswerKeeper(1, seconds=10.0, clock=lambda: now[0]), []

    class Listening(Worker):
        def say(self, asked: Frame, kind: int, body: bytes = b"") -> None:
            said.append((kind, body))

    worker = Listening(keeper)
    for then in (0.0, 9.0, 11.0):
        now[0] = then
        keeper.heard(worker, Frame(ASK, 1, digest(FIRST), digest("snö")))
        keeper.heard(worker, Frame(GIVE, 0, digest(FIRST), digest("snö"), b"svar")) if then == 0.0 else None
    assert said == [(MAKE, b""), (HERE, b"svar"), (MAKE, b"")]
    assert keeper.size == len(b"svar")


def test_a_worker_without_a_keeper_makes_its_answers_itself(folder: Path) -> None:
    async def use() -> bytes | None:
        alone = SharedAnswers(folder / "ingen")
        alone.give(FIRST, "snö", b"svar")
        return await alone.ask(FIRST, "snö")

    assert run_apart(use()) is None


def test_a_worker_whose_keeper_says_nothing_goes_on_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_answers, "SILENT_SECONDS", 0.05)

    async def use() -> list[bytes | None]:
        worker = SharedAnswers(folder / "stum")
        try:
            return [await worker.ask(FIRST, "snö"), await worker.ask(FIRST, "is")]
        finally:
            worker.close()
            await asyncio.sleep(0)

    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(folder / "stum"))
        silent.listen()
        assert run_apart(use()) == [None, None]


def test_frames_come_together_from_any_pieces() -> None:
    frames = [Frame(HERE, 7, digest(FIRST), digest("snö"), b"x" * 1000), Frame(WAIT, 8, digest(FIRST), digest("is"))]
    wire = b"".join(frame.packed() for frame in frames)
    for size in (1, 13, 41, 500, len(wire)):
        reader = Reader()
        assert [frame for at in range(0, len(wire), size) for frame in reader.read(wire[at : at + size])] == frames


def test_what_is_no_frame_ends_the_connection_and_disturbs_no_other(folder: Path) -> None:
    async def use(one: SharedAnswers, other: SharedAnswers) -> tuple[bytes, bytes | None]:
        reader, writer = await asyncio.open_unix_connection(str(folder / "answers"))
        too_large = Frame(ASK, 1, digest(FIRST), digest("x"), b"y" * (LARGEST + 1)).packed()
        writer.write(too_large[: -(LARGEST + 1)])  # its head says what it would be; the rest would meet a closed door
        ended = await reader.read()
        writer.close()
        await one.ask(FIRST, "snö")
        one.give(FIRST, "snö", b"svar")
        return ended, await other.ask(FIRST, "snö")

    assert with_workers(folder, use) == (b"", b"svar")


class TestSites:
    """Two workers' sites over one index."""

    def answers(self, folder: Path, service: SearchService, use: Callable[[httpx.AsyncClient, httpx.AsyncClient], Awaitable[Any]]) -> Any:
        async def with_sites(one: SharedAnswers, other: SharedAnswers) -> Any:
            sites = [create_site(service, Settings(), shared) for shared in (one, other)]
            async with client(sites[0]) as first, client(sites[1]) as second:
                return await use(first, second)

        return with_workers(folder, with_sites)

    def test_an_answer_is_the_same_to_the_byte_whichever_worker_gives_it(self, folder: Path, tmp_path: Path) -> None:
        async def use(one: httpx.AsyncClient, other: httpx.AsyncClient) -> list[tuple[int, bytes, str | None, str]]:
            path = "/api/search?q=laddstolpar"
            got = [await one.get(path), await other.get(path), await other.get("/metrics")]
            return [(a.status_code, a.content, a.headers.get("content-type"), a.text if a is got[2] else "") for a in got]

        first, second, metrics = self.answers(folder, service_over(tmp_path, town()), use)
        assert first[:3] == second[:3]  # took_ms too: it was searched once
        assert 'namndsok_kept_answers_total{outcome="found"} 1.0' in metrics[3]
        assert 'namndsok_requests_total{route="/api/search",status="200"} 1.0' in metrics[3]

    def test_a_page_another_worker_made_is_not_sent_to_a_reader_who_has_it(self, folder: Path, tmp_path: Path) -> None:
        async def use(one: httpx.AsyncClient, other: httpx.AsyncClient) -> tuple[int, bytes]:
            first = await one.get("/sok?q=laddstolpar")
            again = await other.get("/sok?q=laddstolpar", headers={"If-None-Match": first.headers["etag"]})
            return again.status_code, again.content

        assert self.answers(folder, service_over(tmp_path, town()), use) == (304, b"")

    def test_what_is_not_kept_is_made_by_each(self, folder: Path, tmp_path: Path) -> None:
        async def use(one: httpx.AsyncClient, other: httpx.AsyncClient) -> list[int]:
            return [(await site.get("/dokument/finns-inte")).status_code for site in (one, other, one)]

        assert self.answers(folder, service_over(tmp_path, town()), use) == [404] * 3

    def test_what_is_taken_away_is_in_no_shared_answer(self, folder: Path, tmp_path: Path) -> None:
        service = service_over(tmp_path, town())

        async def use(one: httpx.AsyncClient, other: httpx.AsyncClient) -> tuple[str, str]:
            path = "/sok?q=trygghetsvandringar"
            before = (await one.get(path)).text
            with service.engine.writer() as writer:
                writer.remove("prov-farsta", block=True)
            return before, (await other.get(path)).text

        before, after = self.answers(folder, service, use)
        assert "Trygghetsvandringar" in before
        assert "Trygghetsvandringar" not in after

    def test_a_new_document_is_shown_at_once_by_every_worker(self, folder: Path, tmp_path: Path) -> None:
        service = service_over(tmp_path, town())
        read = document("ny", "Nya laddstolpar vid gångvägen.")

        async def use(one: httpx.AsyncClient, other: httpx.AsyncClient) -> list[int]:
            path = "/api/search?q=laddstolpar&mode=keyword"
            before = (await one.get(path)).json()["total"]["documents"]
            with service.engine.writer() as writer:
                writer.write(read, service.encoder.encode_passages([p.text for p in read.paragraphs]))  # type: ignore[union-attr]  # it has one
            return [(await site.get(path)).json()["total"]["documents"] - before for site in (one, other)]

        assert self.answers(folder, service, use) == [1, 1]


def client(site: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url="http://namndsok.example")
