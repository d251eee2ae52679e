"""A draft before it is public: its page, as it stands in lists, on a phone, on paper."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apercu.reading.joining import joined_styles, paper_styles
from tests.builders import make_digest, make_summary

pytestmark = pytest.mark.django_db


def preview(desk: Client, record: Any, mode: str = "") -> str:
    where = reverse(
        f"wagtailsnippets_content_{record._meta.model_name}:revisions_view",
        args=[record.pk, record.latest_revision_id],
    )
    answer = desk.get(where, {"mode": mode})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_summary_as_its_page(desk: Client) -> None:
    page = preview(desk, make_summary(title="Seen before", publish=False))
    assert "Do more of what helps." in page
    assert "reading/site.css" in page


def test_a_summary_as_it_stands_in_lists_and_on_the_home_page(desk: Client) -> None:
    digest = make_digest(publish=False)
    page = preview(desk, make_summary(title="Seen before", digest=digest, publish=False), "card")
    assert page.count("It found something worth knowing.") == 2
    assert "June 2021" in page
    assert "In practice" in page
    assert "They looked, and they found." not in page


@pytest.mark.parametrize("record", ["summary", "digest"])
def test_on_paper_it_wears_the_printers_styles(desk: Client, record: str) -> None:
    digest = make_digest(publish=False)
    summary = make_summary(title="Seen before", digest=digest, publish=False)
    page = preview(desk, {"summary": summary, "digest": digest}[record], "paper")
    assert "reading/paper.css" in page
    assert "reading/site.css" not in page


def test_the_styles_on_paper_are_those_of_the_printer_in_force_on_a_screen() -> None:
    site, paper = joined_styles(), paper_styles()
    printed = site[site.index("@media print {") + len("@media print {") : site.rindex("}")].strip()
    assert printed in paper
    assert "@media print" not in paper


@pytest.mark.parametrize(("record", "modes"), [("summary", ["", "card", "paper"]), ("digest", ["", "paper"])])
def test_the_form_offers_the_modes_and_the_sizes(desk: Client, record: str, modes: list[str]) -> None:
    digest = make_digest(publish=False)
    summary = make_summary(title="Seen before", digest=digest, publish=False)
    chosen = {"summary": summary, "digest": digest}[record]
    page = desk.get(reverse(f"wagtailsnippets_content_{record}:edit", args=[chosen.pk])).content.decode()
    for mode in modes:
        assert f'<option value="{mode}"' in page
    for size in ("mobile", "tablet", "desktop"):
        assert f"Preview in {size} size" in page
