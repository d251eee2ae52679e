from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as desk_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

from apercu.editing import uploads

urlpatterns = [
    path("desk/uploads/<path:path>", uploads.upload),
    path("desk/", include("apercu.editing.signing_in.urls")),  # the door, in front of Wagtail's own
    path("desk/", include(desk_urls)),
    path("", include("apercu.reading.urls_of_machines")),
    # English at the root, French under /fr/ (`LanguageOfAddress`).
    *i18n_patterns(
        path("", include("apercu.reading.urls")),
        # Free-form pages: /about/ and what editors add. Wagtail's logins for private pages are left out: a
        # public address has no session.
        re_path(serve_pattern, serve, name="wagtail_serve"),
        prefix_default_language=False,
    ),
]
handler404 = "apercu.reading.views.errors.not_found"
handler500 = "apercu.config.nothing_saved.broken"
