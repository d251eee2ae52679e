"""The gate's refusal, said on the desk: whichever screen tried to publish goes back to the form."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.modal_workflow import render_modal_workflow

from apercu.content.rules import Unpublishable


class SayWhyItIsNotPublic:
    """Turns `Unpublishable` into a message on the record's form; what was typed is saved as a draft."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Unpublishable) or not request.path.startswith("/desk/"):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            reasons = [problem.sentence for problem in exception.problems]
            return JsonResponse({"success": False, "errors": reasons}, status=HTTPStatus.CONFLICT)
        messages.error(request, _refusal(exception))
        address = _form_of(exception.record, request.user)
        if (
            request.headers.get("X-Requested-With") == "XMLHttpRequest"
        ):  # “Approve with comment”, in its dialog
            where = address or reverse("wagtailadmin_home")
            return render_modal_workflow(request, "", json_data={"step": "success", "redirect": where})  # type: ignore[no-any-return]
        return redirect(address or "wagtailadmin_home")


def _form_of(record: Any, user: Any) -> str | None:
    """The record's form, for who may change it and for who has it to review."""
    if address := AdminURLFinder(user).get_edit_url(record):
        return str(address)
    task = getattr(record, "current_workflow_task", None)
    if task is None or not task.user_can_access_editor(record, user):
        return None
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])


def _refusal(exception: Unpublishable) -> str:
    reasons = format_html_join("", "<li>{}</li>", ((problem.sentence,) for problem in exception.problems))
    return format_html(
        "{} <ul>{}</ul>",
        _("“%(record)s” is saved as a draft, but not published yet.") % {"record": exception.record},
        reasons,
    )
