"""Keys of the mail that live in the database, so that a backup carries them."""

from __future__ import annotations

import secrets
from functools import partial

from django.db import models

_new = partial(secrets.token_hex, 32)


class MailKeys(models.Model):
    """One row. The secret key of the site may change with its machine; what old mails lead to must not.

    `suppression` makes addresses unreadable that are kept to be left alone, `signing` signs what stands in
    mails (the link to confirm, the address that bounces come to).
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    suppression = models.CharField(max_length=64, default=_new)
    signing = models.CharField(max_length=64, default=_new)

    def __str__(self) -> str:
        return "keys of the mail"
