"""Whether two hosts are one site, by who registered them. Pure: the list of suffixes ships with a library."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList


def one_site(one: str, other: str) -> bool:
    """Whether they are equal, or below one domain that somebody registered."""
    if one == other:
        return True
    domain = _registrable_domain(one)
    return domain is not None and domain == _registrable_domain(other)


def _registrable_domain(host: str) -> str | None:
    """What somebody registered ("example.co.uk"); None for an address, and where nobody can tell."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return _suffixes().privatesuffix(host)
    return None


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)
