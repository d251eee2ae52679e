"""Kept answers: nobody is asked twice for nothing, every answer says how old it is, offline shows what there is."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from apercu.fetching import (
    FolderStore,
    Kept,
    MemoryStore,
    NotAllowed,
    Offline,
    OutOfOrder,
    Store,
    Unreachable,
)
from apercu.fetching.replaying import Recorded, Replay
from tests.replaying.server import NOON, Prepared, ReplayServer, Time

WEEK = datetime.timedelta(days=7)


@pytest.fixture(params=["memory", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return MemoryStore() if request.param == "memory" else FolderStore(tmp_path / "answers")


def test_a_young_answer_is_given_again_and_says_its_age(replay_server: ReplayServer, store: Store) -> None:
    clock = Time()
    replay_server.prepare("/one", Prepared(body="é".encode(), headers={"X-Some": "thing"}))
    client = replay_server.client(clock=clock, store=store)
    first = client.get(f"{replay_server.address}/one", max_age=WEEK)
    clock.pass_by(days=3)
    again = client.get(f"{replay_server.address}/one", max_age=WEEK)
    assert len(replay_server.asked) == 1
    assert (again.body, again.status, again.headers["x-some"]) == (first.body, 200, "thing")
    assert again.from_cache
    assert again.fetched_at == first.fetched_at
    assert again.age(at=clock.now()) >= datetime.timedelta(days=3)


def test_an_older_one_is_asked_for_again(replay_server: ReplayServer, store: Store) -> None:
    clock = Time()
    replay_server.prepare("/one", Prepared(body=b"old"), Prepared(body=b"new"))
    client = replay_server.client(clock=clock, store=store)
    client.get(f"{replay_server.address}/one", max_age=WEEK)
    clock.pass_by(days=8)
    assert client.get(f"{replay_server.address}/one", max_age=WEEK).body == b"new"
    assert client.get(f"{replay_server.address}/one", max_age=WEEK).body == b"new"
    assert len(replay_server.asked) == 2


def test_without_a_max_age_the_host_is_always_asked(replay_server: ReplayServer, store: Store) -> None:
    replay_server.prepare("/one", Prepared(body=b"x"))
    client = replay_server.client(store=store)
    for _ in range(2):
        assert not client.get(f"{replay_server.address}/one").from_cache
    assert len(replay_server.asked) == 2


def test_an_unchanged_answer_is_confirmed_and_young_again(replay_server: ReplayServer, store: Store) -> None:
    clock = Time()
    replay_server.prepare("/one", Prepared(body=b"x", headers={"ETag": '"a"'}))
    client = replay_server.client(clock=clock, store=store)
    first = client.get(f"{replay_server.address}/one", max_age=WEEK)
    clock.pass_by(days=8)
    confirmed = client.get(f"{replay_server.address}/one", max_age=WEEK)
    assert (confirmed.status, confirmed.body, confirmed.from_cache) == (200, b"x", True)
    assert confirmed.fetched_at - first.fetched_at >= datetime.timedelta(days=8)
    assert replay_server.asked[1].headers["if-none-match"] == '"a"'
    clock.pass_by(days=1)
    client.get(f"{replay_server.address}/one", max_age=WEEK)
    assert len(replay_server.asked) == 2


def test_a_date_of_change_serves_as_well(replay_server: ReplayServer, store: Store) -> None:
    changed = "Tue, 01 Jun 2021 10:00:00 GMT"
    replay_server.prepare("/one", Prepared(body=b"x", headers={"Last-Modified": changed}))
    client = replay_server.client(store=store)
    for _ in range(2):
        client.get(f"{replay_server.address}/one")
    assert "if-modified-since" not in replay_server.asked[0].headers
    assert replay_server.asked[1].headers["if-modified-since"] == changed


def test_where_asking_fails_the_old_answer_is_given_and_says_why(
    replay_server: ReplayServer, store: Store
) -> None:
    clock = Time()
    replay_server.prepare("/one", Prepared(body=b"old"), Prepared(status=500))
    client = replay_server.client(clock=clock, store=store)
    client.get(f"{replay_server.address}/one", max_age=WEEK)
    clock.pass_by(days=30)
    stale = client.get(f"{replay_server.address}/one", max_age=WEEK)
    assert stale.body == b"old"
    assert isinstance(stale.stale_because, OutOfOrder)
    assert stale.age(at=clock.now()) >= datetime.timedelta(days=30)


def test_offline_gives_what_is_kept_of_any_age_and_asks_nobody(
    replay_server: ReplayServer, store: Store
) -> None:
    clock = Time()
    replay_server.prepare("/one", Prepared(body=b"old"))
    replay_server.client(clock=clock, store=store).get(f"{replay_server.address}/one")
    clock.pass_by(days=400)
    offline = replay_server.client(clock=clock, store=store, offline=True)
    assert offline.get(f"{replay_server.address}/one", max_age=WEEK).body == b"old"
    with pytest.raises(Offline):
        offline.get(f"{replay_server.address}/two")
    assert len(replay_server.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Prepared(status=404, body=b"not yet"),
        Prepared(body=b"secret", headers={"Cache-Control": "private, no-store"}),
    ],
)
def test_not_everything_is_kept(replay_server: ReplayServer, answer: Prepared) -> None:
    replay_server.prepare("/one", answer)
    client = replay_server.client(store=MemoryStore())
    for _ in range(2):
        client.get(f"{replay_server.address}/one", max_age=WEEK)
    assert len(replay_server.asked) == 2


def test_an_answer_that_was_no_good_can_be_forgotten(replay_server: ReplayServer, store: Store) -> None:
    replay_server.prepare("/one", Prepared(body=b'{"cut": '), Prepared(body=b"{}"))
    client = replay_server.client(store=store)
    client.forget(client.get(f"{replay_server.address}/one", max_age=WEEK))
    assert client.get(f"{replay_server.address}/one", max_age=WEEK).body == b"{}"


def test_another_format_is_another_answer(replay_server: ReplayServer, store: Store) -> None:
    replay_server.prepare("/one", Prepared(body=b"a"), Prepared(body=b"b"))
    client = replay_server.client(store=store)
    for accept, body in (("text/a", b"a"), ("text/b", b"b"), ("text/a", b"a")):
        reply = client.get(f"{replay_server.address}/one", headers={"Accept": accept}, max_age=WEEK)
        assert reply.body == body


def test_a_kept_answer_opens_no_door_the_policy_closes(replay_server: ReplayServer) -> None:
    with pytest.raises(NotAllowed):
        replay_server.client(store=MemoryStore(), offline=True).get("https://elsewhere.example/")


def test_a_damaged_file_counts_as_none_and_old_ones_can_be_swept(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "answers")
    kept = Kept(status=200, url="u", headers={}, body=b"x", fetched_at=NOON)
    store.put("a", kept)
    assert store.get("a") == kept
    (path,) = (tmp_path / "answers").glob("*/*.json")
    for damage in (b"", b"\xff", b"[]", json.dumps({"status": 200}).encode()):
        path.write_bytes(damage)
        assert store.get("a") is None
    assert store.forget(before=datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)) == 0
    assert store.forget(before=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)) == 1
    assert not path.exists()


def test_a_folder_that_cannot_be_written_costs_no_answer(replay_server: ReplayServer, tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file where the folder should be")
    replay_server.prepare("/one", Prepared(body=b"x"))
    client = replay_server.client(store=FolderStore(tmp_path / "answers"))
    assert client.get(f"{replay_server.address}/one", max_age=WEEK).body == b"x"


def test_memory_does_not_grow_for_ever() -> None:
    store = MemoryStore(most=3)
    for number in range(10):
        store.put(str(number), Kept(status=200, url="", headers={}, body=b"", fetched_at=NOON))
    assert [key for key in map(str, range(10)) if store.get(key)] == ["7", "8", "9"]


def test_a_folder_of_recorded_answers_stands_in_for_the_network(
    tmp_path: Path, replay_server: ReplayServer
) -> None:
    (tmp_path / "one.json").write_text('{"a": 1}')
    listed = [
        {"url": "https://127.0.0.1/works?b=2&a=1&mailto=x", "file": "one.json", "headers": {"X-A": "b"}},
        {"url": "https://127.0.0.1/gone", "status": 410},
    ]
    (tmp_path / "answers.json").write_text(json.dumps(listed))
    replay = Replay.of_folder(tmp_path)
    from apercu.fetching import Client, Host, Identity, Policy

    client = Client(
        policy=Policy(hosts=(Host(name="127.0.0.1"),)),
        identity=Identity(version="0"),
        now=lambda: NOON,
        transport=replay,
        surroundings=Time().surroundings(),
    )
    reply = client.get("https://127.0.0.1/works", params={"a": "1", "b": "2", "mailto": "somebody"})
    assert (reply.body, reply.headers["x-a"]) == (b'{"a": 1}', "b")
    assert client.get("https://127.0.0.1/gone").status == 410
    with pytest.raises(Unreachable):
        client.get("https://127.0.0.1/other")
    assert replay.asked[0] == "https://127.0.0.1/works?a=1&b=2"
    assert Recorded(url="u").status == 200
