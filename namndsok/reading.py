"""Commands that show what the program understands: read, cases, words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from council.errors import ConfigurationError
from council.model import FailedFile, ReadDocument
from council.settings import Settings
from indexer.pipeline import read_folder
from indexer.tasks import reading_options
from namndsok import words
from namndsok.contract_json import dumps, read_object, unread_object
from namndsok.opening import open_encoder, open_index
from search_api.schemas import case_object


def run_read(options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok read`: one object a file on stdout; exit code 3 when some could not be read."""
    failed = 0
    for outcome in _outcomes(options.files, settings):
        if isinstance(outcome, FailedFile):
            failed += 1
            print(f"namndsok: {outcome.source!r}: {outcome.reason}", file=sys.stderr)
            print(dumps(unread_object(outcome.source, outcome.code, outcome.reason)))
        elif options.json:
            print(dumps(read_object(outcome)))
        else:
            _print_for_people(outcome)
    return 3 if failed else 0


def _outcomes(paths: list[Path], settings: Settings) -> Iterator[ReadDocument | FailedFile]:
    if missing := [path for path in paths if not path.exists()]:
        raise ConfigurationError(f"{missing[0]} finns inte.")
    for path in paths:
        yield from read_folder(path, reading_options(settings))


def _print_for_people(read: ReadDocument) -> None:
    document = read.document
    print(f"{document.source}: {document.title} ({document.kind}, {document.board or 'nämnd okänd'}, {document.date or 'datum saknas'})")
    for paragraph in read.paragraphs:
        voice = paragraph.voice
        who = voice.board or ", ".join(voice.parties) or voice.person or ""
        print(f"  [{paragraph.section_kind}; {voice.role}{': ' + who if who else ''}] {paragraph.text}")


def run_cases(options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok cases`: one object a case of the index on stdout."""
    from council.casebook import join

    engine = open_index(settings, open_encoder(settings))
    try:
        for case in join(engine.snapshot().case_records()):
            if options.json:
                print(dumps(case_object(case)))
            else:
                print(f"{case.id}\t{case.title}\t{case.outcome or 'inte avgjort'}\t{len(case.steps)} steg")
    finally:
        engine.close()
    return 0


def run_words(_options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok words`: one object a line of stdin."""
    words.run(sys.stdin, sys.stdout, settings.synonyms)
    return 0
