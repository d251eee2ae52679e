"""What blocks publishing: each rule by itself, on facts alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apercu.content.rules import (
    ArticleFacts,
    DigestFacts,
    DraftFacts,
    SummaryFacts,
    blocking_problems,
    problems,
    warnings,
)

ARTICLE = ArticleFacts(title=True, authors=True, year=True, container_or_publisher=True)
SUMMARY = SummaryFacts(
    title=True,
    slug=True,
    slug_taken=False,
    gist=True,
    body=True,
    implications=True,
    authors=1,
    topics=1,
    types=1,
    language=True,
    articles=(ARTICLE,),
    legacy=False,
)
DIGEST = DigestFacts(month=True, month_taken=False, teaser=True, has_publishable_summary=True, legacy=False)

BROKEN: list[tuple[DraftFacts, str, str]] = [
    (replace(SUMMARY, title=False), "title-missing", "title"),
    (replace(SUMMARY, slug=False), "slug-missing", "slug"),
    (replace(SUMMARY, slug_taken=True), "slug-taken", "slug"),
    (replace(SUMMARY, gist=False), "gist-missing", "gist"),
    (replace(SUMMARY, body=False), "body-missing", "body"),
    (replace(SUMMARY, implications=False), "implications-missing", "implications"),
    (replace(SUMMARY, authors=0), "author-missing", "authors"),
    (replace(SUMMARY, topics=0), "topic-missing", "topics"),
    (replace(SUMMARY, types=0), "type-missing", "types"),
    (replace(SUMMARY, language=False), "language-missing", "language"),
    (replace(SUMMARY, articles=()), "article-missing", "articles"),
    *(
        (
            replace(SUMMARY, articles=(ARTICLE, replace(ARTICLE, **{part: False}))),
            "article-incomplete",
            "articles",
        )
        for part in ("title", "authors", "year", "container_or_publisher")
    ),
    (replace(DIGEST, month=False), "month-missing", "month"),
    (replace(DIGEST, month_taken=True), "month-taken", "month"),
    (replace(DIGEST, teaser=False), "teaser-missing", "teaser"),
    (replace(DIGEST, has_publishable_summary=False), "summary-missing", "summaries"),
]
FOR_EVERYBODY = {"title-missing", "slug-missing", "slug-taken", "month-missing", "month-taken"}


def test_a_complete_draft_passes() -> None:
    assert blocking_problems(SUMMARY) == ()
    assert blocking_problems(DIGEST) == ()


@pytest.mark.parametrize(("facts", "code", "field"), BROKEN)
def test_each_thing_missing_is_named_with_its_field_and_a_sentence(
    facts: DraftFacts, code: str, field: str
) -> None:
    (problem,) = blocking_problems(facts)
    assert (problem.code, problem.field) == (code, field)
    assert problem.sentence.endswith((".", "”."))


@pytest.mark.parametrize(("facts", "code", "field"), BROKEN)
def test_an_entry_from_before_the_rules_passes_with_a_warning_unless_it_would_break_the_archive(
    facts: DraftFacts, code: str, field: str
) -> None:
    legacy = replace(facts, legacy=True)
    if code in FOR_EVERYBODY:
        assert [p.code for p in blocking_problems(legacy)] == [code]
        assert warnings(legacy) == ()
    else:
        assert blocking_problems(legacy) == ()
        assert [p.code for p in warnings(legacy)] == [code]


def test_everything_missing_is_told_at_once_in_the_order_one_writes() -> None:
    empty = replace(
        SUMMARY,
        title=False,
        gist=False,
        body=False,
        implications=False,
        authors=0,
        topics=0,
        types=0,
        articles=(),
    )
    fields = [problem.field for problem in problems(empty)]
    assert fields == ["title", "gist", "body", "implications", "authors", "topics", "types", "articles"]
