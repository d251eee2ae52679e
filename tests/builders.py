"""Records for tests, made as the site makes them: saved as drafts, then published through the gate.

Every function takes keywords only and fills in what a test does not care about.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Site

from apercu.content import desk_index, publishing
from apercu.content.models import (
    Article,
    Digest,
    InformationPage,
    Person,
    ResearchType,
    Summary,
    SummaryArticle,
    SummaryAuthor,
    Topic,
)

Drafted = TypeVar("Drafted", Digest, Summary)
Term = TypeVar("Term", Topic, ResearchType)
LayDown = Callable[[Callable[[], object]], None]  # what the fixture `laid_down` gives a module's own fixture
_numbers = count(1)


def make_topic(*, name: str = "", **fields: Any) -> Topic:
    """A topic, or the one that already has this name."""
    return _term(Topic, name or f"Topic {next(_numbers)}", fields)


def make_type(*, name: str = "", **fields: Any) -> ResearchType:
    """A research type, or the one that already has this name."""
    return _term(ResearchType, name or f"Research type {next(_numbers)}", fields)


def make_person(*, name: str = "Alice Martin", **fields: Any) -> Person:
    """A person, or the one who already has this name."""
    return Person.objects.get_or_create(name=name, defaults=fields)[0]


def make_article(**fields: Any) -> Article:
    """A complete journal article."""
    number = next(_numbers)
    given = {
        "title": f"A study of something, part {number}",
        "authors": [{"family": "Okafor", "given": "Ada"}, {"family": "Lindqvist", "given": "Per"}],
        "container_title": "Journal of Invented Results",
        "volume": str(number),
        "pages": "1–20",
        "year": 2020,
        "doi": f"10.1234/invented.{number}",
        **fields,
    }
    return Article.objects.create(**given)


def make_digest(
    *,
    month: datetime.date = datetime.date(2021, 6, 1),
    teaser: str = "<p>This month: something new.</p>",
    announcements: str = "",
    legacy: bool = True,
    publish: bool = True,
) -> Digest:
    """A digest, `legacy` unless told otherwise: it may then go public before it has a summary."""
    digest = Digest(month=month, teaser=teaser, announcements=announcements, legacy=legacy)
    return _kept(digest, publish=publish)


def make_summary(
    *,
    title: str = "",
    digest: Digest | None = None,
    topics: Iterable[Topic] | None = None,
    types: Iterable[ResearchType] | None = None,
    articles: Sequence[Article] | None = None,
    authors: Sequence[Person] | None = None,
    publish: bool = True,
    **fields: Any,
) -> Summary:
    """A summary with all the gate asks for; `topics=[]` and the like leave a thing out."""
    title = title or f"What a study found, part {next(_numbers)}"
    given = {
        "gist": "It found something worth knowing.",
        "body": "<p>They looked, and they found.</p>",
        "implications": "<p>Do more of what helps.</p>",
        **fields,
    }
    summary = Summary(title=title, digest=digest, **given)
    summary.topics = [make_topic(name="Alliance")] if topics is None else list(topics)
    summary.types = [make_type(name="Meta-analysis")] if types is None else list(types)
    summary.summary_articles = [
        SummaryArticle(article=article, sort_order=place)
        for place, article in enumerate([make_article()] if articles is None else articles)
    ]
    summary.summary_authors = [
        SummaryAuthor(person=person, sort_order=place)
        for place, person in enumerate([make_person()] if authors is None else authors)
    ]
    return _kept(summary, publish=publish)


def make_page(**fields: Any) -> InformationPage:
    """A public free-form page below the home page, at /about/ unless told otherwise."""
    home = Site.objects.get(is_default_site=True).root_page
    page: InformationPage = home.add_child(
        instance=InformationPage(**{"title": "About", "slug": "about", **fields})
    )
    return page


def _kept(record: Drafted, *, publish: bool) -> Drafted:
    with transaction.atomic(), desk_index.once():
        record.save()
        record.save_revision()
        if publish:
            publishing.publish(record=record, by=None)
    if publish:
        record.refresh_from_db()
    return record


def _term(model: type[Term], name: str, fields: dict[str, Any]) -> Term:
    return model._default_manager.get_or_create(name_en=name, defaults={"slug": slugify(name), **fields})[0]
