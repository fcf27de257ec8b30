"""Reads whose document it is: the board that met, or that a letter or a motion is addressed to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from council.bodies import canonical_administration, canonical_board, find_bodies, may_name_body, slug
from council.model import DocumentKind
from indexer.dates import LONGEST_DATE, without_days
from indexer.document_kind import HEAD_BLOCKS
from indexer.head_text import LEAST_SURE, HeadText, Read, letterhead_board, slug_parts, surest
from indexer.structure import MINUTES

# "Kommunfullmäktige Protokoll | Sida 1 av 6": a page head whose cells stand on one line.
_HEAD_GOES_ON = re.compile(r"[ |,–-]*(?:(?:Sammanträdes)?[Pp]rotokoll|PROTOKOLL|SAMMANTRÄDESPROTOKOLL|Sammanträde|Sida|\d{4}-\d\d-\d\d)\b")
# "Protokoll från kommunfullmäktige 25 april 2022", "Protokoll fört vid sammanträde med tekniska nämnden".
_TITLE_BLOCK = re.compile(r"(?i)(?:sammanträdes|besluts)?protokoll(?:sutdrag)?\b|utdrag ur\b")
# "Inkom till socialnämnden 2017-04-20": the stamp of who received a letter.
_RECEIVED = re.compile(r"(?i)(?:inkom(?:men|met|mit)?|ankom(?:men|met|mit)?|mottag(?:en|et)|diarieförd)\b[^.]{0,24}$")
# What stands in one cell with the name of a board: "Till socialnämnden", "Socialnämnden 2021-03-22".
_LABEL_OR_DAY = re.compile(r"(?i)^(?:till|datum:?|mottagare:?)[\s:]*|(?:\d{4}-\d\d-\d\d)")
_STAMP = re.compile(r"(?i)inkom|ankom|mottag|diarieförd")
_SENDERS_HEAD = re.compile(r"[ |,–-]*(?:(?:[Rr]emiss)?[Ss]var|[Rr]emissvar|[Rr]emissyttrande|[Yy]ttrande|REMISSVAR|YTTRANDE)\b")
_DECIDES = re.compile(r" (?:beslutar|godkänner|föreslår|överlämnar|antar|begär|tillstyrker|avstyrker|lägger)\b")


# Papers that many boards may be named in: only what their head prints alone says whose they are.
_PAPERS: frozenset[DocumentKind] = frozenset({"other", "bilaga"})
# A row of a table with amounts: the board in it is one of many.
_FIGURES = re.compile(r"\| -?[\d ]+(?:,\d+)?(?: \||$)")


class BoardReader(HeadText):
    """Reads the board of one document."""

    def surest_board(self, municipality: str | None) -> Read[str] | None:
        """The board that the document is most likely of, by the name that the registers have for it."""
        read = surest(Read(*named) for named in self._board_names())
        return replace(read, value=self.registers.canonical(read.value, municipality)) if read else None

    def is_sent_by_board(self) -> bool:
        """Whether a board itself answers, rather than its administration or a company."""
        return next(iter(self._senders()), None) is not None

    def _board_names(self) -> Iterator[tuple[str, float, str, int | None]]:
        if self.kind in MINUTES:
            yield from self._printed_above()
        if self.kind == "remissvar":
            yield from self._senders()
        if self.kind in {"motion", "interpellation", "initiativärende"}:
            yield from self._addressees()
        elif self.kind == "utlåtande":
            yield "Kommunstyrelsen", 0.9, "text", None
        else:
            yield from self._head_boards()
            yield from self._acting_boards()
        yield from self._received()
        if self.kind in MINUTES:
            yield from ((b.name, 0.72, "file name", None) for b in self.registers.named_in_slug(slug(self.facts.stem)))
        yield from self._folder_boards()

    def _folder_boards(self) -> Iterator[tuple[str, float, str, int | None]]:
        """The board that a folder is named after: better than names in the text for minutes, else only where the text is silent."""
        sure = 0.7 if self.kind in MINUTES else 0.66 if self.kind == "remissvar" else LEAST_SURE
        for part in (slug(self.facts.label), *slug_parts(self.facts.folder)):
            yield from ((b.name, sure + len(b.id) / 10_000, "folder", None) for b in self.registers.named_in_slug(part))

    def _received(self) -> Iterator[tuple[str, float, str, int | None]]:
        """The board that a letter from outside came in to."""
        for place, block in enumerate(self.blocks[:HEAD_BLOCKS]):
            for mention in find_bodies(block.text[:160]) if _STAMP.match(block.text) else ():
                if mention.kind == "board" and not mention.own and _RECEIVED.match(block.text[: mention.start]):
                    yield mention.name, 0.85, "text", place

    def _senders(self) -> Iterator[tuple[str, float, str, int | None]]:
        """Who answers a remiss: the board that signs ("För socialnämnden"), or that the head names before "Remissvar"."""
        for place, block in enumerate(self.blocks):
            if (match := re.match(r"(?:För|På) (?P<name>[\w ,-]+?)(?:s vägnar)?[.:]?$", block.text)) and (
                name := canonical_board(match["name"][:1].upper() + match["name"][1:])
            ):
                yield name, 0.97, "text", place
        head = [(line, None) for line in self.facts.furniture] + [(b.text, i) for i, b in enumerate(self.blocks[:3])]
        for text, where in head:
            opening = next(iter(find_bodies(text[:120])), None)
            if opening and opening.start == 0 and opening.kind == "board" and _SENDERS_HEAD.match(text[opening.end :]):
                yield opening.name, 0.96, "furniture" if where is None else "text", where

    def _printed_above(self) -> Iterator[tuple[str, float, str, int | None]]:
        """The board in the lines above minutes: whole lines, or names that break over two or three of them."""
        for line in dict.fromkeys([*self.facts.furniture, *(b.text for b in self.blocks[: max(self.first, 3)])]):
            opening = next(iter(find_bodies(line[:120])), None)
            if (
                opening
                and opening.start == 0
                and opening.kind != "administration"
                and not opening.own
                and _HEAD_GOES_ON.match(line[opening.end :])
            ):
                yield opening.name, 0.97, "furniture", None
            titled = _TITLE_BLOCK.match(line)
            named = next((m for m in find_bodies(line[:140]) if not m.own and m.kind != "administration"), None) if titled else None
            if named:
                yield named.name, 0.96, "text", None
        for source, where in ((self.facts.furniture, "furniture"), ([b.text for b in self.blocks[: max(self.first, 3)]], "text")):
            names = Counter(name for name in _joined_names(source))
            for name, times in names.most_common(3):
                yield name, 0.9 + min(times, 5) / 100 + len(name) / 10_000, where, None

    def _addressees(self) -> Iterator[tuple[str, float, str, int | None]]:
        for place, block in enumerate(self.blocks):
            if place < 5 and (name := letterhead_board(block.text)):
                yield name, 0.95, "text", place
            for mention in find_bodies(block.text):
                if mention.kind == "board" and not mention.own:
                    to = re.search(r"(?i)(?:till|att|föreslår|i)\s*$", block.text[max(0, mention.start - 12) : mention.start])
                    early = place < 3 or self.kind != "initiativärende"
                    council = mention.name.endswith("fullmäktige")
                    yield mention.name, (0.9 if council else 0.6 if early and to else 0.3), "text", place
        if self.kind == "interpellation":  # put in the council, whoever is asked (kommunallagen 5 kap. 59 §)
            yield "Regionfullmäktige" if any("egionfullmäktige" in b.text for b in self.blocks) else "Kommunfullmäktige", 0.97, "text", None
        if self.kind == "motion":
            yield "Kommunfullmäktige", 0.7, "text", None

    def _head_boards(self) -> Iterator[tuple[str, float, str, int | None]]:
        """The board that a letter is addressed to, printed in its head; an administration there names its board."""
        above = [(line, None) for line in dict.fromkeys(self.facts.furniture) if len(line) < 90]
        for text, place in [*((block.text, i) for i, block in enumerate(self.blocks[: self.first + 1])), *above]:
            if (len(text) > LONGEST_DATE and " | " not in text) or not may_name_body(text) or _FIGURES.search(text):
                continue
            cells = [text, *text.split(" | ")]
            if self.kind == "remissvar":
                cells = [cell for cell in cells if not re.match(r"(?i)(?:till|mottagare)\b", cell)]
            cells += [_LABEL_OR_DAY.sub("", cell).strip() for cell in cells]
            for cell in dict.fromkeys(cells):
                if name := canonical_board(cell):
                    yield name, 0.9, "text", place
                elif (office := canonical_administration(cell)) and (board := self.registers.administration_board(office)):
                    yield board, 0.55, "text", place
        if self.kind not in _PAPERS:
            for place, block in enumerate(self.blocks[: self.first]):
                text = without_days(block.text, " ") if may_name_body(block.text) else ""
                for mention in find_bodies(text):
                    asked = re.search(r"(?i)\b(?:från|av)\s*$", text[: mention.start])
                    if mention.kind == "board" and not (mention.own or asked):
                        yield mention.name, 0.6, "text", place

    def _acting_boards(self) -> Iterator[tuple[str, float, str, int | None]]:
        """Where the head is silent: the board that a proposal lets decide, or the one whose administration writes."""
        if self.kind in _PAPERS:
            return
        for place, block in enumerate(self.blocks):
            if not may_name_body(block.text):
                continue
            decides = re.search(r"(?:(?:[Ff]örvaltningen|[Kk]ontoret) föreslår att |[Ff]örslag till beslut i )(?=\w)", block.text)
            for mention in find_bodies(block.text):
                council = mention.name.endswith("fullmäktige") and self.kind != "protokollsutdrag"
                if mention.kind == "board" and not (mention.own or council):
                    starts = mention.start == 0 and _DECIDES.match(block.text[mention.end :])
                    if starts or (decides and decides.end() == mention.start):
                        yield mention.name, 0.65 + 0.01 * self._is_proposal(place), "text", place
                elif mention.kind == "administration" and not mention.own and (board := self.registers.administration_board(mention.name)):
                    reported = re.match(r" hade redovisat| har (?:i|redovisat)| svarar| har beretts", block.text[mention.end :])
                    yield board, 0.56 if reported else 0.5, "text", place

    def _is_proposal(self, place: int) -> bool:
        return any(self.registers.section_kind(b.text) == "proposal" for b in self.blocks[max(0, place - 2) : place])


def _joined_names(lines: Sequence[str]) -> Iterator[str]:
    """Boards printed as lines of their own, also broken over two or three lines, with or without a hyphen."""
    index = 0
    while index < len(lines):
        for width in (3, 2, 1):
            parts = [line.strip() for line in lines[index : index + width]]
            if len(parts) < width or any(len(p) > 70 for p in parts):
                continue
            name = canonical_board(" ".join(parts)) or (canonical_board("".join(parts)) if width > 1 and parts[1][:1].islower() else None)
            if name:
                yield name
                index += width - 1
                break
        index += 1
