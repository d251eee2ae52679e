"""The loop that asks those of an import who came without proof of their consent, a few at a time."""

from __future__ import annotations

from apercu.mailing.bringing import inviting
from apercu.ops.loops import Clock, Loop


def invite(clock: Clock) -> bool:
    """Ask some; never more at once, so that the relay is not flooded."""
    inviting.invite(clock=clock)
    return False


LOOP = Loop(name="inviting", every=inviting.EVERY.total_seconds(), run=invite, alone=True)
