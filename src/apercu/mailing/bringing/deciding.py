"""What a row may do: the one place. It may add somebody, and it may keep somebody out; it brings nobody back.

Whoever left, whose mail bounces, who complained or was erased gets no mail by any row. Whoever is known stays
as they are, unless their choices are to be updated. Whoever is new gets mail at once only with proof of their
consent, and is otherwise asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from apercu.mailing.bringing.codes import Note
from apercu.mailing.bringing.rows import Row, Says
from apercu.mailing.models import Subscriber, SubscriberImportRow, Suppression

Outcome = SubscriberImportRow.Outcome
State = Subscriber.State
_BLOCKED = {Subscriber.Blocked.BOUNCED: Note.BOUNCED, Subscriber.Blocked.COMPLAINED: Note.COMPLAINED}
_SUPPRESSED = {"bounced": Note.BOUNCED, "complained": Note.COMPLAINED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a row; `state` is that of the person it adds."""

    outcome: Outcome
    note: Note | None = None
    state: State | None = None


def decide(
    *, row: Row, known: Subscriber | None, suppressed: Suppression | None, has_new_choices: bool
) -> Decision:
    """What this row does. `has_new_choices`: choices are to be updated, and these are others."""
    if known is not None:
        return _about_known(row, known, has_new_choices)
    if suppressed is not None:
        return Decision(outcome=Outcome.LEFT_ALONE, note=_SUPPRESSED.get(suppressed.reason, Note.ERASED))
    if row.says is Says.LEFT:
        return Decision(outcome=Outcome.RECORDED, state=State.LEFT)
    is_sure = row.says is Says.WANTS and row.has_proof
    if row.blocked:
        return Decision(outcome=Outcome.RECORDED, state=State.ACTIVE if is_sure else State.PENDING)
    if is_sure:
        return Decision(outcome=Outcome.SUBSCRIBED, state=State.ACTIVE)
    why = Note.NO_PROOF if row.says is Says.WANTS else Note.UNCONFIRMED_THERE
    return Decision(outcome=Outcome.INVITED, note=why, state=State.PENDING)


def _about_known(row: Row, known: Subscriber, has_new_choices: bool) -> Decision:
    stays_out = row.says is Says.LEFT or bool(row.blocked)
    if known.state == State.LEFT or known.blocked:
        why = Note.HAS_LEFT if known.state == State.LEFT else _BLOCKED[Subscriber.Blocked(known.blocked)]
        return Decision(outcome=Outcome.UNCHANGED if stays_out else Outcome.LEFT_ALONE, note=why)
    if stays_out:  # which is true now, only a person can say
        why = Note.FILE_SAYS_LEFT if row.says is Says.LEFT else Note.FILE_SAYS_BLOCKED
        return Decision(outcome=Outcome.UNCHANGED, note=why)
    if known.state == State.PENDING:
        return Decision(outcome=Outcome.UNCHANGED, note=Note.WAITS)
    return Decision(outcome=Outcome.CHANGED if has_new_choices else Outcome.UNCHANGED)
