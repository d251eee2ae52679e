"""The few short words several screens of the desk share."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What a draft lacks, as a word in a list: "Lacks: gist, topics".
LACKS: dict[str, Promise] = {
    "title-missing": pgettext_lazy("lacks", "title"),
    "slug-missing": pgettext_lazy("lacks", "slug"),
    "slug-taken": pgettext_lazy("lacks", "an address of its own"),
    "gist-missing": pgettext_lazy("lacks", "gist"),
    "body-missing": pgettext_lazy("lacks", "text"),
    "implications-missing": pgettext_lazy("lacks", "practice implications"),
    "author-missing": pgettext_lazy("lacks", "author"),
    "topic-missing": pgettext_lazy("lacks", "topic"),
    "type-missing": pgettext_lazy("lacks", "research type"),
    "language-missing": pgettext_lazy("lacks", "language"),
    "article-missing": pgettext_lazy("lacks", "article"),
    "article-incomplete": pgettext_lazy("lacks", "something of its article"),
}
ANYTHING = _("Anything")


def listed(codes: Iterable[str]) -> str:
    """What is lacking, as one line."""
    return ", ".join(str(LACKS[code]) for code in codes)


def lacking(code: str) -> Promise:
    """What is lacking, as a choice of a filter."""
    return format_lazy("{word}", word=LACKS[code])
