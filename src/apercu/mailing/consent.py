"""Evidence of what people agreed to: the words, and one row for each thing that happened."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from apercu.mailing.models import ConsentEvent, ConsentText, Subscriber


def words(language: str, *, publisher: str) -> str:
    """What somebody agrees to who presses the button, in the language of the form."""
    with translation.override(language):
        return _(
            "I would like to receive the digest by e-mail from %(publisher)s. I can leave at any time by the "
            "link in each mail."
        ) % {"publisher": publisher}


def text_of(said: str, *, language: str, at: datetime.datetime) -> ConsentText:
    """The record of a wording, made when it is used first."""
    version = hashlib.sha256(said.encode()).hexdigest()[:16]
    return ConsentText.objects.get_or_create(
        version=version, language=language, defaults={"words": said, "first_used_at": at}
    )[0]


def note(
    *,
    subscriber: Subscriber,
    kind: ConsentEvent.Kind,
    at: datetime.datetime,
    source: str,
    text: ConsentText | None = None,
    details: Mapping[str, Any] | None = None,
) -> ConsentEvent:
    """Add one row; the caller holds the transaction of what it tells of."""
    return ConsentEvent.objects.create(
        subscriber=subscriber,
        kind=kind,
        at=at,
        text=text,
        language=text.language if text else subscriber.language,
        source=source[:300],
        details=dict(details or {}),
    )
