"""Who asks: the address of a client, read behind proxies that a setting trusts and from nobody else's header."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from starlette.datastructures import Headers
from starlette.types import Scope

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network
UNKNOWN = "unknown"
"""Clients without an address (a UNIX socket): counted together."""
ONE_CUSTOMER = 64
"""Bits of an IPv6 address that an operator gives to one customer (RFC 6177): the rest is for that customer to choose."""


class Clients:
    """Names clients for counting. `trusted` are addresses or networks of proxies whose X-Forwarded-For is believed."""

    def __init__(self, trusted: Sequence[str] = ()) -> None:
        self._trusted: tuple[Network, ...] = tuple(ip_network(text, strict=False) for text in trusted)

    def of(self, scope: Scope) -> str:
        """The client of a request: the last address on its way here that is no trusted proxy."""
        client = scope.get("client")
        nearest = _address(client[0]) if client else None
        if nearest is None or not self._is_trusted(nearest):
            return _named(nearest)
        forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
        for text in reversed(forwarded.split(",")):
            before = _address(text)
            if before is None:
                break
            nearest = before
            if not self._is_trusted(nearest):
                break
        return _named(nearest)

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted if network.version == address.version)


def _address(text: str) -> Address | None:
    """An address as proxies write it: with or without brackets and port; None for what is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _named(address: Address | None) -> str:
    if address is None:
        return UNKNOWN
    return str(address) if address.version == 4 else str(ip_network((address, ONE_CUSTOMER), strict=False))
