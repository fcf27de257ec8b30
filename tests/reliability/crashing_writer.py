"""A writer that is killed: writes documents round after round, and says on stdout what was committed. Run as a program by the tests.

Round r writes every document with the word "rond<r>" in each paragraph, in one commit or, every third round, as a rebuild; every
fourth round it removes and blocks one document that it has not named before.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from council.engine import Writer
from council.engines.embedded import EmbeddedEngine
from council.engines.fields import own_boards
from council.model import CaseRecord, Document, ModelIdentity, Paragraph, ReadDocument, Vectors
from tests.contract.small_swedish import small_analyse

MODEL = ModelIdentity("kraschprov", "kraschprov", 16)
DOCUMENTS = 12
PARAGRAPHS = 25


def open_engine(folder: Path) -> EmbeddedEngine:
    """The engine that writer and test share."""
    return EmbeddedEngine(folder, MODEL, analyse=small_analyse, boards_of=own_boards)


def document(number: int, round_number: int) -> ReadDocument:
    """Document `number` as round `round_number` writes it."""
    own = f"dokument{number}"
    paragraphs = tuple(Paragraph(f"{own}-{p}", f"rond{round_number} {own} stycke{p} i ärendet om bryggor") for p in range(PARAGRAPHS))
    record = CaseRecord((f"rond-{round_number}",), title=own)
    return ReadDocument(Document(own, f"{own}.txt", label="prov", digest=f"rond{round_number}"), paragraphs, (record,))


def vectors(number: int, round_number: int) -> Vectors:
    """Vectors that say which document and round they belong to."""
    rows = np.zeros((PARAGRAPHS, MODEL.dimensions), dtype=np.float32)
    rows[:, number % 8] = np.cos(round_number)
    rows[:, 8 + number % 8] = np.sin(round_number)
    return rows


def write_round(writer: Writer, round_number: int) -> None:
    """All that one round changes."""
    for number in range(DOCUMENTS):
        writer.write(document(number, round_number), vectors(number, round_number))
    if round_number % 4 == 0:
        writer.remove(f"blockerad{round_number}", block=True)


def write_forever(folder: Path, first_round: int) -> None:
    """Rounds without end. "begun r" stands before a round, "done r" after its commit has returned."""
    engine = open_engine(folder)
    round_number = first_round
    while True:
        print("begun", round_number, flush=True)
        session = engine.rebuild() if round_number % 3 == 2 else engine.writer()
        with session as writer:
            write_round(writer, round_number)
        print("done", round_number, flush=True)
        round_number += 1


if __name__ == "__main__":
    write_forever(Path(sys.argv[1]), int(sys.argv[2]))
