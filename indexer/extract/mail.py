"""E-mail (.eml): the subject, who wrote to whom and when, and the text; attachments are named."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from pathlib import Path

from council.errors import UnreadableFile
from indexer.blocks import ExtractedText, Line
from indexer.extract.characters import cleaned, decoded, one_space
from indexer.extract.html import html_lines
from indexer.extract.limits import Limits
from indexer.extract.text import plain_lines

_FIELDS = {"from": "Från", "to": "Till", "cc": "Kopia", "date": "Datum", "subject": "Ämne"}


def extract_mail(path: Path, limits: Limits) -> ExtractedText:
    """The lines of a mail. UnreadableFile: too_large, no_text."""
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    subject = one_space(str(message.get("subject") or "")) or None
    head = [Line(text=f"{name}: {one_space(str(message[field]))}", gap=1.0) for field, name in _FIELDS.items() if message.get(field)]
    body = _body(message, limits)
    attached = [one_space(str(part.get_filename())) for part in message.iter_attachments() if part.get_filename()]
    names = [Line(text=f"Bilaga: {name}", gap=1.0) for name in attached]
    if not body and not subject:
        raise UnreadableFile("no_text", "E-postmeddelandet innehåller ingen text.")
    return ExtractedText(format="mail", lines=(*head, *body, *names), title=subject)


def _body(message: EmailMessage, limits: Limits) -> tuple[Line, ...]:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ()
    content = part.get_payload(decode=True)
    text = cleaned(_text(part, content if isinstance(content, bytes) else b""))
    if len(text) > limits.characters:
        raise UnreadableFile("too_large", f"Filen innehåller mer än {limits.characters} tecken text.")
    if part.get_content_subtype() == "html":
        return html_lines(text, limits).lines
    return tuple(plain_lines(text))


def _text(part: MIMEPart, content: bytes) -> str:
    charset = part.get_content_charset()
    try:
        return content.decode(charset) if charset else decoded(content)
    except (LookupError, UnicodeDecodeError):
        return decoded(content)
