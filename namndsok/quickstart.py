"""`make run`: indexes the samples or a folder on the first run, then serves it. Files that cannot be read do not stop the serving."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from pathlib import Path

from council.errors import NamndsokError
from namndsok.cli import EXIT_SOME_UNREADABLE, EXIT_USAGE, main

DATA = Path(".namndsok")


def data_folder(docs: Path) -> Path:
    """NAMNDSOK_DATA where it is set, else a folder of its own for each indexed folder, below .namndsok."""
    if chosen := os.environ.get("NAMNDSOK_DATA"):
        return Path(chosen)
    path = docs.resolve()
    return DATA.resolve() / f"{path.name}-{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"


def quickstart(docs: Path, host: str, port: int) -> int:
    """Index what is new or changed below `docs`, then serve. Returns the exit code of what failed, or of the server."""
    if not docs.is_dir():
        print(f"namndsok: mappen {docs} finns inte. Skriv till exempel: make run DOCS=/sökväg/till/handlingar", file=sys.stderr)
        return EXIT_USAGE
    os.environ["NAMNDSOK_DATA"] = str(data_folder(docs))
    os.environ.setdefault("NAMNDSOK_PROGRESS", "1")
    print(f"Handlingar: {docs}   Index: {os.environ['NAMNDSOK_DATA']}", file=sys.stderr)
    code = main(["index", str(docs)])
    if code not in (0, EXIT_SOME_UNREADABLE):
        return code
    return main(["serve", "--host", host, "--port", str(port)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    try:
        sys.exit(quickstart(given.docs, given.host, given.port))
    except NamndsokError as problem:
        print(f"namndsok: {problem.message}", file=sys.stderr)
        sys.exit(problem.exit_code)
