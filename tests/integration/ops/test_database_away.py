"""PostgreSQL is gone for some seconds: readers see pages throughout, editors read why nothing was saved, jobs go on.

A real server, stopped as a power cut stops it, under a real tree of processes.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator

import httpx2
import pytest

from tests.desk_browser import fields_of, log_in
from tests.desk_forms import Controls
from tests.nodes import EDITOR, PASSWORD, Nodes, have_due, nodes, served
from tests.sites import PATIENCE, wait_until

KEPT = {
    "/": "</html>",
    "/summaries/public/": "Public from the start",
    "/fr/summaries/": "</html>",
    "/feeds/summaries.atom": "Public from the start",
}
AT_LEAST = 20  # pages read meanwhile
SAID = "The server cannot reach its database at the moment."
SAID_IN_FRENCH = "Le serveur ne peut pas joindre sa base de données en ce moment."


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with nodes(tmp_path_factory) as both:
        yield both


@pytest.mark.parametrize(
    "seconds", [pytest.param(3, marks=pytest.mark.slow), pytest.param(10, marks=pytest.mark.soak)]
)
def test_readers_see_pages_editors_a_sentence_and_jobs_go_on(site: Nodes, seconds: int) -> None:
    with (
        served(site, 0) as (node,),
        httpx2.Client(base_url=node.address, follow_redirects=True, timeout=PATIENCE) as editor,
        httpx2.Client(base_url=node.address, timeout=PATIENCE) as reader,
    ):
        log_in(editor, EDITOR, PASSWORD)
        ((key,),) = site.rows("SELECT id FROM content_summary WHERE slug = 'draft-0'")
        address = f"/desk/snippets/content/summary/edit/{key}/"
        form = fields_of(editor.get(address).text) | {"title": "Written while it was away"}
        for path, words in KEPT.items():
            assert words in reader.get(path).text
        have_due(site, 1)  # is published now, or at the latest when the database is back

        site.server.stop(at_once=True)
        seen = read_for(reader, seconds)
        assert set(seen) == {200}, seen
        assert seen[200] >= AT_LEAST
        see_what_is_said(editor, reader, address, form)
        site.server.start()

        sent = {"Referer": node.address + address}
        assert wait_until(lambda: editor.post(address, data=form, headers=sent).status_code == 200)
        ((title,),) = site.rows(
            "SELECT r.content ->> 'title' FROM wagtailcore_revision r "
            f"JOIN content_summary s ON r.id = s.latest_revision_id WHERE s.id = {key}"
        )
        assert title == form["title"]
        assert wait_until(lambda: node.shows("/summaries/draft-1/", "Draft 1"))
        have_due(site, 2)
        assert wait_until(lambda: node.shows("/summaries/draft-2/", "Draft 2"))
        assert wait_until(lambda: node.finds("draft", 2))
        assert wait_until(lambda: reader.get("/readyz").status_code == 200)


def read_for(reader: httpx2.Client, seconds: float) -> Counter[int]:
    """Read pages that were read before, so long; how often each status came."""
    seen: Counter[int] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end or seen[200] < AT_LEAST:
        for path, words in KEPT.items():
            answer = reader.get(path)
            seen[answer.status_code] += 1
            assert words in answer.text
        assert sum(seen.values()) < 10**6
        time.sleep(0.01)
    sys.stdout.write(f"{sum(seen.values())} pages in {seconds} s without a database\n")
    return seen


def see_what_is_said(editor: httpx2.Client, reader: httpx2.Client, address: str, form: Controls) -> None:
    """Each asks for what the database is needed for."""
    missing = reader.get("/summaries/draft-7/")
    assert missing.status_code == 503
    assert missing.headers["Retry-After"] == "10"
    assert missing.headers["Cache-Control"] == "no-store"
    assert "try this page again in a minute" in missing.text
    assert "dans une minute" in reader.get("/fr/summaries/draft-7/").text
    from_api = reader.get("/api/v1/summaries?limit=7")
    assert (from_api.status_code, from_api.json()["title"]) == (503, "Service Unavailable")
    assert reader.get("/healthz").status_code == 200
    assert reader.get("/readyz").json()["checks"]["database"] == {
        "ok": False,
        "why": "the database does not answer",
    }

    told = {"Referer": str(editor.base_url) + address}
    as_page = editor.post(address, data=form, headers=told)
    assert (as_page.status_code, SAID in as_page.text) == (503, True)
    assert "Nothing was saved" in as_page.text
    assert as_page.headers["Cache-Control"] == "private, no-store"
    in_french = editor.post(address, data=form, headers=told | {"Accept-Language": "fr"})
    assert SAID_IN_FRENCH in in_french.text
    by_itself = editor.post(address, data=form, headers=told | {"Accept": "application/json"})
    assert by_itself.status_code == 503
    assert by_itself.json()["success"] is False
    assert by_itself.json()["error_code"] == "away"
    assert by_itself.json()["error_message"].startswith(SAID)
    assert SAID in editor.get("/desk/").text
