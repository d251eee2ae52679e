"""The load a bench puts on a server: what it counts is what the server answered, and a wrong answer is no figure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.bench.load import WrongAnswer, by_our_own, read_wrk

BODY = b"an article " * 2_000  # more than one packet carries


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answered = 0
        self.status = 200


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.answered += 1
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(BODY)))
        self.send_header("Asked", self.headers["Accept-Encoding"])
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *arguments: object) -> None:
        """The bench's own output is what one reads."""


@contextmanager
def serving(status: int = 200) -> Iterator[Server]:
    with Server() as server:
        server.status = status
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def test_our_client_counts_every_answer_in_full() -> None:
    with serving() as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/page/?a=b"
        found = by_our_own(url, seconds=0.3, headers={"Accept-Encoding": "gzip"})
        assert found.rate == pytest.approx(server.answered / 0.3, rel=0.5)
    assert server.answered >= 16  # each connection asked
    assert len(BODY) < found.size < len(BODY) + 400
    assert 0 < found.p50 <= found.p99


def test_an_answer_that_is_not_the_page_is_an_error_and_not_a_figure() -> None:
    with serving(status=503) as server, pytest.raises(WrongAnswer, match="503"):
        by_our_own(
            f"http://127.0.0.1:{server.server_address[1]}/", seconds=0.3, headers={"Accept-Encoding": "gzip"}
        )


SAID = """Running 5s test @ http://127.0.0.1:8000/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   431.09us    1.02ms  21.70ms   97.50%
    Req/Sec    49.96k     5.69k   61.81k    70.00%
  Latency Distribution
     50%  248.00us
     75%  391.00us
     90%  652.00us
     99%    4.17ms
  248601 requests in 5.01s, 1.38GB read
Requests/sec:  49655.14
Transfer/sec:    281.48MB
"""


def test_what_wrk_says_is_read_in_seconds_and_bytes() -> None:
    found = read_wrk(SAID, url="x")
    assert [found.rate, found.p50, found.p99] == pytest.approx([49655.14, 0.000248, 0.00417])
    assert found.size == pytest.approx(1.38 * 1024**3 / 248601)


@pytest.mark.parametrize(
    "complaint",
    ["  Non-2xx or 3xx responses: 3\n", "  Socket errors: connect 0, read 2, write 0, timeout 0\n"],
)
def test_what_wrk_complains_of_is_an_error(complaint: str) -> None:
    with pytest.raises(WrongAnswer):
        read_wrk(SAID + complaint, url="x")
