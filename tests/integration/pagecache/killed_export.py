"""Kills `apercu export_site` before its n-th write, for every n asked for, and looks at what is left.

Run as a program on the data folder of a site that was set up (`python -m … FOLDER STRIDE`). It loads the site
once and forks; each child is a process of its own, runs the very command, and dies of a real SIGKILL.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import sys
import traceback
from io import StringIO
from pathlib import Path
from typing import Any

import django

WRITES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"}
SMALL = 4_000  # bytes a file may have on a disk that is as good as full; no page is so small
LATER = re.compile(r"citations\.|feeds/digests\.|sitemap")
FORKED = 0


def main(folder: Path, stride: int) -> None:
    """Print how often a run was killed; AssertionError where that hurt."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apercu.config.settings.base")
    django.setup()
    from tests.exported import files_of

    _prepare()
    assert _run(folder) == 0
    killed, number = 0, 1
    while True:
        before = files_of(folder)
        _rename(f"Called something else, {number}")
        died = _run(folder, kill_before=number) != 0
        left = files_of(folder)
        assert (folder / "static" / "pagefind" / "entries.json").exists()
        assert _run(folder) == 0
        after = files_of(folder)
        assert before != after
        _must_be_one_of(left, before, after, f"killed before write {number}")
        if not died:
            break
        killed += 1
        number += stride
    _must_stand_a_full_disk(folder)
    sys.stdout.write(json.dumps({"killed": killed}))


def _prepare() -> None:
    from apercu.content.models import ResearchType, Topic
    from tests.builders import make_digest, make_summary

    Topic.objects.all().delete()
    ResearchType.objects.all().delete()
    month = make_digest()
    for title in ("First things", "Second things"):
        make_summary(title=title, digest=month)


def _rename(title: str) -> None:
    from apercu.content import following, publishing
    from apercu.content.models import Summary

    summary = Summary.objects.order_by("pk").first()
    assert summary is not None
    summary.title = title
    summary.save_revision()
    publishing.publish(record=summary, by=None)
    following.catch_up()


def _must_be_one_of(
    left: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes], what: str
) -> None:
    """Pages change all at once; long lists, which follow them, may still be the old ones."""
    pages = [
        {name: body for name, body in some.items() if not LATER.search(name)}
        for some in (left, before, after)
    ]
    assert pages[0] in pages[1:], what
    assert left.keys() == before.keys() or left.keys() == after.keys(), what
    for name, body in left.items():
        assert body in (before.get(name), after.get(name)), f"{what}: {name}"


def _must_stand_a_full_disk(folder: Path) -> None:
    from tests.exported import files_of

    before = files_of(folder)
    for options in (["--whole"], []):
        _rename(f"Too much for the disk {options}")
        assert _run(folder, *options, full=True) == 1
        assert files_of(folder) == before
    assert _run(folder) == 0
    assert files_of(folder) != before


def _run(folder: Path, *options: str, kill_before: int | None = None, full: bool = False) -> int:
    """Run the command in a process of its own; its exit status, or minus the signal it died of."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child != FORKED:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 2
    try:
        status = _export(folder, options, kill_before=kill_before, full=full)
    finally:
        if sys.exc_info()[0] is not None:
            traceback.print_exc()
        os._exit(status)


def _export(folder: Path, options: tuple[str, ...], *, kill_before: int | None, full: bool) -> int:
    from django.core.management import CommandError, call_command

    from apercu.content import changes
    from apercu.pagecache.exporting import finding

    finding.build = _build  # Pagefind takes a second a time
    changes.edition()  # the database is open before the disk is full
    if kill_before is not None:
        _kill_before(kill_before)
    if full:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))
    said = StringIO()
    try:
        call_command("export_site", str(folder), "--processes", "1", *options, stdout=said, stderr=said)
    except CommandError as error:
        sys.stderr.write(f"{error}\n")  # what a test shows that did not expect it
        return 1 if "cannot be written: File too large. The earlier export is as it was." in str(error) else 3
    return 0


def _build(entries: list[Any], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)  # as the real one: a run that was killed may have left it
    folder.mkdir(parents=True)
    (folder / "entries.json").write_text(json.dumps(entries))


def _kill_before(number: int) -> None:
    seen = 0

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        is_write = event in WRITES or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
        )
        if is_write:
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
