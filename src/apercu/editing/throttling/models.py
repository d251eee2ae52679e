"""How many tries there were: one row for whatever is counted, deleted a day after the last of them."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """The tries that went wrong, by a key that only this site makes and nobody turns back into a name."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.last_at:%Y-%m-%d %H:%M}"
