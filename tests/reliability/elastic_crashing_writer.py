"""A writer into Elasticsearch that is killed: the rounds of crashing_writer, in small bulks so that death falls between them."""

from __future__ import annotations

import sys
import time

from council.engines import elastic_lock, elastic_sending
from council.engines.elastic import Connection
from council.engines.elastic_engine import ElasticEngine, ElasticOptions
from council.engines.fields import own_boards
from council.errors import IndexLocked
from tests.contract.small_swedish import small_analyse
from tests.reliability.crashing_writer import MODEL, write_round

LOCKED_SECONDS = 1.0
"""A killed writer's lock is taken over so soon here."""


def open_engine(url: str, prefix: str) -> ElasticEngine:
    """The engine that writer and test share."""
    options = ElasticOptions(prefix, replicas=0, vectors="flat", fresh=0.0)
    return ElasticEngine(Connection((url,), timeout=60.0), MODEL, options, analyse=small_analyse, boards_of=own_boards)


def write_forever(url: str, prefix: str, first_round: int) -> None:
    """Rounds without end. "begun r" stands before a round, "done r" after its commit has returned."""
    elastic_lock.LOCK_SECONDS, elastic_lock.RENEWED_EVERY = LOCKED_SECONDS, LOCKED_SECONDS / 5
    elastic_sending.CHUNK = 40
    engine = open_engine(url, prefix)
    round_number = first_round
    while True:
        try:
            with engine.rebuild() if round_number % 3 == 2 else engine.writer() as writer:
                print("begun", round_number, flush=True)
                write_round(writer, round_number)
        except IndexLocked:
            time.sleep(0.1)  # the writer that was killed before this one holds the lock a little longer
            continue
        print("done", round_number, flush=True)
        round_number += 1


if __name__ == "__main__":
    write_forever(sys.argv[1], sys.argv[2], int(sys.argv[3]))
