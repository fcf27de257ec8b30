"""Count the words of a corpus once, for the scripts that make Swedish word tables: `count_words.py CORPUS OUT.tsv`.

Reads every *.jsonl.xz (one document a line, {"paragraphs": [{"text"}]}) and *.txt. Writes word, times in lower case, times capitalised in
mid sentence, times in capitals; only figures leave the corpus, never sentences.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

WORD = re.compile(r"[^\W_]+(?:[-:’'][^\W_]+)*")
SENTENCE_BREAK = re.compile(r"[.:!?\n\t•–\"”»§|(-]")
LOWER, CAPITALISED, CAPITALS = range(3)
LEAST = 2


def texts(corpus: Path) -> Iterator[str]:
    """Every paragraph of the corpus."""
    for file in sorted(corpus.glob("*.jsonl.xz")):
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield from (paragraph.get("text") or "" for paragraph in json.loads(line)["paragraphs"])
    for file in sorted(corpus.rglob("*.txt")):
        yield re.sub(r"(\w)-\s*\n\s*(\w)", r"\1\2", file.read_text(encoding="utf-8", errors="replace"))


def count(corpus: Path) -> dict[str, list[int]]:
    """Word (casefolded) → times in lower case, capitalised in mid sentence, in capitals."""
    counters: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    for text in texts(corpus):
        end, first = 0, True
        for match in WORD.finditer(text.replace("\u00ad", "")):
            word = match.group()
            opens = first or SENTENCE_BREAK.search(text, end, match.start()) is not None
            end, first = match.end(), False
            if word.islower():
                counters[LOWER][word] += 1
            elif word.isupper() and len(word) > 1:
                counters[CAPITALS][word.casefold()] += 1
            elif word[0].isupper() and not opens:
                counters[CAPITALISED][word.casefold()] += 1
    words = set().union(*counters)
    return {word: [counter[word] for counter in counters] for word in words}


def read_counts(path: Path) -> dict[str, list[int]]:
    """What `main` wrote."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {word: [int(n) for n in figures] for word, *figures in rows}


def main() -> None:
    """Count and write."""
    corpus, out = map(Path, sys.argv[1:])
    counted = sorted(count(corpus).items(), key=lambda item: (-sum(item[1]), item[0]))
    with out.open("w", encoding="utf-8") as target:
        target.writelines(f"{word}\t{n[0]}\t{n[1]}\t{n[2]}\n" for word, n in counted if sum(n) >= LEAST)


if __name__ == "__main__":
    main()
