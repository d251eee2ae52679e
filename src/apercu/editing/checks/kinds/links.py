"""Whether each link says where it leads: a screen reader lists links by their words alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.checks.entry import DigestEntry, Entry
from apercu.editing.checks.finding import Check, Finding

_LINK = re.compile(r"<a\b[^>]*>((?:(?!<a\b).)*?)</a>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_BARE = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]]", re.IGNORECASE)
_SAYS_NOTHING = frozenset(
    """
    here|click here|click|click on this link|this link|link|this|more|read more|see more|learn more|this page|
    this article|this site|this website|website|ici|cliquez ici|cliquer ici|cliquez|ce lien|lien|cette page|
    ce site|cet article|en savoir plus|lire la suite|plus|voir ici|suite|plus d’informations|details|détails
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)


def find(entry: Entry | DigestEntry) -> Iterator[Finding]:
    """Links whose words say nothing or are an address, and addresses typed into the text."""
    fields = ("body", "implications") if isinstance(entry, Entry) else ("teaser", "announcements")
    for field in fields:
        html = getattr(entry, field)
        for link in _LINK.finditer(html):
            text = " ".join(unescape(_TAG.sub("", link[1])).split())
            yield from _of_link(text, field)
        outside = unescape(_TAG.sub(" ", _LINK.sub(" ", html)))
        for address in dict.fromkeys(_BARE.findall(outside)):
            yield Finding(
                code="address-in-text",
                field=field,
                what=_("An address stands in the text: %(address)s") % {"address": address},
                mend=_("Link the words that say what is there, and take the address out."),
                words=address,
            )


def _of_link(text: str, field: str) -> Iterator[Finding]:
    if not text:
        what = _("A link has no words.")
    elif _ADDRESS.match(text):
        what = _("The words of a link are an address: %(address)s") % {"address": text}
    elif text.casefold().replace("'", "’").strip(" .…:»«“”→>") in _SAYS_NOTHING:
        what = _("The link “%(text)s” does not say where it leads.") % {"text": text}
    else:
        return
    yield Finding(
        code="link-text",
        field=field,
        what=what,
        mend=_(
            "Link words that make sense by themselves: the name of the page, the study, the organisation."
        ),
        words=text,
    )


CHECK: Check[Entry] = Check(code="links", title=gettext_lazy("Words of links"), find=find)
DIGEST_CHECK: Check[DigestEntry] = Check(code="links", title=gettext_lazy("Words of links"), find=find)
