"""The read API as a program meets it."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from apercu.content import following
from apercu.content.models import Correction, FormattedCitation, SiteSettings
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db

HOST = "http://localhost:8000"
LISTS = ["/api/v1/summaries", "/api/v1/digests", "/api/v1/articles", "/api/v1/topics", "/api/v1/types"]
JUNE = datetime.date(2021, 6, 1)


def get(client: Client, address: str) -> Any:
    answer = client.get(address.removeprefix(HOST))
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(client: Client, query: str = "") -> list[str]:
    return [item["title"] for item in get(client, f"/api/v1/summaries{query}")["items"]]


def test_a_summary_is_told_whole(client: Client) -> None:
    SiteSettings.objects.create(licence="by/4.0")
    summary = make_summary(
        title="Walking",
        gist="It helps.",
        body='<p>See <a href="/about/">us</a> &amp; <b>more</b>.</p>',
        digest=make_digest(month=JUNE),
        position=2,
        topics=[make_topic(name="Empathy", name_fr="Empathie")],
        types=[make_type(name="Survey")],
        authors=[make_person(name="Ana Quill", orcid="0000-0002-1825-0097")],
        studies_count=3,
        participants_count=120,
    )
    summary.corrections = [Correction(date=datetime.date(2024, 5, 2), text="It said 48.")]
    summary.save_revision().publish()
    told = get(client, "/api/v1/summaries/walking")
    assert told["url"] == f"{HOST}/api/v1/summaries/walking"
    assert told["pages"] == {"en": f"{HOST}/summaries/walking/", "fr": f"{HOST}/fr/summaries/walking/"}
    assert f'<a href="{HOST}/about/"' in told["body_html"]
    assert told["body_text"] == "See us & more."
    assert (told["month"], told["position"], told["studies"], told["participants"]) == ("2021-06", 2, 3, 120)
    assert told["topics"][0]["name"] == {"en": "Empathy", "fr": "Empathie"}
    assert told["types"][0]["name"] == {"en": "Survey", "fr": None}
    assert told["authors"] == [{"name": "Ana Quill", "orcid": "0000-0002-1825-0097"}]
    assert told["corrections"] == [{"date": "2024-05-02", "text": "It said 48."}]
    assert told["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["published"] <= told["updated"]
    assert get(client, "/api/v1/summaries")["items"] == [told]
    assert get(client, "/api/v1/digests/2021/06")["summaries"] == [told]


def test_every_address_an_answer_names_answers(client: Client) -> None:
    make_summary(digest=make_digest(month=JUNE))
    make_summary()

    def addresses(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set().union(*map(addresses, value.values()))
        if isinstance(value, list):
            return set().union(*map(addresses, value))
        return {value} if isinstance(value, str) and value.startswith(HOST) else set()

    named = set().union(
        *(addresses(get(client, f"{path}?limit=1" if path < "/api/v1/t" else path)) for path in LISTS)
    )
    assert len(named) > 12
    for address in named:
        assert client.get(address.removeprefix(HOST)).status_code == 200, address


def test_an_article_carries_its_reference_and_what_is_written_about_it(client: Client) -> None:
    article = make_article(
        title="A study", authors=[{"family": "Obi", "given": "C."}], doi="10.5555/let.2019"
    )
    FormattedCitation.objects.create(
        article=article, style="apa", language="en", html="<i>A study</i>", text="A study", made_from="x"
    )
    FormattedCitation.objects.create(
        article=article, style="apa", language="fr", html="fr", text="fr", made_from="x"
    )
    make_summary(title="One", articles=[article])
    make_summary(title="Hidden", articles=[article], publish=False)
    told = get(client, f"/api/v1/articles/{article.pk}")
    assert told["apa"] == {"html": "<i>A study</i>", "text": "A study"}
    assert told["csl"]["id"] == f"article-{article.pk}"
    assert told["csl"]["author"] == [{"family": "Obi", "given": "C."}]
    assert [one["title"] for one in told["summaries"]] == ["One"]
    (link,) = get(client, "/api/v1/summaries/one")["articles"]
    assert link == {key: value for key, value in told.items() if key != "summaries"}


def test_the_formatted_reference_appears_once_the_follower_has_made_it(client: Client) -> None:
    article = make_article(title="Letters between sessions")
    make_summary(articles=[article])
    before = client.get(f"/api/v1/articles/{article.pk}")
    assert before.json()["apa"] is None
    following.catch_up()
    after = client.get(f"/api/v1/articles/{article.pk}", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Okafor, A., & Lindqvist, P. (2020). Letters between sessions" in after.json()["apa"]["text"]


def test_an_article_that_is_no_reference_gives_what_its_columns_say(client: Client) -> None:
    article = make_article(title="Odd", authors=[{"family": ["no", "name"]}], doi="10.5555/odd")
    make_summary(articles=[article])
    told = get(client, f"/api/v1/articles/{article.pk}")
    assert told["csl"] == {
        "id": f"article-{article.pk}",
        "type": "article-journal",
        "title": "Odd",
        "container-title": article.container_title,
        "issued": {"date-parts": [[article.year]]},
        "DOI": "10.5555/odd",
    }


def test_topics_and_types_have_both_names_and_are_counted(client: Client) -> None:
    topic = make_topic(
        name="Empathy", name_fr="Empathie", description_en="Feeling with.", aliases=["compassion"]
    )
    make_summary(topics=[topic])
    make_summary(topics=[topic], publish=False)
    make_topic(name="Unused")
    told = {item["slug"]: item for item in get(client, "/api/v1/topics")["items"]}
    assert told["empathy"]["count"] == 1
    assert told["empathy"]["name"] == {"en": "Empathy", "fr": "Empathie"}
    assert told["empathy"]["description"] == {"en": "Feeling with.", "fr": None}
    assert told["unused"]["count"] == 0
    assert told["unused"]["description"] is None


SECRET = "a word nobody may read yet"


def everything(client: Client) -> str:
    """All the API tells, every list to its end and every record it names."""
    told = []
    for path in LISTS:
        answer = get(client, path)
        told.append(answer)
        told += [get(client, item["url"]) for item in answer["items"] if "url" in item]
    return json.dumps(told)


def test_nothing_of_a_draft_is_told(client: Client) -> None:
    shown, other = make_article(title="Shown"), make_article(title=SECRET)
    live = make_summary(title="Live", articles=[shown], digest=make_digest(month=JUNE))
    draft = live.get_latest_revision_as_object()
    for field in ("title", "gist", "body", "implications", "slug"):
        setattr(draft, field, SECRET)
    draft.corrections = [Correction(date=JUNE, text=SECRET)]
    draft.topics = [make_topic(name="Drafts only")]
    draft.save_revision(clean=False)
    make_summary(title=SECRET, slug="secret", articles=[other], publish=False)
    make_digest(month=datetime.date(2021, 7, 1), teaser=f"<p>{SECRET}</p>", publish=False)
    told = everything(client)
    assert "Live" in told
    assert "Shown" in told
    assert SECRET not in told
    assert get(client, "/api/v1/summaries?topic=drafts-only")["items"] == []
    for path in ("summaries/secret", f"articles/{other.pk}", "digests/2021/07"):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()
    assert client.get(f"/api/v1/articles?doi={other.doi}").json()["items"] == []


def test_what_is_withdrawn_is_gone(client: Client) -> None:
    article = make_article(title=SECRET)
    digest = make_digest(month=JUNE, teaser=f"<p>{SECRET}</p>")
    summary = make_summary(title=SECRET, slug="secret", articles=[article], digest=digest)
    assert SECRET in everything(client)
    summary.unpublish()
    digest.unpublish()
    assert SECRET not in everything(client)
    for path in ("summaries/secret", f"articles/{article.pk}", "digests/2021/06"):
        assert client.get(f"/api/v1/{path}").status_code == 404


def test_a_summary_in_a_month_that_is_not_public_names_none(client: Client) -> None:
    make_summary(title="Early", digest=make_digest(month=JUNE, publish=False))
    (told,) = get(client, "/api/v1/summaries")["items"]
    assert told["month"] is None
    assert titles(client, "?month=2021-06") == []
