"""What is made from public records by followers of the change log; it can always be made again."""

from __future__ import annotations

from django.db import models

from apercu.content.models.article import Article


class FollowerMark(models.Model):
    """How far in the change log a follower has come: everything up to this Change is in what it keeps."""

    name = models.CharField(max_length=40, primary_key=True)
    mark = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.mark}"


class FormattedCitation(models.Model):
    """An article's reference as one citation style prints it in one language (docs/decisions/0008).

    `html` is escaped text with `<i>`, `<b>`, `<sup>`, `<sub>` and links; `text` is the same without marks.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="formatted_citations")
    style = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    html = models.TextField()
    text = models.TextField()
    made_from = models.CharField(
        max_length=64
    )  # a hash of the record and the release: unchanged, it still holds

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "style", "language"], name="one_citation_a_style")
        ]

    def __str__(self) -> str:
        return self.text
