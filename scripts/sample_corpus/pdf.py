"""Renders a sample as PDF with running heads, page numbers, signature boxes and real type sizes; the same bytes every time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageBreak, PageTemplate, Paragraph, Spacer, Table, TableStyle

from sample_corpus.hyphens import soften
from sample_corpus.notice import CONTACTS, MUNICIPALITY, NOTICE
from sample_corpus.source import Block, Source

MARGIN = 71
GAP = 22
FONTS = {
    "sans": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "serif": ("Times-Roman", "Times-Bold", "Times-Italic"),
}
SIZES = {"h1": (16, 20, 10), "h2": (12, 16, 8), "h3": (10.5, 14, 6), "item": (13, 17, 4)}
Pages = dict[str, int]


class Template(BaseDocTemplate):
    """A document that notes on which page each § begins."""

    def __init__(self, stream: io.BytesIO, source: Source) -> None:
        super().__init__(stream, pagesize=A4, invariant=1, pageCompression=0, title=source.option("title"), author=MUNICIPALITY, lang="sv")
        self.starts: Pages = {}

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # reportlab's name
        """Note the page of a § heading."""
        ref = getattr(flowable, "ref", "")
        if ref:
            self.starts[ref] = self.page


def render_pdf(source: Source) -> bytes:
    """The PDF of a source; built twice, so that the list of §§ and "Sida 1 av 4" know their pages."""
    starts, total, _ = _build(source, {}, 1)
    starts, total, made = _build(source, starts, total)
    return made


def _build(source: Source, starts: Pages, total: int) -> tuple[Pages, int, bytes]:
    stream = io.BytesIO()
    template = Template(stream, source)
    template.addPageTemplates(PageTemplate(frames=_frames(source), onPage=partial(_furniture, source, total)))
    template.build(_story(source, starts))
    return template.starts, template.page, stream.getvalue()


def _frames(source: Source) -> list[Frame]:
    width, height = A4
    columns = int(source.option("columns", "1"))
    wide = (width - 2 * MARGIN - (columns - 1) * GAP) / columns
    tall = height - 2 * MARGIN - 60
    return [Frame(MARGIN + i * (wide + GAP), MARGIN + 20, wide, tall, 0, 0, 0, 0, id=f"c{i}") for i in range(columns)]


def _furniture(source: Source, total: int, canvas: Canvas, _template: Template) -> None:
    regular, bold, _ = FONTS[source.option("font", "sans")]
    width, height = A4
    canvas.setFont(bold, 10)
    canvas.drawString(MARGIN, height - 45, source.option("organ", MUNICIPALITY))
    canvas.setFont(regular, 9)
    for i, line in enumerate(line for line in (source.option("label"), source.option("head_date")) if line):
        canvas.drawString(MARGIN, height - 58 - 12 * i, line)
    number = source.option("page_number", "{n} ({total})").format(n=canvas.getPageNumber(), total=total)
    canvas.drawRightString(width - MARGIN, height - 45, number)
    if source.option("signatures"):
        _signatures(canvas, width)
    canvas.setFont(regular, 7)
    canvas.drawCentredString(width / 2, 26, f"{NOTICE} {CONTACTS}")


def _signatures(canvas: Canvas, width: float) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.line(MARGIN, 72, width - MARGIN, 72)
    canvas.drawString(MARGIN, 60, "Justerandes sign")
    canvas.drawRightString(width - MARGIN, 60, "Utdragsbestyrkande")


def _story(source: Source, starts: Pages) -> list[Flowable]:
    styles = _styles(source)
    story: list[Flowable] = []
    blocks = list(source.blocks)
    while blocks:
        kind = blocks[0].kind
        run = _run(blocks) if kind in ("row", "label") else blocks[:1]
        blocks = blocks[len(run) :]
        story.extend(_flowables(run, styles, source, starts))
    return story


def _run(blocks: list[Block]) -> list[Block]:
    size = next((i for i, block in enumerate(blocks) if block.kind != blocks[0].kind), len(blocks))
    return blocks[:size]


def _flowables(run: list[Block], styles: dict[str, ParagraphStyle], source: Source, starts: Pages) -> list[Flowable]:
    block = run[0]
    makers: dict[str, Callable[[], list[Flowable]]] = {
        "row": lambda: [_table(run, styles), Spacer(1, 8)],
        "label": lambda: [_labels(run, styles), Spacer(1, 6)],
        "toc": lambda: _contents(source, styles, starts),
        "page": lambda: [PageBreak()],
        "item": lambda: _item(block, styles, source),
        "bullet": lambda: [Paragraph(_inline(block.text, source), styles["list"], bulletText=source.option("bullet", "•"))],
        "number": lambda: [Paragraph(_inline(block.text, source), styles["list"], bulletText=block.marker)],
    }
    make = makers.get(block.kind, lambda: [Paragraph(_inline(block.text, source, block.kind), styles[block.kind])])
    return make()


def _item(block: Block, styles: dict[str, ParagraphStyle], source: Source) -> list[Flowable]:
    if source.option("item_style") == "one_line":
        head = Paragraph(_inline(f"{block.ref} {block.text}", source, "item"), styles["item"])
        head.ref = block.ref
        return [head, *([Paragraph(_inline(block.dnr, source, "line"), styles["line"])] if block.dnr else [])]
    number = Paragraph(_inline(f"{block.ref} {block.dnr}".strip(), source, "item"), styles["ref"])
    number.ref = block.ref
    return [number, Paragraph(_inline(block.text, source, "item"), styles["item"])]


def _contents(source: Source, styles: dict[str, ParagraphStyle], starts: Pages) -> list[Flowable]:
    items = [block for block in source.blocks if block.kind == "item"]
    rows = [[block.ref, Paragraph(block.text, styles["toc"]), str(starts.get(block.ref, ""))] for block in items]
    plain = TableStyle(
        [("FONT", (0, 0), (-1, -1), "Helvetica", 10), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0)]
    )
    return [Table(rows, colWidths=[42, 360, 40], style=plain, hAlign="LEFT"), Spacer(1, 8)]


def _table(run: list[Block], styles: dict[str, ParagraphStyle]) -> Flowable:
    rows = [[Paragraph(_bold(cell) if i == 0 else cell, styles["cell"]) for cell in block.cells] for i, block in enumerate(run)]
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0.4, 0.4, 0.4)), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return KeepTogether([Table(rows, style=grid, hAlign="LEFT", repeatRows=1)])


def _labels(run: list[Block], styles: dict[str, ParagraphStyle]) -> Flowable:
    rows = [
        [Paragraph(_bold(block.marker), styles["cell"]) if block.marker else "", Paragraph(block.text, styles["cell"])] for block in run
    ]
    tight = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ]
    )
    return Table(rows, colWidths=[130, 320], style=tight, hAlign="LEFT")


def _bold(text: str) -> str:
    return f"<b>{text}</b>"


def _inline(text: str, source: Source, kind: str = "text") -> str:
    if kind == "text" and source.option("hyphenate"):
        text = soften(text)
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)


def _styles(source: Source) -> dict[str, ParagraphStyle]:
    regular, bold, _ = FONTS[source.option("font", "sans")]
    size = float(source.option("size", "10.5"))
    base = ParagraphStyle(
        "text", fontName=regular, fontSize=size, leading=size * 1.32, spaceAfter=7, alignment=TA_LEFT, embeddedHyphenation=1
    )
    styles = {
        name: ParagraphStyle(
            name, base, fontName=bold, fontSize=s, leading=lead, spaceBefore=before, spaceAfter=3, keepWithNext=1, embeddedHyphenation=0
        )
        for name, (s, lead, before) in SIZES.items()
    }
    return styles | {
        "text": base,
        "line": ParagraphStyle("line", base, spaceAfter=1, embeddedHyphenation=0),
        "list": ParagraphStyle("list", base, leftIndent=18, bulletIndent=2, spaceAfter=3),
        "ref": ParagraphStyle("ref", styles["item"], fontSize=11.5, spaceBefore=16, spaceAfter=0),
        "cell": ParagraphStyle("cell", base, fontSize=9.5, leading=12, spaceAfter=0, embeddedHyphenation=0),
        "toc": ParagraphStyle("toc", base, fontName="Helvetica", fontSize=10, leading=12, spaceAfter=0, embeddedHyphenation=0),
    }
