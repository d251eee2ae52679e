"""How loops of the jobs process and backups fare: a row each, for `apercu doctor`."""

from __future__ import annotations

from django.db import models


class LoopState(models.Model):
    """When a loop last went well and last failed, on whatever machine."""

    name = models.CharField(max_length=60, primary_key=True)
    claimed_at = models.DateTimeField(null=True, blank=True)  # of a loop that one machine at a time does
    succeeded_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    # The kind of error, whose text is in the log; or a sentence (`loops.Trouble`).
    failure = models.CharField(max_length=100, blank=True)
    failures = models.PositiveIntegerField(default=0)  # in a row

    def __str__(self) -> str:
        return self.name
