"""Addresses that are left alone for ever, kept so that nobody can read them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """A keyed hash of an address that was erased: no import brings it back, only the person by signing up."""

    hash = models.CharField(max_length=64, primary_key=True)  # HMAC-SHA-256 with MailKeys.suppression
    reason = models.CharField(_("reason"), max_length=12)  # erased, bounced, complained
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.reason}, {self.at:%Y-%m-%d}"
