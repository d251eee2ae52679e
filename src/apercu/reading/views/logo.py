from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apercu.reading import logo as logos


@require_safe
def logo(_request: HttpRequest, key: str) -> HttpResponse:
    """The site's logo, if this is its address now; what is at the address never changes."""
    picture = logos.present()
    if picture is None or picture.key != key:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(picture.content, content_type="image/webp", headers=headers)
