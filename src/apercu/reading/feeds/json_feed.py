"""Feeds in JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from typing import Any

from apercu.reading.dating import stamp
from apercu.reading.feeds.items import Author, Entry, Feed

VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed) -> bytes:
    """The feed as a JSON Feed document in UTF-8; what is not known is left out, as the format asks."""
    document = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "description": feed.subtitle,
        "language": feed.language,
        "authors": [_author(feed.author)],
        "items": [_item(entry) for entry in feed.entries],
    }
    kept = {key: value for key, value in document.items() if value != ""}
    return json.dumps(kept, ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.address,
        "external_url": entry.related[0] if len(entry.related) == 1 else "",
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.gist,
        "date_published": stamp(entry.published),
        "date_modified": stamp(entry.updated),
        "authors": [_author(author) for author in entry.authors],
        "tags": [one.label for one in entry.categories],
        "language": entry.language,
    }
    return {key: value for key, value in item.items() if value not in ("", [])}


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name, **({"url": author.address} if author.address else {})}
