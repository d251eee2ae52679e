from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apercu.content.models import Summary
from apercu.reading import addresses, asking
from apercu.reading.at_hand import public_summary
from apercu.reading.terms import with_present_slugs
from apercu.reading.viewdata.browse import browse_page
from apercu.reading.viewdata.summary import summary_page
from apercu.reading.views.answering import answer, moved, moved_to_heir


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Summaries, found and narrowed by what the address asks for."""
    parameters = dict(request.GET.lists())
    try:
        asked = asking.read(parameters)
        if asking.spells_otherwise(parameters):
            return moved(addresses.browse(asked))
        page = browse_page(asked)
    except asking.NoSuchPage as error:
        raise Http404 from error
    if page.unknown and (present := with_present_slugs(asked)) != asked:
        return moved(addresses.browse(present))
    return answer("reading/browse.html", page)


@require_safe
def summary(_request: HttpRequest, slug: str) -> HttpResponse:
    """One summary; a slug it once had leads to the one it has."""
    record = public_summary(slug)
    if record:
        return answer("reading/summary.html", summary_page(record))
    return moved_to_heir(Summary, slug, addresses.summary)
