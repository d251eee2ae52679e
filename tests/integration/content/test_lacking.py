"""What the database says a summary lacks is what the gate says of it, one by one and in a draft's JSON."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.content import lacking, revised, rules
from apercu.content.models import Article, Digest, Summary
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db

TEXTS = [
    "",
    "<p></p>",
    '<p data-block-key="a1b2"></p>',
    "<p>Words.</p>",
    "<ul><li></li></ul>",
    "<p> </p>",
    "<p>&nbsp;\u00a0</p>",
    "<p>&amp;</p>",
    "<p> a</p>",
]
ARTICLES: list[dict[str, Any]] = [
    {},
    {"title": "  "},
    {"authors": []},
    {"year": None},
    {"container_title": "", "publisher": ""},
    {"container_title": "", "publisher": "A press"},
]


def problems_of(summary: Summary) -> set[str]:
    found = {problem.code for problem in rules.problems(summary.draft_facts())}
    return found & set(lacking.BY_CODE)


def asked_of_the_database() -> dict[int, set[str]]:
    found: dict[int, set[str]] = {pk: set() for pk in Summary.objects.values_list("pk", flat=True)}
    for code in lacking.BY_CODE:
        for pk in lacking.summaries_lacking(code).values_list("pk", flat=True):
            found[pk].add(code)
    return found


def test_rows_and_the_gate_agree_on_every_text_and_article() -> None:
    topic, kind, person = make_topic(), make_type(), make_person()
    fields = itertools.zip_longest(TEXTS, ["", "  ", "A gist."], ARTICLES)
    for number, (text, gist, article) in enumerate(fields):
        make_summary(
            title=f"Number {number}",
            body=text or "",
            implications=(text or "")[::1],
            gist=gist or "",
            topics=[topic] if number % 2 else [],
            types=[kind] if number % 3 else [],
            authors=[person] if number % 4 else [],
            articles=[] if article is None else [make_article(**article)],
            publish=False,
        )
    make_summary(title="Complete", articles=[], publish=False)
    make_summary(title="Two articles", articles=[make_article(), make_article(year=None)], publish=False)
    found = asked_of_the_database()
    assert found == {summary.pk: problems_of(summary) for summary in Summary.objects.all()}
    assert set().union(*found.values()) == set(lacking.BY_CODE) - {"title-missing"}


def test_what_is_asked_of_rows_is_all_the_gate_asks_but_slug_and_language() -> None:
    nothing = rules.SummaryFacts(
        title=False, slug=True, slug_taken=False, gist=False, body=False, implications=False, authors=0,
        topics=0, types=0, language=True, articles=(), legacy=False,
    )  # fmt: skip
    assert {problem.code for problem in rules.problems(nothing)} | {"article-incomplete"} == set(
        lacking.BY_CODE
    )


def test_an_old_entry_counts_once_however_much_it_lacks() -> None:
    make_summary(legacy=True, gist="", topics=[], types=[])
    make_summary(legacy=True)
    make_summary(gist="", publish=False)
    assert [summary.gist for summary in lacking.legacy_with_warnings()] == [""]


def test_months_without_a_teaser_are_found() -> None:
    import datetime

    make_digest(month=datetime.date(2021, 5, 1), teaser="<p></p>", publish=False)
    make_digest(month=datetime.date(2021, 6, 1))
    assert [digest.month.month for digest in lacking.digests_without_teaser()] == [5]


@settings(max_examples=25, deadline=None)
@given(
    body=st.sampled_from(TEXTS),
    implications=st.sampled_from(TEXTS),
    gist=st.sampled_from(["", " ", "A gist."]),
    article=st.none() | st.sampled_from(ARTICLES),
    has_topic=st.booleans(),
    has_type=st.booleans(),
    has_author=st.booleans(),
    legacy=st.booleans(),
)
def test_a_drafts_json_says_what_the_draft_says(
    body: str,
    implications: str,
    gist: str,
    article: dict[str, Any] | None,
    has_topic: bool,
    has_type: bool,
    has_author: bool,
    legacy: bool,
) -> None:
    summary = make_summary(
        body=body,
        implications=implications,
        gist=gist,
        articles=[] if article is None else [make_article(**article)],
        topics=[make_topic(name="Alliance")] if has_topic else [],
        types=[make_type(name="Survey")] if has_type else [],
        authors=[make_person()] if has_author else [],
        legacy=legacy,
        publish=False,
    )
    revision = summary.latest_revision
    assert revised.facts_of({summary.pk: revision.content})[summary.pk] == revision.as_object().draft_facts()
    assert asked_of_the_database()[summary.pk] == problems_of(summary)


def test_a_slug_somebody_else_has_or_had_is_seen_in_the_json_too() -> None:
    first = make_summary(title="One of them")
    first.slug = "another-name"
    first.save()
    for slug, taken in (("another-name", True), ("one-of-them", True), ("feed", True), ("free", False)):
        draft = make_summary(publish=False)
        draft.slug = slug
        revision = draft.save_revision(clean=False)
        facts = revised.facts_of({draft.pk: revision.content})[draft.pk]
        assert facts.slug_taken is taken
        assert facts == revision.as_object().draft_facts()


def test_any_number_of_drafts_is_read_in_the_same_few_queries(django_assert_num_queries: Any) -> None:
    drafts = [make_summary(publish=False) for _number in range(4)]
    contents = {draft.pk: draft.latest_revision.content for draft in drafts}
    with django_assert_num_queries(6):
        revised.facts_of(contents)
    with django_assert_num_queries(6):
        revised.facts_of({drafts[0].pk: contents[drafts[0].pk]})
    assert Article.objects.count() == 4
    assert not Digest.objects.exists()
