"""A search as a feed: Atom and JSON Feed, what came in last first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree import ElementTree

from search_api.results import DocumentHead, PassageHit, SearchRequest

ENTRIES = 50
"""Entries of a feed: what comes in between two visits of a reader, with room to spare."""
ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# XML 1.0 has no way to write these, not even escaped.
_UNWRITABLE = {code: " " for code in (*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)) if code not in (0x9, 0xA, 0xD)}


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One paragraph and when its document first came in."""

    document: DocumentHead
    passage: PassageHit
    first_seen: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest of a search. `base` is the site's public address without a slash at the end, or "" for relative addresses."""

    request: SearchRequest
    entries: tuple[FeedEntry, ...]
    base: str = ""
    own_path: str = ""
    page_path: str = ""

    @property
    def title(self) -> str:
        """What the feed follows."""
        return f"Nämndsök: {self.request.q.strip() or 'alla handlingar'}"

    @property
    def updated(self) -> dt.datetime:
        """When the newest entry came in."""
        return max((entry.first_seen for entry in self.entries if entry.first_seen), default=_EPOCH)


def paragraph_path(document_id: str, paragraph_id: str) -> str:
    """The page of a paragraph (DESIGN.md, Pages)."""
    return f"/dokument/{quote(document_id)}/stycke/{quote(paragraph_id)}"


def atom(feed: Feed) -> bytes:
    """The feed as Atom (RFC 4287)."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "sv"})
    _child(root, "title", feed.title)
    _child(root, "id", _urn("sok", feed.own_path))
    _child(root, "updated", _time(feed.updated))
    _child(root, "author").append(_named("name", "Nämndsök"))
    _link(root, feed.base + feed.own_path, "self", "application/atom+xml")
    _link(root, feed.base + feed.page_path, "alternate", "text/html")
    for entry in feed.entries:
        root.append(_atom_entry(entry, feed))
    body: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'.encode()


def json_feed(feed: Feed) -> dict[str, object]:
    """The feed as JSON Feed 1.1."""
    return {
        "version": JSON_FEED,
        "title": feed.title,
        "language": "sv",
        "home_page_url": feed.base + feed.page_path,
        "feed_url": feed.base + feed.own_path,
        "items": [_json_item(entry, feed) for entry in feed.entries],
    }


def _atom_entry(entry: FeedEntry, feed: Feed) -> ElementTree.Element:
    element = ElementTree.Element(f"{{{ATOM}}}entry")
    _child(element, "title", _title(entry))
    _child(element, "id", _urn("stycke", entry.passage.id))
    _child(element, "updated", _time(entry.first_seen or _EPOCH))
    _link(element, feed.base + paragraph_path(entry.document.id, entry.passage.id), "alternate", "text/html")
    _child(element, "summary", entry.passage.text)
    return element


def _json_item(entry: FeedEntry, feed: Feed) -> dict[str, object]:
    return {
        "id": _urn("stycke", entry.passage.id),
        "url": feed.base + paragraph_path(entry.document.id, entry.passage.id),
        "title": _title(entry),
        "content_text": entry.passage.text,
        "date_published": _time(entry.first_seen or _EPOCH),
        "tags": [tag for tag in (entry.document.board, entry.document.kind, *entry.passage.topics) if tag],
    }


def _title(entry: FeedEntry) -> str:
    return " · ".join(part for part in (entry.document.title, entry.document.board, entry.passage.heading) if part)


def _urn(kind: str, value: str) -> str:
    return f"urn:namndsok:{kind}:{quote(value, safe='')}"


def _time(moment: dt.datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return aware.isoformat(timespec="seconds")


def _named(name: str, text: str) -> ElementTree.Element:
    element = ElementTree.Element(f"{{{ATOM}}}{name}")
    element.text = text.translate(_UNWRITABLE)
    return element


def _child(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    element = _named(name, text)
    parent.append(element)
    return element


def _link(parent: ElementTree.Element, href: str, relation: str, kind: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}link", {"href": href.translate(_UNWRITABLE), "rel": relation, "type": kind})
