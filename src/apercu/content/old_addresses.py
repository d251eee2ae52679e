"""Addresses summaries had on the blog they came from: kept when they are imported, answered with a redirect.

Only the path counts, without host, query, trailing slash and case; of queries only WordPress's `?p=123`. A
path is looked up where there is no page of ours, and always leads to a summary of this site.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import parse_qs, unquote, urlsplit

from django.db import transaction

from apercu.content.models.change import Kind, lock_edition, record_change
from apercu.content.models.old_address import LONGEST_PATH, OldAddress
from apercu.content.models.public import type_name
from apercu.content.models.summary import Summary

_NUMBER = re.compile(r"[1-9][0-9]{0,11}")
_SLASHES = re.compile(r"/{2,}")
# What WordPress hangs on the address of a post: its comments, its feed, its pages.
_BELOW_A_POST = re.compile(
    r"/(?:comment-page-[0-9]{1,6}|feed(?:/atom|/rss2?)?|amp|trackback|embed|[0-9]{1,3})$"
)


def key_of(address: str) -> str:
    """The key an address is kept under; "" for one that leads nowhere in particular (a home page)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return _key(parts.path, _number_in(parts.query))


def remember(*, summary: Summary, addresses: Iterable[str]) -> list[str]:
    """Keep these addresses for the summary, and say which of them belong to another one already."""
    wanted = {key: address for address in addresses if (key := key_of(address))}
    known = dict(OldAddress.objects.filter(path__in=wanted).values_list("path", "summary_id"))
    new = [OldAddress(path=key, summary=summary) for key in wanted if key not in known]
    if new:
        with transaction.atomic():
            lock_edition()
            OldAddress._base_manager.bulk_create(new)
            record_change(kind=Kind.CHANGED, object_type=type_name(OldAddress), object_id=summary.pk)
    return [address for key, address in wanted.items() if known.get(key, summary.pk) != summary.pk]


def heir_of(path: str, query: str = "") -> Summary | None:
    """The public summary that once stood at this path of the old blog."""
    number = _number_in(query)
    keys = [_key(path, number), _key(path, "")] if number else [_key(path, "")]
    keys += [shorter for key in keys if (shorter := _BELOW_A_POST.sub("", key)) != key]
    rows = OldAddress.objects.filter(path__in=filter(None, keys), summary__live=True)
    found = {row.path: row.summary for row in rows.select_related("summary")}
    return next((found[key] for key in keys if key in found), None)


def _key(path: str, number: str) -> str:
    bare = unicodedata.normalize("NFC", unquote(path, errors="replace")).casefold()
    bare = _SLASHES.sub("/", bare).removesuffix("/").removesuffix("/index.php")
    bare = bare if bare.startswith("/") or not bare else f"/{bare}"
    key = f"{bare or '/'}?p={number}" if number else bare
    return key if len(key) <= LONGEST_PATH and "\0" not in key else ""


def _number_in(query: str) -> str:
    numbers = (
        parse_qs(query, max_num_fields=100).get("p", [])
        if len(query) < 2_000 and query.count("&") < 100
        else []
    )
    return numbers[0] if numbers and _NUMBER.fullmatch(numbers[0]) else ""
