"""Whether each journal article has its DOI: readers follow it, and matching relies on it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.citations.identifiers import normalise_doi
from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding

HAVE_DOIS = frozenset({"article-journal", "article", "paper-conference"})
DOIS_FROM = 1990  # publishers gave DOIs backwards, but not to everything


def find(entry: Entry) -> Iterator[Finding]:
    """Journal articles without a DOI, and DOIs that are none."""
    for article in entry.articles:
        reference = article.reference
        year = reference.issued.year if reference.issued else DOIS_FROM
        if reference.doi and not normalise_doi(reference.doi):
            yield Finding(
                code="doi-malformed",
                field="articles",
                what=_("“%(doi)s” is not a DOI.") % {"doi": reference.doi},
                mend=_("Open the article and paste its DOI: it begins with “10.” and has a slash in it."),
                words=reference.doi,
            )
        elif not reference.doi and reference.type in HAVE_DOIS and year >= DOIS_FROM:
            yield Finding(
                code="doi-missing",
                field="articles",
                what=_("The article has no DOI: %(article)s.") % {"article": article.label},
                mend=_(
                    "Look on its first page or on its journal’s site, and add the DOI to the article. "
                    "If it has none, set this aside."
                ),
                words=article.label,
            )


CHECK: Check[Entry] = Check(code="doi", title=gettext_lazy("DOI"), find=find)
