"""What crawlers are told: every public page in both languages, and a short account for language models."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Site as WagtailSite

from apercu.content import addresses as records
from apercu.content.models import InformationPage, ResearchType, Topic
from apercu.reading import addresses, selecting, whole
from apercu.reading.dating import stamp
from apercu.reading.keeping import in_any_language
from apercu.reading.listing import listed_by_key
from apercu.reading.machine import addresses as of_machines
from apercu.reading.months import months
from apercu.reading.terms import counted
from apercu.reading.viewdata.page import Site
from apercu.reading.xml_writing import XmlWriter

LARGEST = 10_000  # addresses in one part; the protocol allows 50,000 and 50 MB (sitemaps.org)
RECENT = 50  # summaries named in llms.txt
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
_MARKUP = re.compile(r"([\\\[\]<>*_`])")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A public page: its path without language, and when it last changed where that is known."""

    path: str
    changed: datetime.datetime | None = None


@in_any_language
def places() -> tuple[Place, ...]:
    """Every public page but the later pages of lists: 8 queries once an edition."""
    summaries = selecting.public_summaries().values_list("slug", "last_published_at")
    latest = Max("summaries__last_published_at", filter=Q(summaries__live=True))
    digests = selecting.public_digests().annotate(latest=latest)
    months = list(digests.values_list("month", "last_published_at", "latest"))
    return (
        *map(_plain, ("/", "/digests/", "/summaries/", "/topics/", "/types/")),
        *(_plain(records.year(year)) for year in sorted({row[0].year for row in months}, reverse=True)),
        *(Place(path=records.digest(month), changed=_later(own, its)) for month, own, its in months),
        *(Place(path=records.summary(slug), changed=changed) for slug, changed in summaries),
        *(_plain(records.topic(slug)) for slug in _slugs(Topic)),
        *(
            _plain(records.research_type(slug))
            for slug in ResearchType.objects.values_list("slug", flat=True)
        ),
        *_information_pages(),
    )


def parts(every: Sequence[Place]) -> list[Sequence[Place]]:
    """The pages in parts that each give at most `LARGEST` addresses, one a language."""
    size = LARGEST // len(addresses.LANGUAGES)
    return [every[start : start + size] for start in range(0, len(every), size)]


def sitemap(part: Iterable[Place]) -> bytes:
    """The pages of a part in every language, each naming its other languages (sitemaps.org, hreflang)."""
    xml = XmlWriter()
    with xml.within("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML}):
        for place in part:
            spoken = {code: _absolute(place, code) for code in addresses.LANGUAGES}
            for address in spoken.values():
                _url(xml, place, address, spoken)
    return xml.written


def sitemap_index(count: int) -> bytes:
    """The addresses of this many parts."""
    xml = XmlWriter()
    with xml.within("sitemapindex", {"xmlns": SITEMAP}):
        for number in range(1, count + 1):
            with xml.within("sitemap"):
                xml.element("loc", addresses.absolute(f"/sitemap-{number}.xml"))
    return xml.written


def robots() -> str:
    """What crawlers may ask for (RFC 9309): every page, but not every combination of filters."""
    combined = [addresses.in_language("/summaries/", code) for code in addresses.LANGUAGES]
    lines = ["User-agent: *", "Disallow: /desk/", *(f"Disallow: {path}?*&" for path in combined)]
    return "\n".join([*lines, "", f"Sitemap: {addresses.absolute('/sitemap.xml')}", ""])


def account(frame: Site) -> str:
    """The site for language models and their users, in Markdown (llmstxt.org)."""
    blocks = [f"# {_text(frame.name)}"]
    if frame.tagline:
        blocks.append(f"> {_text(frame.tagline)}")
    if frame.introduction:
        blocks.append(_text(frame.introduction))
    blocks.append(_terms(frame))
    sections = {
        _("Months"): _months(),
        _("Newest summaries"): _summaries(),
        _("Topics"): _topics(),
        _("For programs"): _for_programs(),
    }
    for heading, lines in sections.items():
        if listed := list(lines):
            blocks.append(f"## {heading}\n\n" + "\n".join(listed))
    return "\n\n".join(blocks) + "\n"


def _url(xml: XmlWriter, place: Place, address: str, spoken: dict[str, str]) -> None:
    with xml.within("url"):
        xml.element("loc", address)
        if place.changed:
            xml.element("lastmod", stamp(place.changed))
        for code, other in spoken.items():
            xml.element("xhtml:link", "", {"rel": "alternate", "hreflang": code, "href": other})


def _absolute(place: Place, code: str) -> str:
    return addresses.absolute(addresses.in_language(place.path, code))


def _slugs(model: type[Topic | ResearchType]) -> QuerySet[Any, str]:
    return model._default_manager.values_list("slug", flat=True)


def _plain(path: str) -> Place:
    return Place(path=path)


def _later(one: datetime.datetime | None, other: datetime.datetime | None) -> datetime.datetime | None:
    return max((moment for moment in (one, other) if moment), default=None)


def _information_pages() -> Iterator[Place]:
    root = (
        WagtailSite.objects.filter(is_default_site=True).values_list("root_page__url_path", flat=True).first()
    )
    if root is None:
        return
    pages = InformationPage.objects.live().public().filter(url_path__startswith=root).order_by("path")
    for path, changed in pages.values_list("url_path", "last_published_at"):
        yield Place(path="/" + path.removeprefix(root), changed=changed)


def _terms(frame: Site) -> str:
    publisher = _text(frame.publisher or frame.name)
    if not frame.licence_address:
        return _("Published by %(publisher)s; all rights reserved.") % {"publisher": publisher}
    return _("Published by %(publisher)s. The summaries are licensed under [%(licence)s](%(address)s).") % {
        "publisher": publisher,
        "licence": _text(frame.licence),
        "address": frame.licence_address,
    }


def _months() -> Iterator[str]:
    for one in months().every[:RECENT]:
        yield _line(date_format(one.month, "YEAR_MONTH_FORMAT"), addresses.digest(one.month))


def _summaries() -> Iterator[str]:
    for one in listed_by_key(whole.part(whole.whole().keys, limit=RECENT)):
        yield _line(one.title, addresses.summary_as(one.slug, "md"), one.gist)


def _topics() -> Iterator[str]:
    for topic in counted().topics:
        if topic.carriers:
            yield _line(topic.name, addresses.topic(topic.slug), topic.description)


def _for_programs() -> Iterator[str]:
    yield _line(_("API"), "/api/v1/openapi.json", _("everything, described in OpenAPI"))
    yield _line(_("Feed of summaries"), of_machines.summaries_feed())
    yield _line(_("Feed of digests"), of_machines.digests_feed())
    yield _line(_("Changes"), of_machines.changes_feed(), _("what was published, corrected, withdrawn"))
    yield _line(_("All pages"), "/sitemap.xml")


def _line(name: str, path: str, about: str = "") -> str:
    note = f": {_text(about)}" if about else ""
    return f"- [{_text(name)}]({addresses.absolute(path)}){note}"


def _text(words: str) -> str:
    """Words on one line in which nothing is Markdown."""
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))
