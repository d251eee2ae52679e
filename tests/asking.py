"""A WSGI application asked as a server asks it, without a socket."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import brotli

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
HOST = "localhost:8000"  # the host of the tests' APERCU_SITE_URL


@dataclass(frozen=True, kw_only=True)
class Got:
    """An answer as it goes over the wire."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def encoding(self) -> str:
        return self.headers.get("content-encoding", "")

    @property
    def body(self) -> bytes:
        """The answer's bytes once a client has decoded them."""
        if self.encoding == "gzip":
            return gzip.decompress(self.raw)
        if self.encoding == "br":
            decoded: bytes = brotli.decompress(self.raw)
            return decoded
        assert not self.encoding
        return self.raw

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    application: Application, address: str, *, method: str = "GET", body: bytes = b"", **headers: str
) -> Got:
    """Ask for an address; headers are named as `Accept_Encoding`."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path, "latin-1"),
        "QUERY_STRING": query,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "203.0.113.9",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": None,
        "HTTP_HOST": HOST,
    } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    told: list[Any] = []

    def start_response(status: str, sent: list[tuple[str, str]], exc_info: object = None) -> None:
        told[:] = [status, sent]

    answered = application(environ, start_response)
    try:
        raw = b"".join(answered)
    finally:
        if close := getattr(answered, "close", None):
            close()
    names = [name.lower() for name, _value in told[1]]
    assert len(names) == len(set(names)), names
    return Got(status=int(told[0][:3]), headers={name.lower(): value for name, value in told[1]}, raw=raw)
