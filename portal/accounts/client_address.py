"""Where a request comes from: the peer, or what a trusted proxy says about it."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from django.http import HttpRequest

from portal.configuration import current


def client_address(request: HttpRequest) -> str:
    """The client's address; empty where none is known.

    `X-Forwarded-For` is read from its right end, past proxies that are trusted, and only behind HTTPS, which
    is what a proxy is there for: anybody else may write into it what they like.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "")
    configuration = current()
    trusted = configuration.accounts.proxies
    if not configuration.is_behind_https or not is_within(peer, trusted):
        return peer[:45]
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    for hop in reversed(hops):
        if not _is_address(hop):
            break
        if not is_within(hop, trusted):
            return hop
    return peer[:45]


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether the address lies in one of the networks; nothing that is no address does."""
    if not _is_address(address):
        return False
    asked = ip_address(address)
    mapped = getattr(asked, "ipv4_mapped", None)
    return any((mapped or asked) in ip_network(one, strict=False) for one in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
