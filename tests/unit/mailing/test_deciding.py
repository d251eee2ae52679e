"""Who is brought back: nobody. Every row against every standing, by the table."""

from __future__ import annotations

import datetime
from itertools import product

import pytest

from apercu.mailing.bringing.codes import Note
from apercu.mailing.bringing.deciding import Decision, decide
from apercu.mailing.bringing.rows import Row, Says, Wishes
from apercu.mailing.models import Subscriber, SubscriberImportRow, Suppression

Outcome = SubscriberImportRow.Outcome
NOON = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
Case = tuple[str | None, str, str | None, Says, str, bool, bool]
STATES = (None, *Subscriber.State.values)
BLOCKS = Subscriber.Blocked.values
SUPPRESSED = (None, "erased", "bounced", "complained")
EVERY_CASE: list[Case] = list(product(STATES, BLOCKS, SUPPRESSED, Says, BLOCKS, (True, False), (True, False)))


def decided(
    state: str | None,
    blocked: str,
    suppressed: str | None,
    says: Says,
    row_blocked: str,
    proof: bool,
    new: bool,
) -> Decision:
    row = Row(
        line=2,
        email="a@example.org",
        key="a@example.org",
        says=says,
        blocked=row_blocked,
        wishes=Wishes(),
        consent_source="a form" if proof else "",
        consent_at=NOON if proof else None,
    )
    known = None if state is None else Subscriber(state=state, blocked=blocked)
    kept = None if suppressed is None else Suppression(hash="x", reason=suppressed, at=NOON)
    return decide(row=row, known=known, suppressed=kept, has_new_choices=new)


def is_lawful(case: Case) -> bool:
    """Whether what is decided brings nobody back and writes to nobody who did not agree."""
    state, blocked, suppressed, says, row_blocked, proof, new = case
    decision = decided(*case)
    was_here = state is not None or suppressed is not None
    gets_mail = decision.outcome in (Outcome.SUBSCRIBED, Outcome.INVITED)
    return all(
        (
            decision.state is None or not was_here,
            not gets_mail or (not was_here and not row_blocked and says is not Says.LEFT),
            decision.outcome is not Outcome.SUBSCRIBED or (says is Says.WANTS and proof),
            decision.state != "active" or (says is Says.WANTS and proof),
            state is None
            or (state == "active" and not blocked)
            or decision.outcome in (Outcome.UNCHANGED, Outcome.LEFT_ALONE),
            decision.outcome is not Outcome.CHANGED
            or (new and (state, blocked, row_blocked) == ("active", "", "") and says is not Says.LEFT),
        )
    )


def test_nobody_is_brought_back_whatever_the_row_says() -> None:
    assert len(EVERY_CASE) == 1728
    assert [case for case in EVERY_CASE if not is_lawful(case)] == []


@pytest.mark.parametrize(
    ("says", "row_blocked", "proof", "outcome", "state"),
    [
        (Says.WANTS, "", True, Outcome.SUBSCRIBED, "active"),
        (Says.WANTS, "", False, Outcome.INVITED, "pending"),
        (Says.UNCONFIRMED, "", True, Outcome.INVITED, "pending"),
        (Says.UNCONFIRMED, "", False, Outcome.INVITED, "pending"),
        (Says.LEFT, "", True, Outcome.RECORDED, "left"),
        (Says.LEFT, "", False, Outcome.RECORDED, "left"),
        (Says.WANTS, "bounced", True, Outcome.RECORDED, "active"),
        (Says.WANTS, "complained", False, Outcome.RECORDED, "pending"),
        (Says.LEFT, "complained", True, Outcome.RECORDED, "left"),
    ],
)
def test_what_becomes_of_somebody_new(
    says: Says, row_blocked: str, proof: bool, outcome: str, state: str
) -> None:
    decision = decided(None, "", None, says, row_blocked, proof, False)
    assert (decision.outcome, decision.state) == (outcome, state)


@pytest.mark.parametrize(
    ("state", "blocked", "says", "row_blocked", "outcome", "note"),
    [
        ("left", "", Says.WANTS, "", Outcome.LEFT_ALONE, Note.HAS_LEFT),
        ("left", "bounced", Says.WANTS, "", Outcome.LEFT_ALONE, Note.HAS_LEFT),
        ("left", "", Says.LEFT, "", Outcome.UNCHANGED, Note.HAS_LEFT),
        ("active", "bounced", Says.WANTS, "", Outcome.LEFT_ALONE, Note.BOUNCED),
        ("pending", "complained", Says.WANTS, "", Outcome.LEFT_ALONE, Note.COMPLAINED),
        ("active", "complained", Says.WANTS, "bounced", Outcome.UNCHANGED, Note.COMPLAINED),
        ("pending", "", Says.WANTS, "", Outcome.UNCHANGED, Note.WAITS),
        ("active", "", Says.LEFT, "", Outcome.UNCHANGED, Note.FILE_SAYS_LEFT),
        ("active", "", Says.WANTS, "bounced", Outcome.UNCHANGED, Note.FILE_SAYS_BLOCKED),
        ("active", "", Says.WANTS, "", Outcome.UNCHANGED, None),
    ],
)
def test_what_becomes_of_somebody_known(
    state: str, blocked: str, says: Says, row_blocked: str, outcome: str, note: Note | None
) -> None:
    decision = decided(state, blocked, None, says, row_blocked, True, False)
    assert (decision.outcome, decision.note) == (outcome, note)


def test_choices_change_only_of_somebody_who_is_subscribed_and_reachable() -> None:
    changed = {
        (state, blocked)
        for state, blocked in product(Subscriber.State.values, BLOCKS)
        if decided(state, blocked, None, Says.WANTS, "", True, True).outcome is Outcome.CHANGED
    }
    assert changed == {("active", "")}


@pytest.mark.parametrize(
    ("reason", "note"),
    [("erased", Note.ERASED), ("bounced", Note.BOUNCED), ("complained", Note.COMPLAINED)],
)
def test_whoever_was_erased_is_left_alone_and_the_report_says_why(reason: str, note: Note) -> None:
    decision = decided(None, "", reason, Says.WANTS, "", True, False)
    assert (decision.outcome, decision.note) == (Outcome.LEFT_ALONE, note)
