"""Guessing passwords is slow, for one person's as for many; and a refusal tells nothing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apercu.editing.throttling import counting, doors
from apercu.editing.throttling.models import Tally

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
LOGIN = "/desk/login/"
WRONG = "didn&#x27;t match"


def try_to_enter(client: Client, *, name: str = "alice", password: str = "wrong", **extra: Any) -> Any:
    return client.post(LOGIN, {"username": name, "password": password}, **extra)


@pytest.fixture
def alice() -> Any:
    return get_user_model().objects.create_superuser("alice", "alice@example.org", "the right password")


def test_after_five_wrong_passwords_one_waits(client: Client, alice: Any) -> None:
    for _number in range(5):
        response = try_to_enter(client)
        assert response.status_code == 200
        assert WRONG in response.content.decode()
    response = try_to_enter(client, password="the right password")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 30
    assert "Too many tries. Please wait 1 minute" in response.content.decode()


def test_the_answers_are_the_same_for_a_name_nobody_has(client: Client, alice: Any) -> None:
    def answers(name: str) -> list[tuple[int, str]]:
        got = [try_to_enter(client, name=name, REMOTE_ADDR=f"192.0.2.{len(name)}") for _number in range(7)]
        return [(r.status_code, r.context["form"].non_field_errors()[0]) for r in got]

    assert answers("alice") == answers("nobody")


def test_a_name_that_nobody_has_costs_the_same_work(client: Client, alice: Any, monkeypatch: Any) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, *args: Any, **kwargs: Any) -> str:
        hashed.append(password)
        return str(encode(self, password, *args, **kwargs))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for name in ("alice", "nobody"):
        hashed.clear()
        try_to_enter(client, name=name)
        assert len(hashed) == 1, name


def test_the_name_counts_however_it_is_typed(client: Client, alice: Any) -> None:
    for name in ("alice", "ALICE", " alice", "Alice", "alicE"):
        try_to_enter(client, name=name)
    assert try_to_enter(client).status_code == 429


def test_somebody_else_and_somewhere_else_is_not_kept_waiting(client: Client, alice: Any) -> None:
    for _number in range(6):
        try_to_enter(client)
    assert try_to_enter(client, name="bob").status_code == 200
    entered = try_to_enter(client, password="the right password", REMOTE_ADDR="198.51.100.7")
    assert entered.status_code == 302


def test_a_right_password_makes_the_wrong_ones_forgotten(client: Client, alice: Any) -> None:
    for _number in range(3):
        for _again in range(4):
            try_to_enter(client)
        assert try_to_enter(client, password="the right password").status_code == 302
        client.logout()


def test_a_network_that_tries_many_names_waits(client: Client) -> None:
    for number in range(30):
        assert try_to_enter(client, name=f"name{number}").status_code == 200
    assert try_to_enter(client, name="another").status_code == 429
    assert try_to_enter(client, name="another", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_without_proxies_of_ours_a_client_cannot_invent_its_address(client: Client) -> None:
    for number in range(6):
        response = try_to_enter(client, headers={"x-forwarded-for": f"198.51.100.{number}"})
    assert response.status_code == 429


def test_behind_a_proxy_of_ours_it_is_the_address_the_proxy_saw(client: Client, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    for _number in range(6):
        response = try_to_enter(client, headers={"x-forwarded-for": "10.0.0.1, 198.51.100.1"})
    assert response.status_code == 429
    other = try_to_enter(client, headers={"x-forwarded-for": "10.0.0.1, 198.51.100.2"})
    assert other.status_code == 200


def test_nothing_that_is_counted_names_anybody(client: Client, alice: Any) -> None:
    try_to_enter(client, REMOTE_ADDR="198.51.100.7")
    kept = str(list(Tally.objects.values()))
    assert "alice" not in kept
    assert "198.51" not in kept


def wrong(at: datetime.datetime) -> counting.Try:
    return counting.admit(door=doors.PASSWORD, who="alice", address="192.0.2.1", at=at)


def test_each_wait_is_twice_the_one_before_and_an_hour_at_most() -> None:
    at = NOON
    for _free in range(5):
        wrong(at)
    waits = []
    for _number in range(9):
        with pytest.raises(counting.TooMany) as refused:
            wrong(at)
        waits.append(refused.value.seconds)
        at += refused.value.wait
        wrong(at)
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_a_refused_try_is_not_counted() -> None:
    for _free in range(5):
        wrong(NOON)
    for second in range(1, 30):
        with pytest.raises(counting.TooMany):
            wrong(NOON + second * SECOND)
    wrong(NOON + 30 * SECOND)


def test_who_signs_in_while_a_colleague_does_is_not_kept_waiting() -> None:
    """On two processes the later of two tries may take its turn first."""
    address = "192.0.2.7"
    counting.admit(door=doors.PASSWORD, who="bob", address=address, at=NOON + SECOND)
    counting.admit(door=doors.PASSWORD, who="alice", address=address, at=NOON)
    assert max(Tally.objects.values_list("last_at", flat=True)) == NOON + SECOND


def test_after_a_quiet_day_everything_is_forgotten() -> None:
    for _free in range(5):
        wrong(NOON)
    later = NOON + datetime.timedelta(hours=24, seconds=1)
    for _free in range(5):
        wrong(later)
    assert Tally.objects.filter(last_at__lt=later).count() == 0


@given(st.integers(0, 10_000), st.sampled_from([doors.PASSWORD, doors.CODE, doors.RESET]))
def test_waits_never_grow_shorter_with_more_wrong_tries(count: int, door: doors.Door) -> None:
    for limit in filter(None, (door.network, door.person, door.person_there)):
        assert limit.wait_after(count) <= limit.wait_after(count + 1) <= limit.longest_wait


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 minute"), (61, "2 minutes"), (3600, "60 minutes"), (3 * 3600, "3 hours")]
)
def test_the_wait_is_said_in_words(seconds: int, said: str) -> None:
    assert said in counting.TooMany(seconds * SECOND).sentence


def ask(client: Client, email: str, **extra: Any) -> Any:
    return client.post("/desk/password_reset/", {"email": email}, **extra)


def test_a_forgotten_password_is_answered_alike_for_an_address_nobody_has(client: Client, alice: Any) -> None:
    known, unknown = ask(client, "alice@example.org"), ask(client, "nobody@example.org")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]
    assert "/desk/password_reset/confirm/" in mail.outbox[0].body


def test_the_letter_is_written_only_after_the_answer(alice: Any, rf: Any) -> None:
    """So the time until the answer is the same, whether there is a letter to send or not."""
    from apercu.editing.signing_in.views import AnswerFirst

    done: list[str] = []
    answer = AnswerFirst("/done/", lambda: done.append("written"))
    assert done == []
    answer.close()
    answer.close()
    assert done == ["written"]


def test_nobody_is_flooded_with_letters(client: Client, alice: Any) -> None:
    for number in range(5):
        response = ask(client, "alice@example.org", REMOTE_ADDR=f"198.51.100.{number}")
    assert response.status_code == 429
    assert len(mail.outbox) == 3
    assert ask(client, "bob@example.org").status_code == 302
