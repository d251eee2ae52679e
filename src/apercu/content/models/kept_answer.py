"""What a service on the web answered, kept so that it is not asked again; nothing of it is public."""

from __future__ import annotations

from django.db import models


class KeptAnswer(models.Model):
    """One answer to one question: bytes and headers as they came, and when they came."""

    key = models.CharField(max_length=64, primary_key=True)  # a hash: a question may be long
    status = models.PositiveSmallIntegerField()
    url = models.TextField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    fetched_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.url} at {self.fetched_at:%Y-%m-%d %H:%M}"
