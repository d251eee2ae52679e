"""A transport that answers from a folder instead of the network, for tests and for showing the desk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from apercu.fetching.redacting import without_secrets
from apercu.fetching.unfetchable import Unreachable


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One answer to replay; `url` is compared without secrets, parameters in any order."""

    url: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)


class Replay(httpx2.BaseTransport):
    """Gives recorded answers; what was not recorded is as if there were no network."""

    def __init__(self, recorded: Iterable[Recorded]) -> None:
        self._answers = {_same(one.url): one for one in recorded}
        self.asked: list[str] = []  # every address asked for, without secrets

    @classmethod
    def of_folder(cls, folder: Path) -> Replay:
        """The answers listed in a folder's `answers.json`: url, file, and where needed status and headers."""
        listed = json.loads((folder / "answers.json").read_text("utf-8"))
        return cls(
            Recorded(
                url=one["url"],
                status=one.get("status", 200),
                headers=one.get("headers", {}),
                body=(folder / one["file"]).read_bytes() if one.get("file") else b"",
            )
            for one in listed
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The recorded answer to a request."""
        shown = without_secrets(request.url)
        self.asked.append(shown)
        recorded = self._answers.get(_same(shown))
        if recorded is None:
            raise Unreachable(host=request.url.host, url=shown, reason="name")
        return httpx2.Response(
            recorded.status, headers=dict(recorded.headers), stream=httpx2.ByteStream(recorded.body)
        )


def answering(answer: Callable[[httpx2.Request], httpx2.Response]) -> httpx2.BaseTransport:
    """A transport that answers by a function: for tests of what cannot be written down beforehand."""
    return httpx2.MockTransport(answer)


def _same(url: str) -> str:
    parsed = httpx2.URL(without_secrets(httpx2.URL(url)))
    return str(parsed.copy_with(params=sorted(parsed.params.multi_items()))) if parsed.query else str(parsed)
