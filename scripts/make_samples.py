"""Makes samples/dokument from samples/source; with --check it only says which files differ (exit code 1 when any does)."""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from sample_corpus.pdf import render_pdf
from sample_corpus.plain import render_txt
from sample_corpus.source import Source, read_sources
from sample_corpus.web import render_html, render_md
from sample_corpus.word import render_docx

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
RENDERERS: dict[str, Callable[[Source], bytes]] = {
    "pdf": render_pdf,
    "docx": render_docx,
    "html": render_html,
    "md": render_md,
    "txt": render_txt,
}


def make(source_folder: Path) -> dict[str, bytes]:
    """Every sample, path below samples/dokument → its bytes; sidecars are copied as they are."""
    made = {source.file: RENDERERS[source.format](source) for source in read_sources(source_folder)}
    sidecars = source_folder / "sidecars"
    return made | {str(path.relative_to(sidecars)): path.read_bytes() for path in sorted(sidecars.rglob("*.json*"))}


def differing(made: dict[str, bytes], folder: Path) -> list[str]:
    """The files that are missing, stale or not made by this script, sorted."""
    there = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return sorted(name for name in made.keys() | there.keys() if not _same(made.get(name), there.get(name)))


def _same(left: bytes | None, right: bytes | None) -> bool:
    """Whether two files say the same: bytes, or for archives (DOCX) their members, which zlib's version leaves alone."""
    if left is None or right is None or not left.startswith(b"PK"):
        return left == right
    return _members(left) == _members(right)


def _members(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def write(made: dict[str, bytes], folder: Path) -> None:
    """Write what differs and take away what is made no longer."""
    for name in differing(made, folder):
        target = folder / name
        if name not in made:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made[name])


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, list the files that differ")
    check = parser.parse_args().check
    made, folder = make(SAMPLES / "source"), SAMPLES / "dokument"
    stale = differing(made, folder)
    if check:
        sys.stdout.writelines(f"{name}\n" for name in stale)
        return 1 if stale else 0
    write(made, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
