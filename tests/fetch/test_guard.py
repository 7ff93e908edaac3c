from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.fetch.guard import judge_address, judge_peer, judge_port, parse_networks

BAD = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.170",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::2",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:1ff::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3ffe::1",
    "3fff::1",
    "3fff:fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
]

GOOD = [
    "1.1.1.1",
    "8.8.8.8",
    "11.0.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "168.63.129.15",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "192.167.255.255",
    "192.169.0.1",
    "198.17.255.255",
    "198.20.0.1",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "2400:cb00::1",
    "3fff:1000::1",
]


@pytest.mark.parametrize("address", BAD)
def test_addresses_that_are_not_public_are_refused_with_a_reason(address: str) -> None:
    reason = judge_address(ip_address(address))
    assert reason is not None
    assert reason.startswith(f"{ip_address(address)} is ")


@pytest.mark.parametrize("address", GOOD)
def test_public_addresses_are_not_refused(address: str) -> None:
    assert judge_address(ip_address(address)) is None


@given(st.ip_addresses())
def test_nothing_passes_that_the_registries_do_not_call_global(address: IPv4Address | IPv6Address) -> None:
    if judge_address(address) is None:
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=6))
def test_only_the_public_block_of_ipv6_passes(address: IPv6Address) -> None:
    if judge_address(address) is None:
        assert address in IPv6Network("2000::/3")


def test_an_opened_network_opens_its_own_addresses_only() -> None:
    opened = parse_networks(["127.0.0.0/8", "fd00::/8", "10.1.2.3"])
    for good in ("127.0.0.1", "127.9.9.9", "fd00::5", "10.1.2.3"):
        assert judge_address(ip_address(good), opened) is None
    for bad in ("10.1.2.4", "192.168.0.1", "::1", "::ffff:127.0.0.1", "fc00::1"):
        assert judge_address(ip_address(bad), opened) is not None


def test_only_the_ports_allowed_are_allowed() -> None:
    assert judge_port(443, (80, 443)) is None
    assert "22" in (judge_port(22, (80, 443)) or "")


def test_this_machine_is_not_talked_to_by_its_public_address_either() -> None:
    here, there = ip_address("8.8.8.8"), ip_address("1.1.1.1")
    assert judge_peer(there, here) is None
    assert "this machine" in (judge_peer(here, here) or "")
    assert "loopback" in (judge_peer(ip_address("127.0.0.2"), here) or "")
    assert judge_peer(here, here, parse_networks(["8.8.8.0/24"])) is None
