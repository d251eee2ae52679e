"""The addresses under `/api/v1/`; none ends in a slash."""

from django.urls import URLPattern, path, re_path

from apercu.reading.api.answering import answered, no_such_address
from apercu.reading.api.contract import openapi, query_names
from apercu.reading.api.endpoints import api

_patterns, _app, _namespace = api.urls
_takes = query_names()

urlpatterns = [
    *(
        path(str(one.pattern), answered(one.callback, takes=_takes[one.name]), name=one.name)
        for one in _patterns
        if isinstance(one, URLPattern) and one.name in _takes
    ),
    path("openapi.json", answered(openapi), name="openapi"),
    re_path(r"", answered(no_such_address, takes=None), name="no-such-address"),
]
