"""Makes a folder of bad files, more than sixty kinds, when a test runs: small on disk, whatever they pretend to be."""

from __future__ import annotations

import json
import os
import socket
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

import docx
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

Fate = Literal["refused", "readable", "either"]
"""What has to become of a file: a reason in the report, a place in the index, or one of the two."""

Content = bytes | Callable[[Path], None]
KILO, MEGA, GIGA = 1 << 10, 1 << 20, 1 << 30
SENTENCE = "Nämnden beslutar att godkänna förslaget om belysning vid gångvägen. "


@dataclass(frozen=True)
class BadFile:
    """One kind: the name below the folder, how it is made, what has to become of it."""

    name: str
    content: Content
    fate: Fate = "either"

    def make(self, folder: Path) -> None:
        path = folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
        else:
            self.content(path)


def make_all(folder: Path) -> list[BadFile]:
    """Write every kind into a folder, and give what was written."""
    kinds = [*_plain(), *_odd_names(), *_special(), *_pdfs(), *_packed(), *_webpages(), *_letters()]
    for kind in kinds:
        kind.make(folder)
    _make_sidecars(folder)
    return [*kinds, *(BadFile(name, b"", "readable") for name in SIDECARS)]


# ── plain text and bytes ──


def _plain() -> Iterator[BadFile]:
    yield BadFile("tom.txt", b"", "refused")
    yield BadFile("tom.pdf", b"", "refused")
    yield BadFile("tom.docx", b"", "refused")
    yield BadFile("blanksteg.txt", b" \n\t\r\n" * 500, "refused")
    yield BadFile("nollor.txt", bytes(64 * KILO), "refused")
    yield BadFile("slump.txt", bytes(zlib.crc32(bytes([n % 256, n // 256])) % 256 for n in range(20_000)), "refused")
    yield BadFile("slump.pdf", bytes(range(256)) * 50, "refused")
    yield BadFile("nul_i_text.txt", SENTENCE.encode().replace(b" ", b"\0 ") * 3)
    yield BadFile("blandad_kodning.txt", SENTENCE.encode() * 4 + SENTENCE.encode("cp1252") * 4, "readable")
    yield BadFile("utf16_utan_märke.txt", (SENTENCE * 4).encode("utf-16-le"), "readable")
    yield BadFile("utf16_udda.txt", b"\xff\xfe" + (SENTENCE * 4).encode("utf-16-le") + b"\x41", "readable")
    yield BadFile("utf16_ensam_surrogat.txt", b"\xff\xfe" + (SENTENCE + "\ud800" + SENTENCE).encode("utf-16-le", "surrogatepass"))
    yield BadFile("utf8_surrogat.txt", (SENTENCE + "\udc80\ud83d" + SENTENCE).encode("utf-8", "surrogatepass") * 9)
    yield BadFile("höger_till_vänster.txt", f"\u202e{SENTENCE}\u202d\u2066{SENTENCE}\u200f\u200e\u061c".encode() * 3, "readable")
    yield BadFile("zalgo.txt", ("a" + "\u0301\u0323\u0489" * 40 + " ord ").encode() * 500)
    yield BadFile("en_rad.txt", SENTENCE.encode() * (10 * MEGA // len(SENTENCE.encode())))
    yield BadFile("ett_ord.txt", b"a" * (10 * MEGA))
    yield BadFile("bara_siffror.txt", b"1" * (2 * MEGA))
    yield BadFile("bara_radbrytningar.txt", b"\n" * (5 * MEGA) + SENTENCE.encode(), "readable")
    yield BadFile("bara_paragraftecken.txt", ("§ " * 20_000).encode())
    yield BadFile("bara_skiljetecken.txt", b"-.,;:!?()[]{}" * 5_000)
    yield BadFile("styrtecken.txt", b"\x1b[31m" + SENTENCE.encode() + b"\x1b]0;titel\x07\x1b[2J", "readable")
    yield BadFile("stor_tabell.md", ("| a | b | c |\n|---|---|---|\n" + "| 1 | 2 | tre |\n" * 2_000).encode())
    yield BadFile("djup_markdown.md", (">" * 2_000 + " citat\n" + "".join(f"{' ' * n}- punkt\n" for n in range(0, 1_500, 2))).encode())
    yield BadFile("stängs_aldrig.md", b"[" * 20_000 + b"](" * 5_000 + b"`" * 999 + SENTENCE.encode())


def _sparse(size: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


# ── names, and what is no file ──


def _odd_names() -> Iterator[BadFile]:
    said = SENTENCE.encode()
    yield BadFile("rad\nbrytning.txt", said, "readable")
    yield BadFile("citat\"'`$(touch x).txt", said, "readable")
    yield BadFile("<script>alert(1)<&>.txt", said, "readable")
    yield BadFile("{{7*7}}${7*7}%s%n.txt", said, "readable")
    yield BadFile("\u202etxt.fdp.txt", said, "readable")
    yield BadFile("\x1b[31mröd.txt", said, "readable")
    yield BadFile(os.fsdecode(b"latin\xe5\xe4\xf6.txt"), said)
    yield BadFile(os.fsdecode(b"trasig\xff\xfe.pdf"), b"%PDF-1.7 ingenting", "refused")
    yield BadFile("n" * 250 + ".txt", said, "readable")
    yield BadFile("/".join(["djup"] * 60) + "/fil.txt", said, "readable")
    yield BadFile("upp..%2f..%2fetc%2fpasswd.txt", said, "readable")
    yield BadFile(" .txt", said, "readable")


def _socket(path: Path) -> None:
    """A socket's path may hold some hundred bytes: it is made from inside its folder."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as held:
            held.bind(path.name)
    finally:
        os.chdir(before)


def _special() -> Iterator[BadFile]:
    yield BadFile("rör.txt", lambda path: os.mkfifo(path), "refused")
    yield BadFile("uttag.pdf", _socket, "refused")
    yield BadFile("slinga.txt", lambda path: path.symlink_to(path.name), "refused")
    yield BadFile("ingenstans.txt", lambda path: path.symlink_to("finns-inte.txt"), "refused")
    yield BadFile("ut.txt", lambda path: path.symlink_to("/etc/passwd"), "refused")
    yield BadFile("rot_slinga/fil.txt", _folder_with_loop, "readable")
    yield BadFile("fyra_gigabyte.txt", _sparse(4 * GIGA), "refused")
    yield BadFile("fyra_gigabyte.pdf", _sparse(4 * GIGA), "refused")
    yield BadFile("enhet.txt", lambda path: path.symlink_to("/dev/zero"), "refused")
    if os.geteuid() != 0:
        yield BadFile("stängd.txt", _closed, "refused")


def _folder_with_loop(path: Path) -> None:
    path.write_text(SENTENCE)
    (path.parent / "upp").symlink_to("..", target_is_directory=True)


def _closed(path: Path) -> None:
    path.write_text(SENTENCE)
    path.chmod(0)


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


def _long_table(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    document.save(str(path))
    row = b"<w:tr>" + b"<w:tc>" + _said(b"cell") + b"</w:tc></w:tr>"
    path.write_bytes(_word(_said(SENTENCE.encode()) + b"<w:tbl>" + row * 2_000 + b"</w:tbl>"))


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
    yield BadFile("stor_tabell.docx", _long_table)
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


# ── what stands beside documents ──

SIDECARS: dict[str, Content] = {
    "s_trasig.txt": b"{",
    "s_lista.txt": b"[1,2]",
    "s_tal.txt": b'{"title": 7, "dnr": {"a": 1}}',
    "s_okänt.txt": b'{"hemligt": "x"}',
    "s_djup.txt": b"[" * 200_000,
    "s_stor.txt": b'{"title": "' + b"a" * (3 * MEGA) + b'"}',
    "s_gles.txt": _sparse(4 * GIGA),
    "s_kodning.txt": '{"title": "Åäö"}'.encode("utf-16"),
    "s_nan.txt": b'{"date": NaN, "title": null}',
    "s_datum.txt": b'{"date": "2024-13-45"}',
    "s_url.txt": b'{"url": "javascript:alert(1)"}',
    "s_surrogat.txt": b'{"title": "\\ud800"}',
    "s_stort_tal.txt": b'{"title": ' + b"9" * 10_000 + b"}",
    "s_rör.txt": lambda path: os.mkfifo(path),
    "s_länk.txt": lambda path: path.symlink_to("/etc/passwd"),
    "s_mapp.txt": lambda path: path.mkdir(),
}
"""Documents that can be read, by name, with a sidecar that cannot."""

MANIFEST = [
    b"", b"hej", b"[]", b"null", b"{", b'{"source": 7}', b'{"source": "../../etc/passwd", "title": "x"}', b"\xff\xfe", b"[" * 100_000,
    json.dumps({"source": "tom.txt", "title": "x" * 5_000}).encode(), b'{"source": "\\ud800", "title": "x"}', b"1" * 10_000,
]  # fmt: skip
"""Lines of documents.jsonl, none of any use."""


def _make_sidecars(folder: Path) -> None:
    for name, content in SIDECARS.items():
        (folder / name).write_text(SENTENCE, encoding="utf-8")
        BadFile(f"{name}.json", content).make(folder)
    (folder / "documents.jsonl").write_bytes(b"\n".join(MANIFEST * 5))
