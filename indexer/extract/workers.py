"""Worker processes that read files under limits, so that a crash or hang of a native library costs that file alone."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from council.errors import ConfigurationError, NamndsokError, UnreadableFile
from indexer.extract.limits import Limits
from indexer.extract.packing import packed, unpacked

Task = TypeVar("Task")
Result = TypeVar("Result")

# How many tasks for each worker may be ahead of the oldest that is not answered: bounds what waits in memory for its turn. Of small files
# it is about a second's work: a commit of the writer takes half a second, in which readers would else run out of tasks.
_AHEAD = 16
_LOTS_AHEAD = 4
# A worker is given so many tasks together at most, and about so many seconds of work: it goes on while nobody listens to it.
_MOST_TOGETHER = 128
_SECONDS_TOGETHER = 0.3
# Native libraries leak a little: after so many files a worker is replaced, once it has taken this share of the memory that it may.
_FILES_A_WORKER = 500
_MUCH = 0.25
# How often the parent looks at the clock, in seconds; and at a worker's memory, at most, while answers of others come.
_LOOK, _WEIGH = 0.25, 0.05
# How often it takes answers and gives new tasks while there are answers left to hand on: whoever takes them may work long on each.
_GLANCE = 0.005
SELDOM = (50_000, 20, 20)
"""Thresholds of the garbage collector while files are read and written: values of the domain hold no cycles, and a tenth of the time goes
to looking for them at Python's own thresholds."""
# How much a worker gives way to others: to whoever writes what it read, who is waited for, and to a server beside.
_NICENESS = 5
# A worker that died with this share of its memory in use died of it.
_NEARLY_ALL = 0.85
_MOST_STILLBORN = 4
# How long a worker may take to start and to load the function, in seconds, before its file's own time begins.
_STARTING = 60.0

_Answer: TypeAlias = tuple[Literal["begun", "done", "unreadable", "stop"], Any]
_Numbered: TypeAlias = tuple[int, Task]

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Worker(Generic[Task]):
    """A process, the pipe to it, and what it is doing: `given` are its unanswered tasks with their places, the first in work."""

    process: BaseProcess
    pipe: Connection
    given: deque[_Numbered[Task]] = field(default_factory=deque)
    deadline: float = 0.0
    files: int = 0
    has_begun: bool = False
    memory: int = 0
    """The most address space that was seen of it, in bytes."""
    weighed: float = 0.0
    """When its memory was last looked at."""
    memory_at_start: int = 0


@dataclass(slots=True)
class _Order(Generic[Task]):
    """Answers that wait for their turn."""

    answered: dict[int, tuple[Task, Any]] = field(default_factory=dict)
    following: int = 0

    def take(self, number: int, task: Task, outcome: Any) -> None:
        self.answered[number] = (task, outcome)

    def ready(self) -> tuple[Task, Any] | None:
        """The next answer, when it has come."""
        if self.following not in self.answered:
            return None
        self.following += 1
        return self.answered.pop(self.following - 1)


class ReadingPool:
    """A pool of reading processes: `with ReadingPool(2, limits) as pool: for task, outcome in pool.map(function, tasks)`.

    The function must be importable, tasks and results must pickle. With `workers` 0 everything runs in this process, without limits on it.
    """

    def __init__(self, workers: int = 2, limits: Limits | None = None) -> None:
        self._size = workers
        self._limits = limits or Limits()
        self._workers: list[_Worker[Any]] = []
        self._stillborn = 0
        self._context = _context()
        self._again: deque[_Numbered[Any]] = deque()
        self._seconds = _SECONDS_TOGETHER

    def __enter__(self) -> ReadingPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def map(
        self, function: Callable[[Task], Result], tasks: Iterable[Task], meanwhile: Callable[[], object] | None = None
    ) -> Iterator[tuple[Task, Result | UnreadableFile]]:
        """Each task with its result or the reason why there is none, in the order of the tasks; tasks are taken as they are needed.

        `meanwhile` is done once, while other processes are at the first tasks. An error that is no fault of the file (NamndsokError but
        for UnreadableFile) stops the map as ConfigurationError.
        """
        if self._size < 1:
            yield from ((task, _here(function, task)) for task in tasks)
            return
        waiting, order = enumerate(tasks), _Order[Task]()
        more, looked = True, 0.0
        while True:
            while (more or self._again) and (worker := self._idle(order)):
                together = self._together(waiting)
                more = more and bool(together)
                if together:
                    self._give(worker, function, together)
            if meanwhile is not None and any(worker.given for worker in self._workers):
                meanwhile()
                meanwhile = None
            ready = order.ready()
            if ready is not None:
                yield ready
            busy = [worker for worker in self._workers if worker.given]
            if ready is None and not busy and not more:
                return
            if busy and (ready is None or time.monotonic() - looked > _GLANCE):
                self._listen(busy, order, _LOOK if ready is None else 0)
                looked = time.monotonic()

    def _idle(self, order: _Order[Any]) -> _Worker[Any] | None:
        """A worker without a task, started when there are too few; none while too many answers wait for an older one.

        What a lost worker left undone is older than what waits: it is never held back.
        """
        given = sum(len(worker.given) for worker in self._workers)
        if not self._again and len(order.answered) + given >= self._size * max(_AHEAD, _LOTS_AHEAD * self._many):
            return None
        for worker in self._workers:
            if not worker.given:
                return worker
        if len(self._workers) < self._size:
            self._workers.append(_start(self._context, self._limits))
            return self._workers[-1]
        return None

    @property
    def _many(self) -> int:
        """How many tasks a worker is given together: one where a task takes long, so that others are not kept waiting behind it."""
        return max(1, min(_MOST_TOGETHER, int(_SECONDS_TOGETHER / max(self._seconds, 1e-6))))

    def _together(self, waiting: Iterator[_Numbered[Task]]) -> list[_Numbered[Task]]:
        """The next tasks: one alone that a lost worker left undone, or some that nobody has begun."""
        return [self._again.popleft()] if self._again else list(islice(waiting, self._many))

    def _give(self, worker: _Worker[Task], function: Callable[[Task], Any], together: list[_Numbered[Task]]) -> None:
        """Send tasks to a worker that has none: it takes them all before it answers, so that neither waits for the other."""
        worker.given.extend(together)
        worker.deadline = time.monotonic() + self._limits.seconds + _STARTING
        try:
            worker.pipe.send_bytes(packed((function, [task for _, task in together])))
        except (BrokenPipeError, ConnectionResetError):
            # It died between two tasks; its end is noticed, and answered, like any other.
            _log.debug("worker %s is gone", worker.process.pid)

    def _listen(self, busy: list[_Worker[Any]], order: _Order[Any], patience: float) -> None:
        """Take the answers that come within `patience` seconds, and end workers that died or took too long."""
        pipes = {id(worker.pipe): worker for worker in busy}
        heard = {id(pipe) for pipe in wait([worker.pipe for worker in busy], timeout=patience)}
        for key, worker in pipes.items():
            if key in heard:
                self._hear(worker, order)
            elif (now := time.monotonic()) > worker.deadline:
                self._lost(
                    worker, order, UnreadableFile("too_slow", f"Läsningen tog mer än {self._limits.seconds:.0f} sekunder och avbröts.")
                )
            elif now - worker.weighed > _WEIGH:
                worker.memory, worker.weighed = max(worker.memory, _address_space(worker.process.pid)), now

    def _hear(self, worker: _Worker[Any], order: _Order[Any]) -> None:
        """Take all that a worker has said."""
        self._answered(worker, order)
        while worker.given and worker.pipe.poll():
            self._answered(worker, order)
        if not worker.given and worker in self._workers and worker.files >= _FILES_A_WORKER and self._has_grown(worker):
            self._drop(worker)

    def _has_grown(self, worker: _Worker[Any]) -> bool:
        """Whether a worker has taken much memory, or nobody knows how much."""
        memory = _address_space(worker.process.pid)
        return not memory or memory - worker.memory_at_start > _MUCH * self._limits.memory

    def _answered(self, worker: _Worker[Any], order: _Order[Any]) -> None:
        try:
            answer: _Answer
            answer, seconds = unpacked(worker.pipe.recv_bytes())
        except (EOFError, ConnectionResetError, OSError):
            worker.process.join(timeout=5)
            self._count_stillborn(worker)
            self._lost(worker, order, self._cause(worker))
            return
        if answer[0] == "begun":
            worker.deadline = time.monotonic() + self._limits.seconds
            worker.has_begun, self._stillborn = True, 0
            return
        number, task = worker.given.popleft()
        worker.files += 1
        worker.deadline = time.monotonic() + self._limits.seconds  # for the next one that it was given together with this one
        self._seconds += (seconds - self._seconds) / (2 if seconds > self._seconds else 8)
        match answer:
            case ("done", result):
                order.take(number, task, result)
            case ("unreadable", (code, message)):
                order.take(number, task, UnreadableFile(code, message))
            case ("stop", message):
                raise ConfigurationError(str(message))

    def _count_stillborn(self, worker: _Worker[Any]) -> None:
        """Processes that die before they begin, one after the other, are no fault of the files."""
        self._stillborn += not worker.has_begun
        if self._stillborn >= _MOST_STILLBORN:
            raise ConfigurationError("Läsprocesserna går inte att starta. Loggen visar orsaken.")

    def _lost(self, worker: _Worker[Any], order: _Order[Any], cause: UnreadableFile) -> None:
        """The task in work is what ended it; those behind it go to others."""
        order.take(*worker.given.popleft(), cause)
        self._again.extend(worker.given)
        worker.given.clear()
        self._drop(worker)

    def _drop(self, worker: _Worker[Any]) -> None:
        self._workers.remove(worker)
        _end(worker)

    def _cause(self, worker: _Worker[Any]) -> UnreadableFile:
        """Why a worker died: its signal tells, and how much memory it had taken."""
        ended_by = -(worker.process.exitcode or 0)
        if ended_by == getattr(signal, "SIGXCPU", None):
            return UnreadableFile("too_slow", f"Läsningen tog mer än {self._limits.cpu_seconds} sekunder processortid och avbröts.")
        grown = worker.memory - worker.memory_at_start
        if ended_by == getattr(signal, "SIGKILL", None) or grown > _NEARLY_ALL * self._limits.memory:
            return UnreadableFile("too_much_memory", "Läsningen krävde för mycket minne och avbröts.")
        return UnreadableFile("crashed", "Läsningen kraschade: filen är troligen skadad.")


def _context() -> BaseContext:
    """A forkserver starts workers fast and without this process's threads; where there is none, they are spawned."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # All that a task needs is loaded once, before workers are forked: 288 PDF files went from 11 to 9.5 s.
    context.set_forkserver_preload(["indexer.ready"])
    return context


def prepare() -> None:
    """Start the process that workers are forked from, where there is one: it takes 0.7 s to load what they need, beside its caller."""
    if _context().get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running  # not on every system

        ensure_running()


def _start(context: BaseContext, limits: Limits) -> _Worker[Any]:
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, limits), daemon=True)  # type: ignore[attr-defined]  # every context has Process; the stub's base class lacks it
    process.start()
    theirs.close()
    size = _address_space(process.pid)
    return _Worker(process, ours, memory=size, memory_at_start=size)


def _end(worker: _Worker[Any]) -> None:
    worker.pipe.close()
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()
    worker.process.close()


def _here(function: Callable[[Task], Result], task: Task) -> Result | UnreadableFile:
    try:
        return function(task)
    except UnreadableFile as error:
        return error


def _work(pipe: Connection, limits: Limits) -> None:
    """A worker's life: one task after another, until the pipe closes. What it begins with is never looked through for garbage."""
    _give_way()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound_memory(limits.memory)
    while True:
        try:
            function, tasks = unpacked(pipe.recv_bytes())
        except (EOFError, OSError):
            return
        try:
            pipe.send_bytes(packed((("begun", None), 0.0)))
            for task in tasks:
                began = time.monotonic()
                _bound_cpu(limits.cpu_seconds)
                pipe.send_bytes(packed((_answer(function, task), time.monotonic() - began)))
        except (BrokenPipeError, ConnectionResetError):
            return  # whoever asked was killed


def _answer(function: Callable[[Any], Any], task: Any) -> _Answer:
    try:
        return "done", function(task)
    except UnreadableFile as error:
        return "unreadable", (error.code, error.message)
    except MemoryError:
        return "unreadable", ("too_much_memory", "Läsningen krävde för mycket minne och avbröts.")
    except NamndsokError as error:
        return "stop", error.message
    except Exception as error:
        # A fault of ours in one file must not cost the others; its trace goes to the log.
        # Not the error's own words: they may hold what the file says, or where it lies.
        _log.error("reading %r failed: %s\n%s", task, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        return "unreadable", ("crashed", f"Oväntat fel vid läsningen av filen ({type(error).__name__}).")


if sys.platform == "win32":

    def _give_way() -> None:
        """Windows has classes of priority in place of niceness."""

    def _bound_memory(_memory: int) -> None:
        """Windows has no such limit for a process to set on itself."""

    def _bound_cpu(_seconds: int) -> None:
        """Windows has no such limit for a process to set on itself."""

else:
    import resource

    def _give_way() -> None:
        """Let others go first."""
        os.nice(_NICENESS)

    def _bound_memory(memory: int) -> None:
        """Let this process take so many bytes more of address space."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        size = _address_space(os.getpid())
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = size + memory
        if size and (hard == resource.RLIM_INFINITY or wanted <= hard):
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))

    def _bound_cpu(seconds: int) -> None:
        """Let this process use so many seconds more of processor time; the kernel ends it with SIGXCPU after that."""
        spent = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + seconds + 1, hard))


def _address_space(pid: int | None) -> int:
    """The address space of a process in bytes, 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
