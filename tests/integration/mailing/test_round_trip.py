"""A list that is exported and imported elsewhere is the same list: for any people and any history of theirs."""

from __future__ import annotations

import datetime
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apercu.mailing import subscribing
from apercu.mailing.bringing import exporting
from apercu.mailing.bringing.columns import COLUMNS
from apercu.mailing.bringing.running import Asked, Slice, run
from apercu.mailing.models import ConsentEvent, Subscriber
from apercu.mailing.subscribing import Choices
from tests.builders import make_topic, make_type
from tests.integration.mailing.importing import DAY, NOON, bring, exported, subscribed, table
from tests.samples import subscribers

pytestmark = pytest.mark.django_db

TOPICS = ("empathy", "all", "none", "group-therapy")
TYPES = ("survey", "meta-analysis")
LOCALS = ["anna", "=1+1", "+tag", "-x", "'quoted", "zoé", "a.b", "O'Neil"]
SOURCES = st.text(
    st.one_of(st.sampled_from("=+-@'\t\n \",;é"), st.characters(codec="utf-8", categories=("L", "N", "P"))),
    min_size=1,
    max_size=30,
).filter(str.strip)
PICKED = st.none() | st.lists(st.sampled_from(TOPICS), unique=True, max_size=3).map(tuple)
CHOICES = st.builds(
    Choices,
    language=st.sampled_from(["en", "fr"]),
    often=st.sampled_from(["digest", "alerts"]),
    weekly_cap=st.integers(1, 7),
    topics=PICKED,
    types=st.none() | st.lists(st.sampled_from(TYPES), unique=True).map(tuple),
)
HISTORIES = st.lists(st.sampled_from(["confirm", "leave", "return", "bounced", "complained"]), max_size=4)
MOMENTS = st.integers(0, 9000 * 86_400_000).map(lambda ms: NOON - datetime.timedelta(milliseconds=ms, days=3))


def live(email: str, choices: Choices, source: str, history: list[str], at: datetime.datetime) -> None:
    """Somebody who asks, and does what their history says."""
    asked = subscribing.ask(email=email, choices=choices, said="Yes.", said_in="en", source=source, at=at)
    subscriber = asked.subscriber
    for number, act in enumerate(history):
        then = at + number * datetime.timedelta(hours=1)
        if act == "confirm" and asked.confirmation:
            subscribing.confirm(token=asked.confirmation, source=source, at=then)
        elif act == "leave":
            subscribing.leave(subscriber=subscriber, source="link", at=then)
        elif act == "return":
            subscribing.come_back(subscriber=subscriber, source=source, at=then)
        elif act in ("bounced", "complained"):
            Subscriber.objects.filter(pk=subscriber.pk).update(blocked=act, blocked_at=then)
        subscriber.refresh_from_db()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None)
@given(data=st.data())
def test_nothing_is_lost(tmp_path: Path, data: st.DataObject) -> None:
    forget_everybody()
    for slug in TOPICS:
        make_topic(name=slug.title(), slug=slug)
    for slug in TYPES:
        make_type(name=slug.title(), slug=slug)
    people = data.draw(st.lists(st.sampled_from(LOCALS), unique=True, max_size=4))
    for name in people:
        live(
            f"{name}@x.example",
            data.draw(CHOICES),
            data.draw(SOURCES),
            data.draw(HISTORIES),
            data.draw(MOMENTS),
        )
    before = exported()
    path = tmp_path / "list.csv"
    path.write_text(before, "utf-8", newline="")
    forget_everybody()
    counts, _rows = bring(path)
    assert set(counts.outcomes) <= {"subscribed", "invited", "recorded"}
    assert exported() == before
    again, _rows = bring(path, update_choices=True)
    assert set(again.outcomes) <= {"unchanged", "left_alone"}
    assert exported() == before


def forget_everybody() -> None:
    events = ConsentEvent.objects.all()
    events._raw_delete(events.db)
    Subscriber.objects.all().delete()


def test_the_table_has_the_documented_columns_and_says_where_and_when_they_agreed() -> None:
    subscribed("anna@x.example")
    text = exported()
    assert text.startswith("\ufeff" + ",".join(COLUMNS))
    (row,) = table(text)
    assert row["consent_source"] == "https://x.example/c/"
    assert row["consent_at"] == (NOON - DAY).isoformat()
    assert (row["state"], row["topics"], row["blocked"]) == ("active", "all", "")


def test_no_cell_of_the_table_is_a_formula() -> None:
    for local in ("=HYPERLINK", "+1", "-1"):
        subscribing.ask(
            email=f"{local}@x.example", choices=Choices(), said="Yes.", said_in="en", source="s", at=NOON
        )
    assert [row["email"] for row in table(exported())] == [
        "'=HYPERLINK@x.example",
        "'+1@x.example",
        "'-1@x.example",
    ]


def test_the_table_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "TOGETHER", 2)
    for number in range(5):
        subscribed(f"n{number}@x.example")
    parts = list(exporting.parts())
    assert [part.count("\r\n") for part in parts] == [1, 2, 2, 1]
    assert [row["email"] for row in table("".join(parts))] == [f"n{number}@x.example" for number in range(5)]


@pytest.mark.soak
def test_a_hundred_thousand_rows_with_bad_ones_take_no_more_memory_than_a_few(tmp_path: Path) -> None:
    count = 100_000
    path = subscribers.write(tmp_path / "list.csv", count)
    left = [subscribed(subscribers.address(number)) for number in range(0, 200, subscribers.BAD_EVERY)]
    for one in left:
        subscribing.leave(subscriber=one, source="x", at=NOON)
    peaks, counted = [], []

    def once(dry_run: bool) -> None:
        lines = 0

        def keep(part: Slice) -> None:
            nonlocal lines
            lines += len(part.taken)

        asked = Asked(path=path, name="list.csv", said=str, dry_run=dry_run)
        counted.append(run(asked=asked, clock=lambda: NOON, keep=keep))
        assert lines == count

    for dry_run in (True, False):
        tracemalloc.start()
        once(dry_run)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    once(False)
    expected = subscribers.expected(count)
    expected.update(subscribed=-len(left), left_alone=len(left))
    assert dict(counted[0].outcomes) == dict(counted[1].outcomes) == dict(expected)
    assert set(counted[2].outcomes) == {"unchanged", "left_alone", "doubled", "failed"}
    assert Subscriber.objects.filter(pk__in=[one.pk for one in left], state="left").count() == len(left)
    assert Subscriber.objects.filter(state="active").count() == expected["subscribed"]
    assert max(peaks) < 20 * 1024 * 1024, peaks
