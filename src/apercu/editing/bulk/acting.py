"""What all actions on many records share: the list first, then a report on every one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, ProtectedError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise, classproperty
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from apercu.content.arranging import Locked
from apercu.content.rules import Unpublishable
from apercu.content.submitting import NotSubmittable
from apercu.editing.listing.views import listed

MOST = 200  # records in one request: each is saved, kept in history and indexed, some 30 ms


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of one record."""

    title: str
    address: str
    why_not: tuple[str, ...] = ()  # sentences; none where all went well
    was_so: bool = False  # there was nothing to do


class ActOnMany(SnippetBulkAction):
    """A bulk action of ours. Each record is its own transaction."""

    template_name = "editing/bulk/confirm.html"
    permission = "change"
    for_models: tuple[type[Model], ...] = ()
    explanation: str | Promise = ""

    @classproperty
    def models(cls) -> list[type[Model]]:
        return list(cls.for_models)

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Iterable[Any]) -> list[Any]:
        """The records in their list's own order. One that is gone meanwhile is simply not there."""
        keys = [key for key in map(str, object_ids) if key.isdecimal()]
        return list(model._default_manager.filter(pk__in=keys))

    def get_all_objects_in_listing_query(self, _parent: Any) -> Any:
        """ "All" are those the list shows for its filters and search, not the whole archive."""
        return listed(self.model, self.request).order_by().values_list("pk", flat=True)

    def check_perm(self, obj: Any) -> bool:
        return bool(
            self.permission_policy.user_has_permission_for_instance(self.request.user, self.permission, obj)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "action_name": self.display_name,
            "what_it_does": self.aria_label,
            "explanation": self.explanation,
            "header_icon": self.model.snippet_viewset.icon,
            "too_many": len(context["items"]) > MOST,
            "most": MOST,
            "records_name": capfirst(self.model._meta.verbose_name_plural),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it to each, and answer with what became of each."""
        self.cleaned_form = form
        records, refused = self.get_actionable_objects()
        if len(records) > MOST:
            again: HttpResponse = self.form_invalid(form)
            return again
        finder = AdminURLFinder(self.request.user)
        done = [self._one(record, str(finder.get_edit_url(record) or "")) for record in records]
        no_right = _("You may not do this to it.")
        done += [
            Done(title=str(one), address="", why_not=(no_right,)) for one in refused["items_with_no_access"]
        ]
        context = {
            "action_name": self.display_name,
            "header_icon": self.model.snippet_viewset.icon,
            "next": self.next_url,
            "failed": [one for one in done if one.why_not],
            "changed": [one for one in done if not one.why_not and not one.was_so],
            "unchanged": [one for one in done if one.was_so],
        }
        return render(self.request, "editing/bulk/report.html", context)

    def act(self, record: Any) -> bool:
        """Do it to one record; whether anything changed."""
        raise NotImplementedError

    def _one(self, record: Any, address: str) -> Done:
        title = str(record)
        try:
            return Done(title=title, address=address, was_so=not self.act(record))
        except Unpublishable as refusal:
            why = tuple(problem.sentence for problem in refusal.problems)
        except ProtectedError as refusal:
            why = (_in_use(refusal),)
        except (Locked, NotSubmittable) as refusal:
            why = (str(refusal),)
        return Done(title=title, address=address, why_not=why)


def _in_use(refusal: ProtectedError) -> str:
    users = {str(getattr(one, "summary", one)) for one in refusal.protected_objects}
    shown = "; ".join(sorted(users)[:3]) + ("; …" if len(users) > 3 else "")
    return _("It is in use: %(users)s.") % {"users": shown}
