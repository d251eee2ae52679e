"""What is brought in from elsewhere, put right or brought back is told to nobody."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from apercu.content import changes
from apercu.content.models import Change, FollowerMark, SiteSettings, Summary
from apercu.importing import running
from apercu.importing.options import Options
from apercu.mailing.alerts import leaving, noticing
from apercu.mailing.models import Alert, Delivery, Mailing, MailSettings, Subscriber
from tests.samples import blogs

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("posts", [30, pytest.param(5_000, marks=pytest.mark.soak)])
def test_an_import_of_published_entries_and_their_corrections_creates_no_delivery(
    tmp_path: Path, posts: int
) -> None:
    now = timezone.now()
    SiteSettings.objects.create(postal_address="1 Long Road, Ottawa")
    MailSettings.objects.create(sender="digest@example.org", alerts=True)
    FollowerMark.objects.create(name="alerts", mark=max(changes.edition(), 1))
    Change.objects.get_or_create(pk=1, defaults={"kind": "changed", "object_type": "sitesettings"})
    Subscriber.objects.create(
        email="anna@example.org",
        email_key="anna@example.org",
        state=Subscriber.State.ACTIVE,
        often=Subscriber.Often.ALERTS,
        created_at=now,
        confirmed_at=now - datetime.timedelta(days=9),
    )
    export = blogs.write_export(tmp_path / "export.xml", posts)
    running.run(paths=[export], options=Options(publish=True), by=None, clock=timezone.now)
    public = list(Summary.objects.public()[:50])
    assert public
    for summary in public:
        summary.title = f"{summary.title}, corrected"
        summary.save_revision().publish(user=None)
    noticing.catch_up()
    assert FollowerMark.objects.get(name="alerts").mark == changes.edition()
    leaving.leave(at=now + datetime.timedelta(hours=3))
    assert not Alert.objects.exists()
    assert not Mailing.objects.exists()
    assert not Delivery.objects.exists()
