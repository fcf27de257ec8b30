"""Bad files of the formats that programs write: PDF, DOCX, ODT and other archives, HTML, RTF, mail."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.reliability.bad_file import MEGA, SENTENCE, BadFile


def formatted() -> Iterator[BadFile]:
    """Every kind of every format."""
    yield from _pdfs()
    yield from _packed()
    yield from _webpages()
    yield from _letters()


# ── PDF ──


def _pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R", break_table: bool = False) -> bytes:
    """A PDF of these objects, numbered from one, with a table that says where they stand, or a wrong one."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    rows = b"".join(b"%010d 00000 n \n" % (place * (7 if break_table else 1)) for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    end = b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start * (3 if break_table else 1))
    return content + table + end


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), entries, content)


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_WORDS = b"BT /F1 12 Tf 50 700 Td (Namnden beslutar att godkanna forslaget om belysning) Tj ET"


def _one_page(content: bytes, *more: bytes, page: bytes = b"/MediaBox[0 0 595 842]", resources: bytes = b"", broken: bool = False) -> bytes:
    return _pdf(
        _CATALOG,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R %s/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>" % (page, resources),
        content, _FONT, *more, break_table=broken,
    )  # fmt: skip


def _locked(path: Path) -> None:
    canvas = Canvas(str(path), encrypt=StandardEncryption("hemligt", ownerPassword="ägare"))
    canvas.drawString(70, 700, SENTENCE)
    canvas.save()


def _pdfs() -> Iterator[BadFile]:
    good = _one_page(_stream(_WORDS))
    bomb = zlib.compress(b" " * (300 * MEGA), 9)
    yield BadFile("avhuggen.pdf", good[: len(good) // 2])
    yield BadFile("bara_början.pdf", b"%PDF-1.7\n", "refused")
    yield BadFile("låst.pdf", _locked, "refused")
    yield BadFile("trasig_xref.pdf", _one_page(_stream(_WORDS), broken=True))
    yield BadFile("xref_i_ring.pdf", good.replace(b"trailer\n<<", b"trailer\n<</Prev %d " % good.rindex(b"xref\n0")))
    yield BadFile(
        "sidträd_i_ring.pdf", _pdf(_CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>")
    )
    yield BadFile(
        "sida_är_sin_förälder.pdf", _pdf(_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 3 0 R/Contents 3 0 R>>")
    )
    yield BadFile("många_sidor_påstås.pdf", _pdf(_CATALOG, b"<</Type/Pages/Kids[]/Count 2000000000>>"), "refused")
    yield BadFile("minus_sidor.pdf", _pdf(_CATALOG, b"<</Type/Pages/Kids[]/Count -5>>"), "refused")
    yield BadFile("inga_sidor.pdf", _pdf(_CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"), "refused")
    yield BadFile("jättesida.pdf", _one_page(_stream(_WORDS), page=b"/MediaBox[0 0 1e9 1e9]"))
    yield BadFile("sida_utan_yta.pdf", _one_page(_stream(_WORDS), page=b"/MediaBox[0 0 0 0]"))
    yield BadFile("nan_sida.pdf", _one_page(_stream(_WORDS), page=b"/MediaBox[0 0 nan inf]/UserUnit 1e30"))
    yield BadFile("bomb.pdf", _one_page(_stream(bomb, b"/Filter/FlateDecode")))
    yield BadFile(
        "djup_vektor.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 100_000 + b"]" * 100_000 + b">>", b"<</Kids[]/Count 0>>")
    )
    form = _stream(b"/X0 Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X0 6 0 R>>>>")
    yield BadFile("form_i_ring.pdf", _one_page(_stream(b"/X0 Do " + _WORDS), form, resources=b"/XObject<</X0 6 0 R>>"))
    yield BadFile("längd_i_ring.pdf", _one_page(b"<</Length 4 0 R>>\nstream\n" + _WORDS + b"\nendstream"))
    yield BadFile("skript.pdf", good.replace(_CATALOG, b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"))
    yield BadFile("tusen_lager.pdf", _one_page(_stream(b"q " * 100_000 + _WORDS)))
    many = b"".join(b"BT /F1 9 Tf %d %d Td (ord) Tj ET " % (n % 500, n % 800) for n in range(20_000))
    yield BadFile("många_ord_på_varandra.pdf", _one_page(_stream(many)))
    yield BadFile("webbsida.pdf", f"<html><body><p>{SENTENCE}</p></body></html>".encode(), "readable")


# ── DOCX, ODT and other archives ──

_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]>"  # fmt: skip
_OUTSIDE = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def _zip(parts: dict[str, bytes]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def _word(body: bytes, before: bytes = b'<?xml version="1.0"?>', **more: bytes) -> bytes:
    document = before + b"<w:document " + _W + b"><w:body>" + body + b"</w:body></w:document>"
    return _zip({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document, **more})


def _said(text: bytes) -> bytes:
    return b"<w:p><w:r><w:t>" + text + b"</w:t></w:r></w:p>"


def _wide(content: bytes) -> bytes:
    return content.decode().encode("utf-16")


def _odt(content: bytes) -> bytes:
    return _zip({"mimetype": _ODT_TYPE, "META-INF/manifest.xml": b"<m/>", "content.xml": content})


def _long_table(rows: int) -> bytes:
    row = b"<w:tr>" + b"".join(b"<w:tc>" + _said(text) + b"</w:tc>" for text in (b"Vadby skola", b"12 300")) + b"</w:tr>"
    return _word(_said(SENTENCE.encode()) + b"<w:tbl>" + row * rows + b"</w:tbl>")


def _encrypted_flag(content: bytes) -> bytes:
    """The archive with the mark of encryption set on each part, in both its lists."""
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content = content[: start + place] + b"\x01\x00" + content[start + place + 2 :]
            start = content.find(mark, start + 4)
    return content


def _packed() -> Iterator[BadFile]:
    good = _word(_said(SENTENCE.encode()))
    yield BadFile("avhuggen.docx", good[: len(good) // 2], "refused")
    yield BadFile("vänd_byte.docx", good[:60] + bytes([good[60] ^ 255]) + good[61:], "refused")
    yield BadFile("låst.docx", _encrypted_flag(good), "refused")
    yield BadFile("gammal.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "refused")
    yield BadFile("låst_ole.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 3, "refused")
    yield BadFile("tomt_arkiv.docx", _zip({}), "refused")
    yield BadFile("annat_arkiv.docx", _zip({"a.txt": b"hej"}), "refused")
    yield BadFile("utan_typer.docx", _zip({"word/document.xml": b"<a/>"}), "refused")
    yield BadFile("bomb.docx", _word(_said(b"a" * (450 * MEGA))), "refused")
    yield BadFile("många_delar.docx", _zip({"word/document.xml": b"", **{f"{n}": b"" for n in range(12_000)}}), "refused")
    yield BadFile("skratt.docx", _word(_said(b"&j;"), _LAUGHS), "refused")
    yield BadFile("skratt_utf16.docx", _zip({
        "[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS,
        "word/document.xml": _wide(_LAUGHS + b"<w:document " + _W + b"><w:body>" + _said(b"&j;") + b"</w:body></w:document>"),
    }), "refused")  # fmt: skip
    yield BadFile("yttre_entitet.docx", _word(_said(b"&a;" + SENTENCE.encode()), _OUTSIDE), "refused")
    yield BadFile("djup.docx", _word(b"<w:sdt><w:sdtContent>" * 3_000 + _said(b"x") + b"</w:sdtContent></w:sdt>" * 3_000), "refused")
    tables = b"<w:tbl><w:tr><w:tc>" * 60 + _said(SENTENCE.encode()) + b"</w:tc></w:tr></w:tbl>" * 60
    yield BadFile("tabell_i_tabell.docx", _word(tables))
    yield BadFile("stor_tabell.docx", _long_table(2_000))
    yield BadFile("jättetabell.docx", _long_table(30_000))
    yield BadFile("uppåt.docx", _zip({"../../../tmp/x": b"x", "[Content_Types].xml": _TYPES, "word/document.xml": b"<a/>"}), "refused")
    yield BadFile("ingen_xml.docx", _word(b"\xff\xfe\x00 < & >"), "refused")
    yield BadFile("skratt.odt", _odt(_LAUGHS + b"<d>&j;</d>"), "refused")
    yield BadFile("yttre_entitet.odt", _odt(_OUTSIDE + b"<d>&a;</d>"), "refused")
    yield BadFile("skratt_utf16.odt", _odt((_LAUGHS + b"<d>&j;</d>").decode().encode("utf-16")), "refused")
    yield BadFile("djup.odt", _odt(b"<a>" * 20_000 + b"</a>" * 20_000), "refused")
    yield BadFile("ingen_xml.odt", _odt(b"hej"), "refused")
    yield BadFile("bomb.odt", _odt(b"<a>" + b" " * (450 * MEGA) + b"</a>"), "refused")


# ── HTML ──


def _page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def _webpages() -> Iterator[BadFile]:
    said = f"<p>{SENTENCE * 2}</p>"
    script = "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)></svg><iframe src=javascript:alert(4)></iframe>"
    yield BadFile("skript.html", _page(script + said, "<title><script>alert(5)</script></title>"), "readable")
    yield BadFile("ramar.html", b"<html><frameset><frame src=a.html><frame src=b.html></frameset></html>", "refused")
    yield BadFile("bara_skript.html", _page("<script>document.write('x')</script>"), "refused")
    yield BadFile("djup.html", _page("<div>" * 20_000 + SENTENCE))
    yield BadFile("djupa_listor.html", _page("<ul><li>" * 600 + SENTENCE), "refused")
    yield BadFile("fet_fet.html", _page("<b>" * 5_000 + SENTENCE))
    yield BadFile("stor_tabell.html", _page(said + "<table>" + "<tr><td>1</td><td>två</td></tr>" * 2_000 + "</table>"))
    rows = "".join(f"<tr><td>{n}</td><td>Vadby skola {n * 7919 % 9973}</td><td>{n * 31} 300</td></tr>" for n in range(40_000))
    yield BadFile("jättetabell.html", _page(said + "<table>" + rows + "</table>"))
    yield BadFile("bred_tabell.html", _page(said + "<table><tr>" + "<td>cell</td>" * 50_000 + "</tr></table>"))
    yield BadFile("entiteter.html", _LAUGHS + _page(said + "&j;"))
    yield BadFile("okänd_kodning.html", _page(said, '<meta charset="klingonska">'), "readable")
    yield BadFile("idna.html", _page(said, '<meta charset="idna">') + b"." * 300 + b"\xe5", "readable")
    yield BadFile("punycode.html", _page(said + "ö" * 3_000, '<meta charset="punycode">'))
    yield BadFile("utf7.html", _page(said + "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", '<meta charset="utf-7">'))
    yield BadFile("surrogater.html", _page(said + "&#xD800;&#55555555555;&#0;&#x1F;"), "readable")
    yield BadFile("attribut.html", _page("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + f">{SENTENCE}</p>"))
    yield BadFile("stängs_inte.html", b"<html><body><p " + b"<" * 50_000 + SENTENCE.encode())
    yield BadFile("kommentar_utan_slut.html", b"<!-- " * 2_000 + _page(said))


# ── RTF and mail ──


def _letters() -> Iterator[BadFile]:
    head = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: "
    said = SENTENCE.encode()
    yield BadFile("djup.rtf", b"{\\rtf1 " + b"{" * 50_000 + b"x" + b"}" * 50_000 + b"}")
    yield BadFile("avhuggen.rtf", b"{\\rtf1\\ansi{\\fonttbl", "refused")
    yield BadFile("surrogat.rtf", b"{\\rtf1\\ansi " + said + b"\\u-10240?\\u-9216?\\u99999999999? ord ord}")
    yield BadFile("binär.rtf", b"{\\rtf1\\bin999999999 " + said + b"\\'zz\\'}")
    yield BadFile("okänd_kodsida.rtf", b"{\\rtf1\\ansi\\ansicpg99999 " + said + b"\\'e5}")
    yield BadFile("stor.rtf", b"{\\rtf1 " + b"\\par\\tab\\b0 x" * 10_000 + b"}")
    yield BadFile("trasigt_huvud.eml", head + b"=?utf-8?b?7aCA?= =?x?q?=\r\n\r\n" + said, "readable")
    yield BadFile("råa_byte.eml", head + b"\xff\xfe\xe5\r\nDate: =?=?=\r\nFrom: <<<>>,,;@\r\n\r\n" + said)
    yield BadFile("okänd_kodning.eml", head + b'x\r\nContent-Type: text/plain; charset="idna"\r\n\r\n' + b"." * 300 + b"\xe5" + said)
    yield BadFile("nul_kodning.eml", head + b"x\r\nContent-Type: text/plain; charset*=a%00b''x\r\n\r\n" + said)
    parts = b"".join(b"--x%d\r\nContent-Type: multipart/mixed; boundary=x%d\r\n\r\n" % (n, n + 1) for n in range(2_000))
    yield BadFile("djup.eml", head + b"x\r\nContent-Type: multipart/mixed; boundary=x0\r\n\r\n" + parts + said)
    yield BadFile("trasig_base64.eml", head + b"x\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!" + said)
    yield BadFile("adresser.eml", b"From: a@b\r\nSubject: x\r\nTo: " + b"(" * 3_000 + b"\r\n\r\n" + said)
    yield BadFile("bilaga.eml", head + b"x\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\n" + said + b"\r\n--q\r\n"
        b"Content-Disposition: attachment; filename*=utf-8''%ED%A0%80..%2Fx\r\n\r\nx\r\n--q--\r\n", "readable")  # fmt: skip
