"""What a run of the indexer did, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from council.model import Document, FailedFile
from indexer.understood import Understood


@dataclass(frozen=True, slots=True)
class MaskedFile:
    """A file in which personal identity numbers were masked: how many, and on which pages; never the numbers."""

    source: str
    count: int
    pages: tuple[int, ...]


def masked_files(documents: Iterable[Document]) -> list[MaskedFile]:
    """The documents in which something was masked, in their order."""
    return [MaskedFile(d.source, d.masked, d.masked_pages) for d in documents if d.masked]


@dataclass(slots=True)
class Report:
    """Counts of one run: files by what became of them, paragraphs written, seconds taken. Filled by the pipeline."""

    indexed: int = 0
    unchanged: int = 0
    pruned: int = 0
    blocked: int = 0
    carried_over: int = 0
    paragraphs: int = 0
    seconds: float = 0.0
    understood: Understood = field(default_factory=Understood)
    failed: list[FailedFile] = field(default_factory=list)
    masked: list[MaskedFile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many files are done with."""
        return self.indexed + self.unchanged + self.blocked + len(self.failed)

    @property
    def exit_code(self) -> int:
        """0 when all went in, 3 when some files could not be read."""
        return 3 if self.failed else 0

    def summary(self) -> str:
        """The run in Swedish, one line a fact; failed files with their reasons."""
        per_second = self.paragraphs / self.seconds if self.seconds else 0.0
        rate = f" ({per_second:.0f} stycken/s)" if self.paragraphs else ""
        lines = [f"{self.indexed} filer indexerade, {self.paragraphs} stycken på {self.seconds:.1f} s{rate}."]
        for count, words in (
            (self.unchanged, "filer oförändrade"),
            (self.carried_over, "handlingar flyttade med från mappar som inte finns här nu"),
            (self.pruned, "handlingar borttagna, eftersom filerna är borta"),
            (self.blocked, "filer spärrade (namndsok remove)"),
        ):
            if count:
                lines.append(f"{count} {words}.")
        lines += map(_on_a_line, self.understood.lines())
        lines += [f"Varning: {_on_a_line(warning)}" for warning in self.warnings]
        if self.masked:
            lines.append(f"Personnummer maskerade i {len(self.masked)} filer:")
            lines += [f"  {_on_a_line(m.source)}: {m.count}{_on_pages(m.pages)}" for m in self.masked]
        if self.failed:
            lines.append(f"{len(self.failed)} filer kunde inte läsas:")
            lines += [f"  {_on_a_line(f.source)}: {_on_a_line(f.reason)}" for f in self.failed]
        return "\n".join(lines)

    def plain(self) -> dict[str, object]:
        """The run as one JSON object: what `namndsok index --json` prints."""
        return {
            "indexed": self.indexed,
            "unchanged": self.unchanged,
            "carried_over": self.carried_over,
            "pruned": self.pruned,
            "blocked": self.blocked,
            "paragraphs": self.paragraphs,
            "seconds": round(self.seconds, 3),
            "understood": self.understood.plain(),
            "masked": [asdict(masked) for masked in self.masked],
            "failed": [asdict(failed) for failed in self.failed],
            "warnings": self.warnings,
        }


def _on_a_line(text: str) -> str:
    """Text that a terminal shows and does not obey: names may hold line ends, escapes and marks of direction."""
    return text if text.isprintable() else repr(text)


def _on_pages(pages: tuple[int, ...]) -> str:
    return f" (s. {', '.join(map(str, pages))})" if pages else ""
