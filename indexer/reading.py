"""One file in, one ReadDocument out: extract, rejoin, mask, understand, tell the language. Runs in a worker process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from council.errors import SidecarError
from council.model import ReadDocument
from council.registers import Registers, load_registers
from indexer.blocks import Block
from indexer.bounds import bounded
from indexer.contacts import mask_contacts
from indexer.extract import extract
from indexer.extract.unseen import unseen_text
from indexer.facts import FileFacts
from indexer.paragraphs import blocks as rebuild
from indexer.privacy import Masked, mask, mask_all
from indexer.sidecar import Sidecar, parse_sidecar
from indexer.tasks import ReadingTask
from indexer.understanding import understand


def read_file(task: ReadingTask) -> ReadDocument:
    """What is understood of one file. Raises UnreadableFile; a bad sidecar is a warning, and the file is read without it."""
    options = task.options
    sidecar, warnings = _sidecar(task)
    extracted = extract(task.path, options.limits, task.content)
    layout = rebuild(extracted)
    masking = _Masking(task.masked, options.authorities)
    masked_blocks = list(bounded(masking.blocks(layout.blocks)))
    title = masking.text(extracted.title) if extracted.title else None
    furniture = masking.texts(layout.furniture)
    sidecar = masking.sidecar(sidecar)
    masking.unseen(unseen_text(task.path, extracted, options.limits))
    facts = FileFacts(
        document_id=task.document_id,
        source=task.source,
        label=task.label,
        format_title=title,
        pages=extracted.pages,
        furniture=furniture,
        municipality=options.municipality,
        sidecar=sidecar,
        root=task.root,
        digest=task.digest,
        needs_ocr=extracted.needs_ocr,
        masked=masking.count,
        masked_pages=tuple(sorted(masking.pages)),
        masked_contacts=masking.contacts,
        warnings=(*extracted.warnings, *warnings, *masking.notes),
    )
    return understand(masked_blocks, facts, registers_of(options.registers))


_NOTHING_SAID = Sidecar()


def _sidecar(task: ReadingTask) -> tuple[Sidecar, tuple[str, ...]]:
    if not task.sidecar:
        return _NOTHING_SAID, ()
    try:
        return parse_sidecar(task.sidecar, task.sidecar_name), ()
    except SidecarError as error:
        return Sidecar(), (mask(error.message).text,)


class _Masking:
    """Masks personal identity numbers, and contacts where that is asked for, in all that is kept of a file, and counts them."""

    def __init__(self, count: int = 0, authorities: frozenset[str] | None = None) -> None:
        self.count = count
        self.contacts = 0
        self.pages: set[int] = set()
        self._authorities = authorities

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the document should know of masked contacts."""
        if not self.contacts:
            return ()
        return (f"{self.contacts} telefonnummer eller e-postadresser till privatpersoner är dolda. Originalet visas därför inte.",)

    def text(self, text: str) -> str:
        """A text that stands alone."""
        return self._masked([text])[0].text

    def texts(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Texts that follow on each other; a number may begin in one and end in the next."""
        return tuple(part.text for part in self._masked(texts))

    def blocks(self, blocks: Sequence[Block]) -> list[Block]:
        """Blocks in the order of the page, masked as texts are."""
        texts = [block.text for block in blocks]
        masked = self._masked(texts)
        if [part.text for part in masked] == texts:
            return list(blocks)
        self.pages.update(block.page for block, part in zip(blocks, masked, strict=True) if part.count and block.page)
        return [self._with_text(block, part.text) for block, part in zip(blocks, masked, strict=True)]

    def _masked(self, texts: Sequence[str]) -> list[Masked]:
        if not texts:
            return []
        found = mask_all(_utf8(texts))
        self.count += sum(part.count for part in found)
        if self._authorities is None:
            return found
        contacts = mask_contacts([part.text for part in found], self._authorities)
        self.contacts += sum(part.count for part in contacts)
        return [Masked(last.text, first.count + last.count) for first, last in zip(found, contacts, strict=True)]

    def _with_text(self, block: Block, text: str) -> Block:
        """A block with its text masked; a bold lead that ends within a number is no lead any more."""
        if text == block.text:
            return block
        lead = _Masking(authorities=self._authorities).text(block.lead)
        return replace(block, text=text, lead=lead if text.startswith(lead) else "")

    def sidecar(self, sidecar: Sidecar) -> Sidecar:
        """Every text that a sidecar gives."""
        if sidecar == _NOTHING_SAID:
            return sidecar
        return replace(
            sidecar,
            title=self._maybe(sidecar.title),
            url=self._maybe(sidecar.url),
            municipality=self._maybe(sidecar.municipality),
            board=self._maybe(sidecar.board),
            dnr=tuple(map(self.text, sidecar.dnr)),
            parties=tuple(map(self.text, sidecar.parties)),
            topics=tuple(map(self.text, sidecar.topics)),
        )

    def _maybe(self, text: str | None) -> str | None:
        return self.text(text) if text else None

    def unseen(self, text: str) -> None:
        """What the file holds and nobody reads: it is not kept, but the file as it is must not be handed out."""
        if not self.count:
            self.count = mask(text).count
        if self._authorities is not None and not self.contacts:
            self.contacts = sum(part.count for part in mask_contacts([text], self._authorities))


def _utf8(texts: Sequence[str]) -> Sequence[str]:
    """Texts that UTF-8 can say: half a pair of surrogates, as broken RTF and mail hold them, becomes a question mark."""
    try:
        "\n".join(texts).encode("utf-8")
    except UnicodeEncodeError:
        return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
    return texts


_REGISTERS: dict[Path | None, Registers] = {}


def registers_of(folder: Path | None) -> Registers:
    """The registers that ship, with those of a folder before them; loaded once a process."""
    if folder not in _REGISTERS:
        _REGISTERS[folder] = load_registers(folder)
    return _REGISTERS[folder]
