"""What blocks publishing: the one list every door asks (desk, workflow, schedule, import, our own code).

Takes frozen facts about a draft and imports no model, so that each rule can be read and tested by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, Promise] = {
    "title-missing": _("Give it a title."),
    "slug-missing": _("Give it a slug, the last part of its address."),
    "slug-taken": _("Another summary already has this address; change the slug."),
    "gist-missing": _("Write the gist: one sentence a reader gets in five seconds."),
    "body-missing": _("Write what was studied and what was found."),
    "implications-missing": _("Write the practice implications."),
    "author-missing": _("Say who wrote this summary."),
    "topic-missing": _("Choose at least one topic."),
    "type-missing": _("Choose at least one research type."),
    "language-missing": _("Say which language it is written in."),
    "article-missing": _("Name the article it is about."),
    "article-incomplete": _(
        "Complete the article: it needs a title, authors or a group, a year, "
        "and a journal, book or publisher."
    ),
    "month-missing": _("Say which month this digest is for."),
    "month-taken": _("There is already a digest for this month."),
    "teaser-missing": _("Write the teaser: “This month…”."),
    "summary-missing": _("Put at least one summary that is ready to publish into this digest."),
}

# These would break the archive itself, so that not even an entry older than the rules may pass.
_EVEN_LEGACY = frozenset({"title-missing", "slug-missing", "slug-taken", "month-missing", "month-taken"})


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One reason why a draft cannot be published, and the field that mends it."""

    code: str
    field: str

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the language being spoken."""
        return str(_SENTENCES[self.code])


@dataclass(frozen=True, kw_only=True)
class ArticleFacts:
    """What the gate needs to know of an article."""

    title: bool
    authors: bool
    year: bool
    container_or_publisher: bool

    @property
    def complete(self) -> bool:
        return self.title and self.authors and self.year and self.container_or_publisher


@dataclass(frozen=True, kw_only=True)
class SummaryFacts:
    """What the gate needs to know of a summary's draft."""

    title: bool
    slug: bool
    slug_taken: bool
    gist: bool
    body: bool
    implications: bool
    authors: int
    topics: int
    types: int
    language: bool
    articles: tuple[ArticleFacts, ...]
    legacy: bool


@dataclass(frozen=True, kw_only=True)
class DigestFacts:
    """What the gate needs to know of a digest's draft."""

    month: bool
    month_taken: bool
    teaser: bool
    has_publishable_summary: bool
    legacy: bool


DraftFacts = SummaryFacts | DigestFacts


class Unpublishable(Exception):
    """A draft the gate refused: `problems` says why, `record` is what stays a draft."""

    def __init__(self, problems: Iterable[Problem], record: Any = None) -> None:
        self.problems = tuple(problems)
        self.record = record
        super().__init__(" ".join(problem.sentence for problem in self.problems))


def problems(facts: DraftFacts) -> tuple[Problem, ...]:
    """Everything the draft lacks, legacy or not, in the order one writes."""
    found = _of_summary(facts) if isinstance(facts, SummaryFacts) else _of_digest(facts)
    return tuple(Problem(code=code, field=field) for code, field, met in found if met)


def blocking_problems(facts: DraftFacts) -> tuple[Problem, ...]:
    """What keeps the draft from being published; an entry older than the rules passes with warnings."""
    every = problems(facts)
    return tuple(p for p in every if p.code in _EVEN_LEGACY) if facts.legacy else every


def warnings(facts: DraftFacts) -> tuple[Problem, ...]:
    """What a legacy entry lacks and was let through with."""
    return tuple(p for p in problems(facts) if p.code not in _EVEN_LEGACY) if facts.legacy else ()


def _of_summary(facts: SummaryFacts) -> list[tuple[str, str, bool]]:
    incomplete = any(not article.complete for article in facts.articles)
    return [
        ("title-missing", "title", not facts.title),
        ("slug-missing", "slug", not facts.slug),
        ("slug-taken", "slug", facts.slug_taken),
        ("gist-missing", "gist", not facts.gist),
        ("body-missing", "body", not facts.body),
        ("implications-missing", "implications", not facts.implications),
        ("author-missing", "authors", facts.authors == 0),
        ("topic-missing", "topics", facts.topics == 0),
        ("type-missing", "types", facts.types == 0),
        ("language-missing", "language", not facts.language),
        ("article-missing", "articles", not facts.articles),
        ("article-incomplete", "articles", incomplete),
    ]


def _of_digest(facts: DigestFacts) -> list[tuple[str, str, bool]]:
    return [
        ("month-missing", "month", not facts.month),
        ("month-taken", "month", facts.month_taken),
        ("teaser-missing", "teaser", not facts.teaser),
        ("summary-missing", "summaries", not facts.has_publishable_summary),
    ]
