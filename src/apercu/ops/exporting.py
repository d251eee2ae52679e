"""The archive as Markdown files: what people can read, edit and import again."""

from __future__ import annotations

from pathlib import Path

from apercu.content.as_drafts import digest_draft, summary_draft
from apercu.content.models import Digest, Summary
from apercu.importing.models import Origin
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
