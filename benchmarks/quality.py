"""Measures the search on ../shared/eval and on our own questions, and writes docs/quality.md: `python -m benchmarks.quality`."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import numpy as np

from benchmarks import ablation
from benchmarks.ablation import Grounds
from benchmarks.council_questions import (
    Answer,
    Question,
    TextOf,
    ask,
    indexed,
    indexed_in,
    read_corpus,
    read_questions,
    scored,
    swept,
)
from benchmarks.yardstick import yardstick_search
from council.criteria import Coverage
from council.encoder import Encoder, load_encoder, passage_text
from council.engine import Engine
from council.model import Paragraph, ReadDocument
from council.settings import read_settings
from namndsok.evaluate import MODES, Search, temporary_index
from search_api.evaluation import Collection, Evaluation, Ranking, as_markdown, evaluate, read_collection
from search_api.results import Mode, SearchRequest
from search_api.service import RankingMode, SearchService

REPOSITORY = Path(__file__).resolve().parents[1]
COLLECTIONS = ("swefaq-dev", "swequad-train")
YARDSTICK = "yardstick"
OURS, LOOKUPS, ONCE_BLIND, BLIND, GIVEN = "ours", "lookups", "once blind", "blind", "given"
ABLATED_ON = (OURS, LOOKUPS)
QUESTIONS: Mapping[str, str] = {OURS: "council.jsonl", LOOKUPS: "lookups.jsonl", ONCE_BLIND: "once_blind.jsonl", BLIND: "blind.jsonl"}
"""Our sets of questions and their files in tests/relevance; a file that is not there is not measured."""
COVERAGES = (
    *(Coverage(0.15, 0.4, 99), Coverage(0.3, 0.6, 99), Coverage(0.4, 0.6, 99), Coverage(0.3, 0.6, 4)),
    *(Coverage(0.4, 0.4, 4), Coverage(0.4, 0.6, 4), Coverage(0.4, 0.4, 3)),
)
"""τ, ρ and how many words count. 99 counts all."""

CONTEXTS: Mapping[str, TextOf] = {
    "bare text": lambda paragraph, _: paragraph.text,
    "heading": lambda paragraph, _: _under(paragraph, *paragraph.headings[-1:]),
    "title and heading": lambda paragraph, document: _under(paragraph, document.title, *paragraph.headings[-1:]),
    "title, all headings, board": passage_text,
}
"""What may be embedded of a paragraph; the last is what is."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that is measured on, opened once: collections with their indexes, the council documents and the questions."""

    encoder: Encoder
    collections: Mapping[str, tuple[Collection, Engine]]
    documents: Sequence[ReadDocument]
    council: Engine
    questions: Mapping[str, Sequence[Question]]
    junk: Sequence[str]
    shared: Path
    data: Path

    @property
    def grounds(self) -> Grounds:
        """What ablations are measured on: never the blind questions, for what is chosen by looking at them is not blind any more."""
        return Grounds(self.encoder, self.collections, self.council, {name: self.questions[name] for name in ABLATED_ON})

    @property
    def own(self) -> Sequence[Question]:
        """Our sixty questions."""
        return self.questions[OURS]


def main() -> None:
    """Measure, print what is done, and write the page as far as it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared")
    parser.add_argument("--to", type=Path, default=REPOSITORY / "docs" / "quality.md")
    parser.add_argument("--model", help="folder or name of another model")
    parser.add_argument("--without-blind", action="store_true", help="leave the blind questions unmeasured, while something is being tuned")
    options = parser.parse_args()
    with opened(options.shared, load_encoder(options.model), blind=not options.without_blind) as bench:
        parts = []
        for measure in (_collections, _council, _scored, _factors, _coverages, _contexts, _certainty, _speed):
            began = time.monotonic()
            parts.append(measure(bench))
            print(f"{measure.__name__.strip('_')}: {time.monotonic() - began:.0f} s", flush=True)
            options.to.write_text(_page(bench, parts), encoding="utf-8")


@contextlib.contextmanager
def opened(shared: Path, encoder: Encoder, *, blind: bool = True) -> Iterator[Bench]:
    """Indexes of all that is measured on, in temporary folders."""
    settings, relevance = read_settings({}), REPOSITORY / "tests" / "relevance"
    documents = read_corpus(shared / "corpus")
    with contextlib.ExitStack() as stack:
        data = Path(stack.enter_context(TemporaryDirectory(prefix="namndsok-quality-")))
        collections = {}
        for name in COLLECTIONS:
            collection = read_collection(shared / "eval" / name)
            collections[name] = (collection, stack.enter_context(temporary_index(collection, encoder, settings)))
        yield Bench(
            encoder,
            collections,
            documents,
            stack.enter_context(indexed_in(data, documents, encoder, passage_text)),
            _questions(relevance, shared, blind=blind),
            (relevance / "junk.txt").read_text(encoding="utf-8").splitlines(),
            shared,
            data,
        )


def _questions(relevance: Path, shared: Path, *, blind: bool) -> dict[str, list[Question]]:
    """Every set of questions over the council documents that is there, by name."""
    files = {name: relevance / file for name, file in QUESTIONS.items() if blind or name != BLIND}
    files[GIVEN] = shared / "eval" / "council" / "queries.jsonl"
    return {name: read_questions(path) for name, path in files.items() if path.is_file()}


def measured(collection: Collection, service: SearchService) -> Evaluation:
    """Every mode of a service and the yardstick on one collection."""
    searches: dict[str, Callable[[str], Ranking]] = {mode: Search(service, mode, collection) for mode in MODES}
    return evaluate(collection, searches | {YARDSTICK: yardstick_search(collection)})


def _collections(bench: Bench) -> str:
    parts = ["## Questions on pages of authorities\n"]
    for name, (collection, engine) in bench.collections.items():
        found = measured(collection, SearchService(engine, bench.encoder))
        parts.append(f"### {name} ({len(found.queries)} questions, {len(collection.texts)} texts)\n\n{as_markdown(found, YARDSTICK)}\n")
    return "\n".join(parts)


def _council(bench: Bench) -> str:
    service = SearchService(bench.council, bench.encoder)
    rows = []
    for mode in get_args(Mode):
        for name, questions in bench.questions.items():
            rows += [[mode, name, kind, *_figures(some)] for kind, some in _by_kind(ask(service, questions, mode))]
    head = ["mode", "questions", "kind", "number", "nDCG@10", "hit@10", "hit@10 with related", "total > 0"]
    return f"## Questions on council documents ({len(bench.documents)} documents)\n\n{_table(head, rows)}\n"


def _scored(bench: Bench) -> str:
    figures = scored(bench.shared, bench.data)
    names = list(next(iter(figures.values())))
    rows = [[kind, *(f"{values[name]:.1f}" if name in values else "" for name in names)] for kind, values in figures.items()]
    about = "What `../shared/eval/score.py search` gives for the given questions over HTTP, in per cent."
    return f"### As measured from outside\n\n{about}\n\n{_table(['kind', *names], rows)}\n"


def _factors(bench: Bench) -> str:
    columns = ablation.head(bench.grounds)
    out = _table(["without", *columns[1:]], list(ablation.rows(bench.grounds, ablation.FACTORS)))
    other = _table(["with", *columns[1:]], list(ablation.rows(bench.grounds, ablation.SWEEPS)))
    about = (
        "nDCG@10 of the hybrid search, each factor left out in turn; of a collection with many questions every third is asked. "
        "hit@10 counts the related. docs/decisions/fusion.md says what each factor is."
    )
    return f"## What each factor is worth\n\n{about}\n\n{out}\n\n## Other values\n\n{other}\n"


def _coverages(bench: Bench) -> str:
    rows = []
    for coverage in COVERAGES:
        service = SearchService(swept(bench.council, coverage), bench.encoder)
        answers = ask(service, bench.own)
        shared = [answer for answer in answers if answer.question.kind != "paraphrase"]
        found = np.mean([answer.total > 0 for answer in shared])
        scores = [f"{_covered(bench, name, coverage):.3f}" for name in COLLECTIONS]
        by_words = f"{_covered(bench, COLLECTIONS[0], coverage, 'keyword'):.3f}"
        counted = "all" if coverage.counted == 99 else f"{coverage.counted}"
        rows.append(
            [
                f"{coverage.tau}",
                f"{coverage.rho}",
                counted,
                *scores,
                by_words,
                _figures(answers)[1],
                f"{found:.2f}",
                f"{_silent(service, bench.junk):.2f}",
            ]
        )
    head = [
        "τ",
        "ρ",
        "words",
        *COLLECTIONS,
        f"{COLLECTIONS[0]}, keyword",
        "ours",
        "found, of those that share a word",
        "junk with total 0",
    ]
    about = "W is summed over the heaviest words only; the column `words` says how many."
    return f"## How much of a query a paragraph must hold (τ, ρ)\n\n{about}\n\n{_table(head, rows)}\n"


def _covered(bench: Bench, name: str, coverage: Coverage, mode: RankingMode = "hybrid") -> float:
    """nDCG@10 of one mode on a collection under another coverage."""
    collection, engine = bench.collections[name]
    some = ablation.thinned(collection)
    service = SearchService(swept(engine, coverage), bench.encoder)
    return evaluate(some, {mode: Search(service, mode, collection)}).interval(mode, "ndcg10").mean


def _contexts(bench: Bench) -> str:
    rows = []
    for name, text_of in CONTEXTS.items():
        with indexed(bench.documents, bench.encoder, text_of) as engine:
            service = SearchService(engine, bench.encoder)
            rows.append([name, *_figures(ask(service, bench.own))[1:4], *_figures(ask(service, bench.own, "semantic"))[1:3]])
    head = ["embedded", "hybrid nDCG@10", "hit@10", "with related", "semantic nDCG@10", "hit@10"]
    return f"## What is embedded of a paragraph\n\nOur sixty questions.\n\n{_table(head, rows)}\n"


def _certainty(bench: Bench) -> str:
    service = SearchService(bench.council, bench.encoder)
    answers = ask(service, bench.own)
    shared = [answer for answer in answers if answer.question.kind != "paraphrase"]
    rows = [
        ["junk that finds nothing", f"{_silent(service, bench.junk):.2f}", "≥ 0.95"],
        ["questions sharing a word with their answer that find something", f"{np.mean([a.total > 0 for a in shared]):.2f}", "≥ 0.90"],
        ["floor of the model", f"{bench.encoder.floor:.3f}", ""],
        ["sure threshold of the model", str(bench.encoder.sure), ""],
    ]
    return f"## Certainty\n\n{_table(['what', 'measured', 'wanted'], rows)}\n"


def _speed(bench: Bench) -> str:
    questions = [question.q for question in bench.own]
    texts = [passage_text(paragraph, read.document) for read in bench.documents for paragraph in read.paragraphs]
    per_query = 1000 * _fastest(lambda: [bench.encoder.encode_query(question) for question in questions]) / len(questions)
    per_second = len(texts) / _fastest(lambda: bench.encoder.encode_passages(texts))
    rows = [["query embedding, ms", f"{per_query:.2f}", "≤ 1"], ["paragraphs embedded a second", f"{per_second:,.0f}", "≥ 5,000"]]
    return f"## Speed of the model\n\n{_table(['what', 'measured', 'wanted'], rows)}\n"


def _fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest of five runs: what else the machine does only slows a run down."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def _silent(service: SearchService, junk: Sequence[str]) -> float:
    return float(np.mean([service.search(SearchRequest(q=line)).total.paragraphs == 0 for line in junk]))


def _figures(answers: Sequence[Answer]) -> list[str]:
    means = (
        np.mean([answer.ndcg10 for answer in answers]),
        np.mean([answer.hit10 for answer in answers]),
        np.mean([answer.near10 for answer in answers]),
        np.mean([answer.total > 0 for answer in answers]),
    )
    return [str(len(answers)), f"{means[0]:.3f}", *(f"{mean:.2f}" for mean in means[1:])]


def _by_kind(answers: Sequence[Answer]) -> list[tuple[str, list[Answer]]]:
    kinds = dict.fromkeys(answer.question.kind for answer in answers)
    return [("all", list(answers)), *((kind, [answer for answer in answers if answer.question.kind == kind]) for kind in kinds)]


def _under(paragraph: Paragraph, *context: str) -> str:
    return "\n".join([*(part for part in context if part), paragraph.text])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows])


def _page(bench: Bench, parts: Sequence[str]) -> str:
    identity = bench.encoder.identity
    head = (
        "# Quality\n\n"
        f"Written by `python -m benchmarks.quality` on {datetime.now(UTC):%Y-%m-%d}, with the model {identity.name} "
        f"({identity.digest[:12]}, {identity.dimensions} dimensions). The yardstick is plain BM25 over Snowball stems, from the same run. "
        "Intervals are 95 % bootstrap intervals over questions; gains are paired.\n\n"
        "Our own questions and 30 pieces of junk stand in `tests/relevance/`: `ours` (60) and `lookups` (28 numbers and names) were "
        "tuned on, as were the 11 that were given and `once blind` (60, by someone else); `blind` (60) were written by someone else, too, "
        "and are only measured. "
        "`hit@10 with related` counts the paragraphs shown as near in meaning where nothing matches.\n"
    )
    return "\n".join([head, *parts])


if __name__ == "__main__":
    main()
