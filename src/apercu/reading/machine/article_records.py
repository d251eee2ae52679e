"""The articles of summaries as records for reference managers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from apercu.citations.coins import context_object
from apercu.citations.formats import bibtex, csl_json, ris
from apercu.citations.reference import Reference
from apercu.content.as_drafts import reference_of
from apercu.content.models import Article, Summary


@dataclass(frozen=True, kw_only=True)
class Form:
    """A file format of references."""

    media_type: str
    write: Callable[[Sequence[Reference]], str]


FORMS = {
    "ris": Form(media_type="application/x-research-info-systems", write=ris.write),
    "bib": Form(media_type="application/x-bibtex", write=bibtex.write),
    "json": Form(media_type="application/vnd.citationstyles.csl+json", write=csl_json.write),
}


def articles_of(record: Summary) -> tuple[Article, ...]:
    """The articles a summary is about, in order; rows of a draft that name none yet are passed over."""
    return tuple(row.article for row in record.summary_articles.all() if row.article_id)


def references_of(record: Summary) -> tuple[Reference, ...]:
    """The references of a summary's articles, in order."""
    return tuple(reference_of(article) for article in articles_of(record))


def coins(record: Summary) -> tuple[str, ...]:
    """One ContextObject (COinS) for each article: what a reference manager finds on the page."""
    return tuple(context_object(reference) for reference in references_of(record))
