from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apercu.reading.api.documenting import manual_page
from apercu.reading.views.answering import answer


@require_safe
def api_docs(_request: HttpRequest) -> HttpResponse:
    """The read API explained for people."""
    return answer("reading/api_docs.html", manual_page())
