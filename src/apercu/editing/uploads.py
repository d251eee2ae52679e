"""Files editors upload, shown to editors: the desk's own pictures of them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.admin.auth import require_admin_access


@require_safe
@require_admin_access  # type: ignore[untyped-decorator]
@cache_control(private=True)
def upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media folder, for who is logged in to the desk; readers never fetch from there."""
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))
