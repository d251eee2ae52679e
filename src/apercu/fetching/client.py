"""Asking: a kept answer where it is young enough, else the host, in its turn and within its time."""

from __future__ import annotations

import datetime
import hashlib
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apercu.fetching.deadline import Deadline, Surroundings
from apercu.fetching.identity import Identity
from apercu.fetching.pacing import Turns
from apercu.fetching.policy import Host, Policy
from apercu.fetching.redacting import without_secrets
from apercu.fetching.reply import Reply
from apercu.fetching.storing import Kept, Store
from apercu.fetching.unfetchable import (
    NotAllowed,
    Offline,
    OutOfOrder,
    RateLimited,
    Refused,
    Unfetchable,
    Unreachable,
)
from apercu.fetching.waiting import pause, retry_at

if TYPE_CHECKING:
    # What speaks HTTP is loaded by the first client that is made: most processes ask nobody.
    import httpx2

    from apercu.fetching.hops import Received

_log = logging.getLogger(__name__)
_WORTH_ANOTHER_TRY = frozenset({429, 500, 502, 503, 504})
_NO = frozenset({401, 403, 407, 451})


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long, how much, how often."""

    connect: float = 5.0  # seconds
    read: float = 10.0  # seconds without a byte
    total: float = 20.0  # seconds for one answer, waits and retries included
    most_bytes: int = 8_000_000  # packed and unpacked; the largest record of one article is a hundredth
    attempts: int = 3
    longest_pause: float = 8.0  # seconds between two attempts, where the host does not say


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What is asked, and how it is shown, kept and cut short."""

    url: httpx2.URL
    headers: Mapping[str, str] = field(repr=False)
    shown: str
    key: str
    kept: Kept | None
    deadline: Deadline


class Client:
    """Asks the hosts a policy names, under one identity. Threads may share it; a process keeps one."""

    def __init__(
        self,
        *,
        policy: Policy,
        identity: Identity,
        now: Callable[[], datetime.datetime],
        store: Store | None = None,
        offline: bool = False,
        limits: Limits | None = None,
        transport: httpx2.BaseTransport | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        from apercu.fetching.connecting import Sockets
        from apercu.fetching.hops import Hops

        self._policy = policy
        self._identity = identity
        self._now = now
        self._store = store
        self._offline = offline
        self._limits = limits or Limits()
        self._surroundings = surroundings or Surroundings()
        self._turns: dict[str, Turns] = {}
        self._adding_turns = threading.Lock()
        self._hops = Hops(
            policy=policy,
            transport=transport
            or Sockets(
                policy=policy,
                connect_seconds=self._limits.connect,
                read_seconds=self._limits.read,
                surroundings=self._surroundings,
            ),
            most_bytes=self._limits.most_bytes,
            turns=self._turns_of,
            now=now,
        )

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_age: datetime.timedelta | None = None,
        within: datetime.timedelta | None = None,
    ) -> Reply:
        """The answer to a GET, or an `Unfetchable`.

        A kept answer up to `max_age` old is given without asking; an older one is revalidated, and given,
        marked `stale_because`, where asking fails. Offline, any kept answer is given. `within` shortens the
        time there is. Statuses 404, 410 and the like are answers; 401, 403, 429 and 5xx are `Refused`.
        """
        question = self._question(url, params, headers, within)
        self._policy.check(question.url, shown=question.shown)
        kept = question.kept
        if kept and (self._offline or self._is_young(kept, max_age)):
            return self._reply(kept, question, from_cache=True)
        if self._offline:
            raise Offline(host=question.url.host, url=question.shown)
        try:
            return self._ask(question)
        except NotAllowed:
            raise
        except Unfetchable as failure:
            _log.warning("%s", failure)
            if kept is None:
                raise
            return self._reply(kept, question, from_cache=True, stale_because=failure)

    def forget(self, reply: Reply) -> None:
        """Keep this answer no longer: whoever read it could make nothing of it."""
        if self._store is not None and reply.key:
            self._store.put(reply.key, None)

    def deadline(self, patience: datetime.timedelta) -> Deadline:
        """A deadline by this client's clock, for whoever asks several questions in a row."""
        return Deadline(patience.total_seconds(), monotonic=self._surroundings.monotonic)

    def _question(
        self,
        url: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        within: datetime.timedelta | None,
    ) -> _Question:
        import httpx2

        try:
            parsed = (
                httpx2.URL(url, params={**httpx2.URL(url).params, **params}) if params else httpx2.URL(url)
            )
        except httpx2.InvalidURL:
            raise NotAllowed(host="", reason="address") from None
        shown = without_secrets(parsed)
        told = {name.lower(): value for name, value in (headers or {}).items()}
        key = hashlib.sha256(f"GET {shown}\naccept: {told.get('accept', '')}".encode()).hexdigest()
        kept = self._store.get(key) if self._store else None
        total = self._limits.total if within is None else min(self._limits.total, within.total_seconds())
        return _Question(
            url=parsed,
            headers=self._headers(told, kept),
            shown=shown,
            key=key,
            kept=kept,
            deadline=Deadline(total, monotonic=self._surroundings.monotonic),
        )

    def _headers(self, told: Mapping[str, str], kept: Kept | None) -> dict[str, str]:
        """The headers to send: what was asked for, ours, the marks by which the host knows a kept answer."""
        headers = {"accept": "*/*", **told, "accept-encoding": "gzip", "connection": "close"}
        headers["user-agent"] = self._identity.user_agent()
        for mark, condition in (("etag", "if-none-match"), ("last-modified", "if-modified-since")):
            if kept and mark in kept.headers:
                headers[condition] = kept.headers[mark]
        return headers

    def _ask(self, question: _Question) -> Reply:
        for attempt in range(self._limits.attempts):
            try:
                received = self._hops.follow(
                    question.url, headers=question.headers, deadline=question.deadline
                )
            except Unreachable as failure:
                if failure.reason not in {"connection", "broken-off"}:
                    raise
                self._wait(attempt, question, failure)
                continue
            if received.status not in _WORTH_ANOTHER_TRY:
                return self._answered(received, question)
            self._wait(attempt, question, self._refusal(received))
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, attempt: int, question: _Question, failure: Unfetchable) -> None:
        """Wait for the next attempt; raise the failure where there is none, or no time for one."""
        seconds = pause(attempt, longest=self._limits.longest_pause, random=self._surroundings.random)
        if isinstance(failure, RateLimited) and failure.retry_at:
            told = (failure.retry_at - self._now()).total_seconds()
            seconds += max(told, 0.0)
        if attempt + 1 >= self._limits.attempts or seconds >= question.deadline.left():
            raise failure
        self._surroundings.sleep(seconds)

    def _refusal(self, received: Received) -> Refused:
        """Why a host did not serve us; when it says to come back holds for every later question."""
        host = received.url.host
        turns = self._turns_of(received.host)
        told = retry_at(received.headers, now=self._now())
        if told:
            turns.close(until=told)
        shown = without_secrets(received.url)
        if received.status == 429 or told:
            return RateLimited(
                host=host, url=shown, status=received.status, retry_at=told or turns.closed_until
            )
        return OutOfOrder(host=host, url=shown, status=received.status)

    def _answered(self, received: Received, question: _Question) -> Reply:
        now = self._now()
        if received.status == 304 and question.kept:
            confirmed = question.kept.confirmed(at=now)
            self._keep(question.key, confirmed)
            return self._reply(confirmed, question, from_cache=True)
        shown = without_secrets(received.url)
        if received.status >= 500:
            raise OutOfOrder(host=received.url.host, url=shown, status=received.status)
        if received.status in _NO or received.status == 304:
            raise Refused(host=received.url.host, url=shown, status=received.status)
        answer = Kept(
            status=received.status, url=shown, headers=received.headers, body=received.body, fetched_at=now
        )
        if received.status == 200 and "no-store" not in received.headers.get("cache-control", "").lower():
            self._keep(question.key, answer)
        return self._reply(answer, question, from_cache=False)

    def _keep(self, key: str, kept: Kept) -> None:
        if self._store is not None:
            self._store.put(key, kept)

    def _is_young(self, kept: Kept, max_age: datetime.timedelta | None) -> bool:
        return max_age is not None and self._now() - kept.fetched_at <= max_age

    def _reply(
        self, kept: Kept, question: _Question, *, from_cache: bool, stale_because: Unfetchable | None = None
    ) -> Reply:
        return Reply(
            status=kept.status,
            url=kept.url,
            headers=kept.headers,
            body=kept.body,
            fetched_at=kept.fetched_at,
            from_cache=from_cache,
            stale_because=stale_because,
            key=question.key,
        )

    def _turns_of(self, host: Host) -> Turns:
        with self._adding_turns:
            if host.name not in self._turns:
                self._turns[host.name] = Turns(host, surroundings=self._surroundings)
            return self._turns[host.name]
