"""What drafts say, read from their revisions without making records of them.

A revision holds all fields of its record as JSON. Made into a record, each costs a query for every article,
topic and author it names; read here, any number of them costs the same few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.models import Revision

from apercu.content import rules
from apercu.content.models import (
    Article,
    Digest,
    FormerAddress,
    Language,
    Person,
    ResearchType,
    Summary,
    Topic,
)
from apercu.content.models.summary import RESERVED_SLUGS
from apercu.sources.cleaning import text_of

Contents = Mapping[str, Any]  # a revision's JSON


def revisions_of(model: type[Model]) -> QuerySet[Any]:
    """Every revision of every record of a model."""
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    revisions: QuerySet[Any] = Revision.objects.filter(base_content_type=kind)
    return revisions


def awaiting() -> QuerySet[Any]:
    """The revisions of summaries that may still become public: the latest ones, and scheduled ones."""
    latest = Summary.objects.filter(has_unpublished_changes=True).values("latest_revision_id")
    return revisions_of(Summary).filter(Q(pk__in=latest) | Q(approved_go_live_at__isnull=False))


def facts_of(contents: Mapping[int, Contents]) -> dict[int, rules.SummaryFacts]:
    """What the gate needs to know of some summaries' drafts, by the summaries' keys: 6 queries."""
    known = _Known(contents)
    return {key: known.facts(key, content) for key, content in contents.items()}


class _Known:
    """What stands in the database of everything these drafts name."""

    def __init__(self, contents: Mapping[int, Contents]) -> None:
        drafts = list(contents.values())
        self.articles = {
            article.pk: article
            for article in Article.objects.filter(pk__in=_named(drafts, "summary_articles", "article"))
        }
        self.people = _present(Person, _named(drafts, "summary_authors", "person"))
        self.topics = _present(Topic, [key for draft in drafts for key in draft.get("topics", ())])
        self.types = _present(ResearchType, [key for draft in drafts for key in draft.get("types", ())])
        slugs = [draft.get("slug") or "" for draft in drafts]
        self.holders: dict[str, set[int]] = defaultdict(set)
        for slug, key in Summary.objects.filter(slug__in=slugs).order_by().values_list("slug", "pk"):
            self.holders[slug].add(key)
        former = FormerAddress.objects.filter(object_type="summary", slug__in=slugs)
        for slug, key in former.values_list("slug", "object_id"):
            self.holders[slug].add(int(key))

    def facts(self, key: int, content: Contents) -> rules.SummaryFacts:
        slug = content.get("slug") or ""
        articles = [row.get("article") for row in content.get("summary_articles", ())]
        return rules.SummaryFacts(
            title=bool((content.get("title") or "").strip()),
            slug=bool(slug),
            slug_taken=slug in RESERVED_SLUGS or bool(self.holders[slug] - {key}),
            gist=bool((content.get("gist") or "").strip()),
            body=_says_something(content.get("body")),
            implications=_says_something(content.get("implications")),
            authors=sum(row.get("person") in self.people for row in content.get("summary_authors", ())),
            topics=sum(topic in self.topics for topic in content.get("topics", ())),
            types=sum(kind in self.types for kind in content.get("types", ())),
            language=content.get("language") in Language.values,
            articles=tuple(
                rules.ArticleFacts(
                    title=bool(article.title.strip()),
                    authors=bool(article.authors),
                    year=bool(article.year),
                    container_or_publisher=bool(article.container_title or article.publisher),
                )
                for article in (self.articles.get(one) for one in articles)
                if article
            ),
            legacy=bool(content.get("legacy")),
        )


def teaser_is_written(digest: Digest) -> bool:
    """Whether the latest draft of a month has a teaser; its `latest_revision` is best selected with it."""
    revision = digest.latest_revision if digest.has_unpublished_changes else None
    return _says_something(revision.content.get("teaser") if revision else digest.teaser)


def _says_something(html: str | None) -> bool:
    return bool(text_of(html or "").strip())


def _named(drafts: Iterable[Contents], children: str, key: str) -> set[int]:
    return {row[key] for draft in drafts for row in draft.get(children, ()) if row.get(key)}


def _present(model: type[Model], keys: Iterable[int]) -> set[int]:
    return set(model._default_manager.filter(pk__in=set(keys)).order_by().values_list("pk", flat=True))
