"""What each list fetches for its columns and its export."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from apercu.content.lacking import BY_CODE
from apercu.content.models import Summary, SummaryArticle
from apercu.content.standing import with_standing
from apercu.editing.listing.columns import joined, lacks_in_words, lacks_name, standing_in_words
from apercu.editing.listing.views import ListView
from apercu.editing.merging.views import OffersMerge


class DraftedList(ListView):
    """Of records that are drafted and published."""

    default_ordering = None

    def prepared(self, records: QuerySet[Any]) -> QuerySet[Any]:
        return with_standing(records)

    def export_standing(self, record: Any) -> str:
        return standing_in_words(record)

    def export_address(self, record: Any) -> str:
        return str(record.get_absolute_url()) if record.live else ""


class SummaryList(DraftedList):
    """Summaries with their month, topics, types, authors and articles: 5 queries beside the list's own."""

    def prepared(self, records: QuerySet[Any]) -> QuerySet[Any]:
        lacks = {
            lacks_name(code): ExpressionWrapper(condition, output_field=BooleanField())
            for code, condition in BY_CODE.items()
        }
        fetched: QuerySet[Any] = super().prepared(records).annotate(**lacks).select_related("digest")
        return fetched.prefetch_related(
            "topics", "types", "summary_authors__person", "summary_articles__article"
        )

    def export_month(self, summary: Any) -> Any:
        return summary.digest.month if summary.digest else ""

    def export_topics(self, summary: Any) -> str:
        return joined(summary.topics.all())

    def export_types(self, summary: Any) -> str:
        return joined(summary.types.all())

    def export_authors(self, summary: Any) -> str:
        return joined(row.person for row in summary.summary_authors.all())

    def export_articles(self, summary: Any) -> str:
        return "; ".join(str(row.article) for row in summary.summary_articles.all())

    def export_dois(self, summary: Any) -> str:
        return joined(row.article.doi for row in summary.summary_articles.all() if row.article.doi)

    def export_lacks(self, summary: Any) -> str:
        return lacks_in_words(summary)

    def export_language(self, summary: Any) -> str:
        return str(summary.get_language_display())


class DigestList(DraftedList):
    """Months with the number of their summaries."""

    def prepared(self, records: QuerySet[Any]) -> QuerySet[Any]:
        inside = Summary.objects.filter(digest=OuterRef("pk"))
        return with_counts(
            super().prepared(records),
            summaries_count=counted(inside, by="digest"),
            public_count=counted(inside.filter(live=True), by="digest"),
        )


class ArticleList(ListView):
    """Articles with the number of summaries about them."""

    def prepared(self, records: QuerySet[Any]) -> QuerySet[Any]:
        about = SummaryArticle.objects.filter(article=OuterRef("pk"))
        return with_counts(records, summaries_count=counted(about, by="article"))

    def export_authors(self, article: Any) -> str:
        return "; ".join(author_in_words(name) for name in article.authors)


class TermList(OffersMerge, ListView):
    """Topics or research types with the number of summaries that carry them."""

    def prepared(self, records: QuerySet[Any]) -> QuerySet[Any]:
        through = records.model.summaries.rel.through._default_manager
        own_key = f"{records.model._meta.model_name}_id"
        carriers = through.filter(**{own_key: OuterRef("pk")})
        public = carriers.filter(summary__live=True)
        return with_counts(
            records,
            summaries_count=counted(carriers, by=own_key),
            public_count=counted(public, by=own_key),
        )

    def export_aliases(self, term: Any) -> str:
        return joined(term.aliases)


class PersonList(OffersMerge, ListView):
    """People with the number of summaries they sign."""

    def prepared(self, records: QuerySet[Any]) -> QuerySet[Any]:
        signed = Summary.summary_authors.rel.related_model._default_manager.filter(person=OuterRef("pk"))
        return with_counts(records.select_related("user"), summaries_count=counted(signed, by="person"))


def with_counts(records: QuerySet[Any], **counts: Coalesce) -> QuerySet[Any]:
    """With these numbers on every row."""
    counting: QuerySet[Any] = records.annotate(**counts)
    return counting


def counted(rows: QuerySet[Any], *, by: str) -> Coalesce:
    """How many of these rows each record of a list has; `by` is the column that names the record."""
    numbers = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


def author_in_words(name: dict[str, str]) -> str:
    """A CSL name, family name first."""
    parts = [name.get("non-dropping-particle", ""), name.get("family", "")]
    family = " ".join(part for part in parts if part)
    return name.get("literal") or ", ".join(part for part in (family, name.get("given")) if part)
