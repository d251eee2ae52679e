"""A large archive written straight into the database, as only a measurement may: no revisions, one change."""

from __future__ import annotations

import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from apercu.content import changes, formatting
from apercu.content.models import Article, Digest, FollowerMark, ResearchType, Summary, SummaryArticle, Topic
from tests.samples.corpus import Corpus, Invented

AT_ONCE = 2_000


def fill(number: int, corpus: Corpus) -> int:
    """Put so many invented summaries into an empty site, and say how many characters of text they have."""
    topics, types = list(Topic.objects.order_by("pk")), list(ResearchType.objects.order_by("pk"))
    digests = _digests()
    invented = corpus.summaries(number)
    characters = 0
    while some := list(islice(invented, AT_ONCE)):
        characters += sum(map(_characters, some))
        _write(some, topics, types, digests)
    _leave_out_citations()
    return characters


def _leave_out_citations() -> None:
    """Say that the citations are formatted: it takes minutes at this size, and would be measured with the
    rest."""
    FollowerMark.objects.update_or_create(name=formatting.NAME, defaults={"mark": changes.edition()})


@transaction.atomic
def _write(
    some: list[Invented], topics: list[Topic], types: list[ResearchType], digests: dict[datetime.date, Digest]
) -> None:
    summaries = Summary.objects.bulk_create([_summary(one, digests) for one in some])
    articles = Article.objects.bulk_create([_article(one) for one in some])
    pairs = list(zip(some, summaries, strict=True))
    _link(Summary.topics.through, "topic_id", [(s.pk, topics[n].pk) for one, s in pairs for n in one.topics])
    _link(
        Summary.types.through, "researchtype_id", [(s.pk, types[n].pk) for one, s in pairs for n in one.types]
    )
    SummaryArticle.objects.bulk_create(
        [SummaryArticle(summary=s, article=a) for s, a in zip(summaries, articles, strict=True)]
    )


def _link(through: Any, column: str, keys: list[tuple[int, int]]) -> None:
    rows = [through(**{"summary_id": summary, column: term}) for summary, term in keys]
    through._default_manager.bulk_create(rows)


def _digests() -> dict[datetime.date, Digest]:
    months = [datetime.date(year, month, 1) for year in range(2013, 2027) for month in range(1, 13)]
    made = Digest.objects.bulk_create(
        [Digest(month=month, teaser="<p>This month.</p>", live=True, **_published(month)) for month in months]
    )
    return {digest.month: digest for digest in made}


def _summary(one: Invented, digests: dict[datetime.date, Digest]) -> Summary:
    return Summary(
        title=one.title,
        slug=f"summary-{one.number}",
        gist=one.gist,
        body=f"<p>{one.body}</p>",
        implications=f"<p>{one.implications}</p>",
        digest=digests[one.month],
        position=one.number % 500,
        live=True,
        **_published(one.month),
    )


def _article(one: Invented) -> Article:
    return Article(
        title=one.article,
        authors=[{"given": given, "family": family} for given, family in one.authors],
        container_title="Journal of Invented Results",
        year=one.month.year,
        doi=f"10.5555/invented.{one.number}",
    )


def _published(month: datetime.date) -> dict[str, datetime.datetime]:
    moment = datetime.datetime.combine(month, datetime.time(9), tzinfo=timezone.get_default_timezone())
    return {"first_published_at": moment, "last_published_at": moment}


def _characters(one: Invented) -> int:
    return len(one.title) + len(one.gist) + len(one.implications) + len(one.body) + len(one.article)
