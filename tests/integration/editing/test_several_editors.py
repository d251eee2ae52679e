"""Five editors write at the same time, each in a summary of their own, on SQLite and a real server.

As the desk does it: every form saves itself while one types, renews its preview, and says who is here. Nobody may
meet "database is locked", lose what they typed, or be told of a conflict that is none.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from tests.databases import rows
from tests.desk_browser import fields_of, log_in
from tests.ports import free_port
from tests.sites import APERCU, answers, copy_of_a_site, environment, wait_until

EDITORS = 5
PASSWORD = "a long password"
AT_LEAST = 4  # saves of each, however slow the machine
PAUSE = 0.5  # seconds between two saves of one editor: the desk waits two
MAKE = """
from django.contrib.auth import get_user_model
from tests.builders import make_digest, make_summary
digest = make_digest()
for number in range({editors}):
    get_user_model().objects.create_superuser(f"editor-{{number}}", password={password!r})
    print("summary", make_summary(title=f"Summary {{number}}", digest=digest, publish=False).pk)
"""
LATEST = """
SELECT summary.id, revision.content FROM content_summary AS summary
JOIN wagtailcore_revision AS revision ON revision.id = summary.latest_revision_id
"""


@dataclass
class Editor:
    """One who is logged in and types, and what they met."""

    name: str
    site: str
    summary: int
    typed: str = ""
    seconds: list[float] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def write(self, *, until: float) -> None:
        try:
            with httpx2.Client(base_url=self.site, follow_redirects=True, timeout=60) as browser:
                self._write(browser, until=until)
        except httpx2.HTTPError as error:
            self.trouble.append(repr(error))

    def _write(self, browser: httpx2.Client, *, until: float) -> None:
        log_in(browser, self.name, PASSWORD)
        address = f"/desk/snippets/content/summary/edit/{self.summary}/"
        page = browser.get(address).text
        form, ping = fields_of(page), ping_of(page)
        number = 0
        while time.monotonic() < until or number < AT_LEAST:
            number += 1
            form["title"] = title = f"{self.name} wrote this {number} times"
            began = time.monotonic()
            saved = browser.post(
                address, data=form, headers={"Accept": "application/json", "Referer": self.site + address}
            )
            self.seconds.append(time.monotonic() - began)
            answer = saved.json() if saved.headers["content-type"].startswith("application/json") else {}
            if saved.status_code != 200 or not answer.get("success"):
                self.trouble.append(f"{saved.status_code}: {saved.text[:300]}")
            else:
                self.typed = title
                form["overwrite_revision_id"] = str(answer["revision_id"])
                form["loaded_revision_id"] = str(answer["revision_id"])
                form["loaded_revision_created_at"] = answer["revision_created_at"]
            preview = browser.post(
                f"/desk/snippets/content/summary/preview/{self.summary}/",
                data=form,
                headers={"Referer": self.site},
            )
            if preview.status_code != 200:
                self.trouble.append(f"preview {preview.status_code}")
            here = browser.post(
                ping,
                data={"revision_id": form["loaded_revision_id"]},
                headers={"Referer": self.site, "X-CSRFToken": form["csrfmiddlewaretoken"][0]},
            )
            if here.status_code != 200:
                self.trouble.append(f"ping {here.status_code}")
            time.sleep(PAUSE)


def ping_of(page: str) -> str:
    found = re.search(r"/desk/editing-sessions/ping/[^\"&]+", page)
    assert found, "the form says where it tells that somebody is here"
    return found.group()


@pytest.fixture
def site(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[int]]]:
    """A served site with five editors and a draft for each: its address and the drafts."""
    told = environment(tmp_path, PYTHONPATH=os.pathsep.join(("src", ".")))
    copy_of_a_site(tmp_path, tmp_path_factory)
    made = shell(MAKE.format(editors=EDITORS, password=PASSWORD), told)
    drafts = [int(number) for number in re.findall(r"summary (\d+)", made)]
    port = free_port()
    command: list[str | Path] = [APERCU, "serve", "--port", str(port)]
    with (
        (tmp_path / "errors.log").open("w") as errors,
        subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, stderr=errors) as server,
    ):
        try:
            assert wait_until(lambda: answers(port))
            yield f"http://127.0.0.1:{port}", drafts
        finally:
            server.terminate()


def shell(code: str, told: dict[str, str]) -> str:
    done = subprocess.run(
        [APERCU, "shell", "-v", "0", "-c", code], env=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def title_in(content: str | dict[str, object]) -> object:
    """The title of a draft, which SQLite gives as text and PostgreSQL as what it says."""
    return (json.loads(content) if isinstance(content, str) else content)["title"]


# In the suite each saves a few times; in the soak as often as one can in a minute.
@pytest.mark.parametrize("seconds", [pytest.param(0), pytest.param(60, marks=pytest.mark.soak)])
def test_five_editors_type_at_once(site: tuple[str, list[int]], tmp_path: Path, seconds: int) -> None:
    address, drafts = site
    until = time.monotonic() + seconds
    editors = [Editor(f"editor-{n}", address, draft) for n, draft in enumerate(drafts)]
    threads = [threading.Thread(target=editor.write, kwargs={"until": until}) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [trouble for editor in editors for trouble in editor.trouble] == []
    assert "locked" not in (tmp_path / "errors.log").read_text()
    kept = {pk: title_in(content) for pk, content in rows(tmp_path, LATEST)}
    assert kept == {editor.summary: editor.typed for editor in editors}
    times = sorted(took for editor in editors for took in editor.seconds)
    print(  # noqa: T201 the figures a long run is made for
        f"{len(times)} saves of {EDITORS} editors in {seconds} s: median {statistics.median(times):.3f} s, "
        f"95th percentile {times[int(len(times) * 0.95)]:.3f} s, longest {times[-1]:.3f} s"
    )
