"""What one copy says, in one language, as words for people: both parts are written from it.

Readers who chose topics get copies with some of the summaries; everybody with the same choice gets the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext

from apercu.content import addresses
from apercu.content.models import SiteSettings
from apercu.mailing.composing import proposing
from apercu.mailing.composing.parts import Cited, Content, Part, Term
from apercu.mailing.composing.prepared import TOKEN
from apercu.mailing.composing.rich import Rich, rich
from apercu.mailing.models import Mailing, MailSettings

_LINK = re.compile(r"</?a\b[^>]*>")


class NoSuchPart(ValueError):
    """A copy was asked for with a summary that the mailing does not have, or with none."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A citation, without a link: mailboxes make one of its address if they like."""

    html: SafeString
    text: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """One summary."""

    title: str
    address: str
    language: str  # the `lang` of its words where that differs from the mail's
    note: str  # that it is only available in that language, where that is not said for all
    gist: str
    types: str
    topics: str
    facts: tuple[tuple[str, str], ...]  # what is counted, and the number
    at_a_glance: str  # the same with the research types, as one line
    implications: Rich
    citations: tuple[Reference, ...]
    signature: str


@dataclass(frozen=True, kw_only=True)
class Foot:
    """Who sends it and to whom, as the law and courtesy want it."""

    sender: str
    lines: tuple[str, ...]  # the publisher, the postal address
    contact: str  # a mail address
    why: str
    choices: str  # the address of the reader's choices, and the way out
    is_test: bool


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A copy."""

    language: str
    subject: str
    preheader: str
    name: str  # of the digest
    home: str
    view: str  # where it stands on the web; empty for alerts
    month: str  # empty for alerts
    year: str
    month_address: str
    teaser: Rich
    text_language: str  # the `lang` of teaser and announcements where that differs
    note: str  # that all summaries are only available in another language
    sections: tuple[Section, ...]
    others: str  # how many more the month has
    announcements: Rich
    foot: Foot


def letter(
    *,
    mailing: Mailing,
    content: Content,
    language: str,
    parts: Sequence[int] | None = None,
    is_test: bool = False,
) -> Letter:
    """The copy with these summaries (else with all), its words looked up in the language."""
    shown = content.summaries if parts is None else content.only(parts)
    if parts is not None and (not shown or len(shown) != len(set(parts))):
        raise NoSuchPart(f"The mailing {mailing.name} has no copy with the summaries {tuple(parts)}.")
    with translation.override(language):
        return _letter(mailing, content, language, shown, is_test=is_test)


def _letter(
    mailing: Mailing, content: Content, language: str, shown: Sequence[Part], *, is_test: bool
) -> Letter:
    site = SiteSettings.objects.order_by("pk").first() or SiteSettings()
    foreign = {part.language for part in shown} - {language}
    all_foreign = foreign.pop() if len(foreign) == 1 and all(p.language != language for p in shown) else ""
    digest = addresses.digest(content.month) if content.month else ""
    is_digest = content.month is not None
    subject = subject_of(mailing, content, language=language, parts=shown)
    return Letter(
        language=language,
        subject=_for_test(subject) if is_test else subject,
        preheader=preheader_of(mailing, content, language=language, parts=shown),
        name=_in(language, site, "name"),
        home=_absolute("/", language),
        view=_absolute(addresses.mail(mailing.name), language) if is_digest else "",
        month=capfirst(date_format(content.month, "F")) if content.month else "",
        year=str(content.month.year) if content.month else "",
        month_address=_absolute(digest, language) if digest else "",
        teaser=rich(content.teaser, language=language),
        text_language=content.language if content.language != language else "",
        note=_only_in(all_foreign, len(shown)) if all_foreign else "",
        sections=tuple(_section(part, content, language, is_told=bool(all_foreign)) for part in shown),
        others=_others(len(content.summaries) - len(shown)) if is_digest else "",
        announcements=rich(content.announcements, language=language),
        foot=_foot(site, mailing, language, is_test=is_test),
    )


def subject_of(mailing: Mailing, content: Content, *, language: str, parts: Sequence[Part]) -> str:
    """The subject somebody wrote; one of its own for a copy with some summaries, where nobody did."""
    written = _in(language, mailing, "subject")
    return _own(written, proposing.subject, content, language, parts)


def preheader_of(mailing: Mailing, content: Content, *, language: str, parts: Sequence[Part]) -> str:
    """The preheader, by the same rule."""
    written = _in(language, mailing, "preheader")
    return _own(written, proposing.preheader, content, language, parts)


def _own(
    written: str, propose: proposing.Proposal, content: Content, language: str, parts: Sequence[Part]
) -> str:
    """A proposed line names what is in the whole mailing, which a copy with less must not promise."""
    if len(parts) == len(content.summaries) or written != propose(content, language=language):
        return written
    return propose(content, language=language, parts=parts)


def sender_name(site: SiteSettings, sender: MailSettings, *, language: str) -> str:
    """Who a mail says it is from."""
    return _in(language, sender, "sender_name") or _in(language, site, "name")


def _for_test(subject: str) -> str:
    return gettext("[Test] %(subject)s") % {"subject": subject}


def _section(part: Part, content: Content, language: str, *, is_told: bool) -> Section:
    is_foreign = part.language != language
    types = _names(content.types, part.types, language)
    return Section(
        title=part.title,
        address=_absolute(addresses.summary(part.slug), language),
        language=part.language if is_foreign else "",
        note=_only_in(part.language, 1) if is_foreign and not is_told else "",
        gist=part.gist,
        types=types,
        topics=_names(content.topics, part.topics, language),
        facts=tuple(_facts(part)),
        at_a_glance=" · ".join(said for said in (types, *_counted(part), part.years) if said),
        implications=rich(part.implications, language=language),
        citations=tuple(_reference(one, language) for one in part.citations),
        signature=gettext("Summary by %(names)s") % {"names": ", ".join(part.authors)}
        if part.authors
        else "",
    )


def _facts(part: Part) -> list[tuple[str, str]]:
    found = [
        (gettext("Studies"), part.studies),
        (gettext("People"), part.participants),
    ]
    counted = [(name, _grouped(count)) for name, count in found if count is not None]
    return [*counted, *([(gettext("Year of article"), part.years)] if part.years else [])]


def _counted(part: Part) -> Iterator[str]:
    if (studies := part.studies) is not None:
        yield ngettext("%(number)s study", "%(number)s studies", studies) % {"number": _grouped(studies)}
    if (people := part.participants) is not None:
        yield ngettext("%(number)s person", "%(number)s people", people) % {"number": _grouped(people)}


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


def _reference(cited: Cited, language: str) -> Reference:
    html = _LINK.sub("", cited.html.said(language))
    return Reference(html=mark_safe(html), text=cited.text.said(language))  # noqa: S308 escaped when it was made


def _names(terms: Sequence[Term], keys: Sequence[int], language: str) -> str:
    names = {term.key: term.name.said(language) for term in terms}
    return ", ".join(names[key] for key in keys if key in names)


def _others(count: int) -> str:
    if count < 1:
        return ""
    return ngettext(
        "This month has %(count)s more summary, outside the topics and types you chose.",
        "This month has %(count)s more summaries, outside the topics and types you chose.",
        count,
    ) % {"count": count}


def _only_in(language: str, count: int) -> str:
    name = {"en": pgettext("in a sentence", "English"), "fr": pgettext("in a sentence", "French")}[language]
    if count == 1:
        return gettext("This content is only available in %(language)s.") % {"language": name}
    return gettext("The summaries are only available in %(language)s.") % {"language": name}


def _foot(site: SiteSettings, mailing: Mailing, language: str, *, is_test: bool) -> Foot:
    sender = MailSettings.objects.order_by("pk").first() or MailSettings()
    name = sender_name(site, sender, language=language)
    publisher = [site.publisher] if site.publisher and site.publisher != name else []
    postal = [line.strip() for line in site.postal_address.splitlines() if line.strip()]
    host = {"site": settings.SITE_URL.partition("://")[2]}
    if mailing.kind == Mailing.Kind.ALERTS:
        why = gettext("You get this mail because you asked on %(site)s to hear of new summaries.") % host
    else:
        why = gettext("You get this mail because you asked for the digest on %(site)s.") % host
    return Foot(
        sender=name,
        lines=(*publisher, *postal),
        contact=site.contact_email or sender.reply_to or sender.sender,
        why=why,
        choices=_absolute(addresses.preferences(TOKEN), language),
        is_test=is_test,
    )


def _in(language: str, said: object, name: str) -> str:
    """A setting's words in this language, English where there are none in it."""
    own = str(getattr(said, f"{name}_{language}")) if language != addresses.ROOT_LANGUAGE else ""
    return own or str(getattr(said, name))


def _absolute(path: str, language: str) -> str:
    return addresses.absolute(addresses.in_language(path, language))
