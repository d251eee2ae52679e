"""One question, followed from host to host: each hop checked, in its turn, and read to its end."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

import httpx2

from apercu.fetching.deadline import Deadline
from apercu.fetching.pacing import Turns, first_number
from apercu.fetching.policy import Host, Policy
from apercu.fetching.redacting import without_secrets
from apercu.fetching.unfetchable import Garbled, TooLarge, TooManyRedirects
from apercu.fetching.unpacking import TooMuch, Unpackable, read_body

_log = logging.getLogger(__name__)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What another host than the one we asked may see of our headers: the rest may be keys.
_FOR_EVERYBODY = frozenset(
    {
        "accept",
        "accept-encoding",
        "accept-language",
        "connection",
        "user-agent",
        "if-none-match",
        "if-modified-since",
    }
)
_NOT_KEPT = frozenset({"set-cookie", "set-cookie2", "connection", "content-encoding", "content-length"})


@dataclass(frozen=True, kw_only=True)
class Received:
    """What the last host said, of whatever status."""

    status: int
    url: httpx2.URL = field(repr=False)
    host: Host
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Hops:
    """Sends requests, follows redirects."""

    def __init__(
        self,
        *,
        policy: Policy,
        transport: httpx2.BaseTransport,
        most_bytes: int,
        turns: Callable[[Host], Turns],
        now: Callable[[], datetime.datetime],
    ) -> None:
        self._policy = policy
        self._transport = transport
        self._most_bytes = most_bytes
        self._turns = turns
        self._now = now

    def follow(self, url: httpx2.URL, *, headers: Mapping[str, str], deadline: Deadline) -> Received:
        """What the host says, or the one it sends us on to; or an `Unfetchable`."""
        asked = url.host
        for _hop in range(self._policy.most_redirects + 1):
            sent = {
                name: value for name, value in headers.items() if url.host == asked or name in _FOR_EVERYBODY
            }
            received = self._hop(url, sent, deadline)
            if received.status not in _REDIRECTS:
                return received
            url = self._next(received)
        raise TooManyRedirects(host=url.host, url=without_secrets(url), most=self._policy.most_redirects)

    def _next(self, received: Received) -> httpx2.URL:
        try:
            return received.url.join(received.headers["location"]).copy_with(fragment=None)
        except (KeyError, httpx2.InvalidURL, ValueError):
            shown = without_secrets(received.url)
            raise Garbled(host=received.url.host, url=shown, reason="redirect") from None

    def _hop(self, url: httpx2.URL, headers: Mapping[str, str], deadline: Deadline) -> Received:
        shown = without_secrets(url)
        host = self._policy.check(url, shown=shown)
        turns = self._turns(host)
        request = httpx2.Request(
            "GET", url, headers=dict(headers), extensions={"deadline": deadline, "shown": shown}
        )
        with turns.turn(deadline=deadline, now=self._now(), shown=shown):
            response = self._transport.handle_request(request)
            try:
                told = {name.lower(): value for name, value in response.headers.items()}
                turns.learn(told, now=self._now())
                body = self._read(response, host, shown)
            finally:
                response.close()
        _log.info("%s %s, %.2f s, %d bytes", response.status_code, shown, deadline.spent(), len(body))
        kept = {name: value for name, value in told.items() if name not in _NOT_KEPT}
        return Received(status=response.status_code, url=url, host=host, headers=kept, body=body)

    def _read(self, response: httpx2.Response, host: Host, shown: str) -> bytes:
        if response.status_code in _REDIRECTS:
            return b""  # said in a header; what else a redirect says, nobody reads
        if (first_number(response.headers.get("content-length", "")) or 0) > self._most_bytes:
            raise TooLarge(host=host.name, url=shown, most=self._most_bytes)
        try:
            pieces = cast(Iterable[bytes], response.stream)
            packing = response.headers.get("content-encoding", "")
            return read_body(pieces, packing=packing, most=self._most_bytes)
        except TooMuch:
            raise TooLarge(host=host.name, url=shown, most=self._most_bytes) from None
        except Unpackable:
            raise Garbled(host=host.name, url=shown, reason="packing") from None
