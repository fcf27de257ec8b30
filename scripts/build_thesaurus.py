"""Make mappings/swedish/thesaurus.tsv from the Swedish thesaurus of LibreOffice (Synlex; Debian's package mythes-sv).

`build_thesaurus.py [th_sv_SE_v2.dat]`. A line is a lemma, a tab, and at most `MOST` lemmas of nearly the same meaning. Kept are words
that both sides name, or that one side names first, and whose lemmas the lexicon knows; the licence notice stands at the top of the file.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from council.lemmas import readings
from council.lexicon import lexicon

SOURCE = Path("/usr/share/mythes/th_sv_SE_v2.dat")
OUT = Path(__file__).resolve().parents[1] / "mappings" / "swedish" / "thesaurus.tsv"
MOST = 6
NOTICE = """\
# Words of nearly the same meaning, after the Swedish thesaurus Synlex as LibreOffice and Debian (mythes-sv) distribute it.
# Modified: made lemmas, filtered and reformatted by scripts/build_thesaurus.py of Namndsok.
#
# Copyright: 2009 Viggo Kann
#
# THIS MATERIAL IS PROVIDED AS IS, WITH ABSOLUTELY NO WARRANTY EXPRESSED
# OR IMPLIED.  ANY USE IS AT YOUR OWN RISK.
#
# Permission is hereby granted to use or copy this program
# for any purpose,  provided the above notices are retained on all copies.
# Permission to modify the code and to distribute modified code is granted,
# provided the above notices are retained, and a notice that the code was
# modified is included with the above copyright notice.
"""


def entries(source: Path) -> dict[str, list[str]]:
    """Lemma → lemmas of its synonyms, in the thesaurus' order."""
    lines = iter(source.read_text(encoding="iso-8859-1").splitlines()[1:])
    found: dict[str, list[str]] = {}
    for line in lines:
        word, _, meanings = line.partition("|")
        others = [other for _ in range(int(meanings)) for other in next(lines).split("|")[1:]]
        if _plain(word):
            near = [readings(other.casefold())[0] for other in others if _plain(other)]
            lemma = readings(word.casefold())[0]
            found.setdefault(lemma, []).extend(other for other in near if other != lemma)
    return found


def _plain(word: str) -> bool:
    return word.isalpha() and len(word) > 2 and not word.isupper() and bool(readings(word.casefold()))


def kept(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """The synonyms worth having: mutual ones, and the first that a word names; closed classes and unknown words are left out."""
    known, closed = lexicon().lemma_of, lexicon().closed
    rows = {}
    for lemma, others in sorted(found.items()):
        near = [other for at, other in enumerate(dict.fromkeys(others)) if at < 2 or lemma in found.get(other, ())]
        near = [other for other in near if other in known and other not in closed][:MOST]
        if near and lemma in known and lemma not in closed:
            rows[lemma] = near
    return rows


def main() -> None:
    """Write the table."""
    rows = kept(entries(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE))
    lines = (f"{lemma}\t{'|'.join(near)}\n" for lemma, near in rows.items())
    OUT.write_text(NOTICE + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
