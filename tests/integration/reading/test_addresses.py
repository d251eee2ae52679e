"""Addresses: one for each thing, other spellings lead to it, nothing that is not public has one."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from apercu.content import publishing
from apercu.content.models import Summary
from tests.builders import make_digest, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db

JUNE = datetime.date(2021, 6, 1)


@pytest.fixture
def site() -> Summary:
    return make_summary(
        title="A summary",
        digest=make_digest(month=JUNE),
        topics=[make_topic(name="Empathy")],
        types=[make_type(name="Survey")],
    )


PAGES = [
    "/",
    "/digests/",
    "/digests/2021/",
    "/digests/2021/06/",
    "/summaries/",
    "/summaries/?topic=empathy",
    "/summaries/a-summary/",
    "/topics/",
    "/topics/empathy/",
    "/types/",
    "/types/survey/",
]
MISSING = [
    "/nowhere/",
    "/digests/2020/",
    "/digests/0000/",
    "/digests/21/",
    "/digests/2021/07/",
    "/digests/2021/13/",
    "/digests/2021/00/",
    "/digests/2021/7/",
    "/summaries/nothing/",
    "/summaries/?page=2",
    "/summaries/?page=0",
    "/summaries/?page=two",
    "/topics/nothing/",
    "/topics/empathy/?page=2",
    "/types/survey/?page=x",
]


@pytest.mark.usefixtures("site")
def test_a_public_page_is_a_function_of_its_address(client: Client, subtests: pytest.Subtests) -> None:
    for path in PAGES:
        with subtests.test(path=path):
            client.cookies["sessionid"] = "left over from the desk"
            response = client.get(path)
            assert response.status_code == 200
            assert not response.cookies
            assert "Set-Cookie" not in response.headers
            assert "Cookie" not in response.headers.get("Vary", "")
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
            html = response.content.decode()
            assert "<style" not in html
            assert " style=" not in html
            scripts = re.findall(r"<script[^>]*>", html)
            assert all(" src=" in script or 'type="application/ld+json"' in script for script in scripts)
            canonical = f'<link rel="canonical" href="http://localhost:8000{path}">'
            assert canonical in html
            assert html.count("<h1") == 1


@pytest.mark.usefixtures("site")
def test_what_does_not_exist_is_404_and_sets_no_cookie(client: Client, subtests: pytest.Subtests) -> None:
    for path in MISSING:
        with subtests.test(path=path):
            response = client.get(path)
            assert response.status_code == 404
            assert not response.cookies


@pytest.mark.usefixtures("site")
def test_other_spellings_lead_to_the_canonical_address(client: Client, subtests: pytest.Subtests) -> None:
    for asked, canonical in [
        ("/digests/2021/6/", "/digests/2021/06/"),
        ("/summaries/?page=1", "/summaries/"),
        ("/summaries/?page=", "/summaries/"),
        ("/summaries/?page=01&type=survey&topic=empathy", "/summaries/?topic=empathy&type=survey"),
        ("/topics/empathy/?page=1", "/topics/empathy/"),
        ("/types/survey/?page=1", "/types/survey/"),
    ]:
        with subtests.test(asked=asked, canonical=canonical):
            response = client.get(asked)
            assert (response.status_code, response.headers["Location"]) == (308, canonical)


@pytest.mark.usefixtures("site")
def test_a_public_page_can_only_be_read(client: Client, subtests: pytest.Subtests) -> None:
    for path in PAGES:
        with subtests.test(path=path):
            assert client.post(path).status_code == 405
            assert client.head(path).status_code == 200


def test_a_slug_that_changed_leads_to_the_new_one_for_ever(client: Client, site: Summary) -> None:
    site.slug = "a-better-name"
    site.save_revision()
    publishing.publish(record=site, by=None)
    topic, kind = site.topics.get(), site.types.get()
    topic.slug, kind.slug = "feeling-with", "questionnaire"
    topic.save()
    kind.save()
    for old, new in [
        ("/summaries/a-summary/", "/summaries/a-better-name/"),
        ("/topics/empathy/", "/topics/feeling-with/"),
        ("/types/survey/", "/types/questionnaire/"),
        ("/summaries/?topic=empathy&type=survey", "/summaries/?topic=feeling-with&type=questionnaire"),
    ]:
        response = client.get(old)
        assert (response.status_code, response.headers["Location"]) == (308, new)
        assert client.get(new).status_code == 200


def test_a_withdrawn_summary_leaves_no_redirect_to_itself(client: Client, site: Summary) -> None:
    site.slug = "a-better-name"
    site.save_revision()
    publishing.publish(record=site, by=None)
    site.refresh_from_db()
    publishing.unpublish(record=site, by=None)
    assert client.get("/summaries/a-summary/").status_code == 404
    assert client.get("/summaries/a-better-name/").status_code == 404


def everything(client: Client) -> str:
    return "".join(client.get(path).content.decode() for path in PAGES)


@pytest.mark.usefixtures("site")
def test_a_draft_is_shown_nowhere(client: Client) -> None:
    digest = make_digest(month=datetime.date(2022, 1, 1), teaser="<p>Secret teaser</p>", publish=False)
    make_summary(title="Secret summary", digest=digest, topics=[make_topic(name="Empathy")], publish=False)
    make_summary(title="Secret second", digest=make_digest(month=datetime.date(2021, 5, 1)), publish=False)
    assert "Secret" not in everything(client)
    for path in ["/digests/2022/", "/digests/2022/01/", "/summaries/secret-summary/"]:
        assert client.get(path).status_code == 404


def test_a_changed_draft_of_a_live_summary_is_not_shown(client: Client, site: Summary) -> None:
    site.title, site.gist = "Secret title", "Secret gist"
    site.save_revision()
    assert "Secret" not in everything(client)


@pytest.mark.usefixtures("site")
def test_a_live_summary_of_a_month_that_is_not_public_stands_alone(client: Client) -> None:
    hidden = make_digest(month=datetime.date(2022, 1, 1), publish=False)
    make_summary(title="Early", digest=hidden)
    page = client.get("/summaries/early/").content.decode()
    assert "January 2022" not in page
    assert "/digests/2022/" not in page
    assert "Early" in client.get("/summaries/").content.decode()
    assert client.get("/digests/2022/01/").status_code == 404


def test_previews_show_drafts_and_claim_no_address(rf: Any, site: Summary) -> None:
    from apercu.content import previewing

    site.title = "A title not yet public"
    page = previewing.render(rf.get("/"), site, "").content.decode()
    assert "A title not yet public" in page
    assert "canonical" not in page
    assert "Preview" in page


def test_a_preview_of_what_was_never_saved_is_a_page(rf: Any) -> None:
    from apercu.content import previewing
    from apercu.content.models import Digest, SummaryArticle, SummaryAuthor

    unsaved = Summary(title="Half written")
    unsaved.topics = [make_topic(name="Empathy")]
    unsaved.summary_articles = [SummaryArticle()]
    unsaved.summary_authors = [SummaryAuthor()]
    page = previewing.render(rf.get("/"), unsaved, "").content.decode()
    assert "Half written" in page
    assert "Empathy" in page
    assert previewing.render(rf.get("/"), Digest(), "").status_code == 200
    assert previewing.render(rf.get("/"), Digest(month=JUNE), "").status_code == 200


def test_a_preview_of_a_month_shows_what_would_go_public_with_it(rf: Any) -> None:
    from apercu.content import previewing

    digest = make_digest(month=JUNE, publish=False)
    make_summary(title="Already public", digest=digest, position=2)
    make_summary(title="Ready", digest=digest, position=1, publish=False)
    make_summary(title="Not ready", digest=digest, gist="", publish=False)
    page = previewing.render(rf.get("/"), digest, "").content.decode()
    assert page.index("Ready") < page.index("Already public")
    assert "Not ready" not in page
