from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import translation
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

    shows_contact = models.BooleanField(
        _("show how to reach us"),
        default=False,
        help_text=_("The publisher, e-mail and postal address of the site's settings stand below the text."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("title_fr"), FieldPanel("body_fr")], heading=_("In French")),
        FieldPanel("shows_contact"),
    ]
    template = "reading/information_page.html"
    private_page_options: ClassVar[list[str]] = []  # a public address knows nobody, so it keeps nobody out
    subpage_types = ["content.InformationPage"]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The page as it is read in each language."""
        return [("en", _("English")), ("fr", _("French"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft in the language chosen, whatever language the desk speaks."""
        known = mode_name if mode_name in dict(self.preview_modes) else "en"
        with translation.override(known):
            response: HttpResponse = super().serve_preview(request, known)
            if isinstance(response, SimpleTemplateResponse):
                response.render()  # here, while the language is the one chosen
            return response
