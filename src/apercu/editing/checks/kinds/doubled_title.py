"""Whether another summary has this title: readers of a list could not tell them apart."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding


def find(entry: Entry) -> Iterator[Finding]:
    """The first other summary with the same title."""
    for other in entry.same_title[:1]:
        where = (
            _("the one of %(month)s") % {"month": other.month} if other.month else _("one without a month")
        )
        yield Finding(
            code="title-doubled",
            field="title",
            what=_("Another summary has the same title: %(which)s.") % {"which": where},
            mend=_("Put into the title what is new in this one."),
            words=entry.title,
        )


CHECK: Check[Entry] = Check(code="doubled-title", title=gettext_lazy("Doubled title"), find=find)
