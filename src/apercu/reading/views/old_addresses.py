"""Addresses of the blog the archive came from: they lead to its summaries, where no page of ours stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from apercu.content import old_addresses
from apercu.reading import addresses
from apercu.reading.views.answering import moved


def summary_that_stood_at(request: HttpRequest) -> HttpResponse | None:
    """A redirect to the summary that had this address on the old blog, if one had."""
    if request.method not in {"GET", "HEAD"}:
        return None
    heir = old_addresses.heir_of(request.path, request.META.get("QUERY_STRING", ""))
    return moved(addresses.summary(heir.slug)) if heir else None
