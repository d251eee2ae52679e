"""What every answer of the API has in common: methods, caching, other sites' scripts, problems."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from apercu.content import formatting
from apercu.content.models import FollowerMark, Summary
from apercu.reading.api.contract import contract
from apercu.reading.api.paging import SUMMARIES
from tests.builders import make_digest, make_summary, make_topic
from tests.integration.reading.test_api import LISTS, get

pytestmark = pytest.mark.django_db


def problem(client: Client, address: str, status: int) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert told["detail"].endswith(".")
    return told


@pytest.mark.parametrize(
    "path", [*LISTS, "/api/v1/openapi.json", "/api/v1/summaries/one", "/api/v1/digests/2021/06"]
)
def test_an_answer_can_be_kept_and_asked_for_again(client: Client, path: str) -> None:
    make_summary(title="One", digest=make_digest())
    first = client.get(path)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=60"
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["ETag"] == tag
        assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    make_topic(name="Something new")
    changed = client.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_two_addresses_never_share_a_tag(client: Client) -> None:
    tags = [client.get(f"/api/v1/summaries{query}").headers["ETag"] for query in ("", "?limit=1", "?limit=2")]
    assert len(set(tags)) == 3


def test_what_a_follower_adds_later_makes_an_answer_new(client: Client) -> None:
    tag = client.get("/api/v1/articles").headers["ETag"]
    FollowerMark.objects.create(name=formatting.NAME, mark=1)
    assert client.get("/api/v1/articles", headers={"If-None-Match": tag}).status_code == 200


def test_nothing_that_is_missing_is_said_to_be_unchanged(client: Client) -> None:
    answer = client.get("/api/v1/summaries/none", headers={"If-None-Match": "*"})
    assert answer.status_code == 404
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", [*LISTS, "/api/v1/openapi.json", "/api/v1/nothing"])
def test_scripts_of_any_site_may_read_and_nobody_gets_a_cookie(client: Client, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://elsewhere.example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.cookies == {}
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_language_somebody_prefers_changes_nothing(client: Client) -> None:
    make_summary()
    english, french = (
        client.get("/api/v1/summaries", headers={"Accept-Language": code}) for code in ("en", "fr")
    )
    assert english.content == french.content
    assert english.headers["ETag"] == french.headers["ETag"]


@pytest.mark.parametrize("path", [*LISTS, "/api/v1/openapi.json"])
def test_it_can_only_be_read(client: Client, path: str) -> None:
    whole = client.get(path)
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]
    for method in ("post", "put", "patch", "delete", "options"):
        refused = getattr(client, method)(path)
        assert refused.status_code == 405
        assert refused.headers["Allow"] == "GET, HEAD"
        assert refused.json()["detail"] == "This API only reads: GET and HEAD."


def test_a_slash_too_many_leads_to_the_address(client: Client) -> None:
    for spelt, meant in (
        ("/api/v1/summaries/", "/api/v1/summaries"),
        ("/api/v1/summaries/?limit=1", "/api/v1/summaries?limit=1"),
        ("/api/v1/nothing/", "/api/v1/nothing"),
        ("/api/v1/", "/api/v1/docs"),
    ):
        answer = client.get(spelt)
        assert (answer.status_code, answer.headers["Location"]) == (308, meant)
    assert client.get("/api/v1", follow=True).status_code == 200


def test_a_slug_it_once_had_leads_to_the_one_it_has(client: Client) -> None:
    make_summary(title="One", slug="one")
    draft = Summary.objects.get().get_latest_revision_as_object()
    draft.slug = "two"
    draft.save_revision().publish()
    answer = client.get("/api/v1/summaries/one")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "http://localhost:8000/api/v1/summaries/two"
    assert get(client, "/api/v1/summaries/two")["title"] == "One"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("summaries/none", "There is no public summary with the slug “none”."),
        ("digests/2021/06", "There is no public digest of 2021-06."),
        ("articles/1", "There is no article 1 that a public summary is about."),
        ("nothing", "The API has no such address. They are listed at /api/v1/docs."),
        ("summaries/one/more", "The API has no such address. They are listed at /api/v1/docs."),
    ],
)
def test_what_is_not_there_is_a_problem_with_a_sentence(client: Client, path: str, says: str) -> None:
    assert problem(client, f"/api/v1/{path}", 404)["detail"] == says


@pytest.mark.parametrize(
    ("query", "parameter", "says"),
    [
        ("limit=0", "limit", "Input should be greater than or equal to 1"),
        ("limit=101", "limit", "Input should be less than or equal to 100"),
        ("limit=many", "limit", "Input should be a valid integer"),
        ("year=20", "year", "Input should be greater than or equal to 1000"),
        ("month=June", "month", "String should match pattern"),
        ("language=de", "language", "Input should be 'en' or 'fr'"),
        ("updated_since=yesterday", "updated_since", "a date (2024-05-02) or a time"),
        ("updated_since=2024-05-02T08:00:00+02:00", "updated_since", "write + as %2B"),
        ("updated_since=2024-02-30", "updated_since", "day is out of range for month"),
        ("topc=empathy", "topc", "no parameter of this address; it takes limit, cursor, topic, type, year,"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(
    client: Client, query: str, parameter: str, says: str
) -> None:
    told = problem(client, f"/api/v1/summaries?{query}", 422)
    (fault,) = told["errors"]
    assert fault["parameter"] == parameter
    assert says in fault["message"]
    assert told["detail"].startswith(f"“{parameter}”: ")


def test_an_address_without_parameters_says_so(client: Client) -> None:
    assert "it takes none" in problem(client, "/api/v1/topics?limit=1", 422)["detail"]


def written(values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "damaged",
        "é",
        "=",
        "\x00",
        written({}),
        written([]),
        written(3),
        written(["summaries"]),
        written(["summaries", "2021-06-01", 1]),
        written(["summaries", "2021-06-31", 1, 1]),
        written(["summaries", "2021-06-01", -1, 1]),
        written(["summaries", "2021-06-01", True, 1]),
        written(["summaries", "2021-06-01", 1, 2**63]),
        written(["summaries", "2021-06-01", 1, 1.5]),
        written(["summaries", "2021-06-01", 1, None]),
        written(["summaries", "20210601", 1, 1]),
        written(["articles", 1]),
        written(["articles", "2021-06-01", 1, 1]),
        written(["summaries", "2021-06-01", 1, 1]) + "=",
    ],
)
def test_a_damaged_cursor_is_a_problem_and_no_other_page(client: Client, cursor: str) -> None:
    make_summary()
    answer = client.get("/api/v1/summaries", {"cursor": cursor})
    assert answer.status_code == 422
    assert "was not given by this list" in answer.json()["detail"]


def test_a_cursor_outlives_the_record_it_was_made_of(client: Client) -> None:
    for title in ("A", "B", "C"):
        make_summary(title=title, digest=None)
    first = get(client, "/api/v1/summaries?limit=2")
    Summary.objects.get(slug=first["items"][1]["slug"]).unpublish()
    assert len(get(client, first["next"])["items"]) == 1


def test_a_cursor_reads_back_as_it_was_written() -> None:
    cursor = written(["summaries", None, 0, 7])
    assert SUMMARIES.read(cursor) == (None, 0, 7)


def test_when_something_of_ours_breaks_it_is_a_problem_too(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with patch("apercu.reading.api.describing.topic", side_effect=RuntimeError("broke")):
        make_topic(name="One")
        told = problem(client, "/api/v1/topics", 500)
    assert told["detail"] == "Something went wrong on our side."
    assert "broke" in caplog.text


def test_the_manual_is_a_page_of_the_site_and_shows_every_address(client: Client) -> None:
    answer = client.get("/api/v1/docs")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="en">' in page
    for path in contract()["paths"]:
        assert f"<code>GET {path}</code>" in page
    for inside in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{inside}"' in page
    assert 'rel="canonical" href="http://localhost:8000/api/v1/docs"' in page
    assert "/fr/api/" not in page
    assert "<script" not in page
    assert " style=" not in page
    assert "Ana Quill" in page
