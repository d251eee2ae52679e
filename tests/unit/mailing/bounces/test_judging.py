"""What a server's answer means: codes of RFC 3463, and the words beside them."""

from __future__ import annotations

import pytest

from apercu.mailing.bounces.judging import NOBODY_THERE, is_about_us, judged
from apercu.mailing.bounces.report import Kind


@pytest.mark.parametrize("status", NOBODY_THERE)
def test_codes_that_mean_nobody_is_there(status: str) -> None:
    assert judged(status=status, said="").kind is Kind.HARD


@pytest.mark.parametrize(
    "status",
    [
        "4.2.2",
        "4.1.1",
        "4.4.1",
        "5.2.2",
        "5.2.3",
        "5.3.4",
        "5.4.6",
        "5.6.3",
        "5.7.1",
        "5.7.26",
        "5.7.509",
        "5.0.0",
        "",
    ],
)
def test_codes_that_are_about_today_or_about_us(status: str) -> None:
    assert judged(status=status, said="").kind is Kind.SOFT


@pytest.mark.parametrize(
    ("status", "said", "kind", "telling"),
    [
        ("5.0.0", "550 5.1.1 <anna@example.org>: user unknown", Kind.HARD, "5.1.1"),
        ("5.0.0", "550 unknown recipient", Kind.HARD, "5.0.0"),
        ("", "550 Requested action not taken: mailbox unavailable", Kind.HARD, ""),
        ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable", Kind.HARD, "5.5.0"),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied.", Kind.HARD, "5.4.1"),
        ("5.4.1", "connect: no answer from host", Kind.SOFT, "5.4.1"),
        ("5.0.0", "554 30 Sorry, your message cannot be delivered. This mailbox is disabled (554.30)", Kind.HARD, "5.0.0"),
        ("5.1.1", "550 5.1.1 rejected by our spam filter", Kind.SOFT, "5.1.1"),
        ("5.1.0", "550 5.1.0 sender blocked by policy", Kind.SOFT, "5.1.0"),
        ("5.2.1", "550 5.2.1 The user you are trying to contact is receiving mail too quickly", Kind.SOFT, "5.2.1"),
        ("", "451 4.7.1 Greylisted, user unknown for now", Kind.SOFT, "4.7.1"),
        ("", "450 user unknown", Kind.SOFT, ""),
        ("5.0.0", "552 mailbox is full, account disabled for mail", Kind.SOFT, "5.0.0"),
        ("", "host 192.5.1.1 did not say why", Kind.SOFT, ""),
        # The address and the link in an answer are no words of it.
        ("5.1.1", "550 5.1.1 <policy.spam@example.org> see https://example.org/spam/policy: no such user", Kind.HARD, "5.1.1"),
        ("5.1.1", "5.1.1 utilisateur inconnu", Kind.HARD, "5.1.1"),
    ],
)  # fmt: skip
def test_words_beside_a_code(status: str, said: str, kind: Kind, telling: str) -> None:
    found = judged(status=status, said=said)
    assert (found.kind, found.status) == (kind, telling)


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("552 5.2.2 mailbox full", True),
        ("554 5.7.1 refused", True),
        ("550 5.1.1 user unknown", False),
        ("", False),
    ],
)
def test_whether_an_answer_is_about_us(said: str, is_so: bool) -> None:
    assert is_about_us(status="", said=said) is is_so
