"""The free-form pages a new site starts with: About, Privacy, Contact, Accessibility, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Site

from apercu.content.models import InformationPage

_CREATED = "wagtail.create"


@dataclass(frozen=True, kw_only=True)
class Default:
    """A page as it is before anybody edits it; its texts are `pages/<slug>.<language>.html`."""

    slug: str
    title: str
    title_fr: str
    description: str
    shows_contact: bool = False

    def text(self, language: str) -> str:
        """Its text in this language, as Wagtail keeps rich text."""
        file = resources.files("apercu.ops").joinpath(f"pages/{self.slug}.{language}.html")
        return file.read_text("utf-8").strip()


DEFAULTS = (
    Default(
        slug="about",
        title="About",
        title_fr="À propos",
        description="What a digest is, how its summaries are written and how mistakes are put right.",
    ),
    Default(
        slug="privacy",
        title="Privacy",
        title_fr="Confidentialité",
        description="What is kept about readers: no cookies, no tracking, and what a report leaves.",
    ),
    Default(
        slug="contact",
        title="Contact",
        title_fr="Contact",
        description="How to reach those who publish this digest.",
        shows_contact=True,
    ),
    Default(
        slug="accessibility",
        title="Accessibility",
        title_fr="Accessibilité",
        description="What is done so that everybody can read this site, how it is tested, and its limits.",
    ),
)


@transaction.atomic
def load() -> list[str]:
    """Add every page this site never had, and return their titles.

    That we once made a page stands in Wagtail's own log of it, which outlives the page: one that editors
    removed does not come back. A page of theirs at the same address stays as it is.
    """
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return []
    made_before = set(
        PageLogEntry.objects.filter(action=_CREATED, data__default__isnull=False).values_list(
            "data__default", flat=True
        )
    )
    home = site.root_page.specific
    taken = set(Page.objects.child_of(home).values_list("slug", flat=True))
    new = [page for page in DEFAULTS if page.slug not in made_before | taken]
    for page in new:
        _add(page, home)
    return [page.title for page in new]


def _add(default: Default, home: Page) -> None:
    page = home.add_child(
        instance=InformationPage(
            slug=default.slug,
            title=default.title,
            title_fr=default.title_fr,
            body=default.text("en"),
            body_fr=default.text("fr"),
            search_description=default.description,
            shows_contact=default.shows_contact,
            show_in_menus=True,
        )
    )
    page.save_revision().publish()
    log(instance=page, action=_CREATED, data={"default": default.slug})
