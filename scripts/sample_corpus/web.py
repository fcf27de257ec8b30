"""Renders a sample as an HTML page with the menus around it that a municipality's site has, and as Markdown."""

from __future__ import annotations

import html
import re

from sample_corpus.notice import HEADING, MUNICIPALITY, NOTICE
from sample_corpus.source import Block, Source

PAGE = """<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<title>{title} - {municipality}</title>
<meta name="description" content="{title}">
<style>body{{font-family:sans-serif}}nav li{{display:inline}}</style>
</head>
<body>
<header>
<a href="/">{municipality}</a>
<nav><ul><li><a href="/barn">Barn och utbildning</a></li><li><a href="/bygga">Bygga och bo</a></li>
<li><a href="/uppleva">Uppleva och göra</a></li><li><a href="/politik">Kommun och politik</a></li></ul></nav>
</header>
<nav aria-label="Brödsmulor"><a href="/">Start</a> /
<a href="/politik">Kommun och politik</a> / <a href="/politik/moten">Möten och handlingar</a></nav>
<main>
<article>
{body}
</article>
</main>
<aside><p>Hittade du det du sökte? <a href="/synpunkt">Lämna en synpunkt</a></p></aside>
<footer><p>{notice}</p><p>Kontaktcenter, telefon 010-00 00 00, öppet vardagar 8–16</p></footer>
</body>
</html>
"""
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "item": 2}


def render_html(source: Source) -> bytes:
    """The HTML page of a source."""
    body = "\n".join(_element(run, source) for run in runs(source.blocks))
    page = PAGE.format(title=html.escape(source.option("title")), municipality=MUNICIPALITY, notice=NOTICE, body=body)
    return page.encode("utf-8")


def render_md(source: Source) -> bytes:
    """The Markdown of a source, with the notice last."""
    text = "\n\n".join(_markdown(run, source) for run in runs(source.blocks))
    return f"{text}\n\n## {HEADING}\n\n{NOTICE}\n".encode()


def runs(blocks: tuple[Block, ...]) -> list[list[Block]]:
    """Blocks in groups: neighbours of a kind that belong together (list items, rows, lines) in one."""
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and groups[-1][0].kind == block.kind and block.kind in ("bullet", "number", "row", "label", "line"):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def contents(source: Source) -> list[str]:
    """The list of §§, one line each."""
    return [f"{block.ref} {block.text}" for block in source.blocks if block.kind == "item"]


def _element(run: list[Block], source: Source) -> str:
    block = run[0]
    if block.kind in HEADINGS:
        level = HEADINGS[block.kind]
        number = f"\n<p>{html.escape(block.dnr)}</p>" if block.dnr else ""
        return f"<h{level}>{_inline(f'{block.ref} {block.text}'.strip())}</h{level}>{number}"
    if block.kind in ("bullet", "number"):
        tag = "ul" if block.kind == "bullet" else "ol"
        return f"<{tag}>\n" + "\n".join(f"<li>{_inline(item.text)}</li>" for item in run) + f"\n</{tag}>"
    if block.kind in ("row", "label"):
        return "<table>\n" + "\n".join(_row(item.cells or (item.marker, item.text)) for item in run) + "\n</table>"
    if block.kind == "toc":
        return "<ul>\n" + "\n".join(f"<li>{html.escape(line)}</li>" for line in contents(source)) + "\n</ul>"
    return "" if block.kind == "page" else "<p>" + "<br>\n".join(_inline(item.text) for item in run) + "</p>"


def _row(cells: tuple[str, ...]) -> str:
    return "<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in cells) + "</tr>"


def _inline(text: str) -> str:
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", html.escape(text, quote=False))
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)


def _markdown(run: list[Block], source: Source) -> str:
    block = run[0]
    if block.kind in HEADINGS:
        head = f"{'#' * HEADINGS[block.kind]} {block.ref} {block.text}".replace("  ", " ")
        return f"{head}\n\n{block.dnr}" if block.dnr else head
    if block.kind == "bullet":
        return "\n".join(f"- {item.text}" for item in run)
    if block.kind == "number":
        return "\n".join(f"{item.marker} {item.text}" for item in run)
    if block.kind == "row":
        rows = [f"| {' | '.join(item.cells)} |" for item in run]
        return "\n".join([rows[0], "|" + " --- |" * len(run[0].cells), *rows[1:]])
    if block.kind == "label":
        return "\n".join(f"{'**' + item.marker + '** ' if item.marker else ''}{item.text}  " for item in run)
    if block.kind == "toc":
        return "\n".join(f"- {line}" for line in contents(source))
    return "" if block.kind == "page" else "  \n".join(item.text for item in run)
