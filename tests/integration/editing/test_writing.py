"""Writing a summary on the desk: what it begins with, its slug, its suggestions, its checks, saved or not."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from apercu.content import publishing
from apercu.content.models import Article, Digest, Summary
from apercu.content.models.summary import TEXT_FEATURES
from apercu.editing.checks import gathering, running
from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.kinds import gist
from apercu.editing.checks.panel import FIELD_NAMES, Line
from apercu.editing.checks.setting_aside import SetAside, fingerprints_of
from apercu.editing.writing import beginning, suggesting
from apercu.sources.cleaning import clean_html
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type
from tests.integration.editing.test_desk import address, inline, rich, typed

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2021, 6, 15)
FIELDS_OF = {
    "summary": [
        name for name in FIELD_NAMES if name not in {"month", "teaser", "announcements", "summaries"}
    ],
    "digest": ["month", "teaser", "announcements"],
}
AS_AUTOSAVE = {"Accept": "application/json"}


def autosave(desk: Client, summary: Summary | None, data: dict[str, Any]) -> dict[str, Any]:
    """What the browser gets when it saves by itself."""
    where = address("summary", "edit", summary.pk) if summary else address("summary", "add")
    response = desk.post(where, data, headers=AS_AUTOSAVE)
    answer: dict[str, Any] = response.json()
    assert answer["success"], answer
    return answer


def draft_of(summary: Summary) -> Summary:
    draft: Summary = Summary.objects.get(pk=summary.pk).get_latest_revision_as_object()
    return draft


# The slug


def test_the_slug_follows_the_title_until_it_is_public(desk: Client) -> None:
    autosave(desk, None, typed(title="Does"))
    summary = Summary.objects.get()
    assert summary.slug == "does"
    answer = autosave(desk, summary, typed(title="Does a walk help?", slug="does"))
    assert answer["field_updates"]["slug"] == "does-a-walk-help"
    answer = autosave(desk, summary, typed(title="Does a walk help clients?", slug="does-a-walk-help"))
    assert draft_of(summary).slug == "does-a-walk-help-clients"
    publishing.publish(record=draft_of(summary), by=None)
    answer = autosave(desk, summary, typed(title="What a walk does", slug="does-a-walk-help-clients"))
    assert "slug" not in answer["field_updates"]
    assert draft_of(summary).slug == "does-a-walk-help-clients"


def test_a_slug_somebody_chose_stays(desk: Client) -> None:
    autosave(desk, None, typed(title="Does a walk help?", slug="walking"))
    summary = Summary.objects.get()
    autosave(desk, summary, typed(title="What a walk does", slug="walking"))
    assert draft_of(summary).slug == "walking"


def test_a_slug_that_is_taken_gets_a_number(desk: Client) -> None:
    make_summary(title="What a walk does")
    autosave(desk, None, typed(title="What a walk"))
    summary = Summary.objects.get(title="What a walk")
    autosave(desk, summary, typed(title="What a walk does", slug="what-a-walk"))
    assert draft_of(summary).slug == "what-a-walk-does-2"
    autosave(desk, summary, typed(title="What a walk does not", slug="what-a-walk-does-2"))
    assert draft_of(summary).slug == "what-a-walk-does-not"


def test_the_form_says_that_a_public_address_will_lead_on(desk: Client) -> None:
    summary = make_summary(title="A walk")
    page = desk.get(address("summary", "edit", summary.pk)).content.decode()
    assert "Readers know it as /summaries/a-walk/" in page
    answer = autosave(desk, summary, typed(title="A walk", slug="walking"))
    assert "the address changes from /summaries/a-walk/ to /summaries/walking/" in answer["html"]


# What a new summary begins with


@pytest.fixture
def months() -> dict[str, Digest]:
    made = [
        make_digest(month=datetime.date(2021, 5, 1)),
        make_digest(month=datetime.date(2021, 4, 1), publish=False, legacy=False),
        make_digest(month=datetime.date(2021, 8, 1), publish=False, legacy=False),
        make_digest(month=datetime.date(2021, 7, 1), publish=False, legacy=False),
    ]
    return {f"{digest.month:%Y-%m}": digest for digest in made}


def test_it_begins_in_the_coming_digest(months: dict[str, Digest]) -> None:
    assert beginning.coming_digest(today=TODAY) == months["2021-07"]
    assert beginning.coming_digest(today=datetime.date(2021, 8, 31)) == months["2021-08"]
    assert beginning.coming_digest(today=datetime.date(2022, 1, 1)) == months["2021-08"]
    Digest.objects.filter(live=False).delete()
    assert beginning.coming_digest(today=TODAY) is None


def test_it_begins_at_the_next_place_in_the_site_s_language_with_who_writes(
    months: dict[str, Digest],
) -> None:
    make_summary(digest=months["2021-07"], position=2, publish=False)
    user = get_user_model().objects.create_user("alice", password="pw")
    person = make_person(name="Alice Who Writes", user=user)
    begun = beginning.new_summary(by=user, today=TODAY)
    assert (begun.digest, begun.position, begun.language) == (months["2021-07"], 3, "en")
    assert [row.person for row in begun.summary_authors.all()] == [person]
    other = beginning.new_summary(by=get_user_model().objects.create_user("bob"), today=TODAY)
    assert list(other.summary_authors.all()) == []


def test_an_author_taken_off_the_new_form_does_not_come_back(desk: Client) -> None:
    user = get_user_model().objects.get()
    make_person(name="Alice Martin", user=user)
    data = typed()
    data |= {"summary_authors-INITIAL_FORMS": 1, "summary_authors-0-id": "", "summary_authors-0-DELETE": "1"}
    autosave(desk, None, data)
    assert Summary.objects.get().summary_authors.count() == 0


# Suggestions


def test_topics_and_types_the_text_speaks_of_are_suggested() -> None:
    make_topic(name="Depression")
    empathy = make_topic(name="Empathy", aliases=["attunement"])
    survey = make_type(name="Survey", aliases=["questionnaire study"])
    trial = make_type(name="Randomised controlled trial", aliases=["RCT"])
    summary = make_summary(
        title="How attunement grows",
        gist="It grows with time, said a questionnaire study.",
        body="<p>The rct of the past was not an RCT. Attunement counts.</p>",
        types=[],
        publish=False,
    )
    topics, types = suggesting.for_summary(summary)
    assert empathy in topics.terms
    assert types.terms == (survey,)
    summary.types = [survey]
    summary.body = "<p>The RCT was followed by a second RCT.</p>"
    summary.topics = [empathy]
    topics, types = suggesting.for_summary(summary)
    assert empathy not in topics.terms
    assert types.terms == (trial,)


def test_an_autosave_brings_suggestions_for_what_is_typed(desk: Client) -> None:
    empathy = make_topic(name="Empathy", aliases=["attunement"])
    summary = make_summary(publish=False)
    alliance = make_topic(name="Alliance")
    data = typed(title="How attunement grows", slug=summary.slug, topics=[alliance.pk])
    html = autosave(desk, summary, data)["html"]
    assert f'name="add-topics" value="{empathy.pk}"' in html
    html = autosave(desk, summary, {**data, "topics": [empathy.pk]})["html"]
    assert f'name="add-topics" value="{empathy.pk}"' not in html


def test_a_suggestion_pressed_adds_to_what_was_ticked(desk: Client) -> None:
    empathy, alliance = make_topic(name="Empathy"), make_topic(name="Alliance")
    summary = make_summary(publish=False)
    data = typed(slug=summary.slug, topics=[alliance.pk], **{"add-topics": empathy.pk})
    desk.post(address("summary", "edit", summary.pk), data)
    assert {topic.pk for topic in draft_of(summary).topics.all()} == {empathy.pk, alliance.pk}


# The panel


def test_the_panel_sees_what_is_not_saved_children_included(desk: Client) -> None:
    other = make_article(title="Summarised before")
    make_summary(title="The first time", articles=[other], digest=make_digest())
    summary = make_summary(title="As readers know it")
    data = typed(slug=summary.slug, title="SHOUTED FROM THE ROOFTOPS", gist="", topics=[])
    html = autosave(desk, summary, {**data, **inline("summary_articles", article=other.pk)})["html"]
    assert "Write the gist" in html
    assert "Choose at least one topic" in html
    assert "The title is in capitals." in html
    assert "You summarised this article in June 2021: “The first time”." in html
    assert Summary.objects.get(pk=summary.pk).title == "As readers know it"


def test_the_counter_comes_with_it(desk: Client) -> None:
    summary = make_summary(publish=False)
    html = autosave(desk, summary, typed(slug=summary.slug, gist=""))["html"]
    report = running.of_summary(gathering.entry_of(draft_of(summary), today=timezone.localdate()))
    assert f'w-bg-surface-button-default">{report.count}</div>' in html


def test_a_new_form_and_a_just_created_draft_have_the_panel(desk: Client) -> None:
    page = desk.get(address("summary", "add")).content.decode()
    assert 'data-side-panel="editorial-checks"' in page
    assert 'name="set-aside"' not in page
    answer = autosave(desk, None, typed(gist="One. Two."))
    html = desk.get(answer["hydrate_url"]).content.decode()
    assert "The gist has 2 sentences." in html
    assert 'name="set-aside"' in html


def test_a_digest_has_its_panel(desk: Client) -> None:
    digest = make_digest(month=datetime.date(2021, 6, 1), publish=False)
    make_topic(name="Suicide and Crisis Intervention")
    make_summary(title="A walk before the session", digest=digest)
    data = {
        "month": "2021-06-01",
        "teaser": rich("A walk, and suicide and crisis intervention."),
        "announcements": rich(""),
        "legacy": "on",
    }
    response = desk.post(address("digest", "edit", digest.pk), data, headers=AS_AUTOSAVE)
    assert "names “Suicide and Crisis Intervention”" in response.json()["html"]
    assert "Checks" in desk.get(address("digest", "add")).content.decode()


def test_a_check_that_breaks_is_said_in_the_panel(
    desk: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_entry: Entry) -> Iterator[Finding]:
        raise ZeroDivisionError
        yield

    checks = (Check(code="broken", title="The broken one", find=broken), gist.CHECK)
    monkeypatch.setattr(running.of_summary, "__kwdefaults__", {"aside": (), "checks": checks})
    summary = make_summary(publish=False, gist="One. Two.")
    page = desk.get(address("summary", "edit", summary.pk)).content.decode()
    assert "The broken one" in page
    assert "The gist has 2 sentences." in page
    assert f"broken failed on Entry {summary.pk}" in caplog.text


def test_a_record_nobody_foresaw_does_not_take_the_form_away(
    desk: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unreadable(_summary: Summary, *, today: datetime.date) -> Entry:
        raise AttributeError(f"unreadable on {today}")

    monkeypatch.setattr(gathering, "entry_of", unreadable)
    summary = make_summary(publish=False)
    page = desk.get(address("summary", "edit", summary.pk)).content.decode()
    assert "all checks" in page
    assert f"facts of Summary {summary.pk} could not be read" in caplog.text


def test_setting_aside_saves_what_was_typed_and_is_kept_beside_the_draft(desk: Client) -> None:
    summary = make_summary(publish=False, gist="One. Two.")
    where = address("summary", "edit", summary.pk)
    (finding,) = gist.CHECK.find(gathering.entry_of(summary, today=TODAY))
    value = f"{finding.code}:{finding.fingerprint}"
    desk.post(
        where, typed(title="Typed just now", slug=summary.slug, gist="One. Two.", **{"set-aside": value})
    )
    assert draft_of(summary).title == "Typed just now"
    assert fingerprints_of(record=summary) == {finding.fingerprint}
    assert "1 finding set aside" in desk.get(where).content.decode()
    publishing.publish(record=draft_of(summary), by=None)
    assert fingerprints_of(record=summary) == {finding.fingerprint}
    desk.post(where, typed(slug=summary.slug, gist="One. Two.", **{"take-back": value}))
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("value", ["gist", "gist:short", "x" * 200, "<script>:" + "0" * 32, ""])
def test_nonsense_is_not_set_aside(desk: Client, value: str) -> None:
    summary = make_summary(publish=False)
    desk.post(address("summary", "edit", summary.pk), typed(slug=summary.slug, **{"set-aside": value}))
    assert not SetAside.objects.exists()


def test_who_may_not_edit_sets_nothing_aside(client: Client) -> None:
    summary = make_summary(publish=False)
    reader = get_user_model().objects.create_user("reader", password="pw")
    client.force_login(reader)
    value = f"gist-long:{'0' * 32}"
    client.post(address("summary", "edit", summary.pk), typed(slug=summary.slug, **{"set-aside": value}))
    assert not SetAside.objects.exists()


# What the facts are read from


def test_a_translation_is_no_second_summary_of_its_article() -> None:
    article = make_article()
    first = make_summary(articles=[article])
    second = make_summary(articles=[article], translation_of=first, language="fr", publish=False)
    third = make_summary(articles=[article], publish=False)
    (cited,) = gathering.entry_of(second, today=TODAY).articles
    assert [other.pk for other in cited.others] == [third.pk]


def test_another_record_of_the_same_article_counts() -> None:
    authors = [{"family": "Okafor", "given": "Ada"}]
    known = {"title": "Walking before a session", "year": 2020, "authors": authors}
    first = make_summary(articles=[make_article(**known)])
    second = make_summary(articles=[make_article(**known, doi=None)], publish=False)
    (cited,) = gathering.entry_of(second, today=TODAY).articles
    assert [other.pk for other in cited.others] == [first.pk]


def test_a_title_that_another_summary_has_is_found_whatever_its_case() -> None:
    make_summary(title="What a walk does")
    second = make_summary(title="What a Walk Does", slug="again", publish=False)
    assert len(gathering.entry_of(second, today=TODAY).same_title) == 1


def test_checking_costs_few_queries_however_many_articles_there_are(
    django_assert_max_num_queries: Any,
) -> None:
    summary = make_summary(publish=False)
    Article.objects.bulk_create(
        Article(title=f"Other {n}", year=2020, authors=[{"family": f"Name{n}"}]) for n in range(50)
    )
    with django_assert_max_num_queries(20):
        running.of_summary(gathering.entry_of(summary, today=TODAY), aside=fingerprints_of(record=summary))


# The text


def test_the_editor_offers_what_the_design_has_and_nothing_else() -> None:
    tags = {
        "bold": "<b>x</b>", "italic": "<i>x</i>", "h3": "<h3>x</h3>", "ul": "<ul><li>x</li></ul>",
        "ol": "<ol><li>x</li></ol>", "blockquote": "<blockquote>x</blockquote>",
        "link": '<a href="https://example.org">x</a>', "superscript": "<sup>x</sup>", "subscript": "<sub>x</sub>",
    }  # fmt: skip
    assert set(TEXT_FEATURES) == set(tags)
    for feature, html in tags.items():
        kept = clean_html(html if html.startswith(("<h3", "<ul", "<ol", "<block")) else f"<p>{html}</p>")
        assert kept.count("<") == html.count("<") or "<p>" in kept, feature
        assert "x" in kept
    assert "<h2" not in clean_html("<h2>x</h2>")
    assert "<img" not in clean_html('<p><img src="x.png" alt="x">x</p>')


# Where a finding leads


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_finding_leads_to_its_field(desk: Client, language: str) -> None:
    user = get_user_model().objects.get()
    UserProfile.objects.create(user=user, preferred_language=language)
    with translation.override(language):
        for record, fields in FIELDS_OF.items():
            page = desk.get(address(record, "add")).content.decode()
            for field in fields:
                finding = Finding(code="x", field=field, what="", mend="")
                anchor = Line(finding=finding, where="").anchor
                assert f'id="{anchor.removeprefix("#")}"' in page, (field, anchor)
