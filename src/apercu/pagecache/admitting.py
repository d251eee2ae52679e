"""What may be kept, and under which address: only what we know to be the same for everybody."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from apercu.pagecache.kept import Answer
from apercu.reading import canonical
from apercu.reading.addresses import LANGUAGES, ROOT_LANGUAGE

Environ = dict[str, Any]

NEVER = ("/desk/", "/static/", "/healthz", "/readyz")
VIEWS = "apercu.reading.views."
# A form belongs to whoever fills it in, a page with a token to one person, the patterns to whoever develops.
NOT_THESE = frozenset(
    f"apercu.reading.views.{name}" for name in ("reports", "subscribing", "preferences", "patterns")
)
PAGES = "wagtail.views"  # free-form pages; one with a restriction answers with a redirect or a token
API = "/api/v1/"
LONGEST_PATH, LONGEST_QUERY = 300, 500  # characters; nothing of ours is longer, only tricks are
_A_LIST = re.compile(r"(?:page=[0-9]+)?\Z")
# What a page may see of the request it is made for; the rest of it is nobody's but the reader's.
_SEEN = frozenset({"HTTP_HOST", "HTTP_X_FORWARDED_PROTO"})
_UNSEEN = frozenset({"CONTENT_TYPE", "REMOTE_USER", "AUTH_TYPE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The address of a page; the language is in its path."""

    path: str
    query: str
    host: str  # empty for the site's own
    is_secure: bool

    @property
    def is_unusual(self) -> bool:
        """Whether anybody can think of any number of such addresses: searches, other names of the host."""
        return bool(self.host) or not _A_LIST.match(self.query)


def key_of(environ: Environ) -> Key | None:
    """The address a request asks for; None for what is never kept."""
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if path.startswith(NEVER) or len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return None
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return None
    name = _name_of(path)
    if name is None:
        return None
    host = environ.get("HTTP_HOST", "")
    return Key(
        path=path,
        query=canonical.query_of(name, query),
        host="" if host == urlsplit(settings.SITE_URL).netloc else host,
        is_secure=_is_secure(environ),
    )


def anonymous(environ: Environ, key: Key) -> Environ:
    """The request as anybody could have made it, in canonical spelling: no cookie, no condition."""
    clean = {
        name: value
        for name, value in environ.items()
        if name not in _UNSEEN and (not name.startswith("HTTP_") or name in _SEEN)
    }
    return clean | {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": key.query,
        "REMOTE_ADDR": "",
        "CONTENT_LENGTH": "0",
        "wsgi.input": BytesIO(),
    }


def asked_by_nobody(key: Key) -> Environ:
    """A request for an address where none came in: for a page that is made before anybody asks for it."""
    environ = {
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": key.host or urlsplit(settings.SITE_URL).netloc,
        "wsgi.url_scheme": "https" if key.is_secure else "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = secure if key.is_secure else "http"
    return anonymous(environ, key)


def may_be_kept(answer: Answer, environ: Environ) -> bool:
    """Whether an answer is a page for everybody: found, without a cookie, a token or a word against it."""
    control = answer.header("cache-control").lower()
    vary = {name.strip() for name in answer.header("vary").lower().split(",")}
    return (
        answer.code == 200
        and not answer.header("set-cookie")
        and not answer.header("content-encoding")
        and "private" not in control
        and "no-store" not in control
        and vary <= {"", "accept-encoding"}
        and "CSRF_COOKIE" not in environ  # Django notes here that a form's token was printed
    )


def _name_of(path: str) -> str | None:
    """The name of the view that answers, if what it answers may be kept."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    with translation.override(first if first in LANGUAGES else ROOT_LANGUAGE):
        try:
            found = resolve(path)
        except Resolver404:
            return None
    module = found.func.__module__
    if module in NOT_THESE:
        return None
    ours = module.startswith(VIEWS) or module == PAGES or path.startswith(API)
    return found.view_name if ours else None


def _is_secure(environ: Environ) -> bool:
    """Whether the page goes out over https, by the rules of Django's `HttpRequest.scheme`."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        if (told := environ.get(name)) is not None:
            return str(told).split(",", 1)[0].strip() == secure
    return environ.get("wsgi.url_scheme") == "https"
