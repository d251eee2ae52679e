"""Records as the API answers them. Every record comes with what is read here (`api/records.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from apercu.citations.reference import Reference
from apercu.content import addresses as paths
from apercu.content.as_drafts import reference_of
from apercu.content.models import Article, Digest, FormattedCitation, ResearchType, Summary, Topic
from apercu.reading import dating
from apercu.reading.api import places, records, schemas
from apercu.reading.carrying import carried
from apercu.reading.listing import Listed
from apercu.reading.months import months
from apercu.reading.texts import rich_for_elsewhere
from apercu.reading.viewdata.page import site
from apercu.sources.cleaning import text_of


def summaries(found: Sequence[Summary]) -> list[schemas.Summary]:
    """Summaries of `carrying.whole_summaries`, whole: 1 query for their articles' citations."""
    licence, ready = site().licence_address or None, records.in_apa(found)
    return [_summary(record, licence, ready) for record in found]


def summary(record: Summary) -> schemas.Summary:
    """One summary, whole."""
    (whole,) = summaries([record])
    return whole


def _summary(record: Summary, licence: str | None, ready: Mapping[int, FormattedCitation]) -> schemas.Summary:
    month = dating.public_month(record)
    carries = carried(record)
    body, implications = rich_for_elsewhere(record.body), rich_for_elsewhere(record.implications)
    return schemas.Summary(
        slug=record.slug,
        url=places.summary(record.slug),
        pages=places.pages(paths.summary(record.slug)),
        title=record.title,
        language=record.language,
        gist=record.gist,
        body_html=body,
        body_text=text_of(body),
        implications_html=implications,
        implications_text=text_of(implications),
        month=f"{month:%Y-%m}" if month else None,
        position=record.position,
        topics=topic_links(carries.topics),
        types=type_links(carries.types),
        authors=[
            schemas.Author(name=person.name, orcid=person.orcid or None) for person in carries.signatories
        ],
        articles=[
            schemas.ArticleLink(**_of_an_article(article, reference, ready.get(article.pk)))
            for article, reference in zip(carries.articles, carries.references, strict=True)
        ],
        printed_citation=None if carries.articles else record.printed_citation.strip() or None,
        studies=record.studies_count,
        participants=record.participants_count,
        corrections=[schemas.Correction(date=row.date, text=row.text) for row in carries.corrections],
        published=record.first_published_at,
        updated=record.last_published_at,
        licence=licence,
    )


def article(record: Article) -> schemas.Article:
    """An article with the public summaries of it."""
    links = [summary_link(row.summary) for row in record.public_rows]
    about = _of_an_article(record, reference_of(record), next(iter(record.in_apa), None))
    return schemas.Article(**about, summaries=links)


def digest(record: Digest) -> schemas.Digest:
    """A month without its summaries."""
    return schemas.Digest(**_of_a_digest(record))


def whole_digest(record: Digest, here: Sequence[Summary]) -> schemas.WholeDigest:
    """A month with its summaries."""
    return schemas.WholeDigest(**_of_a_digest(record), summaries=summaries(here))


def topic(record: Topic) -> schemas.Term:
    """A topic, annotated with the number of its summaries as `carriers`."""
    return _term(record, paths.topic(record.slug), places.summaries(topic=record.slug))


def research_type(record: ResearchType) -> schemas.Term:
    """A research type, annotated with the number of its summaries as `carriers`."""
    return _term(record, paths.research_type(record.slug), places.summaries(type=record.slug))


def _term(record: Any, path: str, summaries: str) -> schemas.Term:
    description = schemas.Words(en=record.description_en, fr=record.description_fr or None)
    return schemas.Term(
        slug=record.slug,
        name=name_of(record),
        description=description if record.description_en else None,
        aliases=[str(alias) for alias in record.aliases],
        count=record.carriers,
        pages=places.pages(path),
        summaries=summaries,
    )


def topic_links(topics: Iterable[Topic]) -> list[schemas.TermLink]:
    """What a summary is about."""
    return [_term_link(term, places.summaries(topic=term.slug)) for term in topics]


def type_links(types: Iterable[ResearchType]) -> list[schemas.TermLink]:
    """What kind of research it reports."""
    return [_term_link(term, places.summaries(type=term.slug)) for term in types]


def name_of(record: Topic | ResearchType) -> schemas.Words:
    """A term's name in both languages."""
    return schemas.Words(en=record.name_en, fr=record.name_fr or None)


def _term_link(record: Topic | ResearchType, summaries: str) -> schemas.TermLink:
    return schemas.TermLink(slug=record.slug, name=name_of(record), summaries=summaries)


def summary_link(record: Summary | Listed) -> schemas.SummaryLink:
    """A summary by name."""
    return schemas.SummaryLink(
        slug=record.slug,
        title=record.title,
        language=record.language,
        url=places.summary(record.slug),
        pages=places.pages(paths.summary(record.slug)),
    )


def _of_an_article(
    record: Article, reference: Reference, formatted: FormattedCitation | None
) -> dict[str, Any]:
    return {
        "id": record.pk,
        "url": places.article(record.pk),
        "doi": record.doi,
        "apa": schemas.Citation(html=formatted.html, text=formatted.text) if formatted else None,
        "csl": {"id": f"article-{record.pk}", **reference.to_csl()},
    }


def _of_a_digest(record: Digest) -> dict[str, Any]:
    teaser, announcements = rich_for_elsewhere(record.teaser), rich_for_elsewhere(record.announcements)
    return {
        "month": f"{record.month:%Y-%m}",
        "url": places.digest(record.month),
        "pages": places.pages(paths.digest(record.month)),
        "teaser_html": teaser,
        "teaser_text": text_of(teaser),
        "announcements_html": announcements,
        "announcements_text": text_of(announcements),
        "count": months().counts.get(record.pk, 0),
        "published": record.first_published_at,
        "updated": record.last_published_at,
    }
