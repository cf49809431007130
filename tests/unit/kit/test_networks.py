from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tollgate.kit.networks import PRIVATE, Networks, canonical_network, parse_address


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10.0.0.0/8", "10.0.0.0/8"),
        (" 203.0.113.7 ", "203.0.113.7/32"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("2001:DB8::1", "2001:db8::1/128"),
        ("0.0.0.0/0", "0.0.0.0/0"),
    ],
)
def test_a_network_is_written_in_one_way(written: str, meant: str) -> None:
    assert canonical_network(written) == meant


@pytest.mark.parametrize(
    "written", ["", "10.0.0.0/33", "example.com", "10.0.0", "1.2.3.4/-1", "/8"]
)
def test_what_is_no_network_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no network"):
        canonical_network(written)


def test_bits_behind_the_prefix_are_refused_with_what_was_meant() -> None:
    with pytest.raises(ValueError, match=re.escape("write 10.1.0.0/16")):
        canonical_network("10.1.2.3/16")


@given(
    st.lists(
        st.one_of(
            st.tuples(st.integers(0, 2**32 - 1).map(IPv4Address), st.integers(0, 32)),
            st.tuples(st.integers(0, 2**128 - 1).map(IPv6Address), st.integers(0, 128)),
        ),
        max_size=5,
    ),
    st.one_of(
        st.integers(0, 2**32 - 1).map(IPv4Address),
        st.integers(0, 2**128 - 1).map(IPv6Address).filter(lambda a: a.ipv4_mapped is None),
    ),
    st.booleans(),
)
def test_holds_what_the_standard_library_says(
    pairs: list[tuple[IPv4Address | IPv6Address, int]],
    address: IPv4Address | IPv6Address,
    near: bool,
) -> None:
    networks = [ip_network(f"{each}/{length}", strict=False) for each, length in pairs]
    if near and networks:
        address = networks[0].network_address
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            return
    expected = any(address in network for network in networks)
    assert Networks.of(map(str, networks)).hold(str(address)) is expected


@pytest.mark.parametrize(
    "address", [None, "", "unknown", "203.0.113.7:443", "203.0.113.7, 1.1.1.1"]
)
def test_what_is_no_address_is_held_by_none(address: str | None) -> None:
    assert not Networks.of(["0.0.0.0/0", "::/0"]).hold(address)


def test_an_ipv4_address_in_disguise_is_one() -> None:
    office = Networks.of(["203.0.113.0/24"])
    assert office.hold("::ffff:203.0.113.7")
    assert not office.hold("::ffff:203.0.114.7")
    assert not Networks.of(["::/0"]).hold("::ffff:203.0.113.7")
    assert parse_address("fe80::1%eth0") == ip_address("fe80::1")


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("10.255.255.255", True),
        ("172.16.0.1", True),
        ("172.32.0.1", False),
        ("192.168.1.1", True),
        ("100.64.0.1", True),
        ("127.0.0.1", True),
        ("fd00::1", True),
        ("::1", True),
        ("203.0.113.7", False),
        ("2001:db8::1", False),
        ("169.254.169.254", False),
    ],
)
def test_private_addresses(address: str, private: bool) -> None:
    assert Networks.of(PRIVATE).hold(address) is private
