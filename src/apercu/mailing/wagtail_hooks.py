"""The names of what people do with mailings, in the desk's log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from apercu.mailing.sending import noting


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]
def name_what_is_done_with_mailings(actions: Any) -> None:
    for action, label, message in (
        (noting.SENT, _("Send"), _("The mailing was sent")),
        (noting.SCHEDULED, _("Schedule"), _("The mailing was scheduled")),
        (noting.UNSCHEDULED, _("Take off the schedule"), _("The mailing became a draft again")),
        (noting.PAUSED, _("Pause"), _("The mailing was paused")),
        (noting.PAUSED_ITSELF, _("Stop"), _("The mailing stopped by itself")),
        (noting.RESUMED, _("Resume"), _("The mailing was resumed")),
        (noting.CANCELLED, _("Cancel"), _("The mailing was cancelled")),
        (noting.SENT_AGAIN, _("Send again"), _("An unclear copy was sent again")),
        (noting.LEFT_UNCLEAR, _("Leave it"), _("An unclear copy was left at that")),
        (noting.RETRIED, _("Try again"), _("Failed copies were tried again")),
        (noting.RELEASED, _("Let mail leave"), _("Mail was let leave after a restore")),
    ):
        actions.register_action(action, label, message)
