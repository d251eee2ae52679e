"""Tables of subscribers as programs write them: encodings, separators, headings, quotation marks, formulas."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.mailing.bringing.cells import as_meant, disarmed
from apercu.mailing.bringing.codes import Note, Refusal
from apercu.mailing.bringing.reading import LONGEST_LINE, Table, open_table
from apercu.sources.draft import Unreadable

NAMES = "email,consent_source\n"
FRENCH = NAMES + "zoé@example.org,Été à Québec\n"


def table(tmp_path: Path, content: bytes) -> Table:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    return open_table(path)


def cells(tmp_path: Path, content: bytes) -> list[dict[str, str] | None]:
    return [dict(r.cells) if r.cells is not None else None for r in table(tmp_path, content).records()]


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", Note.UTF_16),
        ("latin-1", Note.WINDOWS_1252),
        ("cp1252", Note.WINDOWS_1252),
    ],
)
def test_accents_are_right_in_every_encoding(tmp_path: Path, encoding: str, note: Note | None) -> None:
    content = FRENCH.encode(encoding)
    assert cells(tmp_path, content) == [{"email": "zoé@example.org", "consent_source": "Été à Québec"}]
    assert [one.code for one in table(tmp_path, content).notes] == ([note] if note else [])


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_seen(tmp_path: Path, between: str, end: str) -> None:
    text = end.join([between.join(["Email Address", "topics", "OPTIN_TIME"]), between.join(["a@b.example", '"x;y"', "2024-01-05"])])  # fmt: skip
    assert cells(tmp_path, text.encode()) == [
        {"email": "a@b.example", "topics": "x;y", "consent_at": "2024-01-05"}
    ]


HEADINGS = {
    "listmonk": (
        "uuid,email,name,attributes,status,created_at,updated_at",
        {"email", "state", "created_at"},
    ),
    "mailchimp": (
        '"Email Address","First Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,UNSUB_TIME,UNSUB_REASON',
        {"email", "consent_at", "confirmed_at", "left_at"},
    ),
    "ghost": (
        "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels",
        {"email", "state", "created_at", "left_at"},
    ),
}


@pytest.mark.parametrize("program", HEADINGS)
def test_headings_of_other_programs_are_understood_and_the_rest_is_named(
    tmp_path: Path, program: str
) -> None:
    headings, ours = HEADINGS[program]
    found = table(tmp_path, headings.encode())
    assert set(found.places) == ours
    told = {note.detail for note in found.notes if note.code == Note.UNKNOWN_COLUMN}
    assert len(told) + len(ours) == headings.count(",") + 1


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY_FILE),
        (b" \n\n", Refusal.EMPTY_FILE),
        (b"PK\x03\x04\x14\x00\x06\x00", Refusal.BINARY_FILE),
        (b"name,address\nAnna,here\n", Refusal.NO_ADDRESS_COLUMN),
        (b"email," + b"x" * LONGEST_LINE, Refusal.LINE_TOO_LONG),
    ],
)
def test_what_is_no_table_of_addresses_is_refused(tmp_path: Path, content: bytes, refusal: Refusal) -> None:
    with pytest.raises(Unreadable) as refused:
        table(tmp_path, content)
    assert refused.value.code == refusal


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row(tmp_path: Path) -> None:
    good = [f"n{number}@example.org,form" for number in range(30)]
    lines = [NAMES.strip(), *good[:3], '"never@example.org,form', *good[3:]]
    found = list(table(tmp_path, "\n".join(lines).encode()).records())
    assert [(r.line, r.cells and r.cells["email"]) for r in found] == [
        (number + 2, None if number == 3 else line.split(",")[0])
        for number, line in enumerate([*good[:3], "", *good[3:]])
    ]


def test_a_cell_of_several_lines_is_one_cell_and_lines_are_counted_on(tmp_path: Path) -> None:
    content = NAMES + '\na@example.org,"a\nform"\n,,\nb@example.org,5" wide\n'
    found = list(table(tmp_path, content.encode()).records())
    assert [(r.line, r.cells) for r in found] == [
        (3, {"email": "a@example.org", "consent_source": "a\nform"}),
        (6, {"email": "b@example.org", "consent_source": '5" wide'}),
    ]


def test_short_rows_lack_their_last_cells(tmp_path: Path) -> None:
    assert cells(tmp_path, (NAMES + "a@example.org\n").encode()) == [
        {"email": "a@example.org", "consent_source": ""}
    ]


CELLS = st.text(st.one_of(st.sampled_from("=+-@'\t\r\n \"',;"), st.characters(codec="utf-8", exclude_characters="\0")), max_size=12)  # fmt: skip


@given(CELLS)
def test_a_cell_is_read_as_it_was_written(cell: str) -> None:
    assert as_meant(disarmed(cell)) == cell


@given(CELLS)
def test_no_cell_begins_as_a_formula_does(cell: str) -> None:
    written = disarmed(cell)
    assert not written.lstrip().startswith(("=", "+", "-", "@"))
    assert not written.startswith(("\t", "\r", "\n"))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_any_cells_come_back_from_a_file(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:  # fmt: skip
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["email", "consent_source"], *([disarmed(c) for c in row] for row in rows)])  # fmt: skip
    found = cells(tmp_path_factory.mktemp("t"), text.getvalue().encode())
    assert found == [
        {"email": first, "consent_source": second}
        for first, second in rows
        if (disarmed(first) + disarmed(second)).strip()
    ]
