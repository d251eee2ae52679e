"""What the desk says of a review, where its people look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.models import WorkflowState


@hooks.register("before_edit_snippet")  # type: ignore[untyped-decorator]
def say_what_is_to_be_changed(request: HttpRequest, record: Any) -> None:
    """On the form of what was sent back: by whom, and the reviewer's words."""
    if request.method != "GET" or not (state := getattr(record, "current_workflow_state", None)):
        return
    if state.status != WorkflowState.STATUS_NEEDS_CHANGES or state.current_task_state is None:
        return
    task = state.current_task_state.specific
    said = _("%(who)s asked for changes.") % {"who": user_display_name(task.finished_by)}
    comment = task.get_comment()
    messages.warning(request, format_html("{} <q>{}</q>", said, comment) if comment else said)
