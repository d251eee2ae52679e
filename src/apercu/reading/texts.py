"""Rich text of the desk made safe HTML for a page, and languages named for people."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from wagtail.rich_text import expand_db_html

from apercu.sources.cleaning import clean_html

_OUR_LINK = re.compile(r'(<a\b[^>]*\bhref=")/(?!/)')


def rich(html: str) -> SafeString:
    """The text with its links resolved, cleaned down to the tags we print.

    Cleaning drops links without a host, for it also reads other people's pages; ours get one meanwhile.
    """
    whole = _OUR_LINK.sub(rf"\g<1>{settings.SITE_URL}/", expand_db_html(html or ""))
    clean = clean_html(whole).replace(f'<a href="{settings.SITE_URL}/', '<a href="/')
    return mark_safe(clean)  # noqa: S308 cleaned on the line above


def foreign(language: str) -> str:
    """The language's code where it is not the one being spoken, else nothing: the value of a `lang`."""
    return "" if not language or language == _spoken() else language


def language_name(code: str) -> str:
    """The language's name in the language being spoken."""
    return str(get_language_info(code)["name_translated"])


def _spoken() -> str:
    return (get_language() or "en").split("-")[0]
