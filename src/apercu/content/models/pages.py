from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from apercu.content.models.summary import TEXT_FEATURES

PAGE_FEATURES = ["h2", *TEXT_FEATURES]


class InformationPage(Page):
    """A free-form page in both languages: About, Privacy, Contact. Its writes reach the change log in
    `page_changes`.

    One record holds both languages, so that one form shows what the other lacks (docs/decisions/0013).
    """

    title_fr = models.CharField(_("title (French)"), max_length=255, blank=True)
    body = RichTextField(_("text (English)"), features=PAGE_FEATURES, blank=True)
    body_fr = RichTextField(_("text (French)"), features=PAGE_FEATURES, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("title_fr"), FieldPanel("body_fr")], heading=_("In French")),
    ]
    template = "reading/information_page.html"
    private_page_options: ClassVar[list[str]] = []  # a public address knows nobody, so it keeps nobody out
    subpage_types = ["content.InformationPage"]
