"""Handing a draft to its reviewers, from outside its form."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apercu.content.models import Digest, Summary


class NotSubmittable(Exception):
    """A record that cannot be handed to reviewers: the message says why."""


@transaction.atomic
def submit(*, record: Summary | Digest, by: Any) -> None:
    """Start the review of the latest draft; one that was sent back goes to the same reviewers again."""
    workflow = record.get_workflow()
    if workflow is None:
        raise NotSubmittable(_("No review is set up for it; see Settings, Workflows."))
    if not record.has_unpublished_changes:
        raise NotSubmittable(_("There is nothing to review: readers see it as it is."))
    state = record.current_workflow_state
    if state is None:
        workflow.start(record, by)
    elif state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        raise NotSubmittable(_("It is in review already."))
