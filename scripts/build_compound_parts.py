"""Make mappings/swedish/compound_parts.tsv: modifiers and heads of Swedish compounds, and in how many different compounds each was seen.

`build_compound_parts.py COUNTS.tsv LEXEMES.tsv OUT.tsv`. Every lexeme proposes how it may be written before another word; the corpus' words
then vote: first for each of their two-part readings, then twice more for the reading that the votes so far make cheapest.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from council.compounds import SHORT_HEADS, Modifier, PartTable, cost, divide, word_list
from council.inflection import VOWELS, forms
from council.lexicon import Lexicon, lexicon
from mappings import read_lines
from scripts.count_words import read_counts

SWEDISH = Path(__file__).resolve().parents[1] / "mappings" / "swedish"
LEAST_COUNT = 2


def words_of(name: str) -> frozenset[str]:
    """The words of a hand-written list."""
    return word_list(f"swedish/{name}")


SHORT, BOUND, STRONG = words_of("short_parts.txt"), words_of("bound_parts.txt"), words_of("strong_stems.txt")
STEMS = dict(line.split() for line in read_lines("swedish/stems.txt"))


def written(lemma: str, code: str) -> list[tuple[str, float]]:
    """How a lexeme may be written before another word, with how natural that is."""
    if code[0] == "v":
        stem = lemma.removesuffix("a")
        return [(stem, 0.5)] if lemma.endswith("a") and len(stem) >= (5 if code == "v1" else 3) and not lemma.endswith("era") else []
    if code[0] == "a" or code == "x":
        return [(lemma, 1.0)]
    found = [(lemma, 1.0)]
    if code == "num":
        found += [(lemma.removesuffix("um") + "e", 0.9), (lemma.removesuffix("um") + "i", 0.9)]
    if not lemma.endswith("s"):
        found.append((lemma + "s", 1.0))
    if lemma.endswith(("a", "e")):
        stem = lemma[:-1]
        found += [(stem, 0.4), (stem + "s", 0.6), (stem + "o", 0.9), (stem + "u", 0.9), (stem + "e", 0.8), (stem + "es", 0.7)]
    elif lemma[-1] not in VOWELS:
        found += [(lemma + "e", 0.5), (lemma + "a", 0.3), (lemma + "es", 0.2)]
    if code[:2] in ("n1", "n2", "n3") and len(lemma) > 3:
        plurals = [form for form, _ in forms(lemma, code) if form.endswith(("er", "ar", "or"))]
        found += [(form, 0.15) for form in plurals]
    return found


def modifiers_of(lexemes: list[tuple[str, str, float]], forbidden: frozenset[str]) -> dict[str, str]:
    """Written modifier → the lemma it most likely stands for."""
    best: dict[str, tuple[float, str]] = {}
    for lemma, code, size in lexemes:
        if code.startswith("vs") and lemma.startswith(tuple(p for p in forbidden if len(p) > 1)) and lemma not in STRONG:
            continue
        if size < 2 and len(lemma) < 6:
            continue
        for string, natural in written(lemma, code):
            score = natural * natural * (size + 1) * (3.0 if code[0] in "ni" else 1.0 if code[0] == "a" else 0.02)
            if len(string) >= 2 and string not in forbidden and (string not in best or score > best[string][0]):
                best[string] = (score, lemma)
    found = {string: lemma for string, (_, lemma) in best.items()}
    return {string: string for string in BOUND} | found | STEMS


def vote(
    words: dict[str, float], modifiers: dict[str, str], known: Lexicon, forbidden: frozenset[str]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The first vote: every reading of every word in a modifier and a head."""
    firsts: dict[str, set[str]] = defaultdict(set)
    heads: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for cut in range(2, len(word) - 1):
            head = known.head(word[cut:])
            if (
                head is not None
                and head not in forbidden
                and word[cut:] not in forbidden
                and (len(word) - cut > 2 or word[cut:] in SHORT_HEADS)
                and word[:cut] in modifiers
            ):
                firsts[word[:cut]].add(head)
                heads[head].add(word[:cut])
    return firsts, heads


def table_of(firsts: dict[str, set[str]], heads: dict[str, set[str]], modifiers: dict[str, str], whole: frozenset[str]) -> PartTable:
    """Votes as a table of costs, without parts that too few words vouch for."""
    kept = {string: len(others) for string, others in firsts.items() if len(others) >= least(string)}
    tails = {head: len(others) for head, others in heads.items() if len(others) >= least(head)}
    all_firsts, all_heads = sum(kept.values()), sum(tails.values())
    return PartTable(
        {string: Modifier(modifiers[string], cost(n, all_firsts)) for string, n in kept.items()},
        {head: cost(n, all_heads) for head, n in tails.items()},
        whole,
        words_of("no_heads.txt"),
        words_of("prefixes.txt"),
    )


def least(part: str) -> int:
    """In how many compounds a part must be seen: the shorter, the more (short strings occur in words by chance)."""
    if part in STEMS:
        return 1
    if len(part) == 2 and part in SHORT:
        return 8
    return {1: 10**6, 2: 10**6, 3: 12, 4: 5, 5: 3, 6: 2}.get(len(part), 1)


def revote(words: dict[str, float], table: PartTable, known: Lexicon) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """A later vote: each word for its cheapest split alone."""
    firsts: dict[str, set[str]] = defaultdict(set)
    heads: dict[str, set[str]] = defaultdict(set)
    for word in words:
        found = divide(word, table, known) if word not in table.whole else None
        if found:
            start = 0
            for cut in _cuts(word, found.before, table):
                firsts[word[start:cut]].add(found.head if cut == len(found.before) else word[cut:])
                start = cut
            heads[found.head].add(found.before)
    return firsts, heads


def _cuts(word: str, before: str, table: PartTable) -> list[int]:
    """Where the modifiers of `before` end; the whole of it when it is one modifier."""
    if before in table.modifiers:
        return [len(before)]
    for cut in range(len(before) - 1, 1, -1):
        if before[cut:] in table.modifiers and (before[:cut] in table.modifiers or _cuts(word, before[:cut], table)):
            return [*(_cuts(word, before[:cut], table)), len(before)]
    return []


def main() -> None:
    """Count, vote three times, write."""
    counts = read_counts(Path(sys.argv[1]))
    known = lexicon()
    lexemes = [
        (lemma, code, float(size))
        for lemma, code, size, *_ in (line.split("\t") for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines())
    ]
    no_modifier, no_head, whole = words_of("prefixes.txt"), words_of("no_heads.txt"), words_of("whole.txt")
    words = {word: n[0] for word, n in counts.items() if n[0] >= LEAST_COUNT and len(word) >= 6 and word.isalpha()}
    words |= {lemma: 1.0 for lemma, _, _ in lexemes if len(lemma) >= 6 and lemma.isalpha()}
    modifiers = modifiers_of(lexemes, no_modifier | (known.closed - BOUND - set(STEMS)) | words_of("no_modifiers.txt"))
    firsts, heads = vote(words, modifiers, known, no_head | known.closed)
    for _ in range(2):
        firsts, heads = revote(words, table_of(firsts, heads, modifiers, whole), known)
    rows = [f"m\t{string}\t{modifiers[string]}\t{len(others)}" for string, others in firsts.items() if len(others) >= least(string)]
    rows += [f"h\t{head}\t{len(others)}" for head, others in heads.items() if len(others) >= least(head)]
    Path(sys.argv[3]).write_text("\n".join(sorted(rows)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
