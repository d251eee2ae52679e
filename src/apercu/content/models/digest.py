from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.search import index

from apercu.content import addresses, rules
from apercu.content.models.drafted import DraftedRecord
from apercu.sources.cleaning import text_of

TEASER_FEATURES = ["bold", "italic", "link"]
ANNOUNCEMENT_FEATURES = ["bold", "italic", "h3", "ul", "ol", "link"]


class Digest(DraftedRecord):
    """The summaries of one month, with a “This month…” teaser."""

    month = models.DateField(_("month"), unique=True, help_text=_("Any day of it; the first is kept."))
    teaser = RichTextField(
        _("teaser"), features=TEASER_FEATURES, blank=True, help_text=_("“This month…”: what it is about.")
    )
    announcements = RichTextField(
        _("announcements"),
        features=ANNOUNCEMENT_FEATURES,
        blank=True,
        help_text=_("Events, studies looking for people."),
    )

    search_fields = [
        index.SearchField("teaser"),
        index.AutocompleteField("teaser"),
        index.FilterField("live"),
        index.FilterField("month"),
    ]

    class Meta:
        ordering = ["-month"]
        verbose_name = _("digest")
        verbose_name_plural = _("digests")

    def __str__(self) -> str:
        return formats.date_format(self.month, "F Y") if self.month else str(_("digest without a month"))

    def get_absolute_url(self) -> str:
        return addresses.digest(self.month)

    def clean(self) -> None:
        super().clean()
        self._keep_first_of_month()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._keep_first_of_month()
        super().save(*args, **kwargs)

    def change_label(self) -> str:
        return f"{self.month:%Y-%m}"

    def draft_facts(self) -> rules.DigestFacts:
        others = type(self)._base_manager.filter(month=self.month).exclude(pk=self.pk)
        return rules.DigestFacts(
            month=bool(self.month),
            month_taken=bool(self.month) and others.exists(),
            teaser=bool(text_of(self.teaser)),
            has_publishable_summary=self.summaries.filter(live=True).exists() or any(self.ready_summaries()),
            legacy=self.legacy,
        )

    def ready_summaries(self) -> list[tuple[Any, Any]]:
        """Its never-published summaries whose latest draft would pass the gate, each with that revision.

        One that waits in a workflow or for its own date is not ready: somebody else decides about it.
        """
        ready = []
        waiting = self.summaries.filter(live=False).exclude(latest_revision=None)
        for summary in waiting.select_related("latest_revision"):
            if summary.current_workflow_state or summary.scheduled_revision:
                continue
            draft = summary.latest_revision.as_object()
            if draft.digest_id == self.pk and not rules.blocking_problems(draft.draft_facts()):
                ready.append((summary, summary.latest_revision))
        return ready

    def went_public(self, *, user: Any) -> None:
        for summary, revision in self.ready_summaries():
            summary.publish(revision, user)

    def _keep_first_of_month(self) -> None:
        if self.month:
            self.month = self.month.replace(day=1)
