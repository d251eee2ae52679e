from __future__ import annotations

from django.db import models


class FormerAddress(models.Model):
    """A slug that a record once had in public; its address redirects for ever."""

    object_type = models.CharField(max_length=40)
    slug = models.CharField(max_length=255)
    object_id = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_type", "slug"], name="one_heir_per_address")]

    def __str__(self) -> str:
        return f"{self.object_type} {self.slug}"


def remember(*, object_type: str, object_id: object, old: str, new: str) -> None:
    """Keep the old slug as a redirect; a record that returns to a slug of its own takes it back."""
    if not old or old == new:
        return
    FormerAddress.objects.filter(object_type=object_type, slug=new, object_id=str(object_id)).delete()
    FormerAddress.objects.update_or_create(
        object_type=object_type, slug=old, defaults={"object_id": str(object_id)}
    )


def is_taken_by_another(*, object_type: str, slug: str, object_id: object) -> bool:
    """Whether the slug redirects to another record."""
    others = FormerAddress.objects.filter(object_type=object_type, slug=slug)
    return others.exclude(object_id=str(object_id)).exists()
