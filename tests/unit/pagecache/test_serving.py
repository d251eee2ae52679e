"""What a reader gets from kept pages, and what is never kept."""

from __future__ import annotations

import logging
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

import pytest

from tests.asking import ask
from tests.unit.pagecache.sites import Kept

PAGE = "/summaries/a-summary/"


@pytest.fixture
def kept() -> Kept:
    return Kept()


def test_a_page_is_made_once_and_the_same_for_everybody(kept: Kept) -> None:
    first = ask(kept.pages, PAGE)
    again = ask(kept.pages, PAGE, Cookie="sessionid=planted", User_Agent="another", Accept_Language="fr")
    assert (first.status, first.body) == (200, kept.site.shows.encode())
    assert again == first
    assert len(kept.site.asked) == 1


def test_what_a_request_carries_never_reaches_a_page_that_is_kept(kept: Kept) -> None:
    ask(
        kept.pages,
        f"{PAGE}?utm_source=<script>",
        Cookie="sessionid=planted",
        Authorization="Basic cGxhbnRlZA==",
        X_Forwarded_Host="planted.example",
        Referer="https://planted.example/",
        If_None_Match="*",
    )
    (seen,) = kept.site.asked
    assert "planted" not in repr({name: value for name, value in seen.items() if name != "wsgi.input"})
    assert seen["QUERY_STRING"] == ""
    assert not [name for name in seen if name.startswith("HTTP_") and name != "HTTP_HOST"]


def test_each_client_gets_an_encoding_it_reads(kept: Kept) -> None:
    kept_as: dict[str, str] = {}
    for header in ("gzip, deflate, br", "gzip", "br", "identity", "br;q=0, gzip;q=0.5", "*"):
        assert ask(kept.pages, PAGE, Accept_Encoding=header).text == kept.site.shows
    kept.pages.background.finish()
    for header in ("gzip, deflate, br", "gzip", "br", "identity", "br;q=0, gzip;q=0.5", "*", "gzip;q=0"):
        got = ask(kept.pages, PAGE, Accept_Encoding=header)
        assert got.text == kept.site.shows
        assert got.headers["vary"] == "Accept-Encoding"
        assert got.headers["content-length"] == str(len(got.raw))
        kept_as[header] = got.encoding
    assert kept_as == {
        "gzip, deflate, br": "br",
        "gzip": "gzip",
        "br": "br",
        "identity": "",
        "br;q=0, gzip;q=0.5": "gzip",
        "*": "br",
        "gzip;q=0": "",
    }
    assert len(kept.site.asked) == 1


def test_a_head_is_a_get_without_the_page(kept: Kept) -> None:
    head = ask(kept.pages, PAGE, method="HEAD", Accept_Encoding="gzip")
    got = ask(kept.pages, PAGE, Accept_Encoding="gzip")
    assert head.raw == b""
    assert head.headers == got.headers
    assert ask(kept.pages, PAGE, method="HEAD", Accept_Encoding="gzip") == head
    assert len(kept.site.asked) == 1


def test_who_has_the_page_is_told_so(kept: Kept) -> None:
    ask(kept.pages, PAGE, Accept_Encoding="br")
    kept.pages.background.finish()
    tags = set()
    for encoding in ("identity", "gzip", "br"):
        got = ask(kept.pages, PAGE, Accept_Encoding=encoding)
        tag = got.headers["etag"]
        tags.add(tag)
        for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = ask(kept.pages, PAGE, Accept_Encoding=encoding, If_None_Match=header)
            assert (again.status, again.raw) == (304, b"")
            assert not [name for name in again.headers if name.startswith("content-")]
            for name in ("vary", "cache-control", "last-modified"):
                assert again.headers[name] == got.headers[name]
        assert again.headers["etag"]
        assert (
            ask(
                kept.pages, PAGE, If_None_Match='"other"', If_Modified_Since=got.headers["last-modified"]
            ).status
            == 200
        )
        assert ask(kept.pages, PAGE, If_Modified_Since=got.headers["last-modified"]).status == 304
        assert ask(kept.pages, PAGE, If_Modified_Since="Mon, 02 Jan 2006 15:04:05 GMT").status == 200
        assert ask(kept.pages, PAGE, If_Modified_Since="yesterday").status == 200
    assert len(tags) == 3


def test_a_page_that_changed_within_one_second_has_another_date(kept: Kept) -> None:
    before = ask(kept.pages, PAGE).headers["last-modified"]
    kept.publish("Another page.")
    after = ask(kept.pages, PAGE, If_Modified_Since=before)
    assert after.status == 200
    assert parsedate_to_datetime(after.headers["last-modified"]) > parsedate_to_datetime(before)


def test_a_page_that_a_publish_left_as_it_was_keeps_its_date_and_its_tag(kept: Kept) -> None:
    before = ask(kept.pages, PAGE)
    kept.clock.time += 60
    kept.versions.number += 1
    assert ask(kept.pages, PAGE) == before
    assert len(kept.site.asked) == 2


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "sessionid=1"),
        ("Cache-Control", "private"),
        ("Cache-Control", "max-age=0, No-Store"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Encoding, Accept-Language"),
        ("Content-Encoding", "gzip"),
    ],
)
def test_an_answer_that_is_for_one_reader_is_not_kept(kept: Kept, header: tuple[str, str]) -> None:
    kept.site.headers.append(header)
    for _ in range(2):
        assert ask(kept.pages, PAGE).status == 200
    assert len(kept.site.asked) == 2
    assert len(kept.pages.pages) == 0


def test_a_page_in_which_a_forms_token_was_printed_is_not_kept(kept: Kept) -> None:
    kept.site.meanwhile = lambda: kept.site.asked[-1].update(CSRF_COOKIE="a token")
    for _ in range(2):
        ask(kept.pages, PAGE)
    assert len(kept.site.asked) == 2


@pytest.mark.parametrize(
    "status", ["404 Not Found", "500 Internal Server Error", "308 Permanent Redirect", "302 Found"]
)
def test_nothing_but_a_page_that_was_found_is_kept(kept: Kept, status: str) -> None:
    kept.site.status = status
    for _ in range(2):
        assert ask(kept.pages, PAGE).status == int(status[:3])
    assert len(kept.site.asked) == 2


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", PAGE),
        ("GET", "/desk/"),
        ("GET", "/desk/login/"),
        ("GET", "/static/reading/site.css"),
        ("GET", "/healthz"),
        ("GET", f"{PAGE}report/"),
        ("GET", "/fr/summaries/a-summary/report/thanks/"),
        ("GET", "/subscribe/"),
        ("GET", "/fr/subscribe/sent/"),
        ("GET", f"/subscribe/confirm/{'x' * 48}/"),
        ("GET", f"/fr/u/{'x' * 32}/"),
        ("GET", f"/u/{'x' * 32}/data/"),
        ("GET", "/patterns/"),
        ("GET", f"/{'x' * 400}/"),
        ("GET", f"/summaries/?q={'x' * 600}"),
    ],
)
def test_what_is_no_public_page_reaches_the_application_as_it_was_sent(
    kept: Kept, method: str, address: str
) -> None:
    for _ in range(2):
        ask(kept.pages, address, method=method, Cookie="sessionid=mine", Accept_Encoding="gzip")
    assert [seen["HTTP_COOKIE"] for seen in kept.site.asked] == ["sessionid=mine"] * 2


def test_other_spellings_of_an_address_are_one_page(kept: Kept) -> None:
    for query in ("topic=a&topic=b&year=2021", "year=2021&topic=b&topic=a", "topic=b&x=1&topic=a&year=2021"):
        ask(kept.pages, f"/summaries/?{query}")
    assert [seen["QUERY_STRING"] for seen in kept.site.asked] == ["topic=a&topic=b&year=2021"]


def test_what_a_page_ignores_is_still_read_where_there_is_none(kept: Kept) -> None:
    kept.site.status = "404 Not Found"
    assert ask(kept.pages, "/old-page/?p=12").status == 404
    assert [seen["QUERY_STRING"] for seen in kept.site.asked] == ["", "p=12"]


def test_another_host_or_scheme_is_another_page(kept: Kept) -> None:
    for _ in range(2):
        ask(kept.pages, PAGE)
        ask(kept.pages, PAGE, Host="other.example")
    assert [seen["HTTP_HOST"] for seen in kept.site.asked] == ["localhost:8000", "other.example"]
    assert (len(kept.pages.pages), len(kept.pages.unusual)) == (1, 1)


# --- when the site changes, and when it breaks


def test_a_page_is_new_once_the_site_has_changed(kept: Kept) -> None:
    ask(kept.pages, PAGE)
    kept.publish("Another page.")
    assert ask(kept.pages, PAGE).text.startswith("Another page.")
    assert len(kept.pages.pages) == 1


def test_a_page_that_is_gone_is_gone_at_once(kept: Kept) -> None:
    ask(kept.pages, PAGE)
    kept.publish("Not here.")
    kept.site.status = "404 Not Found"
    assert ask(kept.pages, PAGE).status == 404
    assert len(kept.pages.pages) == 0


def test_a_page_that_changed_while_it_was_made_is_made_again(kept: Kept) -> None:
    kept.site.meanwhile = lambda: kept.publish("Another page.") if kept.versions.number == 1 else None
    assert ask(kept.pages, PAGE).text.startswith("A page.")
    assert ask(kept.pages, PAGE).text.startswith("Another page.")


@pytest.fixture
def broken(kept: Kept) -> Kept:
    """A page is kept, the site has changed, and it cannot be rendered any more."""
    ask(kept.pages, PAGE)
    kept.publish("Broken.")
    kept.site.status = "500 Internal Server Error"
    return kept


def test_a_page_that_cannot_be_rendered_is_shown_as_it_was_and_the_log_says_so_once(
    broken: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "apercu.pagecache"):
        for _ in range(10):
            assert ask(broken.pages, PAGE).text.startswith("A page.")
            broken.clock.time += 2
    assert [record.getMessage() for record in caplog.records] == [
        f"{PAGE} cannot be rendered (500 Internal Server Error); readers get it as it was before."
    ]


def test_it_is_not_tried_again_by_every_reader(broken: Kept) -> None:
    for _ in range(10):
        ask(broken.pages, PAGE)
    assert len(broken.site.asked) == 2


def test_it_is_shown_as_it_was_for_five_minutes_and_not_longer(broken: Kept) -> None:
    assert ask(broken.pages, PAGE).status == 200
    broken.clock.time += 299
    assert ask(broken.pages, PAGE).status == 200
    broken.clock.time += 2
    assert ask(broken.pages, PAGE).status == 500


def test_it_is_new_as_soon_as_it_can_be_rendered_again(broken: Kept) -> None:
    ask(broken.pages, PAGE)
    broken.site.status = "200 OK"
    broken.clock.time += 1.1
    assert ask(broken.pages, PAGE).text.startswith("Broken.")


def test_an_exception_is_a_render_that_failed(kept: Kept) -> None:
    def fail() -> None:
        raise RuntimeError("no")

    kept.site.meanwhile = fail
    with pytest.raises(RuntimeError):
        ask(kept.pages, PAGE)
    kept.site.meanwhile = lambda: None
    ask(kept.pages, PAGE)
    kept.publish("Another page.")
    kept.site.meanwhile = fail
    assert ask(kept.pages, PAGE).text.startswith("A page.")


def test_old_editions_are_taken_away(kept: Kept) -> None:
    for number in range(10):
        ask(kept.pages, f"/summaries/s{number}/")
    kept.publish("Another page.")
    ask(kept.pages, "/summaries/s0/")
    kept.pages.drop_the_old()
    assert len(kept.pages.pages) == 10  # for a while, in need
    kept.clock.time += 301
    kept.pages.drop_the_old()
    assert len(kept.pages.pages) == 1


def test_readers_get_pages_while_the_database_cannot_be_asked(kept: Kept) -> None:
    ask(kept.pages, PAGE, Accept_Encoding="gzip")
    kept.versions.is_there = False
    kept.clock.time += 3600
    for encoding in ("gzip", "identity", "br"):
        assert ask(kept.pages, PAGE, Accept_Encoding=encoding).text == kept.site.shows
    ask(kept.pages, "/summaries/another/")
    ask(kept.pages, "/summaries/another/")
    assert len(kept.site.asked) == 3  # nothing is kept of a version nobody knows


# --- many at once


def test_a_crowd_asking_for_one_page_has_it_made_once(kept: Kept) -> None:
    everybody = threading.Barrier(16)
    kept.site.meanwhile = lambda: threading.Event().wait(0.2)

    def one(_number: int) -> str:
        everybody.wait()
        return ask(kept.pages, PAGE).text

    with ThreadPoolExecutor(16) as crowd:
        assert set(crowd.map(one, range(16))) == {kept.site.shows}
    assert len(kept.site.asked) == 1


def test_a_crowd_asking_for_what_is_not_there_has_that_said_once(kept: Kept) -> None:
    everybody = threading.Barrier(8)
    kept.site.status = "404 Not Found"
    kept.site.meanwhile = lambda: threading.Event().wait(0.2)

    def one(_number: int) -> int:
        everybody.wait()
        return ask(kept.pages, PAGE).status

    with ThreadPoolExecutor(8) as crowd:
        assert set(crowd.map(one, range(8))) == {404}
    assert len(kept.site.asked) == 1


def held_up(kept: Kept) -> tuple[threading.Event, threading.Event]:
    """Have the site take its time over a page: it says when it has begun, and goes on when it is told to."""
    begun, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        begun.set()
        assert go_on.wait(60)

    kept.site.meanwhile = slowly
    return begun, go_on


def test_nobody_waits_long_for_a_slow_page_that_was_there_before(kept: Kept) -> None:
    ask(kept.pages, PAGE)
    kept.publish("A slow page.")
    begun, go_on = held_up(kept)
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(ask, kept.pages, PAGE)
        assert begun.wait(60)
        assert ask(kept.pages, PAGE).text.startswith("A page.")
        go_on.set()
        assert slow.result().text.startswith("A slow page.")
    assert ask(kept.pages, PAGE).text.startswith("A slow page.")


def test_a_render_that_a_publish_overtook_does_not_come_back(kept: Kept) -> None:
    begun, go_on = held_up(kept)
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(ask, kept.pages, PAGE)
        assert begun.wait(60)
        kept.site.meanwhile = lambda: None
        kept.publish("Another page.")
        assert ask(kept.pages, PAGE).text.startswith("Another page.")
        go_on.set()
        assert slow.result().text.startswith("A page.")
    assert ask(kept.pages, PAGE).text.startswith("Another page.")
    assert len(kept.site.asked) == 2


# --- room


def test_a_crawler_of_parameters_does_not_push_pages_out() -> None:
    kept = Kept(most=400_000)
    ask(kept.pages, PAGE)
    for number in range(300):
        ask(kept.pages, f"/summaries/?q=word{number}")
    assert kept.pages.unusual.bytes <= 50_000
    asked = len(kept.site.asked)
    ask(kept.pages, PAGE)
    assert len(kept.site.asked) == asked


def test_kept_pages_never_take_more_room_than_they_have() -> None:
    kept = Kept(most=200_000)
    for number in range(400):
        ask(kept.pages, f"/summaries/s{number % 97}/", Accept_Encoding=("gzip", "identity", "br")[number % 3])
        assert kept.pages.pages.bytes <= 175_000
    kept.pages.background.finish()
    assert kept.pages.pages.bytes <= 175_000
    assert kept.pages.pages.bytes == sum(slot.kept.size for slot in kept.pages.pages if slot.kept)
    assert len(kept.pages.pages) > 20


def test_a_page_too_large_for_the_shelf_is_answered_all_the_same() -> None:
    kept = Kept(most=40_000)
    kept.site.shows = random.Random(1).randbytes(20_000).hex()
    for encoding in ("gzip", "identity", "br"):
        assert ask(kept.pages, PAGE, Accept_Encoding=encoding).text == kept.site.shows
    assert len(kept.pages.pages) == 0
