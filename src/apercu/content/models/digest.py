from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.search import index

from apercu.content import addresses, previewing, reasons, rules
from apercu.content.models.drafted import DraftedRecord
from apercu.content.models.drafted_with import refuse_deletion, summaries_drafted_with
from apercu.sources.cleaning import text_of

TEASER_FEATURES = ["bold", "italic", "link"]
ANNOUNCEMENT_FEATURES = ["bold", "italic", "h3", "ul", "ol", "link"]


@dataclass(frozen=True, kw_only=True)
class Companion:
    """A never-published summary of a month, and whether its latest draft would go out with it."""

    summary: Any
    revision: Any
    why_not: tuple[reasons.Reason, ...] = ()  # none where it is ready, or has a date of its own
    has_own_date: bool = False


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

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse while a draft stands in this month; the database refuses for the summaries themselves."""
        said = _("Drafts stand in “%(month)s”.") % {"month": self}
        refuse_deletion(message=str(said), carriers=set(summaries_drafted_with(field="digest", key=self.pk)))
        return super().delete(*args, **kwargs)

    def change_label(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def preview_modes(self) -> list[Any]:
        return previewing.MODES_OF_A_DIGEST

    def draft_facts(self) -> rules.DigestFacts:
        others = type(self)._base_manager.filter(month=self.month).exclude(pk=self.pk)
        return rules.DigestFacts(
            month=bool(self.month),
            month_taken=bool(self.month) and others.exists(),
            teaser=bool(text_of(self.teaser).strip()),
            has_publishable_summary=self.pk is not None
            and (self.summaries.filter(live=True).exists() or any(self.ready_summaries())),
            legacy=self.legacy,
        )

    def companions(self) -> list[Companion]:
        """Its summaries that were never public: ready to go out with it, waiting for their own date, or not.

        One that was public and was withdrawn is none of them: it returns when somebody publishes it.
        """
        never = self.summaries.filter(live=False, first_published_at=None).exclude(latest_revision=None)
        found = []
        for summary in never.select_related("latest_revision"):
            draft = summary.latest_revision.as_object()
            if draft.digest_id != self.pk:
                continue
            why_not = reasons.of_problems(rules.blocking_problems(draft.draft_facts()))
            if summary.current_workflow_state:  # somebody else decides about it
                why_not = (*why_not, reasons.Reason(code="in-review"))
            dated = bool(summary.scheduled_revision)
            found.append(
                Companion(
                    summary=summary,
                    revision=summary.latest_revision,
                    why_not=() if dated else why_not,
                    has_own_date=dated,
                )
            )
        return found

    def ready_summaries(self) -> list[tuple[Any, Any]]:
        """Its never-published summaries whose latest draft would pass the gate, each with that revision."""
        return [
            (one.summary, one.revision)
            for one in self.companions()
            if not one.why_not and not one.has_own_date
        ]

    def went_public(self, *, user: Any) -> None:
        for summary, revision in self.ready_summaries():
            summary.publish(revision, user, skip_permission_checks=True)  # who may publish the month may this

    def _keep_first_of_month(self) -> None:
        if self.month:
            self.month = self.month.replace(day=1)
