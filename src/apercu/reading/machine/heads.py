"""What a page's head says to programs: cards (Open Graph), Dublin Core, Signposting, feeds, linked data.

Never `citation_*`: Google Scholar and Zotero would take our page for the article it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from apercu.citations.identifiers import doi_address, orcid_address
from apercu.content.models import Summary
from apercu.reading import addresses, dating
from apercu.reading.carrying import carried
from apercu.reading.machine import addresses as of_machines
from apercu.reading.machine import article_records, identity

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"  # JSON Feed 1.1, "Suggestions for publishers"
MARKDOWN = "text/markdown"
JSON = "application/json"
_LOCALES = {"en": "en_GB", "fr": "fr_FR"}  # Open Graph wants a territory too


@dataclass(frozen=True, kw_only=True)
class HeadLink:
    """A `<link>` in a page's head: a feed, another form of the page, what it is cited as."""

    rel: str
    href: str
    type: str = ""
    title: str = ""
    hreflang: str = ""


@dataclass(frozen=True, kw_only=True)
class Meta:
    """A `<meta>` in a page's head; either `name` or `property` is given."""

    content: str
    name: str = ""
    property: str = ""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a page says to programs."""

    links: tuple[HeadLink, ...] = ()
    metas: tuple[Meta, ...] = ()
    json_ld: str = ""  # escaped for a script element (`linked_data.script`)


NOTHING = Head()  # for a page without an address: a preview, an error


class Publication(Protocol):
    """The words of the site that a head needs."""

    @property
    def name(self) -> str: ...
    @property
    def tagline(self) -> str: ...
    @property
    def publisher(self) -> str: ...
    @property
    def publisher_address(self) -> str: ...
    @property
    def licence(self) -> str: ...
    @property
    def licence_address(self) -> str: ...


def of_page(
    publication: Publication,
    *,
    title: str,
    path: str,
    description: str = "",
    own_feed: str = "",
    json_ld: str = "",
) -> Head:
    """The head of any page but a summary's: its card and the feeds; nothing where it has no address."""
    if not path:
        return NOTHING
    own = [_feed(own_feed, _("%(title)s: summaries") % {"title": title})] if own_feed else []
    return Head(
        links=(*own, *site_feeds(publication)),
        metas=_card(publication, title=title, path=path, description=description, kind="website"),
        json_ld=json_ld,
    )


def of_summary(publication: Publication, record: Summary, *, path: str, json_ld: str) -> Head:
    """The head of a summary's page: the summary is the thing, its article is what the thing relates to."""
    if not path:
        return NOTHING
    card = _card(publication, title=record.title, path=path, description=record.gist, kind="article")
    return Head(
        links=(*_signposts(publication, record), *_forms(record), *site_feeds(publication)),
        metas=(*card, *_when(record), *_dublin_core(publication, record)),
        json_ld=json_ld,
    )


def site_feeds(publication: Publication) -> tuple[HeadLink, ...]:
    """The feeds of the whole site, which every page names."""
    name = publication.name
    return (
        _feed(of_machines.summaries_feed(), _("%(name)s: summaries") % {"name": name}),
        HeadLink(
            rel="alternate",
            type=JSON_FEED,
            title=_("%(name)s: summaries") % {"name": name},
            href=of_machines.summaries_feed("json"),
        ),
        _feed(of_machines.digests_feed(), _("%(name)s: monthly digests") % {"name": name}),
    )


def _feed(path: str, title: str) -> HeadLink:
    return HeadLink(rel="alternate", type=ATOM, title=title, href=path)


def _card(
    publication: Publication, *, title: str, path: str, description: str, kind: str
) -> tuple[Meta, ...]:
    """Open Graph's basics (ogp.me), which other sites read to show what a link leads to."""
    spoken = addresses.spoken()
    values = {
        "og:type": kind,
        "og:title": title or publication.name,
        "og:site_name": publication.name,
        "og:url": addresses.absolute(path),
        "og:description": description or publication.tagline,
        "og:locale": _LOCALES.get(spoken, spoken),
    }
    return tuple(Meta(property=name, content=value) for name, value in values.items() if value)


def _when(record: Summary) -> Iterable[Meta]:
    values = {
        "article:published_time": dating.published(record),
        "article:modified_time": dating.modified(record),
    }
    return (Meta(property=name, content=value) for name, value in values.items() if value)


def _dublin_core(publication: Publication, record: Summary) -> tuple[Meta, ...]:
    """Dublin Core and Zotero's own item type: a reference manager saves the page as a post of ours."""
    people = [person.name for person in carried(record).signatories]
    pairs = [
        ("dc.title", record.title),
        *(("dc.creator", name) for name in people),
        ("dc.date", dating.published(record)[:10]),
        ("dc.language", record.language),
        ("dc.publisher", publication.publisher or publication.name),
        ("z:itemType", "blogPost"),
    ]
    return tuple(Meta(name=name, content=value) for name, value in pairs if value)


def _signposts(publication: Publication, record: Summary) -> Iterable[HeadLink]:
    """Signposting (signposting.org/FAIR): what the page is cited as, by whom, under which terms."""
    yield HeadLink(rel="cite-as", href=identity.permalink(record))
    for person in carried(record).signatories:
        if orcid := orcid_address(person.orcid):
            yield HeadLink(rel="author", href=orcid)
    if publication.licence_address:
        yield HeadLink(rel="license", href=publication.licence_address)
    yield HeadLink(rel="type", href="https://schema.org/BlogPosting")
    for reference in carried(record).references:
        if doi := doi_address(reference.doi):
            yield HeadLink(rel="related", href=doi)


def _forms(record: Summary) -> Iterable[HeadLink]:
    """The summary in other forms, and what describes it and its article."""
    path = addresses.summary_as
    yield HeadLink(rel="alternate describedby", type=JSON, href=path(record.slug, "json"))
    yield HeadLink(rel="alternate describedby", type=MARKDOWN, href=path(record.slug, "md"))
    if carried(record).articles:
        for form in ("ris", "bib"):
            media_type = article_records.FORMS[form].media_type
            yield HeadLink(rel="describedby", type=media_type, href=addresses.citation(record.slug, form))
