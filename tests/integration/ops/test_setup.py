"""`apercu setup`: safe at every start; the sample comes into an empty archive alone."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from apercu.content.models import Summary, Topic
from tests.builders import make_summary
from tests.integration.ops.setting_up import setup

pytestmark = pytest.mark.django_db


def test_without_the_sample_the_archive_is_empty_and_the_topics_are_there() -> None:
    setup("--no-sample")
    assert not Summary.objects.exists()
    assert Topic.objects.count() == 36


def test_a_site_with_content_of_its_own_gets_no_sample() -> None:
    make_summary(title="Written here")
    setup()
    assert Summary.objects.count() == 1


def test_a_topic_somebody_removed_does_not_come_back() -> None:
    setup("--no-sample")
    Topic.objects.get(slug="empathy").delete()
    setup("--no-sample")
    assert not Topic.objects.filter(slug="empathy").exists()


def test_two_wishes_that_exclude_each_other_are_refused() -> None:
    with pytest.raises(CommandError, match="Choose one"):
        setup("--no-sample", "--remove-sample")
