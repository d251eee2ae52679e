"""Files crawlers ask for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from apercu.reading import crawling
from apercu.reading.revalidating import revalidated
from apercu.reading.viewdata.page import site

_XML = "application/xml; charset=utf-8"


@require_safe
@revalidated
def sitemap(_request: HttpRequest) -> HttpResponse:
    """Every public page, or the list of parts where they are too many for one file."""
    parts = crawling.parts(crawling.places())
    written = crawling.sitemap(parts[0]) if len(parts) == 1 else crawling.sitemap_index(len(parts))
    return HttpResponse(written, content_type=_XML)


@require_safe
@revalidated
def sitemap_part(_request: HttpRequest, number: int) -> HttpResponse:
    """One part of a site too large for one file."""
    parts = crawling.parts(crawling.places())
    if len(parts) == 1 or not 1 <= number <= len(parts):
        raise Http404
    return HttpResponse(crawling.sitemap(parts[number - 1]), content_type=_XML)


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """What crawlers may ask for."""
    return HttpResponse(crawling.robots(), content_type="text/plain; charset=utf-8")


@require_safe
@revalidated
def account(_request: HttpRequest) -> HttpResponse:
    """The site in Markdown, for language models and their users."""
    return HttpResponse(crawling.account(site()), content_type="text/markdown; charset=utf-8")


@require_safe
def icon(_request: HttpRequest) -> HttpResponse:
    """Our mark, for those who ask for it without reading the page."""
    return HttpResponseRedirect(static("reading/mark.svg"))
