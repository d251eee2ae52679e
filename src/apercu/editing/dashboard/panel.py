"""The desk's first page as it is shown: sentences, and for each a place to go."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from apercu.content.models import Digest, ErrorReport, Summary
from apercu.content.months_work import MonthsWork, SummarysWork
from apercu.content.standing import Standing
from apercu.editing import words
from apercu.editing.dashboard.schedule import Appointment
from apercu.editing.dashboard.standing import LastImport, Reviewed, Work, work
from apercu.editing.listing.filters import OLD_RULES


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sentence, and where it is acted on; `note` says more of it."""

    text: str
    address: str = ""
    note: str = ""
    is_urgent: bool = False


class WorkPanel(Component):
    """This month, what waits for somebody, what has a date, and what could be put in order."""

    name = "work"
    order = 10
    template_name = "editing/dashboard/work.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        ways = Ways(user)
        state = work(at=timezone.now(), today=timezone.localdate())  # noqa: TID251 a view
        return {
            "month": capfirst(_month(state.month)),
            "sentence": sentence(state.work) if state.work else "",
            "month_address": ways.edit("digest", state.work.key) if state.work else "",
            "is_begun": state.work is not None,
            "summaries": [_summary(one, ways) for one in state.work.summaries] if state.work else (),
            "other_months": _other_months(state, ways),
            "waiting": _waiting(state, ways),
            "appointments": [_appointment(one, ways) for one in state.schedule.appointments],
            "more_appointments": state.schedule.more,
            "dates_address": reverse("scheduled:list"),
            "to_put_in_order": _to_put_in_order(state),
            "begin_address": reverse("begin_month") if may(user, Digest, "add") else "",
            "begin_month": f"{state.month:%Y-%m}",
            "write_address": add("summary") if may(user, Summary, "add") else "",
            "csrf_token": parent_context.get("csrf_token"),
        }


class Ways:
    """Where one person can act: an address, or nothing where they may only read."""

    _MODELS: ClassVar[dict[str, type[Any]]] = {"summary": Summary, "digest": Digest}

    def __init__(self, user: Any) -> None:
        self.user = user
        self._changes = {name: may(user, model, "change") for name, model in self._MODELS.items()}

    def edit(self, model_name: str, key: Any) -> str:
        return edit(model_name, key) if self._changes[model_name] else ""

    def reports(self) -> str:
        return reverse("error_reports:index") if may(self.user, ErrorReport, "settle") else ""


def sentence(month: MonthsWork) -> str:
    """How far a month is: "2 of 3 written, 1 in review; the teaser is missing"."""
    if not month.summaries:
        parts = [_("no summary yet")]
    else:
        counts = {"written": month.written, "all": len(month.summaries)}
        parts = [_("%(written)s of %(all)s written") % counts, *_counted(month)]
    said = ", ".join(parts)
    if not month.teaser_is_written:
        said = _("%(said)s; the teaser is missing") % {"said": said}
    elif month.standing is Standing.SCHEDULED and month.goes_public_at:
        said = _("%(said)s; it becomes public on %(when)s") % {
            "said": said,
            "when": moment(month.goes_public_at),
        }
    elif month.standing in (Standing.PUBLIC, Standing.CHANGED):
        said = _("%(said)s; the month is public") % {"said": said}
    return f"{capfirst(said)}."


def edit(model_name: str, key: Any) -> str:
    """Where the desk edits a record."""
    return reverse(f"wagtailsnippets_content_{model_name}:edit", args=[key])


def add(model_name: str) -> str:
    return reverse(f"wagtailsnippets_content_{model_name}:add")


def listing(model_name: str, **narrowed: str) -> str:
    """A list, narrowed."""
    return reverse(f"wagtailsnippets_content_{model_name}:list", query=narrowed)


def may(user: Any, model: type[Any], action: str) -> bool:
    return bool(policy_registry.get_by_type(model).user_has_permission(user, action))


def moment(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _counted(month: MonthsWork) -> list[str]:
    """The other numbers of the sentence, without those that are nothing."""
    review, scheduled = month.count(Standing.REVIEW), month.count(Standing.SCHEDULED)
    back, public = month.count(Standing.RETURNED), month.count(Standing.PUBLIC, Standing.CHANGED)
    said = [
        (review, ngettext("%(count)s in review", "%(count)s in review", review)),
        (back, ngettext("%(count)s sent back", "%(count)s sent back", back)),
        (scheduled, ngettext("%(count)s scheduled", "%(count)s scheduled", scheduled)),
        (public, ngettext("%(count)s public", "%(count)s public", public)),
    ]
    return [text % {"count": count} for count, text in said if count]


def _summary(one: SummarysWork, ways: Ways) -> Line:
    if one.lacks:
        lacks = words.listed(problem.code for problem in one.lacks)
        note = _("%(standing)s, lacks: %(lacks)s") % {"standing": one.standing.label, "lacks": lacks}
    elif one.standing is Standing.SCHEDULED and one.goes_public_at:
        note = _("Scheduled, %(when)s") % {"when": moment(one.goes_public_at)}
    elif one.standing is Standing.DRAFT:
        note = _("Draft, complete")
    else:
        note = str(one.standing.label)
    title = one.title or _("(no title yet)")
    return Line(text=title, address=ways.edit("summary", one.key), note=note)


def _other_months(state: Work, ways: Ways) -> list[Line]:
    lines = [
        Line(text=capfirst(_month(month)), address=ways.edit("digest", key))
        for key, month in state.other_months.shown
    ]
    if more := state.other_months.more:
        text = ngettext("%(count)s more", "%(count)s more", more) % {"count": more}
        lines.append(Line(text=text, address=listing("digest", state=Standing.DRAFT)))
    return lines


def _waiting(state: Work, ways: Ways) -> list[Line]:
    """What somebody should do something about."""
    lines = [_reviewed(one, _("In review"), ways) for one in state.in_review]
    lines += [_reviewed(one, _("Sent back by its reviewer"), ways) for one in state.sent_back]
    if state.reports and (address := ways.reports()):
        said = ngettext("%(count)s error report waits.", "%(count)s error reports wait.", state.reports)
        lines.append(Line(text=said % {"count": state.reports}, address=address, is_urgent=True))
    return lines


def _reviewed(one: Reviewed, note: str, ways: Ways) -> Line:
    return Line(text=one.title, address=ways.edit(one.model_name, one.key), note=note)


def _appointment(one: Appointment, ways: Ways) -> Line:
    when = moment(one.at)
    if one.why_not:
        why = " ".join(one.why_not)
        note = _("was due on %(when)s and could not be published: %(why)s") % {"when": when, "why": why}
    elif one.is_late:
        note = _("was due on %(when)s and is not public: is the schedule running?") % {"when": when}
    else:
        note = when
    urgent = one.is_late or bool(one.why_not)
    return Line(text=one.title, address=ways.edit(one.model_name, one.key), note=note, is_urgent=urgent)


def _to_put_in_order(state: Work) -> list[Line]:
    """What can be done on a quiet evening."""
    lines = []
    if count := state.old_with_warnings:
        said = ngettext(
            "%(count)s entry from before the rules still lacks something.",
            "%(count)s entries from before the rules still lack something.",
            count,
        )
        lines.append(Line(text=said % {"count": count}, address=listing("summary", lacks=OLD_RULES)))
    if count := state.drafts_without_month:
        said = ngettext("%(count)s draft stands in no month.", "%(count)s drafts stand in no month.", count)
        lines.append(Line(text=said % {"count": count}, address=listing("summary", state=Standing.DRAFT)))
    if state.last_import:
        lines.append(_last_import(state.last_import))
    return lines


def _last_import(last: LastImport) -> Line:
    numbers = {"when": moment(last.at), "created": last.created, "updated": last.updated}
    said = _("Last import, %(when)s: %(created)s created, %(updated)s updated.") % numbers
    failed = ngettext("%(count)s entry failed.", "%(count)s entries failed.", last.failed)
    return Line(
        text=said,
        note=failed % {"count": last.failed} if last.failed else "",
        is_urgent=bool(last.failed),
    )


def _month(month: datetime.date) -> str:
    return date_format(month, "F Y")
