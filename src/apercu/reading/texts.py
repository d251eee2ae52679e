"""Rich text of the desk made safe HTML for a page, and languages named for people."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from wagtail.rich_text import expand_db_html

from apercu.reading import addresses
from apercu.sources.cleaning import clean_html

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


def foreign(language: str) -> str:
    """The language's code where it is not the one being spoken, else nothing: the value of a `lang`."""
    return "" if not language or language == addresses.spoken() else language


def language_name(code: str) -> str:
    """The language's name in the language being spoken."""
    return str(get_language_info(code)["name_translated"])
