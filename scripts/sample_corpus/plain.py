"""Renders a sample as plain text, wrapped as a typist would, in the encoding and with the line ends its front matter asks for."""

from __future__ import annotations

import re
import textwrap

from sample_corpus.notice import HEADING, NOTICE
from sample_corpus.source import Block, Source
from sample_corpus.web import contents, runs

WIDTH = 76


def render_txt(source: Source) -> bytes:
    """The text of a source. `encoding` is a codec's name, `newline` crlf or lf."""
    parts = [part for run in runs(source.blocks) if (part := _plain(run, source))]
    text = "\n\n".join([*parts, HEADING, NOTICE]) + "\n"
    newline = "\r\n" if source.option("newline") == "crlf" else "\n"
    return text.replace("\n", newline).encode(source.option("encoding", "utf-8"))


def _plain(run: list[Block], source: Source) -> str:
    block = run[0]
    if block.kind == "item":
        return "\n".join(filter(None, (f"{block.ref}   {block.dnr}".strip(), _wrap(block.text))))
    if block.kind in ("bullet", "number"):
        return "\n".join(_wrap(f"{item.marker or '-'} {item.text}", "  ") for item in run)
    if block.kind in ("row", "label"):
        return "\n".join(f"{(item.cells or (item.marker,))[0]:<22}{'   '.join(item.cells[1:]) or item.text}".rstrip() for item in run)
    if block.kind == "toc":
        return "\n".join(_wrap(line, "     ") for line in contents(source))
    return "" if block.kind == "page" else "\n".join(_wrap(item.text) for item in run)


def _wrap(text: str, indent: str = "") -> str:
    bare = re.sub(r"\*+(.+?)\*+", r"\1", text)
    return textwrap.fill(bare, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
