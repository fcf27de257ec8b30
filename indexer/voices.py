"""Tells who speaks in each piece: board, administration, party, member, mover, commissioner or an outside body, and whose act it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from council.bodies import Mention, canonical_administration, find_bodies
from council.model import Role, Voice
from council.sought import Sought
from council.values import value
from indexer.demands import goes_on, introduces_demands
from indexer.movers import find_movers
from indexer.openings import CHAIR, answering, chairing_voice, holding_parties, moving_speakers, opening_speakers, signers, voice_of
from indexer.sentences import sentences
from indexer.setting import LETTERS, MOTIONS, TOLD_OF_MOTIONS, Setting
from indexer.structure import DISSENT, MINUTES, SPEECHLESS, Piece

LEAST_RESUMED = 25
"""Words of a paragraph with which an administration's statement goes on after boards' answers; shorter ones are the chair's notes."""


# Documents with heads, receivers and signatures; and sections in which nobody retells a motion.
_WITH_HEADS = MINUTES | LETTERS | MOTIONS | {"remissvar", "reservation"}
_NO_DEMANDS = DISSENT | {"proposal", "decision", "decision_process", "vote", "attachment_list"}
_FEWEST_WORDS_SAID = 8
"""In a board's own letter without known sections, shorter lines are its head and signatures."""


@value
class Spoken:
    """A piece with its voice, the board whose act or view it is, and the parties whose demands it retells."""

    piece: Piece
    voice: Voice
    board: str | None
    about_parties: tuple[str, ...] = ()


def tell_voices(pieces: Sequence[Piece], setting: Setting) -> tuple[Spoken, ...]:
    """Each piece with its voice. A voice holds until the section ends or another body, member or party takes the word."""
    teller = _Teller(setting, signers(pieces, setting.reader))
    return tuple(teller.tell(piece, following) for piece, following in zip(pieces, [*pieces[1:], None], strict=True))


_ADMINISTRATION_SPEAKS = re.compile(
    r"^(?:(?:Därför|Därmed|Vidare|Sammantaget|Slutligen|Sammanfattningsvis|Utifrån \w+) )?(?:anser|bedömer|föreslår|konstaterar|menar|"
    r"ser|delar|framhåller|"
    r"instämmer|vill|har|är|välkomnar|tillstyrker|avstyrker|ställer|noterar|tycker|understryker|påpekar|lyfter|redovisar|beskriver|"
    r"svarar|arbetar|skriver|uppger|meddelar|förklarar|gör|rekommenderar|hänvisar|förordar|avråder|yttrar|kan|har|finner)\b"
)
# "Skälen för beslutet", "Motivering": in minutes the board's own reasons.
_REASONS = re.compile(r"(?i)(?:skäl|motiv|beslutsmotiv|ställningstagande|[\w, -]*(?:nämnden|styrelsen|utskottet)s (?:överväg|bedöm|motiv))")
_ADMINISTRATIONS = re.compile(
    r"(?i)(?:förvaltningens|kontorets|\w+förvaltningens|\w+kontorets) (?:förslag|yttrande|synpunkter|bedömning|svar)"
)
_PUTS_FORWARD = re.compile(r" (?:har )?(?:\w+ )?(?:föresl|tillstyrk|avstyrk|yttra|anse|ansåg)")
_LEAD_IN = re.compile(
    r"(?i)(?:lämnat|avgett|avgivit|upprättat|inkommit med|har|avger|lämnar)? ?(?:följande|nedanstående)? ?(?:yttrande|skrivelse|"
    r"utlåtande|svar|lydelse|synpunkter)\W*$"
)
# What may stand before the body that a piece begins with.
_SKIPPED = ("Dåvarande ", "Dessutom har ", "Även ", "Därefter har ", "Slutligen har ")
_STATEMENT = re.compile(r"(?i)\b(?:tjänsteutlåtande|tjänsteskrivelse|skrivelse|yttrande)\b")
_HANDLED = re.compile(
    r"\b(?:behandlat|behandlade|beslutade|beslutat|beslöt|föreslog|föreslagit|tillstyrkte|tillstyrkt|avstyrkte|avstyrkt|hänsköt|"
    r"överlämnade|återremitterade|"
    r"godkände|godkänt|ansåg|yttrade|yttrat|remitterade|bordlade|fick|lämnade|antog|antagit|ställde|beviljade|gav)\b"
)
_EXTERNAL = re.compile(
    r"^(?:Samtidigt |Vidare |Därutöver |Dessutom |Enligt )?(?:anser |bedömer |framför |konstaterar |rekommenderar |menar )?(?:\w+ )?"
    r"(?:[Rr]evisor(?:erna|n)|[Rr]evisionen|[Ll]änsstyrelsen|[Pp]olisen|[Pp]olismyndigheten|[Tt]rafikverket|[Rr]egionen|[Ll]antmäteriet|"
    r"[Ss]kolinspektionen|"
    r"[Mm]igrationsverket|[Ss]ocialstyrelsen|[Bb]overket|IVO|[Pp]ensionärsråd\w*|[Ff]unktionshinderråd\w*|[Ff]unktionsrätt|"
    r"[Ff]öreningen|[Ff]örbundet|Rådet för|[Hh]yresgästföreningen)\b"
)
_EXTERNAL_SPEAKS = re.compile(
    r"\b(?:anser|bedömer|framför|konstaterar|rekommenderar|rekommendera|menar|framhåller|betonar|påpekar|tillstyrker|avstyrker|yrkar|"
    r"föreslår)\b"
)
_LODGED_AS = ("motion", "initiativärende", "interpellation", "medborgarförslag")
_LODGED = Sought(rf"(?i)\b(?:{'|'.join(_LODGED_AS)})", *_LODGED_AS)
_OF_MOTIONS = Sought(f"(?i){'|'.join(TOLD_OF_MOTIONS)}", *TOLD_OF_MOTIONS)
_MOTION = Sought(r"(?i)\b(?:motion|initiativärende)", "motion", "initiativärende")
_COMPANY = re.compile(
    r"^(?:AB [A-ZÅÄÖ]\w+|[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+){0,3} (?:AB|HB|Kommunalförbund)\b|Stiftelsen \w+|[A-ZÅÄÖ]\w+(?:bostäder|hem|"
    r"bolaget|fastigheter)\b)"
)


class _Teller:
    """Walks the pieces and keeps who has the word."""

    def __init__(self, setting: Setting, signers: Mapping[int, Voice]) -> None:
        self.setting, self.signers = setting, signers
        self.section = -1
        self.item: str | None = None
        self.movers = setting.movers
        self.word = Voice()
        self.board: str | None = setting.board
        self.demands = False
        self.led = False
        self.commissioner: Voice | None = None

    def tell(self, piece: Piece, following: Piece | None) -> Spoken:
        if piece.root != self.section or (piece.item and piece.item.ref != self.item):
            self._enter(piece)
        if piece.kind in SPEECHLESS or self._is_silent(piece):
            self.demands = False
            signs = self.setting.kind in MOTIONS and piece.signature
            return Spoken(piece, self.movers.voice() if signs else Voice(), self.board)
        self._note_movers(piece)
        if (mover := self._mover(piece, following)) is not None:
            about = mover.parties if self.setting.kind not in MOTIONS else ()
            return Spoken(piece, mover, self.board, about)
        voice, board = self._voice(piece)
        return Spoken(piece, voice, board, self._about(piece, voice))

    # Where a section begins

    def _enter(self, piece: Piece) -> None:
        if piece.item and piece.item.ref != self.item:
            self.item = piece.item.ref
            self.movers = find_movers(piece.item.title, self.setting.reader)
        self.section, self.demands, self.led = piece.root, False, False
        self.board = self._section_board(piece)
        self.word = self._default(piece)

    def _section_board(self, piece: Piece) -> str | None:
        """The board of a section: the one its heading names in a summary of answers, else the document's."""
        if piece.body and self.setting.kind not in MINUTES:
            if canonical_administration(piece.body):
                return self.setting.registers.administration_board(piece.body, self.setting.municipality) or self.setting.board
            return piece.body
        return self.setting.board

    def _default(self, piece: Piece) -> Voice:
        """Who speaks in a section until someone takes the word."""
        kind = self.setting.kind
        if piece.kind in DISSENT and kind == "reservation" and self.setting.movers:
            return self._signing()
        if piece.kind in DISSENT:
            named = self.setting.reader.speakers(piece.heading)
            signed = self.signers.get(piece.root)
            return voice_of(named) if named.parties or named.people or signed is None else signed
        if kind in MOTIONS:
            return self.movers.voice()
        if kind == "utlåtande":
            return self._in_report(piece)
        if self.setting.sent_by_board:
            return Voice("board", self.board)
        if kind in MINUTES and _REASONS.match(piece.heading):
            return Voice("board", self.setting.board)
        if (
            kind in LETTERS
            or piece.kind in {"administration_view", "equality_analysis", "child_rights"}
            or _ADMINISTRATIONS.match(piece.heading)
        ):
            return Voice("external") if self.setting.external else Voice("administration")
        if kind in MINUTES:
            return Voice("board", self.setting.board)
        if kind == "remissvar":
            return Voice("external" if self.setting.external else "administration")
        return Voice()

    def _signing(self) -> Voice:
        """In a reservation that is a document of its own those who sign it speak."""
        people = self.setting.movers.people
        return Voice("party", parties=self.setting.movers.parties, person=people[0].name if len(people) == 1 else None)

    def _in_report(self, piece: Piece) -> Voice:
        """In a utlåtande the commissioner speaks from "anför följande" on to the attachments; then the city's board."""
        if piece.body:
            return Voice("administration") if piece.kind == "administration_view" else Voice("board", self.board)
        if piece.kind == "other" and not re.search(r"(?i)synpunkter|förslag|överväg", piece.heading):
            return Voice()
        if self.commissioner and not any("Remissammanställning" in h for h in piece.headings) and piece.kind != "decision":
            return self.commissioner
        return Voice("board", self.board)

    def _is_silent(self, piece: Piece) -> bool:
        """Heads, receivers, signatures: pieces of kind "other" carry no view, save a commissioner's."""
        if piece.kind != "other":
            return False
        if self.setting.kind == "utlåtande":
            return not (re.match(r"Föredragande (?:borgar|kommunal|region|oppositions)råd", piece.text) or self.word.role == "commissioner")
        if self.setting.sent_by_board:
            return piece.signature or len(piece.text.split()) < _FEWEST_WORDS_SAID
        return self.setting.kind in _WITH_HEADS

    # The motion's demands

    def _note_movers(self, piece: Piece) -> None:
        """Learns whose motion it is from the sentence that tells who lodged it."""
        if self.setting.tells_of_motions and (self.movers.others or not self.movers.people) and _LODGED.search(piece.text):
            told = find_movers(piece.text, self.setting.reader, lodged=True)
            if len(told.people) > len(self.movers.people) or not self.movers:
                self.movers = told or self.movers

    def _mover(self, piece: Piece, following: Piece | None) -> Voice | None:
        if self.setting.kind in MOTIONS or piece.kind in _NO_DEMANDS:
            return None
        if self.word.role == "commissioner" and piece.kind == "other":
            return None
        if self.demands and (piece.is_item or re.match(r"(?:[Aa]tt|[•–-]) ", piece.text)):
            return self.movers.voice()
        self.demands = False
        if (
            self.movers
            and piece.is_item
            and piece.kind in {"matter", "background", "summary"}
            and re.match(r"(?:\S+ )?[Aa]tt ", piece.text)
        ):
            return self.movers.voice()
        moved = self.movers or (self.setting.tells_of_motions and _OF_MOTIONS.search(piece.text))
        if moved and introduces_demands(piece.text):
            self.demands = goes_on(piece.text) or (following is not None and following.is_item)
            return self.movers.voice() if self._is_demand(piece) else None
        return None

    def _is_demand(self, piece: Piece) -> bool:
        """In what an administration writes of its own, one sentence that repeats a demand is the mover's; a longer piece is not."""
        own = piece.kind in {"administration_view", "preparation", "equality_analysis", "child_rights"}
        return not own or (
            len(piece.text.split()) <= 60
            and not re.search(r"\b(?:[Ff]örvaltningen|[Kk]ontoret|\w+förvaltningen|\w+kontoret)\b", piece.text)
        )

    def _about(self, piece: Piece, voice: Voice) -> tuple[str, ...]:
        told = voice.role in {"board", "administration", "commissioner"} and self.movers.parties
        return self.movers.parties if told and _MOTION.search(piece.text) else ()

    # Who takes the word

    def _voice(self, piece: Piece) -> tuple[Voice, str | None]:
        kind, text = piece.kind, piece.text
        if self.setting.kind in {"other", "bilaga"} and (answer := answering(piece)):
            return answer, self.board
        if kind in DISSENT:
            return self._dissenting(piece), self.board
        if self.setting.kind == "utlåtande" and (
            match := re.match(
                r"Föredragande (?:borgar|kommunal|region|oppositions)råd\w* (?P<name>[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)+)", text
            )
        ):
            several = re.match(r" och [A-ZÅÄÖ]", text[match.end() :])
            self.commissioner = self.word = Voice("commissioner", person=None if several else match["name"])
            return self.word, self.board
        if self.setting.kind == "utlåtande" and kind in {"proposal", "decision"} and self.word.role == "none":
            self.word = Voice("board", self.board)
        if self.setting.kind in MINUTES and kind == "decision_process" and (speakers := moving_speakers(text, self.setting.reader)):
            return voice_of(speakers), self.board
        if self.setting.kind in MINUTES and kind in {"decision_process", "vote", "decision"}:
            return chairing_voice(text, self.setting.reader, self.board), self.board
        if kind == "proposal" and self.setting.kind in MINUTES:
            voice = self._proposing(text)
            return voice, voice.board or self.board
        return self._reporting(piece)

    def _dissenting(self, piece: Piece) -> Voice:
        """A statement's voice: whoever opens it, until the next one does; a pointer speaks for itself alone."""
        speakers = opening_speakers(piece.text, self.setting.reader, dissent=True)
        if speakers is None and not (self.word.parties or self.word.person):
            speakers = holding_parties(piece.text, self.setting.reader)
        if speakers is None and self.setting.kind == "reservation" and self.setting.movers and self.word.role != "party":
            self.word = self._signing()
        if speakers is None:
            return self.word if self.word.role != "none" else Voice("party", parties=self.word.parties)
        voice = voice_of(speakers)
        if not piece.pointer:
            self.word = voice
        return voice

    def _proposing(self, text: str) -> Voice:
        if CHAIR.match(text):
            return chairing_voice(text, self.setting.reader, self.board)
        if (speakers := opening_speakers(text, self.setting.reader)) is not None:
            self.word = voice_of(speakers)
        elif opening := self._subject(text):
            role: Role = "administration" if opening.kind == "administration" else "board"
            # "Kommunstyrelsen godkänner avtalet" is what is proposed; "Kommunstyrelsen föreslog …" tells who proposed.
            proposes = _PUTS_FORWARD.match(text[opening.end :])
            board = (self.setting.named(opening) if proposes else None) or self.board
            self.word = Voice(role, board if role == "board" else None)
        return self.word

    # Boards and administrations that report and are reported

    def _reporting(self, piece: Piece) -> tuple[Voice, str | None]:
        text = piece.text
        if _EXTERNAL.match(text) and _EXTERNAL_SPEAKS.search(text[:160]) and piece.kind not in {"proposal", "decision"}:
            self.word = Voice("external")
            return self.word, self.board
        leads = text.endswith(":") and len(text.split()) <= 12
        if self.word.role == "external" and not (piece.is_item or leads or self.setting.external):
            self.word = self._default(piece)
        subject = self._subject(text)
        if subject is None:
            return self._continuing(piece)
        if subject.kind == "administration":
            return self._administration(piece, subject)
        return self._board(piece, subject)

    def _continuing(self, piece: Piece) -> tuple[Voice, str | None]:
        if piece.text.startswith(("Mötet ajourneras", "Sammanträdet ajourneras")):
            return Voice("board", self.setting.board), self.setting.board
        resumes = self.led and self.word.role == "board" and piece.kind == "preparation" and len(piece.text.split()) > LEAST_RESUMED
        if resumes and not CHAIR.match(piece.text):
            self.word = Voice("administration")
        return self.word, self._speaking_board

    @property
    def _speaking_board(self) -> str | None:
        return self.word.board or self.board

    def _administration(self, piece: Piece, subject: Mention) -> tuple[Voice, str | None]:
        """An administration is named first: it speaks, or the board tells that its statement follows."""
        rest = piece.text[subject.end :].strip()
        if self.setting.external:
            return self._continuing(piece)
        if self.setting.kind in LETTERS:
            return Voice("administration"), self.board
        if subject.genitive and not _STATEMENT.search(rest[:60]):
            return self._continuing(piece)
        own = self.setting.kind in MINUTES
        if own and _STATEMENT.search(rest[:80]):
            told = self.word
            leads = bool(_LEAD_IN.search(rest))
            if leads or len(piece.text.split()) > 40:
                self.word, self.led = Voice("administration"), True
            return (told if told.role == "board" and len(piece.text.split()) <= 40 else Voice("administration")), self.board
        if piece.kind in {"preparation", "administration_view", "matter", "background", "summary"} and (
            _ADMINISTRATION_SPEAKS.match(rest) or not own
        ):
            voice = Voice("administration")
            if own or piece.body:
                self.word = voice
            return voice, self.board
        return self._continuing(piece)

    def _board(self, piece: Piece, subject: Mention) -> tuple[Voice, str | None]:
        """A board or committee is named first: its view or act is reported, under its own name where the matter was prepared."""
        if self.setting.kind in {"other", "bilaga", "kallelse"}:
            return self._continuing(piece)
        name = self.board if subject.own and subject.kind == "board" else self.setting.named(subject)
        if piece.body and self.setting.kind == "utlåtande":
            return Voice("board", self.board), self.board
        if self.setting.kind == "utlåtande" and piece.block.lead and piece.kind in {"preparation", "decision"}:
            return Voice("board", name), name
        acts = (
            piece.kind == "preparation" and _HANDLED.search(piece.text[subject.end : subject.end + 160]) and len(piece.text.split()) <= 70
        )
        if acts and self.setting.kind in MINUTES and len(sentences(piece.text)) <= 2:
            follows = piece.text.rstrip().endswith(":")
            self.word = Voice("board", name) if follows else Voice("board", self.setting.board)
            return Voice("board", name), name
        if self.setting.kind in LETTERS | MOTIONS:
            return self._continuing(piece)
        if self.word.role == "administration" and piece.kind == "preparation":
            return self._continuing(piece)
        return (self.word, self._speaking_board) if self.word.role != "none" else (Voice("board", self.board), self.board)

    @staticmethod
    def _subject(text: str) -> Mention | None:
        """The body that a piece begins with ("Dåvarande samhällsbyggnadsnämnd beslutade …"), or None."""
        at = next((len(opening) for opening in _SKIPPED if text.startswith(opening)), 0)
        return next((m for m in find_bodies(text[:140]) if m.start <= at), None)
