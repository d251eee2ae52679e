"""What Wagtail writes to people when something is submitted, approved or sent back, on another road.

Wagtail's notifiers write and post inside the action: a mail server that is slow holds the click and, on
SQLite, every other writer; one that is away fails it. Ours write once the action is committed and leave the
posting to `posting.py`. Who is written to, and the words, stay Wagtail's.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from apercu.editing.review.posting import post_room


class Later:
    """Mixed into a notifier of Wagtail's: it writes after the commit, and posts from a thread."""

    def __call__(self, instance: Any = None, **kwargs: Any) -> bool:
        transaction.on_commit(
            partial(self._tell, instance, kwargs), robust=True
        )  # robust: logs, never raises
        return True

    def _tell(self, instance: Any, kwargs: dict[str, Any]) -> None:
        super().__call__(instance, **kwargs)  # type: ignore[misc]

    def send_emails(
        self, template_set: dict[str, str], context: dict[str, Any], recipients: Iterable[Any], **_kwargs: Any
    ) -> bool:
        post_room.take([_letter(template_set, context, recipient) for recipient in recipients])
        return True


class TellReviewers(Later, GroupApprovalTaskStateSubmissionEmailNotifier):
    """Something waits for them."""


class TellWhoSubmittedThatItIsPublic(Later, WorkflowStateApprovalEmailNotifier):
    """It was approved."""


class TellWhoSubmittedWhatToChange(Later, WorkflowStateRejectionEmailNotifier):
    """It was sent back, with the reviewer's words."""


def tell_nobody(**_kwargs: Any) -> None:
    """Wagtail tells administrators twice of one submission; `TellReviewers` has told them."""


_reviewers = TellReviewers()
_approved = TellWhoSubmittedThatItIsPublic()
_sent_back = TellWhoSubmittedWhatToChange()


def connect() -> None:
    """Stand where Wagtail's notifiers would: called before Wagtail's app is ready, under its names.

    A signal keeps the first receiver of a name, so that Wagtail's are then not connected.
    """
    task_submitted.connect(
        _reviewers, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    workflow_submitted.connect(
        tell_nobody, sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification"
    )
    workflow_rejected.connect(
        _sent_back, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )
    workflow_approved.connect(
        _approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
    )


def _letter(templates: dict[str, str], context: dict[str, Any], recipient: Any) -> EmailMessage:
    said = {**context, "user": recipient}
    with override(recipient.wagtail_userprofile.get_preferred_language()):
        subject = render_to_string(templates["subject"], said).strip()
        text = render_to_string(templates["text"], said).strip()
    return EmailMessage(subject, text, to=[recipient.email], headers={"Auto-Submitted": "auto-generated"})
