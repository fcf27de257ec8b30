"""Answers are compressed for who takes gzip, whole or as they come, and hold the same bytes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from search_api.compressing import SMALLEST, Compressing, compressed

TEXT = "Nämnden föreslår att motionen anses besvarad. " * 5_000
PIECES = ["rubrik;text\r\n", *("förslag;å\r\n" for _ in range(2_000))]


def whole(_request: Request) -> Response:
    return PlainTextResponse(TEXT)


def short(_request: Request) -> Response:
    return PlainTextResponse("x" * (SMALLEST - 1))


def streamed(_request: Request) -> Response:
    def pieces() -> Iterator[str]:
        yield from PIECES

    return StreamingResponse(pieces(), media_type="text/csv")


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/whole", whole), Route("/short", short), Route("/streamed", streamed)]
    return TestClient(Compressing(Starlette(routes=routes), minimum_size=SMALLEST))


def raw(client: TestClient, path: str) -> bytes:
    """The bytes as they were sent."""
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["vary"]
        return b"".join(answer.iter_raw())


def test_a_whole_answer_is_one_gzip_file(client: TestClient) -> None:
    sent = raw(client, "/whole")
    assert gzip.decompress(sent).decode() == TEXT
    assert len(sent) < len(TEXT) / 20
    assert client.get("/whole", headers={"Accept-Encoding": "gzip"}).headers["content-length"] == str(len(sent))


def test_a_streamed_answer_comes_whole(client: TestClient) -> None:
    assert gzip.decompress(raw(client, "/streamed")).decode() == "".join(PIECES)


def test_each_piece_of_a_stream_can_be_read_when_it_comes(client: TestClient) -> None:
    first, *_ = raw(client, "/streamed").split(b"\x00\x00\xff\xff")  # where a flush ends
    assert len(first) < 200


def test_small_answers_and_those_who_take_no_gzip_get_them_as_they_are(client: TestClient) -> None:
    assert "content-encoding" not in client.get("/short", headers={"Accept-Encoding": "gzip"}).headers
    plain = client.get("/whole", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["vary"]
    assert plain.text == TEXT


def test_nothing_is_compressed_to_something_that_is_nothing_again() -> None:
    assert gzip.decompress(compressed(b"")) == b""
