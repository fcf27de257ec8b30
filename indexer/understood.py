"""What a run of the indexer understood of the documents it read: their kinds and boards, and what it could not tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from council.model import Document

MOST_BOARDS = 15
"""Boards that the summary names; the JSON report has all."""


@dataclass(slots=True)
class Understood:
    """Counts over the documents of one run: by kind and by board, undated, without a board, and pages that want OCR."""

    kinds: Counter[str] = field(default_factory=Counter)
    boards: Counter[str] = field(default_factory=Counter)
    undated: int = 0
    without_board: int = 0
    needs_ocr: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Pages without a text layer, by the source of their document."""

    def take(self, document: Document) -> None:
        """Count a document in."""
        self.kinds[document.kind] += 1
        self.undated += document.date is None
        if document.board is None:
            self.without_board += 1
        else:
            self.boards[document.board] += 1
        if document.needs_ocr:
            self.needs_ocr[document.source] = document.needs_ocr

    def lines(self) -> list[str]:
        """The counts in Swedish, a fact a line; none where nothing was read."""
        if not self.kinds:
            return []
        others = len(self.boards) - MOST_BOARDS
        more = f" och {others} nämnder till" if others > 0 else ""
        said = [f"Slag: {_listed(self.kinds)}."]
        if self.boards:
            said.append(f"Nämnder: {_listed(self.boards, MOST_BOARDS)}{more}.")
        said += [f"{count} {words}." for count, words in ((self.undated, "utan datum"), (self.without_board, "utan nämnd")) if count]
        if self.needs_ocr:
            pages = sum(map(len, self.needs_ocr.values()))
            said.append(f"{pages} sidor i {len(self.needs_ocr)} filer är bilder utan text och behöver OCR.")
        return said

    def plain(self) -> dict[str, object]:
        """The counts as JSON holds them."""
        return {
            "kinds": dict(self.kinds.most_common()),
            "boards": dict(self.boards.most_common()),
            "undated": self.undated,
            "without_board": self.without_board,
            "needs_ocr": [{"source": source, "pages": list(pages)} for source, pages in sorted(self.needs_ocr.items())],
        }


def _listed(counts: Counter[str], most: int | None = None) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common(most))
