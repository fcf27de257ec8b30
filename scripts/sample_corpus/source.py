"""Reads one text of samples/source: its front matter, and its body as blocks that every format can render.

A body is Markdown with three additions: `§ 12 || KS 2019/45 || Title` opens an item of minutes, `Label :: value` is a row of
the attendance list (more rows with an empty label continue it), `[[toc]]` is the list of §§, `[[page]]` a page break, and a line
that begins with `~ ` stands by itself (signatures, header lines) without space around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import yaml

BlockKind = Literal["h1", "h2", "h3", "item", "text", "bullet", "number", "row", "label", "line", "toc", "page"]

ITEM = re.compile(r"^(?P<ref>§ ?\d+) \|\| ?(?P<dnr>.*?) ?\|\| (?P<title>.+)$")
NUMBER = re.compile(r"^(?P<marker>\d+\.|[a-z]\)) (?P<text>.+)$")
LABEL = re.compile(r"^(?P<label>[^|]*?) ?:: (?P<text>.+)$")
PLACES = re.compile(r"^\|[\s:|-]+\|$")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body. `cells` belong to rows, `marker` to numbered items, `ref` and `dnr` to items of minutes."""

    kind: BlockKind
    text: str = ""
    marker: str = ""
    ref: str = ""
    dnr: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A text with what its front matter says. `options` are passed on to the renderer of its format."""

    name: str
    file: str
    blocks: tuple[Block, ...]
    options: dict[str, object] = field(default_factory=dict)

    @property
    def format(self) -> str:
        """The suffix of the file that is made, without its dot."""
        return Path(self.file).suffix.removeprefix(".")

    def option(self, key: str, default: str = "") -> str:
        """A front matter value as text."""
        return str(self.options.get(key, default))


def read_sources(folder: Path) -> list[Source]:
    """Every text of the folder, by name; an `extract_of` takes one item of another text's body."""
    sources = {path.stem: _read(path) for path in sorted(folder.glob("*.md"))}
    return [_with_extract(source, sources) for source in sources.values()]


def _read(path: Path) -> Source:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    options: dict[str, object] = yaml.safe_load(front)
    return Source(path.stem, str(options.pop("file")), tuple(parse(body)), options)


def _with_extract(source: Source, sources: dict[str, Source]) -> Source:
    origin = source.option("extract_of")
    if not origin:
        return source
    item = _item(sources[origin].blocks, source.option("item"))
    return replace(source, blocks=(*source.blocks, *item))


def _item(blocks: tuple[Block, ...], ref: str) -> tuple[Block, ...]:
    starts = [i for i, block in enumerate(blocks) if block.kind == "item"]
    start = next(i for i in starts if blocks[i].ref == ref)
    end = next((i for i in starts if i > start), len(blocks))
    return tuple(block for block in blocks[start:end] if block.kind != "page")


def parse(body: str) -> list[Block]:
    """Blocks of a body; paragraphs may run over several lines and end at an empty one."""
    blocks: list[Block] = []
    running: list[str] = []
    for line in [*body.splitlines(), ""]:
        block = _line(line)
        if block is None and line.strip():
            running.append(line.strip())
            continue
        if running:
            blocks = _flush(blocks, " ".join(running))
            running = []
        if block is not None:
            blocks.append(block)
        else:
            blocks.append(Block("text"))
    return [block for block in blocks if block.kind != "text" or block.text]


def _flush(blocks: list[Block], text: str) -> list[Block]:
    # A line that follows a list item without an empty line between continues it.
    if blocks and blocks[-1].kind in ("bullet", "number"):
        return [*blocks[:-1], replace(blocks[-1], text=f"{blocks[-1].text} {text}")]
    return [*blocks, Block("text", text)]


def _line(line: str) -> Block | None:
    for prefix, kind in (("### ", "h3"), ("## ", "h2"), ("# ", "h1"), ("- ", "bullet"), ("~ ", "line")):
        if line.startswith(prefix):
            return Block(kind, line.removeprefix(prefix).strip())  # type: ignore[arg-type]  # the kinds just above
    if line.strip() in ("[[toc]]", "[[page]]"):
        return Block("toc" if "toc" in line else "page")
    if match := ITEM.match(line):
        return Block("item", match["title"], ref=match["ref"], dnr=match["dnr"])
    if match := NUMBER.match(line):
        return Block("number", match["text"], marker=match["marker"])
    if line.startswith("|"):
        cells = tuple(cell.strip() for cell in line.strip()[1:-1].split("|"))
        return None if PLACES.match(line) and not line.strip("|-: ") else Block("row", cells=cells)
    if match := LABEL.match(line):
        return Block("label", match["text"], marker=match["label"])
    return None
