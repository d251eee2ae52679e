"""The forms of summaries and digests: panels in the order one writes, and a slug that follows the title."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
)

from apercu.content import addresses
from apercu.content.models import Summary, former
from apercu.content.models.summary import SLUG_LENGTH, free_slug
from apercu.editing.panels import LegacyPanel
from apercu.editing.writing.pickers import TermPicker
from apercu.editing.writing.suggesting import Suggestions, for_summary


class SummaryForm(WagtailAdminModelForm):
    """A summary's form; while it was never public, a slug nobody chose is made anew from the title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = (self.instance.title or "", self.instance.slug or "")
        if "slug" in self.fields and self.instance.first_published_at:
            self.fields["slug"].help_text = _(
                "Readers know it as %(address)s. If you change it, that address will lead to the new one."
            ) % {"address": addresses.summary(self.instance.slug)}

    @cached_property
    def suggestions(self) -> tuple[Suggestions, ...]:
        """What the text in the form suggests; asked once, after it was saved if it is being saved."""
        return for_summary(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self._slug_follows(cleaned):
            cleaned["slug"] = free_slug(cleaned["title"], is_taken=self._is_anothers)
        return cleaned

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """With each autosave, tell the form in the browser which slug the title has come to."""
        updates: list[tuple[str, str]] = list(super().get_field_updates_for_resave())
        if "slug" in self.fields and self.data.get("slug", "") != self.instance.slug:
            updates.append(("slug", self.instance.slug))
        return updates

    def _slug_follows(self, cleaned: dict[str, Any]) -> bool:
        """Whether nobody has chosen the slug: it is empty, or still the one made from the last title."""
        if "slug" not in cleaned or not cleaned.get("title") or self.instance.first_published_at:
            return False
        title, slug = self._before
        if not cleaned["slug"]:
            return True
        return cleaned["slug"] == slug and cleaned["title"] != title and is_made_from(slug, title)

    def _is_anothers(self, slug: str) -> bool:
        others = Summary.objects.filter(slug=slug).exclude(pk=self.instance.pk)
        return others.exists() or former.is_taken_by_another(
            object_type="summary", slug=slug, object_id=self.instance.pk
        )


def is_made_from(slug: str, title: str) -> bool:
    """Whether a slug is what `free_slug` makes of a title, with or without a number."""
    stem = slugify(title)[: SLUG_LENGTH - 6].strip("-") or "summary"
    return re.fullmatch(rf"{re.escape(stem)}(?:-\d+)?", slug) is not None


class SuggestionsPanel(Panel):
    """A line below a picker with what the text suggests for it."""

    def __init__(self, field: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field = field

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "field": self.field}

    class BoundPanel(Panel.BoundPanel):
        template_name = "editing/suggestions_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "line": self.line()}

        def line(self) -> Suggestions:
            suggested: tuple[Suggestions, ...] = self.form.suggestions
            return next(one for one in suggested if one.field == self.panel.field)


SUMMARY_FORM = ObjectList(
    [
        LegacyPanel(),
        InlinePanel(
            "summary_articles",
            label=_("Article"),
            heading=_("Articles"),
            help_text=_("What the summary is about. Most have one article."),
            panels=[FieldPanel("article")],
        ),
        FieldPanel(
            "title",
            help_text=_(
                "What was found, or the question it answers; not the title of the article. No full stop."
            ),
        ),
        FieldPanel("gist"),
        FieldPanel(
            "body",
            help_text=_(
                "Who was studied and how, what was found, how sure it is. 90 to 250 words are usual."
            ),
        ),
        FieldPanel(
            "implications",
            help_text=_(
                "What a reader can do with it on Monday. Begin sentences with a verb, or with “you”."
            ),
        ),
        FieldPanel("topics", widget=TermPicker),
        SuggestionsPanel("topics"),
        FieldPanel("types", widget=TermPicker),
        SuggestionsPanel("types"),
        InlinePanel(
            "summary_authors",
            label=_("Author"),
            heading=_("Authors"),
            help_text=_("Who signs the summary; not the authors of the article."),
            panels=[FieldPanel("person", widget=forms.Select)],
        ),
        MultiFieldPanel(
            [FieldPanel("digest", widget=forms.Select), FieldPanel("position")], heading=_("Month")
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "studies_count",
                    help_text=_("For reviews and meta-analyses. Leave it empty if it is not told."),
                ),
                FieldPanel(
                    "participants_count",
                    help_text=_("All studies together. Leave it empty if it is not told."),
                ),
            ],
            heading=_("At a glance"),
        ),
        InlinePanel(
            "corrections",
            label=_("Correction"),
            heading=_("Corrections"),
            help_text=_("What was put right after publication; readers see it at the foot of the summary."),
            panels=[FieldPanel("date"), FieldPanel("text")],
        ),
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("language"),
                FieldPanel("translation_of"),
                FieldPanel("legacy"),
                FieldPanel("printed_citation"),
            ],
            heading=_("Particulars"),
            classname="collapsed",
        ),
        PublishingPanel(),
    ],
    base_form_class=SummaryForm,
)

DIGEST_FORM = ObjectList(
    [
        LegacyPanel(),
        FieldPanel("month"),
        FieldPanel(
            "teaser",
            help_text=_(
                "“This month…”: one or two sentences about what the summaries are about, and nothing else."
            ),
        ),
        FieldPanel("announcements"),
        FieldPanel("legacy"),
        PublishingPanel(),
    ]
)
