"""What guards an account beside its password. The key is a secret like the password's hash: it leaves the
database only once, on the screen where it is set up.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Guard(models.Model):
    """One account's second factor, and the mark that every session of it must carry."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="guard"
    )
    key = models.CharField(max_length=64, blank=True)  # base 32; empty: no second factor
    since = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)  # the half minute whose code was taken last
    sessions = models.CharField(max_length=32, blank=True)  # sessions that carry another mark are over

    def __str__(self) -> str:
        return f"{self.user_id}: {'on' if self.key else 'off'}"


class BackupCode(models.Model):
    """A code that works once, kept as a keyed hash and deleted when it is used."""

    guard = models.ForeignKey(Guard, on_delete=models.CASCADE, related_name="backup_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guard", "digest"], name="one_backup_code_once")]

    def __str__(self) -> str:
        return str(self.pk)
