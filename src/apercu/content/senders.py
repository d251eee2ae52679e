"""Who sent a form: the address, by whose word it is known, and a key nobody can turn back into it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network

from django.utils.crypto import salted_hmac

_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([^:]+):\d+")


def address_of(meta: Mapping[str, str], *, trusted_proxies: int) -> str:
    """The client's network address as the WSGI environ has it; "" where that is no address.

    Each proxy adds the address it was called from to the end of `X-Forwarded-For`. What stands further left
    than the proxies we trust reach was written by the client, who may write anything.
    """
    near = str(meta.get("REMOTE_ADDR", ""))
    if trusted_proxies:
        hops = [hop.strip() for hop in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
        if len(hops) >= trusted_proxies and (far := _plain(hops[-trusted_proxies])):
            return far
    return _plain(near)


def key_of(address: str, *, day: datetime.date) -> str:
    """A key that is the same all day for one address, and that only this site can make (HMAC-SHA-256)."""
    return salted_hmac(
        "apercu.report", f"{day.isoformat()} {network_of(address)}", algorithm="sha256"
    ).hexdigest()


def network_of(address: str) -> str:
    """What an address is counted as.

    An IPv6 connection is known by its first 64 bits: the rest is the client's to change at will.
    """
    whole = ip_address(address) if address else None
    return str(ip_network((whole, 64), strict=False)) if isinstance(whole, IPv6Address) else address


def _plain(text: str) -> str:
    """The address without brackets, port or zone; "" for what is none."""
    with_port = _WITH_PORT.fullmatch(text)
    bare = (with_port[1] or with_port[2]) if with_port else text
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)
