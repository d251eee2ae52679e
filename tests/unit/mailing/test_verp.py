"""The marks of a copy: where its bounces come back, and its Message-ID."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.mailing.sending import verp

KEY = "k" * 64


@given(delivery=st.integers(min_value=1, max_value=2**63 - 1))
def test_a_bounce_address_leads_back_to_its_copy_however_its_letters_were_changed(delivery: int) -> None:
    address = verp.bounce_address(bounces="bounces@example.org", delivery=delivery, key=KEY)
    assert len(address.partition("@")[0]) <= 64
    for spelt in (address, address.upper(), f"<{address}>", f" {address} "):
        assert verp.delivery_of(spelt, key=KEY) == delivery


@given(delivery=st.integers(min_value=1, max_value=2**40), other=st.integers(min_value=1, max_value=2**40))
def test_a_signature_is_good_for_one_copy_alone(delivery: int, other: int) -> None:
    address = verp.bounce_address(bounces="bounces@example.org", delivery=delivery, key=KEY)
    swapped = address.replace(f"+{verp.base36(delivery)}-", f"+{verp.base36(other)}-")
    assert verp.delivery_of(swapped, key=KEY) == (delivery if other == delivery else None)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "bounces@example.org",
        "bounces+12@example.org",
        "bounces+12-aaaaaaaaaaaa@example.org",
        "+-@",
        "b+é-a@x",
    ],
)
def test_what_bears_no_mark_of_ours_is_of_no_copy(address: str) -> None:
    assert verp.delivery_of(address, key=KEY) is None


def test_a_mark_made_with_another_key_is_not_ours() -> None:
    address = verp.bounce_address(bounces="bounces@example.org", delivery=7, key="another")
    assert verp.delivery_of(address, key=KEY) is None


def test_a_domain_with_an_accent_is_written_as_the_dns_has_it() -> None:
    address = verp.bounce_address(bounces="retours@aperçu.example", delivery=7, key=KEY)
    assert address.isascii()
    assert address.endswith("@xn--aperu-1ra.example")


def test_a_message_id_is_the_same_at_each_attempt_and_another_for_each_person_and_mailing() -> None:
    def made(mailing: str, subscriber: int) -> str:
        return verp.message_id(mailing=mailing, subscriber=subscriber, domain="example.org", key=KEY)

    assert made("2026-03", 5) == made("2026-03", 5)
    assert len({made("2026-03", 5), made("2026-03", 6), made("2026-04", 5)}) == 3
    assert made("2026-03", 5).startswith("<2026-03.")
    assert made("2026-03", 5).endswith("@example.org>")
