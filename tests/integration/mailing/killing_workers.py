"""Kills workers at random moments beside a sink that misbehaves, and looks at what became of every copy.

Run as a program on the data folder of a site that was set up (`python -m tests.integration.mailing.killing_workers
…`). It loads the site once and forks, so that a kill costs little; each worker is a process of its own, with its
own connections, and dies of a real SIGKILL. What must be true is asserted at the end.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

from tests.processes import FORKED
from tests.smtp_sink import Faults, Sink, sinking

LEASE = 1.0  # seconds; the sink is at times slower
DELAY = 0.05  # seconds until a copy that was put off is tried again
PATIENCE = 120.0  # seconds for what is left after the last kill
FAULTS = Faults(
    turned_away=0.03, sender_put_off=0.01, put_off=0.03, refused=0.01, dropped=0.01, cut=0.01,
    content_put_off=0.02, content_refused=0.01, lost=0.01, slow=0.004, seconds=1.5, answer_after=0.002,
)  # fmt: skip


def main(folder: Path, *, recipients: int, kills: int, workers: int, seed: int) -> None:
    """Print what happened as JSON; AssertionError where a copy left twice or was forgotten."""
    django.setup()
    mailing = _prepare(recipients)
    chance = random.Random(seed)
    with sinking(folder, FAULTS, seed=seed) as sink:
        killed = _kill_again_and_again(mailing, sink, kills=kills, workers=workers, chance=chance)
        _let_it_end(mailing, sink, workers=workers)
        told = _must_be_once_each(mailing, sink, recipients, at_most=killed)
    sys.stdout.write(json.dumps(told | {"killed": killed}))


def _prepare(recipients: int) -> int:
    from django.db import connection
    from django.utils import timezone

    from apercu.mailing.sending import starting
    from tests.integration.mailing import sending_sites as sites

    sites.a_sender()
    sites.subscribers(recipients)
    mailing = sites.a_mailing()
    starting.start(mailing=mailing, by=None, at=timezone.now(), freeze=sites.freeze)
    connection.close()
    return int(mailing.pk)


def _kill_again_and_again(
    mailing: int, sink: Sink, *, kills: int, workers: int, chance: random.Random
) -> int:
    """How many workers were killed: all of them, at each of so many moments."""
    killed, moments = 0, 0
    while moments < kills:
        started = [_start(sink) for _ in range(workers)]
        time.sleep(chance.uniform(0.02, 0.25))
        for pid in started:
            os.kill(pid, signal.SIGKILL)
        killed += sum(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL for pid in started)
        moments += 1
    assert killed == kills * workers, "a worker ended by itself"
    return killed


def _let_it_end(mailing: int, sink: Sink, *, workers: int) -> None:
    """Go on without kills until nothing waits, and end the workers as the site does."""
    started = [_start(sink) for _ in range(workers)]
    deadline = time.monotonic() + PATIENCE
    while _state(mailing) != "sent" and time.monotonic() < deadline:
        time.sleep(0.1)
    for pid in started:
        os.kill(pid, signal.SIGTERM)
    ended = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in started]
    assert ended == [0] * workers, f"workers ended with {ended}"
    assert _state(mailing) == "sent", f"the mailing is {_state(mailing)}"


def _state(mailing: int) -> str:
    from django.db import connection

    from apercu.mailing.models import Mailing

    state = Mailing.objects.values_list("state", flat=True).get(pk=mailing)
    connection.close()
    return str(state)


def _start(sink: Sink) -> int:
    pid = os.fork()
    if pid != FORKED:
        return pid
    status = 1
    try:
        _work(sink)
        status = 0
    except BaseException:  # noqa: BLE001 the parent sees the status
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(status)


def _work(sink: Sink) -> None:
    """One worker, turn after turn, until SIGTERM."""
    from django.utils import timezone

    from apercu.mailing.sending.pace import Pace
    from apercu.mailing.sending.relay import Relay
    from apercu.mailing.sending.worker import Worker
    from tests.integration.mailing import sending_sites as sites

    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: told.append(number))
    worker = Worker(
        relay=Relay(host="127.0.0.1", port=sink.port, hello="worker.example.org"),
        write=sites.write,
        freeze=sites.freeze,
        pace=Pace(
            batch=10,
            lease=datetime.timedelta(seconds=LEASE),
            delays=(datetime.timedelta(seconds=DELAY),) * 40,
            waits=(0.02,) * 30,
        ),
    )
    while not told:
        if not worker.turn(timezone.now, lambda: bool(told)):
            time.sleep(0.02)


def _must_be_once_each(mailing: int, sink: Sink, recipients: int, *, at_most: int) -> dict[str, Any]:
    from apercu.mailing.models import Delivery, Mailing

    rows = list(Delivery.objects.filter(mailing=mailing).values_list("subscriber__email", "state"))
    assert len(rows) == recipients
    in_state = {state: {email for email, its in rows if its == state} for state in Delivery.State.values}
    accepted = Counter(to for _sign, to in sink.accepted())
    twice = {email for email, number in accepted.items() if number > 1}
    assert not twice, f"{len(twice)} got it twice"
    assert in_state["sent"] <= accepted.keys(), "sent, and the sink does not have it"
    assert accepted.keys() <= in_state["sent"] | in_state["unclear"], "the sink has it, and we call it failed"
    assert in_state["sent"] | in_state["unclear"] | in_state["failed"] == {email for email, _state in rows}
    lost = sink.hung_up_before_the_reply()
    unclear = len(in_state["unclear"])
    assert unclear <= at_most + lost, f"{unclear} unclear after {at_most} kills and {lost} lost replies"
    assert Mailing.objects.get(pk=mailing).finished_at is not None
    return {state: len(found) for state, found in in_state.items() if found} | {"lost": lost}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    for name in ("recipients", "kills", "workers", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    main(**vars(parser.parse_args()))
