"""The records the API answers with: public ones only, each with all that `describing` reads."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from apercu.citations.identifiers import normalise_doi
from apercu.content import formatting
from apercu.content.models import (
    Article,
    Digest,
    FormattedCitation,
    Summary,
    SummaryArticle,
)
from apercu.reading import selecting, whole
from apercu.reading.api import paging
from apercu.reading.api.asking import ArticlesAsked, DigestsAsked, SummariesAsked
from apercu.reading.asking import TOPIC, TYPE, YEAR, Asked
from apercu.reading.carrying import carried, whole_summaries
from apercu.reading.terms import with_present_slugs

_IN_APA = Prefetch(
    "formatted_citations", FormattedCitation.objects.filter(style="apa", language="en"), to_attr="in_apa"
)


def summaries(asked: SummariesAsked) -> tuple[list[Summary], str | None]:
    """A part of the public summaries a program asks for, whole, and the cursor of the rest: 7 queries.

    They are narrowed as the site narrows them. 1 query more for what only the records know, 1 for a cursor.
    """
    start = _place_after(asked.cursor) if asked.cursor is not None else 0
    keys = whole.narrowed(choices(topic=asked.topic, type=asked.type, year=asked.year), start=start)
    if asked.month or asked.language or asked.updated_since or asked.doi:
        keys = whole.among(keys, [set(_with_more(asked).values_list("pk", flat=True))])
    here = whole.part(keys, limit=asked.limit + 1)
    found = whole_summaries(selecting.public_summaries().filter(pk__in=here[: asked.limit]))
    more = len(here) > asked.limit and found
    return found, paging.SUMMARIES.cursor_after(found[-1]) if more else None


def _with_more(asked: SummariesAsked) -> QuerySet[Summary]:
    left: QuerySet[Summary] = Summary.objects.public().order_by()
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
    return left


def _place_after(cursor: str) -> int:
    """Where the archive goes on after what a cursor names, which need not be public any more: 1 query."""
    day, position, key = paging.SUMMARIES.read(cursor)
    assert day is None or isinstance(day, datetime.date)
    start, end = whole.whole().of_day(day)
    of_that_day = selecting.of_keys(whole.whole().keys[start:end]).values_list("position", "pk")
    return start + len([place for place in of_that_day if place <= (position, key)])


def choices(*, topic: Sequence[str], type: Sequence[str], year: Sequence[int]) -> Asked:
    """A program's choices as the site's own, terms that were renamed by their present slugs."""
    asked = Asked().choosing(TOPIC, topic).choosing(TYPE, type).choosing(YEAR, map(str, year))
    return with_present_slugs(asked)


def in_apa(records: Iterable[Summary]) -> dict[int, FormattedCitation]:
    """The formatted references of these summaries' articles by the articles' keys: 1 query."""
    keys = {article.pk for record in records for article in carried(record).articles}
    return {row.article_id: row for row in formatting.formatted(keys, styles=["apa"], language="en").values()}


def digests(asked: DigestsAsked) -> QuerySet[Digest]:
    """The public months a program asks for, newest first."""
    left = selecting.public_digests()
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
    every = Article.objects.filter(Exists(public.filter(article=OuterRef("pk")))).order_by("-pk")
    return every.prefetch_related(_IN_APA, Prefetch("summary_articles", newest, to_attr="public_rows"))


def _doi(text: str) -> str:
    """The DOI in its one spelling; what is none is no article's either."""
    return normalise_doi(text.replace("\x00", ""))
