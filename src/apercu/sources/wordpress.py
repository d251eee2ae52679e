"""A WordPress export (WXR 1.0 to 1.2): RSS 2.0 with elements of WordPress's own.

Posts become entries, drafts too; everything else is left out by name, so that nothing vanishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from apercu.sources.codes import Note, Reason
from apercu.sources.draft import Caveat, LeftOut, Post
from apercu.sources.feed import Piece, identifier_of, language_of, month_of, web_addresses
from apercu.sources.posts import Written, plain, read_post
from apercu.sources.xml_items import Node

KIND = "wordpress"
MARK = "wordpress.org/export/"
_LEFT_OUT_TYPES = {
    "page": Reason.PAGE,
    "attachment": Reason.ATTACHMENT,
    "revision": Reason.REVISION,
    "nav_menu_item": Reason.MENU_ITEM,
}
_LEFT_OUT_STATES = {
    "trash": Reason.IN_TRASH,
    "auto-draft": Reason.AUTOMATIC_DRAFT,
    "inherit": Reason.REVISION,
}
_LABELS = frozenset(["category", "post_tag", "tag"])  # "tag" in WXR 1.0
_NUMBER = re.compile(r"[0-9]{1,12}")


class WordPressReading:
    """Reads an export item by item."""

    def __init__(self) -> None:
        self.intro: list[str] = []
        self._language = ""
        self._blog = ""
        self._names: dict[str, str] = {}

    def read(self, node: Node) -> Iterator[Piece]:
        """What one element of the export becomes."""
        if node.name == "item":
            yield self._item(node)
            yield from self._comments(node)
        elif node.name == "wp:author":
            login = node.value("wp:author_login")
            full = f"{node.value('wp:author_first_name')} {node.value('wp:author_last_name')}".strip()
            self._names[login] = plain(node.value("wp:author_display_name") or full or login)
        elif node.name == "wp:base_blog_url":
            self._blog = node.text.strip().rstrip("/")
        elif node.name == "language":
            self._language = language_of(node.text)
        elif node.name in ("title", "description") and (line := plain(node.text)):
            self.intro.append(line)

    def _item(self, node: Node) -> Piece:
        title = plain(node.value("title"))
        kind, status = node.value("wp:post_type") or "post", node.value("wp:status") or "publish"
        if kind != "post":
            code = _LEFT_OUT_TYPES.get(kind, Reason.OTHER_TYPE)
            return LeftOut(code=code, title=title, detail=_where(node, kind), line=node.line)
        if code_of_state := _LEFT_OUT_STATES.get(status):
            return LeftOut(code=code_of_state, title=title, detail=node.value("link"), line=node.line)
        if node.is_too_large:
            return LeftOut(code=Reason.TOO_LARGE, title=title, detail=node.value("link"), line=node.line)
        draft = read_post(self._written(node, status))
        return draft or LeftOut(code=Reason.EMPTY, detail=node.value("link", "guid"), line=node.line)

    def _written(self, node: Node, status: str) -> Written:
        link, guid, number = node.value("link"), node.value("guid"), node.value("wp:post_id")
        caveats = [Caveat(code=Note.COVER_LEFT_OUT, detail=cover)] if (cover := _cover(node)) else []
        has_password = bool(node.value("wp:post_password"))
        is_public = status == "publish" and not has_password
        if not is_public:
            caveats.append(Caveat(code=Note.NOT_PUBLIC_THERE, detail="password" if has_password else status))
        labels = [
            plain(c.text or c.attributes.get("nicename", ""))
            for c in node.all("category")
            if c.attributes.get("domain", "category") in _LABELS
        ]
        by_number = f"{self._blog}/?p={number}" if self._blog and _NUMBER.fullmatch(number) else ""
        creator = plain(node.value("dc:creator"))
        name = self._names.get(creator, creator)
        return Written(
            title=node.value("title"),
            html=node.value("content:encoded"),
            month=month_of(node.value("wp:post_date")) or month_of(node.value("wp:post_date_gmt", "pubDate")),
            authors=(name,) if name else (),
            excerpt=node.value("excerpt:encoded"),
            is_classic=True,
            slug=unquote(node.value("wp:post_name")),
            identifier=identifier_of(guid, by_number, link),
            language=self._language,
            caveats=tuple(caveats),
            post=Post(
                labels=tuple(dict.fromkeys(filter(None, labels))),
                is_public=is_public,
                addresses=web_addresses(link, guid, by_number),
                line=node.line,
            ),
        )

    def _comments(self, node: Node) -> Iterator[LeftOut]:
        """Each comment by its number and day, without who wrote it."""
        for comment in node.all("wp:comment"):
            number, day = comment.value("wp:comment_id"), comment.value("wp:comment_date")[:10]
            kind = comment.value("wp:comment_type") or "comment"
            yield LeftOut(
                code=Reason.COMMENT,
                title=plain(node.value("title")),
                detail=" ".join(filter(None, (kind, number, day))),
                line=comment.line,
            )


def _where(node: Node, kind: str) -> str:
    """What tells a left-out item from others: its type, number, and address."""
    address = node.value("wp:attachment_url") or node.value("link")
    return " ".join(filter(None, (kind, node.value("wp:post_id"), address)))


def _cover(node: Node) -> str:
    """The number of the attachment shown above a post."""
    for meta in node.all("wp:postmeta"):
        if meta.value("wp:meta_key") == "_thumbnail_id":
            return meta.value("wp:meta_value")
    return ""
