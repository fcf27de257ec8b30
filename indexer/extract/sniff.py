"""What a file is, judged by its first bytes: names lie (a web page that is called .pdf is common)."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import FileIO
from pathlib import Path
from typing import Literal, TypeAlias

from council.errors import UnreadableFile
from indexer.extract.characters import decoded, is_plain

Kind: TypeAlias = Literal["pdf", "docx", "odt", "rtf", "html", "mail", "text"]

# The PDF mark may stand after other bytes, within the first kilobyte (PDF 32000-1, appendix H.3.4.1).
_PDF_WINDOW = 1024
HEAD = 8192
"""Bytes of a file by which it is judged."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = b"application/vnd.oasis.opendocument.text"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|div|article|main|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_FIELDS = (
    "from:", "to:", "subject:", "date:", "received:", "return-path:", "message-id:", "mime-version:", "delivered-to:", "content-type:",
)  # fmt: skip
_MAIL_FIELD = re.compile(rf"^({'|'.join(_MAIL_FIELDS)}|X-[\w-]+:)", re.IGNORECASE)
_ANY_FIELD = re.compile(r"(?:[\w-]+:|From )")
# Binary files have control characters; texts have next to none.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\ufffd]")
_MOST_CONTROLS = 0.02


def beginning(path: Path) -> bytes:
    """The bytes of a file's beginning that tell what it is; all of a small file. Raises OSError."""
    with FileIO(path) as file:
        return first_bytes(file)


def first_bytes(file: FileIO) -> bytes:
    """HEAD bytes of a file that was just opened; fewer only where it has no more, though a system may give less than is asked for."""
    head = file.read(HEAD)
    while 0 < len(head) < HEAD and (more := file.read(HEAD - len(head))):
        head += more
    return head


def sniff(path: Path) -> Kind:
    """The kind of a file. UnreadableFile: unsupported, encrypted (old or protected Office files), broken."""
    head = beginning(path)
    return packed_kind(path, head) or written_kind(decoded(head))


def packed_kind(path: Path, head: bytes) -> Kind | None:
    """The kind of a file that its first bytes mark; None where they are text. UnreadableFile as for sniff."""
    if b"%PDF-" in head[:_PDF_WINDOW]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(path)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_OLE):
        return _old_office(path)
    return None


def _packed(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return "docx"
            if "mimetype" in names and archive.getinfo("mimetype").file_size < len(_ODT) + 20 and archive.read("mimetype").startswith(_ODT):
                return "odt"
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile("broken", "Filen är skadad: dess innehåll går inte att packa upp.") from error
    raise UnreadableFile("unsupported", "Filen är ett arkiv eller en filtyp som inte stöds.")


def _old_office(path: Path) -> Kind:
    """Word files with a password are wrapped as old Office files, with a stream of this name."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes()[: 1 << 20]:
        raise UnreadableFile("encrypted", "Filen är skyddad med lösenord och kan inte läsas.")
    raise UnreadableFile("unsupported", "Gamla Office-filer (.doc, .xls) stöds inte. Spara filen som .docx eller PDF.")


def written_kind(text: str) -> Kind:
    """The kind of a file of text, by its beginning. UnreadableFile: unsupported."""
    if not is_plain(text) and len(_CONTROL.findall(text)) > _MOST_CONTROLS * max(1, len(text)):
        raise UnreadableFile("unsupported", "Filen är ingen text och ingen filtyp som stöds.")
    if _HTML.match(text):
        return "html"
    if _is_mail(text):
        return "mail"
    return "text"


def _is_mail(text: str) -> bool:
    """Two of a mail's usual fields before the first blank line, and nothing but fields there."""
    text = text.lstrip("\ufeff")
    if not (text[:1].isspace() or _ANY_FIELD.match(text)):
        return False
    header = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    lines = [line for line in header.splitlines() if line and not line[0].isspace()]
    if not all(map(_ANY_FIELD.match, lines)):
        return False
    return len({match.group(1).lower() for line in lines if (match := _MAIL_FIELD.match(line))}) >= 2
