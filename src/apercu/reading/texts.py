"""Rich text of the desk made safe HTML for a page, and languages named for people."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext
from wagtail.rich_text import expand_db_html

from apercu.reading import addresses
from apercu.search.marking import Pieces
from apercu.sources.cleaning import clean_html, text_of

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[“\"«(]?[A-ZÀ-Ý0-9])")
_WITH_HOST = re.compile(rf'<a href="{re.escape(settings.SITE_URL)}(/[^"]*)"')
_OUR_LINK = re.compile(r'(<a\b[^>]*\bhref=")/(?!/)')


def rich(html: str) -> SafeString:
    """The text with its links resolved, cleaned down to the tags we print; our own pages in this language.

    Cleaning drops links without a host, for it also reads other people's pages; ours get one meanwhile.
    """
    whole = _OUR_LINK.sub(rf"\g<1>{settings.SITE_URL}/", expand_db_html(html or ""))
    clean = clean_html(whole)
    local = _WITH_HOST.sub(lambda found: f'<a href="{addresses.here(found[1])}"', clean)
    return mark_safe(local)  # noqa: S308 cleaned two lines above


def rich_for_elsewhere(html: str) -> SafeString:
    """The same for a feed or a file: our own links keep their host, which nobody elsewhere knows."""
    return mark_safe(_OUR_LINK.sub(rf"\g<1>{settings.SITE_URL}/", rich(html)))  # noqa: S308 cleaned by `rich`


def first_words(html: str, *, at_least: int = 60, at_most: int = 240) -> str:
    """The first sentence of a rich text, more of them where it is short; lengths in characters."""
    words = text_of(html).replace("\n", " ").strip()
    said = ""
    for sentence in _SENTENCE_END.split(words):
        said = f"{said} {sentence}".strip()
        if len(said) >= at_least:
            break
    return said if len(said) <= at_most else said[:at_most].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def marked(pieces: Pieces) -> SafeString:
    """What a search found with what was asked marked in it, as HTML."""
    html = (f"<mark>{escape(one.text)}</mark>" if one.is_marked else escape(one.text) for one in pieces)
    return mark_safe("".join(html))  # noqa: S308 each piece was escaped


def foreign(language: str) -> str:
    """The language's code where it is not the one being spoken, else nothing: the value of a `lang`."""
    return "" if not language or language == addresses.spoken() else language


def language_name(code: str) -> str:
    """The language's name as it stands inside a sentence of the language being spoken."""
    return {"en": pgettext("in a sentence", "English"), "fr": pgettext("in a sentence", "French")}[code]
