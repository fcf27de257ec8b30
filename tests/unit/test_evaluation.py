"""Measuring: collections are read forgivingly, metrics are those of ir-measures, intervals and differences are paired."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pytest

from council.errors import ConfigurationError
from council.settings import Settings
from namndsok import evaluate as command
from search_api.evaluation import (
    Collection,
    Evaluation,
    JudgedText,
    as_json,
    as_markdown,
    as_table,
    bootstrap,
    evaluate,
    read_collection,
)

TEXTS = [
    ("a", "Snöröjning och halkbekämpning av gångbanor sker före klockan sju på morgonen."),
    ("b", "Eleverna i grundskolan erbjuds skolskjuts när vägen till skolan är lång."),
    ("c", "Serveringstillstånd för restaurangen gäller till klockan ett på natten."),
]
QUERIES = [("q1", "när plogas gångbanor"), ("q2", "skolskjuts till skolan"), ("q3", "ojudgad fråga")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus.jsonl").write_text("\n".join(json.dumps({"_id": i, "text": t}) for i, t in TEXTS), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text("\n".join(json.dumps({"_id": i, "text": t}) for i, t in QUERIES), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\ta\t1\nq2\tb\t2\nq2\tc\t0\n", encoding="utf-8")
    return tmp_path


def collection() -> Collection:
    texts = tuple(JudgedText(i, "", t) for i, t in TEXTS)
    return Collection(texts, {"q1": "plogning", "q2": "buss"}, {"q1": {"a": 1}, "q2": {"b": 1}})


def test_a_collection_holds_the_judged_questions_alone(folder: Path) -> None:
    found = read_collection(folder)
    assert [text.id for text in found.texts] == ["a", "b", "c"]
    assert list(found.queries) == ["q1", "q2"]
    assert found.relevant["q2"] == {"b": 2, "c": 0}


def test_judgements_may_lie_in_a_folder_of_their_own(folder: Path) -> None:
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    assert list(read_collection(folder).queries) == ["q1", "q2"]


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(ConfigurationError, match=missing):
        read_collection(folder)


def test_a_broken_line_is_named_with_its_number(folder: Path) -> None:
    (folder / "corpus.jsonl").write_text('{"_id": "a", "text": "x"}\n{"_id": 3}\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="rad 2"):
        read_collection(folder)


def test_a_folder_without_judged_questions_is_no_collection(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="bedömda"):
        read_collection(folder)


def test_measures_follow_the_rank_of_the_relevant_text() -> None:
    found = evaluate(collection(), {"first": lambda _: [("a", 3.0), ("b", 2.0)], "none": lambda _: []})
    assert found.values["first"]["mrr10"].tolist() == [1.0, 0.5]
    assert found.values["first"]["ndcg10"] == pytest.approx([1.0, 1 / np.log2(3)])
    assert found.values["none"]["recall100"].tolist() == [0.0, 0.0]


def test_ties_are_measured_in_the_order_they_are_shown() -> None:
    found = evaluate(collection(), {"tied": lambda _: [("c", 1.0), ("b", 1.0), ("a", 1.0)]})
    assert found.values["tied"]["mrr10"] == pytest.approx([1 / 3, 1 / 2])


def test_an_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = np.array([0.0, 1.0, 0.5, 0.25])
    first, second = bootstrap(values), bootstrap(values)
    assert first == second
    assert first.mean == pytest.approx(0.4375)
    assert first.low <= first.mean <= first.high


def test_differences_are_paired() -> None:
    values = {m: {"ndcg10": np.array(v), "recall10": np.zeros(3), "recall100": np.zeros(3), "mrr10": np.zeros(3)} for m, v in
              {"keyword": [0.1, 0.5, 0.9], "hybrid": [0.2, 0.6, 1.0]}.items()}  # fmt: skip
    gain = Evaluation(("x", "y", "z"), values).difference("hybrid", "keyword", "ndcg10")
    assert (gain.low, gain.mean, gain.high) == pytest.approx((0.1, 0.1, 0.1))


def test_the_report_comes_as_json_table_and_markdown() -> None:
    found = evaluate(collection(), {"keyword": lambda _: [("a", 1.0)], "hybrid": lambda _: [("a", 2.0), ("b", 1.0)]})
    report = as_json(found)
    assert report["keyword"]["recall10"] == 0.5
    assert report["hybrid"]["against_keyword"] == report["hybrid"]["against_keyword"]
    assert {"ndcg10", "recall10", "recall100", "mrr10"} <= report["hybrid"].keys()
    assert as_table(found).splitlines()[0].startswith("mode")
    assert as_markdown(found).splitlines()[1].startswith("| --- |")


def test_the_command_measures_the_real_search_in_every_mode(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    options = argparse.Namespace(folder=folder, json=True, markdown=False)
    assert command.run(options, Settings(data=data)) == 0
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == ["hybrid", "keyword", "semantic", "rrf"]
    assert printed["hybrid"]["recall10"] == 1.0
    assert not data.exists(), "measuring must leave the data folder alone"
