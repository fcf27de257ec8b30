"""The pool of reading processes: a file that crashes, hangs or eats memory costs itself alone."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from council.errors import ConfigurationError, UnreadableFile
from indexer.extract import Limits, extract
from indexer.extract.workers import ReadingPool, prepare

QUICK = Limits(seconds=1.5, cpu_seconds=60, memory=400 * 1024 * 1024)


def work(task: str) -> str:
    """What a test asks a worker to do."""
    match task:
        case "crash":
            ctypes.string_at(0)
        case "abort":
            os.abort()
        case "hang":
            time.sleep(60)
        case "spin":
            while True:
                pass
        case "eat":
            return str(len(bytearray(2 << 30)))
        case "locked":
            raise UnreadableFile("encrypted", "Låst.")
        case "fault":
            raise KeyError("fel i programmet")
        case "misconfigured":
            raise ConfigurationError("Registret är trasigt.")
        case "niceness":
            return str(os.nice(0))
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
    return task.upper()


def outcomes(tasks: list[str], limits: Limits = QUICK, workers: int = 2) -> list[str]:
    with ReadingPool(workers, limits) as pool:
        return [outcome.code if isinstance(outcome, UnreadableFile) else outcome for _, outcome in pool.map(work, tasks)]


def test_what_is_done_meanwhile_is_done_once_and_not_where_nothing_is_read() -> None:
    done: list[str] = []
    with ReadingPool(2, QUICK) as pool:
        for task, _ in pool.map(work, ["a", "b", "c"], lambda: done.append("meanwhile")):
            done.append(task)
        assert list(pool.map(work, [], lambda: done.append("nothing"))) == []
    assert done == ["meanwhile", "a", "b", "c"]


def test_results_come_in_the_order_of_the_tasks() -> None:
    tasks = [f"t{number}" for number in range(60)]
    with ReadingPool(2, QUICK) as pool:
        answers = list(pool.map(work, tasks))
    assert answers == [(task, task.upper()) for task in tasks]


@pytest.mark.parametrize("task", ["crash", "abort"])
def test_a_crash_costs_its_file_alone(task: str) -> None:
    assert outcomes(["a", task, "b", task, "c"]) == ["A", "crashed", "B", "crashed", "C"]


def test_a_hang_ends_at_its_time() -> None:
    began = time.monotonic()
    assert outcomes(["a", "hang", "b"]) == ["A", "too_slow", "B"]
    assert time.monotonic() - began < 20


def test_processor_time_has_a_bound() -> None:
    assert outcomes(["a", "spin", "b"], Limits(seconds=30, cpu_seconds=1)) == ["A", "too_slow", "B"]


def test_memory_has_a_bound() -> None:
    assert outcomes(["a", "eat", "killed", "b"]) == ["A", "too_much_memory", "too_much_memory", "B"]


def test_a_reason_crosses_the_process_border() -> None:
    with ReadingPool(1, QUICK) as pool:
        [(task, outcome)] = list(pool.map(work, ["locked"]))
    assert task == "locked"
    assert isinstance(outcome, UnreadableFile)
    assert (outcome.code, outcome.message) == ("encrypted", "Låst.")


def test_a_fault_of_ours_costs_one_file_and_is_named() -> None:
    with ReadingPool(1, QUICK) as pool:
        answers = list(pool.map(work, ["fault", "a"]))
    assert isinstance(answers[0][1], UnreadableFile)
    assert "KeyError" in answers[0][1].message
    assert answers[1][1] == "A"


def test_an_error_that_is_no_file_s_fault_stops_the_run() -> None:
    with pytest.raises(ConfigurationError, match="Registret"):
        outcomes(["misconfigured"])


def test_without_workers_all_runs_here() -> None:
    assert outcomes(["a", "locked"], workers=0) == ["A", "encrypted"]


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def endless() -> Iterator[str]:
        number = 0
        while True:
            taken.append(number)
            yield f"t{number}"
            number += 1

    with ReadingPool(2, QUICK) as pool:
        answers = pool.map(work, endless())
        assert [next(answers)[1] for _ in range(3)] == ["T0", "T1", "T2"]
    assert len(taken) < 2_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has classes of priority in place of niceness")
def test_who_reads_gives_way_to_who_writes() -> None:
    assert int(outcomes(["niceness"])[0]) > os.nice(0)


def test_no_process_is_left_behind() -> None:
    with ReadingPool(2, QUICK) as pool:
        list(pool.map(work, ["a", "b", "c"]))
        processes = [worker.process for worker in pool._workers]
        assert processes
    with pytest.raises(ValueError, match="closed"):
        processes[0].is_alive()


def test_files_are_extracted_in_workers(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text("Nämnden beslutar att bifalla motionen.", encoding="utf-8")
    bad.write_bytes(b"")
    with ReadingPool(2) as pool:
        (_, read), (_, refused) = list(pool.map(extract, [good, bad]))
    assert not isinstance(read, UnreadableFile)
    assert read.lines[0].text == "Nämnden beslutar att bifalla motionen."
    assert isinstance(refused, UnreadableFile)
    assert refused.code == "empty"


def test_processes_that_never_begin_are_no_fault_of_the_files(tmp_path: Path) -> None:
    """A script without the guard for its main module starts itself again in every worker."""
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from pathlib import Path\nfrom indexer.extract import extract\nfrom indexer.extract.workers import ReadingPool\n"
        "with ReadingPool(1) as pool:\n    list(pool.map(extract, [Path('a.txt')] * 9))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert "Läsprocesserna går inte att starta" in done.stderr


def test_what_workers_are_forked_from_may_be_started_ahead() -> None:
    prepare()
    prepare()
    assert outcomes(["ett", "crash", "två"]) == ["ETT", "crashed", "TVÅ"]


def test_the_process_that_writes_loads_no_library_that_reads_files() -> None:
    asked = "import sys, namndsok.indexing; print(sorted({'docx', 'odf', 'pypdfium2', 'langdetect'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert told.stdout.strip() == "[]"
