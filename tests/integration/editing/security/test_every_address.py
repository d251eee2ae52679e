"""Every address of the desk, asked by everybody, against a written table.

`desk_addresses.tsv` has a row for each route: what GET and POST answer to nobody, Charlie (in no group), Alice (the
author), Bob (the editor-in-chief) and Olga (the operator). An address that is not in it fails the test; so does a row
that has become another. To write the table anew, run this test with APERCU_WRITE_ADDRESSES=1, and read the
difference: it is the list of what somebody may do now who could not before.

Words: a number is HTTP's status, `login` leads to the door, `home` is the refusal Wagtail gives (the first page, with
a message), `->` any other page: what was asked for was done.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client

from tests.integration.editing.security.lying_about import sample_values
from tests.integration.editing.security.people import ROLES, make_person
from tests.integration.editing.security.walking import address, answer_of, routes

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("desk_addresses.tsv")
WHO = ("nobody", *ROLES)
HEADING = "\t".join(("address", *(f"{name} {method}" for name in WHO for method in ("GET", "POST"))))


def answers() -> dict[str, str]:
    """What every route answers now, as a row of the table."""
    people: dict[str, Client] = {"nobody": Client(raise_request_exception=False)}
    accounts: dict[str, Any] = {}
    for name in ROLES:
        person = make_person(name)
        people[name], accounts[str(person.user.pk)] = person.client, person.user

    def account_of(request: HttpRequest) -> Any:
        """Whose session it is, read once for three thousand requests: rights are kept with the account."""
        return accounts.get(request.session.get("_auth_user_id", ""), AnonymousUser())

    with patch("django.contrib.auth.get_user", account_of):
        return _rows(people)


def _rows(people: dict[str, Client]) -> dict[str, str]:
    value_of: Callable[[str, str], Any] = sample_values()
    rows = {}
    for route in routes():
        where = address(route, value_of)
        words = [answer_of(people[name], method, where) for name in WHO for method in ("GET", "POST")]
        rows[route] = "\t".join((route, *words))
    return rows


def test_every_address_answers_everybody_as_written() -> None:
    found = answers()
    if os.environ.get("APERCU_WRITE_ADDRESSES"):
        TABLE.write_text("\n".join([HEADING, *(found[route] for route in sorted(found))]) + "\n", "utf-8")
        pytest.fail("The table is written anew: read the difference.")
    heading, *lines = TABLE.read_text("utf-8").splitlines()
    written = {line.split("\t", 1)[0]: line for line in lines}
    assert heading == HEADING
    assert sorted(set(found) - set(written)) == [], "these addresses stand in no row of the table"
    assert sorted(set(written) - set(found)) == [], "these rows are about no address"
    assert [(written[route], found[route]) for route in found if written[route] != found[route]] == []


def rows() -> dict[str, list[str]]:
    lines = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()[1:]]
    return {route: words for route, *words in lines}


# Who is not signed in needs these to sign in; they hold nothing of anybody's.
OPEN = {
    "desk/login/",
    "desk/login/code/",
    "desk/logout/",
    "desk/jsi18n/",
    "desk/sprite/",
    "desk/password_reset/",
    "desk/password_reset/done/",
    "desk/password_reset/complete/",
    "desk/password_reset/confirm/<uidb64>/<token>/",
}


def test_in_the_table_nobody_and_charlie_get_no_further_than_the_door() -> None:
    for route, words in rows().items():
        if route not in OPEN:
            assert words[:4] == ["login"] * 4, route


def test_in_the_table_alice_publishes_deletes_and_manages_nothing() -> None:
    """But error reports: whoever changes summaries deals with those."""
    index = 2 * WHO.index("alice")
    closed = ("desk/users/", "desk/groups/", "desk/reports/who-did-what/", "desk/settings/", "desk/sites/")
    for route, words in rows().items():
        if route == "desk/settings/<slug:app_name>/<slug:model_name>/":
            continue  # leads on to the form, which refuses
        acts = "/delete/" in route or "/unpublish/" in route or "/unschedule/" in route
        if route.startswith(closed) or (acts and not route.startswith("desk/error_reports/")):
            assert set(words[index : index + 2]) <= {"home", "404", "405"}, route


# Wagtail's own: one breaks on purpose, the others on a form that no browser sends (empty, or for a chooser that makes
# nothing). Whoever may not come there is refused before.
BREAK = (
    "desk/failwhale/",
    "desk/choose-external-link/",
    "desk/pages/<int:page_id>/copy/",
    "desk/snippets/choose/",
)


def test_no_address_of_ours_breaks() -> None:
    for route, words in rows().items():
        assert "500" not in words or route.startswith(BREAK), route
