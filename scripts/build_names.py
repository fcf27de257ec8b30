"""Make mappings/swedish/names.txt: words that a corpus has in capitals only, so that no rule inflects or divides them.

`build_names.py COUNTS.tsv` (scripts/count_words.py makes it). A word is a name when it stands capitalised in mid sentence at least `LEAST`
times and in lower case a tenth as often at most, no lexeme has it, and it does not divide as a compound. A genitive is no name of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from council.lemmas import division
from council.lexicon import lexicon
from scripts.count_words import CAPITALISED, LOWER, read_counts

OUT = Path(__file__).resolve().parents[1] / "mappings" / "swedish" / "names.txt"
LEAST = 4
LOWER_SHARE = 0.1


def names(counts: dict[str, list[int]]) -> list[str]:
    """The names, most frequent first."""
    known = lexicon().lemma_of
    capitalised = {
        word: n[CAPITALISED] for word, n in counts.items() if n[CAPITALISED] >= LEAST and n[LOWER] <= LOWER_SHARE * n[CAPITALISED]
    }
    found = [word for word in capitalised if len(word) >= 3 and word.isalpha() and (word not in known or known[word] == word)]
    found = [word for word in found if not (word.endswith("s") and (word[:-1] in capitalised or word[:-1] in known))]
    return sorted((word for word in found if len(word) < 9 or division(word) is None), key=lambda word: (-capitalised[word], word))


def main() -> None:
    """Write twelve names a line."""
    found = names(read_counts(Path(sys.argv[1])))
    OUT.write_text("\n".join(" ".join(found[at : at + 12]) for at in range(0, len(found), 12)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
