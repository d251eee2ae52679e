"""The records the API answers with: public ones only, each with all that `describing` reads."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from apercu.citations.identifiers import normalise_doi
from apercu.content.models import (
    Article,
    Digest,
    FormattedCitation,
    ResearchType,
    Summary,
    SummaryArticle,
    Topic,
)
from apercu.reading import selecting
from apercu.reading.api.asking import ArticlesAsked, DigestsAsked, SummariesAsked
from apercu.reading.asking import TOPIC, TYPE, YEAR, Asked

_IN_APA = Prefetch(
    "formatted_citations", FormattedCitation.objects.filter(style="apa", language="en"), to_attr="in_apa"
)


def summaries(asked: SummariesAsked) -> QuerySet[Summary]:
    """The public summaries a program asks for, narrowed as the site narrows them."""
    left = selecting.narrowed(choices(topic=asked.topic, type=asked.type, year=asked.year))
    if asked.month:
        month = datetime.date.fromisoformat(f"{asked.month}-01")
        left = left.filter(digest__live=True, digest__month=month)
    if asked.language:
        left = left.filter(language=asked.language)
    if asked.updated_since:
        left = left.filter(last_published_at__gte=asked.updated_since)
    if asked.doi:
        about = SummaryArticle.objects.filter(article__doi=_doi(asked.doi))
        left = left.filter(pk__in=about.values("summary_id"))
    return whole(left)


def choices(*, topic: Sequence[str], type: Sequence[str], year: Sequence[int]) -> Asked:
    """A program's choices as the site's own, terms that were renamed by their present slugs."""
    asked = Asked().choosing(TOPIC, _present(Topic, topic))
    return asked.choosing(TYPE, _present(ResearchType, type)).choosing(YEAR, map(str, year))


def whole(records: QuerySet[Summary]) -> QuerySet[Summary]:
    """Summaries with everything a program is told of them (6 queries more)."""
    articles = SummaryArticle.objects.select_related("article").prefetch_related(
        Prefetch("article__formatted_citations", _IN_APA.queryset, to_attr="in_apa")
    )
    bare = selecting.as_texts(records).prefetch_related(None)
    return bare.prefetch_related(
        "topics", "types", "corrections", "summary_authors__person", Prefetch("summary_articles", articles)
    )


def digests(asked: DigestsAsked) -> QuerySet[Digest]:
    """The public months a program asks for, newest first."""
    left: QuerySet[Digest] = selecting.counted_digests()
    return left.filter(month__year__in=asked.year) if asked.year else left


def articles(asked: ArticlesAsked) -> QuerySet[Article]:
    """The articles a program asks for, latest record first."""
    left = public_articles()
    if asked.doi:
        left = left.filter(doi=_doi(asked.doi))
    return left.filter(year__in=asked.year) if asked.year else left


def public_articles() -> QuerySet[Article]:
    """Articles that a public summary is about, with those summaries as `public_rows`."""
    public = SummaryArticle.objects.filter(summary__live=True)
    newest = public.select_related("summary").order_by(F("summary__first_published_at").desc(), "summary_id")
    every = Article.objects.filter(pk__in=public.values("article_id")).order_by("-pk")
    return every.prefetch_related(_IN_APA, Prefetch("summary_articles", newest, to_attr="public_rows"))


def _doi(text: str) -> str:
    """The DOI in its one spelling; what is none is no article's either."""
    return normalise_doi(text.replace("\x00", ""))


def _present(model: type[Topic | ResearchType], slugs: Sequence[str]) -> Iterable[str]:
    """These slugs, those of renamed terms by their present ones."""
    bare = Asked().choosing(TOPIC, slugs).topics
    if not bare:
        return ()
    terms: QuerySet[Any] = QuerySet(model)
    known = set(terms.filter(slug__in=bare).values_list("slug", flat=True))
    renamed = selecting.heirs(model, [slug for slug in bare if slug not in known])
    return [renamed.get(slug, slug) for slug in bare]
