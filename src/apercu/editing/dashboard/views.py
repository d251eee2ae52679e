"""Beginning a month with one click."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apercu.content import drafting
from apercu.content.models import Digest
from apercu.editing.dashboard.panel import edit, may


@require_POST
def begin_month(request: HttpRequest) -> HttpResponse:
    """Make an empty draft of a month, and go to its form; a month that is there already is simply opened."""
    if not may(request.user, Digest, "add"):
        raise PermissionDenied
    try:
        month = datetime.date.fromisoformat(f"{request.POST.get('month', '')}-01")
    except ValueError as error:
        raise Http404 from error
    digest = Digest.objects.filter(month=month).first()
    if digest is None:
        digest = drafting.create_digest(month=month, by=request.user)
        messages.success(request, _("%(month)s is begun: an empty draft.") % {"month": str(digest)})
    return redirect(edit("digest", digest.pk))
