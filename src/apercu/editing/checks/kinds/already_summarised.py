"""Whether another summary is about the same article."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding


def find(entry: Entry) -> Iterator[Finding]:
    """Each other summary of an article of this one; its own translations are not among `others`."""
    seen: set[int] = set()
    for article in entry.articles:
        for other in article.others:
            if other.pk in seen:
                continue
            seen.add(other.pk)
            names = {"title": other.title, "month": other.month}
            yield Finding(
                code="already-summarised",
                field="articles",
                what=(
                    _("You summarised this article in %(month)s: “%(title)s”.") % names
                    if other.month
                    else _("There is already a summary of this article: “%(title)s”.") % names
                ),
                mend=_("Say what this one adds, or correct the earlier one instead."),
                words=f"{article.label} {other.pk}",
            )


CHECK: Check[Entry] = Check(code="already-summarised", title=gettext_lazy("Already summarised"), find=find)
