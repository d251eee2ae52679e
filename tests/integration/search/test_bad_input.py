"""Whatever is typed or put into an address, the answer is a useful page, or 404 past the end; never a breakdown."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import make_article, make_summary, make_topic

pytestmark = pytest.mark.django_db

BAD = [
    "a" * 10_000,
    "word " * 2_000,
    "\x00\x01\x02\x1b",
    "\ud7ff\ufffe\u202e",
    '"',
    '""""',
    '"unbalanced',
    "((((((((((((((((((((",
    "))))",
    "'; DROP TABLE content_summary; --",
    "' OR '1'='1",
    "<script>alert(1)</script>",
    "*",
    ":",
    "-",
    "--",
    "-*",
    "***",
    "::::",
    "a:b:c:d",
    "😀 🧠 👩‍⚕️",
    "علاج القلق",
    "心理療法",
    "עברית",
    "foo:bar year:0 year:99999 year:-1",
    "year:9999..0000",
    "author:\x00",
    'author:"',
    "doi:10.",
    "doi:10.1234/" + "x" * 500,
    "OR OR OR",
    "NOT NOT NOT",
    "NOT",
    "- - - -",
    "-(-(-(a)))",
    "a OR (b OR (c OR (d OR (e OR (f OR g)))))",
    "§dropout ~therap ¶",
    "NaN inf 1e309 ½ ²",
    "%00 %F0%28 ../../etc/passwd",
    "​⁠﻿",
    "the and of to",
    "a* b* c* d*",
    "\n\n\t",
]


@pytest.fixture(autouse=True)
def archive() -> None:
    make_summary(
        title="Empathy", topics=[make_topic(name="Empathy")], articles=[make_article(authors=[])], legacy=True
    )


@pytest.mark.parametrize("typed", BAD, ids=lambda typed: ascii(typed)[:30])
@pytest.mark.parametrize("path", ["/summaries/", "/fr/summaries/", "/api/v1/search", "/api/v1/suggest"])
def test_any_text_is_answered(client: Client, path: str, typed: str) -> None:
    response = client.get(path, {"q": typed})
    assert response.status_code == 200
    assert response.content


@pytest.mark.parametrize("typed", BAD, ids=lambda typed: ascii(typed)[:30])
def test_any_text_has_a_feed_and_files(client: Client, typed: str) -> None:
    for path in ("/summaries/feed.atom", "/summaries/citations.ris"):
        assert client.get(path, {"q": typed}, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=-1", 404),
        ("page=0", 404),
        ("page=1000000", 404),
        ("page=99999999999999999999", 404),
        ("q=empathy&page=2", 404),
        ("page=x", 404),
        ("year=0", 200),
        ("year=-1", 200),
        ("year=99999999999999999999", 200),
        ("topic=no-such-topic", 200),
        ("topic=%00&type=%00&year=%00", 200),
        ("topic=" + "x" * 3_000, 200),
        ("&".join(f"topic=t{number}" for number in range(500)), 200),
        ("sort=backwards&q=empathy", 308),
        ("q=%FF%FE", 200),
        ("q[]=1&q=empathy&q=again", 200),
    ],
)
def test_any_address_is_answered(client: Client, query: str, status: int) -> None:
    assert client.get(f"/summaries/?{query}").status_code == status


ANYTHING = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            ['"', "-", "(", ")", " OR ", "NOT ", "author:", "year:", "topic:", "type:", "*", "a", "empathy"]
        ),
        max_size=20,
    ).map("".join),
)


def test_nothing_that_can_be_asked_breaks_it(client: Client) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        asked=st.fixed_dictionaries(
            {},
            optional={
                "q": ANYTHING,
                "topic": ANYTHING,
                "type": ANYTHING,
                "year": ANYTHING,
                "sort": ANYTHING,
                "page": st.one_of(ANYTHING, st.integers().map(str)),
            },
        )
    )
    def check(asked: dict[str, Any]) -> None:
        response = client.get(f"/summaries/?{urlencode(asked, errors='surrogatepass')}")
        assert response.status_code in {200, 308, 404}
        if response.status_code == 404:
            assert asked.get("page")

    check()
