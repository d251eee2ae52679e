"""What stands around every page, rendered once: masthead and colophon differ by little from page to page.

They are a function of the site's words, the language and the section. Only where another language's link
leads depends on the page, and is put in afterwards.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from apercu.reading import addresses
from apercu.reading.viewdata.page import InLanguage, Page, Site

_KEPT = 64  # of a few kilobytes each: components, times languages, times sections


def framed(component: str, page: Page) -> SafeString:
    """A component of the frame (`masthead`, `colophon`) as it is around this page."""
    html = _rendered(component, page.site, page.section, addresses.spoken())
    for one in page.languages:
        html = html.replace(_stand_in(one.code), escape(one.address))
    return mark_safe(html)  # noqa: S308 a template's own output


@lru_cache(maxsize=_KEPT)
def _rendered(component: str, site: Site, section: str, spoken: str) -> str:
    languages = tuple(
        InLanguage(code=code, name=name, address=_stand_in(code), is_spoken=code == spoken)
        for code, name in settings.LANGUAGES
    )
    around = {"site": site, "section": section, "languages": languages}
    return render_to_string(f"reading/components/{component}.html", around)


def _stand_in(code: str) -> str:
    """What stands where a link in this language is to lead; no text of the site can hold a NUL."""
    return f"\0{code}\0"
