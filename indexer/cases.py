"""Reads from a document what happened in each case it tells of: its own act, the acts it reports, the dissent, the motion."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from council.bodies import canonical_administration, canonical_board, find_bodies
from council.model import CaseRecord, Document, Paragraph, Stance, Step, StepKind
from indexer.acts import Act, find_act
from indexer.agenda import MinutesItem
from indexer.case_keys import act_key, answered_numbers, motion_keys, number_keys, title_key
from indexer.dates import find_dates
from indexer.matter import ABOUT_MOTION, TELLS, Matter
from indexer.sentences import sentences
from indexer.setting import LETTERS, Setting
from indexer.stances import decided_stance, find_stance
from indexer.structure import DISSENT, MINUTES

_PROPOSES_ON = re.compile(
    r"(?i)fullmäktige föreslås besluta|förslag till beslut (?:i|till) |föreslår? (?:att )?(?:kommun|region)(?:fullmäktige|styrelsen)|"
    r"förslag till kommun"
)
_ABOUT_MATTER = re.compile(r"(?i)\b(?:motionen|initiativärendet|förslagen?)\b")
_CONCLUDES = re.compile(r"\b(?:anser|föreslår|föreslås|bedömer|förordar|ska|bör|kan)\b")
# An office that proposes an assignment, or that its own opinion be adopted, gives an opinion.
_ASKS_ONLY = re.compile(r"(?i)\b(?:ges|får|ge|uppdra\w*) (?:\w+ ){0,3}(?:i uppdrag|åt)\b|antar .{0,40}yttrande|yttrande antas")
_POINTS = re.compile(r"(?i)\bbilaga\b")
_COMMITTEE_PROPOSES = re.compile(r"(?i)(?:[\w, -]+ )?\w*(?:utskottet|presidiet)s förslag")
# "Kontoret tillstyrker motionen", "Förvaltningen föreslår därför att motionen avslås": an office's own stand on the motion.
_PROPOSES_ITSELF = re.compile(
    r"(?:[Ff]örvaltningen|[Kk]ontoret|[a-zåäöA-ZÅÄÖ]+(?:förvaltningen|kontoret))\b(?: \w+){0,3}? "
    r"(?:(?:tillstyrker|avstyrker) (?:\w+ ){0,2}(?:motion|förslag)|(?:föreslår|förordar|anser|menar)\b[^.]{0,60}\bmotionen\b)"
)
# Points of a decision in one paragraph: "att bifalla …, att avslå …", "1. … 2. …".
_POINT = re.compile(r"[,;]?\s+(?=att (?:bifalla|avslå|avstyrka|tillstyrka|anse)\b)|\n(?=\d+[.)] |• |[-–] )|[,;] (?:och )?att (?=motion)")
_VIEWS = re.compile(
    r" (?:anser|bedömer|föreslår|delar|är|instämmer|konstaterar|ser|menar|framhåller|förordar|har tagit|har inga|ställer)\b"
)
_SENDS_ON = re.compile(
    r"(?i)\b(?:lämnas?|överlämnas?|remitteras?|hänskjuts?|skickas?|sänds)\b.{0,80}\b(?:beredning|besvarande|yttrande)|"
    r"listas till kommande"
)


@dataclass(frozen=True)
class CaseReader:
    """Reads the cases of one document from its paragraphs."""

    document: Document
    paragraphs: Sequence[Paragraph]
    items: Sequence[MinutesItem]
    setting: Setting

    def records(self) -> tuple[CaseRecord, ...]:
        """One record for each § of minutes that is a matter of its own, else one for the document; none where nothing ties it to others."""
        found = [self._of_item(item) for item in self.items] if self.document.kind in MINUTES else [self._of_document()]
        return tuple(record for record in found if record and record.keys)

    def _of_item(self, item: MinutesItem) -> CaseRecord | None:
        own = [p for p in self.paragraphs if p.case == item.ref]
        dnr = item.dnr or (self.document.dnr if len(self.items) == 1 else ())
        matter = _CaseInDocument(self.document, own, self.setting, item.title, tuple(dnr), item.ref)
        return matter.record() if dnr or matter.movers else None

    def _of_document(self) -> CaseRecord | None:
        if self.document.kind in {"other", "bilaga", "kallelse"}:
            return None
        return _CaseInDocument(self.document, self.paragraphs, self.setting, self.document.title, self.document.dnr, None).record()


@dataclass
class _CaseInDocument(Matter):
    """What one document tells of one case."""

    def record(self) -> CaseRecord:
        reported = [*self._reported()]
        steps = (*self.motion_steps(), *(step for step, _ in reported), *self._own_steps(), *self._dissent())
        motions = self.document.motions if self.document.kind not in MINUTES else self.motion_numbers()
        keys = number_keys(self.dnr, motions if self.origin() == "motion" else ())
        asked = "\n".join(p.text for p in self.paragraphs[:3]) if self.document.kind not in MINUTES else ""
        keys += number_keys(answered_numbers(asked), ())
        keys += motion_keys(self.title, self.movers.people) + (title_key(self.title) if self.origin() != "motion" else ())
        keys += tuple(key for _, act in reported if act.ref for key in act_key(act.body, act.date, act.ref))
        keys += act_key(self.document.board, self.document.date, self.ref) if self.document.board and self.ref else ()
        council = self._decided()
        return CaseRecord(
            keys=tuple(dict.fromkeys(keys)),
            title=self.title,
            dnr=self.dnr,
            origin=self.origin(),
            motion=self.motion(motions),
            outcome=council.stance if council else None,
            final=council is not None,
            municipality=self.document.municipality,
            steps=steps,
            remitted=self._remitted(),
        )

    # What is reported

    def _reported(self) -> Iterator[tuple[Step, Act]]:
        """Acts of others that the paragraphs tell of, each with its step."""
        own = frozenset(n for n in (self.document.board, self._addressed()) if n)
        for paragraph in self.paragraphs:
            if paragraph.section_kind in TELLS and paragraph.voice.role != "mover" and self.document.kind != "utlåtande":
                for sentence in sentences(paragraph.text):
                    act = find_act(sentence, self.setting.named, self.document.date, own)
                    if act and self._is_of_matter(act):
                        yield self._reported_step(act, paragraph), act

    def _is_of_matter(self, act: Act) -> bool:
        """Not the document's own statement, nor an act on the day of the document itself."""
        own = act.administration and self.document.kind in LETTERS
        return not own and not (act.body == self.document.board and act.date == self.document.date)

    def _reported_step(self, act: Act, paragraph: Paragraph) -> Step:
        board: str | None = act.body
        stance = act.stance
        if act.administration:
            board = self._served(act.body)
            stance = stance or ((self._concluded() or "yttrande") if act.leads else None)
        return self.step(
            act.kind,
            paragraph,
            date=act.date,
            board=board,
            ref=act.ref,
            stance=stance,
            body=self._office(act) if act.administration else None,
        )

    def _office(self, act: Act) -> str:
        """An administration's name; "Förvaltningen" alone is the one that the paragraphs name, or that the board has."""
        if act.body not in {"Förvaltningen", "Kontoret", "Stadsdelsförvaltningen"}:
            return act.body
        named = (m.name for p in self.paragraphs for m in find_bodies(p.text) if m.kind == "administration" and not m.own)
        return next(named, self._registered_office() or act.body)

    def _registered_office(self) -> str | None:
        board = self.setting.registers.board(self._addressed() or "", self.setting.municipality)
        return board.administrations[0] if board and len(board.administrations) == 1 else None

    def _addressed(self) -> str | None:
        """The board that an administration writes to: a committee's letters go to its board."""
        board = self.document.board
        return (self.setting.registers.parent(board) or board) if board else None

    def _served(self, office: str) -> str | None:
        """The board that a reported administration writes to: the document's, and for what the council's minutes tell its own board."""
        board = self._addressed()
        if board is None or not board.endswith("fullmäktige"):
            return board
        executive = board.replace("fullmäktige", "styrelsen")
        return self.setting.registers.administration_board(office, self.setting.municipality) or executive

    def _concluded(self) -> Stance | None:
        """What an administration ends with: its last sentence that says what should become of the motion or the matter."""
        found = None
        for paragraph in self.paragraphs:
            if paragraph.voice.role == "administration":
                for sentence in sentences(paragraph.text):
                    if _CONCLUDES.search(sentence) and _ABOUT_MATTER.search(sentence):
                        found = find_stance(sentence) or found
        return found

    def _remitted(self) -> tuple[str, ...]:
        """Bodies that the matter was sent to: "Ärendet har remitterats till …"."""
        for paragraph in self.paragraphs:
            for sentence in sentences(paragraph.text):
                sent = re.search(
                    r"(?i)\b(?:har (?:\w+ )?(?:remitterat|skickat|sänt)s?|remissinstanser(?:na)? är|"
                    r"remitterades)\b",
                    sentence,
                )
                if sent:
                    named = [self.setting.named(m) for m in find_bodies(sentence) if m.start >= sent.start() and not m.own]
                    return tuple(dict.fromkeys(n for n in named if n))
        return ()

    # What the document itself does

    def _own_steps(self) -> Iterator[Step]:
        if self.document.kind in MINUTES:
            yield from self._decisions()
        elif self.document.kind == "utlåtande":
            yield from self._answers()
        elif self.setting.sent_by_board:
            yield from self._board_answer()
        elif self.document.kind in LETTERS | {"remissvar"}:
            yield from self._statement()

    def _decided(self) -> Step | None:
        """The document's own act where it ends the matter: the council's decision, or a board's on a matter of its own."""
        return next((s for s in self._own_steps() if s.kind == "decision" and s.stance), None)

    def _decisions(self) -> Iterator[Step]:
        """The one paragraph that decides the matter: on the motion before other points, what is proposed to the council before the rest."""
        said = [p for p in self.paragraphs if p.section_kind == "decision"] or self._committee_proposals()
        if not said or self.document.board is None:
            return
        kind = self._decision_kind(said)
        best = max(said, key=lambda p: self._weight(p, kind) - said.index(p) / 100)
        stance = (
            None
            if kind == "referral"
            else self._partly(said) or decided_stance(best.text, final=kind == "decision" and self.document.board.endswith("fullmäktige"))
        )
        yield self.step(kind, best, date=self.document.date, board=self.document.board, ref=self.ref, stance=stance)

    def _committee_proposals(self) -> list[Paragraph]:
        """A committee that prints no decision decides by what it proposes: "Arbetsutskottets förslag till beslut"."""
        if not self.setting.registers.parent(self.document.board or ""):
            return []
        return [p for p in self.paragraphs if p.section_kind == "proposal" and p.headings and _COMMITTEE_PROPOSES.match(p.headings[-1])]

    @staticmethod
    def _partly(said: Sequence[Paragraph]) -> Stance | None:
        """Delvis bifall where one point of a decision wants part of the motion and another rejects the rest."""
        points = [part for p in said for s in sentences(p.text) for part in _POINT.split(s) if not re.search(r"(?i)yrkande", part)]
        found = {find_stance(point) for point in points}
        both = found & {"bifall", "tillstyrker", "delvis bifall"} and found & {"avslag", "avstyrker"}
        about = any(ABOUT_MOTION.search(point) for point in points) or found >= {"tillstyrker", "avstyrker"}
        return "delvis bifall" if both and about else None

    @staticmethod
    def _weight(paragraph: Paragraph, kind: StepKind) -> float:
        proposes = kind == "proposal_to_council" and any(_PROPOSES_ON.search(h) for h in paragraph.headings[1:])
        return (
            3.0 * bool(re.search(r"(?i)\bmotion|\bärendet återremitt", paragraph.text)) + 2.0 * proposes + bool(find_stance(paragraph.text))
        )

    def _decision_kind(self, said: Sequence[Paragraph]) -> StepKind:
        board = self.document.board or ""
        text = "\n".join(p.text for p in said)
        proposes = any(_PROPOSES_ON.search(part) for p in said for part in (*p.headings[1:], p.text))
        if self.setting.registers.parent(board):
            return "committee"
        if _SENDS_ON.search(text) and ABOUT_MOTION.search(text):
            return "referral"
        if board.endswith("fullmäktige"):
            return "decision"
        registered = self.setting.registers.board(board)
        if registered and registered.kind == "executive":
            return "proposal_to_council" if proposes and find_stance(text) != "återremiss" else "decision"
        asked = self.origin() in {"motion", "remiss"} or re.search(r"(?i)\b(?:tillstyrk|avstyrk)", text)
        return "board_opinion" if proposes or asked else "decision"

    def _statement(self) -> Iterator[Step]:
        """What an administration or a company proposes in its own letter."""
        said = [p for p in self.paragraphs if p.section_kind == "proposal"] or [
            p for p in self.paragraphs if p.section_kind == "administration_view"
        ]
        if not said:
            return
        best = max(said, key=lambda p: self._weight(p, "administration_opinion") - said.index(p) / 100)
        proposed = best.section_kind == "proposal" and not _ASKS_ONLY.search(best.text)
        stance = (self._partly([best]) or decided_stance(best.text)) if proposed else self._concluded()
        stance = stance or self._concluded() or "yttrande"
        kind: StepKind = "company_opinion" if self.setting.external else "administration_opinion"
        yield self.step(kind, best, date=self.document.date, board=self._addressed(), ref=None, stance=stance, body=self._author())

    def _board_answer(self) -> Iterator[Step]:
        """What a board answers in its own letter: the first paragraph that takes a stand, else its first."""
        said = [p for p in self.paragraphs if p.voice.role == "board"]
        if said:
            best = next((p for p in said if find_stance(p.text)), said[0])
            stance = self._partly([best]) or find_stance(best.text) or "yttrande"
            yield self.step("board_opinion", best, date=self.document.date, board=self.document.board, ref=None, stance=stance)

    def _author(self) -> str | None:
        """The administration that writes: named in a heading; one of the board's own that holds a view; the one that most often does."""
        headings = [h for p in self.paragraphs for h in p.headings]
        named = (m.name for h in headings for m in find_bodies(h) if m.kind == "administration" and not m.own)
        viewing: Counter[str] = Counter()
        for paragraph in self.paragraphs:
            for mention in find_bodies(paragraph.text):
                if mention.kind == "administration" and not mention.own:
                    viewing[mention.name] += bool(_VIEWS.match(paragraph.text[mention.end :]))
        board = self.setting.registers.board(self._addressed() or "", self.setting.municipality)
        most = [name for name, times in viewing.most_common() if times]
        most.sort(key=lambda name: board is None or name not in board.administrations)
        own = [name for name in viewing if board is not None and name in board.administrations]
        return next(named, None) or next(iter([*own, *most]), None) or self._registered_office() or next(iter(viewing), None)

    # Dissent

    def _dissent(self) -> Iterator[Step]:
        found: dict[tuple[StepKind, str | None, tuple[str, ...]], list[Step]] = {}
        for paragraph in self.paragraphs:
            if paragraph.section_kind not in DISSENT or paragraph.voice.role not in {"party", "person"}:
                continue
            kind = self._dissent_kind(paragraph)
            opening = sentences(paragraph.text)[:1]
            names = self.setting.reader.speakers(opening[0]).names if opening else ()
            persons = names or ((paragraph.voice.person,) if paragraph.voice.person else ())
            told = found.setdefault((kind, paragraph.board, paragraph.voice.parties), [])
            same = next((i for i, step in enumerate(told) if step.persons == persons), None)
            if (told and not names) or not (paragraph.voice.parties or persons):
                continue
            step = self.step(kind, paragraph, date=self._dissent_day(paragraph), board=paragraph.board, ref=self.ref, stance=None,
                              parties=paragraph.voice.parties, persons=persons)  # fmt: skip
            if same is None:
                told.append(step)
            elif _POINTS.search(told[same].text) and not _POINTS.search(step.text):
                told[same] = step
        for steps in found.values():
            yield from steps

    def _dissent_day(self, paragraph: Paragraph) -> dt.date | None:
        return self.document.date if paragraph.board == self.document.board else None

    @staticmethod
    def _dissent_kind(paragraph: Paragraph) -> StepKind:
        said = " ".join((*paragraph.headings[-1:], paragraph.text[:200])).casefold()
        if paragraph.section_kind == "reservation":
            return "reservation"
        if paragraph.section_kind == "substitute_statement":
            return "substitute_statement"
        return "record_note" if "anteckning" in said or "protokollsnotering" in said else "special_statement"

    # Answers that a summary (utlåtande) gathers

    def _answers(self) -> Iterator[Step]:
        """Each body's answer under its heading, the committee's, the commissioner's and the board's proposal to the council."""
        for paragraph in self.paragraphs:
            body = self._body_above(paragraph)
            if paragraph.voice.role == "commissioner" and re.match(
                r"Föredragande (?:borgar|kommunal|region|oppositions)råd", paragraph.text
            ):
                person = (paragraph.voice.person,) if paragraph.voice.person else ()
                yield self.step("commissioner", paragraph, date=None, board=self.document.board, ref=None, stance=None, persons=person)
            elif body and paragraph.section_kind in {"decision", "administration_view"}:
                yield from self._answer(paragraph, body)
            elif paragraph.section_kind == "decision" and paragraph.voice.role == "board":
                yield from self._concluding(paragraph)
        if not any(p.section_kind == "decision" and _PROPOSES_ON.search(p.text) and not self._body_above(p) for p in self.paragraphs):
            opening = next((p for p in self.paragraphs if p.section_kind == "proposal" and _PROPOSES_ON.search(p.text)), None)
            yield from self._concluding(opening) if opening else ()

    def _body_above(self, paragraph: Paragraph) -> str | None:
        for heading in reversed(paragraph.headings):
            if body := canonical_board(heading.strip(" *:")) or canonical_administration(heading.strip(" *:")):
                return self.setting.registers.canonical(body)
        return None

    def _answer(self, paragraph: Paragraph, body: str) -> Iterator[Step]:
        opening = sentences(paragraph.text)[0]
        day = next((d.date for d in find_dates(opening) if d.date), None)
        if paragraph.section_kind == "administration_view":
            office = next((m.name for m in find_bodies(opening[:120]) if m.kind == "administration"), None)
            if day and office and re.search(r"(?i)tjänsteutlåtande|yttrande|skrivelse", opening):
                stance = self._office_stance(paragraph) or "yttrande"
                yield self.step("administration_opinion", paragraph, date=day, board=paragraph.board, ref=None, stance=stance, body=office)
        elif re.search(r"\bbeslut(?:ade|at)\b", opening):
            yield self.step("board_opinion", paragraph, date=day, board=body, ref=None, stance=find_stance(paragraph.text) or "yttrande")

    def _office_stance(self, opening: Paragraph) -> Stance | None:
        """What an administration proposes in its statement: the last sentence of the section in which it does so itself."""
        said = [p for p in self.paragraphs if p.headings == opening.headings and p.voice.role == "administration"]
        found = [find_stance(s) for p in said for s in sentences(p.text) if _PROPOSES_ITSELF.search(s)]
        return next((stance for stance in reversed(found) if stance), None)

    def _concluding(self, paragraph: Paragraph) -> Iterator[Step]:
        opening = find_bodies(paragraph.text[:120])
        if not opening or opening[0].start > 0:
            return
        board = paragraph.board or opening[0].name
        if self.setting.registers.parent(board) or opening[0].kind == "committee":
            yield self.step("committee", paragraph, date=None, board=board, ref=None, stance=find_stance(paragraph.text))
        elif _PROPOSES_ON.search(paragraph.text):
            yield self.step(
                "proposal_to_council", paragraph, date=self.document.date, board=board, ref=None, stance=find_stance(paragraph.text)
            )
