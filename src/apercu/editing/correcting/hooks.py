"""The way to a correction: one more thing to choose beside Publish, on the form of what is public."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import ActionMenuItem

from apercu.content.models import Summary
from apercu.editing.correcting.views import CorrectView

CHOSEN = "action-correct"


class PublishAsCorrection(ActionMenuItem):
    """Saves what was typed as a draft, then asks for the note."""

    name = CHOSEN
    label = gettext_lazy("Publish as a correction…")
    icon_name = "edit"
    template_name = "editing/correcting/menu_item.html"

    def is_shown(self, context: Any) -> bool:
        if context["view"] != "edit" or not context["instance"].live or context.get("locked_for_user"):
            return False
        policy = policy_registry.get_by_type(Summary)
        return bool(policy.user_has_permission(context["request"].user, "publish"))


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def addresses() -> list[Any]:
    """/desk/corrections/<summary>/"""
    return [path("corrections/<int:pk>/", CorrectView.as_view(), name="correct_summary")]


@hooks.register("register_snippet_action_menu_item")  # type: ignore[untyped-decorator]
def menu_item(model: type) -> ActionMenuItem | None:
    """Only summaries are corrected in public."""
    return PublishAsCorrection(order=35) if model is Summary else None


@hooks.register("after_edit_snippet")  # type: ignore[untyped-decorator]
def go_on_to_the_note(request: HttpRequest, record: Any) -> HttpResponse | None:
    """Once the draft is saved: what is readers to be told?"""
    if CHOSEN in request.POST and isinstance(record, Summary):
        return redirect("correct_summary", record.pk)
    return None
