"""`namndsok words --json`: how each line of words is understood, one JSON object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from council import swedish


def run(lines_in: Iterable[str], out: TextIO, extra: Path | None = None) -> None:
    """Write {"word", "lemma", "parts", "synonyms"} for every line, empty ones too; `extra` is a municipality's own synonym file."""
    table = swedish.load_extra(extra) if extra is not None else None
    out.writelines(json.dumps(describe(line.rstrip("\r\n"), table), ensure_ascii=False) + "\n" for line in lines_in)


def describe(text: str, table: swedish.SynonymTable | None = None) -> dict[str, str | list[str]]:
    """A word or query as the analyser has it; synonyms are surface forms, of the longest entries that its words make."""
    tokens = swedish.analyse(text)
    words = [token.surface for token in tokens]
    found: list[str] = []
    at = 0
    while at < len(words):
        match = swedish.synonyms(words[at:], table)
        if match:
            found += [synonym.text for synonym in match.synonyms]
        at += match.length if match else 1
    return {
        "word": text,
        "lemma": " ".join(token.lemmas[0] for token in tokens),
        "parts": [part for token in tokens for part in token.parts],
        "synonyms": list(dict.fromkeys(found)),
    }


if __name__ == "__main__":
    run(sys.stdin, sys.stdout)
