"""A draft as it would stand in lists and on the home page; the desk's preview of that."""

from __future__ import annotations

from dataclasses import dataclass, replace

from apercu.content.models import Summary
from apercu.reading import texts
from apercu.reading.listing import of_record
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.page import Page, site


@dataclass(frozen=True, kw_only=True)
class CardPage(Page):
    """One summary, as the lists of the site show it."""

    line: parts.Line

    @property
    def lines(self) -> tuple[parts.Line, ...]:
        """The line as a list of one."""
        return (self.line,)


def card_page(record: Summary) -> CardPage:
    """The draft's line, with its month even where that is not public yet."""
    line = parts.line(of_record(record))
    month = record.digest.month if record.digest else None
    return CardPage(
        site=site(),
        title=record.title,
        section="summaries",
        is_preview=True,
        line=replace(line, month=month, in_practice=texts.first_words(record.implications)),
    )
