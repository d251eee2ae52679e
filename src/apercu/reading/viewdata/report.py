"""The form to report an error in a summary, and the page that thanks for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apercu.content.models import Summary
from apercu.reading import addresses, texts
from apercu.reading.reporting import form
from apercu.reading.reporting.limits import Limit
from apercu.reading.viewdata.page import Head, Meta, Page, site

NOT_FOR_SEARCH = Head(metas=(Meta(name="robots", content="noindex"),))


@dataclass(frozen=True, kw_only=True)
class ReportPage(Page):
    """The form, empty or with what was typed and what is wrong with it."""

    heading: str
    summary_title: str
    summary_address: str
    summary_language: str  # the `lang` of the title where that differs from the page's, else empty
    sent: form.Sent
    problems: tuple[form.Problem, ...]
    refusal: str  # a sentence, where it was not taken for another reason than a field
    longest: int = form.LONGEST

    @property
    def text_problem(self) -> str:
        """What is wrong with the text, else nothing."""
        return self._problem_of(form.TEXT)

    @property
    def email_problem(self) -> str:
        """What is wrong with the e-mail address, else nothing."""
        return self._problem_of(form.EMAIL)

    def _problem_of(self, field: str) -> str:
        return next((problem.sentence for problem in self.problems if problem.field == field), "")


@dataclass(frozen=True, kw_only=True)
class ThanksPage(Page):
    """What happens with the report now."""

    summary_title: str
    summary_address: str
    summary_language: str


def report_page(
    record: Summary,
    *,
    sent: form.Sent | None = None,
    problems: tuple[form.Problem, ...] = (),
    refusal: str = "",
) -> ReportPage:
    """The form for one summary: the frame's query once the summary is at hand."""
    heading = _("Report an error")
    is_wrong = bool(problems or refusal)
    return ReportPage(
        site=site(),
        title=_("Error: %(title)s") % {"title": heading} if is_wrong else heading,
        path=addresses.report(record.slug),
        head=NOT_FOR_SEARCH,
        section="summaries",
        heading=heading,
        summary_title=record.title,
        summary_address=addresses.summary(record.slug),
        summary_language=texts.foreign(record.language),
        sent=sent or form.Sent(),
        problems=problems,
        refusal=refusal,
    )


def thanks_page(record: Summary) -> ThanksPage:
    """After the report was taken: the frame's query once the summary is at hand."""
    return ThanksPage(
        site=site(),
        title=_("Thank you for your report"),
        path=addresses.report_thanks(record.slug),
        head=NOT_FOR_SEARCH,
        section="summaries",
        summary_title=record.title,
        summary_address=addresses.summary(record.slug),
        summary_language=texts.foreign(record.language),
    )


def refusal_of(limit: Limit) -> str:
    """Why a report was not taken now, and what to do."""
    if limit is Limit.SUMMARY:
        return _(
            "Many readers have reported errors in this summary, and the editors have not dealt with them "
            "yet. Please come back tomorrow."
        )
    if limit is Limit.SITE:
        return _("More reports came in this hour than the editors can read. Please send yours in an hour.")
    return _("Several reports came from your connection this hour. Please send this one in an hour.")
