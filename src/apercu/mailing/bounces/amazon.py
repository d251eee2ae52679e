"""Amazon SES tells through SNS, whose topic asks once whether the address is ours.

Anymail would confirm that with Amazon's own library; one GET of the address in the request is all it takes
(docs.aws.amazon.com/sns, "Confirm subscription").
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from anymail.webhooks.amazon_ses import AmazonSESBaseWebhookView, AmazonSESTrackingWebhookView
from django.conf import settings
from django.utils import timezone

from apercu.fetching import Client, Host, Identity, Policy, Unfetchable

logger = logging.getLogger(__name__)

_HOST = re.compile(r"sns\.[a-z0-9-]{4,30}\.amazonaws\.com(?:\.cn)?")


def visit(url: str) -> None:
    """Follow an address at SNS, or Unfetchable."""
    host = urlsplit(url).hostname or ""
    client = Client(
        policy=Policy(hosts=(Host(name=host),) if _HOST.fullmatch(host) else ()),
        identity=Identity(version="1", url=settings.SITE_URL),
        now=timezone.now,  # noqa: TID251 the view's clock
    )
    client.get(url)


class AmazonTracking(AmazonSESTrackingWebhookView):  # type: ignore[misc]
    """Anymail's view without the library: events are read, a topic is confirmed by us."""

    visit: Callable[[str], None] = staticmethod(visit)

    def __init__(self, **kwargs: Any) -> None:
        self.auto_confirm_enabled = True
        super(AmazonSESBaseWebhookView, self).__init__(**kwargs)

    def auto_confirm_sns_subscription(self, sns_message: dict[str, Any]) -> None:
        """Confirm that a topic may tell us; it proved our secret already."""
        try:
            self.visit(str(sns_message.get("SubscribeURL", "")))
        except Unfetchable as failure:
            logger.warning("A topic of SNS could not be confirmed: %s", type(failure).__name__)
        else:
            logger.info("A topic of SNS was confirmed.")
