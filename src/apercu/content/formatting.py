"""Formatted citations: every article in every style and language, kept by a follower of the change log.

Formatting takes tens of milliseconds a reference, so no page does it (docs/decisions/0008). A row remembers
a hash of what it was made from: looking at an article again costs nothing while the hash holds, so a rebuild
that was cut short goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet

from apercu.citations.reference import Reference
from apercu.citations.styles import DEFAULT, LANGUAGES, RELEASE, STYLES, format_reference
from apercu.content.following import Follower
from apercu.content.models import Article, Change, FormattedCitation
from apercu.content.prepared import prepared

logger = logging.getLogger(__name__)

NAME = "citations"
AT_ONCE = 20  # articles formatted before their rows are written, in one short transaction
_OBJECT_TYPE = "article"
Rows = list[FormattedCitation]
Formatted = Mapping[tuple[int, str], FormattedCitation]  # by article and style


def formatted(articles: Iterable[int], *, styles: Iterable[str] = (DEFAULT,), language: str) -> Formatted:
    """The formatted citations of articles (their keys) in one query; one not followed yet is missing."""
    rows = _kept(list(articles), list(styles), language)
    return {(row.article_id, row.style): row for row in rows}


@prepared
def _kept(articles: list[int], styles: list[str], language: str) -> QuerySet[FormattedCitation]:
    rows = FormattedCitation.objects.filter(article_id__in=articles, style__in=styles, language=language)
    return rows.only("article_id", "style", "html", "text")


def follow(batch: Sequence[Change]) -> None:
    """Format the articles that these changes name; all of them where a bulk write names none."""
    named = {change.object_id for change in batch if change.object_type == _OBJECT_TYPE}
    if "" in named:
        rebuild()
        return
    keys = sorted(int(name) for name in named if name.isdecimal())
    for start in range(0, len(keys), AT_ONCE):
        _bring_up_to_date(keys[start : start + AT_ONCE])


def rebuild() -> None:
    """Look at every article, and drop the rows of styles that are no more."""
    FormattedCitation.objects.exclude(style__in=STYLES, language__in=LANGUAGES).delete()
    for keys in _all_keys():
        _bring_up_to_date(keys)


def outdated() -> bool:
    """Whether another release of the formatting made the rows there are; one row tells for all."""
    row = FormattedCitation.objects.select_related("article").order_by("pk").first()
    if row is None:
        return False
    reference = _reference(row.article)
    return reference is not None and row.made_from != _made_from(reference, row.style, row.language)


FOLLOWER = Follower(name=NAME, follow=follow, rebuild=rebuild, outdated=outdated)


def _all_keys() -> Iterator[list[int]]:
    last = 0
    while keys := list(
        Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        yield keys
        last = keys[-1]


def _bring_up_to_date(keys: Sequence[int]) -> None:
    """Format what has changed of these articles outside any transaction, then write it in one."""
    kept: dict[int, dict[tuple[str, str], str]] = {}
    for row in FormattedCitation.objects.filter(article_id__in=keys).only(
        "article_id", "style", "language", "made_from"
    ):
        kept.setdefault(row.article_id, {})[row.style, row.language] = row.made_from
    made: dict[int, tuple[Reference, Rows]] = {}
    for article in Article.objects.filter(pk__in=keys).order_by("pk"):
        reference = _reference(article)
        if reference is None:
            continue
        try:
            rows = _rows(article.pk, reference, kept.get(article.pk, {}))
        except Exception:  # the edge of the job: this article is said and skipped, the others go on
            logger.exception("Article %s could not be formatted.", article.pk)
            continue
        if rows:
            made[article.pk] = (reference, rows)
    if made:
        _write(made)


def _reference(article: Article) -> Reference | None:
    try:
        return article.reference()
    except Exception:  # a damaged record: said and skipped, the others go on
        logger.exception("The record of article %s could not be read.", article.pk)
        return None


def _rows(article: int, reference: Reference, kept: dict[tuple[str, str], str]) -> Rows:
    rows = []
    for style in STYLES:
        for language in LANGUAGES:
            made_from = _made_from(reference, style, language)
            if kept.get((style, language)) == made_from:
                continue
            done = format_reference(reference, style=style, language=language)
            rows.append(
                FormattedCitation(
                    article_id=article,
                    style=style,
                    language=language,
                    html=done.html,
                    text=done.text,
                    made_from=made_from,
                )
            )
    return rows


def _write(made: dict[int, tuple[Reference, Rows]]) -> None:
    """Keep the rows of the articles that are still as they were when they were read.

    One that was changed or deleted meanwhile is left alone: its own change is still to come, or was followed
    by another process, whose newer rows must not be overwritten.
    """
    with transaction.atomic():
        unchanged = {
            article.pk
            for article in Article.objects.select_for_update().filter(pk__in=made)
            if _reference(article) == made[article.pk][0]
        }
        FormattedCitation.objects.bulk_create(
            [row for key, (_reference_read, rows) in made.items() if key in unchanged for row in rows],
            update_conflicts=True,
            unique_fields=["article", "style", "language"],
            update_fields=["html", "text", "made_from"],
        )


def _made_from(reference: Reference, style: str, language: str) -> str:
    """A hash of all that a row depends on."""
    record = json.dumps([RELEASE, style, language, reference.to_csl()], sort_keys=True, default=str)
    return hashlib.sha256(record.encode()).hexdigest()
