"""What is known of a document before it is told who speaks in it: its kind, board, municipality, registers and who wrote it."""

from __future__ import annotations

from dataclasses import field

from council.bodies import Mention
from council.model import DocumentKind
from council.registers import Registers
from council.values import value
from indexer.movers import Movers
from indexer.people import PartyReader

LETTERS: frozenset[DocumentKind] = frozenset({"tjänsteskrivelse", "tjänsteutlåtande"})
MOTIONS: frozenset[DocumentKind] = frozenset({"motion", "interpellation", "initiativärende"})
TOLD_OF_MOTIONS = ("motion", "initiativ", "medborgarförslag", "förslagsställar", "interpell")
"""What words that tell of motions and the like hold, casefolded."""


@value
class Setting:
    """What is known of a document before its voices are told: its kind, board, municipality, and who wrote it.

    `external` tells that none of the municipality's administrations writes; `sent_by_board` that a board itself answers a remiss;
    `tells_of_motions` that a word of TOLD_OF_MOTIONS stands in the text: most documents hold none, and need not be asked piece by piece.
    """

    kind: DocumentKind
    board: str | None
    municipality: str | None
    registers: Registers
    reader: PartyReader
    movers: Movers = field(default_factory=Movers)
    external: bool = False
    sent_by_board: bool = False
    tells_of_motions: bool = True

    def named(self, mention: Mention) -> str | None:
        """A body's full name: "arbetsutskottet" is the board's own, "nämnden" the board, "förvaltningen" its administration."""
        if not mention.own:
            return self.registers.canonical(mention.name, self.municipality) if mention.kind != "administration" else mention.name
        if mention.kind == "committee" and self.board:
            board = self.registers.parent(self.board) or self.board
            return board if mention.name.casefold() == "presidiet" else f"{board}s {mention.name.casefold().removesuffix('et')}"
        return self.board if mention.kind == "board" else mention.name
