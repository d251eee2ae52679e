"""The jobs process: whether every loop was seen lately, and what fails."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from apercu.content.models import DueItem
from apercu.ops.checking import Asked, Finding, good, problem, warning
from apercu.ops.loops import loops
from apercu.ops.models import LoopState

SILENT_AFTER = datetime.timedelta(minutes=5)
START = "Start `apercu serve`, or on a machine that serves nobody `apercu serve --only-jobs`."


def look(asked: Asked) -> Iterator[Finding]:
    """When each loop went well last."""
    states = {state.name: state for state in LoopState.objects.all()}
    for loop in loops():
        state = states.get(loop.name)
        patience = SILENT_AFTER + datetime.timedelta(seconds=2 * loop.every)
        if state is None or (state.succeeded_at is None and not state.failures):
            yield problem(f"The loop “{loop.name}” has never run.", START)
        elif state.failures:
            yield problem(
                f"The loop “{loop.name}” fails: {state.failures} times in a row, last with "
                f"{state.failure.rstrip('.')}.",
                f"Look for “{loop.name}” in the log of `apercu serve`.",
            )
        elif state.succeeded_at is not None and asked.clock() - state.succeeded_at > patience:
            yield problem(
                f"The loop “{loop.name}” was last seen on {state.succeeded_at:%Y-%m-%d %H:%M} UTC.", START
            )
        else:
            yield good(f"The loop “{loop.name}” goes on.")
    if failing := DueItem.objects.exclude(failed_at=None).count():
        yield warning(
            f"{failing} dated publications could not go out.", "See the screen Scheduled on the desk."
        )
