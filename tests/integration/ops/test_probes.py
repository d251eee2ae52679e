"""What stands in front of the site: probes, the number of a request, lines of the log."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from wsgiref.util import setup_testing_defaults

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from apercu.config.logs import AsJson, AsText, RequestId
from apercu.config.outermost import SLOW, InFront
from apercu.config.wsgi import application
from apercu.content import changes
from apercu.pagecache.kept import Answer as Kept
from apercu.reading.views.errors import broken
from apercu.search.live import live


class Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes


def ask(
    path: str, *, inner: Any = application, proxies: int = 0, access: bool = True, **environ: str
) -> Answer:
    """One request as the server hands it to a web process."""
    given: dict[str, Any] = {"PATH_INFO": path, **environ}
    setup_testing_defaults(given)
    said: list[Any] = []
    body = InFront(inner, trusted_proxies=proxies, access=access)(
        given, lambda status, headers, *_: said.extend([status, headers])
    )
    return Answer(said[0], said[1], b"".join(body))


def hello(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", KEPT)
    return [str(environ["apercu.request_id"]).encode()]


KEPT = [("Content-Type", "text/plain")]


def test_alive_needs_no_database_and_takes_any_host() -> None:
    answer = ask("/healthz", HTTP_HOST="10.0.0.7:8000")
    assert (answer.status, json.loads(answer.body)) == ("200 OK", {"alive": True})
    assert dict(answer.headers)["Cache-Control"] == "no-store"
    assert ask("/healthz", REQUEST_METHOD="POST").status.startswith("405")


@pytest.mark.django_db
def test_ready_tells_of_database_index_and_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    not_yet = ask("/readyz", HTTP_HOST="10.0.0.7")
    assert not_yet.status.startswith("503")
    assert json.loads(not_yet.body)["checks"]["index"]["ok"] is False
    while live.step():
        pass
    ready = ask("/readyz", HTTP_HOST="10.0.0.7")
    assert ready.status == "200 OK"
    assert {name: check["ok"] for name, check in json.loads(ready.body)["checks"].items()} == {
        "database": True,
        "index": True,
        "disk": True,
    }
    monkeypatch.setattr(shutil, "disk_usage", lambda _where: shutil._ntuple_diskusage(10**12, 10**12, 5))
    full = ask("/readyz")
    assert full.status.startswith("503")
    assert json.loads(full.body)["checks"]["disk"] == {"ok": False, "free_mb": 0}


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_said_without_its_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> int:
        raise DatabaseError("password=hunter2 host=db.internal")

    monkeypatch.setattr(changes, "edition", gone)
    answer = ask("/readyz")
    assert answer.status.startswith("503")
    assert b"hunter2" not in answer.body
    assert b"the database does not answer" in answer.body


def test_each_request_has_a_number_and_what_is_kept_stays_as_it_is() -> None:
    one, other = ask("/", inner=hello), ask("/", inner=hello)
    assert dict(one.headers)["X-Request-ID"] == one.body.decode()
    assert one.body != other.body
    assert KEPT == [("Content-Type", "text/plain")]


def test_a_kept_page_has_a_number_too_and_stays_as_it_is() -> None:
    ready = Kept(status="200 OK", headers=list(KEPT), body=[b"kept"])
    outer = InFront(hello, trusted_proxies=0, access=False, at_once=lambda _environ: ready)
    first, second = outer.at_once({"PATH_INFO": "/"}), outer.at_once({"PATH_INFO": "/"})
    assert first is not None
    assert second is not None
    assert (first[0], first[2]) == (second[0], second[2]) == (200, b"kept")
    assert dict(first[1])["X-Request-ID"] != dict(second[1])["X-Request-ID"]
    assert ready.headers == KEPT


def test_nothing_is_sent_at_once_where_each_request_is_to_have_its_line() -> None:
    ready = Kept(status="200 OK", headers=list(KEPT), body=[b"kept"])
    outer = InFront(hello, trusted_proxies=0, access=True, at_once=lambda _environ: ready)
    assert outer.at_once({"PATH_INFO": "/"}) is None


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # Python 3.12 warns of threads
def test_no_two_processes_give_the_same_number() -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, ask("/", inner=hello).body)
        os._exit(0)
    os.waitpid(child, 0)
    elsewhere, here = os.read(reading, 99).decode(), ask("/", inner=hello).body.decode()
    os.close(reading)
    os.close(writing)
    assert elsewhere[:10] != here[:10]


def test_a_number_is_taken_from_our_own_proxy_alone() -> None:
    given = "a-number-of-the-proxy"
    assert ask("/", inner=hello, proxies=1, HTTP_X_REQUEST_ID=given).body == given.encode()
    assert ask("/", inner=hello, proxies=0, HTTP_X_REQUEST_ID=given).body != given.encode()
    assert ask("/", inner=hello, proxies=1, HTTP_X_REQUEST_ID="bad\r\nSet-Cookie: x").body.isalnum()


def test_a_line_names_no_reader_and_nothing_searched_for(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "apercu.access")
    ask(
        "/summaries/",
        inner=hello,
        QUERY_STRING="q=depression",
        REMOTE_ADDR="203.0.113.9",
        HTTP_USER_AGENT="Browser/1",
        HTTP_REFERER="https://example.org/private",
    )
    ask("/fr/u/a-token-that-is-a-key/", inner=hello)
    ask("/subscribe/confirm/a-token-that-is-a-key/", inner=hello)
    ask("/desk/password_reset/confirm/MQ/abc-123/", inner=hello)
    lines = [record.getMessage() for record in caplog.records if record.name == "apercu.access"]
    assert [line.rsplit(" ", 2)[0] for line in lines] == [
        "GET /summaries/ 200",
        "GET /fr/u/… 200",
        "GET /subscribe/confirm/… 200",
        "GET /desk/password_reset/confirm/… 200",
    ]


def test_a_slow_request_is_a_warning_even_without_an_access_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([0.0, SLOW, 0.0, SLOW / 2])
    monkeypatch.setattr("apercu.config.outermost.time.perf_counter", lambda: next(moments))
    ask("/slow/", inner=hello, access=False)
    ask("/quick/", inner=hello, access=False)
    (line,) = [record for record in caplog.records if record.name == "apercu.access"]
    assert (line.levelname, line.getMessage()) == ("WARNING", "Slow: GET /slow/ 200 1000.0 ms")


def test_every_line_of_a_request_carries_its_number(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(RequestId())

    def failing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        logging.getLogger("apercu.reading").error("it broke", exc_info=ValueError("why"))
        return hello(environ, start_response)

    number = ask("/", inner=failing, access=False).body.decode()
    (record,) = [one for one in caplog.records if one.name == "apercu.reading"]
    said = json.loads(AsJson().format(record))
    assert (said["request_id"], said["level"], said["message"]) == (number, "error", "it broke")
    assert "ValueError: why" in said["exception"]
    assert AsText("{message}", style="{").format(record).endswith(f"[{number}]")


@pytest.mark.parametrize(
    ("path", "words"), [("/", "please quote this number"), ("/fr/", "indiquer ce numéro")]
)
def test_the_page_of_an_error_shows_the_number(rf: RequestFactory, path: str, words: str) -> None:
    from django.utils import translation

    with translation.override("fr" if path == "/fr/" else "en"):
        page = broken(rf.get(path, **{"apercu.request_id": "3f2a90c1"})).content.decode()  # type: ignore[arg-type]
        assert words in page
        assert "3f2a90c1" in page
        assert words not in broken(rf.get(path)).content.decode()
