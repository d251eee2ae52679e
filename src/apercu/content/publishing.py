"""What our own code calls to publish and withdraw; it goes through the records' one gate."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from apercu.content.models import Digest, Summary


@transaction.atomic
def publish(*, record: Summary | Digest, by: Any) -> None:
    """Make the latest draft public, or raise Unpublishable and change nothing."""
    record.publish(record.latest_revision or record.save_revision(user=by, clean=False), by)


def unpublish(*, record: Summary | Digest, by: Any) -> None:
    """Withdraw a record from readers; the draft stays."""
    record.unpublish(user=by)
