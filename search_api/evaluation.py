"""How well a search finds what judges say is relevant: a collection in BEIR form, metrics per mode, intervals and paired differences."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import ir_measures
import numpy as np
from ir_measures import RR, R, nDCG
from numpy.typing import NDArray

from council.errors import ConfigurationError

MEASURES = {"ndcg10": nDCG @ 10, "recall10": R @ 10, "recall100": R @ 100, "mrr10": RR @ 10}
"""Names in the output, and the measures of ir-measures (nDCG with linear gains, as trec_eval)."""

DEPTH = 100
"""How many results of a query are judged: what recall@100 needs."""

SAMPLES, SEED = 2_000, 20_260_101
"""Bootstrap: samples of the queries, drawn with replacement, from a fixed seed so that a report can be repeated."""

Values: TypeAlias = NDArray[np.float64]
Ranking: TypeAlias = Sequence[tuple[str, float]]
"""Ids of texts with their scores, best first."""


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A text of a collection."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts, questions by id, and for each question the relevant texts with their grades (BEIR layout)."""

    texts: tuple[JudgedText, ...]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over queries and the 95 % bootstrap interval around it."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Values of each measure per query, in the order of `queries`, for each mode: shape [measure][mode] → [queries]."""

    queries: tuple[str, ...]
    values: Mapping[str, Mapping[str, Values]]

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes that were measured, in order."""
        return tuple(self.values)

    def interval(self, mode: str, measure: str) -> Interval:
        """Mean and interval of a mode's measure."""
        return bootstrap(self.values[mode][measure])

    def difference(self, mode: str, base: str, measure: str) -> Interval:
        """Mean and interval of what a mode gains over another on the same queries; an interval on one side of 0 is no chance."""
        return bootstrap(self.values[mode][measure] - self.values[base][measure])


def read_collection(folder: Path) -> Collection:
    """Read corpus.jsonl, queries.jsonl and qrels.tsv (or qrels/test.tsv). Raises ConfigurationError that names what is wrong."""
    texts = tuple(JudgedText(str(row["_id"]), str(row.get("title") or ""), str(row["text"])) for row in _rows(folder / "corpus.jsonl"))
    relevant = _relevant(folder)
    queries = {str(row["_id"]): str(row["text"]) for row in _rows(folder / "queries.jsonl") if str(row["_id"]) in relevant}
    if not texts or not queries:
        raise ConfigurationError(f"{folder} innehåller inga texter eller inga bedömda frågor.")
    return Collection(texts, queries, relevant)


def evaluate(collection: Collection, searches: Mapping[str, Callable[[str], Ranking]]) -> Evaluation:
    """Ask every question of every search (by mode) and measure the answers. A search maps a question to its ranking."""
    judged = [ir_measures.Qrel(q, text, grade) for q in collection.queries for text, grade in collection.relevant[q].items()]
    order = tuple(collection.queries)
    return Evaluation(order, {mode: _measured(judged, _run(collection, search), order) for mode, search in searches.items()})


def bootstrap(values: Values) -> Interval:
    """The mean of values per query and the 95 % percentile interval of the bootstrap."""
    drawn = np.random.default_rng(SEED).integers(0, len(values), (SAMPLES, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), (0.025, 0.975))
    return Interval(float(values.mean()), float(low), float(high))


def as_json(evaluation: Evaluation, base: str = "keyword") -> dict[str, dict[str, object]]:
    """One object a mode: its measures, their intervals, and what it gains over `base`."""
    return {mode: _mode_as_json(evaluation, mode, base) for mode in evaluation.modes}


def as_table(evaluation: Evaluation, base: str = "keyword") -> str:
    """A table for people, columns aligned with spaces."""
    rows = _cells(evaluation, base)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def as_markdown(evaluation: Evaluation, base: str = "keyword") -> str:
    """The same table in Markdown."""
    head, *rows = _cells(evaluation, base)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _mode_as_json(evaluation: Evaluation, mode: str, base: str) -> dict[str, object]:
    intervals = {measure: evaluation.interval(mode, measure) for measure in MEASURES}
    found: dict[str, object] = {measure: round(interval.mean, 4) for measure, interval in intervals.items()}
    found["intervals"] = {measure: [round(interval.low, 4), round(interval.high, 4)] for measure, interval in intervals.items()}
    if base in evaluation.modes and mode != base:
        gains = {measure: evaluation.difference(mode, base, measure) for measure in MEASURES}
        found[f"against_{base}"] = {measure: [round(g.mean, 4), round(g.low, 4), round(g.high, 4)] for measure, g in gains.items()}
    return found


def _cells(evaluation: Evaluation, base: str) -> list[list[str]]:
    rows = [["mode", "nDCG@10", "95 %", "recall@10", "recall@100", "MRR@10", f"nDCG@10 − {base}", "95 %"]]
    for mode in evaluation.modes:
        ndcg = evaluation.interval(mode, "ndcg10")
        others = [f"{evaluation.interval(mode, measure).mean:.3f}" for measure in ("recall10", "recall100", "mrr10")]
        gain = evaluation.difference(mode, base, "ndcg10") if mode != base and base in evaluation.modes else None
        shown = [f"{gain.mean:+.3f}", f"{gain.low:+.3f} … {gain.high:+.3f}"] if gain else ["", ""]
        rows.append([mode, f"{ndcg.mean:.3f}", f"{ndcg.low:.3f}–{ndcg.high:.3f}", *others, *shown])
    return rows


def _run(collection: Collection, search: Callable[[str], Ranking]) -> list[ir_measures.ScoredDoc]:
    """Results as ir-measures wants them; scores become ranks, so that ties stay in the order they were shown in."""
    return [
        ir_measures.ScoredDoc(query, text, -float(rank))
        for query, asked in collection.queries.items()
        for rank, (text, _) in enumerate(search(asked)[:DEPTH])
    ]


def _measured(judged: list[ir_measures.Qrel], run: list[ir_measures.ScoredDoc], order: Sequence[str]) -> dict[str, Values]:
    found = {(str(value.measure), value.query_id): value.value for value in ir_measures.iter_calc(list(MEASURES.values()), judged, run)}
    return {name: np.array([found.get((str(measure), query), 0.0) for query in order]) for name, measure in MEASURES.items()}


def _relevant(folder: Path) -> dict[str, dict[str, int]]:
    path = next((path for path in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if path.is_file()), None)
    if path is None:
        raise ConfigurationError(f"{folder / 'qrels.tsv'} saknas.")
    relevant: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t"):
            if len(row) >= 3 and row[2].strip().lstrip("-").isdigit():
                relevant.setdefault(row[0], {})[row[1]] = int(row[2])
    return {query: texts for query, texts in relevant.items() if any(grade > 0 for grade in texts.values())}


def _rows(path: Path) -> Iterator[dict[str, object]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _row(path, number, line)
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path} saknas. En mapp att mäta på har corpus.jsonl, queries.jsonl och qrels.tsv.") from error


def _row(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        row: dict[str, object] = json.loads(line)
        if "_id" not in row or "text" not in row:
            raise KeyError("_id, text")
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{path} rad {number} går inte att läsa: {error}.") from error
    return row
