"""The sockets: a name is resolved, every address it has is checked, and the checked address is connected to.

Checking and connecting are one act on one answer of the resolver, so that a name cannot mean one thing when
it is checked and another when it is connected to. The certificate is checked against the name. A connection
serves one question: nothing is kept open that was checked some time ago.
"""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import httpcore2
import httpx2

from apercu.fetching.deadline import Deadline, Surroundings
from apercu.fetching.policy import Policy
from apercu.fetching.unfetchable import Garbled, NotAllowed, TimedOut, Unfetchable, Unreachable

_MOST_ADDRESSES = 4  # tried one after the other
# At DEBUG it writes whole headers, and with them the address that a host redirects to, keys and all.
logging.getLogger("httpcore2").setLevel(logging.INFO)


class Sockets(httpx2.BaseTransport):
    """The transport of a site: TCP and TLS to checked addresses, within a deadline.

    A request carries, as extensions, its `deadline` and its address as it may be `shown`.
    """

    def __init__(
        self,
        *,
        policy: Policy,
        connect_seconds: float,
        read_seconds: float,
        surroundings: Surroundings,
        certificates: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = policy
        self._seconds = {"connect": connect_seconds, "read": read_seconds, "write": read_seconds}
        self._surroundings = surroundings
        self._given_certificates = certificates

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        """Which certificates we trust: the system's; made once, for it takes tens of milliseconds."""
        return self._given_certificates or httpx2.create_ssl_context(trust_env=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request on a connection of its own; the response's stream closes the connection."""
        deadline: Deadline = request.extensions["deadline"]
        host, shown = request.url.host, str(request.extensions["shown"])
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        connection = httpcore2.HTTPConnection(
            origin=url.origin,
            ssl_context=self._certificates if request.url.scheme == "https" else None,
            network_backend=_Checked(self._policy, self._surroundings, deadline, shown),
        )
        try:
            with _translated(host, shown, deadline):
                response = connection.handle_request(
                    httpcore2.Request(
                        method=request.method,
                        url=url,
                        headers=request.headers.raw,
                        extensions={"timeout": self._seconds},
                    )
                )
        except Unfetchable:
            connection.close()
            raise
        return httpx2.Response(
            response.status,
            headers=response.headers,
            stream=_Stream(response, connection, host, shown, deadline),
        )


class _Stream(httpx2.SyncByteStream):
    """The body as it comes in, its errors told as ours; closing it closes the connection."""

    def __init__(
        self,
        response: httpcore2.Response,
        connection: httpcore2.HTTPConnection,
        host: str,
        shown: str,
        deadline: Deadline,
    ) -> None:
        self._response = response
        self._connection = connection
        self._where = (host, shown, deadline)

    def __iter__(self) -> Iterator[bytes]:
        with _translated(*self._where):
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
        self._connection.close()


class _Checked(httpcore2.NetworkBackend):
    """Resolves, checks and connects."""

    def __init__(self, policy: Policy, surroundings: Surroundings, deadline: Deadline, shown: str) -> None:
        self._policy = policy
        self._surroundings = surroundings
        self._deadline = deadline
        self._shown = shown
        self._tcp = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = self._resolve(host, port)
        # All of them: a name that means us beside somebody else is not to be trusted with either.
        if not addresses or not all(self._policy.allows(address) for address in addresses):
            raise NotAllowed(host=host, url=self._shown, reason="address")
        tried = addresses[:_MOST_ADDRESSES]
        for position, address in enumerate(tried, start=1):
            share = self._deadline.left() / (len(tried) - position + 1)
            try:
                stream = self._tcp.connect_tcp(
                    address, port, _within(min(timeout or share, share)), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if position == len(tried):
                    raise
            else:
                return _Timed(stream, self._deadline)
        raise AssertionError("the last address returns or raises")

    def _resolve(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a name; the system's resolver knows no deadline, so it is asked in a thread."""
        found: list[Sequence[str] | OSError] = []

        def ask() -> None:
            try:
                found.append(self._surroundings.resolve(host, port))
            except OSError as error:
                found.append(error)
            except UnicodeError:  # a label too long, or empty
                found.append(OSError("no such name"))

        asking = threading.Thread(target=ask, daemon=True, name=f"resolve {host}")
        asking.start()
        asking.join(self._deadline.left())
        if not found:
            raise TimedOut(host=host, url=self._shown, seconds=self._deadline.spent())
        if isinstance(found[0], OSError):
            raise Unreachable(host=host, url=self._shown, reason="name")
        return found[0]


class _Timed(httpcore2.NetworkStream):
    """A connection on which no single read may outlast the deadline: a byte a second is no way around it."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _Timed(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None) -> float:
        left = self._deadline.left()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return _within(left if timeout is None else min(timeout, left))


def _within(seconds: float) -> float:
    """A time-out a socket takes: 0 would mean "do not wait", and then "not ready"."""
    return max(seconds, 0.001)


@contextmanager
def _translated(host: str, shown: str, deadline: Deadline) -> Iterator[None]:
    """The library's errors as ours. `from None`: theirs name addresses with everything in them."""
    try:
        yield
    except httpcore2.TimeoutException:
        raise TimedOut(host=host, url=shown, seconds=deadline.spent()) from None
    except httpcore2.ConnectError as error:
        raise Unreachable(host=host, url=shown, reason=_why_no_connection(error)) from None
    except httpcore2.NetworkError:
        raise Unreachable(host=host, url=shown, reason="broken-off") from None
    except httpcore2.ProtocolError as error:
        # h11 and httpcore tell a connection closed too early from bytes that are no HTTP by their words only.
        if "closed connection" in str(error) or "disconnected" in str(error):
            raise Unreachable(host=host, url=shown, reason="broken-off") from None
        raise Garbled(host=host, url=shown, reason="protocol") from None


def _why_no_connection(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "certificate"
        cause = cause.__cause__ or cause.__context__
    return "connection"
