from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apercu.reading.viewdata.patterns import patterns_page
from apercu.reading.views.answering import answer


@require_safe
def patterns(_request: HttpRequest) -> HttpResponse:
    """Every component, while developing; elsewhere there is no such page."""
    if not settings.DEBUG:
        raise Http404
    return answer("reading/patterns.html", patterns_page())
