"""The second factor as somebody meets it: set up, asked for, lost, taken away; and what a thief can do with it."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pyotp
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from apercu.editing.second_factor import codes, guarding
from apercu.editing.second_factor.models import BackupCode, Guard
from tests.integration.editing.security.clock import PASSWORD, Clock

pytestmark = pytest.mark.django_db
HERE = "/desk/account/second-factor/"


@pytest.fixture
def alice(clock: Clock) -> Any:
    return get_user_model().objects.create_superuser("alice", "alice@example.org", PASSWORD)


def sign_in(client: Client, name: str = "alice", **more: Any) -> Any:
    return client.post("/desk/login/", {"username": name, "password": PASSWORD, **more})


def now_code(user: Any, clock: Clock) -> str:
    return pyotp.TOTP(Guard.objects.get(user=user).key).at(clock.now)


def guarded(user: Any, clock: Clock) -> list[str]:
    """Set a second factor up for this account, a while ago; gives its backup codes."""
    key = codes.new_key()
    new = guarding.set_up(user=user, key=key, code=pyotp.TOTP(key).at(clock.now), by=user, at=clock.now)
    clock.move(minutes=5)
    return new


def test_setting_it_up_shows_a_picture_the_key_and_once_the_backup_codes(
    client: Client, alice: Any, clock: Clock
) -> None:
    sign_in(client)
    page = client.get(f"{HERE}set-up/").content.decode()
    assert "<svg" in page
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert key is not None
    code = pyotp.TOTP(key[1].replace(" ", "")).at(clock.now)
    done = client.post(f"{HERE}set-up/", {"code": f"{code[:3]} {code[3:]}", "password": PASSWORD})
    shown = re.findall(r"<li><code>([a-z0-9-]+)</code>", done.content.decode())
    assert len(shown) == len(set(shown)) == 10
    assert "no-store" in done.headers["Cache-Control"]
    assert client.get(HERE).status_code == 200, "the session that set it up goes on"
    assert shown[0] not in client.get(HERE).content.decode()


def test_the_page_that_sets_it_up_asks_nobody_for_anything(client: Client, alice: Any) -> None:
    sign_in(client)
    page = client.get(f"{HERE}set-up/").content.decode()
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert "style" not in picture
    assert "script" not in picture
    assert not re.search(r'src="(?:https?:)?//|<link[^>]+href="(?:https?:)?//', page)


@pytest.mark.parametrize(
    ("code", "password"), [("000000", PASSWORD), ("right", "wrong"), ("", ""), ("right", "")]
)
def test_a_wrong_code_or_password_sets_nothing_up(
    client: Client, alice: Any, clock: Clock, code: str, password: str
) -> None:
    sign_in(client)
    client.get(f"{HERE}set-up/")
    right = pyotp.TOTP(client.session["second-factor-offer"]).at(clock.now)
    client.post(f"{HERE}set-up/", {"code": right if code == "right" else code, "password": password})
    assert not Guard.objects.filter(key__gt="").exists()


def test_at_the_door_the_code_is_asked_for_after_the_password(
    client: Client, alice: Any, clock: Clock
) -> None:
    guarded(alice, clock)
    response = sign_in(client, next="/desk/account/")
    assert response.headers["Location"] == "/desk/login/code/"
    assert client.get("/desk/").headers["Location"].startswith("/desk/login/"), (
        "the password alone opens nothing"
    )
    assert client.get("/desk/login/code/").status_code == 200
    entered = client.post("/desk/login/code/", {"code": now_code(alice, clock)})
    assert entered.headers["Location"] == "/desk/account/"
    assert client.get("/desk/").status_code == 200


def test_a_code_works_once(client: Client, alice: Any, clock: Clock) -> None:
    guarded(alice, clock)
    code = now_code(alice, clock)
    sign_in(client)
    assert client.post("/desk/login/code/", {"code": code}).status_code == 302
    thief = Client()
    sign_in(thief)
    refused = thief.post("/desk/login/code/", {"code": code})
    assert refused.status_code == 200
    assert "was used already" in refused.content.decode()


def test_an_earlier_code_than_the_one_used_is_refused_as_well(
    client: Client, alice: Any, clock: Clock
) -> None:
    guarded(alice, clock)
    before = now_code(alice, clock)
    clock.move(seconds=30)
    assert guarding.judge(user=alice, code=now_code(alice, clock), at=clock.now) is guarding.Answer.CODE
    assert guarding.judge(user=alice, code=before, at=clock.now) is guarding.Answer.WRONG


@pytest.mark.parametrize(
    ("seconds", "answer"), [(-30, "CODE"), (0, "CODE"), (30, "CODE"), (90, "WRONG"), (-90, "WRONG")]
)
def test_a_clock_may_be_half_a_minute_off(alice: Any, clock: Clock, seconds: int, answer: str) -> None:
    guarded(alice, clock)
    then = clock.now + datetime.timedelta(seconds=seconds)
    code = pyotp.TOTP(Guard.objects.get().key).at(then)
    assert guarding.judge(user=alice, code=code, at=clock.now) is guarding.Answer[answer]


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, shortened to six digits."""
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        at = datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
        assert codes.step_of(code, key=key, at=at) == seconds // 30


def test_a_backup_code_works_once_and_says_how_many_are_left(
    client: Client, alice: Any, clock: Clock
) -> None:
    backup = guarded(alice, clock)
    sign_in(client)
    entered = client.post("/desk/login/code/", {"code": f" {backup[0].upper()} "}, follow=True)
    assert "9 are left" in entered.content.decode()
    again = Client()
    sign_in(again)
    assert again.post("/desk/login/code/", {"code": backup[0]}).status_code == 200


def test_backup_codes_are_not_kept_as_they_are(alice: Any, clock: Clock) -> None:
    backup = guarded(alice, clock)
    kept = str(list(BackupCode.objects.values()))
    assert not any(code in kept or code.replace("-", "") in kept for code in backup)


def test_a_backup_code_of_somebody_else_does_not_work(alice: Any, clock: Clock) -> None:
    bob = get_user_model().objects.create_superuser("bob", password=PASSWORD)
    backup = guarded(alice, clock)
    guarded(bob, clock)
    assert guarding.judge(user=bob, code=backup[0], at=clock.now) is guarding.Answer.WRONG


def test_guessing_codes_is_slow_from_wherever_it_is_done(alice: Any, clock: Clock) -> None:
    guarded(alice, clock)
    for number in range(6):
        thief = Client(REMOTE_ADDR=f"198.51.100.{number}")
        sign_in(thief)
        response = thief.post("/desk/login/code/", {"code": "000000"})
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()
    refused = thief.post("/desk/login/code/", {"code": now_code(alice, clock)})
    assert refused.status_code == 429, "the right one is not even looked at"


def test_the_code_can_be_waited_for_ten_minutes(client: Client, alice: Any, clock: Clock) -> None:
    guarded(alice, clock)
    sign_in(client)
    clock.move(minutes=11)
    response = client.post("/desk/login/code/", {"code": now_code(alice, clock)})
    assert response.headers["Location"] == "/desk/login/"


def test_a_password_changed_meanwhile_sends_one_back_to_the_door(
    client: Client, alice: Any, clock: Clock
) -> None:
    guarded(alice, clock)
    sign_in(client)
    alice.set_password("another long password")
    alice.save()
    assert (
        client.post("/desk/login/code/", {"code": now_code(alice, clock)}).headers["Location"]
        == "/desk/login/"
    )


def test_nobody_gets_to_the_code_without_a_password(client: Client) -> None:
    assert client.get("/desk/login/code/").headers["Location"] == "/desk/login/"


def test_setting_up_ends_the_other_sessions(client: Client, alice: Any, clock: Clock) -> None:
    sign_in(client)
    assert client.get("/desk/").status_code == 200
    guarded(alice, clock)
    assert client.get("/desk/").headers["Location"].startswith("/desk/login/")


def test_removing_takes_password_and_code_and_ends_the_other_sessions(
    client: Client, alice: Any, clock: Clock
) -> None:
    guarded(alice, clock)
    here, there = client, Client()
    for browser in (here, there):
        sign_in(browser)
        browser.post("/desk/login/code/", {"code": now_code(alice, clock)})
        assert browser.get("/desk/").status_code == 200
        clock.move(minutes=1)
    here.post(f"{HERE}remove/", {"password": "wrong", "code": now_code(alice, clock)})
    here.post(f"{HERE}remove/", {"password": PASSWORD, "code": "000000"})
    assert Guard.objects.get().key, "neither alone is enough"
    here.post(f"{HERE}remove/", {"password": PASSWORD, "code": now_code(alice, clock)})
    assert not Guard.objects.get().key
    assert not BackupCode.objects.exists()
    assert here.get("/desk/").status_code == 200
    assert there.get("/desk/").status_code == 302
    assert sign_in(Client()).headers["Location"] == "/desk/", "the password alone is enough again"


def test_new_backup_codes_make_the_old_ones_void(client: Client, alice: Any, clock: Clock) -> None:
    old = guarded(alice, clock)
    sign_in(client)
    client.post("/desk/login/code/", {"code": now_code(alice, clock)})
    page = client.post(f"{HERE}backup-codes/", {"password": PASSWORD}).content.decode()
    new = re.findall(r"<li><code>([a-z0-9-]+)</code>", page)
    assert len(new) == 10
    assert guarding.judge(user=alice, code=old[0], at=clock.now) is guarding.Answer.WRONG
    assert guarding.judge(user=alice, code=new[0], at=clock.now) is guarding.Answer.BACKUP_CODE


def test_where_it_is_required_one_can_do_nothing_before_setting_it_up(
    client: Client, alice: Any, clock: Clock, settings: Any
) -> None:
    settings.SECOND_FACTOR = "required"
    sign_in(client)
    for where in ("/desk/", "/desk/snippets/content/summary/", "/desk/users/", "/desk/uploads/a.png"):
        assert client.get(where).headers["Location"] == HERE
    assert client.post("/desk/snippets/content/topic/add/", {}).headers["Location"] == HERE
    assert client.get(HERE).status_code == client.get(f"{HERE}set-up/").status_code == 200


def test_it_can_be_required_of_some_roles_only(client: Client, clock: Clock, settings: Any) -> None:
    settings.SECOND_FACTOR_GROUPS = ("Operators",)
    for name, role, answer in (("olga", "Operators", True), ("bob", "Others", False)):
        user = get_user_model().objects.create_user(name)
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        assert guarding.is_required(user) is answer
    assert guarding.is_required(get_user_model().objects.create_superuser("root"))


def test_switched_off_it_is_asked_of_nobody(client: Client, alice: Any, clock: Clock, settings: Any) -> None:
    guarded(alice, clock)
    settings.SECOND_FACTOR = "off"
    assert sign_in(client).headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert client.get(f"{HERE}set-up/").status_code == 404
    settings.SECOND_FACTOR = "optional"
    assert client.get("/desk/").status_code == 302, "switched on again, the session without a code is over"


def test_an_operator_can_reset_it(client: Client, alice: Any, clock: Clock, capsys: Any) -> None:
    guarded(alice, clock)
    call_command("reset_second_factor", "alice")
    assert "removed" in capsys.readouterr().out
    assert sign_in(client).headers["Location"] == "/desk/"
    call_command("reset_second_factor", "alice")
    assert "has no second factor" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no account called nobody"):
        call_command("reset_second_factor", "nobody")


def test_pages_to_go_on_to_stay_on_this_site(client: Client, alice: Any, clock: Clock) -> None:
    guarded(alice, clock)
    sign_in(client, next="https://elsewhere.example.net/")
    entered = client.post("/desk/login/code/", {"code": now_code(alice, clock)})
    assert entered.headers["Location"] == "/desk/"
