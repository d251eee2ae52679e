"""Feeds in Atom (RFC 4287)."""

from __future__ import annotations

from apercu.reading.dating import stamp
from apercu.reading.feeds.items import Author, Entry, Feed
from apercu.reading.machine.heads import ATOM
from apercu.reading.xml_writing import XmlWriter

NAMESPACE = "http://www.w3.org/2005/Atom"
_PAGE = "text/html"


def write(feed: Feed) -> bytes:
    """The feed as an Atom document in UTF-8."""
    xml = XmlWriter()
    with xml.within("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language}):
        _about(xml, feed)
        for entry in feed.entries:
            _entry(xml, entry)
    return xml.written


def _about(xml: XmlWriter, feed: Feed) -> None:
    xml.element("id", feed.id)
    xml.element("title", feed.title)
    if feed.subtitle:
        xml.element("subtitle", feed.subtitle)
    xml.element("updated", stamp(feed.updated))
    _link(xml, "self", feed.address, type=ATOM)
    _link(xml, "alternate", feed.home, type=_PAGE, hreflang=feed.language)
    _person(xml, feed.author)
    if feed.licence:
        xml.element("rights", feed.licence)
    if feed.licence_address:
        _link(xml, "license", feed.licence_address)  # RFC 4946


def _entry(xml: XmlWriter, entry: Entry) -> None:
    """One entry (RFC 4287 §4.1.2), its texts in its own language."""
    with xml.within("entry", {"xml:lang": entry.language}):
        xml.element("id", entry.id)
        xml.element("title", entry.title, _language_of_title(entry))
        xml.element("published", stamp(entry.published))
        xml.element("updated", stamp(entry.updated))
        if entry.address:
            _link(xml, "alternate", entry.address, type=_PAGE)
        for address in entry.related:
            _link(xml, "related", address)
        for author in entry.authors:
            _person(xml, author)
        for one in entry.categories:
            xml.element("category", "", {"term": one.term, "scheme": one.scheme, "label": one.label})
        if entry.gist:
            xml.element("summary", entry.gist)
        xml.element("content", entry.content, {"type": "html"})


def _link(xml: XmlWriter, rel: str, href: str, **more: str) -> None:
    xml.element("link", "", {"rel": rel, "href": href, **more})


def _person(xml: XmlWriter, author: Author) -> None:
    with xml.within("author"):
        xml.element("name", author.name)
        if author.address:
            xml.element("uri", author.address)


def _language_of_title(entry: Entry) -> dict[str, str]:
    return {"xml:lang": entry.title_language} if entry.title_language not in ("", entry.language) else {}
