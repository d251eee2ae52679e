"""What was to be saved and could not be, for the database has no room or is away: said so."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from apercu.config.database_troubles import Trouble, trouble_of
from apercu.reading.api.answering import away as away_from_api
from apercu.reading.views import errors

logger = logging.getLogger(__name__)

RETRY_AFTER = 10  # seconds
DESK, API = "/desk/", "/api/"


class SayWhyNothingIsSaved:
    """Answers 503 with a sentence where the database refused; the log has what the operator needs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        trouble = trouble_of(exception)
        return answer(request, trouble, exception) if trouble else None


def broken(request: HttpRequest) -> HttpResponse:
    """The answer to what no view has caught (`handler500`): Django calls this while it handles the error.

    Errors of middleware come here as well: a login is looked up, and a session saved, outside of any view.
    """
    error = sys.exception()
    trouble = trouble_of(error) if error else None
    return answer(request, trouble, error) if trouble and error else errors.broken(request)


def answer(request: HttpRequest, trouble: Trouble, error: BaseException) -> HttpResponse:
    """The 503 that fits who asked: a script of the desk, an editor, a reader."""
    logger.error("%s %s: %s %s", request.method, request.path, error, trouble.mend)
    if not connection.in_atomic_block:
        connection.close()
    if request.path.startswith(API):
        response = away_from_api()
    elif not request.path.startswith(DESK):
        response = errors.unavailable(request)
    else:
        with translation.override(_language_of(request)):
            response = _on_the_desk(request, trouble)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def _on_the_desk(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    why = _(trouble.sentence)
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if not request.accepts("text/html"):  # autosave and its like (wagtail, JsonPostResponseMixin)
        said = " ".join([why, _("Nothing was saved; keep this page open, and save again later.")])
        return JsonResponse(
            {"success": False, "error_code": trouble.code, "error_message": said}, status=status
        )
    told = {"why": why, "is_a_form": request.method == "POST", "css": _style("wagtailadmin/css/core.css")}
    return HttpResponse(render_to_string("editing/nothing_saved.html", told), status=status)


def _style(name: str) -> str:
    return str(staticfiles_storage.url(name))


def _language_of(request: HttpRequest) -> str:
    """The editor's own, where it can still be read; else what the browser asks for."""
    try:
        profile = getattr(request.user, "wagtail_userprofile", None)
        chosen = profile.get_preferred_language() if profile else ""
    except (DatabaseError, AttributeError):
        chosen = ""
    return chosen or translation.get_language_from_request(request)
