from __future__ import annotations

from typing import ClassVar

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from apercu.content.models.summary import TEXT_FEATURES


class InformationPage(Page):
    """A free-form page: About, Privacy, Contact. Its writes reach the change log in `page_changes`."""

    body = RichTextField(features=TEXT_FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    template = "reading/information_page.html"
    private_page_options: ClassVar[list[str]] = []  # a public address knows nobody, so it keeps nobody out
    subpage_types = ["content.InformationPage"]
