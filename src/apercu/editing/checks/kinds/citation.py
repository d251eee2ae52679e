"""Whether each article's record is complete enough to be cited in any style, and written as records are.

A style's own form (dashes, ampersands, initials) is made from the record when it is shown; what no style can
mend is what the record lacks, shouts or cuts short. APA 7 (Publication Manual, chapters 9 and 10) is the
measure of what a reference has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from apercu.citations.reference import Name, Reference
from apercu.editing.checks.capitals import is_in_capitals, is_in_title_case
from apercu.editing.checks.entry import Cited, Entry
from apercu.editing.checks.finding import Check, Finding

_AHEAD = re.compile(r"advance|online first|ahead of print|in press|sous presse|en ligne avant", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<!\.)(?<!\bvs)(?<!\bal)(?<!\bU\.S)\.$")
AHEAD_AT_MOST = 12  # months an article usually waits for its volume
OLDEST = 1850


def find(entry: Entry) -> Iterator[Finding]:
    """What is left to mend in each article's record; what the gate asks for is the gate's."""
    for article in entry.articles:
        yield from _of_parts(article, entry)
        yield from _of_authors(article)
        yield from _of_title(article)
        yield from _of_year(article, entry)


def _of_parts(article: Cited, entry: Entry) -> Iterator[Finding]:
    reference = article.reference
    if reference.type != "article-journal" or not reference.container_title:
        return
    if _AHEAD.search(reference.status):
        if _months_since(reference, entry) > AHEAD_AT_MOST:
            yield _finding(
                "article-long-ahead-of-print",
                article,
                _("The article has been “ahead of print” for more than a year: %(article)s."),
                _("It probably has a volume and pages by now: look it up and add them."),
            )
        return
    if missing := _missing(reference):
        yield _finding(
            "citation-incomplete",
            article,
            _("The citation lacks its %(parts)s: %(article)s."),
            _("Open the article and add them. If it is not in an issue yet, set this aside until it is."),
            parts=", ".join(missing),
        )


def _missing(reference: Reference) -> list[str]:
    has_place = reference.pages or reference.number
    parts = [
        (pgettext("of a journal", "volume"), reference.volume),
        (pgettext("of a journal", "issue"), reference.issue or not reference.volume),
        (pgettext("of a journal", "pages"), has_place),
    ]
    return [str(name) for name, there in parts if not there]


def _of_authors(article: Cited) -> Iterator[Finding]:
    reference = article.reference
    if reference.authors_cut:
        yield _finding(
            "authors-cut",
            article,
            _("The list of authors ends in “et al.”: %(article)s."),
            _("A reference names up to twenty authors: add the others to the article."),
        )
    bare = [name.family for name in reference.authors if name.family and not name.given]
    if bare:
        yield _finding(
            "given-names-missing",
            article,
            _("No given name or initials: %(names)s."),
            _("Add at least the initials: “Nguyen, A. B.”. A group is written without a comma."),
            names=", ".join(bare),
        )
    if loud := [name.family or name.literal for name in reference.authors if _shouts(name)]:
        yield _finding(
            "names-in-capitals",
            article,
            _("Names in capitals: %(names)s."),
            _("Write them as the authors do: “Nguyen”, not “NGUYEN”."),
            names=", ".join(loud),
        )


def _shouts(name: Name) -> bool:
    letters = [letter for letter in name.family if letter.isalpha()]
    return len(letters) > 3 and all(letter.isupper() for letter in letters)


def _of_title(article: Cited) -> Iterator[Finding]:
    title = article.reference.title.strip()
    if is_in_capitals(title) or is_in_capitals(article.reference.container_title):
        yield _finding(
            "article-in-capitals",
            article,
            _("The article’s title or journal is in capitals: %(article)s."),
            _("Write the title as a sentence, and the journal as it writes itself."),
        )
    elif article.reference.type == "article-journal" and is_in_title_case(title):
        yield _finding(
            "article-in-title-case",
            article,
            _("The article’s title has a capital for every word: %(article)s."),
            _("Keep capitals for the first word, the first after a colon, and names. Styles add their own."),
        )
    if _FULL_STOP.search(title):
        yield _finding(
            "article-full-stop",
            article,
            _("The article’s title ends in a full stop: %(article)s."),
            _("Take it away: styles add their own."),
        )


def _of_year(article: Cited, entry: Entry) -> Iterator[Finding]:
    issued = article.reference.issued
    if issued and not OLDEST <= issued.year <= entry.today.year + 1:
        yield _finding(
            "year-odd",
            article,
            _("The year %(year)s cannot be right: %(article)s."),
            _("Correct the year of the article."),
            year=str(issued.year),
        )


def _months_since(reference: Reference, entry: Entry) -> int:
    issued = reference.issued
    if issued is None:
        return 0
    return (entry.today.year - issued.year) * 12 + entry.today.month - (issued.month or 12)


def _finding(code: str, article: Cited, what: str, mend: str, **names: str) -> Finding:
    return Finding(
        code=code,
        field="articles",
        what=what % {"article": article.label, **names},
        mend=mend,
        words=f"{article.label} {' '.join(names.values())}",
    )


CHECK: Check[Entry] = Check(code="citation", title=gettext_lazy("Citation"), find=find)
