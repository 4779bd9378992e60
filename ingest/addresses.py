"""Which network addresses a download may reach: public ones only, however they are written."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

from corpus.errors import DownloadError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """True for an address of the open internet; one that carries another inside is judged by that one too."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return address.is_global is not False and is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str, port: int, *, allowed: Callable[[Address], bool]) -> str:
    """The numeric address to connect to. Every address of the name must be allowed, so that none can be slipped in.

    Raises DownloadError when the name is unknown or one of its addresses is not allowed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        numbers = [ipaddress.ip_address(str(row[4][0]).split("%")[0]) for row in found]
    except (OSError, UnicodeError, ValueError) as error:
        raise DownloadError(f"Adressen {host} findes ikke, eller nettet er nede.", detail=str(error)) from error
    if not numbers or not all(allowed(number) for number in numbers):
        raise DownloadError(f"Adressen {host} ligger på et lukket net og hentes ikke.", detail=str(numbers))
    return str(numbers[0])
