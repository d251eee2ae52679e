"""Adding an article somebody looked up or typed: one work, one Article, however many people add it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.log_actions import log

from apercu.citations.identifiers import normalise_doi, normalise_pmid
from apercu.citations.keys import same_title
from apercu.citations.reference import Reference
from apercu.content.matching import ArticleIndex
from apercu.content.models import Article, Summary
from apercu.content.models.change import acting, lock_edition

FILLABLE = ("authors", "container_title", "publisher", "volume", "issue", "pages", "doi", "pmid", "url")
_NEAR = 1  # years: an article online in December is in an issue of the next year


@dataclass(frozen=True, kw_only=True)
class Added:
    """The article, and whether it was here before: then nothing was written."""

    article: Article
    was_here: bool


@transaction.atomic
def add_article(
    *, reference: Reference, provenance: Mapping[str, str], even_if_alike: bool = False, by: Any
) -> Added:
    """The article of this reference, made unless it is here already; nobody can make it twice.

    The edition is locked before looking, as every public write does, so two people adding the same work take
    turns. `even_if_alike` makes an article beside one that only has the same title, year and first author.
    """
    lock_edition()
    if known := find_article(reference, by_title=not even_if_alike):
        return Added(article=known, was_here=True)
    article = Article.from_reference(reference, source="")
    article.provenance = {column: source for column, source in provenance.items() if getattr(article, column)}
    with acting(by):
        article.save()
    log(instance=article, action="wagtail.create", user=by)
    return Added(article=article, was_here=False)


def find_article(reference: Reference, *, by_title: bool = True) -> Article | None:
    """The article here that this reference names: by DOI or PMID, else by title, year and first author."""
    identified = _identified(reference)
    if found := ArticleIndex.of(identified).find(reference):
        return identified.get(pk=found)
    if not by_title or not reference.issued:
        return None
    same_year = Article.objects.filter(year=reference.issued.year)
    found = ArticleIndex.of(same_year).find(reference)
    return same_year.get(pk=found) if found else None


def articles_alike(reference: Reference) -> list[Article]:
    """Articles with the same title under other identifiers: a preprint, another printing, one work twice."""
    if not reference.title:
        return []
    nearby = Article.objects.all()
    if reference.issued:
        year = reference.issued.year
        nearby = nearby.filter(Q(year__range=(year - _NEAR, year + _NEAR)) | Q(year=None))
    alike = [pk for pk, title in nearby.values_list("pk", "title") if same_title(title, reference.title)]
    return list(Article.objects.filter(pk__in=alike[:5]))


def summaries_about(article: Article) -> QuerySet[Summary]:
    """The summaries of an article, whatever their state, the newest month first."""
    return (
        Summary.objects.filter(summary_articles__article=article)
        .select_related("digest")
        .order_by("-digest__month", "-pk")
        .distinct()
    )


def _identified(reference: Reference) -> QuerySet[Article]:
    doi, pmid = normalise_doi(reference.doi), normalise_pmid(reference.pmid)
    named = Q(pk=None)
    if doi:
        named |= Q(doi=doi)
    if pmid:
        named |= Q(pmid=pmid)
    return Article.objects.filter(named)


def missing_values(article: Article, reference: Reference) -> dict[str, Any]:
    """The columns this article leaves empty and the reference fills: what an advance publication lacked."""
    offered = Article.from_reference(reference, source="")
    columns = [*FILLABLE]
    if offered.issued and article.year in (None, offered.issued[0]):
        columns.append("issued")  # a date of another year would change the year that is here
    return {
        column: value
        for column in columns
        if (value := getattr(offered, column)) and not getattr(article, column) and not _taken(column, value)
    }


@transaction.atomic
def complete_article(
    *, article: Article, reference: Reference, provenance: Mapping[str, str], by: Any
) -> list[str]:
    """Fill what the article leaves empty, and nothing else; the columns that were filled."""
    lock_edition()
    present = Article.objects.get(pk=article.pk)
    filled = missing_values(present, reference)
    if not filled:
        return []
    for column, value in filled.items():
        setattr(present, column, value)
        if origin := provenance.get(column):
            present.provenance = {**present.provenance, column: origin}
    if notices := reference.unknown.get("custom", {}).get("notices"):
        custom = {**present.csl.get("custom", {}), "notices": notices}
        present.csl = {**present.csl, "custom": custom}
    if "volume" in filled and "pages" in filled:  # it has come out: it is online in advance no longer
        present.csl = {key: value for key, value in present.csl.items() if key != "status"}
    with acting(by):
        present.save()
    log(instance=present, action="wagtail.edit", user=by)
    return list(filled)


def _taken(column: str, value: Any) -> bool:
    """Whether another article has this DOI already."""
    return column == "doi" and Article.objects.filter(doi=value).exists()
