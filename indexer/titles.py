"""Reads a document's title: the heading at its head, the line before a letter's first section, or the motion it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from council.bodies import canonical_administration, slug
from indexer.blocks import Block
from indexer.document_kind import HEAD_BLOCKS
from indexer.head_text import HeadText, Read, letterhead_board, lone_date
from indexer.signatures import names_in
from indexer.structure import DISSENT

_GENERIC = re.compile(
    r"(?i)motion(?: till (?:kommun|region)fullmäktige)?|tjänste(?:utlåtande|skrivelse)|interpellation|protokoll\w*|remissvar|yttrande|"
    r"till|pm|(?:politiskt |nämnd|ledamots)?initiativ(?:ärende)?|(?:ställt|riktat) till .*|"
    r"bilaga(?: \w{1,3})?|kallelse(?: ?/ ?föredragningslista)?|föredragningslista|blad \d+|sid(?:a|an)? ?\d+|granskningshandling|"
    r"samrådshandling|antagandehandling|(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)|"
    r"[\wåäöÅÄÖ-]+ (?:kommun|stad)|region [\wåäöÅÄÖ]+|innehåll(?:sförteckning)?"
)
# "Reservation mot beslut om …": a line that says what the document is, and of what.
_NAMES_KIND = re.compile(
    r"(?i)(?:reservation|särskilt (?:yttrande|uttalande)|motion|interpellation|(?:politiskt |nämnd)?initiativ\w*|remissvar|yttrande över|"
    r"svar på)\b(?: \S+){2,}"
)
# "Svar på remiss från kommunstyrelsen, dnr 2024/12": which matter a letter answers, printed below its title.
_REFERENCE = re.compile(r"(?i)\bdnr\b|\bdiarienummer\b")
_PERSON = re.compile(r"[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)+ \([A-Za-zÅÄÖåäö-]{1,5}\)")
_NAMED_MOTION = re.compile(
    r"\b[Mm]otion(?:en)?,? (?:\(\d{4}:\d+\) )?(?:av [A-ZÅÄÖ].{3,90}? )?(?:om|angående|gällande|avseende) [^.]{8,160}(?=\.)"
)


# Characters of a title.
_LONGEST = 260
# Letters of a word that means something, and how many such words a file's name needs to tell of its contents.
_LONG, _TELLING = 5, 4


class TitleReader(HeadText):
    """Reads the title of one document that is no minutes."""

    def candidates(self) -> Iterator[Read[str]]:
        """Titles that the document may have, with how sure each is."""
        for place, block in enumerate(self.blocks[:HEAD_BLOCKS]):
            if _is_running_text(block):
                continue
            text = self._whole_title(place)
            if not 4 <= len(text) <= _LONGEST or not _may_be_title(text):
                continue
            names_kind = bool(_NAMES_KIND.match(text)) and not self.kind.startswith("tjänste") and not text.endswith(":")
            known = self.registers.section_kind(text)
            if (known not in {None, "motion_text"} and not (known in DISSENT and names_kind)) or letterhead_board(text) or lone_date(text):
                continue
            if self.kind == "utlåtande" and re.match(r"Utlåtande\b", text):
                continue
            signed = bool(names_in(text)) and not (block.kind == "heading" and block.level == 1)
            if canonical_administration(text) or _GENERIC.fullmatch(text) or signed or _PERSON.fullmatch(text):
                continue
            looks = 0.9 - block.level / 50 if block.kind == "heading" else 0.62 if block.bold else 0.55 if block.lines <= 3 else 0.0
            if text.startswith("§"):  # whose matter it is, where no heading names the document itself
                looks = 0.5
            elif block.kind != "heading" and names_kind:
                looks += 0.25
            looks += 0.1 * self._opens_sections(place) - 0.1 * bool(_REFERENCE.search(text))
            yield Read(text, looks - place / 1000, "text", place)
        for place, block in enumerate(self.blocks[:HEAD_BLOCKS]):
            if "otion" in block.text and (match := _NAMED_MOTION.search(block.text)):
                yield Read(match[0][:1].upper() + match[0][1:], 0.51 - place / 10_000, "text", place)
        if (
            self.facts.format_title
            and len(self.facts.format_title) > 8
            and not re.search(r"(?i)\.(docx?|pdf|odt)$|microsoft|^untitled|mall\b", self.facts.format_title)
        ):
            yield Read(self.facts.format_title, 0.52, "format")

    def _opens_sections(self, place: int) -> bool:
        """The last line before the first section of a letter, which is its title; a reference to what it answers may stand between."""
        if not self.kind.startswith("tjänste") or place >= self.first or self.blocks[place].kind == "heading":
            return False
        between = self.blocks[place + 1 : self.first]
        return len(between) <= 1 and all(_REFERENCE.search(block.text) for block in between)

    def _whole_title(self, place: int) -> str:
        """A title with the lines of the same look that go on with it."""
        block, parts = self.blocks[place], [self.blocks[place].text]
        for following in self.blocks[place + 1 : place + 3]:
            same = following.kind == block.kind == "heading" and following.level == block.level and following.size == block.size
            if not same or self.registers.section_kind(following.text) or not following.text[:1].islower():
                break
            parts.append(following.text)
        return " ".join(" ".join(parts).split()).rstrip(",")

    def is_told_by_name(self, title: str) -> bool:
        """Whether a title shares a long word with the file's name, or the name says too little.

        Drawings and tables have headings that mean nothing ("Februari").
        """
        name = {word for word in slug(self.facts.stem).split("-") if len(word) >= _LONG and not word.isdigit()}
        words = {word for word in slug(title).split("-") if len(word) >= _LONG}
        return len(name) < _TELLING or any(word[:_LONG] in {other[:_LONG] for other in name} for word in words)

    def name_as_title(self) -> str:
        """The file's name as words, where nothing else tells; days and the running numbers that archives put behind names are left out."""
        words = re.sub(r"[-_]+", " ", self.facts.stem).strip()
        plain = re.sub(r"\b(?:19|20)\d\d \d\d \d\d\b| \d{5,7}$", "", words)
        return " ".join(plain.split() or words.split()).capitalize()


_SENTENCE_ENDS = (".", ";")
_LABEL = re.compile(
    r"(?i)(datum|handläggare|diarie\w*|dnr|sida|telefon|e-post|till|från|dokument\w*|org|box|besök\w*|postadress|version|upprättad)\b"
)
_THREE_LETTERS = re.compile(r"[a-zåäö]{3}")
_NO_TITLE = ("@", "www.", "|")


def _is_running_text(block: Block) -> bool:
    """Whether a block is a list item, too long for a title, or a sentence."""
    if block.kind == "list_item" or (block.kind != "heading" and block.text.endswith(_SENTENCE_ENDS)):
        return True
    return len(block.text) > _LONGEST and len(block.text) - block.text.count(" ") > _LONGEST


def _may_be_title(text: str) -> bool:
    if text.endswith(_SENTENCE_ENDS) or any(map(text.__contains__, _NO_TITLE)):
        return False
    return _THREE_LETTERS.search(text) is not None and _LABEL.match(text) is None
