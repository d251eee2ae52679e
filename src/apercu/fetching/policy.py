"""Where we may go."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apercu.fetching.unfetchable import NotAllowed

if TYPE_CHECKING:
    import httpx2  # `client` says why it is not loaded here

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Addresses of IPv6 that carry one of IPv4 in them, which a gateway may take us to.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052 §2.1
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291 §2.5.5.1, deprecated


@dataclass(frozen=True, kw_only=True)
class Host:
    """A host we may ask, and how often until its headers say otherwise."""

    name: str  # exact, in lower case: no pattern
    per_second: float = 3.0
    allowance_is_daily: bool = False  # "0 remaining" means until midnight UTC (OpenAlex), not for a moment


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What may be asked: named hosts, over https, at public addresses.

    `schemes`, `ports` and `networks` are there for tests against a server on this machine; the wiring of a
    site passes `hosts` alone.
    """

    hosts: tuple[Host, ...]
    schemes: frozenset[str] = frozenset({"https"})
    ports: frozenset[int] = frozenset({443})
    networks: tuple[Network, ...] = ()  # not public, and allowed all the same
    most_redirects: int = 5

    def host(self, name: str) -> Host | None:
        """The host of this name, if we may ask it."""
        return next((host for host in self.hosts if host.name == name), None)

    def check(self, url: httpx2.URL, *, shown: str) -> Host:
        """The host of an address, or `NotAllowed` with the address as it may be shown."""
        host = self.host(url.host)
        port = url.port or {"https": 443, "http": 80}.get(url.scheme, 0)
        faults = {
            "scheme": url.scheme not in self.schemes,
            "host": host is None,
            "credentials": bool(url.userinfo),
            "port": port not in self.ports,
        }
        if fault := next((name for name, applies in faults.items() if applies), ""):
            raise NotAllowed(host=url.host, url=shown, reason=fault)
        assert host is not None
        return host

    def allows(self, text: str) -> bool:
        """Whether a resolved address may be connected to."""
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return False
        carried = _carried(address)
        if any(carried in network for network in self.networks if network.version == carried.version):
            return True
        return _is_public(carried)


def _carried(address: Address) -> Address:
    """The address of IPv4 inside one of IPv6, else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: Address) -> bool:
    if address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return True
    tunnelled = address.sixtofour or address.teredo or address in _NAT64_LOCAL or address in _COMPATIBLE
    return not tunnelled and not address.is_site_local and not address.scope_id
