"""How the title is written: no full stop at its end, not in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.checks.capitals import is_in_capitals
from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding

# "vs.", "et al.", "U.S.", an ellipsis: a full stop of a word, not of the title.
_FULL_STOP = re.compile(r"(?<!\.)(?<!\bvs)(?<!\bal)(?<!\betc)(?<!\b[A-Z])\.$")


def find(entry: Entry) -> Iterator[Finding]:
    """A title that ends in a full stop, or shouts."""
    title = entry.plain["title"]
    if _FULL_STOP.search(title):
        yield Finding(
            code="title-full-stop",
            field="title",
            what=_("The title ends in a full stop."),
            mend=_("Take the full stop away."),
            words=title,
        )
    if is_in_capitals(title):
        yield Finding(
            code="title-in-capitals",
            field="title",
            what=_("The title is in capitals."),
            mend=_(
                "Write it as a sentence: capitals are slow to read and screen readers may spell them out."
            ),
            words=title,
        )


CHECK: Check[Entry] = Check(code="title-style", title=gettext_lazy("Style of the title"), find=find)
