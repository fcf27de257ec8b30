"""`namndsok`: the command line. stdout carries data only; progress, reports and errors go to stderr."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from council.errors import NamndsokError
from council.settings import Settings, describe_settings, read_settings

Command = Callable[[argparse.Namespace, Settings], int]

MOST_WORKERS = 64
"""Processes that serve: one for each core of a large machine."""
EXIT_WELL, EXIT_USAGE, EXIT_SOME_UNREADABLE, EXIT_ENGINE = 0, 2, 3, 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 well, 2 usage, 3 some files could not be read, 4 engine down or locked."""
    options = _parser().parse_args(arguments)
    try:
        return _command(options.command)(options, read_settings())
    except NamndsokError as error:
        print(f"namndsok: {error.message}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_WELL
    except KeyboardInterrupt:
        print("namndsok: avbrutet; det som hann sparas finns kvar.", file=sys.stderr)
        return 130


def _command(named: str) -> Command:
    """The function of a command, imported only now: `words` need not load what `serve` needs."""
    module, _, function = named.rpartition(".")
    command: Command = getattr(import_module(module), function)
    return command


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="namndsok", description="Sökmotor för kommunala handlingar.")
    parser.add_argument("--version", action="version", version=f"namndsok {version('namndsok')}")
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")
    _add_indexing(commands)
    _add_removing(commands)
    _add_moving(commands)
    _add_reading(commands)
    _add_searching(commands)
    _add_settings(commands)
    return parser


def _add_indexing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = commands.add_parser("index", help="läs mappar och lägg deras handlingar i indexet")
    add.add_argument("folders", nargs="+", type=Path, metavar="MAPP")
    add.add_argument("--label", help="mappens namn i adresser (annars dess eget)")
    add.add_argument("--rebuild", action="store_true", help="bygg ett nytt index bredvid och byt när det är klart")
    add.add_argument("--prune", action="store_true", help="ta bort handlingar vars filer är borta ur mappen")
    add.add_argument("--force", action="store_true", help="låt --prune ta bort mer än en femtedel")
    add.add_argument("--watch", action="store_true", help="fortsätt och indexera det som ändras")
    add.add_argument("--json", action="store_true", help="skriv också rapporten som ett JSON-objekt")
    add.set_defaults(command="namndsok.indexing.run_index")
    status = commands.add_parser("status", help="visa vad indexet innehåller")
    status.add_argument("--json", action="store_true")
    status.set_defaults(command="namndsok.indexing.run_status")


def _add_removing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    remove = commands.add_parser("remove", help="ta bort handlingar för gott och spärra dem")
    remove.add_argument("documents", nargs="*", metavar="HANDLING", help="id eller sökväg (source)")
    remove.add_argument("--query", metavar="FRÅGA", help="visa vad en sökning med orden hittar, och ta bort det med --yes")
    remove.add_argument("--yes", action="store_true", help="ta bort det som --query visar")
    remove.add_argument("--json", action="store_true", help="visa det som ett JSON-objekt per handling")
    remove.add_argument("--later", action="store_true", help="skriv inte om indexet nu; det gör `namndsok compact`")
    remove.add_argument("--undo", action="store_true", help="häv spärren")
    remove.set_defaults(command="namndsok.removing.run_remove")
    compact = commands.add_parser("compact", help="skriv om indexet så att inget borttaget ligger kvar på disken")
    compact.set_defaults(command="namndsok.removing.run_compact")


def _add_moving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    migrate = commands.add_parser("migrate", help="kopiera indexet från den andra motorn, utan att läsa filerna igen")
    migrate.add_argument("--to", required=True, choices=("elasticsearch", "embedded"), help="motorn som kopian hamnar i")
    migrate.add_argument("--replace", action="store_true", help="ersätt det index som redan finns där")
    migrate.set_defaults(command="namndsok.migrating.run_migrate")
    backup = commands.add_parser("backup", help="säkerhetskopiera datamappen medan tjänsten är igång")
    backup.add_argument("folder", type=Path, metavar="MAPP", help="en mapp som inte finns, eller är tom")
    backup.set_defaults(command="namndsok.migrating.run_backup")


def _add_reading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    read = commands.add_parser("read", help="visa vad som förstås av filer, utan att indexera")
    read.add_argument("files", nargs="+", type=Path, metavar="FIL|MAPP")
    read.add_argument("--json", action="store_true", help="ett JSON-objekt per fil")
    read.set_defaults(command="namndsok.reading.run_read")
    cases = commands.add_parser("cases", help="visa indexets ärenden")
    cases.add_argument("--json", action="store_true", help="ett JSON-objekt per ärende")
    cases.set_defaults(command="namndsok.reading.run_cases")
    words = commands.add_parser("words", help="visa hur ord förstås, ett per rad på stdin")
    words.add_argument("--json", action="store_true", help="ett JSON-objekt per rad")
    words.set_defaults(command="namndsok.reading.run_words")


def _add_searching(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    search = commands.add_parser("search", help="sök")
    search.add_argument("query", nargs="+", metavar="FRÅGA")
    search.add_argument("--mode", choices=("hybrid", "keyword", "semantic"), default="hybrid")
    search.add_argument("--size", type=int, default=10, choices=range(1, 101), metavar="1–100")
    search.add_argument("--json", action="store_true", help="samma objekt som /api/search")
    search.set_defaults(command="namndsok.searching.run_search")
    serve = commands.add_parser("serve", help="visa sidorna och API:t")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=_workers, default=1, metavar="ANTAL", help="processer som delar på arbetet (en per kärna)")
    serve.set_defaults(command="namndsok.serving.run_serve")
    evaluate = commands.add_parser("evaluate", help="mät sökningen på en mapp i BEIR-form")
    evaluate.add_argument("folder", type=Path, metavar="MAPP")
    evaluate.add_argument("--json", action="store_true")
    evaluate.add_argument("--markdown", action="store_true")
    evaluate.set_defaults(command="namndsok.searching.run_evaluate")


def _workers(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_WORKERS:
        raise ValueError
    return number


def _add_settings(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    settings = commands.add_parser("settings", help="visa inställningarna (miljövariabler)")
    settings.set_defaults(command="namndsok.cli.run_settings")


def run_settings(_options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok settings`: every variable with its default and what it does."""
    for name, default, about in describe_settings():
        value = str(settings.data) if name == "NAMNDSOK_DATA" else default
        print(f"{name}\t{value}\t{about}")
    return EXIT_WELL


if __name__ == "__main__":
    sys.exit(main())
