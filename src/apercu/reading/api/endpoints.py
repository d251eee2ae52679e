"""The addresses of the API, each with what it answers."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from apercu.content.models import Summary
from apercu.reading import selecting
from apercu.reading.addresses import absolute
from apercu.reading.api import describing, paging, places, problems, records, schemas, searching
from apercu.reading.api.answering import METHODS, broken
from apercu.reading.api.asking import ArticlesAsked, DigestsAsked, SearchAsked, SuggestAsked, SummariesAsked
from apercu.reading.at_hand import public_summary
from apercu.reading.carrying import whole_summaries
from apercu.reading.terms import counted


class _Renderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}  # words as people write them


api = NinjaAPI(version="1", urls_namespace="api-1", renderer=_Renderer(), docs_url=None, openapi_url=None)
F = TypeVar("F", bound=Callable[..., Any])

Slug = Annotated[str, Path(..., pattern=r"^[-a-zA-Z0-9_]+$", description="The summary's slug.")]
Year = Annotated[str, Path(..., pattern=r"^[1-9][0-9]{3}$", description="Four digits.")]
MonthNumber = Annotated[str, Path(..., pattern=r"^(0[1-9]|1[0-2])$", description="Two digits.")]
Number = Annotated[int, Path(..., ge=1, le=2**63 - 1, description="The article's number here.")]


def _get(path: str, *, name: str, answers: type[schemas.Answered], tag: str) -> Callable[[F], F]:
    """An address that is read; what it does stands in its function's docstring."""
    words = name.replace("_", " ").capitalize()
    return api.api_operation(
        list(METHODS), path, response=answers, operation_id=name, url_name=name, summary=words, tags=[tag]
    )


@_get("/summaries", name="list_summaries", answers=schemas.SummaryList, tag="Summaries")
def list_summaries(
    request: HttpRequest, response: HttpResponse, asked: Query[SummariesAsked]
) -> schemas.SummaryList:
    """Public summaries, whole; the newest month first, each month in its own order.

    A topic, type, year or DOI that nothing carries is no error: the list is empty.
    """
    found, cursor = records.summaries(asked)
    return schemas.SummaryList(items=describing.summaries(found), next=_next(request, response, cursor))


@_get("/summaries/{slug}", name="read_summary", answers=schemas.Summary, tag="Summaries")
def read_summary(request: HttpRequest, slug: Slug) -> schemas.Summary | HttpResponse:  # noqa: ARG001 ninja passes it
    """One public summary. A slug it once had redirects (308) to the one it has."""
    if found := public_summary(slug):
        return describing.summary(found)
    if heir := selecting.heir(Summary, slug):
        return HttpResponsePermanentRedirect(places.summary(heir.slug), preserve_request=True)
    raise problems.NoSuchRecord(f"There is no public summary with the slug “{slug}”.")


@_get("/digests", name="list_digests", answers=schemas.DigestList, tag="Digests")
def list_digests(
    request: HttpRequest, response: HttpResponse, asked: Query[DigestsAsked]
) -> schemas.DigestList:
    """Public digests without their summaries, the newest month first."""
    found, cursor = paging.part(
        records.digests(asked), paging.DIGESTS, cursor=asked.cursor, limit=asked.limit
    )
    items = [describing.digest(record) for record in found]
    return schemas.DigestList(items=items, next=_next(request, response, cursor))


@_get("/digests/{year}/{month}", name="read_digest", answers=schemas.WholeDigest, tag="Digests")
def read_digest(request: HttpRequest, year: Year, month: MonthNumber) -> schemas.WholeDigest:  # noqa: ARG001 ninja passes it
    """One month with its public summaries, whole and in its order."""
    first = datetime.date(int(year), int(month), 1)
    record = selecting.public_digests().filter(month=first).first()
    if record is None:
        raise problems.NoSuchRecord(f"There is no public digest of {year}-{month}.")
    here = Summary.objects.public().filter(digest_id=record.pk).order_by("position", "pk")
    return describing.whole_digest(record, whole_summaries(here))


@_get("/articles", name="list_articles", answers=schemas.ArticleList, tag="Articles")
def list_articles(
    request: HttpRequest, response: HttpResponse, asked: Query[ArticlesAsked]
) -> schemas.ArticleList:
    """Articles that public summaries are about; the latest to be recorded here first."""
    found, cursor = paging.part(
        records.articles(asked), paging.ARTICLES, cursor=asked.cursor, limit=asked.limit
    )
    items = [describing.article(record) for record in found]
    return schemas.ArticleList(items=items, next=_next(request, response, cursor))


@_get("/articles/{id}", name="read_article", answers=schemas.Article, tag="Articles")
def read_article(request: HttpRequest, id: Number) -> schemas.Article:  # noqa: ARG001 ninja passes it
    """One article with the public summaries of it."""
    record = records.public_articles().filter(pk=id).first()
    if record is None:
        raise problems.NoSuchRecord(f"There is no article {id} that a public summary is about.")
    return describing.article(record)


@_get("/search", name="search", answers=schemas.SearchResults, tag="Search")
def search(request: HttpRequest, response: HttpResponse, asked: Query[SearchAsked]) -> schemas.SearchResults:
    """Summaries found by words, narrowed as the site narrows them; why each was found, and what is near in
    meaning.

    Nothing that can be typed is an error: what is no query language is read as words.
    """
    results, cursor = searching.results(asked)
    return results.model_copy(update={"next": _next(request, response, cursor)})


@_get("/suggest", name="suggest", answers=schemas.Suggestions, tag="Search")
def suggest(request: HttpRequest, asked: Query[SuggestAsked]) -> schemas.Suggestions:  # noqa: ARG001 ninja passes it
    """Topics, titles and authors that begin as somebody has begun to type."""
    return searching.suggestions(asked.q)


@_get("/topics", name="list_topics", answers=schemas.TermList, tag="Topics and types")
def list_topics(request: HttpRequest) -> schemas.TermList:  # noqa: ARG001 ninja passes it
    """Every topic, in the site's order."""
    found = counted().topics
    return schemas.TermList(items=[describing.topic(record) for record in found], next=None)


@_get("/types", name="list_types", answers=schemas.TermList, tag="Topics and types")
def list_types(request: HttpRequest) -> schemas.TermList:  # noqa: ARG001 ninja passes it
    """Every research type, in the site's order; each says what that kind of research can tell, and cannot."""
    found = counted().types
    return schemas.TermList(items=[describing.research_type(record) for record in found], next=None)


@api.exception_handler(ValidationError)
def _unreadable(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.unreadable(problems.faults_of(error))


@api.exception_handler(paging.DamagedCursor)
def _damaged(_request: HttpRequest, error: paging.DamagedCursor) -> HttpResponse:
    return problems.unreadable([schemas.Fault(parameter="cursor", message=str(error).rstrip("."))])


@api.exception_handler(problems.NoSuchRecord)
def _missing(_request: HttpRequest, error: problems.NoSuchRecord) -> HttpResponse:
    return problems.problem(HTTPStatus.NOT_FOUND, str(error))


api.add_exception_handler(Exception, broken)


def _next(request: HttpRequest, response: HttpResponse, cursor: str | None) -> str | None:
    """The address of the rest of a list, told in its answer and as a Link (RFC 8288)."""
    if cursor is None:
        return None
    asked = [(name, value) for name, values in request.GET.lists() for value in values if name != "cursor"]
    address = absolute(f"{request.path}?{urlencode([*asked, ('cursor', cursor)])}")
    response.headers["Link"] = f'<{address}>; rel="next"'
    return address
