"""Any list as a spreadsheet: what the filters leave, in true numbers and dates, and no cell that runs."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type
from tests.integration.editing.test_desk import address

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "  =1+1", '=HYPERLINK("x")']


def as_csv(desk: Client, record: str, **asked: Any) -> list[dict[str, str]]:
    answer = desk.get(address(record, "list"), {**asked, "export": "csv"})
    text = b"".join(answer).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def as_xlsx(desk: Client, record: str, **asked: Any) -> Any:
    answer = desk.get(address(record, "list"), {**asked, "export": "xlsx"})
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer)))["Sheet1"]


def cells(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows()
    return [dict(zip([cell.value for cell in head], row, strict=True)) for row in rows]


def test_a_title_that_looks_like_a_formula_is_a_title(desk: Client) -> None:
    for formula in FORMULAS:
        make_article(title=formula)
    assert {row["Title"] for row in as_csv(desk, "article")} == {f"'{formula}" for formula in FORMULAS}
    written = [line["Title"] for line in cells(as_xlsx(desk, "article"))]
    assert {cell.value.strip() for cell in written} == {formula.strip() for formula in FORMULAS}
    assert {(cell.data_type, cell.quotePrefix) for cell in written} == {("s", True)}


def test_every_text_of_every_list_is_guarded(desk: Client) -> None:
    """A payload in each field an editor can type into, and every list exported both ways."""
    bad = "=cmd|' /C calc'!A1"
    person = make_person(name=bad, about=bad, orcid="")
    topic = make_topic(name=bad, slug="bad", name_fr=bad, description_en=bad, aliases=[bad])
    kind = make_type(name=bad, slug="bad", description_fr=bad)
    article = make_article(
        title=bad, container_title=bad, publisher=bad, volume=bad, issue=bad, pages=bad, pmid="=1",
        authors=[{"literal": bad}],
    )  # fmt: skip
    make_summary(title=bad, gist=bad, authors=[person], topics=[topic], types=[kind], articles=[article])
    make_digest()
    for record in ("summary", "digest", "article", "topic", "researchtype", "person"):
        for row in as_csv(desk, record):
            assert [value for value in row.values() if value.startswith(("=", "+", "-", "@"))] == []
        for line in cells(as_xlsx(desk, record)):
            texts = [cell for cell in line.values() if isinstance(cell.value, str)]
            assert {cell.data_type for cell in texts} <= {"s"}
            assert all(cell.quotePrefix for cell in texts if cell.value.startswith("="))


def test_numbers_and_dates_are_numbers_and_dates(desk: Client) -> None:
    digest = make_digest(month=datetime.date(2021, 6, 1))
    made = make_summary(
        title="A study", digest=digest, studies_count=12, participants_count=1234567, position=1
    )
    (line,) = cells(as_xlsx(desk, "summary"))
    assert line["Number of people"].value == 1234567
    assert line["Number of studies"].value == 12
    assert line["Month"].value == datetime.date(2021, 6, 1)
    published = line["First published at"].value
    assert abs(published - made.first_published_at.replace(tzinfo=None)) < datetime.timedelta(seconds=1)
    (row,) = as_csv(desk, "summary")
    assert (row["Number of people"], row["Month"], row["Position"]) == ("1234567", "2021-06-01", "1")
    assert row["First published at"] == made.first_published_at.isoformat(" ", "minutes")


def test_a_negative_number_is_no_formula(desk: Client) -> None:
    from apercu.editing.listing.exporting import _as_plain_text

    assert _as_plain_text(-3) == -3
    assert _as_plain_text("-3") == "'-3"


def test_accents_and_control_characters_survive_or_are_left_out(desk: Client) -> None:
    make_article(title="L’été à Québec \x0b\x00".replace("\x00", ""))
    assert as_csv(desk, "article")[0]["Title"].startswith("L’été à Québec")
    assert cells(as_xlsx(desk, "article"))[0]["Title"].value.strip() == "L’été à Québec"


def test_what_is_exported_is_what_filters_and_search_leave(desk: Client) -> None:
    shame = make_topic(name="Shame")
    for number in range(52):
        make_summary(title=f"Zebra {number}", topics=[shame], publish=False)
    make_summary(title="Zebra public", topics=[shame])
    make_summary(title="Another", topics=[shame], publish=False)
    found = as_csv(desk, "summary", topics=shame.pk, state="draft", q="zebra")
    assert len(found) == 52
    assert {row["State"] for row in found} == {"Draft"}
    assert len(as_csv(desk, "summary")) == 54


def test_a_row_says_all_an_editor_sees(desk: Client) -> None:
    make_summary(
        title="A study",
        topics=[make_topic(name="Empathy"), make_topic(name="Shame")],
        authors=[make_person(name="Alice"), make_person(name="Bob")],
        articles=[make_article(title="The article", doi="10.1234/abc")],
        gist="",
        publish=False,
    )
    (row,) = as_csv(desk, "summary")
    assert (row["Topics"], row["Authors"], row["DOI"]) == ("Empathy, Shame", "Alice, Bob", "10.1234/abc")
    assert (row["State"], row["Lacks"], row["Address"]) == ("Draft", "gist", "")
    assert row["Language"] == "English"
