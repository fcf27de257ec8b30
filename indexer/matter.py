"""One case in one document: its paragraphs, its motion, and how a step of it is made."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from council.model import Document, Motion, Origin, Paragraph, Stance, Step, StepKind
from indexer.dates import find_dates
from indexer.movers import Movers, find_movers
from indexer.people import NO_PARTY
from indexer.sentences import sentences
from indexer.setting import MOTIONS, Setting

TELLS = frozenset({"matter", "background", "summary", "preparation", "other", "administration_view"})
"""Kinds of sections that tell of a matter's way; decisions and dissent are acts of their own."""

ABOUT_MOTION = re.compile(r"(?i)\bmotion|\binitiativärende|\bmedborgarförslag")


@dataclass
class Matter:
    """One case in one document."""

    document: Document
    paragraphs: Sequence[Paragraph]
    setting: Setting
    title: str
    dnr: tuple[str, ...]
    ref: str | None
    movers: Movers = field(init=False)

    def __post_init__(self) -> None:
        self.movers = self._movers()

    # The motion

    def origin(self) -> Origin:
        """What the matter began with, by its movers, its title and the kind of document."""
        if self.document.kind == "interpellation":
            return "fråga"
        if self.movers or re.search(r"(?i)\bmotion|\binitiativ", self.title) or self.document.kind == "motion":
            initiative = re.search(r"(?i)initiativ", self.title) or self.document.kind == "initiativärende"
            return "initiativärende" if initiative else "motion"
        if re.search(r"(?i)\b(?:interpellation|enkel fråga|fråga (?:från|av|till))", self.title):
            return "fråga"
        return "remiss" if re.search(r"(?i)\bremiss|yttrande över", self.title) else "other"

    def _movers(self) -> Movers:
        """Movers by the title, or by the sentence that tells who lodged the motion, if that names more."""
        if self.document.kind in MOTIONS:
            return self.setting.movers
        found = find_movers(self.title, self.setting.reader) if ABOUT_MOTION.search(self.title) else Movers()
        for paragraph in self.paragraphs:
            if paragraph.section_kind in {"matter", "background", "summary", "other"} and ABOUT_MOTION.search(paragraph.text):
                told = find_movers(paragraph.text, self.setting.reader, lodged=True)
                if (not found.people or found.others) and len(told.people) > len(found.people):
                    found = told
                if found.people and not found.others:
                    break
        return found

    def motion(self, numbers: Sequence[str]) -> Motion | None:
        """The motion that the matter began with, or None; a mover without a party has None for one."""
        if self.origin() not in {"motion", "initiativärende"}:
            return None
        people = tuple(replace(p, party=None) if p.party == NO_PARTY else p for p in self.movers.people)
        return Motion(numbers[0] if numbers else None, self._lodged(), people)

    def motion_numbers(self) -> tuple[str, ...]:
        """The document's motion numbers that stand in this matter's text."""
        text = "\n".join([self.title, *(p.text for p in self.paragraphs)])
        return tuple(m for m in self.document.motions if m in text)

    def _lodged(self) -> dt.date | None:
        """The day when the motion was lodged: the council's meeting, as told or as this document is its minutes."""
        if self.document.kind == "motion":
            return self.document.date
        for paragraph in self.paragraphs:
            for sentence in sentences(paragraph.text)[:4]:
                if re.search(
                    r"(?i)\b(?:lämnat|väckt|inkommit|lämnade|väckte)\b.{0,40}\b(?:motion|initiativärende)|har till kommunfullmäktige",
                    sentence,
                ):
                    return next((d.near(self.document.date) for d in find_dates(sentence)), None) or self._if_council()
        return self._if_council()

    def _if_council(self) -> dt.date | None:
        council = (self.document.board or "").endswith("fullmäktige")
        return self.document.date if council and re.match(r"(?i)motion", self.title) else None

    def motion_steps(self) -> Iterator[Step]:
        """The step of lodging the motion, where its movers are known."""
        motion = self.motion(())
        if motion is None or not (motion.movers or self.document.kind in MOTIONS):
            return
        said = next((p for p in self.paragraphs if p.voice.role == "mover"), None)
        told = [p for p in self.paragraphs if ABOUT_MOTION.search(p.text)]
        said = said or next((p for p in told if p.section_kind in TELLS), None) or next(iter(told), None)
        if said is not None:
            names = tuple(p.name for p in motion.movers)
            council = "Kommunfullmäktige" if self.origin() == "motion" else self.document.board
            yield self.step(
                "motion", said, date=motion.date, board=council, ref=None, stance=None, parties=self.movers.parties, persons=names
            )

    def step(
        self, kind: StepKind, paragraph: Paragraph, *, date: dt.date | None, board: str | None, ref: str | None, stance: Stance | None,
        body: str | None = None, parties: tuple[str, ...] = (), persons: tuple[str, ...] = (),
    ) -> Step:  # fmt: skip
        """A step that a paragraph of this document tells of."""
        return Step(
            kind, date, board, body, ref, stance, parties, persons, self.document.source, self.document.id, paragraph.id, paragraph.text
        )
