"""Where a request came from, as far as the proxies in front of us can be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# What one subscriber is given: whoever holds a /64 owns all its addresses.
_SUBSCRIBERS_IPV6_BITS = 64


def trusted_proxy_hops() -> int:
    """How many proxies of our own append to X-Forwarded-For; 0 believes the socket alone."""
    return getattr(settings, "TRUSTED_PROXY_HOPS", 0)


def client_address(request: HttpRequest) -> str:
    """The IPv4 address or IPv6 /64 of the client; only ever hashed, never kept (see throttle)."""
    hops = trusted_proxy_hops()
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if hops and len(forwarded) >= hops and forwarded[-hops].strip():
        return _subscriber(forwarded[-hops].strip())
    return _subscriber(request.META.get("REMOTE_ADDR", ""))


def _subscriber(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address.packed, _SUBSCRIBERS_IPV6_BITS), strict=False))
    return str(address)
