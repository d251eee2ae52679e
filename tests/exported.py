"""The sample site as files: exported once a run, handed out by a server that can do nothing else."""

from __future__ import annotations

import fcntl
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.sites import PATIENCE, copy_of_a_site, environment, told_by

ROOT = Path(__file__).resolve().parents[1]
SITE_URL = "https://digest.example.org"
ASKED = (
    "topic=empathy",
    "topic=empathy&topic=therapist-factors&type=meta-analysis",
    "topic=therapist-factors&type=systematic-review",
    "type=meta-analysis&year=2021",
)


@dataclass(frozen=True, kw_only=True)
class Exported:
    """An export, and what the site's own filter finds."""

    folder: Path
    answers: dict[str, list[str]]  # slugs in their order, by what was asked

    @property
    def files(self) -> dict[str, bytes]:
        """Every file but those of the search index, by its path."""
        return files_of(self.folder)


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of an export that two exports of one site have in common."""
    every = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in sorted(every.items())
        if not name.startswith(("static/pagefind/", "."))
    }


def exported_sample(factory: pytest.TempPathFactory) -> Exported:
    """The sample site's export, made by whichever process of the run wants it first."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, said = shared / "exported" / "site", shared / "exported.json"
    with said.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            data = copy_of_a_site(factory.mktemp("to-export"), factory, sample=True)
            given = environment(data, APERCU_SITE_URL=SITE_URL)
            said.write_text(json.dumps(told_by("tests.exported", folder, env=given, patience=PATIENCE * 5)))
    return Exported(folder=folder, answers=json.loads(said.read_bytes()))


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, *_said: Any) -> None: ...


@contextmanager
def handed_out(folder: Path) -> Iterator[str]:
    """Serve a folder as the plainest of hosts does, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# --- in the process of the site -----------------------------------------------------------------------------


def main(folder: Path) -> None:
    """Export the site, and print what its own filter finds."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apercu.config.settings.base")
    django.setup()
    from django.core.management import call_command
    from django.http import QueryDict

    from apercu.reading import asking, finding

    call_command("export_site", str(folder), stdout=sys.stderr)
    found = {}
    for query in ASKED:
        part = finding.find_part(asking.read(dict(QueryDict(query).lists())), offset=0, limit=1_000)
        found[query] = [hit.listed.slug for hit in part.hits]
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
