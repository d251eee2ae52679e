"""The least Django can do: its first middleware answers from memory, and nothing below it is asked."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse

from tests.bench.peers.bytes_from_a_dict import kept

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="only measured",
    MIDDLEWARE=[f"{__name__}.from_memory"],
)
urlpatterns: list[object] = []


def from_memory(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware that answers what is kept, and passes on the rest."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info not in kept:
            return get_response(request)
        headers, body = kept[request.path_info]
        return HttpResponse(body[0], headers=dict(headers))

    return answer


application = get_wsgi_application()
