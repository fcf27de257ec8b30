"""The small files and forms beneath the embedded engine: JSON of values, the ledger, and vectors on disk."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.engine import block_key
from council.engines import ledger, stored
from council.engines.fields import Fields, microseconds, own_boards, person_keys, placed
from council.engines.vector_file import VectorFile, VectorRows, map_vectors
from council.engines.vocabulary import one_edit_away
from council.model import Box, CaseRecord, Document, Paragraph, Provenance, ReadDocument
from tests.contract.library import random_vectors, read
from tests.contract.small_swedish import small_analyse

# No place on a page and no certainty is "not a number" or without end, and no number of pages takes more than 64 bits.
real = st.floats(allow_nan=False, allow_infinity=False)
whole = st.integers(min_value=-(2**63), max_value=2**63 - 1)
st.register_type_strategy(int, whole)
st.register_type_strategy(Box, st.builds(Box, page=whole, left=real, bottom=real, right=real, top=real))
st.register_type_strategy(Provenance, st.builds(Provenance, confidence=real))
values_of = st.one_of(st.from_type(Document), st.from_type(Paragraph), st.from_type(CaseRecord))


@given(values_of)
def test_a_value_is_read_back_as_it_was_stored(value: object) -> None:
    assert stored.load(type(value), stored.dump(value)) == value


def test_fields_that_hold_their_default_take_no_room() -> None:
    assert json.loads(stored.dump(Paragraph("a", "text"))) == {"id": "a", "text": "text"}


def test_fields_of_a_newer_version_are_ignored() -> None:
    assert stored.load(Paragraph, '{"id": "a", "text": "b", "new": 1}') == Paragraph("a", "b")


def test_what_is_no_value_is_an_error() -> None:
    with pytest.raises(ValueError, match="unexpected end"):
        stored.load(Paragraph, "{")


A, C = block_key("a"), block_key("c")
SEEN = "2020-01-01T00:00:00+00:00"


def test_lines_of_a_commit_that_never_came_do_not_count_and_are_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    ledger.append(path, [{"key": A, "blocked": True, "serial": 1}])
    ledger.append(path, [{"key": A, "blocked": False, "serial": 2}])
    with path.open("ab") as file:
        file.write(b'{"key": "b", "blo')
    assert ledger.read_ledger(path, 1).blocked == {A}
    assert ledger.read_ledger(path).blocked == set()
    ledger.cut_off(path, 1)
    ledger.append(path, [{"key": C, "first_seen": SEEN, "serial": 2}])
    kept = ledger.read_ledger(path)
    assert kept.blocked == {A}
    assert kept.first_seen == {C: dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}
    assert kept.serial == 2


def test_a_rewritten_ledger_says_the_same_in_a_line_a_document_and_names_none(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    early = [{"id": "mapp-anna-ek", "first_seen": SEEN, "serial": 1}, {"id": "mapp-anna-ek", "blocked": True, "serial": 2}]
    late = [{"key": C, "blocked": True, "serial": 3}, {"key": C, "blocked": False, "serial": 4}, {"key": A, "blocked": True, "serial": 9}]
    ledger.append(path, early + late)
    before = ledger.read_ledger(path, 4)
    ledger.rewrite(path, 4)
    assert ledger.read_ledger(path) == before
    assert ledger.read_ledger(path, 2).blocked == {block_key("mapp-anna-ek")}
    assert len(path.read_bytes().splitlines()) == 2
    assert b"anna" not in path.read_bytes()


def test_there_may_be_no_ledger_to_rewrite(tmp_path: Path) -> None:
    ledger.rewrite(tmp_path / "kept.jsonl", 3)
    assert not (tmp_path / "kept.jsonl").exists()


def test_a_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    ledger.cut_off(tmp_path / "kept.jsonl", 3)
    assert ledger.read_ledger(tmp_path / "kept.jsonl") == ledger.Ledger()


def test_rows_that_were_never_committed_are_written_over(tmp_path: Path) -> None:
    path, vectors = tmp_path / "vectors.f32", random_vectors(6)
    file = VectorFile(path, 8, 0)
    assert file.append(vectors[:4]) == 0
    file.sync()
    file.close()
    file = VectorFile(path, 8, 2)
    assert file.append(vectors[4:]) == 2
    file.sync()
    file.close()
    assert np.array_equal(map_vectors(path, 8, 4), vectors[[0, 1, 4, 5]])
    with pytest.raises(ValueError, match="mmap"):
        map_vectors(path, 8, 5)


def test_the_nearest_rows_are_exact_and_ties_stand_in_order_of_rows() -> None:
    vectors = random_vectors(500)
    vectors[7] = vectors[3]
    rows, cosines, cutoff, best = VectorRows(vectors, np.array([11])).nearest(vectors[3], 20, 0.0)
    expected = vectors.astype(np.float64) @ vectors[3]
    expected[11] = -2
    assert set(rows) == set(np.argsort(-expected)[:20])
    assert list(rows[:2]) == [3, 7]
    assert cosines[-1] == pytest.approx(cutoff)
    assert best == pytest.approx(1.0)


def test_one_edit_is_a_letter_more_less_other_or_two_that_changed_places() -> None:
    near = one_edit_away("bro")
    assert {"bor", "ro", "bo", "br", "brö", "bron", "åbro", "rbo"} <= set(near)
    assert "bro" not in near
    assert len(near) == len(set(near))
    assert "" not in one_edit_away("a")


def test_numbers_of_a_gathering_document_stay_with_the_paragraphs_that_print_them() -> None:
    fields = Fields(small_analyse, own_boards)
    minutes = read("a", "Ärendet KS 2019/1899.", "Annat.", kind="protokoll", dnr=("KS 2019/1899", "KS 2019/7"))
    statement = read("b", "Ett.", "Två.", kind="tjänsteutlåtande", dnr=("KS 2019/1899",), motions=("2019:14",))
    assert [_values(fields, minutes, n)["dnr"] for n in (0, 1)] == [("2019-1899", "2019-1899-ks"), ()]
    assert [_values(fields, statement, n)["dnr"] for n in (0, 1)] == [("2019-1899", "2019-1899-ks")] * 2
    assert _values(fields, statement, 1)["motion"] == ("2019:14",)


def _values(fields: Fields, document: ReadDocument, ordinal: int) -> dict[str, tuple[str, ...]]:
    return fields.indexed(document.paragraphs[ordinal], document.document, ordinal).values


def test_headings_stand_apart_so_that_no_phrase_runs_across() -> None:
    document = read("a", "text", title="Svar om skolan")
    paragraph = replace(document.paragraphs[0], headings=("Nämnden",))
    context = Fields(small_analyse, own_boards).indexed(paragraph, document.document, 0).tokens["context"]
    assert placed(context) == [("svar", 0), ("om", 1), ("skola", 2), ("nämnd", 4)]


def test_people_are_found_by_each_of_their_names_and_times_are_whole_microseconds() -> None:
    assert person_keys("Anna  Alm") == ("anna alm", "anna", "alm")
    assert (
        microseconds(dt.datetime(1970, 1, 1, 0, 0, 1, 5)) == microseconds(dt.datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=dt.UTC)) == 1_000_005
    )
