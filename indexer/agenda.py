"""Finds the §§ of minutes: where each begins, its number, title and diary numbers; the contents list is told apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from council.model import AgendaItem, SectionKind
from council.references import Reference, diary_number, find
from council.values import value
from indexer.blocks import Block

MOST_SKIPPED = 12
"""Numbers of secret matters are left out of published minutes; a longer jump is a § of somebody else's."""

_SIGN = re.compile(
    r"^(?:(?:Paragraf |Ärende |[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,6} ?)?§+ ?|Paragraf )"
    r"(?P<number>\d{1,4}(?:[.:]\d{1,2})?[a-z]?)(?![\w%])[.:]?\s*(?P<rest>.*)$",
    re.DOTALL,
)
# "5. Ny taxa", "Ärende 5 Ny taxa": matters of minutes without §.
_PLAIN_NUMBER = re.compile(r"^(?:Ärende )?(?P<number>\d{1,3})[.:)]? (?P<rest>[A-ZÅÄÖ][^.]*[^.:;])$")
_MAY_BE_NUMBERED = re.compile(r"\s*(?:\d|Ä)")
_HEADING_WORDS = 6
# Göteborg's "0345/23" stands behind a title or alone, without "Dnr".
_SHORT_NUMBER = re.compile(r"(?:^|\s)(?P<number>\d{4}/\d\d)$")
_SENTENCE_END = re.compile(r"[.!?:;]$")
_TITLE_WORDS = 60
# Words that never are a matter's whole title; "Information" and "Meddelanden" may be.
_SECTIONS: frozenset[SectionKind | None] = frozenset({"decision", "proposal", "preparation", "summary", "background", "decision_process"})


@value
class MinutesItem:
    """A § of minutes. `heading` is its sign, numbers and title as printed; `dnr` its own diary numbers.

    `start` is the block of its sign, `body` the first block after its title, `end` the block after its last.
    """

    ref: str
    title: str
    heading: str
    dnr: tuple[str, ...]
    start: int
    body: int
    end: int
    page: int | None = None

    def entry(self) -> AgendaItem:
        """The § as the document's agenda lists it."""
        return AgendaItem(self.ref, self.title, self.page)


@value
class _Candidate:
    block: int
    number: int
    ref: str
    rest: str


def find_items(blocks: Sequence[Block], section_kind: Callable[[str], SectionKind | None]) -> tuple[MinutesItem, ...]:
    """The §§ in order. `section_kind` knows section headings, which end a title.

    A § stands where the numbers run upwards with content under them; the contents list before, lists of other boards' §§
    and laws' §§ are none.
    """
    chain = _chain(_candidates(blocks), blocks) or _numbered(blocks, section_kind)
    items = [_item(candidate, blocks, section_kind) for candidate in chain]
    if not items:
        return ()
    ends = [item.start for item in items[1:]] + [len(blocks)]
    return tuple(replace(item, body=min(item.body, end), end=end) for item, end in zip(items, ends, strict=True))


def contents_entries(blocks: Sequence[Block], before: int) -> frozenset[int]:
    """Blocks of a contents list: they begin with a § and stand before the first real one, with what continues them."""
    signs = [c.block for c in _candidates(blocks[:before])]
    if len(signs) < 2:
        return frozenset()
    return frozenset(range(signs[0], before))


def _candidates(blocks: Sequence[Block]) -> list[_Candidate]:
    found = []
    for place, block in enumerate(blocks):
        match = _SIGN.match(f"{block.marker} {block.text}".strip() if block.marker.startswith("§") else block.text)
        if match and block.kind != "list_item" and _opens(match["rest"], block):
            rest = match["rest"].replace(" | ", " ").strip(" |")
            found.append(_Candidate(place, int(re.split(r"\D", match["number"])[0]), f"§ {match['number']}", rest))
    return found


def _numbered(blocks: Sequence[Block], section_kind: Callable[[str], SectionKind | None]) -> list[_Candidate]:
    """Matters of minutes that print no §: "5. Ny taxa för båtplatser", each with a decision under a heading of its own."""
    heads = []
    for place, block in enumerate(blocks):
        if not _MAY_BE_NUMBERED.match(block.marker or block.text):
            continue
        match = _PLAIN_NUMBER.match(f"{block.marker} {block.text}".strip())
        if match and len(block.text.split()) <= _TITLE_WORDS // 2 and section_kind(match["rest"]) is None:
            heads.append(_Candidate(place, int(match["number"]), f"§ {match['number']}", match["rest"]))
    ends = [head.block for head in heads[1:]] + [len(blocks)] * bool(heads)
    deciding = [
        head
        for head, end in zip(heads, ends, strict=True)
        if any(section_kind(b.text) == "decision" and len(b.text.split()) <= _HEADING_WORDS for b in blocks[head.block + 1 : end])
    ]
    chain = _chain(deciding, blocks)
    return chain if len(chain) > 1 else []


def _opens(rest: str, block: Block) -> bool:
    """Whether a block that begins with § N opens a matter: a heading, a title or a number, not a sentence about a law's §."""
    rest = rest.strip(" |")
    if block.kind == "heading" or block.bold or not rest:
        return True
    words = rest.split()
    sentence = bool(re.search(r"[a-zåäö)]\.$", rest)) and not re.search(r"(?:m\.fl|m\.m|kl)\.$", rest)
    return len(words) <= _TITLE_WORDS and not sentence and (rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"”'(-–")


def _chain(candidates: Sequence[_Candidate], blocks: Sequence[Block]) -> list[_Candidate]:
    """The longest run of rising numbers; of runs as long, the one that stands latest, so that a contents list loses.

    A number that the look of a heading carries weighs more; skipped numbers cost.
    """
    best: list[tuple[float, int, int | None]] = [(0.0, 0, None)] * len(candidates)
    for i in range(len(candidates) - 1, -1, -1):
        own = 1.0 + 0.2 * (blocks[candidates[i].block].kind == "heading") + 0.3 * _has_content(candidates, i, blocks)
        choice: tuple[float, int, int | None] = (own, candidates[i].block, None)
        for j in range(i + 1, min(len(candidates), i + 400)):
            step = candidates[j].number - candidates[i].number
            if 0 < step <= MOST_SKIPPED or (step == 0 and candidates[j].ref > candidates[i].ref):
                score = own + best[j][0] - 0.05 * max(0, step - 1)
                choice = max(
                    choice, (score, candidates[i].block, j), key=lambda c: (round(c[0], 3), -1 if c[2] is None else candidates[c[2]].block)
                )
        best[i] = choice
    if not candidates:
        return []
    at: int | None = max(range(len(candidates)), key=lambda i: (round(best[i][0], 3), candidates[i].block))
    chain = []
    while at is not None:
        chain.append(candidates[at])
        at = best[at][2]
    return chain


def _has_content(candidates: Sequence[_Candidate], i: int, blocks: Sequence[Block]) -> bool:
    """Whether something other than the title's continuation stands before the next sign."""
    end = candidates[i + 1].block if i + 1 < len(candidates) else len(blocks)
    return sum(len(b.text.split()) for b in blocks[candidates[i].block + 1 : end]) > 12 or end - candidates[i].block > 2


def _item(candidate: _Candidate, blocks: Sequence[Block], section_kind: Callable[[str], SectionKind | None]) -> MinutesItem:
    parts, references = [], []
    text, found = _without_numbers(candidate.rest)
    parts += [text] if text else []
    references += found
    body = candidate.block + 1
    while body < len(blocks) and (
        _belongs_to_title(blocks[body], parts, section_kind) or (parts and _ends_title(blocks[body : body + 2], parts, section_kind))
    ):
        text, found = _without_numbers(blocks[body].text)
        parts += [text] if text else []
        references += found
        body += 1
    title = re.sub(r"\s+", " ", " ".join(parts)).strip(" -–.")
    if title.count("(") > title.count(")"):
        title += ")"
    dnr = tuple(dict.fromkeys(r.text for r in references))
    opening = blocks[candidate.block]
    printed = [opening.marker if opening.kind == "list_item" else "", *(block.text for block in blocks[candidate.block : body])]
    heading = " ".join(" ".join(printed).split())
    return MinutesItem(candidate.ref, title, heading, dnr, candidate.block, body, len(blocks), blocks[candidate.block].page)


def _belongs_to_title(block: Block, parts: Sequence[str], section_kind: Callable[[str], SectionKind | None]) -> bool:
    """Whether a block goes on with the title: the number's line, the first line after a bare sign, or a bold line."""
    kind = section_kind(block.text)
    if kind == "matter" and not block.text.lower().startswith("information"):
        return False
    if kind in _SECTIONS or (kind and parts) or block.kind in {"list_item", "table_row"} or _SIGN.match(block.text):
        return False
    text, found = _without_numbers(block.text)
    if found and len(text.split()) <= 3:
        return True
    length = len(block.text.split())
    if not parts:
        return length <= _TITLE_WORDS and not _SENTENCE_END.search(block.text)
    looks = block.kind == "heading" or block.bold
    return looks and len(parts) < 4 and length <= 40 and not _SENTENCE_END.search(block.text)


def _ends_title(blocks: Sequence[Block], parts: Sequence[str], section_kind: Callable[[str], SectionKind | None]) -> bool:
    """Whether a line goes on with a title that has no look: it stands alone between the title and the first section's heading."""
    if len(blocks) < 2 or blocks[0].kind != "text" or section_kind(blocks[0].text) or not section_kind(blocks[1].text) or len(parts) > 3:
        return False
    line = blocks[0].text
    return blocks[0].lines <= 2 and len(line.split()) <= 25 and not _SENTENCE_END.search(line)


def _without_numbers(text: str) -> tuple[str, list[Reference]]:
    """A title without the diary numbers that stand before or behind it, and those numbers. One inside a title stays there."""
    references = [r for r in find(text) if r.kind == "dnr"]
    if not references and (match := _SHORT_NUMBER.search(text)) and (number := diary_number(match["number"])):
        return text[: match.start()].strip(), [replace(number, text=match["number"])]
    own: list[Reference] = []
    for reference in references:
        before, after = text[: reference.start].strip(" \t(:"), text[reference.end :].strip(" \t)")
        if re.fullmatch(r"(?i)(dnr|diarienr|diarienummer|ärendenr)?\.?:?", before) or (not after and not re.search(r"(?i)\bse$", before)):
            own.append(reference)
    for reference in reversed(own):
        text = text[: reference.start] + text[reference.end :]
    text = re.sub(r"(?i)\b(?:dnr|diarienr|diarienummer|d:nr)\.?:?\s*(?=$|[)\s])", "", text)
    return re.sub(r"\(\s*\)", "", text).strip(), own
