"""Which addresses and ports may be connected to. Pure: nothing is resolved or opened here.

An explicit list (the IANA special-purpose registries, RFC 6890, and the metadata services of the big
clouds) rather than `ipaddress.is_global`, which lets 18 of 51 bad addresses through and changes with
the Python release (design: trust, "Addresses"). For IPv6 only 2000::/3 is public, less its special
blocks: so mapped, NAT64, link-local, unique local and future blocks are closed without being listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_CLOSED_V4 = tuple(
    (IPv4Network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address inside a provider's or a cloud's network"),
        ("127.0.0.0/8", "a loopback address"),
        ("168.63.129.16/32", "a cloud's metadata address"),
        ("169.254.0.0/16", "a link-local or metadata address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a protocol or metadata address"),
        ("192.0.2.0/24", "a documentation address"),
        ("192.88.99.0/24", "a 6to4 relay address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a benchmarking address"),
        ("198.51.100.0/24", "a documentation address"),
        ("203.0.113.0/24", "a documentation address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
    )
)
_PUBLIC_V6 = IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    (IPv6Network(network), reason)
    for network, reason in (
        ("::/128", "an unspecified address"),
        ("::1/128", "a loopback address"),
        ("::ffff:0:0/96", "an IPv4 address in IPv6 disguise"),
        ("64:ff9b::/96", "a NAT64 address"),
        ("64:ff9b:1::/48", "a NAT64 address"),
        ("2001::/32", "a Teredo address"),
        ("2001::/23", "a protocol address"),
        ("2001:db8::/32", "a documentation address"),
        ("2002::/16", "a 6to4 address"),
        ("3ffe::/16", "a retired test address"),
        ("3fff::/20", "a documentation address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("ff00::/8", "a multicast address"),
    )
)


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """The networks of `fetch.allow_addresses` ("127.0.0.0/8", "fd00::/8", "192.168.1.5")."""
    return tuple(ip_network(text) for text in texts)


def judge_address(address: Address, allowed: Sequence[Network] = ()) -> str | None:
    """Why `address` may not be connected to ("127.0.0.1 is a loopback address"); None if it may.

    `allowed` are networks opened besides the public ones.
    """
    if _inside(address, allowed):
        return None
    if isinstance(address, IPv4Address):
        reasons = (reason for network, reason in _CLOSED_V4 if address in network)
        reason = next(reasons, None)
    else:
        reason = _reason_v6(address)
    return reason and f"{address} is {reason}"


def _reason_v6(address: IPv6Address) -> str | None:
    if address.scope_id is not None:
        return "an address of one network interface"
    for network, reason in _CLOSED_V6:
        if address in network:
            return reason
    return None if address in _PUBLIC_V6 else "not a public address"


def judge_peer(peer: Address, own: Address, allowed: Sequence[Network] = ()) -> str | None:
    """Why the connection from `own` to `peer` may not be used; None if it may.

    An address at both ends is this machine's own, public as it may be: what listens there was not
    cited, it is ours.
    """
    if peer == own and not _inside(peer, allowed):
        return f"{peer} is an address of this machine"
    return judge_address(peer, allowed)


def _inside(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def judge_port(port: int, allowed: Iterable[int]) -> str | None:
    """Why `port` may not be connected to; None if it may."""
    return None if port in allowed else f"port {port} is not among the allowed ones (fetch.allow_ports)"
