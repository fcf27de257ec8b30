"""Draws small PDF pages for tests: lines at given places, in Helvetica, which holds å, ä and ö in its standard encoding."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0


@dataclass(frozen=True)
class Drawn:
    """A line of text at (x, y) from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 11.0
    bold: bool = False


def draw(path: Path, pages: list[list[Drawn]], *, rotate: int = 0, turned: bool = False, password: str | None = None) -> Path:
    """Write a PDF of the pages; `rotate` sets the pages' /Rotate, `turned` draws the text running upwards."""
    encrypt = StandardEncryption(password, ownerPassword="owner") if password else None
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), encrypt=encrypt, invariant=1)
    for page in pages:
        if rotate:
            canvas.setPageRotation(rotate)
        if turned:
            canvas.translate(WIDTH, 0)
            canvas.rotate(90)
        for line in page:
            canvas.setFont("Helvetica-Bold" if line.bold else "Helvetica", line.size)
            canvas.drawString(line.x, line.y, line.text)
        canvas.showPage()
    canvas.save()
    return path


def column(lines: list[str], x: float = 70, top: float = 700, leading: float = 13, *, size: float = 11, bold: bool = False) -> list[Drawn]:
    """Lines below each other."""
    return [Drawn(x, top - leading * number, text, size, bold) for number, text in enumerate(lines)]
