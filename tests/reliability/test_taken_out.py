"""What was taken out is gone for good: after `remove` no byte of it is left, and it does not come back."""

from __future__ import annotations

import contextlib
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from council.model import Person
from council.settings import Settings
from namndsok.cli import main
from namndsok.opening import open_encoder, open_index
from search_api.service import SearchService
from tests.contract.library import MODEL, put, random_vectors, read
from tests.elasticsearch.node import Node
from tests.reliability.conftest import OpenEngine
from tests.reliability.stored_bytes import dead_records, traces, vector_rows
from ui.app import create_site

MARKERS = {
    "word": b"xylografimuseet",
    "number": b"4711/2098",
    "person": b"Zebulon Qvistgren",
    "surname": b"qvistgren",
    "title": b"kolibribrygga",
    "name": b"zq-handling",
    "id": b"zq-handling-txt",
}
MARKED = """PROTOKOLL

Kulturnämnden
Sammanträdesdatum 2023-05-09

§ 7 Motion om kolibribrygga
Dnr KN 4711/2098

Beslut

Kulturnämnden beslutar att avslå motionen om att flytta xylografimuseet till den nya kolibribryggan i Vadby hamn.

Reservation

Zebulon Qvistgren (S) reserverar sig mot beslutet och vill att xylografimuseet flyttas till kolibribryggan.
"""
OTHER = """PROTOKOLL

Kulturnämnden
Sammanträdesdatum 2023-06-13

§ 8 Belysning vid gångvägen
Dnr KN 2023/12

Beslut

Kulturnämnden beslutar att godkänna förslaget om belysning vid gångvägen mellan biblioteket och hamnen.
"""
ADDRESSES = (
    "/api/search?size=100", "/api/search?q=xylografimuseet&mode=keyword", "/api/search?q=museum+för+träsnitt&mode=semantic",
    "/api/coverage", "/api/cases", "/api/export.csv", "/api/export.json", "/feed.atom", "/feed.json", "/api/suggest?q=xylo",
    "/api/suggest?q=Zeb", "/api/suggest?q=kolibri", "/", "/sok", "/tackning", "/arenden", "/partier", "/namnder", "/metrics",
)  # fmt: skip
"""Every kind of answer that tells of what is in the index. The words of the question itself are not taken for a trace."""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NAMNDSOK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NAMNDSOK_OCR", "0")
    return tmp_path / "data"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "akter"
    folder.mkdir()
    (folder / "zq-handling.txt").write_text(MARKED, encoding="utf-8")
    (folder / "annan.txt").write_text(OTHER, encoding="utf-8")
    return folder


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


@contextlib.contextmanager
def served(data: Path) -> Iterator[TestClient]:
    """A server over the index, which goes on running while commands change it."""
    settings = Settings(data=data)
    encoder = open_encoder(settings)
    with contextlib.ExitStack() as stack:
        engine = stack.enter_context(contextlib.closing(open_index(settings, encoder)))
        yield stack.enter_context(TestClient(create_site(SearchService(engine, encoder), settings), base_url="http://vadby.example"))


def told(site: TestClient) -> dict[str, set[str]]:
    """The answers that tell of what is marked, beyond repeating the question."""
    found = {}
    for address in ADDRESSES:
        asked = unquote(address.partition("q=")[2].partition("&")[0]).lower()
        text = site.get(address).text.lower().replace(asked or "\0", "")
        found[address] = {name for name, marker in MARKERS.items() if marker.decode().lower() in text}
    return {address: names for address, names in found.items() if names}


def test_after_remove_no_byte_of_a_document_is_left(data: Path, documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("index", documents) == 0
    assert set().union(*traces(data, MARKERS).values()) == set(MARKERS)
    rows = vector_rows(data, 256)
    with served(data) as site:
        assert len(told(site)) > 8
        assert run("remove", "zq-handling.txt", "--later") == 0
        assert not told(site)
        assert site.get("/api/documents/akter-zq-handling-txt").status_code == 410
    # Until the compaction bytes lie in the files: the probes see them, in every place that is looked at below.
    before = traces(data, MARKERS)
    assert {"word", "number", "person"} <= set().union(*(names for place, names in before.items() if place.startswith("unpacked")))
    assert {"word", "id"} <= set().union(*(names for place, names in before.items() if place.startswith("terms")))
    assert {"surname"} <= set().union(*(names for place, names in before.items() if place.endswith(".fast")))
    assert dead_records(data) > 0
    assert vector_rows(data, 256) == rows
    assert run("compact") == 0
    assert traces(data, MARKERS) == {}
    assert dead_records(data) == 0
    assert vector_rows(data, 256) < rows
    assert len(list((data / "generations").iterdir())) == 1
    with served(data) as site:
        assert not told(site)
    assert "xylografi" not in capsys.readouterr().err


def test_remove_compacts_by_itself(data: Path, documents: Path) -> None:
    run("index", documents)
    assert run("remove", "zq-handling.txt") == 0
    assert traces(data, MARKERS) == {}
    assert dead_records(data) == 0


def test_it_stays_out_of_the_next_runs_and_comes_back_when_let_in(data: Path, documents: Path) -> None:
    run("index", documents)
    run("remove", "zq-handling.txt")
    (documents / "zq-handling.txt").write_text(MARKED + "\nEtt tillägg.\n", encoding="utf-8")
    for how in ([], ["--rebuild"]):
        run("index", documents, *how)
        assert traces(data, MARKERS) == {}
    assert run("remove", "--undo", "zq-handling.txt") == 0
    run("index", documents)
    assert traces(data, MARKERS)


def test_what_a_document_said_before_it_changed_is_gone_after_compaction(data: Path, documents: Path) -> None:
    run("index", documents)
    (documents / "zq-handling.txt").write_text(OTHER, encoding="utf-8")
    run("index", documents)
    run("compact")
    assert set().union(*traces(data, MARKERS).values()) == {"name", "id"}


def test_the_name_of_a_file_that_could_not_be_read_can_be_taken_out(data: Path, documents: Path) -> None:
    (documents / "zq-handling.txt").write_bytes(b"")
    run("index", documents)
    assert "name" in set().union(*traces(data, MARKERS).values())
    assert run("remove", "zq-handling.txt") == 0
    run("index", documents)
    assert traces(data, MARKERS) == {}
    with served(data) as site:
        assert not told(site)


def test_elasticsearch_holds_nothing_of_it_either(server: Node, open_elastic: OpenEngine) -> None:
    engine = open_elastic(server.url)
    marked = read("akter-zq-handling-txt", MARKED, source="zq-handling.txt", title="Motion om kolibribrygga", dnr=("KN 4711/2098",),
                  people=(Person("Zebulon Qvistgren", "S"),))  # fmt: skip
    put(engine, marked, read("annan", OTHER), vectors=[random_vectors(1), random_vectors(1, 7)])
    assert set().union(*_on_the_node(server).values()) == set(MARKERS)
    with engine.writer() as writer:
        assert writer.remove("akter-zq-handling-txt", block=True)
    engine.compact()
    assert _on_the_node(server) == {}
    assert engine.snapshot().catalogue().blocks("akter-zq-handling-txt")
    assert engine.snapshot().stats().model == MODEL


def _on_the_node(server: Node) -> dict[str, set[str]]:
    """Where markers stand in all that the server answers of all its indices, and in its files, its journal included."""
    with urllib.request.urlopen(f"{server.url}/_search?size=10000&expand_wildcards=all") as answer:
        places = {"answers": answer.read()}
    for path in server.home.rglob("*"):
        if path.is_file():
            places[str(path)] = path.read_bytes()
    found = {place: {n for n, m in MARKERS.items() if m.lower() in content.lower()} for place, content in places.items()}
    return {place: names for place, names in found.items() if names}
