"""Sending: the list of recipients, copies a second with one worker and with two, beside Django's `send_mail`."""

from __future__ import annotations

import datetime
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.bench.document import Section, of_rows
from tests.bench.measuring import APERCU, Row, environment_of, in_a_process
from tests.smtp_sink import Faults, Sink, sinking

SIZE = 100_000
SLOW, LOOP = 3_000, 1_000  # copies to the sink that takes its time; mails of Django's
ANSWER = 0.010  # seconds
MODULE = "tests.bench.mailing"
HEAD_START = 8.0  # seconds for workers to start, before any begins
_TEXT = """
A digest of the sample with its summaries, in both languages; of every five subscribers one chose two topics. The sink is a process on the same
two processors, takes each message whole and notes it; workers run as processes of their own. Copies a second are counted
from the first to the last that was written down as sent. Django's `send_mail` gets the same subject, text and HTML, ready
made, and opens a connection for each mail, as it does by itself.
"""


def section(size: int) -> Section:
    """Everything about sending."""
    with tempfile.TemporaryDirectory() as folder:
        return of_rows("Sending", _measured(Path(folder), size), _TEXT)


def _measured(folder: Path, size: int) -> list[Row]:
    site = folder / "site"
    subprocess.run([APERCU, "setup"], env=environment_of(site), check=True, capture_output=True)
    slow, loop = min(SLOW, size), min(LOOP, size)
    begun = _told(site, "begin", size)
    with sinking(folder) as sink:
        one = _sent_by(site, sink, 1)
        django = _told(site, "loop", loop, email=_url(sink))
    alone, both = (_with_a_slow_sink(folder, site, slow, workers) for workers in (1, 2))
    ours, theirs = size / one["seconds"], loop / django["seconds"]
    return [
        (f"Writing {size:,} recipients down", f"{begun['seconds']:.1f} s", "under 10 s"),
        (f"{size:,} copies of {begun['kilobytes']:.0f} kB, one worker", f"{ours:,.0f} copies", "at least 500 copies"),
        ("the same worker, memory at its peak", f"{max(one['megabytes']):.0f} MB", "under 200 MB"),
        (f"{loop:,} mails by Django's send_mail in a loop", f"{theirs:,.0f} mails", "none"),
        ("ours beside it", f"{ours / theirs:.1f} times", "none"),
        (f"{slow:,} copies, the sink answers after 10 ms, one worker", f"{slow / alone['seconds']:,.0f} copies", "none"),
        ("two workers beside one", f"{alone['seconds'] / both['seconds']:.2f} times", "at least 1.6 times"),
    ]  # fmt: skip


def _with_a_slow_sink(folder: Path, site: Path, size: int, workers: int) -> dict[str, Any]:
    _told(site, "begin", size)
    with sinking(folder, Faults(answer_after=ANSWER)) as sink:
        return _sent_by(site, sink, workers)


def _sent_by(site: Path, sink: Sink, workers: int) -> dict[str, Any]:
    """Have this many send what is there."""
    environment = environment_of(site, APERCU_EMAIL_URL=_url(sink))
    command = [sys.executable, "-m", MODULE, "work", str(time.time() + HEAD_START)]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(workers)
    ]
    said = [process.communicate()[0] for process in running]
    assert all(process.returncode == 0 for process in running)
    took: dict[str, Any] = _told(site, "took")
    return took | {"megabytes": [json.loads(one.splitlines()[-1]) for one in said]}


def _told(site: Path, what: str, *arguments: object, email: str = "") -> Any:
    environment = environment_of(site, **({"APERCU_EMAIL_URL": email} if email else {}))
    return json.loads(in_a_process(MODULE, what, *arguments, environment=environment))


def _url(sink: Sink) -> str:
    return f"smtp://127.0.0.1:{sink.port}"


# --- in the processes of the site --------------------------------------------------------------------------


def _begin(size: float) -> dict[str, float]:
    """Make a mailing of a digest of the sample to so many, and send it as the desk does."""
    from django.utils import timezone

    from apercu.content.models import Digest, SiteSettings, Topic
    from apercu.mailing.composing import content as contents
    from apercu.mailing.composing import message
    from apercu.mailing.models import Mailing, MailSettings, Subscriber
    from apercu.mailing.sending import acting, own

    Mailing.objects.all().delete()
    Subscriber.objects.all().delete()
    told, said = MailSettings.load(), SiteSettings.load()
    told.sender, said.postal_address = "digest@example.org", "1 Example Street"
    told.save()
    said.save()
    digest = Digest.objects.filter(live=True).order_by("-month")[0]
    # Everybody's choice has something in this digest: each of them is a copy.
    topics = Topic.objects.filter(pk__in=digest.summaries.values("topics")).order_by("pk")
    _subscribe(int(size), list(topics.values_list("pk", flat=True)), at=timezone.now())
    mailing = contents.begin(digest=digest, by=None, at=timezone.now())
    started = time.perf_counter()
    copies = acting.send(mailing=mailing, by=None, at=timezone.now(), freeze=own.freeze)
    seconds = time.perf_counter() - started
    assert copies == size
    whole = message.test_copy(mailing=mailing, language="en", to="a@example.org", at=timezone.now())
    return {"seconds": seconds, "kilobytes": len(whole) / 1000}


def _subscribe(size: int, topics: list[int], *, at: datetime.datetime) -> None:
    from apercu.mailing.models import Subscriber

    link = Subscriber.topics.through
    for first in range(0, size, 5000):
        made = Subscriber.objects.bulk_create(
            Subscriber(
                email=f"reader{one}@example.org",
                email_key=f"reader{one}@example.org",
                language="fr" if one % 3 == 0 else "en",
                state=Subscriber.State.ACTIVE,
                all_topics=one % 5 != 0,
                created_at=at,
                confirmed_at=at,
            )
            for one in range(first, min(first + 5000, size))
        )
        link.objects.bulk_create(
            link(subscriber_id=person.pk, topic_id=topics[(person.pk + step) % len(topics)])
            for person in made
            if not person.all_topics
            for step in (0, 1)
        )


def _work(begin_at: float) -> float:
    """Be a worker from this moment on, until everything is sent; the megabytes at its peak."""
    from django.utils import timezone

    from apercu.mailing.models import Mailing
    from apercu.mailing.sending import own

    worker = own.worker()
    time.sleep(max(0.0, begin_at - time.time()))
    while Mailing.objects.filter(state=Mailing.State.SENDING).exists():
        if not worker.turn(timezone.now, lambda: False):
            time.sleep(0.01)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _took() -> dict[str, float]:
    """Seconds from the first copy to the last; all of them must have been sent."""
    from django.db.models import Max, Min

    from apercu.mailing.models import Delivery

    assert not Delivery.objects.exclude(state=Delivery.State.SENT).exists()
    found = Delivery.objects.aggregate(first=Min("sent_at"), last=Max("sent_at"))
    return {"seconds": (found["last"] - found["first"]).total_seconds()}


def _loop(size: float) -> dict[str, float]:
    """The same message by Django's own means."""
    from django.core.mail import send_mail

    from apercu.mailing.composing import content as contents
    from apercu.mailing.composing import html, text
    from apercu.mailing.composing.letter import letter
    from apercu.mailing.models import Mailing

    mailing = Mailing.objects.get()
    written = letter(mailing=mailing, content=contents.of_mailing(mailing), language="en")
    plain, rich = text.write(written), html.write(written).html
    started = time.perf_counter()
    for one in range(int(size)):
        send_mail(
            mailing.subject, plain, "digest@example.org", [f"reader{one}@example.org"], html_message=rich
        )
    return {"seconds": time.perf_counter() - started}


def main(arguments: Sequence[str]) -> None:
    """Do one thing in a site's process, and print what it took."""
    import django

    django.setup()
    what, *given = arguments
    did: dict[str, Callable[..., Any]] = {"begin": _begin, "work": _work, "took": _took, "loop": _loop}
    print(json.dumps(did[what](*map(float, given))))  # noqa: T201 read by the process that started this one


if __name__ == "__main__":
    main(sys.argv[1:])
