"""Scripts planted in every text of every record on the desk, past forms and validation, as a bad import might."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import models
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.models import Revision, Workflow

from apercu.content.models import (
    Article,
    Change,
    Correction,
    Digest,
    ErrorReport,
    InformationPage,
    Person,
    ResearchType,
    SiteSettings,
    Summary,
    Topic,
)
from apercu.editing.audit.models import Event, What
from apercu.editing.audit.recording import record
from tests.builders import make_article, make_digest, make_page, make_person, make_summary

# Breaks out of text, attributes, scripts, comments and titles; `data-planted` shows an element that got in even
# where the browser runs nothing of it.
MARK = "planted"
SCRIPT = (
    "planted'\"></title></textarea></script>--><b data-planted>x</b><img src=x data-planted "
    'onerror="window.xss=1"><svg onload="window.xss=1" data-planted></svg>'
    "<script data-planted>window.xss=1;alert(1)</script>{{7*7}}${7*7}"
)
RICH = (
    f'<p>{MARK}</p><script data-planted>window.xss=1</script><p onclick="window.xss=1" data-planted>x</p>'
    '<img src="x" data-planted onerror="window.xss=1"><a data-planted href="javascript:window.xss=1">a way</a>'
    '<embed embedtype="media" url="javascript:window.xss=1"/><iframe data-planted srcdoc="&lt;script&gt;parent.xss=1'
    '&lt;/script&gt;"></iframe><style data-planted>body{display:none}</style><form data-planted action="//x"></form>'
)
ADDRESS = "javascript:window.xss=1//https://example.org/"
LEFT_ALONE = {
    "slug",
    "language",
    "type",
    "locale",
    "url_path",
    "path",
    "kind",
    "object_type",
    "object_id",
    "licence",
    "what",
    "orcid",
}
PLANTED: tuple[Any, ...] = (
    Summary,
    Digest,
    Article,
    Person,
    Topic,
    ResearchType,
    SiteSettings,
    InformationPage,
    Correction,
    ErrorReport,
)


def plant() -> None:
    """One public record of each kind, and something planted in every text they have."""
    digest = make_digest()
    author = make_person(name="Alice")
    article = make_article(title="An article to choose")
    summary = make_summary(
        title="Planted", slug="planted", digest=digest, authors=[author], articles=[article]
    )
    Correction.objects.create(summary=summary, date=datetime.date(2021, 7, 1), text="x")
    ErrorReport.objects.create(summary=summary, text="x", at=timezone.now())
    make_page()
    SiteSettings.load().save()
    for model in PLANTED:
        for row in model._default_manager.all():
            model._default_manager.filter(pk=row.pk).update(**_planted(row))
    Article.objects.update(authors=[{"family": SCRIPT, "given": SCRIPT}, {"literal": SCRIPT}], url=ADDRESS)
    for term in (Topic, ResearchType):
        term._default_manager.update(aliases=[SCRIPT])
    SiteSettings.objects.update(publisher_address=ADDRESS)
    InformationPage.objects.update(
        title=SCRIPT, draft_title=SCRIPT, seo_title=SCRIPT, search_description=SCRIPT
    )
    Change.objects.update(label=SCRIPT)
    record(what=What.ROLE_CHANGED, account=SCRIPT, by=None, detail=SCRIPT)
    Event.objects.update(account=SCRIPT)
    User.objects.update(first_name=SCRIPT[:140], last_name=SCRIPT[:140], email=f'"{SCRIPT[:60]}"@example.org')
    Group.objects.create(name=SCRIPT[:150])
    Workflow.objects.update(name=SCRIPT[:255])
    _plant_in_revisions()
    for drafted in (*Summary.objects.all(), *Digest.objects.all()):
        drafted.save_revision()  # what the edit forms show


def _planted(row: models.Model) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in row._meta.local_concrete_fields:
        if field.name in LEFT_ALONE or field.choices:
            continue
        if isinstance(field, RichTextField):
            found[field.name] = RICH
        elif isinstance(field, models.URLField):
            found[field.name] = ADDRESS
        elif isinstance(field, models.CharField | models.TextField):
            text = f"{field.name} {SCRIPT}"
            if field.unique:
                text = f"{row.pk} {text}"
            found[field.name] = text[: field.max_length] if field.max_length else text
    return found


def _plant_in_revisions() -> None:
    for revision in Revision.objects.all():
        revision.object_str = SCRIPT
        revision.content = json.loads(
            json.dumps(revision.content).replace("Planted", "Planted <b data-planted>")
        )
        revision.save()
