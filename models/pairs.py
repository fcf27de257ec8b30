"""Pairs of texts that belong together, mined from public documents: what the shipped model learns from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from models.documents import Block, SourceDocument, words_of

DEMANDED = ("ställer sig bakom det som anförs i motionen om", "tillkännager för regeringen som sin mening vad i motionen anförs om")
DEMAND = re.compile(f"^Riksdagen (?:{'|'.join(DEMANDED)}) ")
DEMAND_TAIL = re.compile(r" och tillkännager detta för regeringen\.?$")
SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-ZÅÄÖ])")
QUESTION = re.compile(r"[^.!?]{20,250}\?")

SHORTEST = 12
"""Words that a paragraph must have to be one side of a pair."""

PER_DOCUMENT = 8
"""Pairs of one kind that one document may give, so that long documents don't drown the rest."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text as one would ask (`query`) and one that answers it or says the same (`passage`)."""

    query: str
    passage: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A source of pairs and how often it is drawn: in proportion to its number of pairs times `weight`."""

    name: str
    weight: float
    mine: Callable[[SourceDocument, Random], Iterator[Pair]]


def mine(documents: Iterable[SourceDocument], seed: int) -> dict[str, list[Pair]]:
    """Every pair of every kind; deterministic given the seed."""
    random = Random(seed)
    pairs: dict[str, list[Pair]] = {kind.name: [] for kind in KINDS}
    for document in documents:
        for kind in KINDS:
            found = list(kind.mine(document, random))
            pairs[kind.name] += random.sample(found, PER_DOCUMENT) if len(found) > PER_DOCUMENT else found
    return {name: list(dict.fromkeys(found)) for name, found in pairs.items()}


def _titles(document: SourceDocument, _: Random) -> Iterator[Pair]:
    if len(words_of(document.title)) >= 1:
        yield from (Pair(document.title, block.text) for block in document.blocks if _long(block))


def _headings(document: SourceDocument, _: Random) -> Iterator[Pair]:
    for block in document.blocks:
        if block.heading and block.heading != document.title and not DULL_HEADING.match(block.heading) and _long(block):
            yield Pair(block.heading, block.text)


def _neighbours(document: SourceDocument, _: Random) -> Iterator[Pair]:
    for first, second in zip(document.blocks, document.blocks[1:], strict=False):
        if _long(first) and _long(second) and first.heading == second.heading:
            yield Pair(first.text, second.text)


def _demands(document: SourceDocument, random: Random) -> Iterator[Pair]:
    texts = [block.text for block in document.blocks if _long(block) and not DEMAND.match(block.text)]
    for block in document.blocks:
        if texts and DEMAND.match(block.text):
            yield Pair(DEMAND_TAIL.sub("", DEMAND.sub("", block.text)), random.choice(texts))


def _sentences(document: SourceDocument, random: Random) -> Iterator[Pair]:
    for block in document.blocks:
        sentences = SENTENCE.split(block.text)
        if len(sentences) >= 3:
            chosen = random.randrange(len(sentences))
            if len(sentences[chosen]) > 30:
                yield Pair(sentences[chosen], " ".join(sentences[:chosen] + sentences[chosen + 1 :]))


def _questions(document: SourceDocument, random: Random) -> Iterator[Pair]:
    texts = [block.text for block in document.blocks if _long(block)]
    for number, block in enumerate(document.blocks):
        for question in QUESTION.findall(block.text):
            rest = block.text.replace(question, " ")
            following = document.blocks[number + 1].text if number + 1 < len(document.blocks) else ""
            answers = [text for text in (rest, following) if len(words_of(text)) >= SHORTEST] or [
                text for text in texts if question not in text
            ]
            if answers:
                yield Pair(question.strip(), random.choice(answers))


def _long(block: Block) -> bool:
    return len(block.text) > 60 and len(words_of(block.text)) >= SHORTEST


DULL = (
    "Förslag till riksdagsbeslut", "Motivering", "Bakgrund", "Inledning", "Motion till riksdagen", "Innehåll.*", "Sammanfattning",
    "Utskottets .*", "Kungörelse.*", r"Lag \(.*", r"Förordning \(.*",
)  # fmt: skip
DULL_HEADING = re.compile(f"^({'|'.join(DULL)})$")
"""Headings that say nothing of the matter beneath them."""

KINDS = (
    Kind("title", 1.0, _titles),
    Kind("heading", 1.0, _headings),
    Kind("neighbour", 0.6, _neighbours),
    Kind("demand", 1.0, _demands),
    Kind("sentence", 0.6, _sentences),
    Kind("question", 1.0, _questions),
)
"""What each kind is worth, from 22 trials (docs/decisions/static-model.md)."""
