"""Rich text of the desk for a mail: kept without a host, then written with links that work in any mailbox.

A mail leads to our own pages and to nobody else's: mailboxes distrust a mail whose links lead elsewhere. A
link to another host is printed as its words and its address; the site's page has it as a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from apercu.content import addresses
from apercu.sources.cleaning import clean_html
from apercu.sources.markup_tree import elements_of
from apercu.sources.richtext import Element, Listing, Paragraph, Quotation, Run, to_html

_OUR_LINK = re.compile(r'(<a\b[^>]*\bhref=")/(?!/)')
_MAILTO = "mailto:"


def kept(html: str) -> str:
    """The text as it is frozen: links resolved, cleaned, those to our own pages without their host."""
    clean = clean_html(_with_host(expand_db_html(html or "")))
    return clean.replace(f'<a href="{settings.SITE_URL}/', '<a href="/')


@dataclass(frozen=True, kw_only=True)
class Rich:
    """A kept text in the language of a copy."""

    elements: tuple[Element, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.elements)

    @property
    def html(self) -> SafeString:
        """With links to our own pages and to mail addresses; addresses of other hosts are printed."""
        return mark_safe(to_html(_told(self.elements, linked=True)))  # noqa: S308 escaped by `to_html`

    @property
    def told(self) -> tuple[Element, ...]:
        """Without links: every address stands after its words."""
        return _told(self.elements, linked=False)


def rich(html: str, *, language: str) -> Rich:
    """A kept text, its links to our own pages leading to this language."""
    return Rich(elements=tuple(_mapped(elements_of(_with_host(html)), lambda runs: _ours(runs, language))))


def _with_host(html: str) -> str:
    """Cleaning drops a link without a host, for it also reads other people's pages."""
    return _OUR_LINK.sub(rf"\g<1>{settings.SITE_URL}/", html)


def _ours(runs: tuple[Run, ...], language: str) -> Iterator[Run]:
    for run in runs:
        path = run.link.removeprefix(settings.SITE_URL)
        if run.link.startswith(f"{settings.SITE_URL}/") and not path.startswith(("/desk/", "/media/")):
            yield run._replace(link=addresses.absolute(addresses.in_language(path, language)))
        else:
            yield run


def _told(elements: Iterable[Element], *, linked: bool) -> tuple[Element, ...]:
    return tuple(_mapped(elements, lambda runs: _with_addresses(runs, linked=linked)))


def _with_addresses(runs: tuple[Run, ...], *, linked: bool) -> Iterator[Run]:
    """The runs, the address of a link that is not kept as one in brackets after its last word."""
    for link, group in groupby(runs, key=lambda run: run.link):
        these = list(group)
        if not link or (linked and link.startswith((f"{settings.SITE_URL}/", _MAILTO))):
            yield from these
            continue
        yield from (run._replace(link="") for run in these)
        address = link.removeprefix(_MAILTO)
        if "".join(run.text for run in these).strip().rstrip("/") not in _spellings(address):
            yield Run(f" ({address})")


def _spellings(address: str) -> set[str]:
    bare = address.rstrip("/")
    return {bare, bare.removeprefix("https://"), bare.removeprefix("http://")}


def _mapped(
    elements: Iterable[Element], change: Callable[[tuple[Run, ...]], Iterable[Run]]
) -> Iterator[Element]:
    for element in elements:
        if isinstance(element, Paragraph):
            yield replace(element, runs=tuple(change(element.runs)))
        elif isinstance(element, Quotation):
            yield replace(element, blocks=tuple(_mapped(element.blocks, change)))
        else:
            assert isinstance(element, Listing)
            yield replace(element, items=tuple(tuple(_mapped(item, change)) for item in element.items))
