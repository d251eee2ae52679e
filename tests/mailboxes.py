"""A reader's mailbox: a real SMTP server (aiosmtpd) that keeps what the site sends, and how a provider leaves a list."""

from __future__ import annotations

import email
import email.policy
import queue
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any
from urllib.request import Request, urlopen

from aiosmtpd.controller import Controller

from tests.ports import free_port

PATIENCE = 60  # seconds


class Mailbox:
    """What the server took, as it came over the line."""

    def __init__(self) -> None:
        self._taken: queue.Queue[EmailMessage] = queue.Queue()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self._taken.put(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"

    def next(self) -> EmailMessage:
        """The next mail, once it is there."""
        return self._taken.get(timeout=PATIENCE)

    def is_empty(self) -> bool:
        """Whether every mail was taken out."""
        return self._taken.empty()


@contextmanager
def receiving(settings: Any) -> Iterator[Mailbox]:
    """A mailbox, and a site whose mail server it is."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    try:
        yield box
    finally:
        controller.stop()


def both_parts(letter: EmailMessage) -> tuple[str, str]:
    """The text and the HTML of a mail."""
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


def links_in(letter: EmailMessage, site: str) -> set[str]:
    """Every address of the site that a mail has, in its parts and its headers."""
    said = "\n".join((*both_parts(letter), str(letter["List-Unsubscribe"] or "")))
    return set(re.findall(rf"{re.escape(site)}/[^\s\"<>]*", said))


def leaving_address(letter: EmailMessage) -> str:
    """Where a provider posts when its user presses its own button (RFC 8058)."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return str(
        next(found for found in re.findall(r"<([^>]+)>", letter["List-Unsubscribe"]) if "://" in found)
    )


def leave_as_a_provider_does(address: str) -> int:
    """RFC 8058 §3.2: a POST of one pair to the address in the header, from nobody's browser."""
    request = Request(
        address,
        data=b"List-Unsubscribe=One-Click",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        method="POST",
    )
    with urlopen(request, timeout=PATIENCE) as answer:
        assert answer.url == address
        assert "Set-Cookie" not in answer.headers
        return int(answer.status)
