"""The sketch of the vectors: what it finds, and that it may be missing, short or stale."""

from pathlib import Path

import numpy as np
import pytest

from council.engines import sketch
from council.engines.sketch import open_sketch, reached_by
from council.engines.vector_file import VectorFile, VectorRows, map_vectors
from council.model import Vectors

DIMENSIONS = 256
NOBODY_DEAD = np.empty(0, dtype=np.int64)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sketch from 3,000 rows on, of which 400 are weighed whole."""
    monkeypatch.setattr(sketch, "SKETCHED_FROM", 3_000)
    monkeypatch.setattr(sketch, "FEWEST_WEIGHED", 400)


def leaning(rows: int, seed: int = 3) -> Vectors:
    """Vectors that differ most along few directions, as those of texts do."""
    chance = np.random.default_rng(seed)
    turned, _ = np.linalg.qr(chance.normal(size=(DIMENSIONS, DIMENSIONS)))
    numbers = chance.normal(size=(rows, DIMENSIONS)) * np.geomspace(1, 0.1, DIMENSIONS) @ turned
    return np.asarray(numbers / np.linalg.norm(numbers, axis=1, keepdims=True), dtype=np.float32)


def written(path: Path, vectors: Vectors, start: int = 0) -> None:
    file = VectorFile(path, DIMENSIONS, start)
    file.append(vectors)
    file.sync()
    file.close()


def opened(path: Path, rows: int) -> VectorRows:
    return VectorRows(map_vectors(path, DIMENSIONS, rows), NOBODY_DEAD, open_sketch(path, DIMENSIONS, rows))


def test_nearly_all_neighbours_are_found_through_the_sketch_and_their_cosines_are_exact(tmp_path: Path) -> None:
    vectors = leaning(8_000)
    written(tmp_path / "vectors.f32", vectors)
    rows = opened(tmp_path / "vectors.f32", 8_000)
    assert rows.sketch is not None
    shared = 0
    for query in vectors[:40]:
        near, exact = rows.nearest(query, 50, 0.0), VectorRows(vectors, NOBODY_DEAD).nearest(query, 50, 0.0)
        shared += len(set(near.rows) & set(exact.rows))
        assert near.cosines == pytest.approx(vectors[near.rows] @ query, abs=1e-6)
        assert near.best == exact.best
    assert shared >= 0.99 * 40 * 50


def test_a_row_that_is_gone_is_near_nothing(tmp_path: Path) -> None:
    vectors = leaning(4_000)
    written(tmp_path / "vectors.f32", vectors)
    whole = opened(tmp_path / "vectors.f32", 4_000)
    assert 17 in whole.nearest(vectors[17], 10, 0.0).rows
    assert 17 not in VectorRows(whole.vectors, np.array([17]), whole.sketch).nearest(vectors[17], 10, 0.0).rows


def test_rows_written_later_are_found_along_the_first_axes(tmp_path: Path) -> None:
    path, vectors = tmp_path / "vectors.f32", leaning(6_000)
    written(path, vectors[:4_000])
    axes = (tmp_path / "axes.f32").read_bytes()
    written(path, vectors[4_000:], start=4_000)
    assert (tmp_path / "axes.f32").read_bytes() == axes
    assert opened(path, 6_000).nearest(vectors[5_500], 10, 0.0).rows[0] == 5_500


def test_rows_that_were_never_committed_leave_the_sketch_too(tmp_path: Path) -> None:
    path, vectors = tmp_path / "vectors.f32", leaning(6_000)
    written(path, vectors)
    other = leaning(1_000, seed=4)
    written(path, other, start=4_000)
    assert opened(path, 5_000).nearest(other[0], 10, 0.0).rows[0] == 4_000


@pytest.mark.parametrize("name", ["axes.f32", "sketch.f32"])
def test_without_a_whole_sketch_all_vectors_are_compared_until_the_next_commit_mends_it(tmp_path: Path, name: str) -> None:
    path, vectors = tmp_path / "vectors.f32", leaning(4_000)
    written(path, vectors)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[:-100])
    rows = opened(path, 4_000)
    assert rows.sketch is None
    assert rows.nearest(vectors[9], 10, 0.0).rows[0] == 9
    written(path, vectors[:1], start=4_000)
    assert opened(path, 4_001).sketch is not None
    assert len((tmp_path / "sketch.f32").read_bytes()) == 4_001 * sketch.SKETCH_DIMENSIONS * 4


def test_rows_of_zeros_are_near_nothing_where_few_rows_are_near_at_all(tmp_path: Path) -> None:
    vectors = leaning(4_000)
    vectors[100:] = 0.0
    written(tmp_path / "vectors.f32", vectors)
    assert set(opened(tmp_path / "vectors.f32", 4_000).nearest(vectors[0], 150, -1.0).rows) == set(range(100))


def test_few_vectors_have_no_sketch(tmp_path: Path) -> None:
    written(tmp_path / "vectors.f32", leaning(100))
    assert not (tmp_path / "sketch.f32").exists()


def test_a_value_that_so_many_reach_is_close_to_the_best() -> None:
    values = np.random.default_rng(1).normal(size=100_003).astype(np.float32)
    border = reached_by(values, 1_000)
    assert 1_000 <= (values >= border).sum() <= 1_200
