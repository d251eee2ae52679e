"""Followers of the change log: they catch up, start again, and do not hold each other up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

import pytest

from apercu.content import changes, following
from apercu.content.following import Follower
from apercu.content.models import Change, FollowerMark, Person
from tests.patience import PATIENCE

pytestmark = pytest.mark.django_db


class Diary:
    """A follower that writes down what it is told."""

    def __init__(self, name: str = "diary", *, is_shared: bool = True) -> None:
        self.seen: list[int] = []
        self.rebuilt = 0
        self.fails_at = -1
        self.is_outdated = False
        self.follower = Follower(
            name=name,
            follow=self.follow,
            rebuild=self.rebuild,
            outdated=lambda: self.is_outdated,
            is_shared=is_shared,
        )

    def follow(self, batch: Sequence[Change]) -> None:
        for change in batch:
            if len(self.seen) == self.fails_at:
                raise RuntimeError("the pen broke")
            self.seen.append(change.pk)

    def rebuild(self) -> None:
        if self.fails_at == 0:
            raise RuntimeError("no pen at all")
        self.rebuilt += 1


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Callable[[Diary], Diary]:
    """Registers diaries, alone in the house."""
    monkeypatch.setattr(following, "_followers", {})

    def add(diary: Diary) -> Diary:
        following.register(diary.follower)
        return diary

    return add


def write(number: int) -> None:
    for _ in range(number):
        Person.objects.create(name=f"Person {changes.edition()}")


def test_a_new_follower_rebuilds_and_then_follows(register: Callable[[Diary], Diary]) -> None:
    diary = register(Diary())
    write(3)
    following.catch_up()
    assert (diary.rebuilt, diary.seen) == (1, [])
    write(2)
    following.catch_up()
    assert (diary.rebuilt, len(diary.seen)) == (1, 2)
    assert following.mark_of("diary") == changes.edition() == diary.seen[-1]
    assert following.catch_up() == 0


def test_many_changes_come_in_order_in_several_steps(
    register: Callable[[Diary], Diary], monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = register(Diary())
    write(1)
    following.catch_up()
    monkeypatch.setattr(following, "AT_ONCE", 2)
    write(5)
    assert following.catch_up() == 3
    assert diary.seen == sorted(diary.seen)
    assert len(diary.seen) == 5


def test_a_follower_that_fails_is_told_and_the_others_go_on(
    register: Callable[[Diary], Diary], caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = register(Diary("broken")), register(Diary("sound"))
    write(1)
    following.catch_up()
    write(2)
    broken.fails_at = 1
    with caplog.at_level(logging.ERROR):
        following.catch_up()
    assert "broken" in caplog.text
    assert "the pen broke" in caplog.text
    assert following.mark_of("sound") == changes.edition()
    assert following.mark_of("broken") < changes.edition()
    broken.fails_at = -1
    following.catch_up()
    assert broken.seen[-2:] == sound.seen  # all of them again, and to the end
    assert following.mark_of("broken") == changes.edition()


def test_a_mark_beyond_the_log_means_another_database(register: Callable[[Diary], Diary]) -> None:
    diary = register(Diary())
    write(2)
    FollowerMark.objects.create(name="diary", mark=changes.edition() + 100)
    following.catch_up()
    assert diary.rebuilt == 1
    assert following.mark_of("diary") == changes.edition()


def test_a_follower_can_be_told_to_start_again(register: Callable[[Diary], Diary]) -> None:
    diary = register(Diary())
    write(1)
    following.catch_up()
    following.start_again("diary")
    following.catch_up()
    assert diary.rebuilt == 2


def test_what_another_release_made_is_made_again_once(register: Callable[[Diary], Diary]) -> None:
    diary = register(Diary())
    write(1)
    following.catch_up()
    diary.is_outdated = True
    following.catch_up()
    assert diary.rebuilt == 1  # asked at the first step of a process only
    register(diary)
    following.catch_up()
    following.catch_up()
    assert diary.rebuilt == 2


def test_one_follower_can_be_called_by_name(register: Callable[[Diary], Diary]) -> None:
    one, other = register(Diary("one")), register(Diary("other"))
    write(1)
    following.catch_up(names=["other"])
    assert (one.rebuilt, other.rebuilt) == (0, 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_watch_follows_while_the_process_lives(register: Callable[[Diary], Diary]) -> None:
    reached = threading.Event()
    register(Diary("first, and broken", is_shared=False)).fails_at = 0
    register(Diary("shared: the work of the jobs process"))
    following.register(
        Follower(name="sound", follow=lambda _batch: None, rebuild=reached.set, every=0.01, is_shared=False)
    )
    write(1)
    watches = following.watch_own()
    try:
        assert reached.wait(PATIENCE)
    finally:
        for watch in watches:
            watch.stop()
