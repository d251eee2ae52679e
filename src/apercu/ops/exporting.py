"""The archive as Markdown files: what people can read, edit and import again."""

from __future__ import annotations

from pathlib import Path

from apercu.content.models import Digest, Summary
from apercu.importing.models import Origin
from apercu.sources.cleaning import clean_html
from apercu.sources.draft import DigestDraft, SummaryDraft
from apercu.sources.markdown import write_digest, write_summary


def export(*, folder: Path, drafts: bool) -> int:
    """Write what is public, or with `drafts` the latest text of everything, and say how many files."""
    summaries, digests = Summary.objects.select_related("digest"), Digest.objects.all()
    if not drafts:
        summaries, digests = summaries.filter(live=True), digests.filter(live=True)
    identifiers = dict(
        Origin.objects.exclude(summary=None).exclude(identifier="").values_list("summary_id", "identifier")
    )
    for name in ("summaries", "digests"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    count = 0
    for digest in digests:
        record = digest.get_latest_revision_as_object() if drafts else digest
        (folder / "digests" / f"{record.month:%Y-%m}.md").write_text(
            write_digest(digest_draft(record)), "utf-8"
        )
        count += 1
    for summary in summaries:
        record = summary.get_latest_revision_as_object() if drafts else summary
        draft = summary_draft(record, identifier=identifiers.get(summary.pk, f"summary/{summary.pk}"))
        name = f"{draft.month}-{record.slug}.md" if draft.month else f"{record.slug}.md"
        (folder / "summaries" / name).write_text(write_summary(draft), "utf-8")
        count += 1
    return count


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
        references=tuple(row.article.reference() for row in record.summary_articles.all()),
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
    )
