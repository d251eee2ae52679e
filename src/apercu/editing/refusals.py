"""The gate's refusal, said on the desk: whichever screen tried to publish goes back to the form."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

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
        address = AdminURLFinder(request.user).get_edit_url(exception.record)
        return redirect(address or "wagtailadmin_home")


def _refusal(exception: Unpublishable) -> str:
    reasons = format_html_join("", "<li>{}</li>", ((problem.sentence,) for problem in exception.problems))
    return format_html(
        "{} <ul>{}</ul>",
        _("“%(record)s” is saved as a draft, but not published yet.") % {"record": exception.record},
        reasons,
    )
