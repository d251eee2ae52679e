"""The rows of the screen: what `content.scheduling` says, with the ways to act on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from apercu.content import scheduling
from apercu.content.models import Act, Digest, Summary

EDITED_AT = {
    "summary": "wagtailsnippets_content_summary:edit",
    "digest": "wagtailsnippets_content_digest:edit",
    "page": "wagtailadmin_pages:edit",
}


@dataclass(frozen=True, kw_only=True)
class Companion:
    """A draft of a scheduled month."""

    of: scheduling.Companion
    edit: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """Something with a date."""

    of: scheduling.Scheduled
    edit: str
    publishes: bool
    may_act: bool  # move its date, or take it off
    companions: tuple[Companion, ...]

    @property
    def going(self) -> tuple[Companion, ...]:
        """The drafts that go out with this month."""
        return tuple(one for one in self.companions if one.of.is_ready)

    @property
    def staying(self) -> tuple[Companion, ...]:
        """Those that would stay drafts as they stand now."""
        return tuple(one for one in self.companions if one.of.why_not)


@dataclass(frozen=True, kw_only=True)
class LeftBehind:
    """A summary that was not ready when its month went out."""

    of: scheduling.Failure
    edit: str


def rows_for(user: Any, found: tuple[scheduling.Scheduled, ...]) -> tuple[Row, ...]:
    """The rows, with what this person may do."""
    may = {kind: may_publish(user, kind) for kind in EDITED_AT}
    return tuple(
        Row(
            of=one,
            edit=edit_address(one.object_type, one.object_id),
            publishes=one.act is Act.PUBLISH,
            may_act=one.act is Act.PUBLISH and may.get(one.object_type, False),
            companions=tuple(
                Companion(of=draft, edit=edit_address("summary", draft.summary_id))
                for draft in one.companions
            ),
        )
        for one in found
    )


def left_behind(found: tuple[scheduling.Failure, ...]) -> tuple[LeftBehind, ...]:
    """Those among the failures, the latest first."""
    behind = (one for one in found if one.act is Act.JOIN)
    return tuple(LeftBehind(of=one, edit=edit_address(one.object_type, one.object_id)) for one in behind)[
        ::-1
    ]


def edit_address(kind: str, pk: object) -> str:
    """Where the desk edits it."""
    return reverse(EDITED_AT[kind], args=[pk])


def may_publish(user: Any, kind: str) -> bool:
    """Whether this person may publish such records, and so decide about their dates."""
    model = {"summary": Summary, "digest": Digest, "page": Page}.get(kind)
    if model is None or model is Page:
        return bool(user.is_superuser) and model is Page  # a page's rights depend on where it stands
    return bool(policy_registry.get_by_type(model).user_has_permission(user, "publish"))


def may_look(user: Any) -> bool:
    """Whether this person may see the screen: whoever may change summaries or digests."""
    return any(
        policy_registry.get_by_type(model).user_has_any_permission(user, {"add", "change", "publish"})
        for model in (Summary, Digest)
    )
