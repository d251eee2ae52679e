"""How long one stays signed in, what ends it, and what a browser is told about it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.integration.editing.security.clock import PASSWORD, Clock

pytestmark = pytest.mark.django_db
SUMMARIES = "/desk/snippets/content/summary/"


@pytest.fixture
def alice(clock: Clock) -> Any:
    return get_user_model().objects.create_superuser("alice", "alice@example.org", PASSWORD)


def sign_in(client: Client, **more: Any) -> Any:
    return client.post("/desk/login/", {"username": "alice", "password": PASSWORD, **more})


def is_in(client: Client) -> bool:
    return client.get(SUMMARIES).status_code == 200


def test_signing_in_gives_the_session_a_new_key(client: Client, alice: Any) -> None:
    client.get("/desk/login/")
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value != before


def test_the_cookie_is_the_desks_alone(client: Client, alice: Any) -> None:
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["path"] == "/desk/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"], "gone when the browser is closed, unless asked to remember"


def test_remembered_it_lasts_two_weeks(client: Client, alice: Any) -> None:
    sign_in(client, remember="on")
    assert client.cookies["sessionid"]["max-age"] == 14 * 24 * 3600


def test_two_hours_of_nothing_end_it(client: Client, alice: Any, clock: Clock) -> None:
    sign_in(client)
    for _hour in range(4):
        clock.move(hours=1, minutes=50)
        assert is_in(client)
    clock.move(hours=2, minutes=1)
    response = client.get(SUMMARIES)
    assert response.headers["Location"] == f"/desk/login/?next={SUMMARIES}"
    assert "You were away for a while" in client.get(response.headers["Location"]).content.decode()


def test_twelve_hours_end_it_however_busy_one_is(client: Client, alice: Any, clock: Clock) -> None:
    sign_in(client)
    for _hour in range(12):
        assert is_in(client)
        clock.move(hours=1)
    clock.move(minutes=1)
    assert not is_in(client)


@pytest.mark.parametrize(("days", "inside"), [(6, True), (8, False)])
def test_remembered_a_week_of_nothing_ends_it(
    client: Client, alice: Any, clock: Clock, days: int, inside: bool
) -> None:
    sign_in(client, remember="on")
    clock.move(days=days)
    assert is_in(client) is inside


def test_a_page_left_open_does_not_count_as_being_there(client: Client, alice: Any, clock: Clock) -> None:
    sign_in(client)
    for _minute in range(13):
        clock.move(minutes=10)
        client.post("/desk/editing-sessions/ping/content/summary/1/1/")
    assert not is_in(client)


def test_a_script_is_refused_rather_than_led_to_a_page(client: Client, alice: Any, clock: Clock) -> None:
    sign_in(client)
    clock.move(hours=13)
    response = client.post(SUMMARIES + "add/", headers={"accept": "application/json"})
    assert response.status_code == 403
    assert "sign in again" in response.content.decode()


def test_a_new_password_ends_the_other_sessions(client: Client, alice: Any) -> None:
    there = Client()
    sign_in(client)
    sign_in(there)
    client.post(
        "/desk/account/",
        {
            "name_email-first_name": "Alice",
            "name_email-last_name": "M",
            "name_email-email": "alice@example.org",
            "locale-preferred_language": "",
            "locale-current_time_zone": "",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "password-old_password": PASSWORD,
            "password-new_password1": "quite another password",
            "password-new_password2": "quite another password",
        },
    )
    alice.refresh_from_db()
    assert alice.check_password("quite another password")
    assert is_in(client)
    assert not is_in(there)


def test_one_can_sign_out_everywhere_else(client: Client, alice: Any) -> None:
    there = Client()
    sign_in(client)
    sign_in(there)
    response = client.post("/desk/account/second-factor/end-sessions/", follow=True)
    assert "signed out everywhere else" in response.content.decode()
    assert is_in(client)
    assert not is_in(there)
    assert sign_in(there).status_code == 302
    assert is_in(there)


def test_signing_out_ends_the_session_on_the_server(client: Client, alice: Any) -> None:
    sign_in(client)
    key = client.cookies["sessionid"].value
    client.post("/desk/logout/")
    thief = Client()
    thief.cookies["sessionid"] = key
    assert not is_in(thief)


def test_pages_of_the_desk_are_kept_by_nobody(client: Client, alice: Any) -> None:
    sign_in(client)
    for where in ("/desk/", SUMMARIES, "/desk/login/code/", "/desk/account/", "/desk/no-such-page/"):
        assert "no-store" in client.get(where).headers["Cache-Control"], where


@pytest.mark.parametrize(("language", "heading"), [("fr-CA,fr;q=0.9", "Mot de passe"), ("de", "Password")])
def test_the_door_speaks_the_browsers_language(client: Client, language: str, heading: str) -> None:
    page = client.get("/desk/login/", headers={"accept-language": language})
    assert heading in page.content.decode()
    assert "Accept-Language" in page.headers["Vary"]
