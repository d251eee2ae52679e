"""HTML from anywhere, cut down to what a draft may hold, and the plain text of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

import nh3

from apercu.sources.markup_tree import elements_of
from apercu.sources.nesting import too_deep
from apercu.sources.richtext import to_html, without_controls

# What nh3 lets through: our subset, its other spellings, and the tags that only say that a line starts.
_STRUCTURE_WORDS = """
    address article aside caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h4 h5
    h6 header hr legend main nav option pre section select table tbody td tfoot th thead tr
"""
_STRUCTURE = frozenset(_STRUCTURE_WORDS.split())
_SUBSET_WORDS = """
    p em strong a ul ol li blockquote h3 br sub sup
"""
_SUBSET = frozenset(_SUBSET_WORDS.split())
_OTHER_SPELLINGS = frozenset(["b", "i", "cite", "dfn", "var"])
_NEVER_TEXT_WORDS = """
    script style template iframe object embed applet svg math noscript noembed noframes head title
    textarea audio video canvas
"""
_NEVER_TEXT = frozenset(_NEVER_TEXT_WORDS.split())
_SIMPLE = re.compile(r"<p>[^<>&\x00-\x1f\x7f-\x9f]*[^<>&\s\x00-\x1f\x7f-\x9f][^<>&\x00-\x1f\x7f-\x9f]*</p>")

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>", re.IGNORECASE)
_APART = {"p": "\n\n", "h3": "\n\n", "blockquote": "\n\n", "ul": "\n\n", "ol": "\n\n", "li": "\n", "br": "\n"}
_MANY_BREAKS = re.compile(r"\n{3,}")


def clean_html(html: str) -> str:
    """The HTML with only the allowed tags, links and text in it, printed in one fixed way (idempotent)."""
    if _SIMPLE.fullmatch(html):
        return html
    if too_deep(html):  # no parser is safe on this; the words are kept
        return paragraphs([unescape(_TAG.sub(" ", html))])
    safe = nh3.clean(
        html,
        tags=set(_SUBSET | _STRUCTURE | _OTHER_SPELLINGS),
        clean_content_tags=set(_NEVER_TEXT),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return to_html(elements_of(safe))


def paragraphs(texts: Iterable[str]) -> str:
    """Plain texts as paragraphs of HTML, each kept to the character; blank ones are none."""
    kept = map(without_controls, texts)
    return "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in kept if text and not text.isspace())


def text_of(html: str) -> str:
    """The text of HTML of the allowed subset: a blank line between paragraphs, a break between items."""
    text = _TAG.sub(_break_of, html.replace(">\n<", "><"))
    return _MANY_BREAKS.sub("\n\n", unescape(text)).strip("\n")


def word_count(html: str) -> int:
    """How many words a reader of the HTML meets."""
    return len(text_of(html).split())


def _break_of(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    ends_something = tag[1] or name in ("br", "ul", "ol")
    return _APART.get(name, "") if ends_something else ""
