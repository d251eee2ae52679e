"""One question to a host: what comes back, what stands in the way, how long it takes at most."""

from __future__ import annotations

import datetime
import email.utils
import gzip
import socket
import threading
import time
import tracemalloc

import httpx2
import pytest

from apercu.fetching import (
    Client,
    Garbled,
    Host,
    Identity,
    Limits,
    OutOfOrder,
    Policy,
    RateLimited,
    Refused,
    TimedOut,
    TooLarge,
    Unreachable,
)
from apercu.fetching.replaying import answering
from apercu.fetching.unpacking import TooMuch, Unpackable, read_body
from tests.replaying.server import LOCALHOST, NOON, Prepared, ReplayServer, Time


def test_an_answer_comes_with_its_status_headers_body_and_time(replay_server: ReplayServer) -> None:
    replay_server.prepare("/one", Prepared(body=b"hello", headers={"X-Some": "thing", "Set-Cookie": "a=b"}))
    reply = replay_server.client().get(f"{replay_server.address}/one", params={"q": "a b"})
    assert (reply.status, reply.body, reply.from_cache) == (200, b"hello", False)
    assert reply.url == f"{replay_server.address}/one?q=a+b"
    assert reply.headers["x-some"] == "thing"
    assert "set-cookie" not in reply.headers
    assert reply.age(at=NOON + datetime.timedelta(hours=1)) > datetime.timedelta(minutes=59)
    assert replay_server.asked[0].params == {"q": "a b"}


def test_who_asks_is_told_in_ascii(replay_server: ReplayServer) -> None:
    replay_server.prepare("/one", Prepared())
    replay_server.client().get(f"{replay_server.address}/one")
    assert (
        replay_server.asked[0].headers["user-agent"]
        == "Apercu/0 (+https://digest.example.org; mailto:editor@example.org)"
    )


def test_an_identity_smuggles_nothing_into_a_header() -> None:
    agent = Identity(version="1\r\nX: y", url="https://a.b/ü)(", mailto="é@x.org\r\nEvil: 1").user_agent()
    assert agent == "Apercu/1Xy (+https://a.b/u; mailto:e@x.orgEvil:1)"


def test_not_found_is_an_answer_and_its_text_can_be_read(replay_server: ReplayServer) -> None:
    reply = replay_server.client().get(f"{replay_server.address}/nothing")
    assert (reply.status, reply.body) == (404, b"Resource not found.")


def test_a_packed_answer_is_unpacked(replay_server: ReplayServer) -> None:
    replay_server.prepare("/packed", Prepared(body=b"text " * 1000, packed=True))
    assert replay_server.client().get(f"{replay_server.address}/packed").body == b"text " * 1000
    assert replay_server.asked[0].headers["accept-encoding"] == "gzip"


def test_an_answer_larger_than_allowed_is_not_read_to_its_end(replay_server: ReplayServer) -> None:
    replay_server.prepare("/told", Prepared(body=b"x" * 2000))
    replay_server.prepare("/untold", Prepared(raw=b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2000))
    client = replay_server.client(limits=Limits(most_bytes=1000))
    for path in ("/told", "/untold"):
        with pytest.raises(TooLarge) as caught:
            client.get(f"{replay_server.address}{path}")
        assert caught.value.most == 1000


def test_a_bomb_of_gzip_is_stopped_before_it_is_unpacked(replay_server: ReplayServer) -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 50_000_000))
    assert len(bomb) < 1000
    flat = gzip.compress(b"\0" * 50_000_000)
    replay_server.prepare("/bomb", Prepared(body=flat, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(TooLarge):
        replay_server.client(limits=Limits(most_bytes=100_000)).get(f"{replay_server.address}/bomb")


def test_unpacking_a_bomb_takes_no_memory_either() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(TooMuch):
            read_body([bomb], packing="gzip", most=100_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000


def test_members_of_gzip_one_after_the_other_are_one_body() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0padding"
    for size in (1, 7, 1000):
        pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
        assert read_body(pieces, packing="gzip", most=1000) == b"one two"
    with pytest.raises(Unpackable):
        read_body([gzip.compress(b"") * 2000], packing="gzip", most=100_000)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Encoding": "br"}, b"abc"),
        ({"Content-Encoding": "gzip"}, b"not gzip"),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"cut off " * 100, mtime=0)[:20]),
    ],
)
def test_what_cannot_be_unpacked_is_garbled(
    replay_server: ReplayServer, headers: dict[str, str], body: bytes
) -> None:
    replay_server.prepare("/odd", Prepared(body=body, headers=headers))
    with pytest.raises(Garbled) as caught:
        replay_server.client().get(f"{replay_server.address}/odd")
    assert caught.value.reason == "packing"


def test_bytes_that_are_no_http_are_garbled(replay_server: ReplayServer) -> None:
    replay_server.prepare("/noise", Prepared(raw=b"SSH-2.0-OpenSSH_9.2\r\n\r\n"))
    with pytest.raises(Garbled) as caught:
        replay_server.client().get(f"{replay_server.address}/noise")
    assert caught.value.reason == "protocol"


def test_an_answer_broken_off_is_asked_for_again(replay_server: ReplayServer) -> None:
    whole = Prepared(body=b"0123456789")
    replay_server.prepare("/cut", Prepared(body=b"0123456789", cut_after=4), whole)
    assert replay_server.client().get(f"{replay_server.address}/cut").body == b"0123456789"
    replay_server.prepare("/always", Prepared(body=b"0123456789", cut_after=4))
    with pytest.raises(Unreachable) as caught:
        replay_server.client().get(f"{replay_server.address}/always")
    assert caught.value.reason == "broken-off"
    assert len(replay_server.asked_for("/always")) == 3


class TestTime:
    """Nobody waits longer than they said."""

    def test_a_byte_now_and_then_does_not_keep_us_waiting(self, replay_server: ReplayServer) -> None:
        replay_server.prepare("/drip", Prepared(body=b"x" * 1000, seconds_a_byte=0.02))
        client = replay_server.client(limits=Limits(total=0.4, read=5))
        began = time.monotonic()
        with pytest.raises(TimedOut) as caught:
            client.get(f"{replay_server.address}/drip")
        assert time.monotonic() - began < 2
        assert caught.value.seconds >= 0.39

    def test_neither_do_headers_that_drip(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]

            def drip() -> None:
                connection, _ = listening.accept()
                with connection:
                    for byte in b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100:
                        try:
                            connection.sendall(bytes([byte]))
                        except OSError:
                            return
                        time.sleep(0.02)

            thread = threading.Thread(target=drip, daemon=True)
            thread.start()
            began = time.monotonic()
            with pytest.raises(TimedOut):
                _local_client(port, limits=Limits(total=0.4)).get(f"http://127.0.0.1:{port}/")
            assert time.monotonic() - began < 2
            thread.join(5)

    def test_silence_ends_earlier(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
            with pytest.raises(TimedOut):
                _local_client(port, limits=Limits(read=0.2)).get(f"http://127.0.0.1:{port}/")

    def test_a_resolver_that_hangs_is_not_waited_for(self, replay_server: ReplayServer) -> None:
        def hang(host: str, port: int) -> list[str]:
            time.sleep(3)
            return []

        client = replay_server.client(resolve=hang, limits=Limits(total=0.2))
        with pytest.raises(TimedOut):
            client.get(f"{replay_server.address}/one")

    def test_the_caller_may_have_less_patience(self, replay_server: ReplayServer) -> None:
        replay_server.prepare("/drip", Prepared(body=b"x" * 1000, seconds_a_byte=0.02))
        with pytest.raises(TimedOut):
            replay_server.client().get(
                f"{replay_server.address}/drip", within=datetime.timedelta(seconds=0.3)
            )


class TestTryingAgain:
    """Faults that pass are waited out; hosts say for how long."""

    def test_a_host_that_is_busy_is_asked_again_when_it_says(self, replay_server: ReplayServer) -> None:
        clock = Time()
        replay_server.prepare(
            "/busy", Prepared(status=429, headers={"Retry-After": "3"}), Prepared(body=b"now")
        )
        assert replay_server.client(clock=clock).get(f"{replay_server.address}/busy").body == b"now"
        assert len(clock.slept) == 1
        assert 3 <= clock.slept[0] <= 3.6  # and a little more, so that not everybody comes at once

    def test_a_date_is_understood_too(self, replay_server: ReplayServer) -> None:
        clock = Time()
        later = email.utils.format_datetime(NOON + datetime.timedelta(seconds=5), usegmt=True)
        replay_server.prepare(
            "/busy", Prepared(status=503, headers={"Retry-After": later}), Prepared(body=b"now")
        )
        assert replay_server.client(clock=clock).get(f"{replay_server.address}/busy").body == b"now"
        assert 2 <= sum(clock.slept) <= 6

    def test_one_who_says_later_than_we_can_wait_is_not_waited_for(self, replay_server: ReplayServer) -> None:
        clock = Time()
        replay_server.prepare("/busy", Prepared(status=429, headers={"Retry-After": "3600"}))
        client = replay_server.client(clock=clock)
        with pytest.raises(RateLimited) as caught:
            client.get(f"{replay_server.address}/busy")
        assert clock.slept == []
        assert caught.value.retry_at is not None
        assert caught.value.retry_at - NOON >= datetime.timedelta(hours=1)
        with pytest.raises(RateLimited):  # nor asked before
            client.get(f"{replay_server.address}/other")
        assert len(replay_server.asked) == 1
        clock.pass_by(hours=1)
        assert client.get(f"{replay_server.address}/other").status == 404

    def test_faults_are_tried_three_times_with_growing_pauses(self, replay_server: ReplayServer) -> None:
        clock = Time()
        replay_server.prepare("/ill", Prepared(status=502))
        with pytest.raises(OutOfOrder) as caught:
            replay_server.client(clock=clock).get(f"{replay_server.address}/ill")
        assert caught.value.status == 502
        assert len(replay_server.asked) == 3
        pauses = [seconds for seconds in clock.slept if seconds > 0.1]  # beside our turns
        assert pauses == [0.25, 0.5]

    def test_a_refusal_is_not_argued_with(self, replay_server: ReplayServer) -> None:
        replay_server.prepare("/no", Prepared(status=403))
        with pytest.raises(Refused) as caught:
            replay_server.client().get(f"{replay_server.address}/no")
        assert caught.value.status == 403
        assert len(replay_server.asked) == 1

    def test_a_host_that_is_not_there_is_unreachable(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
        with pytest.raises(Unreachable) as caught:
            _local_client(port).get(f"http://127.0.0.1:{port}/")
        assert caught.value.reason == "connection"

    def test_a_name_that_means_nothing_is_unreachable_at_once(self, replay_server: ReplayServer) -> None:
        def nobody(host: str, port: int) -> list[str]:
            raise socket.gaierror(-2, "Name or service not known")

        clock = Time()
        with pytest.raises(Unreachable) as caught:
            replay_server.client(clock=clock, resolve=nobody).get(f"{replay_server.address}/one")
        assert caught.value.reason == "name"
        assert clock.slept == []


def test_a_function_can_stand_in_for_the_network() -> None:
    client = Client(
        policy=Policy(hosts=(Host(name="api.example.org"),)),
        identity=Identity(version="0"),
        now=lambda: NOON,
        transport=answering(lambda request: httpx2.Response(200, content=request.url.path.encode())),
    )
    assert client.get("https://api.example.org/some/path").body == b"/some/path"


def _local_client(port: int, *, limits: Limits | None = None) -> Client:
    clock = Time()
    return Client(
        policy=Policy(
            hosts=(Host(name="127.0.0.1"),),
            schemes=frozenset({"http"}),
            ports=frozenset({port}),
            networks=(LOCALHOST,),
        ),
        identity=Identity(version="0"),
        now=clock.now,
        limits=limits,
        surroundings=clock.surroundings(),
    )
