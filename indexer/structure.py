"""Lays blocks out under their headings: sections with their kinds, the §§ of minutes, attendance, contents lists and signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from council.bodies import canonical_administration, canonical_board, may_name_body
from council.model import Box, DocumentKind, SectionKind
from council.registers import Registers
from council.values import value
from indexer.agenda import MinutesItem, contents_entries
from indexer.blocks import Block
from indexer.dates import LONGEST_DATE, is_lone_date, without_days
from indexer.head_text import names_document
from indexer.run_in_headings import after_run_in
from indexer.signatures import names_in, signature_blocks
from indexer.statements import is_bare_decision, opened_statement, opens_report, points_away

DISSENT: frozenset[SectionKind] = frozenset({"reservation", "special_statement", "substitute_statement"})
SPEECHLESS: frozenset[SectionKind] = frozenset({"attendance", "toc", "attachment_list", "footnote", "furniture"})
MINUTES: frozenset[DocumentKind] = frozenset({"protokoll", "protokollsutdrag"})

# Kinds of sections that plans, reports and other papers have, too; their "Debatt" or "Beslut" is no part of minutes.
_IN_PAPERS: frozenset[SectionKind] = frozenset({
    "summary", "background", "administration_view", "equality_analysis", "child_rights", "attachment_list", "toc", "motion_text",
})  # fmt: skip
# Sections that tell of what others said: a statement opens in none of them.
_RETELLING: frozenset[SectionKind] = frozenset({"motion_text", "summary", "background"})
_UNLEVELLED = 50
"""The level of headings that no format or look ranks: below all that have one."""

# An appendix's heading that names the § it goes with.
_APPENDED = re.compile(
    r"(?:Bilaga|Protokollsbilaga|(?:Skriftlig )?[Rr]eservation|Särskilt (?:yttrande|uttalande)|Protokollsanteckning)\b[^.]{0,80}?"
    r"§ ?(?P<number>\d{1,4})\b[^.]{0,40}$"
)
# "Karl Mo (KD)": a name above an office that signs.
_SIGNED = re.compile(r"[A-ZÅÄÖ][\w.-]+(?: [A-ZÅÄÖ][\w.-]+)+ ?\([A-Za-zÅÄÖåäö-]{1,5}\)")
# "Till kommunfullmäktige i Sundby": whom a letter is for, printed above its title.
_ADDRESS = re.compile(r"Till:? [\w ,-]{3,60}?(?:nämnden|styrelsen|fullmäktige|utskottet)(?: i [A-ZÅÄÖ][\w -]{1,40})?")
# Blocks in which an address stands.
_HEAD = 6
# Lines of a title in plain text.
_LONGEST_TITLE = 3

# "2.1 Socialnämnden": a heading's number.
_NUMBER = re.compile(r"^[\d.]+\s+")
_BODY_ACTS = re.compile(r"(?:tillstyrker|delar|föreslår|beslutar|beslutade|godkänner|har|hade|anser|instämmer)\b")
# What no subheading ends with.
_ENDS = tuple(".,:;?!)")
_PLACE_AND_DAY = re.compile(
    r"^[A-ZÅÄÖ][\w-]+(?: stad)?,? (?:den )?\d{1,2} \w+ (?:19|20)\d\d\.?$|^På [\w-]+s vägnar:?$|^[Vv]id protokollet:?$"
)
_JUSTERAD = re.compile(r"(?i)^(paragrafen|protokollet|ärendet) (är|förklaras|justeras) (omedelbart )?justera")
_YRKANDE = re.compile(r"\([A-Za-zÅÄÖåäö]{1,4}\).{0,60}\b(?:föreslog|yrkar|yrkade|föreslår|lade fram)\b")
_LABEL = re.compile(
    r"(?:Dokumenttyp|Dokumentansvarig|Upprättad|Diarie ?nr|Diarienummer|Version|Handläggare|Datum|Telefon|E-post|Sida)\b ?[:|]"
)
_FOOTNOTE = re.compile(r"^(?P<number>\d{1,2}) (?:https?://|www\.|[A-ZÅÄÖ])")


@value
class Piece:
    """A block in its place: heading path, kind of section, § and a number that all pieces of one section share.

    `text` has the list mark before it; `item` is the § the piece stands under, or None; `body` the board or administration
    that a heading above names ("Socialnämnden" in a summary of answers). `root` is the section of the nearest heading whose
    words are known: subheadings of a statement change the section, not the root.
    """

    text: str
    block: Block
    headings: tuple[str, ...]
    kind: SectionKind
    section: int
    root: int
    item: MinutesItem | None = None
    body: str | None = None
    heading: str = ""
    pointer: bool = False
    signature: bool = False

    @property
    def is_item(self) -> bool:
        """Whether the piece is an item of a list."""
        return self.block.kind == "list_item"

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where the piece stands on its pages."""
        return self.block.boxes


@value
class _Heading:
    """A heading that is open: its level, text, and what it says of what stands under it."""

    level: int
    text: str
    kind: SectionKind | None = None
    body: str | None = None
    section: int = 0
    block: Block | None = None


def outline(
    blocks: Sequence[Block], items: Sequence[MinutesItem], kind: DocumentKind, registers: Registers, title: int | None = None
) -> tuple[Piece, ...]:
    """The blocks that carry text, in order, each with its place. Headings become paths; every other block becomes one piece.

    `title` is the block that the document's title was read from: in text without any look it is a heading all the same.
    """
    return tuple(_Outline(blocks, items, kind, registers, title).pieces())


class _Outline:
    """Walks the blocks once and keeps the headings that are open."""

    def __init__(
        self, blocks: Sequence[Block], items: Sequence[MinutesItem], kind: DocumentKind, registers: Registers, title: int | None
    ) -> None:
        self.blocks, self.items, self.kind, self.registers, self.title = blocks, items, kind, registers, title
        self.open: list[_Heading] = []
        self.item: MinutesItem | None = None
        self.section = 0
        self.mode: SectionKind | None = None
        self.ended = False
        self.notes: dict[int, int] = {}
        self.used: set[int] = set()
        self.first = items[0].start if items else 0
        self.contents = contents_entries(blocks, self.first) if kind in MINUTES else frozenset()
        self.signatures = signature_blocks(blocks, with_letters=kind in {"motion", "interpellation", "initiativärende"})
        self.signing = {id(blocks[place]) for place in self.signatures}

    def pieces(self) -> Iterator[Piece]:
        starts = {item.start: item for item in self.items}
        place = 0
        while place < len(self.blocks):
            if place in starts:
                yield from self._close(lambda _: True)
                self._enter_item(starts[place])
                place = starts[place].body
                continue
            if (returned := self._appended_to(place)) is not None:
                yield from self._close(lambda _: True)
                self._enter_item(returned)
            yield from self._piece(place)
            place += 1
        yield from self._close(lambda _: True)

    def _appended_to(self, place: int) -> MinutesItem | None:
        """The earlier § that an appendix at the end of minutes belongs to ("Bilaga A till § 31", "Reservation, § 12")."""
        block = self.blocks[place]
        match = _APPENDED.match(block.text) if self.item and block.lines <= 2 and block.kind in {"text", "heading"} else None
        if match is None or self._kind_here() == "attachment_list" or self.kind != "protokoll":
            return None
        found = next((item for item in self.items if item.ref == f"§ {match['number']}"), None)
        return found if found and found is not self.item and found.start < place else None

    def _enter_item(self, item: MinutesItem) -> None:
        self.section += 1
        self.item, self.mode = item, None
        self.open = [_Heading(0, item.heading, section=self.section, block=self.blocks[item.start])]

    def _close(self, ends: Callable[[_Heading], bool]) -> Iterator[Piece]:
        """Closes the innermost headings that end; one under which nothing stood becomes a piece, so that no word is lost."""
        while self.open and ends(self.open[-1]):
            heading = self.open.pop()
            if heading.section not in self.used and heading.block is not None:
                yield self._made(replace(heading.block, text=heading.text, marker="", lead=""), "other")

    def _piece(self, place: int) -> Iterator[Piece]:
        block = self.blocks[place]
        if place < self.first and self.kind in MINUTES:
            yield self._made(block, "toc" if place in self.contents else self._front_kind())
        elif heading := self._heading(place):
            yield from self._enter_heading(replace(heading, block=block))
            rest = after_run_in(block, heading.text)
            if rest:
                yield self._made(replace(block, text=rest, lead="", kind="text", marker=""), self._kind_here())
        else:
            self._leave_attachments(block)
            yield self._made(block, self._kind_of(place, block))

    def _front_kind(self) -> SectionKind:
        """Before the first § of whole minutes stands who met; of an extract, its head."""
        return "attendance" if self.kind == "protokoll" else "other"

    # Headings

    def _heading(self, place: int) -> _Heading | None:
        """The heading that a block is: by its look, by its words, or numbered as a subheading in plain text; else None."""
        block = self.blocks[place]
        text = block.text.strip()
        # "SAMMANFATTNING AV ÄRENDET" has the shape of a name.
        if block.kind == "table_row" or (place in self.signatures and not self.registers.section_kind(text)):
            return None
        known = None if self.kind == "remissvar" and place < 4 and names_document(text) else self.registers.section_kind(text)
        if block.kind == "heading":
            return self._named(block.level or _UNLEVELLED, f"{block.marker} {text}".strip(), known)
        if place == self.title and not block.size and block.lines <= _LONGEST_TITLE and self.kind not in MINUTES:
            below = known or any(h.kind for h in self.open)
            return self._named(_UNLEVELLED + (known is None) if below else 1, text, known)
        if known and self._stands_alone(place, text, known):
            return self._named(_UNLEVELLED, text, known)
        if block.lead and (run_in := self.registers.section_kind(block.lead)) and after_run_in(block, block.lead):
            return self._named(_UNLEVELLED, block.lead.strip(" :"), run_in)
        if not block.size and self._looks_like_subheading(place):
            return self._named(_UNLEVELLED + 1, f"{block.marker} {text}".strip(), None)
        return None

    def _named(self, level: int, text: str, known: SectionKind | None) -> _Heading:
        plain = _NUMBER.sub("", text).strip(" :*")
        body = canonical_board(plain) or canonical_administration(plain)
        return _Heading(level, text, known, self.registers.canonical(body) if body else None)

    def _stands_alone(self, place: int, text: str, known: SectionKind) -> bool:
        """Whether a line without the look of a heading is one by its words; a motion's title in running text is none."""
        if known == "attendance" and place and self.kind not in MINUTES and _is_name(self.blocks[place - 1].text):
            return False
        short = self.blocks[place].lines <= 2 and len(text) <= 90 and not re.search(r"[.,;]$", text)
        if known in {"proposal", "administration_view", "decision"} and re.search(r"§|\b(?:19|20)\d\d\b", text):
            return False
        return short and not self._is_listed(place) and (known != "motion_text" or len(text.split()) <= 2)

    def _is_listed(self, place: int) -> bool:
        """A list item, or a word that stands among attachments, is no heading ("1. Reservationer m.m." under Bilagor)."""
        block = self.blocks[place]
        return block.kind == "list_item" or (self._kind_here() == "attachment_list" and block.text[:1].islower())

    def _looks_like_subheading(self, place: int) -> bool:
        """In text without any look: a short line without a full stop before running text, numbered or alone."""
        block = self.blocks[place]
        following = self.blocks[place + 1] if place + 1 < len(self.blocks) else None
        if following is None or following.kind != "text" or block.lines > 1 or not 3 <= len(block.text) <= 80:
            return False
        if block.text.endswith(_ENDS) or not block.text[0].isupper():
            return False
        if (here := self._kind_here()) in SPEECHLESS or here in {"other", "decision"}:
            return False
        before = self.blocks[place - 1] if place else None
        if block.kind == "list_item":
            return block.marker.rstrip(".").isdigit() and following.lines > 1 and (before is None or before.kind == "text")
        return (
            following.lines > 1
            and len(block.text.split()) <= 10
            and (before is None or before.kind != "list_item" or before.text.endswith("."))
        )

    def _enter_heading(self, heading: _Heading) -> Iterator[Piece]:
        self.mode = None
        standing = self.open[-1] if self.open else None
        repeats = standing is not None and standing.level > 0 and standing.section not in self.used and standing.kind == heading.kind
        if self._is_part_of_decision(heading):
            heading = replace(heading, level=max(heading.level, self.open[-1].level) + 1, kind="decision")
        elif repeats:
            # Levels that a format states hold; those that are told from sizes are raised, since a cover's lines are set in any size.
            below = heading.level if heading.block and not heading.block.size else heading.level + 1
            heading = replace(heading, level=max(below, self.open[-1].level + 1))
        elif not (heading.kind is None and self._stands_below(heading)):
            yield from self._close(lambda open_: open_.level > 0 and self._closes(heading, open_))
        self.section += 1
        self.open.append(replace(heading, section=self.section))

    def _is_part_of_decision(self, heading: _Heading) -> bool:
        """In minutes, "Förslag till beslut i kommunfullmäktige" under "Beslut" is what was decided to propose."""
        under = self.open[-1].kind if self.open else None
        if self.kind not in MINUTES or under != "decision" or heading.kind not in {"proposal", "decision", None}:
            return False
        to_whom = r"(?i)(?:förslag till|beslut i|förslag (?:i|för)) .*?(?:fullmäktige|styrelsen|nämnd)|egen del"
        return re.search(to_whom, heading.text) is not None

    def _stands_below(self, heading: _Heading) -> bool:
        """Whether a heading of unknown words is a subheading of the open section: by its level, or inside a statement."""
        if not self.open or self.open[-1].level == 0:
            return True
        section = next((h for h in reversed(self.open) if h.kind), None)
        return section is not None and heading.level > section.level and self.open[-1] is section

    def _closes(self, heading: _Heading, standing: _Heading) -> bool:
        """Whether a heading ends one that is open: it stands as high, or both are sections that know no rank."""
        if heading.kind and standing.kind and self.item is not None:
            return True
        if heading.level == _UNLEVELLED and standing.kind:
            return True
        return heading.level <= standing.level

    # Text

    def _kind_here(self) -> SectionKind:
        """The kind of the nearest open heading that has one, or what the document's kind lets expect."""
        motion = self.kind in {"motion", "interpellation", "initiativärende"}
        for heading in reversed(self.open):
            if heading.kind and self.kind in {"other", "bilaga"} and heading.kind not in _IN_PAPERS:
                return "other"
            if heading.kind:
                return "motion_text" if motion and heading.kind not in SPEECHLESS and heading.kind != "other" else heading.kind
        if self.item is not None:
            return "matter"
        return "motion_text" if motion else "reservation" if self.kind == "reservation" and self.open else "other"

    def _kind_of(self, place: int, block: Block) -> SectionKind:
        here = self._kind_here()
        if place in self.signatures or _JUSTERAD.match(block.text) or self._is_label(place, block):
            return "other"
        if _PLACE_AND_DAY.match(block.text) and self.kind not in MINUTES and here not in SPEECHLESS:
            self.mode = "other"
        elif self.kind == "utlåtande" and not self.ended and (opened := opens_report(block.text)):
            self.mode = opened
        if self._is_footnote(place, block):
            self.notes[place] = int(block.text.split()[0])
            return "footnote"
        if (stated := self._dissent(block, here)) is not None:
            return stated
        if self.mode:
            return self.mode
        if answered := self._answer_kind(block):
            return answered
        bare = len(self.open) == 1 and self.item is not None and is_bare_decision(block.text)
        return "decision" if bare else here

    def _is_label(self, place: int, block: Block) -> bool:
        """A date, a board's name or a number with its label: what heads and feet of letters print."""
        if _LABEL.match(block.text) and len(block.text.split()) <= 16:
            return True
        if place >= _HEAD or len(block.text) > LONGEST_DATE:
            return False
        board = canonical_board(without_days(block.text, "")) if may_name_body(block.text) else None
        return is_lone_date(block.text) or board is not None or _ADDRESS.fullmatch(block.text) is not None

    def _is_footnote(self, place: int, block: Block) -> bool:
        """A numbered note whose number stands raised, behind a word, in the text before it."""
        match = _FOOTNOTE.match(block.text)
        if not match or block.kind != "text" or block.lines > 6 or place == 0:
            return False
        before = " ".join(b.text for b in self.blocks[max(0, place - 25) : place])
        return bool(re.search(rf"[a-zåäöA-ZÅÄÖ)”\"][.,]?{match['number']}(?![\d\w:])", before)) or (
            place - 1 in self.notes and int(match["number"]) == self.notes[place - 1] + 1
        )

    def _dissent(self, block: Block, here: SectionKind) -> SectionKind | None:
        """The kind of a statement that opens, or is pointed at, outside a section of its own."""
        text = block.text
        if (self.kind not in MINUTES and self.kind != "utlåtande") or here in _RETELLING or here in SPEECHLESS:
            return None
        if (opened := opened_statement(text, block.lead)) is None:
            return None
        if here in DISSENT and self.kind in MINUTES:
            mixed = re.search(r" och |/|, ", self.open[-1].text if self.open else "")
            return opened.kind if mixed and opened.kind != here and opened.named else None
        if opened.follows:
            self.mode = opened.kind
        return opened.kind

    def _answer_kind(self, block: Block) -> SectionKind | None:
        """Under a heading that is a body's name: its decision, then what its administration wrote."""
        body = next((h.body for h in reversed(self.open) if h.body), None)
        if body is None or self.kind in MINUTES or any(h.kind in DISSENT for h in self.open):
            return None
        if canonical_administration(body) or re.search(
            r"(?i)tjänsteutlåtande (?:daterat|från|av)|(?:i huvudsak )?följande lydelse|yttrande .{0,60}lydelse", block.text
        ):
            self.mode = "administration_view"
            return "administration_view"
        return "decision"

    def _leave_attachments(self, block: Block) -> None:
        """A sentence in which a body acts does not belong to the list of attachments above it."""
        if self.open and self.open[-1].kind == "attachment_list" and block.kind == "text" and _YRKANDE.search(block.text):
            self.mode = "proposal"
        if self.open and self.open[-1].kind == "attachment_list" and block.kind == "text" and block.lead:
            body = canonical_board(block.lead) or canonical_administration(block.lead)
            if body and _BODY_ACTS.match(block.text[len(block.lead) :].strip()):
                self.open = [h for h in self.open if h.level == 0]
                self.ended = True
                self.mode = "decision"
                self.section += 1

    def _made(self, block: Block, kind: SectionKind) -> Piece:
        mark = "•" if len(block.marker) == 1 and not block.marker.isalnum() else block.marker
        text = f"{mark} {block.text}".strip()
        self.used.update([h.section for h in self.open])
        headings = tuple([h.text for h in self.open])
        body, root = None, self.section
        for h in self.open:
            body = h.body or body
            root = h.section if h.kind or h.body or h.level == 0 else root
        pointer = kind in DISSENT and points_away(block.text)
        signs = id(block) in self.signing
        return Piece(text, block, headings, kind, self.section, root, self.item, body, headings[-1] if headings else "", pointer, signs)


def _is_name(text: str) -> bool:
    """Whether a line is the name of one who signs, with or without a party."""
    return bool(names_in(text) or _SIGNED.fullmatch(text))
