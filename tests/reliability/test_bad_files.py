"""More than a hundred kinds of bad files cost themselves alone: their neighbours are found, and each is named with a reason in Swedish."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from council.settings import Settings
from namndsok.opening import open_encoder, open_index
from search_api.service import SearchService
from tests.conftest import REPOSITORY
from tests.reliability.bad_file import SENTENCE, BadFile
from tests.reliability.bad_files import make_all
from ui.app import create_site

GOOD = {
    "bra/protokoll.txt": (
        "PROTOKOLL\n\nTekniska nämnden 2023-04-18\n\n§ 4 Kanotleden\n\nNämnden beslutar att märka ut kanotleden i Ekån.",
        "kanotled",
    ),
    "bra/motion.md": ("# Motion om sparkcyklar\n\nVi yrkar att elsparkcyklar parkeras på anvisade platser i Vadby.", "elsparkcykel"),
    "zz/sist.html": (
        "<html><body><h1>Fjärilsäng</h1><p>En fjärilsäng anläggs bakom biblioteket i Vadby till våren.</p></body></html>",
        "fjärilsäng",
    ),
}
CPU_SECONDS = 300.0
MEGABYTES = 1_500
"""Generous bounds: they catch a file that runs away, not a slow machine. Memory is the largest resident size of any one process."""

SWEDISH = re.compile(r"\b(filen|filens|filer|är|länken|mappen|läsningen|webbsidan|e-postmeddelandet|det)\b", re.IGNORECASE)
PROCESSES = """
import re, resource, sys
from multiprocessing import forkserver
from pathlib import Path
from namndsok.cli import main
try:
    code = main(sys.argv[1:])
finally:
    forkserver._forkserver._stop()  # waits for it, so that what its workers used is counted
    # Not getrusage's: the system counts there what the process that started this one held, which is all of pytest.
    mine = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
    print(max(mine, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
sys.exit(code)
"""


@dataclass(frozen=True)
class Run:
    """What an index run over the bad folder left behind."""

    folder: Path
    kinds: list[BadFile]
    code: int
    said: str
    cpu: float
    megabytes: int
    failed: dict[str, tuple[str, str]]
    indexed: set[str]
    service: SearchService
    site: TestClient


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run of the command over all kinds and three good neighbours."""
    folder = tmp_path_factory.mktemp("handlingar")
    kinds = make_all(folder)
    for name, (text, _) in GOOD.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    data = tmp_path_factory.mktemp("data")
    environment = {"NAMNDSOK_DATA": str(data), "NAMNDSOK_OCR": "0", "NAMNDSOK_MAX_SECONDS": "12", "NAMNDSOK_MAX_MEMORY_MEGABYTES": "1024"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", PROCESSES, "index", str(folder)], cwd=REPOSITORY, env={**os.environ, **environment},
        capture_output=True, check=False, timeout=400,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = done.stderr.decode("utf-8", "backslashreplace")
    settings = Settings(data=data)
    encoder = open_encoder(settings)
    service = SearchService(open_index(settings, encoder), encoder)
    catalogue = service.coverage()
    held = open_index(settings, encoder).snapshot().catalogue()
    return Run(
        folder, kinds, done.returncode, said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        int(done.stdout.split()[-1]), {f.source: (f.code, f.reason) for f in catalogue.failed}, {e.source for e in held.entries},
        service, TestClient(create_site(service, settings), base_url="http://namndsok.example"),
    )  # fmt: skip


def shown(name: str) -> str:
    """A name as the index keeps it: bytes that are no UTF-8 stand as U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def test_there_are_a_hundred_and_forty_kinds(run: Run) -> None:
    assert len({kind.name for kind in run.kinds}) >= 140


def test_the_run_ends_with_code_three_and_no_trace(run: Run) -> None:
    assert run.code == 3, run.said[-3000:]
    assert "Traceback" not in run.said
    assert "Error" not in run.said


def test_the_good_neighbours_are_found(run: Run) -> None:
    assert set(GOOD) <= run.indexed
    for name, (_, word) in GOOD.items():
        hits = run.site.get("/api/search", params={"q": word, "mode": "keyword"}).json()["hits"]
        assert name in [hit["document"]["source"] for hit in hits]


def test_every_bad_file_is_reported_or_read(run: Run) -> None:
    lost = [kind.name for kind in run.kinds if shown(kind.name) not in run.failed and shown(kind.name) not in run.indexed]
    assert not lost


def test_each_has_the_fate_that_is_due(run: Run) -> None:
    refused = {kind.name for kind in run.kinds if kind.fate == "refused" and shown(kind.name) not in run.failed}
    readable = {
        kind.name: run.failed.get(shown(kind.name)) for kind in run.kinds if kind.fate == "readable" and shown(kind.name) not in run.indexed
    }
    assert not refused
    assert not readable


def test_each_reason_is_clear_and_swedish(run: Run) -> None:
    unclear = {source: reason for source, (code, reason) in run.failed.items() if not SWEDISH.search(reason) or "Oväntat fel" in reason}
    assert not unclear


@pytest.mark.parametrize("name", ["jättetabell.md", "jättetabell.txt", "jättetabell.html", "jättetabell.docx", "en_rad.txt"])
def test_what_is_large_is_read_in_its_time_or_said_to_be_too_slow(run: Run, name: str) -> None:
    assert name in run.indexed or run.failed[name][0] == "too_slow"


def test_time_and_memory_are_bounded(run: Run) -> None:
    assert run.cpu < CPU_SECONDS
    assert run.megabytes < MEGABYTES


def test_sidecars_that_are_no_use_are_told_of_by_name(run: Run) -> None:
    told = (
        "s_trasig",
        "s_lista",
        "s_tal",
        "s_okänt",
        "s_djup",
        "s_stor",
        "s_gles",
        "s_kodning",
        "s_datum",
        "s_url",
        "s_surrogat",
        "s_stort_tal",
    )
    assert not [name for name in told if f"{name}.txt.json" not in run.said]
    assert "documents.jsonl, rad 2" in run.said


def test_no_line_of_the_report_is_broken_by_a_name(run: Run) -> None:
    assert "\x1b" not in run.said
    assert "\u202e" not in run.said


def test_no_answer_names_the_folders_of_the_machine(run: Run) -> None:
    asked = ["/api/search", "/api/coverage", "/api/export.json", "/api/export.csv", "/feed.json", "/feed.atom", "/tackning", "/sok", "/"]
    for address in asked:
        answer = run.site.get(address)
        assert answer.status_code == 200, address
        assert str(run.folder.parent) not in answer.text, address
        assert str(REPOSITORY) not in answer.text, address
    assert "root:x:0" not in run.site.get("/api/export.csv").text


@pytest.mark.parametrize("address", [lambda i: f"/api/documents/{i}", lambda i: f"/dokument/{i}", lambda i: f"/api/documents/{i}/original"])
def test_every_readable_bad_file_can_be_opened(run: Run, address: Callable[[str], str]) -> None:
    rows = run.site.get("/api/search", params={"q": SENTENCE.split()[-1], "size": 100}).json()["hits"]
    assert rows
    for hit in rows:
        answer = run.site.get(address(hit["document"]["id"]))
        assert answer.status_code in (200, 403, 404), hit  # 403: in 40,000 rows of figures some stand like an identity number
        assert str(run.folder) not in answer.text[:100_000]
