from __future__ import annotations

from django.db import models

from apercu.content.models.public import PublicRecord
from apercu.content.models.summary import Summary

LONGEST_PATH = 500


class OldAddress(PublicRecord):
    """A path of the blog a summary came from; it leads to the summary, whatever slug that has by now.

    `path` is a key made by `content.old_addresses`, never an address somebody is sent to.
    """

    path = models.CharField(max_length=LONGEST_PATH, unique=True)
    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="old_addresses")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.path
