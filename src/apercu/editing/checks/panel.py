"""The side panel “Checks”, with its counter: Wagtail renders it anew with what each autosave brings."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

from apercu.content.models import Digest, Summary
from apercu.editing.checks import gathering, running
from apercu.editing.checks.entry import FRENCH, Entry
from apercu.editing.checks.finding import Finding
from apercu.editing.checks.kinds.reading_level import FIELDS, level_of
from apercu.editing.checks.setting_aside import fingerprints_of

logger = logging.getLogger(__name__)
WORDS_A_MINUTE = 230

# The fields of both forms, in the editor's words, and where the form has them.
FIELD_NAMES = {
    "title": gettext_lazy("Title"),
    "slug": gettext_lazy("Slug"),
    "gist": gettext_lazy("Gist"),
    "body": gettext_lazy("What was studied and found"),
    "implications": gettext_lazy("Practice implications"),
    "authors": gettext_lazy("Authors"),
    "topics": gettext_lazy("Topics"),
    "types": gettext_lazy("Research types"),
    "language": gettext_lazy("Language"),
    "articles": gettext_lazy("Articles"),
    "printed_citation": gettext_lazy("Citation as printed"),
    "month": gettext_lazy("Month"),
    "teaser": gettext_lazy("Teaser"),
    "announcements": gettext_lazy("Announcements"),
    "summaries": gettext_lazy("Summaries"),
}


# Fields that stand in a panel with another name; a panel of one field is called after it.
_IN_PANEL = {
    "articles": "id_summary_articles-FORMS",
    "authors": "id_summary_authors-FORMS",
    "slug": "id_slug",
    "language": "id_language",
    "printed_citation": "id_printed_citation",
}
_NOWHERE = frozenset({"summaries"})  # no field of the digest's form


@dataclass(frozen=True, kw_only=True)
class Line:
    """A finding as the panel prints it."""

    finding: Finding
    where: str

    @property
    def anchor(self) -> str:
        """The address, on the form's page, of the field it is about; empty where there is none."""
        name = self.finding.field
        if name in _NOWHERE:
            return ""
        return f"#{_IN_PANEL.get(name, f'panel-{name}-section')}"

    @property
    def value(self) -> str:
        """What the button to set it aside sends."""
        return f"{self.finding.code}:{self.finding.fingerprint}"


class ChecksPanel(BaseSidePanel):
    """What blocks publishing, what could be better, what was set aside."""

    name = "editorial-checks"
    title = gettext_lazy("Checks")
    template_name = "editing/checks_panel.html"
    order = 50

    class Media:
        css = {"all": ["editing/checks.css"]}

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle the checks of the text")
        icon_name = "clipboard-list"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "count": self.panel.report.count}

    def __init__(self, record: Summary | Digest, request: Any, *, today: datetime.date) -> None:
        super().__init__(record, request)
        self.today = today
        self._entry: Any = None

    @property
    def report(self) -> running.Report:
        """What the checks say, asked once a panel."""
        if not hasattr(self, "_report"):
            self._report = self._asked()
        return self._report

    def _asked(self) -> running.Report:
        aside = fingerprints_of(record=self.object)
        try:
            if isinstance(self.object, Digest):
                month = gathering.digest_entry_of(self.object, today=self.today)
                return running.of_digest(month, aside=aside)
            self._entry = gathering.entry_of(self.object, today=self.today)
            return running.of_summary(self._entry, aside=aside)
        except Exception:  # a record nobody foresaw must not take the form away
            logger.exception("The facts of %s %s could not be read.", self.model.__name__, self.object.pk)
            return running.Report(failed=(_("all checks"),))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        report = self.report
        return {
            **super().get_context_data(parent_context),
            "sentence": _sentence(report),
            "blocking": _lines(report.blocking),
            "advice": _lines(report.advice),
            "set_aside": _lines(report.set_aside),
            "failed": report.failed,
            "measures": _measures(self._entry) if self._entry else "",
            "is_saved": bool(self.object.pk),
        }


def _lines(findings: Iterable[Finding]) -> list[Line]:
    return [Line(finding=one, where=str(FIELD_NAMES.get(one.field, ""))) for one in findings]


def _sentence(report: running.Report) -> str:
    blocking, advice = len(report.blocking), len(report.advice)
    if not blocking and not advice and report.failed:
        return _("Nothing else caught the eye.")
    if not blocking and not advice:
        return _("Nothing is missing, and nothing caught the eye.")
    if not blocking:
        text = ngettext(
            "It can be published. %(count)s place is worth a look.",
            "It can be published. %(count)s places are worth a look.",
            advice,
        )
        return text % {"count": advice}
    text = ngettext(
        "%(count)s thing is missing before it can be published.",
        "%(count)s things are missing before it can be published.",
        blocking,
    )
    return text % {"count": blocking}


def _measures(entry: Entry) -> str:
    """How long the text is and how hard: told always, whether or not it is a finding."""
    level = level_of("\n".join(text for _field, text in entry.texts(*FIELDS)), entry.language)
    if level is None:
        return ""
    minutes = max(1, round(level.words / WORDS_A_MINUTE))
    length = ngettext(
        "%(words)s words, about a minute.", "%(words)s words, about %(minutes)s minutes.", minutes
    )
    scale = (
        pgettext("reading level", "Ease of reading: %(score)s (Kandel and Moles).")
        if entry.language == FRENCH
        else pgettext("reading level", "Reading level: grade %(score)s (Flesch-Kincaid).")
    )
    counts = {"words": level.words, "minutes": minutes}
    return f"{length % counts} {scale % {'score': round(level.score)}}"


class WithChecks:
    """For the views that create and edit: the panel, and its buttons."""

    def get_side_panels(self) -> Any:
        """Wagtail's panels with ours after the status; its own “Checks” are of the preview."""
        view: Any = self
        status, *others = super().get_side_panels()  # type: ignore[misc]
        for panel in others:
            if panel.name == "checks":
                panel.title = _("Accessibility of the preview")
                panel.toggle.aria_label = _("Toggle the accessibility checks")
        today = timezone.localdate()  # a view
        record = view.form.instance if view.view_name == "create" else view.object
        return MediaContainer([status, ChecksPanel(record, view.request, today=today), *others])
