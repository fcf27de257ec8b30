"""Writing: what is committed is there, what is not is not, and nothing that must last is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np
import pytest

from council.criteria import FACETS, Filters, MatchSet
from council.engine import Engine, Writer, block_key
from council.errors import IndexLocked, IndexMissing, ModelMismatch
from council.model import AgendaItem, Box, CaseRecord, FailedFile, Motion, Person, Provenance, Step, Votes
from tests.contract.conftest import Store
from tests.contract.library import MODEL, OTHER_MODEL, ask, found, ids, plain, put, random_vectors, read, unit, with_paragraphs, zeros


class BrokenOffError(Exception):
    """Something went wrong in the middle of writing."""


def break_off(session: AbstractContextManager[Writer], *steps: Callable[[Writer], object]) -> None:
    """Take the steps, then fail within the session."""
    with session as writer:
        for step in steps:
            step(writer)
        raise BrokenOffError


def everything(engine: Engine) -> list[str]:
    snapshot = engine.snapshot()
    return sorted(ids(snapshot, snapshot.scan(MatchSet(), Filters(), "newest")))


def test_a_place_where_nothing_was_indexed_says_so(engine: Engine) -> None:
    with pytest.raises(IndexMissing):
        engine.snapshot()


def test_a_first_writing_that_fails_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(BrokenOffError):
        break_off(engine.writer(), lambda writer: writer.write(read("a", "skola"), zeros(1)))
    with pytest.raises(IndexMissing):
        engine.snapshot()


def test_what_was_committed_before_an_error_stays(engine: Engine) -> None:
    with pytest.raises(BrokenOffError):
        break_off(
            engine.writer(),
            lambda writer: writer.write(read("a", "skola"), zeros(1)),
            lambda writer: writer.commit(),
            lambda writer: writer.write(read("b", "väg"), zeros(1)),
        )
    assert everything(engine) == ["a-0"]


def test_what_is_not_committed_is_not_seen(engine: Engine, store: Store) -> None:
    put(engine, read("a", "skola"))
    with engine.writer() as writer:
        writer.write(read("b", "väg"), zeros(1))
        writer.remove("a")
        assert everything(store.open()) == ["a-0"]
        writer.commit()
        assert everything(store.open()) == ["b-0"]


def test_a_snapshot_is_not_disturbed_by_a_writer(engine: Engine) -> None:
    before = put(engine, read("a", "skola"), vectors=[unit(1)[None]])
    put(engine, read("a", "väg", "torg"), read("b", "skola"), vectors=[random_vectors(2), random_vectors(1)])
    assert found(before, ask(plain("skola"))) == ["a-0"]
    assert ids(before, before.nearest(unit(1), 5, 0.5, Filters()).keys) == ["a-0"]
    assert before.stats().paragraphs == 1
    assert found(engine.snapshot(), ask(plain("skola"))) == ["b-0"]


def test_a_document_written_again_replaces_all_it_had(engine: Engine) -> None:
    put(engine, read("a", "skola", "väg", "torg", cases=(CaseRecord(("2019-1",)),)), vectors=[random_vectors(3)])
    snapshot = put(engine, read("a", "brygga", cases=(CaseRecord(("2020-2",)),)), vectors=[unit(1)[None]])
    assert everything(engine) == ["a-0"]
    assert snapshot.document("a") is not None
    assert snapshot.case_records(["2019-1"]) == []
    assert [entry.paragraphs for entry in snapshot.catalogue().entries] == [1]
    assert (snapshot.stats().documents, snapshot.stats().paragraphs) == (1, 1)
    assert len(snapshot.nearest(random_vectors(1)[0], 9, -1.0, Filters()).keys) == 1


def test_a_document_written_twice_before_a_commit_is_there_once(engine: Engine) -> None:
    snapshot = put(engine, read("a", "skola", "väg"), read("a", "brygga"))
    assert everything(engine) == ["a-0"]
    assert snapshot.stats().paragraphs == 1
    assert found(snapshot, ask(plain("skola"))) == []


def test_a_removed_document_is_gone_from_every_answer(engine: Engine) -> None:
    put(engine, read("a", "skola", cases=(CaseRecord(("2019-1",)),)), read("b", "skola"), vectors=[unit(1)[None], unit(0, 1)[None]])
    with engine.writer() as writer:
        assert writer.remove("a")
        assert not writer.remove("a")
        assert not writer.remove("okänd")
    snapshot = engine.snapshot()
    assert snapshot.document("a") is None
    assert snapshot.find(["a-0"]) == []
    assert snapshot.case_records() == []
    assert [entry.document_id for entry in snapshot.catalogue().entries] == ["b"]
    assert ids(snapshot, snapshot.nearest(unit(1), 9, -1.0, Filters()).keys) == ["b-0"]
    assert snapshot.frequencies("lemmas", ["skola"]) == [1]
    assert snapshot.count(MatchSet(ask(plain("skola"))), Filters(), FACETS).paragraphs == 1


def test_a_blocked_document_stays_out_until_told_otherwise(engine: Engine, store: Store) -> None:
    put(engine, read("a", "skola"))
    with engine.writer() as writer:
        assert writer.remove("a", block=True)
    put(engine, read("a", "skola"))
    with engine.rebuild() as writer:
        writer.write(read("a", "skola"), zeros(1))
        writer.write(read("b", "väg"), zeros(1))
    assert everything(engine) == ["b-0"]
    assert store.open().snapshot().catalogue().blocked == {block_key("a")}
    with engine.writer() as writer:
        writer.unblock("a")
        writer.write(read("a", "skola"), zeros(1))
    assert everything(engine) == ["a-0", "b-0"]
    assert engine.snapshot().catalogue().blocked == frozenset()


def test_blocking_that_was_not_committed_does_not_hold(engine: Engine) -> None:
    put(engine, read("a", "skola"))
    with pytest.raises(BrokenOffError):
        break_off(engine.writer(), lambda writer: writer.remove("a", block=True))
    put(engine, read("a", "väg"))
    assert everything(engine) == ["a-0"]
    assert engine.snapshot().catalogue().blocked == frozenset()


def test_a_document_that_never_came_can_be_blocked(engine: Engine) -> None:
    with engine.writer() as writer:
        assert not writer.remove("a", block=True)
    assert put(engine, read("a", "skola")).stats().documents == 0


def test_a_key_of_the_block_list_names_its_document(engine: Engine) -> None:
    put(engine, read("a", "skola"))
    with engine.writer() as writer:
        writer.remove("a", block=True)
    (key,) = engine.snapshot().catalogue().blocked
    with engine.writer() as writer:
        writer.unblock(key)
        writer.remove(block_key("b"), block=True)
    catalogue = put(engine, read("a", "skola"), read("b", "väg")).catalogue()
    assert [entry.document_id for entry in catalogue.entries] == ["a"]
    assert (catalogue.blocks("a"), catalogue.blocks("b")) == (False, True)


def test_compaction_keeps_what_is_alive_and_changes_no_answer(engine: Engine, store: Store) -> None:
    seen = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    case = CaseRecord(("2019-1",), title="Bryggan")
    vectors = [random_vectors(2), random_vectors(2, 1), random_vectors(1, 2)]
    put(engine, read("a", "skola", "väg", first_seen=seen, cases=(case,)), read("b", "skola", "torg"), read("c", "brygga"), vectors=vectors)
    with engine.writer() as writer:
        writer.remove("b", block=True)
        writer.fail(FailedFile("x.pdf", "arkiv", "encrypted", "Låst."))
    before = engine.snapshot()
    catalogue, document, generation = before.catalogue(), before.document("a"), before.stats().generation
    told: list[tuple[int, int, str]] = []
    engine.compact(lambda done, total, source: told.append((done, total, source)))
    after = store.open().snapshot()
    assert [line[:2] for line in told] == [(1, 2), (2, 2)]
    assert after.catalogue() == catalogue
    assert after.document("a") == document
    assert after.case_records(["2019-1"]) == [case]
    assert found(after, ask(plain("skola"))) == ["a-0"]
    assert after.stats().generation != generation
    assert ids(after, after.nearest(vectors[2][0], 1, 0.9, Filters()).keys) == ["c-0"]


def test_nothing_can_be_compacted_before_anything_was_written(engine: Engine) -> None:
    with pytest.raises(IndexMissing):
        engine.compact()


def test_first_seen_outlives_rewriting_removal_and_rebuilds(engine: Engine) -> None:
    early, late = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    put(engine, read("a", "skola", first_seen=early), read("b", "väg"))
    given = engine.snapshot().find(["b-0"])[0].document.first_seen
    assert given is not None
    put(engine, read("a", "skolan", first_seen=late), read("b", "vägen"))
    with engine.writer() as writer:
        writer.remove("a")
    with engine.rebuild() as writer:
        writer.write(read("a", "skola", first_seen=late), zeros(1))
        writer.write(read("b", "väg"), zeros(1))
    seen = {passage.document.id: passage.document.first_seen for passage in engine.snapshot().find(["a-0", "b-0"])}
    assert seen == {"a": early, "b": given}


def test_a_rebuild_serves_only_when_it_is_done(engine: Engine, store: Store) -> None:
    put(engine, read("a", "skola"), read("b", "väg"))
    other = store.open()
    other.snapshot()
    with engine.rebuild() as writer:
        writer.write(read("c", "brygga"), zeros(1))
        writer.commit()
        assert everything(other) == ["a-0", "b-0"]
    assert everything(other) == ["c-0"]
    assert everything(engine) == ["c-0"]


def test_a_rebuild_that_fails_leaves_the_old_index(engine: Engine) -> None:
    put(engine, read("a", "skola"))
    with pytest.raises(BrokenOffError):
        break_off(engine.rebuild(), lambda writer: writer.write(read("c", "brygga"), zeros(1)), lambda writer: writer.commit())
    assert everything(engine) == ["a-0"]
    put(engine, read("b", "väg"))
    assert everything(engine) == ["a-0", "b-0"]


def test_a_rebuild_may_be_the_first_writing_and_may_be_empty(engine: Engine) -> None:
    with engine.rebuild():
        pass
    assert engine.snapshot().stats().paragraphs == 0
    assert everything(engine) == []


def test_an_old_snapshot_still_answers_after_a_rebuild(engine: Engine) -> None:
    before = put(engine, read("a", "skola"), vectors=[unit(1)[None]])
    with engine.rebuild() as writer:
        writer.write(read("b", "väg"), zeros(1))
    assert found(before, ask(plain("skola"))) == ["a-0"]
    assert ids(before, before.nearest(unit(1), 5, 0.5, Filters()).keys) == ["a-0"]


def test_a_second_writer_is_told_that_another_is_writing(engine: Engine, store: Store) -> None:
    with engine.writer() as writer:
        writer.write(read("a", "skola"), zeros(1))
        with pytest.raises(IndexLocked, match="skriver redan"), store.open().writer():
            pass
        with pytest.raises(IndexLocked), store.open().rebuild():
            pass
    put(store.open(), read("b", "väg"))
    assert everything(engine) == ["a-0", "b-0"]


def test_an_index_refuses_a_model_that_did_not_fill_it(engine: Engine, store: Store) -> None:
    put(engine, read("a", "skola"))
    other = store.open(OTHER_MODEL)
    with pytest.raises(ModelMismatch, match="another model"):
        other.snapshot()
    with pytest.raises(ModelMismatch), other.writer():
        pass
    assert everything(engine) == ["a-0"]


def test_what_another_model_filled_can_be_read_to_be_taken_along(engine: Engine, store: Store) -> None:
    put(engine, read("a", "skola"))
    stored = store.open(OTHER_MODEL).stored()
    assert [entry.document_id for entry in stored.catalogue().entries] == ["a"]
    document = stored.document("a")
    assert document is not None
    assert [paragraph.id for paragraph in document.paragraphs] == ["a-0"]


def test_there_is_nothing_stored_before_anything_was_written(store: Store) -> None:
    with pytest.raises(IndexMissing):
        store.open().stored()


def test_a_rebuild_with_another_model_takes_over_and_keeps_what_must_last(engine: Engine, store: Store) -> None:
    put(engine, read("a", "skola", first_seen=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)), read("b", "väg"))
    with engine.writer() as writer:
        writer.remove("b", block=True)
    other = store.open(OTHER_MODEL)
    with other.rebuild() as writer:
        writer.write(read("a", "skola"), zeros(1))
    snapshot = other.snapshot()
    assert snapshot.stats().model == OTHER_MODEL
    assert snapshot.find(["a-0"])[0].document.first_seen == dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    assert snapshot.catalogue().blocked == {block_key("b")}
    with pytest.raises(ModelMismatch):
        engine.snapshot()


def test_a_models_name_may_change_where_its_files_do_not(engine: Engine, store: Store) -> None:
    put(engine, read("a", "skola"))
    assert everything(store.open(replace(MODEL, name="/en/annan/sökväg"))) == ["a-0"]


def test_vectors_of_the_wrong_shape_are_refused_before_anything_is_touched(engine: Engine) -> None:
    put(engine, read("a", "skola"))
    with engine.writer() as writer, pytest.raises(ValueError, match="shape"):
        writer.write(read("a", "väg", "torg"), zeros(1))
    assert found(engine.snapshot(), ask(plain("skola"))) == ["a-0"]


def test_failures_are_remembered_until_the_file_is_read_or_forgotten(engine: Engine) -> None:
    bad, worse = FailedFile("a.txt", "arkiv", "empty", "Filen är tom."), FailedFile("x.pdf", "arkiv", "encrypted", "Låst.")
    with engine.writer() as writer:
        writer.fail(worse)
        writer.fail(replace(bad, reason="Något annat."))
        writer.fail(bad)
    assert engine.snapshot().catalogue().failed == (bad, worse)
    put(engine, read("a", "skola"))
    assert engine.snapshot().catalogue().failed == (worse,)
    with engine.writer() as writer:
        writer.forget("arkiv", "x.pdf")
    assert engine.snapshot().catalogue().failed == ()


def test_a_new_commit_has_a_new_generation_and_nothing_new_makes_none(engine: Engine) -> None:
    first = put(engine, read("a", "skola")).stats()
    with engine.writer():
        pass
    assert engine.snapshot().stats() == first
    second = put(engine, read("b", "väg")).stats()
    assert second.generation != first.generation
    assert second.updated is not None
    assert first.updated is not None
    assert second.updated >= first.updated
    assert (second.model, second.documents) == (MODEL, 2)
    assert second.bytes > 0


def test_every_field_of_a_document_comes_back(engine: Engine) -> None:
    record = CaseRecord(
        keys=("2019-14", "2020-99-ks"),
        title="Motion om bryggor",
        dnr=("KS 2020/99",),
        origin="motion",
        motion=Motion("2019:14", dt.date(2019, 2, 3), (Person("Anna Alm", "S"), Person("Bo Ek"))),
        outcome="avslag",
        final=True,
        municipality="Alvik",
        steps=(
            Step("decision", dt.date(2020, 1, 1), "Kommunfullmäktige", None, "§ 4", "avslag", ("S",), ("Bo Ek",), "a", "a", "a-0", "Text"),
        ),
    )
    document = with_paragraphs(
        read(
            "a", "En text\nmed två rader och <b>tecken</b> 🌊.", cases=(record,),
            label="arkiv", root="/srv/arkiv", title="Protokoll", kind="protokoll", municipality="Alvik", board="Kommunstyrelsen",
            date=dt.date(2020, 1, 2), dnr=("KS 2020/99",), motions=("2019:14",), parties=("S", "M"), people=(Person("Anna Alm", "S"),),
            topics=("bad",), language="sv", pages=3, agenda=(AgendaItem("§ 1", "Val", 1), AgendaItem("§ 2", "Annat")), url="https://exempel.se/a",
            first_seen=dt.datetime(2021, 1, 1, 12, 30, 1, 5, tzinfo=dt.UTC), furniture=("Sida 1",), masked=2, masked_pages=(1, 3),
            needs_ocr=(2,), warnings=("otydligt datum",), provenance=(Provenance("date", "2020-01-02", "a-0", 0.75),),
        ),
        page=2, headings=("Ärende", "Beslut"), about_parties=("V",), board="Kommunstyrelsen", case="§ 4", topics=("bad",), language="sv",
        boxes=(Box(2, 1.5, 2.5, 3.5, 4.5),), votes=Votes(5, 4, 1),
    )  # fmt: skip
    snapshot = put(engine, document)
    assert snapshot.document("a") == document
    assert snapshot.case_records(["2020-99-ks"]) == [record]


def test_case_records_come_by_any_of_their_keys_and_each_once(engine: Engine) -> None:
    one, two = CaseRecord(("2019-1", "2019-2"), "Ett"), CaseRecord(("2019-3",), "Två")
    snapshot = put(engine, read("a", "skola", cases=(one, two)), read("b", "väg", cases=(replace(one, title="Ett till"),)))
    assert [record.title for record in snapshot.case_records(["2019-1", "2019-2"])] == ["Ett", "Ett till"]
    assert [record.title for record in snapshot.case_records()] == ["Ett", "Två", "Ett till"]
    assert snapshot.case_records([]) == []


def test_a_document_without_paragraphs_is_known_all_the_same(engine: Engine) -> None:
    snapshot = put(engine, read("tom"))
    assert [document.id for document in snapshot.documents()] == ["tom"]
    assert snapshot.catalogue().entries[0].paragraphs == 0
    assert (snapshot.stats().documents, snapshot.stats().paragraphs) == (1, 0)
    assert snapshot.count(MatchSet(), Filters()).documents == 0


def test_texts_of_odd_characters_and_long_words_are_kept_and_searched(engine: Engine) -> None:
    long_word = "a" * 70_000
    snapshot = put(engine, read("a", f"skola {long_word} \x00 \ud7ff \u200b \U0001f6b2"), read("b", ""))
    assert found(snapshot, ask(plain("skola"))) == ["a-0"]
    assert snapshot.find(["a-0"])[0].paragraph.text.startswith("skola aaa")
    assert snapshot.find(["b-0"])[0].paragraph.text == ""


def test_vectors_come_back_as_they_were_given(engine: Engine) -> None:
    given = random_vectors(5)
    snapshot = put(engine, read("a", *"abcde"), vectors=[given])
    keys = [passage.key for passage in snapshot.find([f"a-{n}" for n in (3, 0, 4)])]
    assert np.array_equal(snapshot.vectors(keys), given[[3, 0, 4]])
    assert snapshot.vectors([]).shape == (0, MODEL.dimensions)
