"""One index into another: from the embedded engine to each engine, without reading a file again."""

from __future__ import annotations

from pathlib import Path

from council.criteria import FACETS, Filters, MatchSet
from council.engine import Engine
from council.engines.copying import copy_index
from council.engines.embedded import EmbeddedEngine
from council.engines.fields import own_boards
from council.model import FailedFile
from tests.contract.library import MODEL, ask, found, ids, put, random_shelves, random_vectors, read, word, zeros
from tests.contract.small_swedish import small_analyse


def test_a_copied_index_answers_as_its_original(engine: Engine, tmp_path: Path) -> None:
    original = EmbeddedEngine(tmp_path / "original", MODEL, analyse=small_analyse, boards_of=own_boards)
    shelves = random_shelves(documents=6)
    put(original, *[shelf.read for shelf in shelves], vectors=[shelf.vectors for shelf in shelves])
    put(original, read("blockerad", "skola"), vectors=[zeros(1)])
    with original.writer() as writer:
        writer.remove("blockerad", block=True)
        writer.fail(FailedFile("x.pdf", "arkiv", "encrypted", "Låst."))
    source = original.snapshot()
    with engine.rebuild() as writer:
        assert copy_index(source, writer) == len(shelves)
    copy = engine.snapshot()
    vector = random_vectors(1, 99)[0]
    assert copy.catalogue() == source.catalogue()
    assert [copy.document(s.read.document.id) for s in shelves] == [source.document(s.read.document.id) for s in shelves]
    assert copy.count(MatchSet(), Filters(), FACETS) == source.count(MatchSet(), Filters(), FACETS)
    assert sorted(found(copy, ask(word("skola")))) == sorted(found(source, ask(word("skola"))))
    near = [ids(s, s.nearest(vector, 5, -1.0, Filters()).keys) for s in (copy, source)]
    assert set(near[0]) == set(near[1])
