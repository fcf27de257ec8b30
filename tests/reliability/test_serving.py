"""Real servers: they stop gracefully, show a new index at once, and go on without a failed request while it is rebuilt under load."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.reliability.running_server import Clients, Server, namndsok, running

PATHS = (
    "/api/search?q=snöröjning",
    "/sok?q=vandringar",
    "/",
    "/api/cases",
    "/api/coverage",
    "/tackning",
    "/feed.atom?q=avtal",
    "/api/suggest?q=sn",
)
SOAK = bool(os.environ.get("NAMNDSOK_SOAK"))
pytestmark = pytest.mark.soak
in_full = pytest.mark.skipif(not SOAK, reason="takes half a minute: make soak")


def write(folder: Path, number: int) -> None:
    """A fictional matter."""
    text = (
        f"PROTOKOLL\n\nTekniska nämnden\nSammanträdesdatum 2023-04-{1 + number % 28:02d}\n\n§ {number} Snöröjning på gata {number}\n"
        f"Dnr TN 2023/{number}\n\nBeslut\n\nTekniska nämnden beslutar att teckna avtal om snöröjning och vandringar på gata {number}.\n"
    )
    (folder / f"protokoll-{number}.txt").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty matters in "handlingar", and their index in "data"."""
    home = tmp_path_factory.mktemp("kommun")
    (home / "handlingar").mkdir()
    for number in range(20):
        write(home / "handlingar", number)
    assert namndsok(home / "data", "index", str(home / "handlingar")).returncode == 0
    return home


@pytest.fixture
def home(indexed: Path, tmp_path: Path) -> Home:
    """Their folder, and a copy of the index."""
    return Home(indexed / "handlingar", Path(shutil.copytree(indexed / "data", tmp_path / "data")))


@dataclass(frozen=True)
class Home:
    """Documents and the index over them."""

    folder: Path
    data: Path

    def add(self, number: int, *options: str) -> int:
        """Write one more document and index the folder; returns how many documents there are then."""
        write(self.folder, number)
        assert namndsok(self.data, "index", *options, str(self.folder)).returncode == 0
        return len(list(self.folder.iterdir()))


def quoted(path: str) -> str:
    return quote(path, safe="/?=&")


def documents(server: Server) -> int:
    return int(json.loads(server.get("/api/coverage")[1])["documents"])


@pytest.mark.parametrize("workers", ["1", "2"])
def test_requests_under_way_are_finished_before_a_server_stops(home: Home, workers: str) -> None:
    slow = ("tests/reliability/slow_server.py",)
    with running(home.data, "--workers", workers, command=slow, PYTHONPATH=".") as server:
        answers: list[tuple[int, bytes]] = []
        path = f"/api/search?q={quote('långsamt')}"
        asking = [threading.Thread(target=lambda: answers.append(server.get(path))) for _ in range(3)]
        for thread in asking:
            thread.start()
        time.sleep(1.0)
        server.process.send_signal(signal.SIGTERM)
        for thread in asking:
            thread.join(60)
        assert server.process.wait(60) == 0
    assert [status for status, _ in answers] == [200] * 3
    assert not [line for line in server.said if "Traceback" in line or "Error" in line]


def test_a_running_server_shows_a_finished_index_at_once(home: Home) -> None:
    with running(home.data) as server:
        assert documents(server) == 20
        everything = home.add(777)
        assert documents(server) == everything
        assert json.loads(server.get("/api/search?q=gata&size=1")[1])["total"]["documents"] == everything


@pytest.mark.parametrize("workers", [pytest.param("1", marks=in_full), "2"])
def test_no_request_fails_while_an_index_is_rebuilt_and_written_under_load(home: Home, workers: str) -> None:
    with running(home.data, "--workers", workers, NAMNDSOK_CACHE_MEGABYTES="0") as server:
        with Clients(server, [quoted(path) for path in PATHS]) as clients:
            home.add(100 + int(workers))
            home.add(200 + int(workers), "--rebuild")
            everything = home.add(300 + int(workers), "--rebuild")
        assert set(clients.statuses) == {200}
        assert clients.statuses[200] > 20
        assert {documents(server) for _ in range(10)} == {everything}


def test_several_workers_tell_their_figures_together(home: Home) -> None:
    with running(home.data, "--workers", "2") as server:
        with Clients(server, [quoted("/api/search?q=avtal")]) as clients:
            time.sleep(2)
        asked = clients.statuses[200]
        figures = {server.get("/metrics")[1].decode() for _ in range(8)}
    counted = {line for text in figures for line in text.splitlines() if line.startswith('namndsok_requests_total{route="/api/search"')}
    assert asked > 0
    assert counted == {f'namndsok_requests_total{{route="/api/search",status="200"}} {float(asked)}'}
    assert all("namndsok_documents 20.0" in text for text in figures)


def test_a_question_is_searched_once_for_all_workers(home: Home) -> None:
    with running(home.data, "--workers", "2") as server:
        answers = {server.get("/api/search?q=vandringar") for _ in range(20)}
        figures = server.get("/metrics")[1].decode()
    assert len(answers) == 1
    assert 'namndsok_kept_answers_total{outcome="made"} 1.0' in figures


def test_a_worker_that_dies_is_started_anew_and_the_other_answers_meanwhile(home: Home) -> None:
    with running(home.data, "--workers", "2") as server:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text(encoding="ascii").split()
        workers = [int(pid) for pid in children if b"multiprocessing.spawn" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        assert len(workers) == 2
        os.kill(workers[0], signal.SIGKILL)
        answers = [server.get("/healthz")[0] for _ in range(20)]
    assert set(answers) == {200}


def test_a_port_that_is_taken_is_said_and_nothing_is_served(home: Home) -> None:
    with running(home.data) as server:
        port = server.address.rpartition(":")[2]
        done = namndsok(home.data, "serve", "--port", port)
    assert done.returncode == 2
    assert port in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("workers", ["1", pytest.param("2", marks=in_full)])
def test_a_server_that_cannot_start_says_why_and_ends(home: Home, workers: str) -> None:
    done = namndsok(home.data, "serve", "--port", "0", "--workers", workers, NAMNDSOK_MODEL="/finns/inte")
    assert done.returncode == 2
    assert "/finns/inte" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_log_of_a_server_is_json_on_demand_and_holds_no_question(home: Home) -> None:
    with running(home.data, NAMNDSOK_LOG_FORMAT="json") as server:
        server.get("/api/search?q=hemligtord")
        server.get("/sok?q=hemligtord")
    lines = [json.loads(line) for line in server.said if line.startswith("{")]
    assert {"/api/search", "/sok"} <= {line["path"] for line in lines if "path" in line}
    assert "hemligtord" not in "\n".join(server.said)


def test_a_server_listens_to_this_machine_alone_unless_told_otherwise(home: Home) -> None:
    with running(home.data) as server:
        assert server.address.startswith("http://127.0.0.1:")
