"""Answers of services, kept in the database: what was kept comes back, and the table stays small."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apercu.content import changes, kept_answers
from apercu.content.kept_answers import AnswerTable, forget_all, forget_old
from apercu.content.models import KeptAnswer
from apercu.fetching import Kept

NOON = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
ANSWER = Kept(
    status=200, url="https://api.crossref.org/works/x", headers={"etag": "1"}, body=b"{}", fetched_at=NOON
)


@pytest.mark.django_db
def test_an_answer_is_replaced_and_forgotten() -> None:
    table = AnswerTable()
    assert table.get("a") is None
    table.put("a", ANSWER)
    table.put("a", replace(ANSWER, body=b"[]"))
    kept = table.get("a")
    assert kept is not None
    assert (kept.body, KeptAnswer.objects.count()) == (b"[]", 1)
    table.put("a", None)
    table.put("never kept", None)
    assert table.get("a") is None


@pytest.mark.django_db
def test_keeping_moves_no_edition() -> None:
    before = changes.edition()
    AnswerTable().put("a", ANSWER)
    assert changes.edition() == before


@pytest.mark.django_db
def test_a_huge_answer_is_not_kept_and_takes_the_old_one_with_it() -> None:
    table = AnswerTable()
    table.put("a", ANSWER)
    table.put("a", replace(ANSWER, body=b"x" * (kept_answers.LARGEST + 1)))
    assert table.get("a") is None


@pytest.mark.django_db
def test_old_answers_and_those_beyond_the_number_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answers, "MOST", 5)
    table = AnswerTable()
    for number in range(8):
        table.put(f"{number}", replace(ANSWER, fetched_at=NOON + datetime.timedelta(minutes=number)))
    table.put("old", replace(ANSWER, fetched_at=NOON - kept_answers.LONGEST))
    assert forget_old(at=NOON + datetime.timedelta(minutes=8)) == 4
    assert {number for number in range(8) if table.get(f"{number}")} == {3, 4, 5, 6, 7}
    assert forget_all() == 5


@pytest.mark.django_db
def test_whoever_keeps_answers_takes_the_old_ones_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answers, "MOST", 3)
    table = AnswerTable()
    for number in range(120):
        table.put(f"{number}", replace(ANSWER, fetched_at=NOON + datetime.timedelta(seconds=number)))
    assert KeptAnswer.objects.count() <= 3 + 50


class EveryAnswer(TestCase):
    """The law: what goes in comes out."""

    @settings(max_examples=60, deadline=None)
    @given(
        key=st.text(min_size=1),
        body=st.binary(max_size=300),
        headers=st.dictionaries(
            st.text("abc-", min_size=1), st.text(max_size=20).filter(lambda t: "\x00" not in t)
        ),
        seconds=st.integers(0, 10**8),
    )
    def test_it_comes_back_as_it_was(
        self, key: str, body: bytes, headers: dict[str, str], seconds: int
    ) -> None:
        answer = replace(
            ANSWER, body=body, headers=headers, fetched_at=NOON + datetime.timedelta(seconds=seconds)
        )
        AnswerTable().put(key, answer)
        assert AnswerTable().get(key) == answer
