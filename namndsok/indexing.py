"""Commands that fill the index: index; and status, which shows what is in it."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path

from council.encoder import Encoder
from council.encoders.first_run import calibrating
from council.engine import Engine
from council.errors import PruneRefused
from council.settings import Settings
from indexer.extract.workers import prepare
from indexer.pipeline import IndexJob, index
from indexer.report import Report, masked_files
from indexer.tasks import reading_options
from namndsok.contract_json import dumps
from namndsok.opening import open_encoder, open_index
from namndsok.progress import progress_bar
from namndsok.watching import following


def run_index(options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok index`: reads folders into the index and reports on stderr."""
    if settings.workers:
        prepare()
    encoder = open_encoder(settings)
    engine = open_index(settings, encoder)
    job = IndexJob(tuple(options.folders), options.label, options.rebuild, options.prune, options.force)
    try:
        with _stopping_cleanly(), _rounds(job, settings, watch=options.watch) as rounds:
            with progress_bar("Indexerar") as progress, calibrating(encoder, settings.data) as watched:
                report = index(job, engine, watched, reading_options(settings), progress)
            _tell(report, as_json=options.json)
            for leave in rounds:
                again = replace(job, rebuild=False, leave=leave)
                _index_again(again, engine, encoder, settings, as_json=options.json)
    finally:
        engine.close()
    return report.exit_code


def _rounds(job: IndexJob, settings: Settings, *, watch: bool) -> AbstractContextManager[Iterator[frozenset[Path]]]:
    """The rounds of `--watch`, each with the files that must wait for the next; none without it."""
    nothing: Iterator[frozenset[Path]] = iter(())
    return following(job.folders, settings.data) if watch else nullcontext(nothing)


def _tell(report: Report, *, as_json: bool) -> None:
    """The report for people on stderr, and with --json for programs: one object a run, on a line of stdout."""
    print(report.summary(), file=sys.stderr, flush=True)
    if as_json:
        print(dumps(report.plain()), flush=True)


def _index_again(job: IndexJob, engine: Engine, encoder: Encoder, settings: Settings, *, as_json: bool) -> None:
    """A round of `--watch`. A prune that is refused is told and costs nothing but itself: a share that is away comes back."""
    try:
        report = index(job, engine, encoder, reading_options(settings))
    except PruneRefused as refused:
        print(f"namndsok: {refused.message}", file=sys.stderr)
        return
    if report.indexed or report.pruned or report.failed:
        _tell(report, as_json=as_json)


@contextmanager
def _stopping_cleanly() -> Iterator[None]:
    """SIGTERM ends a run as Ctrl-C does: what is committed stays, locks are given back."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run_status(options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok status`: sizes, model, and files that failed."""
    engine = open_index(settings, open_encoder(settings))
    try:
        facts = _status(engine)
    finally:
        engine.close()
    if options.json:
        print(dumps(facts))
    else:
        for name, value in facts.items():
            print(f"{name}\t{value}")
    return 0


def _status(engine: Engine) -> dict[str, object]:
    snapshot = engine.snapshot()
    stats, catalogue = snapshot.stats(), snapshot.catalogue()
    return {
        "documents": stats.documents,
        "paragraphs": stats.paragraphs,
        "model": stats.model.name if stats.model else None,
        "updated": stats.updated.isoformat() if stats.updated else None,
        "bytes": stats.bytes,
        "folders": sorted({entry.root for entry in catalogue.entries}),
        "masked": [asdict(masked) for masked in masked_files(snapshot.documents())],
        "failed": [asdict(failed) for failed in catalogue.failed],
        "blocked": sorted(catalogue.blocked),
    }
