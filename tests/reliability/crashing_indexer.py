"""An indexer that is killed: works through rounds over a folder of its own, and says on stdout what is done. Run as a program by the tests.

Six rounds are a cycle: all files anew, some files, a rebuild, a removal with its compaction, a prune, a compaction. `files` and `indexed`
say what stands in the folder and in the index after each; both follow from the round's number alone, so the test knows them, too.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from council.engine import Engine
from council.engines.embedded import EmbeddedEngine
from council.engines.fields import own_boards
from council.model import ModelIdentity, Vector, Vectors
from indexer import pipeline
from indexer.discover import document_id
from indexer.pipeline import IndexJob, index
from indexer.tasks import ReadingOptions
from tests.contract.small_swedish import small_analyse

MODEL = ModelIdentity("kraschprov", "kraschprov", 16)
KINDS = ("full", "incremental", "rebuild", "remove", "prune", "compact")
DOCUMENTS = 9
PIECES = 24
LABEL = "prov"


class TinyEncoder:
    """Vectors that follow from the text, so that a torn one shows."""

    identity, calibrated, floor, sure = MODEL, True, 0.5, None

    def encode_query(self, text: str) -> Vector:
        """Of the digest of the text, of unit length."""
        return self.encode_passages([text])[0]

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        """One row a text."""
        rows = [np.frombuffer(hashlib.blake2b(text.encode(), digest_size=16).digest(), dtype=np.uint8) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), MODEL.dimensions) + 1.0
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def open_engine(data: Path) -> EmbeddedEngine:
    """The engine that indexer and test share."""
    return EmbeddedEngine(data, MODEL, analyse=small_analyse, boards_of=own_boards)


def kind_of(round_number: int) -> str:
    """What a round does."""
    return KINDS[round_number % len(KINDS)]


def files(round_number: int) -> dict[str, int]:
    """What stands in the folder in a round: each file's name, and the round that its text is of."""
    cycle, step = divmod(round_number, len(KINDS))
    first = cycle * len(KINDS)
    stand = {f"dokument{n}.txt": first for n in range(DOCUMENTS)}
    if step >= 1:
        stand |= {f"dokument{n}.txt": first + 1 for n in range(DOCUMENTS) if n % 3 == cycle % 3}
        stand[f"tas-bort-{cycle}.txt"] = first + 1
    if step >= 2:
        stand[f"dokument{cycle % DOCUMENTS}.txt"] = first + 2
    if 1 <= step <= 3:
        stand[f"gallras-{cycle}.txt"] = first + 1
    # What was taken out stays in the folder, and must not come back.
    return stand | {f"tas-bort-{c}.txt": c * len(KINDS) + 1 for c in range(max(0, cycle - 2), cycle)}


def indexed(round_number: int) -> dict[str, int]:
    """What stands in the index after a round."""
    cycle, step = divmod(round_number, len(KINDS))
    out = {f"tas-bort-{c}.txt" for c in range(cycle + (step >= 3))}
    return {name: version for name, version in files(round_number).items() if name not in out}


def taken_out(round_number: int) -> set[str]:
    """The ids that are blocked after a round."""
    cycle, step = divmod(round_number, len(KINDS))
    return {document_id(LABEL, f"tas-bort-{c}.txt") for c in range(cycle + (step >= 3))}


def text(name: str, version: int) -> str:
    """What a file says: so many pieces, each with its version and place."""
    said = [f"rond{version} {name} stycke{n} om bryggor, belysning och gångvägar i kommunens hamnar under året." for n in range(PIECES)]
    return "\n\n".join(said) + "\n"


def lay_out(folder: Path, round_number: int) -> None:
    """Make the folder what it is in a round."""
    stand = {name: text(name, version) for name, version in files(round_number).items()}
    for path in folder.iterdir():
        if path.name not in stand:
            path.unlink()
    for name, said in stand.items():
        (folder / name).write_text(said, encoding="utf-8")


def work(engine: Engine, folder: Path, round_number: int, workers: int) -> None:
    """One round."""
    lay_out(folder, round_number)
    kind = kind_of(round_number)
    if kind == "remove":
        with engine.writer() as writer:
            writer.remove(document_id(LABEL, f"tas-bort-{round_number // len(KINDS)}.txt"), block=True)
    if kind in ("remove", "compact"):
        engine.compact()
    else:
        job = IndexJob((folder,), LABEL, rebuild=kind == "rebuild", prune=kind == "prune", force=True)
        index(job, engine, TinyEncoder(), ReadingOptions(workers=workers))


def work_forever(data: Path, folder: Path, first_round: int, workers: int) -> None:
    """Rounds without end. "begun r" stands before a round, "done r" after it."""
    pipeline.COMMIT_EVERY_DOCUMENTS = 3  # several commits a round
    engine = open_engine(data)
    round_number = first_round
    while True:
        print("begun", round_number, flush=True)
        work(engine, folder, round_number, workers)
        print("done", round_number, flush=True)
        round_number += 1


if __name__ == "__main__":
    work_forever(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
