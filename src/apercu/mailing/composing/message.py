"""The whole message: written once for everybody who gets the same, copied for each of them."""

from __future__ import annotations

import datetime
import hashlib

from apercu.mailing.composing import content as contents
from apercu.mailing.composing import html, text
from apercu.mailing.composing.headers import headers
from apercu.mailing.composing.letter import Letter, letter
from apercu.mailing.composing.prepared import Copy, Prepared, ascii_where_possible, prepare
from apercu.mailing.models import Mailing, MailSettings

TEST_TOKEN = "test"  # noqa: S105 leads to nobody's choices


def prepared_for(*, mailing: Mailing, language: str, parts: tuple[int, ...]) -> Prepared:
    """The message of all who read this language and get these summaries.

    NoSender where nobody is named as the sender, NoSuchPart where the mailing has no such copy.
    """
    content = contents.of_mailing(mailing)
    return _prepared(mailing, letter(mailing=mailing, content=content, language=language, parts=parts))


def test_copy(*, mailing: Mailing, language: str, to: str, at: datetime.datetime) -> bytes:
    """The whole mailing as one mail to its editor; it says that it is a test, and its links lead nowhere."""
    content = contents.of_mailing(mailing)
    written = letter(mailing=mailing, content=content, language=language, is_test=True)
    sender = MailSettings.objects.order_by("pk").first() or MailSettings()
    _local, _at, domain = ascii_where_possible(sender.sender).rpartition("@")
    own = hashlib.sha256(f"{to} {at.isoformat()} {language}".encode()).hexdigest()[:32]
    copy = Copy(
        to=to,
        token=TEST_TOKEN,
        message_id=f"<{mailing.name}.test.{own}@{domain}>",
        bounces=sender.sender,
        date=at,
    )
    return _prepared(mailing, written).for_one(copy)


def _prepared(mailing: Mailing, written: Letter) -> Prepared:
    return prepare(
        headers=headers(mailing=mailing, letter=written),
        text=text.write(written),
        html=html.write(written).html,
        language=written.language,
    )
