"""Commands that move a whole index: migrate (to the other engine, without reading files again) and backup (to another folder)."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack, closing
from dataclasses import replace

from council.criteria import FACETS, Counts, Filters, MatchSet
from council.engine import Engine, Snapshot, Stats
from council.engines import open_engine
from council.engines.backup import back_up
from council.engines.copying import copy_index
from council.errors import ConfigurationError, IndexMissing, WriteRefused
from council.settings import EngineName, Settings
from namndsok.opening import open_encoder
from namndsok.progress import progress_bar

OTHER: dict[EngineName, EngineName] = {"embedded": "elasticsearch", "elasticsearch": "embedded"}


def run_migrate(options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok migrate --to ENGINE`: copies everything from the other engine, and looks that the copy counts the same.

    The target is built beside what it has and swapped in at the end, so an error leaves it as it was.
    """
    identity = open_encoder(settings).identity
    with ExitStack() as stack:
        source, target = (
            stack.enter_context(closing(open_engine(replace(settings, engine=name), identity))) for name in (OTHER[options.to], options.to)
        )
        snapshot = source.snapshot()
        _spare_what_is_there(target, options)
        with progress_bar("Kopierar") as progress, target.rebuild() as writer:
            copied = copy_index(snapshot, writer, progress)
        paragraphs = _compared(snapshot, target.snapshot())
    print(f"{copied} handlingar med {paragraphs} stycken kopierade till {options.to}.", file=sys.stderr)
    print(f"Ställ NAMNDSOK_ENGINE={options.to} och starta om tjänsten, så svarar den ur kopian.", file=sys.stderr)
    return 0


def run_backup(options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok backup FOLDER`: a copy of the data folder, while searches go on."""
    if settings.engine != "embedded":
        raise ConfigurationError("Elasticsearch säkerhetskopieras med sina egna snapshots; se docs/operations.md.")
    size = back_up(settings.data, options.folder)
    print(f"{size / 1e6:.1f} MB kopierade till {options.folder}.", file=sys.stderr)
    return 0


def _spare_what_is_there(target: Engine, options: argparse.Namespace) -> None:
    """Refuse to replace an index that holds something, unless told to. Raises ConfigurationError."""
    if options.replace:
        return
    try:
        held: Stats = target.stored().stats()
    except IndexMissing:
        return
    if held.documents:
        raise ConfigurationError(f"{options.to} har redan ett index med {held.documents} handlingar. Ange --replace för att ersätta det.")


def _compared(source: Snapshot, copy: Snapshot) -> int:
    """The number of paragraphs, once totals and the counts of every facet agree. Raises WriteRefused."""
    wanted, got = _counts(source), _counts(copy)
    if wanted != got:
        raise WriteRefused(
            f"Kopian räknar {got.documents} handlingar och {got.paragraphs} stycken, men originalet {wanted.documents} och "
            f"{wanted.paragraphs}. Kör migrate igen med --replace; originalet är orört."
        )
    return got.paragraphs


def _counts(snapshot: Snapshot) -> Counts:
    counts = snapshot.count(MatchSet(), Filters(), FACETS)
    return replace(counts, facets={name: tuple(sorted(values, key=lambda v: v.value)) for name, values in counts.facets.items()})
