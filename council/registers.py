"""Loads the registers of boards, parties, topics and headings, and looks names up in them (mappings/registers, docs/registers.md).

A municipality's own folder with files of the same names is read first and wins. Look-ups forgive case, the definite form, accents and
a trailing genitive; a well-formed name that no register has ("Xnämnden") is a board all the same.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from council.bodies import abbreviations, board_of_administration, canonical_administration, canonical_board, parent_name, slug
from council.errors import ConfigurationError
from council.headings import HeadingBook
from council.model import Document, Paragraph, SectionKind
from mappings import read_text

BoardKind = Literal["council", "executive", "committee", "district", "board"]
_FILES = ("boards", "parties", "topics", "headings")


@dataclass(frozen=True, slots=True)
class Board:
    """A board (nämnd) or committee. `since` and `until` bound its life where it ended or merged; `successor` is a board's name."""

    name: str
    kind: BoardKind = "board"
    municipality: str | None = None
    short: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    administrations: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    successor: str | None = None

    @property
    def id(self) -> str:
        """The board's id, [a-z0-9-]."""
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class Party:
    """A party by its letter(s); `former` holds letters it had before (FP for L)."""

    letters: str
    name: str
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    municipality: str | None = None

    @property
    def id(self) -> str:
        """The party's id, [a-z0-9-]."""
        return slug(self.letters)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its seed words: one of `strong`, or two of `weak`, name it. A star stands for any letters at that end."""

    name: str
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The topic's id, [a-z0-9-]."""
        return slug(self.name)


@dataclass(frozen=True)
class Registers:
    """All registers, ready for look-ups. Pure: nothing is read after `load_registers`.

    With `fold_former` what a former board did is counted under the board of today, too.
    """

    boards: tuple[Board, ...]
    parties: tuple[Party, ...]
    topics: tuple[Topic, ...]
    headings: HeadingBook
    fold_former: bool = False
    _boards: Mapping[str, tuple[Board, ...]] = field(repr=False, default_factory=dict)
    _parties: Mapping[str, Party] = field(repr=False, default_factory=dict)
    _topics: Mapping[str, Topic] = field(repr=False, default_factory=dict)

    def board(self, name: str, municipality: str | None = None) -> Board | None:
        """The board of a name, alias, short form or id; of several the municipality's own, else the general one."""
        for key in (fold(name), fold(name).removesuffix("s"), _bare(name)):
            if found := self._boards.get(key):
                own = [b for b in found if municipality and b.municipality == municipality]
                general = [b for b in found if b.municipality is None]
                return min(own or general or found, key=lambda b: b.successor is not None)
        canonical = canonical_board(name)
        if canonical is None:
            return None
        if fold(canonical) != fold(name):
            return self.board(canonical, municipality)
        return Board(canonical, kind="committee" if parent_name(canonical) else "board", parent=parent_name(canonical))

    def named_in_slug(self, text: str) -> tuple[Board, ...]:
        """Boards whose ids stand in the slug of a folder or a file as whole words ("kallelse-socialnamnden-2024")."""
        return self._named_in_slugs(text)

    @functools.cached_property
    def _named_in_slugs(self) -> Callable[[str], tuple[Board, ...]]:
        """What was found is kept: each file of a folder asks for the folder's name."""
        any_of_them, ids = self._framed_ids

        @functools.lru_cache(maxsize=1_000)
        def named(text: str) -> tuple[Board, ...]:
            framed = f"-{text}-"
            return tuple([board for key, board in ids if key in framed]) if any_of_them.search(framed) else ()

        return named

    def district_in(self, text: str) -> Board | None:
        """The first district board, of a municipality that is known, whose name stands in a text."""
        endings, any_of_them, districts = self._districts
        if not any(map(text.__contains__, endings)) or not any_of_them.search(text):
            return None
        return next((board for board in districts if board.name in text), None)

    @functools.cached_property
    def _districts(self) -> tuple[tuple[str, ...], re.Pattern[str], tuple[Board, ...]]:
        """The last words of districts' names, which are few; a pattern of their names; and the districts."""
        districts = tuple(board for board in self.boards if board.kind == "district" and board.municipality)
        endings = tuple(dict.fromkeys(board.name.rpartition(" ")[2] for board in districts))
        return endings, re.compile("|".join(re.escape(board.name) for board in districts)), districts

    @functools.cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all boards."""
        return frozenset(board.id for board in self.boards)

    @functools.cached_property
    def _framed_ids(self) -> tuple[re.Pattern[str], tuple[tuple[str, Board], ...]]:
        names = "|".join(re.escape(board.id) for board in self.boards)
        return re.compile(f"-(?:{names})-"), tuple((f"-{board.id}-", board) for board in self.boards)

    def canonical(self, name: str, municipality: str | None = None) -> str:
        """A board's registered name where it has one ("Hägersten-Ålvsjö stadsdelsnämnd" is a misprint), else the name as given."""
        board = self.board(name, municipality)
        return board.name if board else name

    def parent(self, name: str) -> str | None:
        """The board that a committee belongs to, or None."""
        board = self.board(name)
        return (board.parent if board else None) or parent_name(name)

    def successor(self, name: str) -> str:
        """The board that answers for a board's matters today: its last successor, or itself."""
        seen: set[str] = set()
        while (board := self.board(name)) and board.successor and board.name not in seen:
            seen.add(board.name)
            name = board.successor
        return name

    def administration_board(self, administration: str, municipality: str | None = None) -> str | None:
        """The board that an administration serves, where one board alone has it; else by the likeness of their names."""
        name = canonical_administration(administration) or administration
        serving = [b for b in self.boards if name in b.administrations and b.municipality in {municipality, None}]
        if len({b.name for b in serving}) == 1:
            return serving[0].name
        built = board_of_administration(name)
        return built if built and not serving else None

    def party(self, text: str) -> Party | None:
        """The party of letters, a former letter, a name, an alias or an id."""
        return self._parties.get(fold(text)) or self._parties.get(fold(text).removesuffix("s"))

    def party_letters(self, text: str) -> str:
        """A party's letters today ("FP" gives "L"); letters that no register has are given back as they are."""
        party = self.party(text)
        return party.letters if party else text.strip()

    def topic(self, text: str) -> Topic | None:
        """The topic of a name or id."""
        return self._topics.get(fold(text))

    def section_kind(self, heading: str) -> SectionKind | None:
        """The kind of section that a heading's words open, or None when the register does not know them."""
        return self.headings.kind(heading)

    def facet_boards(self, paragraph: Paragraph, document: Document) -> tuple[str, ...]:
        """Boards under which a paragraph is counted: its own, its document's, the parents of committees among them.

        Where former boards fold, the boards of today that took over from these, too.
        """
        return self._facet_boards((paragraph.board, document.board))

    @functools.cached_property
    def _facet_boards(self) -> Callable[[tuple[str | None, ...]], tuple[str, ...]]:
        """What was counted is kept: the paragraphs of a document have few boards between them."""
        return functools.lru_cache(maxsize=1_000)(self._counted)

    def _counted(self, boards: tuple[str | None, ...]) -> tuple[str, ...]:
        names = [n for n in boards if n]
        counted = [x for n in names for x in (n, self.parent(n)) if x]
        today = [self.successor(name) for name in counted] if self.fold_former else []
        return tuple(dict.fromkeys([*counted, *today]))


@functools.lru_cache(maxsize=4_096)  # each search labels the same parties
def fold(text: str) -> str:
    """One key for all spellings of a name: case, accents (not å, ä, ö), white space and hyphens aside."""
    marked = unicodedata.normalize("NFD", text.casefold())
    plain = unicodedata.normalize("NFC", re.sub("[\u0300-\u0302\u0304-\u0307\u0309\u030b-\u036f]", "", marked))
    return " ".join(re.sub(r"[\s\u00a0\u2010-\u2015-]+", " ", plain).split())


@functools.cache
def load_registers(folder: Path | None = None) -> Registers:
    """The registers that ship, with a municipality's own folder before them. Raises ConfigurationError on a file it cannot use."""
    own = {name: _own(folder, name) for name in _FILES}
    shipped = {name: yaml.safe_load(read_text(f"registers/{name}.yaml")) for name in _FILES}
    try:
        boards = (*_boards(own["boards"] or {}), *_boards(shipped["boards"]))
        parties = tuple(_party(row) for row in [*(own["parties"] or []), *shipped["parties"]])
        topics = tuple(_topic(row) for row in [*(own["topics"] or []), *shipped["topics"]])
        headings = HeadingBook.from_words([own["headings"] or {}, shipped["headings"]], get_args(SectionKind))
        fold_former = _yes_or_no(own["boards"] or {}, "fold_former")
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ConfigurationError(f"Ett register i {folder or 'mappings/registers'} kan inte användas: {error}") from error
    return Registers(boards, parties, topics, headings, fold_former, _by_board(boards), _by_party(parties), _by_name(topics))


def _own(folder: Path | None, name: str) -> Any:
    if folder is None or not (path := folder / f"{name}.yaml").is_file():
        return None
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} är ingen läsbar YAML-fil: {error}") from error


def _yes_or_no(data: Mapping[str, Any], key: str) -> bool:
    answer = data.get(key, False)
    if not isinstance(answer, bool):
        raise ValueError(f"{key} ska vara true eller false")
    return answer


def _boards(data: Mapping[str, Any]) -> list[Board]:
    rows = [(row, None) for row in data.get("general") or []]
    rows += [(row, place) for place, own in (data.get("municipalities") or {}).items() for row in own]
    return [
        Board(
            name=row["name"], kind=row.get("kind", "board"), municipality=place, short=_words(row, "short"),
            aliases=_words(row, "aliases"), parent=row.get("parent"), administrations=_administrations(row),
            since=row.get("since"), until=row.get("until"), successor=row.get("successor"),
        )
        for row, place in rows
    ]  # fmt: skip


def _administrations(row: Mapping[str, Any]) -> tuple[str, ...]:
    if row.get("kind") == "district":
        return (row["name"].replace("stadsdelsnämnd", "stadsdelsförvaltning"),)
    return _words(row, "administration")


def _words(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of words; YAML reads an unquoted ON or NO as true and false, which is refused here."""
    words = row.get(key, ())
    if not all(isinstance(word, str) for word in words):
        raise ValueError(f"{key} i {row} ska vara ord; sätt ON, NO och tal inom citattecken")
    return tuple(words)


def _party(row: Mapping[str, Any]) -> Party:
    return Party(row["letters"], row["name"], _words(row, "aliases"), _words(row, "former"), row.get("municipality"))


def _topic(row: Mapping[str, Any]) -> Topic:
    return Topic(row["name"], _words(row, "strong"), _words(row, "weak"))


def _bare(name: str) -> str:
    """A key that also forgives å, ä and ö: for names typed without them, and for misprints of the dots."""
    return "~" + slug(name)


def _by_board(boards: Iterable[Board]) -> dict[str, tuple[Board, ...]]:
    """Names go before short forms, and those before what stands for a name: without dots, without "stadsdelsnämnd"."""
    found: dict[str, tuple[Board, ...]] = {}
    rows = list(boards)
    for keys_of in (_names, _shorts, _loose):
        taken = dict(found)
        for board in rows:
            for key in keys_of(board):
                if key not in taken and board not in found.get(key, ()):
                    found[key] = (*found.get(key, ()), board)
    return found


def _names(board: Board) -> list[str]:
    indefinite = [re.sub("nämnden$", "nämnd", board.name)] if board.name.endswith("nämnden") else []
    definite = [f"{board.name}en"] if board.kind == "district" else []
    return [fold(n) for n in (board.name, *board.aliases, *indefinite, *definite)]


def _shorts(board: Board) -> list[str]:
    return [fold(n) for n in {*board.short, *abbreviations(board.name)}]


def _loose(board: Board) -> list[str]:
    if board.kind != "district":
        return [_bare(board.name)]
    place = board.name.removesuffix(" stadsdelsnämnd")
    return [_bare(board.name), fold(place), fold(place.removesuffix("s")), _bare(place), _bare(place.removesuffix("s"))]


def _by_party(parties: Iterable[Party]) -> dict[str, Party]:
    found: dict[str, Party] = {}
    for party in parties:
        for key in (party.letters, party.name, *party.aliases, *party.former, party.id):
            found.setdefault(fold(key), party)
    return found


def _by_name(topics: Iterable[Topic]) -> dict[str, Topic]:
    return {key: topic for topic in reversed(list(topics)) for key in (fold(topic.name), fold(topic.id))}
