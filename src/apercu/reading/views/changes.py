"""What was published, corrected and withdrawn, as a feed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apercu.reading import addresses
from apercu.reading.feeds import history
from apercu.reading.machine import addresses as of_machines
from apercu.reading.revalidating import revalidated
from apercu.reading.views.feeds import answer_feed


@require_safe
@revalidated
def changes(_request: HttpRequest) -> HttpResponse:
    """The newest changes of summaries and digests."""
    return answer_feed(
        "atom",
        name="changes",
        title=_("what changed"),
        subtitle=_("Summaries and digests that were published, updated, corrected or withdrawn."),
        path=of_machines.changes_feed(),
        home=addresses.home(),
        entries=history.entries(),
    )
