"""Where a push may be sent.

The address comes from a browser, that is from anybody who is signed in: without these checks it
would make our server knock at whatever stands beside it in the organisation's network.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

LONGEST = 1000
# IPv6 addresses that hold an IPv4 one, which may be anything (RFC 6052, 8215).
TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))


def is_allowed(endpoint: str) -> bool:
    """Whether this is the address of a push service that we may speak to, as far as it says itself.

    Where its name leads is checked when it is connected to: `public_addresses`.
    """
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable():
        return False
    try:
        parts = urlsplit(endpoint)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if settings.RSN_PUSH_MAY_BE_LOCAL and host == "127.0.0.1":
        return True
    if parts.scheme != "https" or port not in (None, 443) or "@" in parts.netloc:
        return False
    return _is_known(host) and _is_public_name(host)


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of `host`. Raises OSError when one of them is not on the open internet."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if settings.RSN_PUSH_MAY_BE_LOCAL and addresses == ["127.0.0.1"]:
        return addresses
    inside = [address for address in addresses if not is_public(address)]
    if inside or not addresses:
        raise OSError(f"{host} is not on the open internet")
    return addresses


def is_public(address: str) -> bool:
    """Whether an address is on the open internet, also where one kind wraps another."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if any(found in network for network in TRANSLATED):
            return is_public(str(IPv4Address(int(found) & 0xFFFFFFFF)))
        wrapped = found.ipv4_mapped or found.sixtofour
        if wrapped is not None or found.teredo is not None:
            return wrapped is not None and is_public(str(wrapped))
    return found.is_global and not found.is_multicast


def _is_known(host: str) -> bool:
    """Whether the operator lets us speak to this host: a name, or the end of one."""
    allowed = settings.RSN_PUSH_HOSTS
    return "*" in allowed or any(host == name or host.endswith(f".{name}") for name in allowed)


def _is_public_name(host: str) -> bool:
    try:
        return is_public(host)
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".internal"))
