"""What an element's tag, role and class names say of the text in it. Hints: the grammar has the last word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from apercu.sources.blocks import Region

_OUTSIDE_TAGS = frozenset(["nav", "aside", "footer", "dialog"])
_OUTSIDE_ROLES_WORDS = """
    navigation banner contentinfo complementary search dialog alertdialog menu menubar
"""
_OUTSIDE_ROLES = frozenset(_OUTSIDE_ROLES_WORDS.split())
_CHROME = """
    cookie cookies consent gdpr breadcrumb breadcrumbs navbar navigation nav menu menus sidebar pager
    pagination footer skip share sharing sharedaddy social comment comments banner masthead related
    newsletter topbar
"""
_OUTSIDE_WORDS = frozenset(_CHROME.split())
_OUTSIDE_NAMES = frozenset(["widget-area", "secondary"])
_FILTER_WORDS = frozenset(["filter", "filters", "facet", "facets", "exposed"])
_PAGE_TAGS = frozenset(["html", "body", "main", "article"])  # their classes describe the page ("has-sidebar")
_TITLE_NAMES = frozenset(["entry-title", "post-title", "node-title", "node__title", "article-title"])
_BYLINE_NAMES = frozenset(
    ["entry-meta", "byline", "submitted", "post-meta", "posted-on", "node__submitted", "node__meta"]
)
_WORD = re.compile(r"[a-z]+")
_NAMING_TAGS = frozenset(["select", "fieldset"])


class Hint(NamedTuple):
    """What one element says."""

    region: Region | None = None
    own_group: bool = False  # even inside a region of the same kind
    may_hold_teaser: bool = False
    is_title: bool = False
    is_byline: bool = False
    list_name: str = ""


NOTHING = Hint()


def hint_of(tag: str, attributes: Mapping[str, str | None], *, inside: bool) -> Hint:
    """The hint of a block element; inside `<main>` or `<article>` a `<header>` is the text's own."""
    if not attributes:
        return _hint(tag, inside)
    says = attributes.get
    field = ""
    if tag in _NAMING_TAGS:
        field = " ".join(says(key) or "" for key in ("name", "id", "aria-label"))
    return _hint(tag, inside, says("class") or "", says("id") or "", says("role") or "", field)


@lru_cache(maxsize=2048)  # a page repeats a few elements in every entry
def _hint(
    tag: str, inside: bool, classes: str = "", identifier: str = "", role: str = "", field: str = ""
) -> Hint:
    names = frozenset(classes.lower().split())
    words = frozenset(_WORD.findall(f"{classes} {identifier}".lower()))
    words = frozenset() if tag in _PAGE_TAGS else words
    page_header = tag == "header" and not inside
    outside = tag in _OUTSIDE_TAGS or role.lower() in _OUTSIDE_ROLES or words & _OUTSIDE_WORDS
    region = None
    if tag in ("form", "select") or words & _FILTER_WORDS:
        region = Region.FILTERS
    elif page_header or outside or names & _OUTSIDE_NAMES:
        region = Region.OUTSIDE
    return Hint(
        region=region,
        own_group=tag == "select",
        may_hold_teaser=page_header,
        is_title=bool(names & _TITLE_NAMES),
        is_byline=bool(names & _BYLINE_NAMES),
        list_name=_list_name(field),
    )


def _list_name(field: str) -> str:
    """ "Topics" or "Research types", where the name of a form field says which list it is."""
    field = field.lower()
    if "topic" in field or "theme" in field:
        return "Topics"
    return "Research types" if "type" in field else ""
