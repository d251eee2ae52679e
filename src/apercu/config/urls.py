from django.urls import include, path, re_path
from wagtail.admin import urls as desk_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

urlpatterns = [
    path("desk/", include(desk_urls)),
    path("", include("apercu.reading.urls")),
    # Free-form pages: /about/ and what editors add. Wagtail's logins for private pages are left out: a
    # public address has no session.
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
handler404 = "apercu.reading.views.errors.not_found"
handler500 = "apercu.reading.views.errors.broken"
