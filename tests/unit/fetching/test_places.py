"""Where we go and where we do not: redirects, addresses, names that change their meaning, certificates."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from apercu.fetching import (
    Client,
    Garbled,
    Host,
    Identity,
    NotAllowed,
    Policy,
    TooManyRedirects,
    Unreachable,
)
from apercu.fetching.connecting import Sockets
from apercu.fetching.deadline import Surroundings
from tests.replaying.server import LOCALHOST, NOON, Prepared, ReplayServer, Time


class TestRedirects:
    """Each hop is checked as the first."""

    def test_the_last_answer_counts_and_says_where_it_came_from(self, replay_server: ReplayServer) -> None:
        replay_server.prepare("/old", Prepared(status=301, headers={"Location": "new?x=1#part"}))
        replay_server.prepare("/new", Prepared(body=b"here"))
        reply = replay_server.client().get(f"{replay_server.address}/old")
        assert (reply.body, reply.url) == (b"here", f"{replay_server.address}/new?x=1")

    def test_a_circle_ends(self, replay_server: ReplayServer) -> None:
        replay_server.prepare("/round", Prepared(status=302, headers={"Location": "/round"}))
        with pytest.raises(TooManyRedirects):
            replay_server.client().get(f"{replay_server.address}/round")
        assert len(replay_server.asked) == 6

    @pytest.mark.parametrize(
        ("location", "reason"),
        [
            ("http://10.0.0.1/", "host"),
            ("http://192.168.1.1/", "host"),
            ("http://169.254.169.254/latest/meta-data/", "host"),
            ("http://[::1]/", "host"),
            ("http://[::ffff:127.0.0.1]/", "host"),
            ("http://elsewhere.example/", "host"),
            ("file:///etc/passwd", "scheme"),
            ("ftp://127.0.0.1/", "scheme"),
            ("http://127.0.0.1:22/", "port"),
            ("http://user:word@127.0.0.1:{port}/", "credentials"),
        ],
    )
    def test_no_host_sends_us_where_we_do_not_go(
        self, replay_server: ReplayServer, location: str, reason: str
    ) -> None:
        location = location.replace("{port}", str(replay_server.port))
        replay_server.prepare("/away", Prepared(status=302, headers={"Location": location}))
        with pytest.raises(NotAllowed) as caught:
            replay_server.client().get(f"{replay_server.address}/away")
        assert caught.value.reason == reason
        assert len(replay_server.asked) == 1

    def test_a_redirect_without_a_target_is_garbled(self, replay_server: ReplayServer) -> None:
        replay_server.prepare("/nowhere", Prepared(status=302))
        with pytest.raises(Garbled):
            replay_server.client().get(f"{replay_server.address}/nowhere")

    def test_another_host_gets_no_keys(self, replay_server: ReplayServer) -> None:
        there = f"http://localhost:{replay_server.port}/there"
        replay_server.prepare("/here", Prepared(status=302, headers={"Location": there}))
        replay_server.prepare("/there", Prepared(body=b"ok"))
        client = replay_server.client(resolve=lambda host, port: ["127.0.0.1"])
        client.get(
            f"{replay_server.address}/here", headers={"Accept": "text/x", "Some-Token": "Bearer SESAME"}
        )
        here, there_asked = replay_server.asked
        assert here.headers["some-token"] == "Bearer SESAME"
        assert "some-token" not in there_asked.headers
        assert there_asked.headers["accept"] == "text/x"


class TestAddresses:
    """A name is checked by what it means, at the moment it is connected to."""

    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
            "::127.0.0.1",
            "2001:db8::1",
            "fec0::1",
            "not an address",
        ],
    )
    def test_no_private_address_is_connected_to(self, address: str) -> None:
        assert not Policy(hosts=()).allows(address)
        client = _public_client(lambda host, port: [address])
        with pytest.raises(NotAllowed) as caught:
            client.get("https://api.example.org/")
        assert caught.value.reason == "address"

    def test_public_addresses_are(self) -> None:
        policy = Policy(hosts=())
        assert policy.allows("93.184.215.14")
        assert policy.allows("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
        assert policy.allows("::ffff:93.184.215.14")
        assert policy.allows("64:ff9b::5db8:d70e")  # a public one behind NAT64

    def test_one_private_address_among_public_ones_is_enough_to_refuse(self) -> None:
        client = _public_client(lambda host, port: ["93.184.215.14", "127.0.0.1"])
        with pytest.raises(NotAllowed):
            client.get("https://api.example.org/")

    def test_the_name_is_resolved_once_and_that_address_connected_to(
        self, replay_server: ReplayServer
    ) -> None:
        """Rebinding: the second question about the name would be answered otherwise, and is never asked."""
        replay_server.prepare("/", Prepared(body=b"ok"))
        answers = [["127.0.0.1"], ["10.0.0.1"]]
        asked = []

        def rebinding(host: str, port: int) -> list[str]:
            asked.append(host)
            return answers[len(asked) - 1]

        named = replace(
            replay_server.policy, hosts=(Host(name="pinned.test"),)
        )  # no resolver knows that name
        client = replay_server.client(resolve=rebinding, policy=named)
        assert client.get(f"http://pinned.test:{replay_server.port}/").body == b"ok"
        assert asked == ["pinned.test"]
        assert replay_server.asked[0].headers["host"] == f"pinned.test:{replay_server.port}"
        with pytest.raises(NotAllowed):  # a later question is a new check
            client.get(f"http://pinned.test:{replay_server.port}/")
        assert len(replay_server.asked) == 1

    def test_the_next_address_is_tried_where_one_does_not_answer(self, replay_server: ReplayServer) -> None:
        replay_server.prepare("/", Prepared(body=b"ok"))
        client = replay_server.client(resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
        assert client.get(f"http://localhost:{replay_server.port}/").body == b"ok"

    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("http://api.example.org/", "scheme"),
            ("https://api.example.org:8443/", "port"),
            ("https://other.example.org/", "host"),
            ("https://api.example.org.evil.net/", "host"),
            ("https://u:p@api.example.org/", "credentials"),
            ("https://127.0.0.1/", "host"),
            ("https://2130706433/", "host"),
            ("api.example.org", "scheme"),
            ("", "scheme"),
            ("https://[broken/", "host"),
            ("https://api.example.org:port/", "address"),
        ],
    )
    def test_a_site_goes_to_named_hosts_over_https_only(self, url: str, reason: str) -> None:
        with pytest.raises(NotAllowed) as caught:
            _public_client(lambda host, port: ["93.184.215.14"]).get(url)
        assert caught.value.reason == reason


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    """And one that is vouched for holds for its own name only."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        (
            f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout {key} "
            f"-out {certificate} -subj /CN=right.test -addext subjectAltName=DNS:right.test"
        ).split(),
        check=True,
        capture_output=True,
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                    with serving.wrap_socket(connection, server_side=True) as secured:
                        secured.recv(10_000)
                        secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        trusting = ssl.create_default_context(cafile=str(certificate))
        policy = Policy(
            hosts=(Host(name="right.test"), Host(name="wrong.test")),
            ports=frozenset({port}),
            networks=(LOCALHOST,),
        )
        assert _tls_client(policy, trusting).get(f"https://right.test:{port}/").body == b"ok"
        for host, context in (("wrong.test", trusting), ("right.test", None)):
            with pytest.raises(Unreachable) as caught:
                _tls_client(policy, context).get(f"https://{host}:{port}/")
            assert caught.value.reason == "certificate"


def _public_client(resolve: object) -> Client:
    clock = Time()
    return Client(
        policy=Policy(hosts=(Host(name="api.example.org"),)),
        identity=Identity(version="0"),
        now=clock.now,
        surroundings=clock.surroundings(resolve=resolve),
    )


def _tls_client(policy: Policy, certificates: ssl.SSLContext | None) -> Client:
    surroundings: Surroundings = Time().surroundings(resolve=lambda host, port: ["127.0.0.1"])
    return Client(
        policy=policy,
        identity=Identity(version="0"),
        now=lambda: NOON,
        surroundings=surroundings,
        transport=Sockets(
            policy=policy,
            connect_seconds=5,
            read_seconds=5,
            surroundings=surroundings,
            certificates=certificates,
        ),
    )
