"""HTML: the main text of a web page with its headings, lists and tables; menus, heads, feet and cookie notices are left as furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html

from council.errors import UnreadableFile
from indexer.blocks import ExtractedText, Line
from indexer.extract.characters import cleaned, decoded, one_space
from indexer.extract.limits import Limits

_Element: TypeAlias = lxml_html.HtmlElement

_CELL_JOINT = " | "
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NEVER_READ = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "head",
    "iframe",
    "object",
    "select",
    "button",
    "input",
    "textarea",
    "canvas",
    "video",
    "audio",
}
_AROUND = {"nav", "aside", "footer", "header", "form", "dialog"}
_ROLES_AROUND = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert", "menu", "menubar"}
_NAMED_AROUND = re.compile(
    r"(?:^|[-_\s])(?:cookie\w*|breadcrumb\w*|brodsmul\w*|menu\w*|meny\w*|nav|navbar|navigation|"
    r"sidebar|footer|sidfot|header|sidhuvud|"
    r"share|dela|"
    r"social\w*|skip\w*|banner|related|relaterat|pagination|print|toolbar)(?:$|[-_\s])",
    re.IGNORECASE,
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = {
    "p", "div", "section", "article", "main", "ul", "ol", "dl", "dt", "dd", "table", "tr", "blockquote", "pre", "figure", "figcaption",
    "address", "details", "summary", "fieldset", "legend", "caption", "body", "center", "hr", "tbody", "thead", "tfoot",
    *_HEADINGS, *_AROUND,
}  # fmt: skip
_BOLD, _ITALIC = {"b", "strong"}, {"i", "em"}
# A main element with less text than this is a page's frame, filled by a script.
_FEWEST_LETTERS = 60
# A list whose text is links to this share is a menu.
_MENU_SHARE = 0.85
_FEWEST_LINKS = 3
_DEEPEST_NESTING = 400


def extract_html(path: Path, limits: Limits) -> ExtractedText:
    """The main text of a web page. UnreadableFile: broken, too_large, no_text."""
    return html_lines(_decoded(path.read_bytes()), limits)


def html_lines(source: str, limits: Limits) -> ExtractedText:
    """The main text of HTML in a string."""
    try:
        root = lxml_html.document_fromstring(_DECLARATION.sub("", cleaned(source)))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("broken", "Filen är skadad: den går inte att läsa som webbsida.") from error
    title = one_space(root.findtext(".//title") or "") or None
    body = root.find("body") if root.find("body") is not None else root
    around = list(_take_away(body))
    lines = tuple(_Walk().lines(_main(body)))
    if sum(len(line.text) for line in lines) > limits.characters:
        raise UnreadableFile("too_large", f"Filen innehåller mer än {limits.characters} tecken text.")
    if not any(any(map(str.isalnum, line.text)) for line in lines):
        raise UnreadableFile("no_text", "Webbsidan innehåller ingen text.")
    return ExtractedText(format="html", lines=lines, title=title, furniture=tuple(around))


def _decoded(content: bytes) -> str:
    if (declared := _CHARSET.search(content[:4096])) and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return decoded(content)
    return decoded(content)


def _take_away(body: _Element) -> Iterator[str]:
    """Remove what stands around a page's text, and give what it said."""
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.tag in _NEVER_READ or element.get("hidden") is not None:
            if element.getparent() is not None:
                element.drop_tree()
            continue
        if _is_around(element) and element.getparent() is not None and not _holds_main(element):
            yield from filter(None, (one_space(text) for text in element.itertext()))
            element.drop_tree()


def _is_around(element: _Element) -> bool:
    if element.tag in _AROUND or element.get("role") in _ROLES_AROUND or element.get("aria-hidden") == "true":
        return True
    named = f"{element.get('id') or ''} {element.get('class') or ''}"
    if element.tag in {"div", "section", "ul", "ol", "p", "span", "a"} and _NAMED_AROUND.search(named):
        return True
    return element.tag in {"ul", "ol"} and _is_menu(element)


def _is_menu(element: _Element) -> bool:
    links = list(element.iter("a"))
    text = len(one_space(element.text_content()))
    return len(links) >= _FEWEST_LINKS and sum(len(one_space(link.text_content())) for link in links) >= _MENU_SHARE * max(1, text)


def _holds_main(element: _Element) -> bool:
    return bool(element.xpath(".//main|.//article|.//*[@role='main']|.//h1"))


def _main(body: _Element) -> _Element:
    """The element that holds the page's text: main, a single article, or all that is left."""
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = body.xpath(path)
        if len(found) == 1 and len(one_space(found[0].text_content())) >= _FEWEST_LETTERS:
            element: _Element = found[0]
            return element
    return body


class _Walk:
    """Collects running text until a block begins or ends."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, bool, bool]] = []

    def lines(self, element: _Element, depth: int = 0, nesting: int = 0) -> Iterator[Line]:
        """The lines of an element; `depth` is how deep in lists it stands."""
        yield from self._inside(element, depth, nesting, marker="")
        yield from self._flush(depth, 0, "")

    def _inside(self, element: _Element, depth: int, nesting: int, marker: str, bold: bool = False, italic: bool = False) -> Iterator[Line]:
        if nesting > _DEEPEST_NESTING:
            raise UnreadableFile("broken", "Webbsidan är för djupt nästlad för att läsas.")
        bold, italic = bold or element.tag in _BOLD, italic or element.tag in _ITALIC
        self._say(element.text, bold, italic)
        number = 0
        for child in element:
            if child.tag == "br":
                yield from self._flush(depth, 0, marker)
            elif child.tag == "tr":
                yield from self._flush(depth, 0, marker)
                yield from self._row(child)
            elif child.tag == "li":
                number += 1
                yield from self._flush(depth, 0, marker)
                mark = f"{number}." if element.tag == "ol" else "•"
                yield from self._inside(child, depth + 1, nesting + 1, mark)
                yield from self._flush(depth + 1, 0, mark)
            elif child.tag in _BLOCKS:
                yield from self._flush(depth, 0, marker)
                level = _HEADINGS.get(child.tag, 0)
                yield from self._inside(child, depth, nesting + 1, marker)
                yield from self._flush(depth, level, marker)
            else:
                yield from self._inside(child, depth, nesting + 1, marker, bold, italic)
            self._say(child.tail, bold, italic)

    def _say(self, text: str | None, bold: bool, italic: bool) -> None:
        if text:
            self._parts.append((text, bold, italic))

    def _row(self, row: _Element) -> Iterator[Line]:
        cells = [one_space(" ".join(cell.itertext()).replace("\n", " ")) for cell in row if cell.tag in {"td", "th"}]
        filled = [cell for cell in cells if cell]
        if filled:
            yield Line(text=_CELL_JOINT.join(filled), cell=len(filled) > 1, gap=1.0)

    def _flush(self, depth: int, level: int, marker: str) -> Iterator[Line]:
        spoken = [(text, bold, italic) for text, bold, italic in self._parts if text.strip()]
        text = one_space("".join(part for part, _, _ in self._parts).replace("\n", " "))
        self._parts = []
        if not text:
            return
        bold, italic = all(part[1] for part in spoken), all(part[2] for part in spoken)
        lead = ""
        for part, is_bold, is_italic in spoken:
            if not (is_bold or is_italic):
                break
            lead += part
        yield Line(
            text=f"{marker} {text}" if marker else text,
            bold=bold,
            italic=italic,
            heading_level=level,
            list_level=depth,
            lead="" if bold or italic else one_space(lead.replace("\n", " ")),
            gap=1.0,
        )
