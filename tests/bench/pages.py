"""Pages at 500 summaries, with nothing kept of them."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from tests.bench.importing import site_to_fill
from tests.bench.measuring import Row, median

SHOWN = 500
PAGES = {
    "home": "/",
    "month": "/digests/{month}/",
    "archive": "/digests/",
    "browse": "/summaries/",
    "browse, filtered": "/summaries/?topic=empathy&type=survey",
    "search": "/summaries/?q=asked+about+warmth+in+clinics",
    "summary": "/summaries/{slug}/",
    "topic": "/topics/empathy/",
}


def rows() -> list[Row]:
    """Server time of a page nothing was kept of, in process, at 500 summaries."""
    with tempfile.TemporaryDirectory() as folder:
        command, environment = site_to_fill(Path(folder), SHOWN, a_month=3)
        subprocess.run(command, env=environment, check=True, capture_output=True)
        os.environ |= {"APERCU_DATA": folder, "DJANGO_SETTINGS_MODULE": "apercu.config.settings.base"}
        return _time_pages()


def _time_pages() -> list[Row]:
    from django.test import Client

    from apercu.config import wsgi  # sets Django up, and the collector as in a served process
    from apercu.content import following
    from apercu.content.models import Summary

    assert wsgi.application is not None
    following.catch_up()  # as the threads of a served process do
    client = Client(headers={"host": "localhost"})
    summary = Summary.objects.select_related("digest").latest("digest__month")
    assert summary.digest
    rows = []
    for name, path in PAGES.items():
        address = path.format(month=f"{summary.digest.month:%Y/%m}", slug=summary.slug)
        assert client.get(address).status_code == 200
        milliseconds = median(lambda address=address: client.get(address), times=41) * 1000  # type: ignore[misc]
        rows.append((f"Page at {SHOWN} summaries: {name}", f"{milliseconds:.1f} ms", "under 10 ms"))
    one = median(lambda: list(Summary.objects.filter(slug=summary.slug)), times=101) * 1000
    rows.append(("for comparison: one query for one summary through the ORM", f"{one:.2f} ms", "none"))
    return rows
