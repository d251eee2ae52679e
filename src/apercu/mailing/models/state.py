"""Whether mail may leave at all, and whether the worker lives."""

from __future__ import annotations

from django.db import models


class MailState(models.Model):
    """One row: what holds all mailings back, and when a worker was last seen."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    # A restored backup knows less than its mails: everything stands still until a person has looked.
    held_since = models.DateTimeField(null=True, blank=True)
    held_for = models.CharField(max_length=20, blank=True)
    worker_seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "state of the mail"
