"""A blog's feed: RSS 2.0 and its elders, RSS 1.0 (RDF), Atom (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime

from apercu.sources.codes import Note, Reason
from apercu.sources.draft import Caveat, LeftOut, Post, SummaryDraft
from apercu.sources.posts import Written, is_excerpt, plain, read_post
from apercu.sources.xml_items import Node

KIND = "feed"
ROOTS = frozenset(["rss", "feed", "rdf:rdf"])
_ISO_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])(?!\d)")
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s*\((.+)\)")
_MAIL = re.compile(r"\S+@\S+")

Piece = SummaryDraft | LeftOut


class FeedReading:
    """Reads a feed item by item."""

    def __init__(self) -> None:
        self.intro: list[str] = []
        self._language = ""

    def read(self, node: Node) -> Iterator[Piece]:
        """What one element of the feed becomes."""
        if node.name in ("title", "description", "atom:title", "atom:subtitle", "language"):
            self._note(node.name, node.text)
        elif node.name == "channel":  # RSS 1.0 keeps all of this in an element of its own
            for inner in node.nodes:
                self._note(inner.name, inner.text)
        elif node.name in ("item", "atom:entry"):
            yield self._entry(node, _of_atom if node.name == "atom:entry" else _of_rss)

    def _note(self, name: str, text: str) -> None:
        if name in ("language", "dc:language"):
            self._language = language_of(text)
        elif name.rpartition(":")[2] in ("title", "description", "subtitle") and (line := plain(text)):
            self.intro.append(line)

    def _entry(self, node: Node, reading: Callable[[Node, str], Written]) -> Piece:
        if node.is_too_large:
            return LeftOut(
                code=Reason.TOO_LARGE, title=plain(node.value("title", "atom:title")), line=node.line
            )
        written = reading(node, self._language)
        return read_post(written) or LeftOut(
            code=Reason.EMPTY, detail=next(iter(written.post.addresses), ""), line=node.line
        )


def language_of(code: str) -> str:
    """ "en" or "fr" of a language code; "" of any other."""
    short = code.strip().lower()[:2]
    return short if short in ("en", "fr") else ""


def month_of(date: str) -> str | None:
    """The month of a date as feeds write it (RFC 822, RFC 3339)."""
    date = date.strip()[:60]
    if iso := _ISO_MONTH.match(date):
        return f"{iso[1]}-{iso[2]}"
    try:
        return f"{parsedate_to_datetime(date):%Y-%m}"
    except ValueError:
        return None


def identifier_of(guid: str, *addresses: str) -> str:
    """The name by which the same post is known again, in a feed and in an export alike."""
    return f"post:{name}"[:240] if (name := guid.strip() or next(filter(None, addresses), "")) else ""


def web_addresses(*addresses: str) -> tuple[str, ...]:
    """Those of these that are addresses of pages, each once."""
    return tuple(dict.fromkeys(a for a in addresses if a.startswith(("http://", "https://"))))


def _of_rss(node: Node, language: str) -> Written:
    guid = node.value("guid") or node.attributes.get("rdf:about", "")
    link = node.value("link")
    html = node.value("content:encoded")
    description = node.value("description")
    caveats = [] if html or not is_excerpt(description) else [Caveat(code=Note.EXCERPT_ONLY, detail=link)]
    caveats += [
        Caveat(code=Note.EMBED_LEFT_OUT, detail=address)
        for enclosure in node.all("enclosure")
        if (address := enclosure.attributes.get("url", ""))
    ]
    names = [_name(author.text) for author in [*node.all("dc:creator"), *node.all("author")]]
    labels = [plain(category.text) for category in [*node.all("category"), *node.all("dc:subject")]]
    return Written(
        title=node.value("title"),
        html=html or description,
        month=month_of(node.value("pubDate", "dc:date")),
        authors=tuple(dict.fromkeys(filter(None, names))),
        identifier=identifier_of(guid, link),
        language=language_of(node.value("dc:language")) or language,
        caveats=tuple(caveats),
        post=Post(
            labels=tuple(dict.fromkeys(filter(None, labels))),
            addresses=web_addresses(link, guid),
            line=node.line,
        ),
    )


def _of_atom(node: Node, language: str) -> Written:
    links = [link for link in node.all("atom:link") if link.attributes.get("rel", "alternate") == "alternate"]
    link = links[0].attributes.get("href", "") if links else ""
    content, summary = _atom_text(node, "atom:content"), _atom_text(node, "atom:summary")
    cut = not content and is_excerpt(summary)
    labels = [
        plain(category.attributes.get("label") or category.attributes.get("term", ""))
        for category in node.all("atom:category")
    ]
    names = [plain(name.text) for author in node.all("atom:author") for name in author.all("atom:name")]
    guid = node.value("atom:id")
    return Written(
        title=_atom_text(node, "atom:title"),
        html=content or summary,
        month=month_of(node.value("atom:published", "atom:issued", "atom:updated", "atom:modified")),
        authors=tuple(dict.fromkeys(filter(None, names))),
        identifier=identifier_of(guid, link),
        language=language,
        caveats=(Caveat(code=Note.EXCERPT_ONLY, detail=link),) if cut else (),
        post=Post(
            labels=tuple(dict.fromkeys(filter(None, labels))),
            addresses=web_addresses(link, guid),
            line=node.line,
        ),
    )


def _atom_text(node: Node, name: str) -> str:
    """A text of Atom as HTML, whichever of the three ways it is written in."""
    for found in node.all(name):
        kind = found.attributes.get("type", "text").lower()
        if kind in ("html", "text/html"):
            text = found.text
        elif found.nodes:
            text = found.inner_html()
        else:
            text = found.text.replace("&", "&amp;").replace("<", "&lt;")
        if text.strip():
            return text
    return ""


def _name(printed: str) -> str:
    """A name from what RSS has for an author: "mail (Name)", a name, or only a mail."""
    printed = plain(printed)
    if both := _MAIL_AND_NAME.fullmatch(printed):
        return both[1].strip()
    return "" if _MAIL.fullmatch(printed) else printed
