"""What is wrong with a mailing before it is sent: what must be mended, and what had better be.

The records are looked at, then the finished message in every language it will be sent in.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings

from apercu.content.models import Language, SiteSettings
from apercu.mailing.composing import content as contents
from apercu.mailing.composing import html, message
from apercu.mailing.composing.findings import Problem as Problem
from apercu.mailing.composing.letter import letter
from apercu.mailing.composing.parts import Content
from apercu.mailing.models import Mailing, MailSettings, Subscriber

LONGEST_SUBJECT = 70  # signs; beyond it even wide windows cut, phones far earlier
HEADERS = (
    "From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
    "Feedback-ID", "Auto-Submitted", "Precedence", "MIME-Version", "Content-Type",
)  # fmt: skip
_OF_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_SOMEBODY = "somebody@example.org"
_ANY_DAY = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def lint(*, mailing: Mailing) -> tuple[Problem, ...]:
    """Everything that is wrong with the mailing, what blocks it first."""
    found = [*_of_settings(), *_of_records(mailing), *_of_words(mailing)]
    if not any(problem.code == "sender-missing" for problem in found):  # without one there is no message
        found += [problem for language in _languages() for problem in _of_copy(mailing, language)]
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: not problem.blocks))


def blocking(mailing: Mailing) -> tuple[Problem, ...]:
    """What must be mended before the mailing can be sent."""
    return tuple(problem for problem in lint(mailing=mailing) if problem.blocks)


def of_message(written: bytes, *, language: str = "") -> tuple[Problem, ...]:
    """What is wrong with a finished message, whoever wrote it."""
    parsed = BytesParser(policy=policy.default).parsebytes(written)
    assert isinstance(parsed, EmailMessage)
    found = [
        Problem(code="header-missing", detail=name, language=language)
        for name in HEADERS
        if parsed[name] is None
    ]
    plain, rich = parsed.get_body(("plain",)), parsed.get_body(("html",))
    if plain is None or not plain.get_content().strip():
        found.append(Problem(code="text-missing", language=language))
    found += _of_html(rich.get_content() if rich else "", language)
    return tuple(found)


def _of_settings() -> Iterator[Problem]:
    sender = MailSettings.objects.order_by("pk").first()
    site = SiteSettings.objects.order_by("pk").first()
    if sender is None or not sender.sender:
        yield Problem(code="sender-missing")
    if site is None or not site.postal_address.strip():
        yield Problem(code="postal-address-missing")
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme != "https":
        is_at_home = parts.hostname in _OF_THIS_MACHINE
        yield Problem(code="no-https", detail=settings.SITE_URL, is_advice=is_at_home)


def _of_records(mailing: Mailing) -> Iterator[Problem]:
    if mailing.kind == Mailing.Kind.DIGEST and not mailing.content:
        if mailing.digest is None:
            yield Problem(code="digest-missing")
            return
        if not mailing.digest.live:
            yield Problem(code="digest-not-public")
            return
    if not contents.of_mailing(mailing).summaries:
        yield Problem(code="no-summaries")


def _of_words(mailing: Mailing) -> Iterator[Problem]:
    if not mailing.subject.strip():
        yield Problem(code="subject-missing")
    if not mailing.preheader.strip():
        yield Problem(code="preheader-missing")
    if not mailing.subject_fr.strip() and Language.FRENCH in _languages():
        yield Problem(code="french-subject-missing")
    for language, subject in ((Language.ENGLISH, mailing.subject), (Language.FRENCH, mailing.subject_fr)):
        if len(subject) > LONGEST_SUBJECT:
            yield Problem(code="subject-long", detail=str(len(subject)), language=language)


def _languages() -> list[str]:
    """English, and what confirmed readers chose."""
    chosen = Subscriber.objects.filter(state=Subscriber.State.ACTIVE).values_list("language", flat=True)
    return [code for code in Language.values if code == Language.ENGLISH or code in set(chosen.distinct())]


def _of_copy(mailing: Mailing, language: str) -> Iterator[Problem]:
    content = contents.of_mailing(mailing)
    yield from _of_size(mailing, content, language)
    copy = message.test_copy(mailing=mailing, language=language, to=_SOMEBODY, at=_ANY_DAY)
    yield from of_message(copy, language=language)


def _of_size(mailing: Mailing, content: Content, language: str) -> Iterator[Problem]:
    written = html.write(letter(mailing=mailing, content=content, language=language))
    left_out = len(content.summaries) - written.whole
    if written.size > html.LARGEST:
        yield Problem(code="too-large", detail=str(written.size // 1000), language=language)
    elif left_out:
        yield Problem(code="shortened", detail=str(left_out), language=language)


class _Read(HTMLParser):
    """Links and images of the HTML part."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        elif tag == "img":
            self.images.append(dict(attrs))


def _of_html(said: str, language: str) -> Iterator[Problem]:
    own = f"{settings.SITE_URL}/"
    read = _Read()
    read.feed(said)
    for link in read.links:
        if link.startswith((own, "mailto:")):
            continue
        code = "link-elsewhere" if urlsplit(link).netloc else "link-relative"
        yield Problem(code=code, detail=link, language=language)
    for image in read.images:
        source = image.get("src") or ""
        if image.get("alt") is None:
            yield Problem(code="image-without-text", detail=source, language=language)
        if not source.startswith((own, "cid:")):
            yield Problem(code="image-elsewhere", detail=source, language=language)
