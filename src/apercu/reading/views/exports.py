"""A summary in other forms, and the articles of summaries as records for reference managers."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from apercu.citations.styles import DEFAULT, STYLES
from apercu.content.as_drafts import reference_of, summary_draft
from apercu.content.models import Article, ResearchType, Summary, SummaryArticle, Topic
from apercu.importing.models import Origin
from apercu.reading import addresses, asking, dating, finding, selecting
from apercu.reading.at_hand import public_summary
from apercu.reading.carrying import carried
from apercu.reading.machine import addresses as of_machines
from apercu.reading.machine import article_records
from apercu.reading.machine.entries import entry
from apercu.reading.revalidating import revalidated
from apercu.reading.terms import terms, with_present_slugs
from apercu.reading.viewdata.citing import cited_all, formatted
from apercu.reading.viewdata.page import site
from apercu.reading.views.answering import moved, moved_to_heir
from apercu.sources.markdown import write_summary


@require_safe
@revalidated
def summary_json(_request: HttpRequest, slug: str) -> HttpResponse:
    """A summary as JSON of our own."""
    record = public_summary(slug)
    if record is None:
        return moved_to_heir(Summary, slug, lambda present: addresses.summary_as(present, "json"))
    text = json.dumps(entry(site(), record), ensure_ascii=False, indent=1)
    return _file(text, "application/json", f"{slug}.json")


@require_safe
@revalidated
def summary_markdown(_request: HttpRequest, slug: str) -> HttpResponse:
    """A summary as the Markdown file an import reads back; it names its month only where that is public."""
    record = _records_of_all_it_carries().filter(slug=slug).first()
    if record is None:
        return moved_to_heir(Summary, slug, lambda present: addresses.summary_as(present, "md"))
    origin = Origin.objects.filter(summary=record).exclude(identifier="").first()
    draft = summary_draft(record, identifier=origin.identifier if origin else f"summary/{record.pk}")
    if dating.public_month(record) is None:
        draft = replace(draft, month=None)
    return _file(write_summary(draft), "text/markdown; charset=utf-8", f"{slug}.md")


@require_safe
@revalidated
def summary_records(_request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The records of a summary's articles."""
    record = public_summary(slug)
    if record is None:
        return moved_to_heir(Summary, slug, lambda present: addresses.citation(present, form))
    return _records(carried(record).articles, form, name=slug)


@require_safe
@revalidated
def summary_citations(request: HttpRequest, slug: str) -> HttpResponse:
    """The citations of a summary's articles as text, in one style (`?style=`), in the summary's language."""
    style = request.GET.get("style") or DEFAULT
    if style not in STYLES:
        said = f"There is no citation style “{style}” here. The styles are: {', '.join(STYLES)}.\n"
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    record = public_summary(slug)
    if record is None:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return moved_to_heir(Summary, slug, lambda present: addresses.citation(present, "txt") + query)
    articles = carried(record).articles
    with translation.override(record.language):
        ready = formatted(articles, styles=[style])
        lines = [one.text for one in cited_all(carried(record), ready, style=style)]
    return _file("".join(f"{line}\n" for line in lines), "text/plain; charset=utf-8", f"{slug}.txt")


@require_safe
@revalidated
def digest_records(_request: HttpRequest, number: str, month: str, form: str) -> HttpResponse:
    """The articles of a month."""
    first = datetime.date(int(number), int(month), 1)
    digest = get_object_or_404(selecting.public_digests(), month=first)
    here = Summary.objects.public().filter(digest_id=digest.pk)
    return _records(_articles(here), form, name=f"digest-{first:%Y-%m}")


@require_safe
@revalidated
def topic_records(_request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The articles on a topic."""
    topic = terms().topic(slug)
    if topic is None:
        return moved_to_heir(Topic, slug, lambda present: of_machines.topic_citations(present, form))
    here = Summary.objects.public().filter(topics=topic)
    return _records(_articles(here), form, name=f"topic-{slug}")


@require_safe
@revalidated
def type_records(_request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The articles of a research type."""
    kind = terms().type(slug)
    if kind is None:
        return moved_to_heir(ResearchType, slug, lambda present: of_machines.type_citations(present, form))
    here = Summary.objects.public().filter(types=kind)
    return _records(_articles(here), form, name=f"type-{slug}")


@require_safe
@revalidated
def browse_records(request: HttpRequest, form: str) -> HttpResponse:
    """The articles of the summaries a reader's words and choices find, all pages of them."""
    asked = asking.read({**dict(request.GET.lists()), "page": []}).sorted_by("")
    if (present := with_present_slugs(asked)) != asked:
        return moved(of_machines.browse_citations(present, form))
    return _records(_articles(selecting.of_keys(list(finding.every_key(asked)))), form, name="summaries")


def _records_of_all_it_carries() -> QuerySet[Summary]:
    """Public summaries as a draft is written from: through their own managers (6 queries)."""
    public: QuerySet[Summary] = Summary.objects.public().select_related("digest")
    return public.prefetch_related(
        "topics", "types", "corrections", "summary_articles__article", "summary_authors__person"
    )


def _articles(summaries: QuerySet[Summary]) -> list[Article]:
    """The articles of these summaries, each once, those of the newest months first: 1 query."""
    newest = F("summary__digest__month").desc(nulls_last=True)
    rows = SummaryArticle.objects.filter(summary__in=summaries.order_by().values("pk"))
    ordered = rows.select_related("article").order_by(newest, "summary__position", "summary", "sort_order")
    return list({row.article_id: row.article for row in ordered}.values())


def _records(articles: Sequence[Article], form: str, *, name: str) -> HttpResponse:
    written = article_records.FORMS[form]
    text = written.write([reference_of(one) for one in articles])
    return _file(text, f"{written.media_type}; charset=utf-8", f"{name}.{form}")


def _file(text: str, media_type: str, name: str) -> HttpResponse:
    """The text as a file: a browser shows what it can and saves the rest under this name."""
    response = HttpResponse(text, content_type=media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
