"""What saved summaries lack, asked of the database for thousands at once.

`rules.problems` says of one draft what it lacks; these conditions say it of the rows. The tests hold the two
together. A row is what readers see; of a summary that was never public it is the latest draft.
"""

from __future__ import annotations

import operator
from functools import reduce

from django.db.models import Exists, OuterRef, Q, QuerySet

from apercu.content.models import Digest, Summary, SummaryArticle, SummaryAuthor

_WORDS = r"\S"
# A letter outside tags that is no space, however a space is written.
_TEXT_OUTSIDE_TAGS = r"(^|>)(\s|\u00a0|&nbsp;|&#160;)*([^<\s&\u00a0]|&(?!nbsp;|#160;))"

_authors = SummaryAuthor.objects.filter(summary=OuterRef("pk"))
_articles = SummaryArticle.objects.filter(summary=OuterRef("pk"))
_topics = Summary.topics.through._default_manager.filter(summary=OuterRef("pk"))
_types = Summary.types.through._default_manager.filter(summary=OuterRef("pk"))
_nobody_to_cite = Q(article__authors=[])
_nowhere = Q(article__container_title="", article__publisher="")
_undated = Q(article__year=None) | Q(article__year=0)
_incomplete = _articles.filter(
    ~Q(article__title__regex=_WORDS) | _nobody_to_cite | _undated | _nowhere,
)

# In the gate's own order. Slug and language cannot be missing from a row.
BY_CODE: dict[str, Q] = {
    "title-missing": ~Q(title__regex=_WORDS),
    "gist-missing": ~Q(gist__regex=_WORDS),
    "body-missing": ~Q(body__regex=_TEXT_OUTSIDE_TAGS),
    "implications-missing": ~Q(implications__regex=_TEXT_OUTSIDE_TAGS),
    "author-missing": Q(~Exists(_authors)),
    "topic-missing": Q(~Exists(_topics)),
    "type-missing": Q(~Exists(_types)),
    "article-missing": Q(~Exists(_articles)),
    "article-incomplete": Q(Exists(_incomplete)),
}
ANYTHING = reduce(operator.or_, BY_CODE.values())
TEASER = ~Q(teaser__regex=_TEXT_OUTSIDE_TAGS)


def summaries_lacking(code: str) -> QuerySet[Summary]:
    """The summaries whose row lacks this, by the gate's code for it."""
    lacking: QuerySet[Summary] = Summary.objects.filter(BY_CODE[code])
    return lacking


def legacy_with_warnings() -> QuerySet[Summary]:
    """The summaries from before the rules that still lack something a new one must have."""
    lacking: QuerySet[Summary] = Summary.objects.filter(ANYTHING, legacy=True)
    return lacking


def digests_without_teaser() -> QuerySet[Digest]:
    """The months whose teaser nobody has written."""
    lacking: QuerySet[Digest] = Digest.objects.filter(TEASER)
    return lacking
