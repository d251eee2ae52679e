"""Mails for the browser: every digest mail that began to be sent has its public page, for good.

One that was cancelled half-way keeps it, for some people have its link. Alerts have none: each is made for
one reader's topics, and all it says stands on the summaries' own pages.
"""

from __future__ import annotations

from django.db.models import QuerySet

from apercu.content.models.change import Change, Kind, lock_edition, record_change
from apercu.mailing.models import Mailing

OBJECT_TYPE = "mailing"  # in the change log


def public_mailings() -> QuerySet[Mailing]:
    """The mailings that have a page."""
    return Mailing.objects.filter(kind=Mailing.Kind.DIGEST, started_at__isnull=False).exclude(content={})


def made_public(mailing: Mailing) -> Change | None:
    """Tell the change log that the mailing has a page now; called in the transaction that starts it.

    Pages are kept for as long as the edition stands: without this the page could stay missing.
    """
    if mailing.kind != Mailing.Kind.DIGEST:
        return None
    lock_edition()
    return record_change(
        kind=Kind.PUBLISHED, object_type=OBJECT_TYPE, object_id=mailing.pk, label=mailing.name
    )
