"""The providers whose events we take: their names, how each proves who it is, and what marks a copy for it.

No Django above the functions: the settings read this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Where Anymail has the view for each; Amazon's needs a package for a thing we do ourselves.
_VIEWS = {
    "brevo": "anymail.webhooks.brevo.BrevoTrackingWebhookView",
    "mailgun": "anymail.webhooks.mailgun.MailgunTrackingWebhookView",
    "mailjet": "anymail.webhooks.mailjet.MailjetTrackingWebhookView",
    "postmark": "anymail.webhooks.postmark.PostmarkTrackingWebhookView",
    "resend": "anymail.webhooks.resend.ResendTrackingWebhookView",
    "sendgrid": "anymail.webhooks.sendgrid.SendGridTrackingWebhookView",
    "ses": "apercu.mailing.bounces.amazon.AmazonTracking",
}
NAMES = tuple(_VIEWS)
SIGNS = frozenset({"mailgun"})  # each event, with a key they gave out; the others send our own secret along
SHORTEST_PASSWORD = 16
# A header whose value these providers tell in their events, in place of the Message-ID and the bounce
# address, which they replace by their own. Its value is the copy's bounce address, which is signed.
MARKING_HEADERS = {"mailjet": "X-MJ-CustomID", "postmark": "X-PM-Metadata-copy", "resend": "X-Copy"}


def marking_header(provider: str) -> str:
    """The header that tells a provider which copy this is; none where it keeps the Message-ID we give."""
    return MARKING_HEADERS.get(provider, "")


def wrong_secret(provider: str, secret: str) -> str:
    """What is wrong with a secret, in words that hold nothing of it; empty where nothing is."""
    if not secret:
        return "is missing; without it anybody could tell us of bounces"
    if not secret.isascii() or not secret.isprintable() or " " in secret:
        return "holds a blank, or other signs than ASCII has"
    if provider in SIGNS:
        return ""
    user, _colon, password = secret.partition(":")
    if not user or len(password) < SHORTEST_PASSWORD:
        return f"should look like name:password, with a password of {SHORTEST_PASSWORD} signs or more"
    return ""


def anymail_settings(provider: str, secret: str) -> dict[str, Any]:
    """What Anymail is told, under its own names."""
    if not provider:
        return {}
    return {"MAILGUN_WEBHOOK_SIGNING_KEY": secret} if provider in SIGNS else {"WEBHOOK_SECRET": secret}


def view_of(provider: str) -> Callable[..., Any]:
    """The view that takes this provider's events; loaded when it is asked for: most sites have none."""
    from django.utils.module_loading import import_string

    from apercu.mailing.bounces.guarding import Guarded

    view = import_string(_VIEWS[provider])
    guarded: Callable[..., Any] = type(view.__name__, (Guarded, view), {}).as_view()  # type: ignore[attr-defined]
    return guarded
