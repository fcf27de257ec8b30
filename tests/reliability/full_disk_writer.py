"""A writer on a disk that is full: files may not grow beyond a bound. Run as a program by the tests; says what happened on stdout."""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path

from council.criteria import Filters, MatchSet
from council.errors import WriteRefused
from tests.reliability.crashing_writer import open_engine, write_round


def main(folder: Path, how: str, bound: int) -> None:
    """Round 1 is written; round 2 meets a full disk; then what is there is counted, and round 3 is written with room again."""
    engine = open_engine(folder)
    with engine.writer() as writer:
        write_round(writer, 1)
    # Without this the system would end the process where a full disk only makes a write fail.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bound, most))
    try:
        if how == "compact":
            engine.compact()
        else:
            with engine.writer() if how == "writer" else engine.rebuild() as writer:
                for _ in range(20):
                    write_round(writer, 2)
    except WriteRefused as error:
        print("refused", error.message)
    print("serves", engine.snapshot().count(MatchSet(), Filters()).paragraphs, engine.snapshot().catalogue().entries[0].digest)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    with engine.writer() as writer:
        write_round(writer, 3)
    print("serves", engine.snapshot().count(MatchSet(), Filters()).paragraphs, engine.snapshot().catalogue().entries[0].digest)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
