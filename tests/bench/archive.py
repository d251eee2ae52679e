"""A large archive written straight into the database, as only a measurement may: no revisions, one change."""

from __future__ import annotations

import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from apercu.citations.styles import DEFAULT
from apercu.content import changes, formatting
from apercu.content.models import (
    Article,
    Digest,
    FollowerMark,
    FormattedCitation,
    ResearchType,
    Summary,
    SummaryArticle,
    Topic,
)
from tests.bench.archives import months
from tests.samples.corpus import Corpus, Invented

AT_ONCE = 2_000


def fill(number: int, corpus: Corpus) -> int:
    """Put so many invented summaries into an empty site, and say how many characters of text they have."""
    topics, types = list(Topic.objects.order_by("pk")), list(ResearchType.objects.order_by("pk"))
    digests = _digests(months(number))
    invented = corpus.summaries(number)
    characters = 0
    while some := list(islice(invented, AT_ONCE)):
        characters += sum(map(_characters, some))
        _write(some, topics, types, [_digest_of(one, digests, number) for one in some])
    _leave_out_citations()
    return characters


def _digest_of(one: Invented, digests: list[Digest], number: int) -> Digest:
    """Where it stands: summaries are written month by month."""
    return digests[one.number * len(digests) // number]


def _cite(articles: list[Article]) -> None:
    """A line for each in the usual style, as long as a real one: the processor would take an hour."""
    lines = [f"{one.authors[0]['family']}, A. ({one.year}). {one.title}." for one in articles]
    FormattedCitation.objects.bulk_create(
        [
            FormattedCitation(
                article=article,
                style=DEFAULT,
                language="en",
                html=f'{line} <i>{article.container_title}</i>. <a href="https://doi.org/{article.doi}">{article.doi}</a>',
                text=f"{line} {article.container_title}. {article.doi}",
                made_from="invented",
            )
            for article, line in zip(articles, lines, strict=True)
        ]
    )


def _leave_out_citations() -> None:
    """Say that the citations are formatted, which would be measured with the rest."""
    FollowerMark.objects.update_or_create(name=formatting.NAME, defaults={"mark": changes.edition()})


@transaction.atomic
def _write(
    some: list[Invented], topics: list[Topic], types: list[ResearchType], digests: list[Digest]
) -> None:
    summaries = Summary.objects.bulk_create(
        [_summary(one, digest) for one, digest in zip(some, digests, strict=True)]
    )
    articles = Article.objects.bulk_create([_article(one) for one in some])
    _cite(articles)
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


def _digests(months: list[datetime.date]) -> list[Digest]:
    return Digest.objects.bulk_create(
        [Digest(month=month, teaser="<p>This month.</p>", live=True, **_published(month)) for month in months]
    )


def _summary(one: Invented, digest: Digest) -> Summary:
    return Summary(
        title=one.title,
        slug=f"summary-{one.number}",
        gist=one.gist,
        body=f"<p>{one.body}</p>",
        implications=f"<p>{one.implications}</p>",
        digest=digest,
        position=one.number % 500,
        live=True,
        **_published(digest.month),
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
