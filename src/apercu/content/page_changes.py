"""Wagtail's own models (pages, sites, the logo's image) reach the change log by signals: we cannot override
their methods.

Saving and deleting a page runs in one transaction, signals included, so its Change does too. A Site's save
has no transaction of its own; its Change follows in the next statement.
"""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from apercu.content.models.change import Kind, lock_edition, record_change
from apercu.content.models.public import type_name
from apercu.content.models.site import SiteSettings

_SHOWN = Page | Site | PageViewRestriction  # a restriction takes its page and those below from readers


def connect() -> None:
    """Start listening; called once when the app is ready."""
    post_save.connect(_saved, dispatch_uid="apercu-page-saved")
    post_delete.connect(_deleted, dispatch_uid="apercu-page-deleted")
    post_page_move.connect(_moved, dispatch_uid="apercu-page-moved")
    images = get_image_model()
    post_save.connect(_logo_changes, sender=images, dispatch_uid="apercu-logo-saved")
    # Before, not after: by then the settings have forgotten which image their logo was.
    pre_delete.connect(_logo_changes, sender=images, dispatch_uid="apercu-logo-deleted")


def _saved(sender: type[models.Model], instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    if not raw and issubclass(sender, _SHOWN):
        _record(Kind.CHANGED, instance)


def _deleted(sender: type[models.Model], instance: Any, **_kwargs: Any) -> None:
    if issubclass(sender, PageViewRestriction):
        _record(Kind.CHANGED, instance)
    elif issubclass(sender, Page | Site):
        _record(Kind.DELETED, instance)


def _moved(instance: Any, **_kwargs: Any) -> None:
    _record(Kind.CHANGED, instance)


def _logo_changes(instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    if raw:
        return
    for settings in SiteSettings.objects.filter(logo_id=instance.pk):
        with transaction.atomic():
            lock_edition()
            record_change(kind=Kind.CHANGED, object_type=type_name(SiteSettings), object_id=settings.pk)


def _record(kind: Kind, instance: Any) -> None:
    with transaction.atomic():
        lock_edition()
        name = "site" if isinstance(instance, Site) else "page"
        number = instance.page_id if isinstance(instance, PageViewRestriction) else instance.pk
        record_change(kind=kind, object_type=name, object_id=number)
