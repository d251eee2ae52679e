"""The account of who did what, from three records: the change log, Wagtail's log of schedules and reviews,
and what happened to accounts. They stay apart in the database and are laid side by side here, the newest
first.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry

from apercu.content.models import Change
from apercu.content.models.change import Kind
from apercu.editing.audit.models import Event, What

# Of Wagtail's log only what is not in the change log already: plans and reviews.
PLANNED = ("wagtail.publish.schedule", "wagtail.schedule.cancel")
REVIEWED = tuple(f"wagtail.workflow.{step}" for step in ("start", "approve", "reject", "resume", "cancel"))
CHANGES, EVENTS, MODELS, PAGES = "change", "event", "model", "page"

GROUPS: dict[str, str | Promise] = {
    "public": gettext_lazy("Published and withdrawn"),
    "planned": gettext_lazy("Schedules and reviews"),
    "sign-ins": gettext_lazy("Signing in"),
    "accounts": gettext_lazy("Accounts and roles"),
    "subscribers": gettext_lazy("Subscribers"),
}
_SIGN_INS = (
    What.SIGNED_IN,
    What.SIGN_IN_REFUSED,
    What.CODE_REFUSED,
    What.BACKUP_CODE_USED,
    What.SESSIONS_ENDED,
)
_SUBSCRIBERS = tuple(what for what in What if what.startswith("subscriber"))
_DETAILS = {
    "active": gettext_lazy("active again"),
    "inactive": gettext_lazy("no longer active"),
    "administrator": gettext_lazy("administrator"),
    "no-administrator": gettext_lazy("no longer administrator"),
    "e-mail": gettext_lazy("another e-mail address"),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What to show: everything, unless narrowed."""

    group: str = ""
    user: int | None = None
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the account."""

    at: datetime.datetime
    who: str
    what: str
    about: str
    detail: str = ""


def entries(asked: Asked) -> QuerySet[Any, tuple[datetime.datetime, str, int]]:
    """Time, record and number of each line asked for, the newest first; `rows` reads them."""
    parts = [
        _part(Change.objects.all(), CHANGES, "at", asked, in_group=("public",), words=("label",), by="by"),
        _part(
            _events(asked.group),
            EVENTS,
            "at",
            asked,
            in_group=("sign-ins", "accounts", "subscribers"),
            words=("account", "detail"),
            by="by",
        ),
        *(
            _part(
                model._default_manager.filter(action__in=PLANNED + REVIEWED),
                name,
                "timestamp",
                asked,
                in_group=("planned",),
                words=("label",),
                by="user",
            )
            for model, name in ((ModelLogEntry, MODELS), (PageLogEntry, PAGES))
        ),
    ]
    first, *others = (part for part in parts if part is not None)
    found: QuerySet[Any, tuple[datetime.datetime, str, int]] = first.union(*others, all=True)
    return found.order_by("-moment", "-pk")


def rows(keys: Iterable[tuple[datetime.datetime, str, int]]) -> list[Row]:
    """The lines behind these keys, in their order."""
    wanted = list(keys)
    found: dict[tuple[str, int], Row] = {}
    readers: Sequence[tuple[str, Any, Any]] = (
        (CHANGES, Change.objects.select_related("by"), _of_change),
        (EVENTS, Event.objects.select_related("by"), _of_event),
        (MODELS, ModelLogEntry.objects.all(), _of_log),
        (PAGES, PageLogEntry.objects.all(), _of_log),
    )
    for name, records, read in readers:
        numbers = [number for _at, record, number in wanted if record == name]
        if numbers:
            found |= {(name, record.pk): read(record) for record in records.filter(pk__in=numbers)}
    return [found[record, number] for _at, record, number in wanted if (record, number) in found]


def actors() -> QuerySet[Any]:
    """Whoever did anything that is shown, by name."""
    did = Q(pk__in=Change.objects.values("by")) | Q(pk__in=Event.objects.values("by"))
    did |= Q(pk__in=ModelLogEntry.objects.filter(action__in=PLANNED + REVIEWED).values("user"))
    user = get_user_model()
    return user._default_manager.filter(did).order_by(user.USERNAME_FIELD)


def _events(group: str) -> QuerySet[Event]:
    if group == "sign-ins":
        return Event.objects.filter(what__in=_SIGN_INS)
    if group == "subscribers":
        return Event.objects.filter(what__in=_SUBSCRIBERS)
    others = _SIGN_INS + _SUBSCRIBERS
    return Event.objects.exclude(what__in=others) if group == "accounts" else Event.objects.all()


def _part(
    records: Any,
    name: str,
    time: str,
    asked: Asked,
    *,
    in_group: Sequence[str],
    words: Sequence[str],
    by: str,
) -> Any:
    """One record's share of the account; None where the group asked for has nothing of it."""
    if asked.group and asked.group not in in_group:
        return None
    if asked.user is not None:
        records = records.filter(**{by: asked.user})
    if asked.since is not None:
        records = records.filter(**{f"{time}__gte": asked.since})
    if asked.until is not None:
        records = records.filter(**{f"{time}__lt": asked.until})
    if asked.words:
        said = Q()
        for field in words:
            said |= Q(**{f"{field}__icontains": asked.words})
        records = records.filter(said)
    named = records.order_by().annotate(moment=F(time), record=Value(name, output_field=CharField()))
    return named.values_list("moment", "record", "pk")


def _of_change(change: Change) -> Row:
    return Row(
        at=change.at,
        who=_name(change.by),
        what=str(Kind(change.kind).label),
        about=change.label or f"{_kind_of(change.object_type)} {change.object_id}".strip(),
        detail=_kind_of(change.object_type) if change.label else "",
    )


def _of_event(event: Event) -> Row:
    details = (part.strip() for part in event.detail.split(", "))
    return Row(
        at=event.at,
        who=_name(event.by),
        what=str(What(event.what).label),
        about=event.account,
        detail=", ".join(str(_DETAILS.get(part, part)) for part in details),
    )


def _of_log(entry: Any) -> Row:
    return Row(
        at=entry.timestamp,
        who=str(entry.user_display_name) if entry.user_id else _name(None),
        what=str(registry.get_action_label(entry.action)),
        about=entry.label,
        detail=str(entry.message),
    )


def _name(user: Any) -> str:
    return user.get_username() if user is not None else "—"


def _kind_of(object_type: str) -> str:
    """What a record of this name is called; its own name where there is no such record any more."""
    try:
        return str(capfirst(apps.get_model("content", object_type)._meta.verbose_name))
    except LookupError:
        return object_type
