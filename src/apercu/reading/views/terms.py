from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apercu.content.models import ResearchType, Topic
from apercu.reading import addresses, asking
from apercu.reading.terms import terms as known_terms
from apercu.reading.viewdata.terms import TermPage, topic_page, topics_page, type_page, types_page
from apercu.reading.views.answering import answer, moved, moved_to_heir


@require_safe
def topics(_request: HttpRequest) -> HttpResponse:
    """All topics."""
    return answer("reading/topics.html", topics_page())


@require_safe
def types(_request: HttpRequest) -> HttpResponse:
    """All research types."""
    return answer("reading/types.html", types_page())


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic; a slug it once had leads to the one it has."""
    record = known_terms().topic(slug)
    if record:
        return _paged(request, addresses.topic(slug), lambda number: topic_page(record, number=number))
    return moved_to_heir(Topic, slug, addresses.topic)


@require_safe
def research_type(request: HttpRequest, slug: str) -> HttpResponse:
    """One research type; a slug it once had leads to the one it has."""
    record = known_terms().type(slug)
    if record:
        return _paged(request, addresses.research_type(slug), lambda number: type_page(record, number=number))
    return moved_to_heir(ResearchType, slug, addresses.research_type)


def _paged(request: HttpRequest, path: str, build: Callable[[int], TermPage]) -> HttpResponse:
    parameters = dict(request.GET.lists())
    try:
        number = asking.page_number(parameters)
        if asking.spells_page_otherwise(parameters):
            return moved(addresses.on_page(path, number))
        return answer("reading/term.html", build(number))
    except asking.NoSuchPage as error:
        raise Http404 from error
