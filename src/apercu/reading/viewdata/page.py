"""What stands on every page: the site's own words, its places, the page's title and address."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Subquery
from wagtail.models import Site as WagtailSite

from apercu.content.models import InformationPage, SiteSettings, Summary
from apercu.reading import addresses, texts
from apercu.reading.keeping import by_edition


@dataclass(frozen=True, kw_only=True)
class Link:
    """A text that leads somewhere."""

    text: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the site says of itself on every page."""

    name: str
    tagline: str = ""
    introduction: str = ""
    publisher: str = ""
    only_language: str = ""  # the name of the language all public summaries are in; empty for several
    pages: tuple[Link, ...] = ()  # free-form pages that are to be shown in menus


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the frame of every page needs."""

    site: Site
    title: str  # empty on the home page
    path: str = ""  # the canonical path; empty where there is none (errors, previews)
    description: str = ""
    section: str = ""  # the place in the navigation this page belongs to
    is_preview: bool = False

    @property
    def canonical(self) -> str:
        """The absolute canonical address, empty where there is none."""
        return addresses.absolute(self.path) if self.path else ""


@by_edition
def site() -> Site:
    """The site as its settings and records have it: 1 query, 3 more once an edition; nothing is created."""
    settings = SiteSettings.objects.order_by("pk").first() or SiteSettings()
    languages = list(Summary.objects.public().order_by().values_list("language", flat=True).distinct()[:2])
    only = languages[0] if len(languages) == 1 else ""
    return Site(
        name=settings.name,
        tagline=settings.tagline,
        introduction=settings.introduction,
        publisher=settings.publisher,
        only_language=texts.language_name(only) if only else "",
        pages=_menu_pages(),
    )


def site_without_records() -> Site:
    """The site when its records cannot be asked."""
    return Site(name=SiteSettings().name)


def _menu_pages() -> tuple[Link, ...]:
    root = WagtailSite.objects.filter(is_default_site=True).values("root_page__url_path")[:1]
    pages = (
        InformationPage.objects.filter(live=True, show_in_menus=True)
        .annotate(root=Subquery(root))
        .order_by("path")
        .values_list("title", "url_path", "root")
    )
    return tuple(
        Link(text=title, address="/" + path.removeprefix(root)) for title, path, root in pages if root
    )
