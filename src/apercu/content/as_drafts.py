"""Records as the drafts our Markdown format holds: what is written here can be read back by an import."""

from __future__ import annotations

from apercu.citations.reference import PartialDate, Reference, UnreadableReference
from apercu.content.models import Article, Digest, Summary
from apercu.sources.cleaning import clean_html
from apercu.sources.draft import CorrectionDraft, DigestDraft, SummaryDraft


def digest_draft(record: Digest) -> DigestDraft:
    """A digest as the Markdown format holds it."""
    return DigestDraft(
        month=f"{record.month:%Y-%m}",
        teaser=clean_html(record.teaser),
        announcements=clean_html(record.announcements),
        identifier=f"digest/{record.month:%Y-%m}",
    )


def summary_draft(record: Summary, *, identifier: str) -> SummaryDraft:
    """A summary as the Markdown format holds it."""
    return SummaryDraft(
        title=record.title,
        month=f"{record.digest.month:%Y-%m}" if record.digest else None,
        body=clean_html(record.body),
        implications=clean_html(record.implications),
        citation=record.printed_citation or None,
        references=tuple(reference_of(row.article) for row in record.summary_articles.all()),
        gist=record.gist,
        slug=record.slug,
        identifier=identifier,
        language=record.language,
        authors=tuple(row.person.name for row in record.summary_authors.all()),
        topics=tuple(topic.name_en for topic in record.topics.all()),
        types=tuple(research_type.name_en for research_type in record.types.all()),
        position=record.position or None,
        studies_count=record.studies_count,
        participants_count=record.participants_count,
        corrections=tuple(CorrectionDraft(date=row.date, text=row.text) for row in record.corrections.all()),
    )


def reference_of(article: Article) -> Reference:
    """The article as a reference; of a record that cannot be read as one, what its columns say plainly."""
    try:
        return article.reference()
    except UnreadableReference:
        return Reference(
            type=article.type,
            title=article.title,
            container_title=article.container_title,
            issued=PartialDate(year=article.year) if article.year else None,
            doi=article.doi or "",
        )
