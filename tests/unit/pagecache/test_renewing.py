"""A page that is kept can be made anew before anybody asks for it again."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.test import override_settings

from tests.asking import Got, ask
from tests.unit.pagecache.sites import Kept

PAGE = "/summaries/a-summary/"
ANOTHER = "/summaries/another/"


@pytest.fixture
def kept() -> Kept:
    return Kept()


def test_it_is_ready_for_the_next_reader(kept: Kept) -> None:
    ask(kept.pages, PAGE)
    kept.publish("Another text.")
    kept.pages.renew({PAGE})
    asked = len(kept.site.asked)
    assert ask(kept.pages, PAGE).text.startswith("Another text.")
    assert len(kept.site.asked) == asked == 2


def test_only_what_is_kept_is_made_and_only_where_it_is_older(kept: Kept) -> None:
    ask(kept.pages, ANOTHER)
    kept.pages.renew({ANOTHER})  # nothing was published
    kept.publish("Another text.")
    kept.pages.renew({PAGE})  # nobody reads it
    assert len(kept.site.asked) == 1


@pytest.mark.parametrize("is_secure", [False, True])
def test_it_is_made_from_the_request_a_reader_would_have_sent(kept: Kept, is_secure: bool) -> None:
    with override_settings(
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https") if is_secure else None,
        SITE_URL="https://site.example" if is_secure else "http://site.example",
    ):
        ask(kept.pages, PAGE, Host="site.example", X_Forwarded_Proto="https" if is_secure else "http")
        kept.publish("Another text.")
        kept.pages.renew({PAGE})
    by_a_reader, by_nobody = (
        {
            name: value
            for name, value in seen.items()
            if name in {"PATH_INFO", "QUERY_STRING", "REQUEST_METHOD", "SCRIPT_NAME", "wsgi.url_scheme"}
            or name.startswith("HTTP_")
        }
        for seen in kept.site.asked
    )
    assert by_nobody["HTTP_HOST"] == "site.example"
    assert is_https(by_nobody) == is_https(by_a_reader) == is_secure
    for one in (by_nobody, by_a_reader):
        one.pop("HTTP_X_FORWARDED_PROTO", None)
        one.pop("wsgi.url_scheme")
    assert by_nobody == by_a_reader


def is_https(environ: dict[str, object]) -> bool:
    """As Django reads it: what the proxy says, else what the connection was."""
    return environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"]) == "https"


def test_a_reader_who_asks_meanwhile_gets_that_page(kept: Kept) -> None:
    ask(kept.pages, PAGE)
    kept.publish("Another text.")
    with ThreadPoolExecutor(1) as reader:
        answers: list[Future[Got]] = []

        def a_reader_comes() -> None:
            kept.site.meanwhile = lambda: None
            answers.append(reader.submit(ask, kept.pages, PAGE))
            threading.Event().wait(0.05)

        kept.site.meanwhile = a_reader_comes
        kept.pages.renew({PAGE})
        (answer,) = answers
        assert answer.result(timeout=30).text.startswith("Another text.")
    assert len(kept.site.asked) == 2


def test_what_cannot_be_made_stays_as_it_was_and_what_is_gone_goes(kept: Kept) -> None:
    before = ask(kept.pages, PAGE)
    kept.publish("Another text.")
    kept.site.status = "500 Internal Server Error"
    kept.pages.renew({PAGE})
    assert ask(kept.pages, PAGE).text == before.text
    kept.site.status = "404 Not Found"
    kept.publish("It is gone.")
    kept.clock.time += 2
    kept.pages.renew({PAGE})
    assert len(kept.pages.pages) == 0
    assert ask(kept.pages, PAGE).status == 404
