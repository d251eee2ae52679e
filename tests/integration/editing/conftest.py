"""What the tests of the desk begin with."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client


@pytest.fixture
def desk(client: Client) -> Client:
    """The desk as one who may do everything there sees it."""
    client.force_login(get_user_model().objects.create_superuser("editor", password="pw"))
    return client
