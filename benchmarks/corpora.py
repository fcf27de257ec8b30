"""Where benchmarks take their texts: the public corpora beside the repository, or the samples where these are missing."""

from __future__ import annotations

import json
import lzma
import os
import random
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("NAMNDSOK_SHARED", REPOSITORY.parent / "shared"))


def council_folder() -> Path:
    """The folder of real council PDFs, or the samples."""
    real = SHARED / "corpus" / "alingsas"
    return real if real.is_dir() else REPOSITORY / "samples" / "dokument"


def public_documents(name: str = "regeringen") -> Iterator[tuple[str, list[str]]]:
    """(title, paragraphs of at least 40 characters) of a public corpus, e.g. "regeringen" or "riksdag"."""
    with lzma.open(SHARED / "corpus" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            texts = [p["text"] for p in row["paragraphs"] if len(p["text"]) >= 40]
            if texts:
                yield row["title"], texts


def write_text_files(folder: Path, paragraphs: int, name: str = "regeringen") -> int:
    """Fill a folder with text files of at least so many paragraphs in all; returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for number, (title, texts) in enumerate(public_documents(name)):
        some = list(islice(texts, 200))
        (folder / f"{number:06d}.txt").write_text("\n\n".join([title, *some]) + "\n", encoding="utf-8")
        written += len(some)
        if written >= paragraphs:
            break
    return written


def words_in_a_row(texts: Sequence[str], number: int, *, seed: int, lengths: Sequence[int]) -> list[str]:
    """Queries: so many words in a row from random texts, as common as they are, and what was said with what was said."""
    choose = random.Random(seed)
    found: list[str] = []
    while len(found) < number:
        words = re.findall(r"\w{4,}", choose.choice(texts))
        if len(words) > 6:
            at = choose.randrange(len(words) - 4)
            found.append(" ".join(words[at : at + choose.choice(lengths)]))
    return found
