"""How an editor narrows a list."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from apercu.content import lacking
from apercu.content.models import (
    Article,
    Digest,
    Language,
    Person,
    ResearchType,
    Summary,
    SummaryArticle,
    Topic,
)
from apercu.content.revised import awaiting
from apercu.content.standing import Standing, standing_as
from apercu.editing import words

OLD_RULES = "old-rules"


class Narrowed(django_filters.ChoiceFilter):
    """A choice shown as radio buttons, "All" first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_label=_("All"), widget=forms.RadioSelect, **kwargs)


class CarriesOneOf(django_filters.ModelMultipleChoiceFilter):
    """Records that carry one of these. By their keys: a join would list a record twice that carries two."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def filter(self, records: QuerySet[Any], chosen: Any) -> QuerySet[Any]:
        if not chosen:
            return records
        carriers = records.model._base_manager.filter(**{f"{self.field_name}__in": list(chosen)})
        return records.filter(pk__in=carriers.values("pk"))


class ByStanding(WagtailFilterSet):
    """Where a record stands on its way to readers."""

    state = Narrowed(label=_("State"), choices=Standing.choices, method="standing")

    def standing(self, records: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return standing_as(records, value)


class SummaryFilters(ByStanding):
    """Summaries by state, month, topic, type, what they lack, author and language."""

    digest = django_filters.ModelChoiceFilter(label=_("Month"), queryset=Digest.objects.all())
    topics = CarriesOneOf(label=_("Topic"), field_name="topics", queryset=Topic.objects.all())
    types = CarriesOneOf(label=_("Research type"), field_name="types", queryset=ResearchType.objects.all())
    lacks = Narrowed(
        label=_("Lacks"),
        choices=[
            ("anything", words.ANYTHING),
            (OLD_RULES, _("Anything, and is from before the rules")),
            *((code, words.lacking(code)) for code in lacking.BY_CODE),
        ],
        method="lacking",
    )
    author = django_filters.ModelChoiceFilter(
        label=_("Author"), queryset=Person.objects.all(), method="signed_by"
    )
    language = Narrowed(label=_("Language"), choices=Language.choices)

    def lacking(self, summaries: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == "anything":
            return summaries.filter(lacking.ANYTHING)
        if value == OLD_RULES:
            return summaries.filter(lacking.ANYTHING, legacy=True)
        return summaries.filter(lacking.BY_CODE[value])

    def signed_by(self, summaries: QuerySet[Any], _name: str, person: Person) -> QuerySet[Any]:
        return summaries.filter(pk__in=person.summary_authors.values("summary"))

    class Meta:
        model = Summary
        fields: list[str] = []


class DigestFilters(ByStanding):
    """Months by state, year, and what they lack."""

    year = django_filters.NumberFilter(label=_("Year"), field_name="month", lookup_expr="year")
    lacks = Narrowed(
        label=_("Lacks"),
        choices=[("teaser", _("teaser")), ("summary", _("a public summary"))],
        method="lacking",
    )

    def lacking(self, digests: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == "teaser":
            return digests.filter(lacking.TEASER)
        return digests.filter(~Exists(Summary.objects.filter(digest=OuterRef("pk"), live=True)))

    class Meta:
        model = Digest
        fields: list[str] = []


class ArticleFilters(WagtailFilterSet):
    """Articles by what an editor may want to complete, and by year."""

    lacks = Narrowed(
        label=_("Lacks"),
        choices=[
            ("doi", "DOI"),
            ("summary", _("a summary")),
            ("particulars", _("authors, year or where it appeared")),
        ],
        method="lacking",
    )
    year = django_filters.NumberFilter(label=_("Year"))

    def lacking(self, articles: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == "doi":
            return articles.filter(doi=None)
        if value == "summary":
            return articles.filter(~Exists(SummaryArticle.objects.filter(article=OuterRef("pk"))))
        nowhere = Q(container_title="", publisher="")
        return articles.filter(Q(authors=[]) | Q(year=None) | nowhere)

    class Meta:
        model = Article
        fields: list[str] = []


class TermFilters(WagtailFilterSet):
    """Topics or research types that no summary carries, or that lack their French name."""

    use = Narrowed(
        label=_("Use"),
        choices=[("unused", _("Carried by no summary")), ("used", _("Carried by some"))],
        method="used",
    )
    lacks = Narrowed(label=_("Lacks"), choices=[("french", _("French name"))], method="lacking")

    def used(self, terms: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """A term that only a draft carries is used too."""
        field = terms.model.summaries.field.name
        drafted = {
            key for keys in awaiting().values_list(f"content__{field}", flat=True) for key in keys or ()
        }
        carried = Q(summaries__isnull=False) | Q(pk__in=drafted)
        among = terms.model._base_manager.filter(carried).values("pk")
        return terms.filter(pk__in=among) if value == "used" else terms.exclude(pk__in=among)

    def lacking(self, terms: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return terms.filter(name_fr="")


class TopicFilters(TermFilters):
    class Meta:
        model = Topic
        fields: list[str] = []


class ResearchTypeFilters(TermFilters):
    class Meta:
        model = ResearchType
        fields: list[str] = []
