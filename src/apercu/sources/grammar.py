"""From a row of blocks to a page: the header, the months and the entries, and an account of every block.

The one grammar of all captures: the text of a page and its HTML come here as the same blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from apercu.sources.blocks import Block, Form, Region
from apercu.sources.codes import Note
from apercu.sources.draft import AccountLine, Caveat, Place, SourcePage
from apercu.sources.entries import EntriesReading, Ledger, draft_of
from apercu.sources.header import HeaderReading, is_header_label, is_list_label
from apercu.sources.lines import Lines
from apercu.sources.titles import Section, Titles, titles_of


def read_blocks(kind: str, blocks: Sequence[Block], caveats: Sequence[Caveat] = ()) -> SourcePage:
    """The page the blocks make; every block has exactly one place in its account."""
    content = [(index, block) for index, block in enumerate(blocks) if block.region is Region.CONTENT]
    lines = Lines(content)
    titles = titles_of(lines)
    start = _first_entry_line(lines, titles)
    ledger: Ledger = {}
    header = HeaderReading()
    for index, place in header.read(lines[:start]):
        ledger[index] = (place, None)
    reading = EntriesReading(lines, titles, ledger)
    entries = reading.read(start)
    first_block = lines[start].position if start < len(lines) else len(blocks)
    _place_the_rest(blocks, first_block, header, ledger)
    notes = [*caveats, *reading.caveats]
    if not entries:
        notes.append(Caveat(code=Note.NO_ENTRIES))
    return SourcePage(
        kind=kind,
        header=header.header(),
        summaries=tuple(map(draft_of, entries)),
        account=tuple(_account(blocks, ledger)),
        caveats=tuple(notes),
    )


def _first_entry_line(lines: Lines, titles: Titles) -> int:
    """The first month heading, or the title above it of an entry whose month is lost."""
    first_label = next((at for at, line in enumerate(lines) if line.is_label), len(lines))
    labels = [at for at, line in enumerate(lines[:first_label]) if is_header_label(line.text)]
    below = labels[-1] + 1 if labels else 0  # months above the labels are a list of archives
    month = next(
        (at for at in range(below, len(lines)) if lines[at].month and titles.is_month(at)), len(lines)
    )
    if month < first_label and month < len(lines):
        return next((at for at in range(below, month) if lines[at].block.is_title), month)
    candidates = range(below, min(month, len(lines)))
    return next((at for at in candidates if titles.is_title(at, Section.NOWHERE)), month)


def _place_the_rest(blocks: Sequence[Block], first: int, header: HeaderReading, ledger: Ledger) -> None:
    """Filter forms wherever they stand; other blocks outside the content are header, or left over."""
    if all(block.region is Region.CONTENT for block in blocks):  # a text has no other region
        return
    outside = _with_sidebar_lists(blocks)
    indexed = [(index, block) for index, block in enumerate(outside) if block.region is not Region.CONTENT]
    for region, group in groupby(indexed, key=lambda item: item[1].region):
        members = list(group)
        filters = region is Region.FILTERS and header.read_filters([block for _, block in members])
        for index, _ in members:
            above = Place.FILTERS if region is Region.FILTERS else Place.HEADER
            ledger[index] = (Place.FILTERS if filters else above if index < first else Place.LEFTOVER, None)


def _with_sidebar_lists(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a list called "Topics" in a sidebar taken for the filter it is."""
    result = list(blocks)
    in_list = False
    for index, block in enumerate(blocks):
        if block.region is not Region.OUTSIDE:
            in_list = False
        elif is_list_label(block.text):
            below = blocks[index + 1] if index + 1 < len(blocks) else block
            in_list = below.region is Region.OUTSIDE and below.form is Form.BULLET
        else:
            in_list = in_list and block.form is Form.BULLET
        if in_list:
            result[index] = block._replace(region=Region.FILTERS)
    return result


def _account(blocks: Sequence[Block], ledger: Ledger) -> list[AccountLine]:
    nowhere = (Place.LEFTOVER, None)
    account = []
    for index, block in enumerate(blocks):
        place, entry = ledger.get(index, nowhere)
        account.append(AccountLine(number=block.number, text=block.text, place=place, entry=entry))
    return account
