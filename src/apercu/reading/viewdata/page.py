"""What stands on every page: the site's own words, its places, the page's title and address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Subquery
from wagtail.models import Site as WagtailSite

from apercu.citations.identifiers import web_address
from apercu.content.models import InformationPage, Licence, SiteSettings, Summary
from apercu.mailing import consent
from apercu.mailing.models import MailSettings
from apercu.reading import addresses, texts
from apercu.reading.keeping import by_edition
from apercu.reading.logo import drawn
from apercu.reading.machine.heads import NOTHING
from apercu.reading.machine.heads import Head as Head
from apercu.reading.machine.heads import HeadLink as HeadLink
from apercu.reading.machine.heads import Meta as Meta


@dataclass(frozen=True, kw_only=True)
class Link:
    """A text that leads somewhere."""

    text: str
    address: str
    language: str = ""  # the `lang` of the text where that differs from the page's


@dataclass(frozen=True, kw_only=True)
class InLanguage:
    """The same page in one of our languages."""

    code: str
    name: str  # in that language: nobody looks for "French" who cannot read English
    address: str
    is_spoken: bool


@dataclass(frozen=True, kw_only=True)
class Logo:
    """The site's logo; width and height in CSS pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the site says of itself on every page."""

    name: str
    tagline: str = ""
    tagline_language: str = ""  # the `lang` of these words where that differs from the page's
    introduction: str = ""
    introduction_language: str = ""
    publisher: str = ""
    publisher_address: str = ""
    licence: str = ""  # its name; empty where all rights are reserved
    licence_address: str = ""
    contact_email: str = ""
    postal_address: str = ""
    mail_consent: str = ""  # what somebody agrees to who asks for the mail; empty while there is none
    only_language: str = ""  # the code of the language all public summaries are in; empty for several
    only_language_name: str = ""
    logo: Logo | None = None  # none: our own mark stands there
    is_all_in_another_language: bool = False  # than the page's
    pages: tuple[Link, ...] = ()  # free-form pages that are to be shown in menus


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the frame of every page needs."""

    site: Site
    title: str  # empty on the home page
    path: str = ""  # the canonical path, language included; empty where there is none (errors, previews)
    description: str = ""
    section: str = ""  # the place in the navigation this page belongs to
    is_preview: bool = False
    on_paper: bool = False  # a preview of what the printer would print
    head: Head = NOTHING

    @property
    def canonical(self) -> str:
        """The absolute canonical address, empty where there is none."""
        return addresses.absolute(self.path) if self.path else ""

    @property
    def is_listed(self) -> bool:
        """Whether crawlers should list it."""
        return bool(self.path)

    @cached_property
    def languages(self) -> tuple[InLanguage, ...]:
        """This page in each language; the home page where it has no address."""
        path = self.path or addresses.home()
        return tuple(
            InLanguage(
                code=code,
                name=name,
                address=addresses.in_language(path, code),
                is_spoken=code == addresses.spoken(),
            )
            for code, name in settings.LANGUAGES
        )

    @property
    def alternates(self) -> tuple[HeadLink, ...]:
        """The same page in every language, for crawlers; none where they should not list it."""
        if not self.is_listed:
            return ()
        return tuple(
            HeadLink(rel="alternate", hreflang=one.code, href=addresses.absolute(one.address))
            for one in self.languages
        )


@by_edition
def site() -> Site:
    """The site as its settings and records have it: 1 query, 5 more once an edition; nothing is created."""
    sender = MailSettings.objects.order_by("pk").values("sender")[:1]
    said = SiteSettings.objects.annotate(sender=Subquery(sender)).order_by("pk").first() or SiteSettings()
    only = _only_language()
    licence = Licence(said.licence)
    return Site(
        name=_in_this_language(said, "name"),
        tagline=_in_this_language(said, "tagline"),
        tagline_language=_language_of(said, "tagline"),
        introduction=_in_this_language(said, "introduction"),
        introduction_language=_language_of(said, "introduction"),
        publisher=said.publisher,
        publisher_address=web_address(said.publisher_address),  # whatever was stored: a link leads to a page
        licence=str(licence.label) if licence.value else "",
        licence_address=licence.address,
        contact_email=said.contact_email,
        postal_address=said.postal_address,
        mail_consent=_mail_consent(said),
        only_language=only,
        only_language_name=texts.language_name(only) if only else "",
        is_all_in_another_language=bool(texts.foreign(only)),
        logo=_logo(said),
        pages=_menu_pages(),
    )


def _only_language() -> str:
    """The language of all public summaries; empty where there are two, or none.

    The first and the last by an index: to gather which there are, every summary would be looked at.
    """
    languages = Summary.objects.public().order_by("language").values_list("language", flat=True)
    first = languages.first() or ""
    return first if first == languages.last() else ""


def _mail_consent(said: SiteSettings) -> str:
    """The words beside the button; none before there is a sender and an address for the foot of the mail."""
    if not (getattr(said, "sender", "") and said.postal_address.strip()):
        return ""
    publisher = said.publisher or _in_this_language(said, "name")
    return consent.words(addresses.spoken(), publisher=publisher)


def _in_this_language(said: SiteSettings, field: str) -> str:
    """The words in the language being spoken, English where there are none in it."""
    words = getattr(said, field if addresses.spoken() == "en" else f"{field}_{addresses.spoken()}")
    return str(words or getattr(said, field))


def _language_of(said: SiteSettings, field: str) -> str:
    """The `lang` of those words: none where they are in the page's language, or not there at all."""
    if addresses.spoken() == "en" or not getattr(said, field):
        return ""
    return "" if getattr(said, f"{field}_{addresses.spoken()}") else "en"


def _logo(said: SiteSettings) -> Logo | None:
    picture = drawn(said.logo) if said.logo else None
    if picture is None:
        return None
    return Logo(address=addresses.logo(picture.key), width=picture.width, height=picture.height)


def site_without_records() -> Site:
    """The site when its records cannot be asked."""
    return Site(name=SiteSettings().name)


def _menu_pages() -> tuple[Link, ...]:
    french = addresses.spoken() == "fr"
    root = WagtailSite.objects.filter(is_default_site=True).values("root_page__url_path")[:1]
    pages = (
        InformationPage.objects.live()
        .public()
        .in_menu()
        .annotate(root=Subquery(root))
        .order_by("path")
        .values_list("title", "title_fr", "url_path", "root")
    )
    return tuple(
        Link(
            text=title_fr if french and title_fr else title,
            address=addresses.here("/" + path.removeprefix(root)),
            language="en" if french and not title_fr else "",
        )
        for title, title_fr, path, root in pages
        if root
    )
