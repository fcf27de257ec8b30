"""Leave out of mappings/swedish/lexemes.tsv what the analyser knows without it: `prune_lexemes.py`, after the other build scripts.

A compound is left out when each of its forms divides into parts that give the same lemma, unless it heads longer compounds; a word that the
corpus never has is left out when Snowball gives all its forms one stem. Loading takes half the time and half the memory.
"""

from __future__ import annotations

import sys
from pathlib import Path

import Stemmer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from council.compounds import divide, part_table
from council.inflection import forms
from council.lexicon import lexicon

SWEDISH = Path(__file__).resolve().parents[1] / "mappings" / "swedish"


def main() -> None:
    """Rewrite lexemes.tsv."""
    path = SWEDISH / "lexemes.tsv"
    fixed = {line.split()[0] for line in (SWEDISH / "irregular.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}
    ambiguous = {line.split("\t")[0] for line in (SWEDISH / "ambiguous.tsv").read_text(encoding="utf-8").splitlines()}
    table, known, stem = part_table(), lexicon(), Stemmer.Stemmer("swedish").stemWord
    kept = []
    for line in path.read_text(encoding="utf-8").splitlines():
        lemma, code, size = line.split("\t")
        words = [form for form, _ in forms(lemma, code)]
        needed = lemma in fixed or lemma in table.heads or lemma in table.whole or not ambiguous.isdisjoint(words)
        divides = all((found := divide(form, table, known)) and found.before + found.head == lemma for form in words)
        plain = float(size) < 1 and len({stem(form) for form in words}) == 1
        if needed or not (divides or plain):
            kept.append(line)
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
