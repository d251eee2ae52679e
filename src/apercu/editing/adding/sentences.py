"""What codes of the lower floors mean, in words for an editor."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SOURCES = {
    "crossref": "Crossref",
    "pubmed": "PubMed",
    "europepmc": "Europe PMC",
    "openalex": "OpenAlex",
    "doi.org": "doi.org",
    "retraction-watch": "Retraction Watch",
    "publisher": _("the publisher"),
    "pasted": _("what you pasted"),
}
KINDS_OF_PASTE = {
    "doi": _("a DOI"),
    "pmid": _("a PubMed number"),
    "pmcid": _("a PubMed Central number"),
    "arxiv": _("an arXiv number"),
    "address": _("an address"),
    "reference": _("a printed reference"),
    "title": _("words, perhaps a title"),
    "ris": "RIS",
    "bibtex": "BibTeX",
    "nbib": "NBIB",
    "csl-json": "CSL-JSON",
}
FAILURES = {
    "not-found": _("%(source)s does not know it."),
    "other-article": _("%(source)s answered about another article."),
    "unreadable": _("%(source)s sent an answer that cannot be read."),
    "garbled": _("%(source)s sent an answer that cannot be read."),
    "timed-out": _("%(source)s gave no answer in time."),
    "unreachable": _("%(source)s could not be reached."),
    "rate-limited": _("%(source)s asks us to wait before asking again."),
    "refused": _("%(source)s refused to answer."),
    "out-of-order": _("%(source)s is out of order."),
    "no-time": _("%(source)s was not asked: the others took too long."),
    "unexpected-status": _("%(source)s sent an answer that cannot be read."),
    "too-large": _("%(source)s sent more than one article’s record."),
    "too-many-redirects": _("%(source)s sent us from one address to the next."),
    "not-allowed": _("%(source)s sent us to an address this site does not go to."),
    "offline": _("%(source)s was not asked: looking up is switched off on this site."),
}
NOTICES = {
    "retraction": _("This article has been retracted."),
    "partial-retraction": _("Part of this article has been retracted."),
    "expression-of-concern": _("There is an expression of concern about this article."),
    "correction": _("There is a correction to this article."),
    "addendum": _("There is an addendum to this article."),
    "new-version": _("There is a newer version of this work."),
    "update": _("There is an update of this article."),
    "republication": _("This article was corrected and published again."),
}
GRAVE = frozenset({"retraction", "partial-retraction", "expression-of-concern"})
CAVEATS = {
    "authors-cut": _("The list of authors is cut: more authors exist."),
    "authors-missing": _("No authors were given."),
    "authors-unread": _("A part of the list of authors could not be read."),
    "given-name-first": _("Names were written with the given name first; check double family names."),
    "names-uncertain": _("A name may be divided wrongly."),
    "editors-unread": _("The editors of the book could not be read."),
    "year-missing": _("No year was given."),
    "year-unreadable": _("The year could not be read."),
    "year-letter": _("The letter after the year was left out."),
    "title-missing": _("No title was found."),
    "title-end-uncertain": _("It is not certain where the title ends."),
    "no-container": _("Neither journal nor publisher was found; it may stand in the title."),
    "container-uncertain": _("It is not certain which words are the journal."),
    "doi-unreadable": _("A DOI was announced, but what follows is none."),
    "several-references": _("Another reference follows in the same line; it was left out."),
    "reference-cut": _("The text ends in the middle: its last part may be incomplete."),
    "reference-too-long": _("The text is too long for a reference."),
    "reference-unread": _("The text could not be read as a reference."),
    "title-in-capitals": _("The title came in capitals; check how it is written."),
    "names-in-capitals": _("Names came in capitals; check how they are written."),
}
LOSSES = {
    "date-rest": _("A part of a date was left out."),
    "date-unreadable": _("A date could not be read."),
    "encoding-guessed": _("Letters with accents may be wrong."),
    "entry-unreadable": _("An entry could not be read."),
    "field-not-kept": _("A field that has no place here was left out."),
    "field-repeated": _("A field came twice; the first value was taken."),
    "file-unreadable": _("The text could not be read."),
    "private-field-outdated": _("A field of our own no longer fits the others and was left out."),
    "private-field-unreadable": _("A field of our own is damaged and was left out."),
    "record-unreadable": _("A record could not be read."),
    "records-lost": _("Not every record could be read."),
    "text-outside-record": _("Lines outside any record were left out."),
    "type-unknown": _("The kind of publication is not known here."),
}
REASONS = {  # what speaks for a candidate; what speaks against it
    "title-same": (_("same title"), ""),
    "title-similar": (_("similar title"), ""),
    "title-other": ("", _("another title")),
    "first-author": (_("same first author"), _("another first author")),
    "year-same": (_("same year"), ""),
    "year-next": (_("a year apart"), ""),
    "year-other": ("", _("another year")),
    "journal": (_("same journal"), _("another journal")),
    "volume": (_("same volume"), _("another volume")),
    "pages": (_("same pages"), _("other pages")),
    "is-preprint": ("", _("it is a preprint")),
}


def name_of_source(source: str) -> Any:
    """The name of a service, or of the paste."""
    return SOURCES.get(source, source)


def said_by(sources: Iterable[str], asked: Mapping[str, str]) -> str:
    """ "Crossref, PubMed (asked 25 November 2026, 10:00)": who gives a value, and how old the word is."""
    listed = list(sources)
    names = ", ".join(str(name_of_source(source)) for source in listed)
    times = [time for source in listed if (time := parse_datetime(asked.get(source, "")))]
    if not times:
        return gettext("From %(sources)s") % {"sources": names}
    return gettext("From %(sources)s, asked %(time)s") % {"sources": names, "time": moment(min(times))}


def moment(time: datetime.datetime) -> str:
    """A day and an hour, as they are written."""
    local = localtime(time)
    return f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'H:i')}"


def failure_sentence(source: str, code: str) -> str:
    """Why a service gave nothing."""
    sentence = FAILURES.get(code, _("%(source)s gave no answer."))
    return str(sentence) % {"source": name_of_source(source)}


def notice_sentence(kind: str) -> str:
    """What a notice says of the article."""
    return str(NOTICES.get(kind, _("There is a notice about this article.")))


def caveat_sentences(codes: Iterable[str]) -> list[str]:
    """What an editor should look at in a reference that was read."""
    return [str(CAVEATS[code]) for code in codes if code in CAVEATS]


def loss_sentence(code: str) -> str:
    """What of a file is not in the record."""
    return str(LOSSES.get(code, _("Something was left out.")))


def reason_words(code: str, *, agrees: bool, found: str = "") -> str:
    """One thing that speaks for a candidate, or against it with what the candidate has instead."""
    words = str(REASONS[code][0 if agrees else 1]) if code in REASONS else code.replace("-", " ")
    return words if agrees or not found else f"{words} ({found})"
