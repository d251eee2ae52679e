"""Nothing that is planted in a text runs, or becomes part of a page: not for readers, not on the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from apercu.content.models import Article, Digest, ErrorReport, InformationPage, Person, Summary, Topic
from tests.journeys.desk import PASSWORD, signed_in
from tests.journeys.planting import MARK, plant
from tests.journeys.watching import OpenPage, watch

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

# In the rich-text editor itself a link stands as it was stored; it is no link there, but opens a small window.
LOOK = """() => [window.xss === undefined ? 0 : 1,
    document.querySelectorAll('[data-planted], [onerror], [onload], [onclick]').length,
    [...document.querySelectorAll('[href^="javascript:" i], [src^="javascript:" i], [action^="javascript:" i]')]
        .filter((found) => !found.closest('.public-DraftEditor-content'))
        .map((found) => found.outerHTML),
    document.documentElement.outerHTML.includes('49$49') ? 1 : 0]"""
PUBLIC = (
    "/",
    "/fr/",
    "/summaries/",
    "/fr/summaries/",
    "/topics/",
    "/types/",
    "/digests/",
    "/digests/2021/06/",
    "/summaries/planted/",
    "/fr/summaries/planted/",
    "/summaries/planted/report/",
    "/summaries/?q=planted",
    "/about/",
    "/fr/about/",
    "/digests/2021/",
    "/api/v1/docs",
    "/no-such-page/",
)
MACHINES = (
    "/feeds/summaries.atom",
    "/feeds/digests.atom",
    "/feeds/summaries.json",
    "/changes.atom",
    "/sitemap.xml",
    "/llms.txt",
    "/summaries/planted.json",
    "/summaries/planted.md",
    "/summaries/planted/citation.ris",
    "/summaries/planted/citation.bib",
    "/summaries/planted/citation.json",
    "/summaries/planted/citation.txt?style=apa",
    "/api/v1/summaries",
    "/api/v1/search?q=planted",
    "/api/v1/suggest?q=planted",
    "/digests/2021/06/citations.ris",
)


def test_for_readers(open_page: OpenPage, live_server: LiveServer) -> None:
    plant()
    page = open_page(bypass_csp=True)  # what the policy would refuse shows as what it is
    seen = watch(page.context, live_server.url)
    found = 0
    for address in PUBLIC:
        page.goto(live_server.url + address)
        found += MARK in page.content()
        assert page.evaluate(LOOK) == [0, 0, [], 0], address
    assert found > 10, "what was planted is shown, or this test shows nothing"
    told(page.context, live_server.url)
    assert (seen.dialogs, seen.elsewhere) == ([], [])


def told(context: BrowserContext, site: str) -> None:
    """What machines are told is no page: a browser that opens it runs nothing."""
    for address in MACHINES:
        answer = context.request.get(site + address)
        kind = answer.headers["content-type"]
        assert answer.ok, address
        assert "html" not in kind, address
        assert answer.headers["x-content-type-options"] == "nosniff", address
        if "xml" in kind:
            assert "<script" not in answer.text(), address
            assert "<b data-planted" not in answer.text(), address


@pytest.mark.parametrize(
    "others",
    [
        pytest.param(False, id="one of each kind"),
        pytest.param(True, id="every screen", marks=pytest.mark.soak),
    ],
)
def test_on_the_desk(open_page: OpenPage, live_server: LiveServer, others: bool) -> None:
    """Under the desk's policy, which must refuse nothing: neither what was planted nor what is Wagtail's own."""
    plant()
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page = open_page()
    seen = watch(page.context, live_server.url)
    signed_in(page, live_server)
    found = 0
    for address in (*SCREENS, *screens_of_records(), *(like_them() if others else ())):
        answer = page.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200, address
        page.wait_for_function(
            "document.body.classList.contains('ready') || !document.body.dataset.controller"
        )
        found += MARK in page.content()
        assert page.evaluate(LOOK) == [0, 0, [], 0], address
        assert seen.refusals == [], address
    assert found > 20, "what was planted is shown, or this test shows nothing"
    assert (seen.dialogs, seen.errors, seen.elsewhere) == ([], [], [])


SCREENS = (
    "/desk/",
    "/desk/snippets/content/digest/add/",
    "/desk/snippets/content/article/add/",
    "/desk/error_reports/",
    "/desk/account/",
    "/desk/account/second-factor/",
    "/desk/account/second-factor/set-up/",
    "/desk/users/",
    "/desk/groups/",
    "/desk/settings/content/sitesettings/",
    "/desk/images/add/",
    "/desk/workflows/list/",
    "/desk/reports/workflow/",
    "/desk/reports/who-did-what/",
    "/desk/snippets/content/summary/",
    "/desk/snippets/content/article/",
)


def screens_of_records() -> list[str]:
    """The form of one record of each kind, and every view of a summary."""
    first: Any = Summary.objects.get()
    kinds: dict[str, Any] = {
        "summary": Summary,
        "digest": Digest,
        "article": Article,
        "topic": Topic,
        "person": Person,
    }
    older = first.revisions.order_by("pk").first().pk
    page = InformationPage.objects.get()
    of_summary = f"/desk/snippets/content/summary/{{}}/{first.pk}/"
    return [
        *(
            f"/desk/snippets/content/{name}/edit/{model._default_manager.first().pk}/"
            for name, model in kinds.items()
        ),
        *(of_summary.format(view) for view in ("delete", "usage", "history", "unpublish")),
        f"/desk/snippets/content/summary/history/{first.pk}/revisions/compare/{older}...latest/",
        f"/desk/snippets/content/summary/history/{first.pk}/revisions/{older}/view/",
        f"/desk/error_reports/inspect/{ErrorReport.objects.get().pk}/",
        f"/desk/pages/{page.pk}/edit/",
        f"/desk/pages/{page.pk}/history/",
    ]


def like_them() -> list[str]:
    """Wagtail's own screens that show no text of a record, and those made by a template that another was made by."""
    first: Any = Summary.objects.get()
    older = first.revisions.order_by("pk").first().pk
    return [
        "/desk/users/new/",
        "/desk/groups/new/",
        "/desk/sites/",
        "/desk/pages/",
        "/desk/images/",
        "/desk/workflows/add/",
        "/desk/reports/site-history/",
        *(f"/desk/snippets/content/{name}/" for name in ("digest", "topic", "person")),
        f"/desk/snippets/content/summary/history/{first.pk}/revisions/{older}/revert/",
    ]
