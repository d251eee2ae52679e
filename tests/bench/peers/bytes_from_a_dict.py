"""The least a WSGI application can do: look an address up in a dict, and answer the bytes that are there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.bench.peers.in_python import HEADERS, PAGE, PATH

_body = Path(os.environ[PAGE]).read_bytes()
_lines = [line.split(": ", 1) for line in Path(os.environ[HEADERS]).read_text("utf-8").splitlines()]
_headers = [(name, value) for name, value in _lines]
_headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(_body)))]
kept = {PATH: (_headers, [_body])}


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer what is kept for an address."""
    headers, body = kept[environ["PATH_INFO"]]
    start_response("200 OK", headers)
    return body
