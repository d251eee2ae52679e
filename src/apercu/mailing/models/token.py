"""What the links in mails carry, kept so that nobody who reads the database can follow them."""

from __future__ import annotations

from django.db import models

from apercu.mailing.models.delivery import Delivery
from apercu.mailing.models.subscriber import Subscriber


class LinkToken(models.Model):
    """The SHA-256 of a random token: the link to one person's preferences, and the way to leave at once."""

    hash = models.CharField(max_length=64, primary_key=True)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="link_tokens")
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"token of subscriber {self.subscriber_id}"
