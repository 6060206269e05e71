"""Where a request comes from: the peer, or what a trusted proxy says about it.

The audit chain, the list of sessions, the second step's inside networks, the holds on guessing and the public
page's counts all ask here, so that they speak of the same machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

from portal.configuration import current


def client_address(request: HttpRequest) -> str:
    """The client's address; empty where none is known.

    `X-Forwarded-For` is read from its right end, past proxies that are trusted, and only behind HTTPS, which
    is what a proxy is there for: anybody else may write into it what they like.
    """
    return address_behind(
        str(request.META.get("REMOTE_ADDR") or ""), request.headers.get("X-Forwarded-For", "")
    )


def address_behind(peer: str, forwarded: str) -> str:
    """The same from the other end of the connection and what `X-Forwarded-For` says."""
    configuration = current()
    peer = _plain(peer)
    trusted = configuration.accounts.proxies
    if not configuration.is_behind_https or not is_within(peer, trusted):
        return peer[:45]
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    for hop in reversed(hops):
        if not _is_address(hop):
            break
        if not is_within(hop, trusted):
            return _plain(hop)
    return peer[:45]


def household_of(address: str) -> str:
    """What counts as one sender: an IPv4 address, or 64 bits of IPv6, of which one line has all."""
    if not _is_address(address):
        return "unknown"
    known = ip_address(address)
    if isinstance(known, IPv6Address):
        return str(ip_network((known, 64), strict=False).network_address)
    return str(known)


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether the address lies in one of the networks; nothing that is no address does."""
    if not _is_address(address):
        return False
    asked = ip_address(address)
    mapped = getattr(asked, "ipv4_mapped", None)
    return any((mapped or asked) in ip_network(one, strict=False) for one in networks)


def _plain(address: str) -> str:
    """An IPv4 address as such where a socket of both kinds wrapped it (RFC 4291, 2.5.5.2)."""
    if not _is_address(address):
        return address
    return str(getattr(ip_address(address), "ipv4_mapped", None) or address)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
